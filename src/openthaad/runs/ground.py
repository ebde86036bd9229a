"""Altitudes and places of ECEF positions, whole tables at a time."""

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import (
    EARTH_ECCENTRICITY_SQUARED,
    EARTH_EQUATORIAL_RADIUS,
    EARTH_FLATTENING,
    EARTH_POLAR_RADIUS,
)

Array = NDArray[np.float64]
_SECOND = EARTH_ECCENTRICITY_SQUARED / (1.0 - EARTH_ECCENTRICITY_SQUARED)


def geodetic(position_ecef: Array) -> tuple[Array, Array, Array]:
    """Latitude [deg], longitude [deg] and altitude [m] of positions (N, 3) in ECEF [m].

    Two steps of Bowring's formula: to a millimetre from the ground to 10,000 km.

    References
    ----------
    .. [1] B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey
       Review 23 (1976).
    """
    x, y, z = np.asarray(position_ecef, dtype=float).reshape(-1, 3).T
    rho = np.hypot(x, y)
    reduced = np.arctan2(EARTH_EQUATORIAL_RADIUS * z, EARTH_POLAR_RADIUS * rho)
    latitude = np.zeros_like(rho)
    for _ in range(2):
        latitude = np.arctan2(
            z + _SECOND * EARTH_POLAR_RADIUS * np.sin(reduced) ** 3,
            rho - EARTH_ECCENTRICITY_SQUARED * EARTH_EQUATORIAL_RADIUS * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - EARTH_FLATTENING) * np.sin(latitude), np.cos(latitude))
    s, c = np.sin(latitude), np.cos(latitude)
    curve = np.sqrt(1.0 - EARTH_ECCENTRICITY_SQUARED * s * s)
    altitude = rho * c + z * s - EARTH_EQUATORIAL_RADIUS * curve
    return np.degrees(latitude), np.degrees(np.arctan2(y, x)), altitude
