"""How a radar at a place sees positions: direction, refraction, and what the path costs."""

from math import acos
from typing import NamedTuple

import numpy as np

from openthaad.kernels import face, frames, radar_equation, refraction
from openthaad.kernels.compiled import njit
from openthaad.kernels.frames import Basis
from openthaad.kernels.vector import Vec, sub

# Range [m]; azimuth, true and apparent elevation, angle off boresight [rad]; power left [1].
Sighting = tuple[float, float, float, float, float, float]


class Standpoint(NamedTuple):
    """Where a radar stands and faces, and what its paths cost."""

    position_ecef: Vec  # m
    local: Basis  # east, north, up
    face: Basis  # right, up, normal
    altitude: float  # m
    zenith_loss_db: float  # two way
    scan_exponent: float  # two way


@njit(cache=True, nogil=True)
def stand(
    place: Vec, boresight: float, tilt: float, zenith_loss_db: float, scan_exponent: float
) -> Standpoint:
    """Stand a radar at a geodetic place [rad, rad, m], facing a boresight and tilt [rad]."""
    return Standpoint(
        frames.geodetic_to_ecef(place[0], place[1], place[2]),
        frames.enu_basis(place[0], place[1]),
        face.face_basis(place[0], place[1], boresight, tilt),
        place[2],
        zenith_loss_db,
        scan_exponent,
    )


@njit(cache=True, nogil=True)
def sight(position: Vec, standpoint: Standpoint, table: np.ndarray) -> Sighting:
    """See one position [m, ECEF]; no power is left behind the face."""
    rel = sub(position, standpoint.position_ecef)
    azimuth, true, slant_range = frames.azimuth_elevation_range(
        frames.to_basis(standpoint.local, rel)
    )
    height = frames.altitude(position) - standpoint.altitude
    apparent = refraction.apparent_elevation(table, true, height)
    cosine = min(1.0, max(-1.0, face.direction_cosines(rel, standpoint.face)[2]))
    left = radar_equation.scan_transmission(cosine, standpoint.scan_exponent)
    left *= radar_equation.air_transmission(apparent, standpoint.zenith_loss_db)
    return slant_range, azimuth, true, apparent, acos(cosine), left


@njit(cache=True, nogil=True)
def sight_along(
    positions: np.ndarray, standpoint: Standpoint, table: np.ndarray, out: np.ndarray
) -> None:
    """See each row of positions (N, 3) [m, ECEF]; row i of `out` (N, 6) is its sighting."""
    for i in range(positions.shape[0]):
        point = (positions[i, 0], positions[i, 1], positions[i, 2])
        seen = sight(point, standpoint, table)
        for k in range(6):
            out[i, k] = seen[k]
