"""From dwells to tracks, one period at a time, with what the record keeps of it."""

from math import isnan

import numpy as np

from openthaad.engine import outcome as outcomes
from openthaad.engine import radar_step
from openthaad.engine.world import Log, State, World
from openthaad.kernels import recording
from openthaad.kernels.codes import Event, TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import state_at
from openthaad.kernels.whole import ZERO, whole
from openthaad.radar.kernels import median
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.radar.kernels.sensing import Draws
from openthaad.tracking.kernels import association, initiation, tracks
from openthaad.tracking.kernels.replay import look_of, sensor_of

_CONFIRMED = int(TrackStatus.CONFIRMED)
_EVENT_DETECTED = whole(Event.DETECTED)
_EVENT_CONFIRMED = whole(Event.CONFIRMED)
_EVENT_BURNOUT = whole(Event.BURNOUT_DECLARED)
_EVENT_DROPPED = whole(Event.TRACK_DROPPED)


@njit(fold=True)
def observe(world: World, state: State, draws: Draws, start: float) -> int:
    """Let every radar spend its period; how many detections there are."""
    options = world.options[0]
    count = ZERO  # not a literal, which would compile everything below twice
    state.aimed[:] = 0
    for r in range(world.radars.shape[0]):
        before = count
        count = radar_step.observe(
            r, world.radars[r], state.radars[r], world.bends[world.radars[r]["refraction"]],
            world.masks[r], world.objects, state.objects, state.flights, state.nodes,
            world.plans, state.tracks, state.statuses, state.clock[0],
            world.recorded_detections, options["replay"] == 1, draws, start,
            options["period"], state.detections, state.extras, state.aimed, count,
        )  # fmt: skip
        state.radars[r]["detections"] += count - before
    return count


@njit(fold=True)
def track(world: World, state: State, log: Log, count: int, end: float) -> None:
    """Give the period's detections to tracks, note misses, drop what is lost."""
    initiation.sort_by_time(state.detections, state.order, count)
    first = ZERO
    while first < count:
        last = initiation.same_dwell(state.detections, state.order, first, count)
        _take_dwell(world, state, log, first, last)
        first = last
    for i in range(state.tracks.shape[0]):
        if state.tracks[i]["active"] == 0:
            continue
        if state.aimed[i] == 1:
            tracks.note_miss(state.tracks[i], world.tracker)
        if initiation.cull(state.tracks, i, end, world.tracker):
            _drop(state, log, i, end)


@njit(fold=True)
def assign(world: World, state: State, first: int, last: int) -> int:
    """Gate and associate the detections of one dwell; the end of those that are taken in."""
    r = state.detections[state.order[first]]["radar"]
    sensor = sensor_of(world.sensors[r], r)
    last = min(last, first + state.group.shape[0])
    for k in range(last - first):
        state.group[k] = state.detections[state.order[first + k]]
        initiation.bring_near(
            state.tracks, look_of(state.group[k]), sensor, world.air, world.earth,
            world.tracker,
        )  # fmt: skip
    association.associate(
        state.tracks, state.group, last - first, world.sensors, world.tracker, state.given,
        state.doubts,
    )  # fmt: skip
    initiation.note_separations(
        state.tracks, state.statuses, state.group, state.given, last - first, sensor,
        world.air, world.tracker,
    )  # fmt: skip
    initiation.adopt(
        state.tracks, state.group, state.given, last - first, sensor, world.air, world.tracker
    )
    return last


@njit(fold=True)
def _take_dwell(world: World, state: State, log: Log, first: int, last: int) -> None:
    """Associate the detections of one dwell and take them in."""
    r = state.detections[state.order[first]]["radar"]
    radar = world.radars[r]
    sensor = sensor_of(world.sensors[r], r)
    last = assign(world, state, first, last)
    state.clock[0]["dwells_taken"] += 1
    for k in range(last - first):
        d = state.order[first + k]
        detection = state.detections[d]
        i = state.given[k]
        nis = np.nan
        if i >= 0:
            was = state.tracks[i]["status"]
            declared = state.tracks[i]["is_burnout_declared"]
            nis = initiation.take(
                i, state.tracks, state.statuses, radar,
                world.bends[radar["refraction"]], world.options[0], detection, sensor,
                world.air, world.earth, world.tracker, state.doubts[k],
            )  # fmt: skip
            state.clock[0]["filter_updates"] += 1
            state.clock[0]["boost_updates"] += 1 - declared
            state.aimed[i] = 0
            _note_progress(state, log, i, was, declared, detection["time"])
        else:
            i = initiation.start(
                state.tracks, state.statuses, state.clock[0], detection, sensor, world.tracker
            )
            median.begin_track(state.objects[state.extras[d]["object"]], sensor.radar)
        _note_origin(state, log, i, d)
        if i >= 0:
            number = state.tracks[i]["number"]
            row = log.detections[log.counts[0]["detections"]]
            log.counts[0]["detections"] += 1
            recording.note_detection(row, detection, state.extras[d], number, nis)


@njit
def _note_progress(
    state: State, log: Log, i: int, was: int, declared: int, time: float
) -> None:
    """Log that a track was confirmed, or that its burnout was declared."""
    track = state.tracks[i]
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
    o = state.origins[i]["object"]
    return state.object_threats[o] if o >= 0 else -1


@njit
def _note_origin(state: State, log: Log, i: int, d: int) -> None:
    """Keep which object a track's detections come from, and the first sight of each threat."""
    o = state.extras[d]["object"]
    detection = state.detections[d]
    if i >= 0:
        if state.tracks[i]["hits"] > 1 and state.origins[i]["object"] != o:
            state.origins[i]["switches"] += 1
        state.origins[i]["object"] = o
    threat = state.threats[state.object_threats[o]]
    if isnan(threat["detected_time"]):
        threat["detected_time"] = detection["time"]
        threat["detected_range"] = detection["range"]
        threat["detected_elevation"] = state.extras[d]["elevation"]
        threat["detected_snr"] = detection["snr"]
        threat["detected_radar"] = detection["radar"]
        number = state.tracks[i]["number"] if i >= 0 else -1
        row = recording.decide(
            log.counts[0], log.decisions, detection["time"], _EVENT_DETECTED, number,
            state.object_threats[o],
        )  # fmt: skip
        row["value"] = detection["range"]


@njit
def _drop(state: State, log: Log, i: int, time: float) -> None:
    """Free a track's row."""
    track = state.tracks[i]
    if track["status"] == _CONFIRMED or track["hits"] > 2:
        recording.decide(
            log.counts[0], log.decisions, time, _EVENT_DROPPED, track["number"],
            threat_of(state, i),
        )  # fmt: skip
    track["active"] = 0
    state.origins[i]["object"] = -1


@njit
def log_second(world: World, state: State, log: Log, time: float) -> None:
    """What is kept every second: radar time by task, tracks, what the record knows of each."""
    active = 0
    for i in range(state.tracks.shape[0]):
        if state.tracks[i]["active"] == 0:
            continue
        active += 1
        threat = threat_of(state, i)
        o = state.origins[i]["object"]
        if threat >= 0 and world.threats[threat]["lead"] == o:
            outcomes.note_track(
                state.threats[threat], state.tracks[i], state.statuses[i], time,
                world.options[0]["fire_control_period"],
            )  # fmt: skip
        if time >= state.statuses[i]["next_log"] - ROUNDING:
            state.statuses[i]["next_log"] = time + world.options[0]["track_log_period"]
            _log_track(state, log, i)
    for r in range(state.radars.shape[0]):
        row = log.occupancy[log.counts[0]["occupancy"]]
        log.counts[0]["occupancy"] += 1
        radar_step.close_second(r, state.radars[r], time, active, row)


@njit
def _log_track(state: State, log: Log, i: int) -> None:
    """A track's estimate with all its covariance, and the truth beside it for the record."""
    track = state.tracks[i]
    status = state.statuses[i]
    row = log.tracks[log.counts[0]["tracks"]]
    log.counts[0]["tracks"] += 1
    tracks.estimate(track, state.mean, state.covariance)
    row["time"] = track["time"]
    row["number"] = track["number"]
    row["status"] = track["status"]
    row["parameter"] = state.mean[6]
    row["probability_ballistic"] = track["mode_probability"][1]
    row["is_burnout_declared"] = track["is_burnout_declared"]
    row["lead_log_odds"] = status["lead_log_odds"]
    row["impact_time"] = status["impact_time"]
    row["impact_sigma_major"] = status["impact_sigma_major"]
    row["impact_sigma_minor"] = status["impact_sigma_minor"]
    k = 0
    for a in range(7):
        for b in range(a, 7):
            row["covariance"][k] = state.covariance[a, b]
            k += 1
    o = state.origins[i]["object"]
    row["object"] = o
    flight = state.flights[max(o, 0)]
    p, v, _ = state_at(
        state.nodes, flight["first_node"], flight["node_count"], flight["first_node"],
        track["time"],
    )  # fmt: skip
    for axis in range(3):
        row["position"][axis] = state.mean[axis]
        row["velocity"][axis] = state.mean[axis + 3]
        row["impact_position"][axis] = status["impact_position"][axis]
        row["true_position"][axis] = p[axis] if o >= 0 else np.nan
        row["true_velocity"][axis] = v[axis] if o >= 0 else np.nan
