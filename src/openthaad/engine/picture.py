"""From dwells to tracks, one period at a time, with what the record keeps of it."""

from math import isnan

import numpy as np

from openthaad.engine import cycles, radar_step
from openthaad.engine import outcome as outcomes
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import engagement
from openthaad.kernels import recording
from openthaad.kernels.codes import Event, TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import state_at
from openthaad.kernels.random import Draws
from openthaad.kernels.whole import ZERO, whole
from openthaad.radar.kernels import median
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.tracking.kernels import association, classification, initiation, tracks
from openthaad.tracking.kernels.replay import measurement_of as look_of
from openthaad.tracking.kernels.replay import sensor_of

_CONFIRMED = int(TrackStatus.CONFIRMED)
_EVENT_DETECTED = whole(Event.DETECTED)
_EVENT_CONFIRMED = whole(Event.CONFIRMED)
_EVENT_BURNOUT = whole(Event.BURNOUT_DECLARED)
_EVENT_DROPPED = whole(Event.TRACK_DROPPED)


@njit
def observe(world: World, state: State, draws: Draws, start: float) -> int:
    """Let every radar spend its period; how many detections there are."""
    count = ZERO  # not a literal, which would compile everything below twice
    state.picture.aimed[:] = 0
    for r in range(world.radars.shape[0]):
        before = count
        count = radar_step.observe(world, state, r, draws, start, count)
        state.picture.radars[r]["detections"] += count - before
    return count


@njit
def track(world: World, state: State, log: Log, count: int, end: float) -> None:
    """Give the period's detections to tracks, note misses, drop what is lost."""
    initiation.sort_by_time(state.picture.detections, state.scratch.order, count)
    first = ZERO
    while first < count:
        last = initiation.same_dwell(
            state.picture.detections, state.scratch.order, first, count
        )
        _take_dwell(world, state, log, first, last)
        first = last
    for i in range(state.picture.tracks.shape[0]):
        if state.picture.tracks[i]["active"] == 0:
            continue
        if state.picture.aimed[i] == 1:
            tracks.note_miss(state.picture.tracks[i], world.tracker.params)
        if initiation.cull(state.picture.tracks, i, end, world.tracker.params):
            _drop(state, log, i, end)


@njit
def assign(world: World, state: State, first: int, last: int) -> int:
    """Gate and associate the detections of one dwell; the end of those that are taken in."""
    r = state.picture.detections[state.scratch.order[first]]["radar"]
    sensor = sensor_of(world.sensors[r], r)
    table, dwell, tracker = state.picture.tracks, state.scratch.dwell, world.tracker
    last = min(last, first + dwell.looks.shape[0])
    count = last - first
    for k in range(count):
        dwell.looks[k] = state.picture.detections[state.scratch.order[first + k]]
        initiation.bring_near(table, look_of(dwell.looks[k]), sensor, tracker)
    association.associate(table, dwell, count, world.sensors, tracker.params)
    initiation.note_separations(table, state.picture.statuses, dwell, count, sensor, tracker)
    initiation.adopt(table, dwell, count, sensor, tracker)
    return last


@njit
def _take_dwell(world: World, state: State, log: Log, first: int, last: int) -> None:
    """Associate the detections of one dwell and take them in."""
    r = state.picture.detections[state.scratch.order[first]]["radar"]
    radar = world.radars[r]
    sensor = sensor_of(world.sensors[r], r)
    last = assign(world, state, first, last)
    state.clock[0]["dwells_taken"] += 1
    for k in range(last - first):
        d = state.scratch.order[first + k]
        detection = state.picture.detections[d]
        i = state.scratch.dwell.owner[k]
        nis = np.nan
        if i >= 0:
            was = state.picture.tracks[i]["status"]
            declared = state.picture.tracks[i]["is_burnout_declared"]
            nis = initiation.take(
                state.picture.tracks[i], state.picture.statuses[i], detection, sensor,
                state.scratch.dwell.doubts[k], world.tracker,
            )  # fmt: skip
            position, _ = tracks.state(state.picture.tracks[i])
            classification.note_look(
                state.picture.statuses[i], world.options[0], radar, detection, position,
                world.tracker,
            )  # fmt: skip
            state.clock[0]["filter_updates"] += 1
            state.clock[0]["boost_updates"] += 1 - declared
            state.picture.aimed[i] = 0
            _note_progress(state, log, i, was, declared, detection["time"])
        else:
            i = initiation.start(
                state.picture.tracks,
                state.picture.statuses,
                state.clock[0],
                detection,
                sensor,
                world.tracker.params,
            )
            if i >= 0:
                engagement.clear(state.picture.engagements[i])
            median.begin_track(
                state.truth.objects[state.truth.extras[d]["object"]], sensor.radar
            )
        _note_origin(world.threats, state, log, i, d)
        if i >= 0:
            number = state.picture.tracks[i]["number"]
            row = log.detections[log.counts[0]["detections"]]
            log.counts[0]["detections"] += 1
            recording.note_detection(row, detection, state.truth.extras[d], number, nis)


@njit
def _note_progress(
    state: State, log: Log, i: int, was: int, declared: int, time: float
) -> None:
    """Log that a track was confirmed, or that its burnout was declared."""
    track = state.picture.tracks[i]
    threat = threat_of(state, i)
    if was != _CONFIRMED and track["status"] == _CONFIRMED:
        recording.decide(
            log.counts[0], log.decisions, time, _EVENT_CONFIRMED, track["number"], threat
        )
    if declared == 0 and track["is_burnout_declared"] == 1:
        recording.decide(
            log.counts[0], log.decisions, time, _EVENT_BURNOUT, track["number"], threat
        )


@njit
def threat_of(state: State, i: int) -> int:
    """Threat that a track follows, for the record; -1 where it follows none."""
    o = state.truth.origins[i]["object"]
    return state.truth.object_threats[o] if o >= 0 else -1


@njit
def _note_origin(threats: np.ndarray, state: State, log: Log, i: int, d: int) -> None:
    """Keep which object a track's detections come from, and the first sight of each threat."""
    o = state.truth.extras[d]["object"]
    detection = state.picture.detections[d]
    if i >= 0:
        if state.picture.tracks[i]["hits"] > 1 and state.truth.origins[i]["object"] != o:
            state.truth.origins[i]["switches"] += 1
        state.truth.origins[i]["object"] = o
    threat = state.truth.threats[state.truth.object_threats[o]]
    if threats[state.truth.object_threats[o]]["lead"] == o:
        threat["seen_until"] = detection["time"]
    if isnan(threat["detected_time"]):
        threat["detected_time"] = detection["time"]
        threat["detected_range"] = detection["range"]
        threat["detected_elevation"] = state.truth.extras[d]["elevation"]
        threat["detected_snr"] = detection["snr"]
        threat["detected_radar"] = detection["radar"]
        number = state.picture.tracks[i]["number"] if i >= 0 else -1
        row = recording.decide(
            log.counts[0], log.decisions, detection["time"], _EVENT_DETECTED, number,
            state.truth.object_threats[o],
        )  # fmt: skip
        row["value"] = detection["range"]


@njit
def _drop(state: State, log: Log, i: int, time: float) -> None:
    """Free a track's row."""
    track = state.picture.tracks[i]
    if not isnan(track["confirmed_time"]) or track["hits"] > 2:
        recording.decide(
            log.counts[0], log.decisions, time, _EVENT_DROPPED, track["number"],
            threat_of(state, i),
        )  # fmt: skip
    track["active"] = 0
    state.truth.origins[i]["object"] = -1


@njit
def log_cycle(world: World, state: State, log: Log, time: float) -> None:
    """Keep of every cycle radar time by task, tracks, and what the record knows of each."""
    active = 0
    for i in range(state.picture.tracks.shape[0]):
        if state.picture.tracks[i]["active"] == 0:
            continue
        active += 1
        threat = threat_of(state, i)
        o = state.truth.origins[i]["object"]
        if threat >= 0 and world.threats[threat]["lead"] == o:
            outcomes.note_track(
                outcomes.Followed(
                    state.truth.threats[threat], state.truth.engagements[threat],
                    state.picture.tracks[i], state.picture.statuses[i],
                    state.picture.engagements[i],
                ),
                time, world.options[0]["fire_control_period"],
            )  # fmt: skip
        if time >= state.picture.statuses[i]["next_log"] - ROUNDING:
            state.picture.statuses[i]["next_log"] = time + world.options[0]["track_log_period"]
            _log_track(state, log, i)
    length = cycles.length(world.options[0], state.clock[0])
    for r in range(state.picture.radars.shape[0]):
        row = log.occupancy[log.counts[0]["occupancy"]]
        log.counts[0]["occupancy"] += 1
        radar_step.close_cycle(r, state.picture.radars[r], time, length, active, row)


@njit
def _log_track(state: State, log: Log, i: int) -> None:
    """A track's estimate with all its covariance, and the truth beside it for the record."""
    track = state.picture.tracks[i]
    status = state.picture.statuses[i]
    row = log.tracks[log.counts[0]["tracks"]]
    log.counts[0]["tracks"] += 1
    tracks.estimate(track, state.scratch.mean, state.scratch.covariance)
    row["time"] = track["time"]
    row["number"] = track["number"]
    row["status"] = track["status"]
    row["parameter"] = state.scratch.mean[6]
    row["probability_ballistic"] = track["mode_probability"][1]
    row["is_burnout_declared"] = track["is_burnout_declared"]
    row["lead_log_odds"] = status["lead_log_odds"]
    row["impact_time"] = status["impact_time"]
    row["impact_sigma_major"] = status["impact_sigma_major"]
    row["impact_sigma_minor"] = status["impact_sigma_minor"]
    k = 0
    for a in range(7):
        for b in range(a, 7):
            row["covariance"][k] = state.scratch.covariance[a, b]
            k += 1
    o = state.truth.origins[i]["object"]
    row["object"] = o
    flight = state.truth.flights[max(o, 0)]
    p, v, _ = state_at(
        state.truth.nodes, flight["first_node"], flight["node_count"], flight["first_node"],
        track["time"],
    )  # fmt: skip
    for axis in range(3):
        row["position"][axis] = state.scratch.mean[axis]
        row["velocity"][axis] = state.scratch.mean[axis + 3]
        row["impact_position"][axis] = status["impact_position"][axis]
        row["true_position"][axis] = p[axis] if o >= 0 else np.nan
        row["true_velocity"][axis] = v[axis] if o >= 0 else np.nan
