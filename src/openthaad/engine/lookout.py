"""What looks at a flight give, with the battle's own sight: straight at it, and by the search.

For studies, which ask of one radar and one flight what a battle would show of them.
"""

from math import sin

import numpy as np

from openthaad.engine import outcome, radar_step
from openthaad.kernels.cells import floored
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.radar.kernels import detection, face, scheduling, sensing
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
    rcs = sensing.mean_rcs(radar, item, is_whole, here, vec(velocity))
    unit = sensing.mean_unit_snr(radar, rcs, sight)
    row["unit_snr"] = unit
    columns = radar["search_columns"]
    nearest = sensing.beam_of_object(radar, 0, columns, sight)
    if nearest < 0:
        return
    row["row"] = nearest // columns
    row["column"] = nearest - row["row"] * columns
    u, v, _ = sensing.centre_of_beam(radar, 0, columns, nearest, sight[3] - sight[2])
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


@njit
def is_in_sweep(
    radar: np.void, state: np.void, look: np.void, beams: int
) -> bool:  # fmt: skip
    """Say whether the beams that the search makes next hold the one that a look needs."""
    column = look["column"] - state["first_column"]
    if look["row"] < 0 or column < 0 or column >= state["columns"]:
        return False
    total = state["columns"] * radar["search_rows"]
    ahead = (look["row"] * state["columns"] + column - state["beam"]) % total
    return ahead < beams


@njit
def chance_of_missing(
    radar: np.void, state: np.void, plans: np.ndarray, item: np.void, looks: np.ndarray,
    first: int, last: int, period: float,
) -> float:  # fmt: skip
    """Chance that no look of a search sees a flight; the sweep stands where `state` has it.

    Only looks from `first` to `last` are made.

    Looks within the decorrelation time share their fluctuation: the best of them counts.
    """
    missed, best, last_bin = 1.0, 0.0, -1
    for k in range(first, last + 1):
        time = k * period
        state["bank"] += period
        low, high = radar_step.cue(radar, plans, plans["position"], time)
        scheduling.aim_search(radar, state, low, high)
        beams = scheduling.beams_that_fit(radar, state)
        now = floored(time / item["decorrelation_time"])
        if now != last_bin:
            missed *= 1.0 - best
            best, last_bin = 0.0, now
        unseen = 1.0
        for o in range(looks.shape[0]):
            if looks[o, k]["chance"] > 0.0 and is_in_sweep(radar, state, looks[o, k], beams):
                unseen *= 1.0 - looks[o, k]["chance"]
        best = max(best, 1.0 - unseen)
        total = state["columns"] * radar["search_rows"]
        state["beam"] = (state["beam"] + beams) % total
        state["bank"] -= beams * radar["search_dwell"]
    return missed * (1.0 - best)


@njit(cache=True, nogil=True)
def search_chance(
    radars: np.ndarray, states: np.ndarray, plans: np.ndarray, objects: np.ndarray,
    looks: np.ndarray, scale: float, period: float, phases: int,
) -> float:  # fmt: skip
    """Chance that the first radar's search, doing nothing else, sees a flight at least once.

    `looks` (objects, periods) are those at the start of each period; `scale` multiplies the
    cross-section.  Where the sweep stands at first is drawn in a battle: the mean is taken
    over `phases` of it.
    """
    radar = radars[0]
    threshold = detection.threshold(radar["false_alarm_probability"])
    first, last = looks.shape[1], -1
    for o in range(looks.shape[0]):
        for k in range(looks.shape[1]):
            looks[o, k]["chance"] = 0.0
            if looks[o, k]["search_snr"] > 0.0:
                looks[o, k]["chance"] = detection.probability(
                    scale * looks[o, k]["search_snr"], threshold, objects[o]["swerling"]
                )
                first, last = min(first, k), max(last, k)
    if radar["cue_delay"] >= 0.0:
        first = 0
    missed = 0.0
    for phase in range(phases):
        states[0]["bank"] = 0.0
        states[0]["first_column"] = 0
        radar_step.open_radar(radar, states[0], (phase + 0.5) / phases)
        missed += chance_of_missing(
            radar, states[0], plans, objects[0], looks, first, last, period
        )
    return 1.0 - missed / phases


@njit(cache=True, nogil=True)
def cause_of_sight(threats: np.ndarray, end: float) -> int:
    """Why radars did not follow the first missile of a battle: Cause, NONE where they did."""
    return outcome.cause_of_sight(threats[0], end)
