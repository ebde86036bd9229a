"""The fire-control cycle: predict, judge, uplink, look for chances, fire.

Decisions are made from the picture alone.  What is written into `truth.threats` and into the
threat column of the log is the record's, and no decision reads it back.
"""

from math import isnan, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.engine import cycles, picture
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import (
    assignment,
    constraints,
    engagement,
    evaluation,
    launch,
    limits,
)
from openthaad.fire_control.kernels.defence import Cycle, Solution
from openthaad.interceptor.kernels import flight as interceptor
from openthaad.interceptor.kernels import guidance
from openthaad.kernels import recording
from openthaad.kernels.codes import Event, Limit, TrackStatus, Verdict
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion, vec
from openthaad.kernels.vector import norm, sub
from openthaad.kernels.whole import whole
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.tracking.kernels import classification, prediction, tracks
from openthaad.tracking.kernels.motion import BALLISTIC

_CONFIRMED = int(TrackStatus.CONFIRMED)
_HARMLESS = int(Verdict.HARMLESS)
_PENDING = int(Verdict.PENDING)
_NONE = int(Limit.NONE)
_MAGAZINE = whole(Limit.MAGAZINE_EMPTY)
_UNREACHABLE = whole(Limit.UNREACHABLE)
_EVENT_VERDICT = whole(Event.VERDICT)
_EVENT_ENGAGEABLE = whole(Event.ENGAGEABLE)
_EVENT_NOT_ENGAGEABLE = whole(Event.NOT_ENGAGEABLE)
_EVENT_SHOT = whole(Event.SHOT)
# Rows of a predicted path above the air lie this far apart [s].
_INTERVAL = 8.0


class Horizon(NamedTuple):
    """Now, and the next cycle of fire control: what leaves before it is ordered now [s]."""

    now: float
    horizon: float


@njit
def cycle(world: World, state: State, log: Log, time: float) -> None:
    """One round of fire control."""
    for i in range(state.picture.tracks.shape[0]):
        if is_ripe(world, state, i):
            assess(world, state, log, i, time)
    for s in range(state.clock[0]["shot_count"]):
        uplink(world, state, s, time)
    for i in range(state.picture.tracks.shape[0]):
        seek(world, state, log, i, time)
    horizon = time + world.options[0]["fire_control_period"]
    engage(world, state, log, time, horizon)


@njit
def is_ripe(world: World, state: State, i: int) -> bool:
    """Confirmed, no longer burning, and due for another look at where it falls."""
    track, status = state.picture.tracks[i], state.picture.statuses[i]
    if track["active"] == 0 or track["status"] != _CONFIRMED:
        return False
    if track["is_burnout_declared"] == 0:
        status["path_count"] = 0
        return False
    if status["verdict"] != _HARMLESS:
        return True
    number = cycles.number(world.options[0], state.clock[0]) + track["number"]
    return number % world.options[0]["harmless_review"] == 0


@njit
def assess(world: World, state: State, log: Log, i: int, time: float) -> None:
    """Predict a track's path and judge it; log a verdict that changed."""
    status = state.picture.statuses[i]
    options, before = world.options[0], status["verdict"]
    prediction_of(world, state, i)
    asset = evaluation.threatened_asset(status, world.assets, options["zone_sigmas"])
    is_debris = asset >= 0 and classification.is_debris(
        i, state.picture.tracks, state.picture.statuses, options["discrimination"],
        world.tracker,
    )  # fmt: skip
    evaluation.judge(status, asset, is_debris, time)
    if status["verdict"] == before:
        return
    row = recording.decide(
        log.counts[0], log.decisions, time, _EVENT_VERDICT, state.picture.tracks[i]["number"],
        picture.threat_of(state, i),
    )  # fmt: skip
    row["limit"] = status["verdict"]
    row["asset"] = status["asset"]
    row["value"] = status["impact_sigma_major"]
    recording.put(row["position"], vec(status["impact_position"]))


@njit
def prediction_of(world: World, state: State, i: int) -> None:
    """Carry a track to the ground and keep its path and its impact ellipse."""
    status = state.picture.statuses[i]
    state.clock[0]["paths"] += 1
    impact = prediction.predict_path(
        state.picture.tracks[i], state.picture.paths[i], 0.0, _INTERVAL, True, world.tracker
    )
    status["path_count"] = impact.rows
    status["impact_time"] = impact.time
    recording.put(status["impact_position"], impact.position)
    status["impact_sigma_major"] = impact.major
    status["impact_sigma_minor"] = impact.minor
    status["impact_bearing"] = impact.azimuth


@njit
def velocity_sigma(track: np.void) -> float:
    """Error of a track's velocity, root mean square over the axes [m/s]."""
    p = track["p"][BALLISTIC]
    return sqrt((p[3, 3] + p[4, 4] + p[5, 5]) / 3.0)


@njit
def uplink(world: World, state: State, s: int, time: float) -> None:
    """Tell an interceptor in flight where its track will be at the intercept."""
    shot = state.picture.shots[s]
    order = state.picture.orders[s]
    i = shot["track"]
    if order["is_ended"] == 1 or shot["status"] in (interceptor.READY, interceptor.DONE):
        return
    if (
        state.picture.tracks[i]["number"] != order["track_number"]
        or state.picture.tracks[i]["active"] == 0
    ):
        return
    if state.picture.statuses[i]["path_count"] == 0 or time < order["next_uplink"] - ROUNDING:
        return
    kind = world.interceptors[shot["interceptor"]]
    order["next_uplink"] = time + kind["uplink_period"]
    path = state.picture.paths[i][: state.picture.statuses[i]["path_count"]]
    send(shot, state.picture.tracks[i], path, time)
    guidance.act_on_uplink(kind, shot, world.around)


@njit
def send(shot: np.void, track: np.void, path: np.ndarray, time: float) -> None:
    """Give a shot its target's state now and at the intercept, off the predicted path."""
    p, v = prediction.position_at(path, time)
    a = vec(path[prediction.row_before(path, time)]["acceleration"])
    sigma = prediction.axis_sigma(prediction.covariance_at(path, time))
    guidance.take_present(shot, Motion(time, p, v, a), sigma, velocity_sigma(track))
    then = shot["pip_time"]
    p, v = prediction.position_at(path, then)
    a = vec(path[prediction.row_before(path, then)]["acceleration"])
    sigma = prediction.axis_sigma(prediction.covariance_at(path, then))
    guidance.take_meeting(shot, Motion(then, p, v, a), sigma)


@njit
def cycle_at(world: World, time: float) -> Cycle:
    """Cycle of fire control at a time [s], under the published caps."""
    return Cycle(time, world.options[0]["fire_control_period"], 1)


@njit
def seek_windows(world: World, state: State, i: int, time: float) -> bool:
    """Look for every battery's window at a track; false where all wait for what shots do."""
    status, engagements = state.picture.statuses[i], state.picture.engagements[i]
    path = state.picture.paths[i][: status["path_count"]]
    candidates, defence = state.scratch.candidates, world.defence
    engagement.clear_windows(engagements)
    searches = engagement.examine(path, engagements, defence, candidates)
    state.clock[0]["window_searches"] += searches
    if searches == 0:
        return False
    engagement.find_windows(
        status, engagements, path, defence, state.picture.readiness, candidates,
        cycle_at(world, time),
    )  # fmt: skip
    return True


@njit
def seek(world: World, state: State, log: Log, i: int, time: float) -> None:
    """Find when a track can be shot at and by whom, and log what changed."""
    engagements = state.picture.engagements[i]
    if not engagement.may_be_engaged(state.picture.tracks[i], state.picture.statuses[i]):
        engagement.clear_windows(engagements)
        return
    for b in range(engagements.shape[0]):
        state.scratch.before[b] = engagements[b]
    if not seek_windows(world, state, i, time):
        return
    path = state.picture.paths[i][: state.picture.statuses[i]["path_count"]]
    engagement.note_margins(
        engagements, path, world.defence, state.scratch.candidates, cycle_at(world, time)
    )
    for b in range(engagements.shape[0]):
        log_changes(state, log, i, b, time)


@njit
def log_changes(state: State, log: Log, i: int, b: int, time: float) -> None:
    """Log that a battery can shoot at a track for the first time, or what now stops it."""
    number, threat = state.picture.tracks[i]["number"], picture.threat_of(state, i)
    before, now = state.scratch.before[b], state.picture.engagements[i, b]
    # With one battery there is nothing to tell apart.
    battery = b if state.picture.engagements.shape[1] > 1 else -1
    if isnan(before["engageable_time"]) and not isnan(now["engageable_time"]):
        row = recording.decide(
            log.counts[0], log.decisions, time, _EVENT_ENGAGEABLE, number, threat
        )
        row["battery"] = battery
        row["value"] = now["opportunities"]
    if now["limit"] != before["limit"] and not engagement.has_window(now):
        row = recording.decide(
            log.counts[0], log.decisions, time, _EVENT_NOT_ENGAGEABLE, number, threat
        )
        row["battery"] = battery
        row["limit"] = now["limit"]


@njit
def engage(world: World, state: State, log: Log, time: float, horizon: float) -> None:
    """Fire at one track after the other while there are windows before the next cycle."""
    for _ in range(state.picture.shots.shape[0]):
        i = assignment.next_engagement(
            state.picture.tracks, state.picture.statuses, state.picture.engagements,
            world.assets, horizon,
        )  # fmt: skip
        if i < 0:
            return
        # Rounds fired since the windows were found have taken launch times and channels.
        seek_windows(world, state, i, time)
        b = fire_first(world, state, log, i, Horizon(time, horizon))
        engagement.clear_windows(state.picture.engagements[i])
        if b >= 0 and state.picture.engagements[i, b]["volley"] > 0:
            seek_windows(world, state, i, time)


@njit
def fire_first(world: World, state: State, log: Log, i: int, times: Horizon) -> int:
    """Let the battery fire at a track that meets it first and can; that battery, or -1."""
    engagements = state.picture.engagements[i]
    for _ in range(engagements.shape[0]):
        b = assignment.nearest_battery(engagements, times.horizon)
        if b < 0:
            return b
        if fire(world, state, log, i, b, times.now):
            return b
        engagement.clear_window(engagements[b])
    return -1


@njit
def fire(world: World, state: State, log: Log, i: int, b: int, time: float) -> bool:
    """Order one round in a battery's window; false where no launcher or solution is found."""
    status, row = state.picture.statuses[i], state.picture.engagements[i, b]
    battery, launch_time = world.batteries[b], row["launch_time"]
    path = state.picture.paths[i][: status["path_count"]]
    point, _ = prediction.position_at(path, row["intercept_time"])
    s = state.clock[0]["shot_count"]
    k = assignment.choose_launcher(
        battery, world.launchers, state.picture.launchers, point, launch_time
    )
    if k < 0 or s >= state.picture.shots.shape[0]:
        limits.note_limit(row, _MAGAZINE, time, launch_time)
        return False
    is_solved, solution = launch.solve_launch(
        row, path, world.launchers[k], battery, world.defence, world.around
    )
    if not is_solved:
        limits.note_limit(row, _UNREACHABLE, time, launch_time)
        return False
    # The true flight meets the target a little beside the place that the table showed.
    meeting = constraints.meeting_at(path, launch_time + solution.flight_time, battery)
    limit = constraints.cap_broken(battery, meeting)
    if limit != _NONE:
        limits.note_limit(row, limit, time, launch_time)
        return False
    state.clock[0]["shot_count"] += 1
    order(world, state, s, i, k, solution, time)
    first = isnan(status["first_shot_time"])
    engagement.book(status, row, battery, launch_time)
    state.picture.batteries[b]["in_flight"] += 1
    evaluation.set_role(status)
    log_shot(state, log, s, i, launch_time)
    note_for_record(state, s, i, first, launch_time)
    return True


@njit
def order(
    world: World, state: State, s: int, i: int, k: int, solution: Solution, time: float
) -> None:
    """Fill the rows of shot s, which leaves launcher k for track i."""
    shot, track = state.picture.shots[s], state.picture.tracks[i]
    battery = world.batteries[world.launchers[k]["battery"]]
    path = state.picture.paths[i][: state.picture.statuses[i]["path_count"]]
    then = solution.launch_time + solution.flight_time
    point, _ = prediction.position_at(path, then)
    sigma = prediction.axis_sigma(prediction.covariance_at(path, then))
    canister = launch.take_round(
        state.picture.launchers[k], solution.launch_time, battery["launch_spacing"]
    )
    launch.load(shot, i, battery, k, canister)
    launch.aim(shot, solution, point, sigma)
    probability = state.picture.engagements[i, battery["number"]]["kill_probability"]
    launch.write_order(state.picture.orders[s], shot, track["number"], probability, time)
    send(shot, track, path, time)


@njit
def log_shot(state: State, log: Log, s: int, i: int, launch_time: float) -> None:
    """Write the order into the log."""
    shot = state.picture.shots[s]
    row = recording.decide(
        log.counts[0], log.decisions, launch_time, _EVENT_SHOT,
        state.picture.tracks[i]["number"], picture.threat_of(state, i),
    )  # fmt: skip
    row["battery"] = shot["battery"]
    row["launcher"] = shot["launcher"]
    row["shot"] = s
    row["asset"] = state.picture.statuses[i]["asset"]
    row["value"] = state.picture.orders[s]["kill_probability"]
    row["intercept_time"] = shot["pip_time"]
    recording.put(row["position"], vec(shot["pip"]))


@njit
def note_for_record(state: State, s: int, i: int, first: bool, launch_time: float) -> None:
    """Keep which threat the shot is at, and how well it was known when first shot at."""
    threat = picture.threat_of(state, i)
    state.truth.shot_threats[s] = threat
    if threat < 0:
        return
    row = state.truth.threats[threat]
    row["shots"] += 1
    if not first or not isnan(row["first_shot_time"]):
        return
    row["first_shot_time"] = launch_time
    tracks.estimate(state.picture.tracks[i], state.scratch.mean, state.scratch.covariance)
    c = state.scratch.covariance
    row["position_sigma"] = sqrt((c[0, 0] + c[1, 1] + c[2, 2]) / 3.0)
    row["velocity_sigma"] = sqrt((c[3, 3] + c[4, 4] + c[5, 5]) / 3.0)
    lead = state.truth.origins[i]["object"]
    impact = vec(state.truth.flights[lead]["impact_position"])
    row["impact_error"] = norm(sub(vec(state.picture.statuses[i]["impact_position"]), impact))
