"""What a look of a radar gives: straight at a target, and by the nearest beam of its search."""

from math import sin

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.radar.kernels import dwell, face
from openthaad.radar.kernels import sight as sights

# No ray is bent by more on its way through the air [rad]: twice that of a level ray.
_MOST_BENDING = 0.035

LOOK = np.dtype(
    [
        ("range", "f8"),  # [m]; 0 far below the least elevation
        ("elevation", "f8"),  # apparent [rad]; far below the least one no lower than 2 degrees
        ("is_allowed", "i8"),  # above the lowest elevation and the skyline, and in the sector
        ("unit_snr", "f8"),  # per second of a look straight at it; 0 where none is allowed
        ("column", "i8"),  # of the search beam that is nearest
        ("row", "i8"),  # -1: no search beam
        ("search_snr", "f8"),  # of a look of the search's with that beam
        ("chance", "f8"),  # scratch: what such a look detects it with
    ],
    align=True,
)


@njit
def note_look(
    radar: np.void, item: np.void, is_whole: bool, position: np.ndarray, velocity: np.ndarray,
    row: np.void,
) -> None:  # fmt: skip
    """Fill in what a look at a position would give."""
    here = vec(position)
    row["row"] = -1
    row["is_allowed"] = 0
    row["unit_snr"] = 0.0
    row["search_snr"] = 0.0
    if not sights.is_above(radar, here, sin(radar["min_elevation"] - _MOST_BENDING)):
        row["elevation"] = radar["min_elevation"] - _MOST_BENDING
        return
    sight = sights.line_of_sight(radar, here)
    row["range"] = sight[0]
    row["elevation"] = sight[3]
    is_allowed = sights.is_above_horizon(radar, sight) and sights.is_in_sector(radar, sight)
    if not is_allowed:
        return
    row["is_allowed"] = 1
    rcs = dwell.mean_rcs(radar, item, is_whole, here, vec(velocity))
    unit = dwell.mean_unit_snr(radar, rcs, sight)
    row["unit_snr"] = unit
    columns = radar["search_columns"]
    nearest = dwell.beam_of_object(radar, 0, columns, sight)
    if nearest < 0:
        return
    row["row"] = nearest // columns
    row["column"] = nearest - row["row"] * columns
    u, v, _ = dwell.centre_of_beam(radar, 0, columns, nearest, sight[3] - sight[2])
    left = face.beam_transmission(
        sight[4] - u, sight[5] - v, radar["width_u"], radar["width_v"]
    )
    row["search_snr"] = unit * left * radar["search_dwell"]


@njit(cache=True, nogil=True)
def look_along(
    radars: np.ndarray, objects: np.ndarray, is_whole: np.ndarray, positions: np.ndarray,
    velocities: np.ndarray, looks: np.ndarray,
) -> None:  # fmt: skip
    """Looks of the first radar at positions of the first object, row by row [m, m/s]."""
    for i in range(looks.shape[0]):
        note_look(radars[0], objects[0], is_whole[i], positions[i], velocities[i], looks[i])
