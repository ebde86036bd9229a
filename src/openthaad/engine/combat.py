"""Every shot, one period at a time: ignition, flight, result, assessment."""

import numpy as np

from openthaad.engine.world import Log, State, World
from openthaad.interceptor.kernels import endgame, rounds
from openthaad.interceptor.kernels import flight as interceptor
from openthaad.interceptor.kernels.endgame import Sights
from openthaad.kernels import recording
from openthaad.kernels.cells import floored
from openthaad.kernels.codes import Event, Look, Outcome
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.random import Draws
from openthaad.kernels.whole import whole
from openthaad.radar.kernels.scheduling import ROUNDING

_READY = interceptor.READY
_DONE = interceptor.DONE
_ASSESSMENT = whole(Look.ASSESSMENT)
_EVENT_ACQUIRED = whole(Event.ACQUIRED)
_EVENT_ENDED = whole(Event.SHOT_ENDED)
_EVENT_ASSESSED = whole(Event.ASSESSED)
_EVENT_INTERCEPTED = whole(Event.INTERCEPTED)
_EVENT_IMPACT = whole(Event.IMPACT)
_EVENT_FAILED = whole(Event.FAILED)
_INTERCEPTED = int(Outcome.INTERCEPTED)
_FAILED = int(Outcome.FAILED)
# Interceptor paths are logged this often [s].
_LOG_PERIOD = 0.5


@njit
def fly_shots(world: World, state: State, log: Log, draws: Draws, end: float) -> None:
    """Move every shot through one period, then take what is due off fire control's books."""
    for s in range(state.clock[0]["shot_count"]):
        shot = state.picture.shots[s]
        if shot["status"] == _READY and shot["launch_time"] < end:
            _ignite(world, state, log, s, draws)
        if shot["status"] != _READY and shot["status"] != _DONE:
            _move(world, state, log, s, draws, end)
        if shot["status"] != _READY:
            _close(world, state, log, s, draws, end)


@njit
def _ignite(world: World, state: State, log: Log, s: int, draws: Draws) -> None:
    shot = state.picture.shots[s]
    kind = world.interceptors[shot["interceptor"]]
    launcher = world.launchers[shot["launcher"]]
    truth, order = state.truth.shots[s], state.picture.orders[s]
    rounds.ignite(kind, shot, truth, order, launcher, draws)
    recording.note_flight(
        log.counts[0], log.flights, shot["launch_time"], s, shot["status"],
        (vec(launcher["position"]), (0.0, 0.0, 0.0)),
    )  # fmt: skip
    if shot["status"] == _DONE:
        _log_end(state, log, s, shot["launch_time"])


@njit
def fly(world: World, state: State, log: Log, s: int, draws: Draws, end: float) -> bool:
    """Fly one shot to the end of the period; true once its closest approach is past."""
    shot, truth = state.picture.shots[s], state.truth.shots[s]
    kind = world.interceptors[shot["interceptor"]]
    is_replay = world.options[0]["replay"] == 1
    record = state.scratch.sights
    start = shot["time"]
    state.clock[0]["interceptor_steps"] += 1
    o = rounds.locked_object(s, shot, state.truth, start)
    if o < 0 and is_replay:
        o = max(truth["locked_object"], 0)
    if o < 0:
        rounds.coast(kind, shot, truth, end - start, world.around)
        return False
    truth["locked_object"] = o
    passage = rounds.passage_of(o, state.truth, start, end)
    rounds.clear_sights(record)
    if is_replay:
        rounds.recall_sights(state.clock[0], world.recorded_looks, s, start, record)
    sights = Sights(record, is_replay, draws)
    done = endgame.step_shot(kind, shot, truth, passage, sights, world.around)
    rounds.note_sights(log.counts[0], log.looks, s, start, record)
    return done


@njit
def _move(world: World, state: State, log: Log, s: int, draws: Draws, end: float) -> None:
    """Fly one shot to the end of the period and judge it if its closest approach is past."""
    shot = state.picture.shots[s]
    truth = state.truth.shots[s]
    was_acquired = shot["acquired"]
    done = fly(world, state, log, s, draws, end)
    if was_acquired == 0 and shot["acquired"] == 1:
        row = recording.decide(
            log.counts[0], log.decisions, shot["acquisition_time"], _EVENT_ACQUIRED,
            state.picture.orders[s]["track_number"], _threat_of(state, truth),
        )  # fmt: skip
        row["shot"] = s
        row["value"] = shot["acquisition_range"]
    if done:
        _finish(world, state, log, s, draws)
    elif rounds.is_overdue(shot, end, world.interceptors[shot["interceptor"]]["overrun_time"]):
        rounds.give_up(shot, truth, end)
        _log_end(state, log, s, end)
    k = floored(end / _LOG_PERIOD)
    if done or end - k * _LOG_PERIOD < world.options[0]["period"] - ROUNDING:
        recording.note_flight(
            log.counts[0], log.flights, shot["time"], s, shot["status"],
            (vec(truth["position"]), vec(truth["velocity"])),
        )  # fmt: skip


@njit
def _threat_of(state: State, truth: np.void) -> int:
    o = truth["locked_object"]
    return state.truth.object_threats[o] if o >= 0 else -1


@njit
def _finish(world: World, state: State, log: Log, s: int, draws: Draws) -> None:
    """Judge a shot, and take what it killed out of the sky."""
    shot = state.picture.shots[s]
    truth = state.truth.shots[s]
    kind = world.interceptors[shot["interceptor"]]
    o = rounds.finish(s, shot, kind, state.truth, draws)
    _log_end(state, log, s, truth["closest_time"])
    if o < 0:
        return
    i = state.truth.object_threats[o]
    if world.threats[i]["lead"] != o:
        return
    threat = state.truth.threats[i]
    threat["kill_shot"] = s
    threat["kill_time"] = truth["closest_time"]
    threat["closing_speed"] = truth["closing_speed"]
    recording.put(threat["kill_position"], vec(truth["intercept_position"]))


@njit
def _log_end(state: State, log: Log, s: int, time: float) -> None:
    shot = state.picture.shots[s]
    truth = state.truth.shots[s]
    row = recording.decide(
        log.counts[0], log.decisions, time, _EVENT_ENDED,
        state.picture.orders[s]["track_number"], state.truth.shot_threats[s],
    )  # fmt: skip
    row["shot"] = s
    row["limit"] = shot["result"]
    row["value"] = truth["miss_distance"]


@njit
def _close(world: World, state: State, log: Log, s: int, draws: Draws, end: float) -> None:
    """Take a shot off the air when its time is past, and its assessment when that is due."""
    shot = state.picture.shots[s]
    order = state.picture.orders[s]
    b = shot["battery"]
    i = shot["track"]
    status = state.picture.statuses[i]
    is_current = (
        state.picture.tracks[i]["active"] == 1
        and state.picture.tracks[i]["number"] == order["track_number"]
    )
    battery, battery_state = world.batteries[b], state.picture.batteries[b]
    if rounds.close_books(shot, order, battery, battery_state, end) and is_current:
        status["in_flight"] -= 1
    if not rounds.is_assessment_due(order, end):
        return
    if world.options[0]["replay"] == 1:
        killed = rounds.recall_assessment(world.recorded_looks, s)
    else:
        error = world.batteries[b]["assessment_error"]
        killed = rounds.observe_result(s, shot, state.truth, error, draws)
    look = recording.note_look(log.counts[0], log.looks, end, s, _ASSESSMENT)
    look["is_seen"] = killed
    recording.put(look["line_of_sight"], recording.NOWHERE)
    engaged = state.picture.engagements[i, b]
    rounds.take_assessment(order, status, engaged, is_current, killed)
    row = recording.decide(
        log.counts[0], log.decisions, end, _EVENT_ASSESSED, order["track_number"],
        state.truth.shot_threats[s],
    )  # fmt: skip
    row["shot"] = s
    row["limit"] = killed


@njit
def log_end(
    count: np.void, decisions: np.ndarray, i: int, threat: np.void, flight: np.void
) -> None:
    """Log how a threat ended."""
    outcome = threat["outcome"]
    if outcome == _INTERCEPTED:
        row = recording.decide(count, decisions, threat["kill_time"], _EVENT_INTERCEPTED, -1, i)
        row["shot"] = threat["kill_shot"]
        recording.put(row["position"], vec(threat["kill_position"]))
    elif outcome == _FAILED:
        recording.decide(count, decisions, flight["burnout_time"], _EVENT_FAILED, -1, i)
    else:
        row = recording.decide(count, decisions, flight["impact_time"], _EVENT_IMPACT, -1, i)
        recording.put(row["position"], vec(flight["impact_position"]))
