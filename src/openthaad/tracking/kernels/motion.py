"""What the tracker believes about motion: acceleration and its derivatives, ECEF, SI.

Two models.  Ballistic: gravity with J2, rotation of the Earth, drag along the velocity with
s = ln(ballistic coefficient m/(Cd A)).  Boost: the same without drag, plus a net thrust
specific force s along the velocity (a gravity turn), which grows as s²/c while mass is burnt
at a constant rate with exhaust speed c.
"""

from math import exp, sqrt

import numpy as np

from openthaad.constants import EARTH_ECCENTRICITY_SQUARED, EARTH_EQUATORIAL_RADIUS
from openthaad.earth.kernels.atmosphere import log_density, log_density_and_slope
from openthaad.earth.kernels.gravity import EarthParams, Matrix3, fall
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot, norm

_SECOND_ECCENTRICITY_SQUARED = EARTH_ECCENTRICITY_SQUARED / (1.0 - EARTH_ECCENTRICITY_SQUARED)

BOOST = 0
BALLISTIC = 1

_SLOW = 100.0  # m/s; thrust has no direction at rest
# Nothing that is tracked is lighter than 20 kg/m² or slenderer than 160 t/m².
_LEAST_LOG_BETA = 3.0
_MOST_LOG_BETA = 12.0

# Acceleration; its derivatives by position, velocity and s; ds/dt and its derivative by s;
# size of the drag or thrust [m/s²].
Motion = tuple[Vec, Matrix3, Matrix3, Vec, float, float, float]


@njit
def height(r: Vec) -> float:
    """Distance [m] from the ellipsoid along the radius, not along the vertical.

    Within 0.6 m of the altitude below 100 km, which is 1e-4 of density, at a quarter of the
    cost: the ellipsoid's radius a/sqrt(1 + q) as a series in q = e'² sin².
    """
    r2 = dot(r, r)
    return _height(sqrt(r2), r[2] * r[2] * (1.0 / r2))


@njit
def _height(distance: float, sine2: float) -> float:
    """`height` at a distance from the centre and square sine of the latitude."""
    q = _SECOND_ECCENTRICITY_SQUARED * sine2
    flat = q * (0.5 - q * (0.375 - q * 0.3125))
    return distance - EARTH_EQUATORIAL_RADIUS * (1.0 - flat)


@njit
def _gravity_and_frame(r: Vec, v: Vec, earth: EarthParams) -> tuple[Vec, Matrix3]:
    """Gravitation with J2, centrifugal and Coriolis acceleration; derivative by position.

    The formulas of `gravity.gravity` and `gravity.gravity_gradient` with their common parts
    computed once, because this is the tracker's innermost code.
    """
    x, y, z = r
    w = earth.omega
    r2 = dot(r, r)
    inverse = 1.0 / r2
    pull = earth.gm * inverse * (inverse * sqrt(r2))
    k = 1.5 * earth.j2 * earth.radius * earth.radius * inverse
    zz = z * z * inverse
    level = -pull * (1.0 + k * (1.0 - 5.0 * zz))
    polar = level - 2.0 * pull * k
    # Second derivatives of the potential: a I + b r r' + c (r e' + e r') - 2 pull k e e'.
    b = pull * inverse * (3.0 + k * (5.0 - 35.0 * zz))
    c = 10.0 * pull * k * z * inverse
    spin = level + w * w
    xz = x * (b * z + c)
    yz = y * (b * z + c)
    a = (
        spin * x + 2.0 * w * v[1],
        spin * y - 2.0 * w * v[0],
        polar * z,
    )
    bxy = b * x * y
    gradient = (
        spin + b * x * x, bxy, xz,
        bxy, spin + b * y * y, yz,
        xz, yz, polar + b * z * z + 2.0 * c * z,
    )  # fmt: skip
    return a, gradient


@njit
def _free_fall(a: Vec, by_position: Matrix3, omega: float) -> Motion:
    turn = 2.0 * omega
    by_velocity = (0.0, turn, 0.0, -turn, 0.0, 0.0, 0.0, 0.0, 0.0)
    return a, by_position, by_velocity, (0.0, 0.0, 0.0), 0.0, 0.0, 0.0


@njit(fold=True)
def ballistic_motion(
    r: Vec, v: Vec, s: float, air: np.ndarray, earth: EarthParams, ceiling: float
) -> Motion:
    """Motion with drag below a ceiling [m] and in free fall above it; s = ln(kg/m²)."""
    a, g = _gravity_and_frame(r, v, earth)
    r2 = dot(r, r)
    distance = sqrt(r2)
    if distance > earth.radius + ceiling:
        return _free_fall(a, g, earth.omega)
    inverse2 = 1.0 / r2
    thickness, slope = log_density_and_slope(air, _height(distance, r[2] * r[2] * inverse2))
    inverse = inverse2 * distance
    speed = norm(v)
    k = _drag_rate(speed, s, thickness)
    push = (k * v[0], k * v[1], k * v[2])
    # The gradient of density points along the radius to 0.2 deg: enough for a derivative.
    u = (-slope * inverse * r[0], -slope * inverse * r[1], -slope * inverse * r[2])
    by_position = (
        g[0] + push[0] * u[0], g[1] + push[0] * u[1], g[2] + push[0] * u[2],
        g[3] + push[1] * u[0], g[4] + push[1] * u[1], g[5] + push[1] * u[2],
        g[6] + push[2] * u[0], g[7] + push[2] * u[1], g[8] + push[2] * u[2],
    )  # fmt: skip
    along = -k / max(speed * speed, 1.0)
    a = (a[0] - push[0], a[1] - push[1], a[2] - push[2])
    by_velocity = _axial(v, -k, along, earth.omega)
    return a, by_position, by_velocity, push, 0.0, 0.0, k * speed


@njit(fold=True)
def ballistic_acceleration(
    r: Vec, v: Vec, s: float, air: np.ndarray, earth: EarthParams, ceiling: float
) -> Vec:
    """Acceleration of `ballistic_motion` alone [m/s²]."""
    a, distance, _, sine2 = fall(r, v, earth)
    if distance > earth.radius + ceiling:
        return a
    return add_scaled(a, -_drag_rate(norm(v), s, log_density(air, _height(distance, sine2))), v)


@njit
def _drag_rate(speed: float, s: float, thickness: float) -> float:
    """Deceleration by drag per speed [1/s]; `thickness` is the logarithm of density."""
    # One exponential for density over ballistic coefficient.
    return 0.5 * speed * exp(thickness - min(max(s, _LEAST_LOG_BETA), _MOST_LOG_BETA))


@njit
def drag_deceleration(r: Vec, v: Vec, s: float, air: np.ndarray) -> float:
    """Deceleration [m/s²] by drag of a body with s = ln(ballistic coefficient / (kg/m²))."""
    speed, r2 = norm(v), dot(r, r)
    thickness = log_density(air, _height(sqrt(r2), r[2] * r[2] / r2))
    return _drag_rate(speed, s, thickness) * speed


@njit
def boost_motion(
    r: Vec, v: Vec, s: float, exhaust_speed: float, spread: float, earth: EarthParams
) -> Motion:
    """Motion with a net thrust specific force s [m/s²] along the velocity.

    While the velocity is poorly known so is the direction of thrust: its mean along the
    estimated velocity is less than s.  `spread` is the variance of velocity, three axes.
    """
    a, g = _gravity_and_frame(r, v, earth)
    v2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2]
    inverse = 1.0 / sqrt(v2 + spread + _SLOW * _SLOW)
    along = (inverse * v[0], inverse * v[1], inverse * v[2])
    a = (a[0] + s * along[0], a[1] + s * along[1], a[2] + s * along[2])
    by_velocity = _axial(v, s * inverse, -s * inverse * inverse * inverse, earth.omega)
    burning = max(s, 0.0) / exhaust_speed
    return a, g, by_velocity, along, burning * s, 2.0 * burning, abs(s)


@njit
def _axial(v: Vec, level: float, along: float, omega: float) -> Matrix3:
    """Return level I + along v v' + the Coriolis matrix."""
    turn = 2.0 * omega
    xy = along * v[0] * v[1]
    xz = along * v[0] * v[2]
    yz = along * v[1] * v[2]
    return (
        level + along * v[0] * v[0], xy + turn, xz,
        xy - turn, level + along * v[1] * v[1], yz,
        xz, yz, level + along * v[2] * v[2],
    )  # fmt: skip


@njit
def times(m: Matrix3, a: Vec) -> Vec:
    """Product of a 3x3 matrix and a vector."""
    return (
        m[0] * a[0] + m[1] * a[1] + m[2] * a[2],
        m[3] * a[0] + m[4] * a[1] + m[5] * a[2],
        m[6] * a[0] + m[7] * a[1] + m[8] * a[2],
    )


@njit
def product(a: Matrix3, b: Matrix3) -> Matrix3:
    """Product of two 3x3 matrices."""
    x = times(a, (b[0], b[3], b[6]))
    y = times(a, (b[1], b[4], b[7]))
    z = times(a, (b[2], b[5], b[8]))
    return x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]


@njit
def advance_state(r: Vec, v: Vec, s: float, motion: Motion, h: float) -> tuple[Vec, Vec, float]:
    """Taylor step of h seconds to the third derivative of position (the jerk)."""
    a, by_position, by_velocity, by_s, rate, _, _ = motion
    first = times(by_position, v)
    second = times(by_velocity, a)
    j = (
        first[0] + second[0] + by_s[0] * rate,
        first[1] + second[1] + by_s[1] * rate,
        first[2] + second[2] + by_s[2] * rate,
    )
    half = 0.5 * h
    third = h / 3.0
    mean_a = (a[0] + half * j[0], a[1] + half * j[1], a[2] + half * j[2])
    mean_v = (
        v[0] + half * (a[0] + third * j[0]),
        v[1] + half * (a[1] + third * j[1]),
        v[2] + half * (a[2] + third * j[2]),
    )
    r = (r[0] + h * mean_v[0], r[1] + h * mean_v[1], r[2] + h * mean_v[2])
    v = (v[0] + h * mean_a[0], v[1] + h * mean_a[1], v[2] + h * mean_a[2])
    return r, v, s + h * rate
