"""Altitude and climb above the ellipsoid by series, at a third of the cost of closed forms."""

from math import sqrt

from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_FLATTENING
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, dot


@njit
def quick_altitude(r: float, inverse: float, sine2: float) -> float:
    """Altitude [m] at distance r from the centre (and 1/r), square sine of the latitude.

    Series in the flattening to its second power: within 0.1 m of `frames.altitude` up to
    3000 km, a relative error of density of 1e-5, at a third of the cost.
    """
    bend = EARTH_FLATTENING * (1.0 - sine2) * (2.0 * EARTH_EQUATORIAL_RADIUS * inverse - 0.5)
    bulge = EARTH_EQUATORIAL_RADIUS * EARTH_FLATTENING * sine2
    return r - EARTH_EQUATORIAL_RADIUS + bulge * (1.0 + bend)


@njit
def height_of(position: Vec) -> float:
    """`quick_altitude` of a position [m]."""
    r = sqrt(dot(position, position))
    sine = position[2] / r
    return quick_altitude(r, 1.0 / r, sine * sine)


@njit
def climb_rate(position: Vec, velocity: Vec) -> float:
    """Rate of altitude [m/s] to the first power of the flattening: 1e-5 of the speed."""
    r = sqrt(dot(position, position))
    # The ellipsoid's normal leans towards the axis by this share of z.
    lean = 2.0 * EARTH_FLATTENING * EARTH_EQUATORIAL_RADIUS / r
    size = r + lean * position[2] * position[2] / r
    return (dot(position, velocity) + lean * position[2] * velocity[2]) / size


@njit
def climb(position: Vec, velocity: Vec) -> tuple[float, float]:
    """`height_of` [m] and `climb_rate` [m/s] together."""
    x, y, z = position
    r2 = x * x + y * y + z * z
    r = sqrt(r2)
    inverse2 = 1.0 / r2
    inverse = r * inverse2
    sine2 = z * z * inverse2
    lean = 2.0 * EARTH_FLATTENING * EARTH_EQUATORIAL_RADIUS * inverse
    rate = dot(position, velocity) + lean * z * velocity[2]
    return quick_altitude(r, inverse, sine2), rate / (r + lean * z * z * inverse)
