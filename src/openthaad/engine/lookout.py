"""Whether the search of a radar finds a flight, for studies of one radar and one flight."""

import numpy as np

from openthaad.engine import outcome, radar_step
from openthaad.kernels.cells import floored
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels import detection, scheduling


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
