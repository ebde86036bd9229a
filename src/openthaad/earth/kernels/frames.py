"""Geodetic, Earth-centred Earth-fixed (ECEF, WGS 84) and local east-north-up coordinates.

Latitude and longitude are geodetic [rad], altitude is above the ellipsoid [m].  A basis
is three unit vectors in ECEF.
"""

from math import atan2, cos, pi, sin, sqrt

from openthaad.constants import (
    EARTH_ECCENTRICITY_SQUARED,
    EARTH_EQUATORIAL_RADIUS,
    EARTH_FLATTENING,
    EARTH_MEAN_RADIUS,
    EARTH_POLAR_RADIUS,
)
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, angle_between, dot, scale

Basis = tuple[Vec, Vec, Vec]

_SECOND_ECCENTRICITY_SQUARED = EARTH_ECCENTRICITY_SQUARED / (1.0 - EARTH_ECCENTRICITY_SQUARED)


@njit(cache=True)
def geodetic_to_ecef(latitude: float, longitude: float, altitude: float) -> Vec:
    s = sin(latitude)
    c = cos(latitude)
    # Prime vertical radius of curvature.
    n = EARTH_EQUATORIAL_RADIUS / sqrt(1.0 - EARTH_ECCENTRICITY_SQUARED * s * s)
    return (
        (n + altitude) * c * cos(longitude),
        (n + altitude) * c * sin(longitude),
        (n * (1.0 - EARTH_ECCENTRICITY_SQUARED) + altitude) * s,
    )


@njit
def _latitude_vector(rho: float, z: float, steps: int) -> tuple[float, float]:
    """Cosine and sine of the geodetic latitude at distance rho from the axis and height z.

    Steps of Bowring's formula, written on sines and cosines instead of angles:
    B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey
    Review 23 (1976).  Undefined within 43 km of the Earth's centre.
    """
    # The reduced latitude (c, s), first as if the point lay on the ellipsoid.
    c = EARTH_POLAR_RADIUS * rho
    s = EARTH_EQUATORIAL_RADIUS * z
    for _ in range(steps):
        inverse = 1.0 / sqrt(c * c + s * s)
        c *= inverse
        s *= inverse
        out = rho - EARTH_ECCENTRICITY_SQUARED * EARTH_EQUATORIAL_RADIUS * c * c * c
        up = z + _SECOND_ECCENTRICITY_SQUARED * EARTH_POLAR_RADIUS * s * s * s
        c = out
        s = (1.0 - EARTH_FLATTENING) * up
    s /= 1.0 - EARTH_FLATTENING
    inverse = 1.0 / sqrt(c * c + s * s)
    return c * inverse, s * inverse


@njit
def _altitude(rho: float, z: float, c: float, s: float) -> float:
    """Altitude [m]; an error in the latitude enters only squared, and the poles are regular."""
    curve = sqrt(1.0 - EARTH_ECCENTRICITY_SQUARED * s * s)
    return rho * c + z * s - EARTH_EQUATORIAL_RADIUS * curve


@njit(cache=True)
def ecef_to_geodetic(position: Vec) -> Vec:
    """Latitude [rad], longitude [rad] in -pi..pi, altitude [m]; to 1 um below 10,000 km."""
    x, y, z = position
    rho = sqrt(x * x + y * y)
    c, s = _latitude_vector(rho, z, 3)
    return atan2(s, c), atan2(y, x), _altitude(rho, z, c, s)


@njit
def altitude(position: Vec) -> float:
    """Altitude [m] without a trigonometric function; to 1 um below 10,000 km, as above."""
    rho = sqrt(position[0] * position[0] + position[1] * position[1])
    c, s = _latitude_vector(rho, position[2], 1)
    return _altitude(rho, position[2], c, s)


@njit(cache=True)
def up_direction(position: Vec) -> Vec:
    """Outward normal of the ellipsoid below the point: the local vertical, in ECEF."""
    x, y, z = position
    rho = sqrt(x * x + y * y)
    c, s = _latitude_vector(rho, z, 2)
    if rho == 0.0:
        return 0.0, 0.0, s
    return c * x / rho, c * y / rho, s


@njit(cache=True)
def enu_basis(latitude: float, longitude: float) -> Basis:
    """East, north and up at a place, as unit vectors in ECEF."""
    sp, cp = sin(latitude), cos(latitude)
    sl, cl = sin(longitude), cos(longitude)
    return (-sl, cl, 0.0), (-sp * cl, -sp * sl, cp), (cp * cl, cp * sl, sp)


@njit
def to_basis(basis: Basis, vector: Vec) -> Vec:
    """Components of an ECEF vector along the basis."""
    return dot(basis[0], vector), dot(basis[1], vector), dot(basis[2], vector)


@njit
def from_basis(basis: Basis, components: Vec) -> Vec:
    """ECEF vector from its components along the basis."""
    first = scale(components[0], basis[0])
    return add_scaled(add_scaled(first, components[1], basis[1]), components[2], basis[2])


@njit
def azimuth_elevation_range(vector_enu: Vec) -> Vec:
    """Azimuth [rad] in 0..2 pi clockwise from north, elevation [rad], range [m]."""
    east, north, up = vector_enu
    level = sqrt(east * east + north * north)
    azimuth = atan2(east, north)
    if azimuth < 0.0:
        azimuth += 2.0 * pi
    return azimuth, atan2(up, level), sqrt(level * level + up * up)


@njit
def from_azimuth_elevation(azimuth: float, elevation: float) -> Vec:
    """Unit vector in east, north, up from azimuth and elevation [rad]."""
    level = cos(elevation)
    return level * sin(azimuth), level * cos(azimuth), sin(elevation)


@njit(cache=True)
def ground_range(a: Vec, b: Vec) -> float:
    """Distance [m] between the ground points of two ECEF positions on the mean sphere.

    Within 0.6 % of the geodesic on the ellipsoid; reports use the geodesic.
    """
    return EARTH_MEAN_RADIUS * angle_between(a, b)
