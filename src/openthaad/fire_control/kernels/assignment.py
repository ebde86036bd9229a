"""Assignment: who engages which track next, and from which launcher.  Picture only.

Tracks are taken in order of the value threatened and of the time left, while rounds and
channels last.  That greedy order is the best one for a single battery whose chances do not
exclude each other; where they do, and between batteries, it is a heuristic.
"""

from math import inf

import numpy as np

from openthaad.fire_control.kernels.constraints import faces
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec

NO_ROW = -1


@njit
def nearest_battery(engagements: np.ndarray, before: float) -> int:
    """Battery whose launch falls before a time [s] and which meets the track first; -1: none.

    The earliest intercept leaves the most time for another.
    """
    best, soonest = NO_ROW, inf
    for b in range(engagements.shape[0]):
        row = engagements[b]
        if row["launch_time"] < before and row["intercept_time"] < soonest:
            best, soonest = b, row["intercept_time"]
    return best


@njit
def _last_launch(engagements: np.ndarray) -> float:
    """Last time [s] at which any battery with a window could fire."""
    last = -inf
    for b in range(engagements.shape[0]):
        if engagements[b]["launch_time"] < inf:
            last = max(last, engagements[b]["last_launch_time"])
    return last


@njit
def next_engagement(
    tracks: np.ndarray, statuses: np.ndarray, engagements: np.ndarray, assets: np.ndarray,
    before: float,
) -> int:  # fmt: skip
    """Track to engage next: highest value threatened, then least time left; -1 if none.

    Only windows whose launch falls before the next cycle are taken now.
    """
    best, best_value, best_last = NO_ROW, -inf, inf
    for i in range(tracks.shape[0]):
        if tracks[i]["active"] == 0 or nearest_battery(engagements[i], before) < 0:
            continue
        value = assets[statuses[i]["asset"]]["value"]
        last = _last_launch(engagements[i])
        if value > best_value or (value == best_value and last < best_last):
            best, best_value, best_last = i, value, last
    return best


@njit
def choose_launcher(
    battery: np.void, launchers: np.ndarray, launcher_states: np.ndarray, position: Vec,
    time: float,
) -> int:  # fmt: skip
    """Launcher with the most rounds that is ready and faces the intercept; -1 if none."""
    best, most = NO_ROW, 0
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        state = launcher_states[k]
        if state["ready_time"] > time or state["rounds"] <= most:
            continue
        if faces(launchers[k], position):
            best, most = k, state["rounds"]
    return best
