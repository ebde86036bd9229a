"""Engagements: what each battery can do about a track, and has done.  Picture only.

Batteries share one picture: each knows what the others have fired at a track, and waits with
them where its doctrine wants to see what shots do.  Limits, windows and salvos are its own.
"""

from math import inf, isnan, nan

import numpy as np

from openthaad.fire_control.kernels import search, window
from openthaad.fire_control.kernels.defence import Candidates, Cycle, Defence, Readiness
from openthaad.fire_control.kernels.limits import keep_nearest, note_limit
from openthaad.kernels.codes import Limit, Verdict
from openthaad.kernels.compiled import njit
from openthaad.kernels.whole import whole

_NONE = whole(Limit.NONE)
_TIME = int(Limit.NO_TIME)
_PK = int(Limit.BELOW_MINIMUM_PK)
_HELD = whole(Limit.HELD_BY_DOCTRINE)
_CHANNELS = whole(Limit.CHANNELS_FULL)
_MAGAZINE = whole(Limit.MAGAZINE_EMPTY)
_THREATENING = int(Verdict.THREATENING)


@njit
def clear(engagements: np.ndarray) -> None:
    """Open the engagements of a new track: nothing found, nothing fired."""
    for b in range(engagements.shape[0]):
        row = engagements[b]
        row["limit"] = 0
        row["limit_time"] = -inf
        row["limit_until"] = -inf
        row["margin"] = nan
        row["engageable_time"] = nan
        row["opportunities"] = 0
        row["was_late"] = 0
        row["fired"] = 0
        row["volley"] = 0
        row["awaiting"] = 0
        clear_window(row)


@njit
def clear_window(engagement: np.void) -> None:
    """Have no launch to offer in this cycle."""
    engagement["earliest_time"] = inf
    engagement["launch_time"] = inf
    engagement["intercept_time"] = inf
    engagement["last_launch_time"] = -inf
    engagement["kill_probability"] = 0.0


@njit
def clear_windows(engagements: np.ndarray) -> None:
    """Have no launch to offer at a track in this cycle."""
    for b in range(engagements.shape[0]):
        clear_window(engagements[b])


@njit
def has_window(engagement: np.void) -> bool:
    """Say whether a battery could fire at a track now or later."""
    return bool(engagement["launch_time"] < inf)


@njit
def has_any_window(engagements: np.ndarray) -> bool:
    """Say whether any battery could fire at a track now or later."""
    for b in range(engagements.shape[0]):
        if has_window(engagements[b]):
            return True
    return False


@njit
def may_be_engaged(track: np.void, status: np.void) -> bool:
    """A live track with a verdict against it that nobody has reported destroyed."""
    if track["active"] == 0 or status["path_count"] == 0:
        return False
    return bool(status["verdict"] == _THREATENING and status["assessed_killed"] == 0)


@njit
def is_waiting(engagements: np.ndarray, battery: np.void) -> bool:
    """Shots are on their way, any battery's, and doctrine wants to see what they do first."""
    if battery["look"] == 0 or engagements[battery["number"]]["volley"] > 0:
        return False
    for b in range(engagements.shape[0]):
        if engagements[b]["awaiting"] > 0:
            return True
    return False


@njit
def rounds_left(battery: np.void, launcher_states: np.ndarray) -> int:
    """Rounds that the battery may still fire, less its reserve."""
    total = -battery["reserve"]
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        total += launcher_states[k]["rounds"]
    return total


@njit
def obstacle(engagement: np.void, battery: np.void, readiness: Readiness) -> int:
    """What keeps a battery from firing at a track that it could reach; NONE if nothing."""
    if battery["hold_fire"] == 1:
        return _HELD
    if engagement["volley"] == 0 and engagement["fired"] >= battery["max_rounds"]:
        return _HELD
    if readiness.batteries[battery["number"]]["in_flight"] >= battery["channels"]:
        return _CHANNELS
    if rounds_left(battery, readiness.launchers) <= 0:
        return _MAGAZINE
    return _NONE


@njit
def next_ready(battery: np.void, launcher_states: np.ndarray) -> float:
    """Time at which some launcher with a round left may fire; infinity where none has one."""
    soonest = inf
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        if launcher_states[k]["rounds"] > 0:
            soonest = min(soonest, launcher_states[k]["ready_time"])
    return soonest


@njit
def examine(
    path: np.ndarray, engagements: np.ndarray, defence: Defence, candidates: Candidates
) -> int:
    """Search a predicted path for every battery; how many searches were made.

    None where all of them wait, and have counted their opportunities before.
    """
    searches = 0
    batteries = defence.batteries
    for b in range(batteries.shape[0]):
        candidates.counts[b] = -1
        is_known = not isnan(engagements[b]["engageable_time"])
        if not (is_known and is_waiting(engagements, batteries[b])):
            searches += 1
    if searches == 0:
        return 0
    for b in range(batteries.shape[0]):
        candidates.counts[b] = search.examine_path(
            path, batteries[b], defence, candidates.rows[b]
        )
    return batteries.shape[0]


@njit
def count_opportunities(
    status: np.void, engagements: np.ndarray, batteries: np.ndarray, candidates: Candidates,
    cycle: Cycle,
) -> None:  # fmt: skip
    """Keep when a track can first be engaged, by each battery and by any, and how often.

    Or, by battery, that the verdict came after the last useful launch.
    """
    verdict_time, has_new = status["verdict_time"], False
    for b in range(batteries.shape[0]):
        row = engagements[b]
        if not isnan(row["engageable_time"]):
            continue
        row["opportunities"] = window.count_opportunities(
            candidates, batteries, b, b + 1, verdict_time, cycle
        )
        if row["opportunities"] > 0:
            row["engageable_time"] = cycle.time
            has_new = True
            continue
        found = candidates.rows[b, : candidates.counts[b]]
        if -inf < window.last_launch(found, _NONE, cycle.is_capped) < verdict_time:
            row["was_late"] = 1
    if not has_new:
        return
    together = engagements[0]["opportunities"]
    if batteries.shape[0] > 1:
        together = window.count_opportunities(
            candidates, batteries, 0, batteries.shape[0], verdict_time, cycle
        )
    if isnan(status["engageable_time"]):
        status["engageable_time"] = cycle.time
    status["opportunities"] = max(status["opportunities"], together)


@njit
def find_window(
    status: np.void, engagement: np.void, path: np.ndarray, found: np.ndarray,
    battery: np.void, defence: Defence, readiness: Readiness, cycle: Cycle,
) -> None:  # fmt: skip
    """Keep a battery's window at a track, or the limit that leaves it none."""
    ready = window.ready_time(battery, status["verdict_time"], cycle)
    soonest = next_ready(battery, readiness.launchers)
    # With no round left at all it is not time that is short; `obstacle` says so below.
    earliest = ready if soonest == inf else max(ready, soonest)
    interceptor = defence.interceptors[battery["interceptor"]]
    chosen = window.find_window(path, battery, interceptor, found, earliest, cycle.is_capped)
    engagement["earliest_time"] = earliest
    engagement["last_launch_time"] = chosen.last_launch_time
    engagement["kill_probability"] = chosen.kill_probability
    if chosen.limit != _NONE:
        until = window.last_launch(found, chosen.limit, cycle.is_capped)
        note_limit(engagement, chosen.limit, cycle.time, until)
        return
    blocked = obstacle(engagement, battery, readiness)
    if blocked != _NONE:
        note_limit(engagement, blocked, cycle.time, chosen.last_launch_time)
        return
    if not isnan(chosen.launch_time):
        engagement["launch_time"] = chosen.launch_time
        engagement["intercept_time"] = chosen.intercept_time


@njit
def find_windows(
    status: np.void, engagements: np.ndarray, path: np.ndarray, defence: Defence,
    readiness: Readiness, candidates: Candidates, cycle: Cycle,
) -> None:  # fmt: skip
    """Keep every battery's window at a track whose path was examined, and what stopped it."""
    batteries = defence.batteries
    count_opportunities(status, engagements, batteries, candidates, cycle)
    for b in range(batteries.shape[0]):
        clear_window(engagements[b])
        if not is_waiting(engagements, batteries[b]):
            found = candidates.rows[b, : candidates.counts[b]]
            find_window(
                status, engagements[b], path, found, batteries[b], defence, readiness, cycle
            )


@njit
def _margin(
    engagement: np.void, path: np.ndarray, found: np.ndarray, battery: np.void,
    defence: Defence, is_capped: int,
) -> float:  # fmt: skip
    """Margin of the limit that a battery met in this cycle, in its unit; NaN: it has none."""
    limit = engagement["limit"]
    if limit < _TIME:
        return search.nearest_margin(limit, path, found, battery, defence, is_capped)
    if limit == _TIME:
        return float(engagement["last_launch_time"] - engagement["earliest_time"])
    if limit == _PK:
        return float(engagement["kill_probability"] - battery["min_kill_probability"])
    return nan


@njit
def note_margins(
    engagements: np.ndarray, path: np.ndarray, defence: Defence, candidates: Candidates,
    cycle: Cycle,
) -> None:  # fmt: skip
    """Keep by how much every battery that met a limit in this cycle failed it."""
    for b in range(defence.batteries.shape[0]):
        row, battery = engagements[b], defence.batteries[b]
        if row["limit_time"] == cycle.time:
            found = candidates.rows[b, : candidates.counts[b]]
            margin = _margin(row, path, found, battery, defence, cycle.is_capped)
            keep_nearest(row, margin)


@njit
def book(status: np.void, engagement: np.void, battery: np.void, launch_time: float) -> None:
    """Count a round as fired."""
    if engagement["volley"] > 0:
        engagement["volley"] -= 1
    else:
        engagement["volley"] = battery["salvo"] - 1
    engagement["fired"] += 1
    engagement["awaiting"] += 1
    status["in_flight"] += 1
    if isnan(status["first_shot_time"]):
        status["first_shot_time"] = launch_time
