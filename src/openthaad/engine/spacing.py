"""When a map searches for windows: not in every cycle of fire control.

While a missile cannot be engaged, the answer of one cycle is mostly that of the one before.  So
the next search is one cycle on, then two, then four; and where a search finds something after
cycles that were passed over, the battle goes back to the last search and makes every one.
"""

from math import inf

import numpy as np

from openthaad.engine.world import State
from openthaad.kernels.codes import Verdict
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.scheduling import ROUNDING

SPACING = np.dtype(
    [
        ("last_search", "f8"),  # [s]
        ("next_search", "f8"),
        ("step", "i8"),  # cycles from one search to the next
        ("every_until", "f8"),  # every cycle is searched up to here
        ("doubtful_way", "i8"),  # path within the error that left the last answer open
        ("is_thorough", "i8"),  # 1: every cycle is searched
    ],
    align=True,
)

_PENDING = int(Verdict.PENDING)
_HARMLESS = int(Verdict.HARMLESS)
_LONGEST = 4


@njit
def begin(spacing: np.void, is_thorough: bool) -> None:
    """Nothing has been searched yet."""
    spacing["is_thorough"] = 1 if is_thorough else 0
    spacing["last_search"] = -inf
    spacing["next_search"] = -inf
    spacing["step"] = 1
    spacing["every_until"] = -inf
    spacing["doubtful_way"] = 0


@njit
def is_due(spacing: np.void, time: float) -> bool:
    """Say whether a cycle is one to search."""
    return time >= spacing["next_search"] - ROUNDING


@njit
def is_open(verdict: int) -> bool:
    """Say whether a verdict may change from cycle to cycle, so that none is passed over."""
    return verdict in (_PENDING, _HARMLESS)


@njit
def has_skipped(spacing: np.void, time: float, cycle: float) -> bool:
    """Say whether cycles were passed over since the last search, and not gone back for."""
    if spacing["last_search"] == -inf or time < spacing["every_until"] + ROUNDING:
        return False
    return time > spacing["last_search"] + 1.5 * cycle


@njit
def search_every_cycle(spacing: np.void, until: float) -> None:
    """Search every cycle up to the one after a time."""
    spacing["step"] = 1
    spacing["every_until"] = max(spacing["every_until"], until)


@njit
def set_next(spacing: np.void, time: float, cycle: float) -> None:
    """Set the next search after one that leaves the answer open."""
    spacing["last_search"] = time
    if time < spacing["every_until"] + ROUNDING or spacing["is_thorough"] == 1:
        spacing["step"] = 1
    spacing["next_search"] = time + spacing["step"] * cycle
    spacing["step"] = min(2 * spacing["step"], _LONGEST)


@njit
def go_back(spacing: np.void, time: float) -> None:
    """Search every cycle from the last one searched to this, which went too far."""
    search_every_cycle(spacing, time)
    spacing["next_search"] = -inf


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
