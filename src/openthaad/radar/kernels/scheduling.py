"""How a radar spends its time: by priority, on tracks first, on the search with what is left.

A dwell may run on into the next period: the bank goes negative and the next period starts
with that much less.  Nothing here knows truth.
"""

from math import ceil, exp

import numpy as np

from openthaad.kernels import random
from openthaad.kernels.cells import cell, floored
from openthaad.kernels.codes import Role, Task, TrackStatus, Verdict
from openthaad.kernels.compiled import njit

_TENTATIVE = int(TrackStatus.TENTATIVE)
_GUIDANCE = int(Task.GUIDANCE)
_PRECISION = int(Task.PRECISION)
_CONFIRM = int(Task.CONFIRM)
_TRACK = int(Task.TRACK)
_GUIDED = int(Role.GUIDED)
_THREATENING = int(Role.THREATENING)
_HARMLESS = int(Verdict.HARMLESS)
_NONE = 99
# What a quotient of times may miss a whole number by.
ROUNDING = 1e-9


@njit
def task_of(track: np.void, status: np.void) -> int:
    """What a dwell on a track is for, which is also its priority."""
    if track["status"] == _TENTATIVE:
        return _CONFIRM
    if status["role"] == _GUIDED:
        return _GUIDANCE
    if status["role"] == _THREATENING:
        return _PRECISION
    return _TRACK


@njit
def interval_of(radar: np.void, task: int, verdict: int) -> float:
    """Time between looks [s]."""
    if task == _GUIDANCE:
        return radar["guidance_interval"]
    if task == _PRECISION:
        return radar["precision_interval"]
    if task == _CONFIRM:
        return radar["confirm_interval"]
    if verdict == _HARMLESS:
        return radar["track_interval"] * radar["harmless_factor"]
    return radar["track_interval"]


@njit
def next_due(r: int, tracks: np.ndarray, statuses: np.ndarray, time: float) -> tuple[int, int]:
    """Row and task of the most urgent track whose look is due, (-1, _) if none."""
    best, best_task, best_due = -1, _NONE, 0.0
    for i in range(tracks.shape[0]):
        if tracks[i]["active"] == 0:
            continue
        due = statuses[i]["next_dwell"][r]
        if due > time:
            continue
        task = task_of(tracks[i], statuses[i])
        if task < best_task or (task == best_task and due < best_due):
            best, best_task, best_due = i, task, due
    return best, best_task


@njit
def wait_after(radar: np.void, interval: float, duration: float) -> float:
    """Time to the next look at a track [s]: its interval, or longer after a long dwell.

    No single track takes more than its share of a radar's time, or a faint warhead far away
    could blind the radar to everything else.
    """
    return max(interval, duration / radar["track_share"])


@njit
def dwell_of(radar: np.void, task: int, unit_snr: float) -> float:
    """Dwell [s] that gives the task the SNR it needs, inside the radar's limits."""
    if task == _CONFIRM:
        return radar["confirm_dwell"]
    wanted = radar["track_snr"] if task == _TRACK else radar["precision_snr"]
    if unit_snr <= 0.0:
        return radar["dwell_max"]
    return min(max(wanted / unit_snr, radar["dwell_min"]), radar["dwell_max"])


@njit
def spend(state: np.void, task: int, duration: float) -> None:
    state["bank"] -= duration
    state["spent"][task] += duration
    state["spent_total"][task] += duration


@njit
def beams_that_fit(radar: np.void, state: np.void) -> int:
    """Search beams started before the bank is empty."""
    return beams_in(state["bank"], radar["search_dwell"])


@njit
def beams_in(bank: float, dwell: float) -> int:
    """Search beams of a dwell [s] started before a bank of time [s] is empty."""
    if bank <= 0.0:
        return 0
    return floored(ceil(bank / dwell - ROUNDING))


@njit
def false_alarms(
    r: int, radar: np.void, beams: int, period_index: int, seed: int, run: int
) -> int:
    """Number of false alarms among the beams of a period: Poisson, by inverting its sum."""
    mean = beams * radar["false_alarms_per_beam"]
    u = random.uniform(seed, run, random.FALSE_ALARM, r, 0, period_index)
    term = exp(-mean)
    total = term
    count = 0
    while u > total and count < beams:
        count += 1
        term *= mean / count
        total += term
    return count


@njit
def aim_search(radar: np.void, state: np.void, cue_low: float, cue_high: float) -> None:
    """Narrow the search to the cued azimuths off boresight, or open it when low > high."""
    first, columns = 0, radar["search_columns"]
    if cue_low <= cue_high:
        spacing = radar["search_column_spacing"]
        half = radar["sector_half_width"]
        first = cell((cue_low + half) / spacing, radar["search_columns"] - 1)
        last = cell((cue_high + half) / spacing, radar["search_columns"] - 1)
        columns = max(last - first + 1, 1)
    if first != state["first_column"] or columns != state["columns"]:
        state["first_column"] = first
        state["columns"] = columns
        state["beam"] = 0
