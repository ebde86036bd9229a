"""Fire control: which tracks to engage, from which launcher, when.  Picture only.

Each cycle every threatening track finds its best chance; then chances are taken in order
of the value threatened and of the time left, while rounds and channels last.  That greedy
order is the best one for a single battery whose chances do not exclude each other; where
they do, it is a heuristic.
"""

from math import inf, isnan, nan

import numpy as np

from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.fire_control.kernels import candidates, engageability
from openthaad.fire_control.kernels.defence import Cycle, Defence, Readiness, Solution
from openthaad.fire_control.kernels.limits import note_limit
from openthaad.interceptor.kernels import flight as interceptor
from openthaad.interceptor.kernels import flyout
from openthaad.kernels import recording
from openthaad.kernels.codes import Limit, Verdict
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec
from openthaad.kernels.whole import whole
from openthaad.tracking.kernels import prediction

_NONE = whole(Limit.NONE)
_TIME = whole(Limit.NO_TIME)
_HELD = whole(Limit.HELD_BY_DOCTRINE)
_CHANNELS = whole(Limit.CHANNELS_FULL)
_MAGAZINE = whole(Limit.MAGAZINE_EMPTY)
_THREATENING = int(Verdict.THREATENING)
NO_ROW = -1


@njit
def rounds_left(battery: np.void, launcher_states: np.ndarray) -> int:
    """Rounds that the battery may still fire, less its reserve."""
    total = -battery["reserve"]
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        total += launcher_states[k]["rounds"]
    return total


@njit
def obstacle(status: np.void, battery: np.void, readiness: Readiness) -> int:
    """What keeps a battery from firing at a track that it could reach; NONE if nothing."""
    if battery["hold_fire"] == 1:
        return _HELD
    if status["volley"] == 0 and status["fired"] >= battery["max_rounds"]:
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
def is_waiting(status: np.void, battery: np.void) -> bool:
    """Shots are on their way and doctrine wants to see what they do first."""
    if status["volley"] > 0:
        return False
    return battery["look"] == 1 and status["awaiting"] > 0


@njit
def clear_chance(status: np.void) -> None:
    status["chance_battery"] = -1
    status["chance_launch"] = inf
    status["chance_last_launch"] = inf


@njit
def last_launch(found: np.ndarray, limit: int) -> float:
    """Latest launch [s] of the candidates that a limit is about; minus infinity if none.

    Time and the estimated chance are judged of candidates that pass everything else.
    """
    wanted = limit if limit < _TIME else _NONE
    latest = -inf
    for j in range(found.shape[0]):
        if found[j]["limit"] == wanted:
            latest = max(latest, found[j]["launch"])
    return latest


@njit
def note_opportunities(
    status: np.void, battery: np.void, found: np.ndarray, ready: float, cycle: Cycle
) -> None:
    """Keep when a track can first be engaged, and how often; or that the verdict was late."""
    rounds = engageability.count_opportunities(found, ready, battery["assessment_delay"], cycle)
    if rounds > 0:
        status["engageable_time"] = cycle.time
        status["opportunities"] = rounds
        return
    latest = last_launch(found, _NONE)
    if -inf < latest < status["verdict_time"]:
        status["was_late"] = 1


@njit(fold=True)
def find_chance(
    status: np.void, rows: np.ndarray, battery: np.void, defence: Defence,
    readiness: Readiness, room: np.ndarray, cycle: Cycle,
) -> None:  # fmt: skip
    """Look for a battery's chance at a track; keep it if it comes sooner than another's.

    `rows` hold the track's predicted path; `room` is scratch for CANDIDATE.
    """
    path = rows[: status["path_count"]]
    found = room[: candidates.examine_path(path, battery, defence, room)]
    time = cycle.time
    ready = max(time, status["verdict_time"] + battery["reaction_time"])
    if isnan(status["engageable_time"]):
        note_opportunities(status, battery, found, ready, cycle)
    soonest = next_ready(battery, readiness.launchers)
    # With no round left at all it is not time that is short; `obstacle` says so below.
    earliest = ready if soonest == inf else max(ready, soonest)
    interceptor = defence.interceptors[battery["interceptor"]]
    window = engageability.find_window(path, battery, interceptor, found, earliest)
    if window.limit != _NONE:
        last = last_launch(found, window.limit)
        note_limit(status, window.limit, time, last, battery["reaction_time"])
        return
    blocked = obstacle(status, battery, readiness)
    if blocked != _NONE:
        last = window.last_launch_time
        note_limit(status, blocked, time, last, battery["reaction_time"])
        return
    if window.launch_time < status["chance_launch"]:
        status["chance_battery"] = battery["number"]
        status["chance_launch"] = window.launch_time
        status["chance_intercept"] = window.intercept_time
        status["chance_last_launch"] = window.last_launch_time
        status["chance_probability"] = window.kill_probability


@njit
def may_be_engaged(track: np.void, status: np.void) -> bool:
    """A live track with a verdict against it that nobody has reported destroyed."""
    if track["active"] == 0 or status["path_count"] == 0:
        return False
    return status["verdict"] == _THREATENING and status["assessed_killed"] == 0


@njit
def next_engagement(
    tracks: np.ndarray, statuses: np.ndarray, assets: np.ndarray, before: float
) -> int:
    """Track to engage next: highest value threatened, then least time left; -1 if none.

    Only chances whose launch falls before the next cycle are taken now.
    """
    best, best_value, best_last = NO_ROW, -inf, inf
    for i in range(tracks.shape[0]):
        status = statuses[i]
        if tracks[i]["active"] == 0 or status["chance_battery"] < 0:
            continue
        if status["chance_launch"] >= before:
            continue
        value = assets[status["asset"]]["value"]
        last = status["chance_last_launch"]
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
        if candidates.faces(launchers[k], position):
            best, most = k, state["rounds"]
    return best


@njit
def take_round(state: np.void, time: float, spacing: float) -> int:
    """Use up a canister; its number."""
    canister = state["fired"]
    state["fired"] += 1
    state["rounds"] -= 1
    state["ready_time"] = time + spacing
    return canister


@njit
def load(shot: np.void, i: int, battery: np.void, k: int, canister: int) -> None:
    """Choose the round of a new shot at track i: battery, launcher k, canister."""
    shot["status"] = interceptor.READY
    shot["result"] = 0
    shot["battery"] = battery["number"]
    shot["launcher"] = k
    shot["canister"] = canister
    shot["interceptor"] = battery["interceptor"]
    shot["track"] = i


@njit
def aim(shot: np.void, solution: Solution, point: Vec, sigma: float) -> None:
    """Tell a new shot when and how to leave; it waits in its canister until then.

    point, sigma: predicted point of intercept, ECEF [m], and its error, each axis [m].
    """
    shot["launch_time"] = solution.launch_time
    shot["time"] = solution.launch_time
    shot["pip_time"] = solution.launch_time + solution.flight_time
    shot["pip_sigma"] = sigma
    recording.put(shot["pip"], point)
    recording.put(shot["command"], solution.thrust)
    recording.put(shot["attitude"], solution.axis)


@njit
def write_order(
    order: np.void, shot: np.void, number: int, probability: float, now: float
) -> None:
    """Keep what was ordered at `now` [s] of a shot at the track of that number."""
    order["track_number"] = number
    order["ordered_time"] = now
    order["predicted_time"] = shot["pip_time"]
    recording.put(order["predicted_position"], vec(shot["pip"]))
    order["kill_probability"] = probability
    order["end_time"] = nan
    order["assessment_time"] = nan
    order["next_uplink"] = shot["launch_time"]
    order["is_assessed"] = 0
    order["is_ended"] = 0


@njit
def solve_launch(
    status: np.void, path: np.ndarray, launcher: np.void, battery: np.void, defence: Defence,
    around: Surroundings,
) -> tuple[bool, Solution]:  # fmt: skip
    """How a round of a launcher meets its target at a track's chance, if it can.

    The table's time of flight is off by up to a hundredth; the target moves on meanwhile.
    """
    launch, intercept = status["chance_launch"], status["chance_intercept"]
    kind = defence.interceptors[battery["interceptor"]]
    table = defence.flyouts[battery["number"]]
    point, velocity = prediction.position_at(path, intercept)
    target = flyout.Target(intercept - launch, point, velocity)
    solved, axis, thrust, flight_time = flyout.launch_to_meet(
        kind, table, around, vec(launcher["position"]), target
    )
    return solved == flyout.SOLVED, Solution(launch, flight_time, axis, thrust)


@njit
def book(status: np.void, battery: np.void, battery_state: np.void, launch_time: float) -> None:
    """Count a round as fired."""
    if status["volley"] > 0:
        status["volley"] -= 1
    else:
        status["volley"] = battery["salvo"] - 1
    status["fired"] += 1
    status["in_flight"] += 1
    status["awaiting"] += 1
    battery_state["in_flight"] += 1
    if isnan(status["first_shot_time"]):
        status["first_shot_time"] = launch_time
