"""Fire control's looks in strides: what would only be looked at again to fail is not.

While a missile cannot be engaged, the answer of one cycle is mostly that of the one before.  So
the next look is one cycle on, then two, then four; and where a look finds something after
cycles that were passed over, the battle goes back to the last look before and makes every one.
"""

from math import inf

import numpy as np

from openthaad.engine.world import State
from openthaad.kernels.codes import Verdict
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.scheduling import ROUNDING

PACE = np.dtype(
    [
        ("last_look", "f8"),  # [s]
        ("next_look", "f8"),
        ("stride", "i8"),  # cycles from one look to the next
        ("walk_until", "f8"),  # every cycle is looked at up to here
        ("is_thorough", "i8"),  # 1: every cycle is looked at
    ],
    align=True,
)

_PENDING = int(Verdict.PENDING)
_HARMLESS = int(Verdict.HARMLESS)
_LONGEST = 4


@njit
def set_out(pace: np.void, is_thorough: bool) -> None:
    """Nothing has been looked at yet."""
    pace["is_thorough"] = 1 if is_thorough else 0
    pace["last_look"] = -inf
    pace["next_look"] = -inf
    pace["stride"] = 1
    pace["walk_until"] = -inf


@njit
def is_due(pace: np.void, time: float) -> bool:
    """Say whether a cycle is one to look at."""
    return time >= pace["next_look"] - ROUNDING


@njit
def is_open(verdict: int) -> bool:
    """Say whether a verdict may change from cycle to cycle, so that none is passed over."""
    return verdict in (_PENDING, _HARMLESS)


@njit
def has_strided(pace: np.void, time: float, cycle: float) -> bool:
    """Say whether cycles were passed over since the last look, and not gone back for."""
    if pace["last_look"] == -inf or time < pace["walk_until"] + ROUNDING:
        return False
    return time > pace["last_look"] + 1.5 * cycle


@njit
def walk(pace: np.void, until: float) -> None:
    """Look at every cycle up to the one after a time."""
    pace["stride"] = 1
    pace["walk_until"] = max(pace["walk_until"], until)


@njit
def step_on(pace: np.void, time: float, cycle: float) -> None:
    """Set the next look after one that leaves the answer open."""
    pace["last_look"] = time
    if time < pace["walk_until"] + ROUNDING or pace["is_thorough"] == 1:
        pace["stride"] = 1
    pace["next_look"] = time + pace["stride"] * cycle
    pace["stride"] = min(2 * pace["stride"], _LONGEST)


@njit
def turn_back(pace: np.void, time: float) -> None:
    """Make every look from the last one to this, which went too far."""
    walk(pace, time)
    pace["next_look"] = -inf


@njit
def save(state: State, saved: State) -> None:
    """Keep all that a battle without a shot changes, so that it can be played again."""
    copy_rows(state.clock, saved.clock)
    copy_rows(state.truth.objects, saved.truth.objects)
    copy_rows(state.truth.threats, saved.truth.threats)
    copy_tables(state.truth.engagements, saved.truth.engagements)
    copy_rows(state.picture.radars, saved.picture.radars)
    copy_rows(state.picture.tracks, saved.picture.tracks)
    copy_rows(state.picture.statuses, saved.picture.statuses)
    copy_rows(state.truth.origins, saved.truth.origins)


@njit
def copy_rows(source: np.ndarray, target: np.ndarray) -> None:
    """Copy a table, row by row."""
    for i in range(source.shape[0]):
        target[i] = source[i]


@njit
def copy_tables(source: np.ndarray, target: np.ndarray) -> None:
    """Copy tables that stand side by side."""
    for i in range(source.shape[0]):
        copy_rows(source[i], target[i])
