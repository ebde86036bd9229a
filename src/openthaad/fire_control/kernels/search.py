"""Candidate intercepts along a predicted path, and what each of them fails.

Every row of the track's predicted path is a candidate.  Where two neighbours fail for
different reasons, the moments at which the reason changes are found between them and become
candidates too: what can be done does not hang on where the rows happen to lie.
The published caps are a mask over the same candidates: a map asks of each what it fails with
them and without them.
Picture only: predicted paths, sites and tables.
"""

from math import inf, nan

import numpy as np

from openthaad.fire_control.kernels import constraints
from openthaad.fire_control.kernels.constraints import Meeting
from openthaad.fire_control.kernels.defence import Defence
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.whole import ZERO
from openthaad.tracking.kernels import prediction

_NONE = int(Limit.NONE)

# Halvings that place a change of limit between two rows: 8 s to 30 ms.
_HALVINGS = 8
# Changes of limit looked for between two rows: from one limit to none to another.
_CHANGES = 3


@njit
def _examine_at(meeting: Meeting, battery: np.void, defence: Defence, row: np.void) -> None:
    """Write what a candidate at the row's time fails, with the caps and without them."""
    cap = constraints.cap_broken(battery, meeting)
    row["limit"] = row["free_limit"] = cap
    row["launch"] = -inf
    if cap == _NONE or battery["beyond_caps"] == 1:
        limit, flown = constraints.examine(meeting, battery, defence)
        row["free_limit"] = limit
        row["launch"] = row["time"] - flown
        if cap == _NONE:
            row["limit"] = limit


@njit
def _fail_alike(one: np.void, other: np.void) -> bool:
    """Say whether two candidates fail the same, with the caps and without them."""
    return bool(one["limit"] == other["limit"] and one["free_limit"] == other["free_limit"])


@njit
def _find_changes(
    path: np.ndarray, found: np.ndarray, n: int, j: int, battery: np.void, defence: Defence
) -> int:
    """Add the candidates either side of every change between candidate n - 1 and one to come.

    That one is row j of the path; it lies in the last row of `found`, and for it and the rows
    after it there must be room.  Returns the new number.
    """
    last = found.shape[0] - 1
    high = last - 1
    to_come = path.shape[0] - j
    for _ in range(_CHANGES):
        before = found[n - 1]
        if _fail_alike(before, found[last]) or n + 2 + to_come > high:
            return n
        low, top = before["time"], found[last]["time"]
        has_low, has_high = False, False
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + top)
            found[high]["time"] = middle
            _examine_at(
                constraints.meeting_at(path, middle, battery), battery, defence, found[high]
            )
            if _fail_alike(found[high], before):
                low, has_low = middle, True
                found[n] = found[high]
            else:
                top, has_high = middle, True
                found[n + 1] = found[high]
        if has_low:
            n += 1
        else:
            found[n] = found[n + 1]
        if not has_high:
            return n
        n += 1
    return n


@njit
def examine_path(
    path: np.ndarray, battery: np.void, defence: Defence, found: np.ndarray
) -> int:
    """Fill the candidates of a predicted path in order of time; their number."""
    n = ZERO
    last = found[found.shape[0] - 1]
    for j in range(path.shape[0]):
        node = path[j]
        last["time"] = node["time"]
        sigma = prediction.axis_sigma(node["covariance"])
        here = constraints.meeting_of(
            vec(node["position"]), vec(node["velocity"]), sigma, battery
        )
        _examine_at(here, battery, defence, last)
        if j > 0:
            n = _find_changes(path, found, n, j, battery, defence)
        found[n] = last
        n += 1
    return n


@njit
def limit_of(candidate: np.void, is_capped: int) -> int:
    """Give what a candidate fails with the published caps (1) or without them (0)."""
    return int(candidate["limit"] if is_capped == 1 else candidate["free_limit"])


@njit
def nearest_margin(
    limit: int, path: np.ndarray, found: np.ndarray, battery: np.void, defence: Defence,
    is_capped: int,
) -> float:  # fmt: skip
    """Margin of a limit, of the candidate of a path that it stopped by the least.

    NaN where none tells.
    """
    best = -inf
    for j in range(found.shape[0]):
        if limit_of(found[j], is_capped) == limit:
            meeting = constraints.meeting_at(path, found[j]["time"], battery)
            margin = constraints.margin(limit, meeting, battery, defence)
            # A comparison with NaN is false, so that one never wins.
            best = max(best, margin)
    return best if best > -inf else nan
