"""Gravity of an oblate Earth and the accelerations of its rotating frame (ECEF)."""

from math import sqrt
from typing import NamedTuple

from openthaad.constants import (
    EARTH_EQUATORIAL_RADIUS,
    EARTH_GM,
    EARTH_J2,
    EARTH_ROTATION_RATE,
)
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec

Matrix3 = tuple[float, float, float, float, float, float, float, float, float]


class EarthParams(NamedTuple):
    """What the flight kernels need to know of the Earth.  Every field is a float."""

    gm: float  # gravitational parameter [m³/s²]
    j2: float  # second zonal harmonic; 0.0 makes a point mass
    radius: float  # reference radius of j2: the equatorial one [m]
    omega: float  # rotation rate [rad/s]; 0.0 makes the frame inertial


WGS84 = EarthParams(EARTH_GM, EARTH_J2, EARTH_EQUATORIAL_RADIUS, EARTH_ROTATION_RATE)


@njit(cache=True)
def gravity(position: Vec, earth: EarthParams) -> Vec:
    """Gravitation [m/s²] of a point mass with J2, without the centrifugal part.

    Gradient of GM/r [1 - J2 (R/r)² (3 sin² - 1)/2]: Vallado, Fundamentals of
    Astrodynamics and Applications, chapter 8 (special perturbations).
    """
    x, y, z = position
    r2 = x * x + y * y + z * z
    q = 1.5 * earth.j2 * earth.radius * earth.radius / r2
    pull = -earth.gm / (r2 * sqrt(r2))
    level = pull * (1.0 + q * (1.0 - 5.0 * z * z / r2))
    return level * x, level * y, (level + 2.0 * pull * q) * z


@njit(cache=True)
def frame_acceleration(position: Vec, velocity: Vec, omega: float) -> Vec:
    """Coriolis and centrifugal acceleration [m/s²] in a frame turning about z at omega."""
    return (
        omega * (2.0 * velocity[1] + omega * position[0]),
        omega * (-2.0 * velocity[0] + omega * position[1]),
        0.0,
    )


@njit(fold=True)
def fall(position: Vec, velocity: Vec, earth: EarthParams) -> tuple[Vec, float, float, float]:
    """`gravity` and `frame_acceleration` together [m/s²], and what they share with an altitude.

    Distance from the centre [m], its inverse [1/m] and the square sine of the latitude there.
    One root and one division, side by side: flights spend their time here.
    """
    x, y, z = position
    r2 = x * x + y * y + z * z
    inverse2 = 1.0 / r2
    distance = sqrt(r2)
    inverse = distance * inverse2
    sine2 = z * z * inverse2
    q = 1.5 * earth.j2 * earth.radius * earth.radius * inverse2
    pull = -earth.gm * inverse * inverse2
    level = pull * (1.0 + q * (1.0 - 5.0 * sine2))
    spin = level + earth.omega * earth.omega
    turn = 2.0 * earth.omega
    total = (
        spin * x + turn * velocity[1],
        spin * y - turn * velocity[0],
        (level + 2.0 * pull * q) * z,
    )
    return total, distance, inverse, sine2


@njit
def gravity_gradient(position: Vec, earth: EarthParams) -> Matrix3:
    """Derivative of `gravity` by position [1/s²]: a symmetric matrix, row after row."""
    x, y, z = position
    r2 = x * x + y * y + z * z
    r5 = r2 * r2 * sqrt(r2)
    k = 0.5 * earth.gm * earth.j2 * earth.radius * earth.radius
    # gravity = a p + (-6 k z / r⁵) e_z, with a the first line; b and c are its derivatives.
    a = -earth.gm * r2 / r5 + k * (-3.0 + 15.0 * z * z / r2) / r5
    b = (3.0 * earth.gm + k * (15.0 - 105.0 * z * z / r2) / r2) / r5
    c = 30.0 * k * z / (r5 * r2)
    xz = x * (b * z + c)
    yz = y * (b * z + c)
    zz = a + b * z * z + 2.0 * c * z - 6.0 * k / r5
    return a + b * x * x, b * x * y, xz, b * x * y, a + b * y * y, yz, xz, yz, zz
