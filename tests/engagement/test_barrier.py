"""The information barrier: what the defence does follows from its measurements alone.

A run's detections and seeker looks are recorded and played back to the same engine while the
missiles fly somewhere else.  Everything on the picture's side must come out bit for bit.
"""

from typing import NamedTuple

import numpy as np
import pytest

from openthaad.engagement.allocate import grow, make_log, make_state, trimmed
from openthaad.engine.loop import advance
from openthaad.engine.start import begin
from openthaad.kernels.codes import Event, Status

RAID = "korea-2017"
SEED = 7
PICTURE = [
    Event.CONFIRMED, Event.BURNOUT_DECLARED, Event.VERDICT, Event.NOT_ENGAGEABLE,
    Event.ENGAGEABLE, Event.SHOT, Event.ACQUIRED, Event.ASSESSED, Event.TRACK_DROPPED,
]  # fmt: skip
# Left out: the result of a shot is the record's, taken from truth.
GUIDANCE = [
    "launch_time", "status", "time", "position", "velocity", "pip", "pip_time", "command",
    "attitude", "meeting_time", "meeting_position", "target_position", "target_velocity",
    "divert_used", "divert_exhausted", "zero_effort_miss", "acquired", "acquisition_time",
    "acquisition_range", "lateral_position", "lateral_velocity", "filter_covariance",
]  # fmt: skip
TRACKS = ["time", "number", "status", "position", "velocity", "parameter", "covariance",
          "probability_ballistic", "is_burnout_declared", "lead_log_odds", "impact_time",
          "impact_position"]  # fmt: skip


class Sides(NamedTuple):
    """The run as recorded, and as replayed over another truth."""

    recorded: dict
    replayed: dict
    until: float


def recording_of(world, run):
    """The same World, fed with what a run measured."""
    options = world.options.copy()
    options["replay"] = 1
    detections = run.log["detections"]
    order = np.argsort(detections["dwell_number"], kind="stable")
    return world._replace(
        options=options,
        recorded_detections=detections[order],
        recorded_looks=run.log["looks"].copy(),
    )


def play_elsewhere(world, seed, shift):
    """Play with every true path moved by `shift` [m, ECEF] after it has been flown."""
    state, log = make_state(world), make_log()
    assert begin(world, state, seed, 0) == Status.DONE
    state.truth.nodes["position"] += shift
    status = Status.LOG_FULL
    while status == Status.LOG_FULL:
        status = Status(advance(world, state, log, seed, 0, 1e9))
        log = grow(log) if status == Status.LOG_FULL else log
    rows = trimmed(log)
    rows["shots"] = state.picture.shots[: state.clock[0]["shot_count"]]
    rows["miss"] = state.truth.shots[: len(rows["shots"])]["miss_distance"]
    return rows, state


@pytest.fixture(scope="module", params=[(0.0, 0.0, 0.0), (400.0, -300.0, 200.0)])
def sides(request, world, run):
    source = run(RAID, seed=SEED)
    state = source.state
    replayed, other = play_elsewhere(recording_of(world(RAID), source), SEED, request.param)
    recorded = dict(source.log)
    recorded["shots"] = state.picture.shots[: state.clock[0]["shot_count"]]
    recorded["miss"] = state.truth.shots[: len(recorded["shots"])]["miss_distance"]
    # A missile that is missed in one of the two keeps that run going for longer.
    until = min(float(state.clock[0]["time"]), float(other.clock[0]["time"]))
    return Sides(recorded, replayed, until)


def bits(rows, names):
    """The named columns as bytes, one by one."""
    return {name: np.ascontiguousarray(rows[name]).tobytes() for name in names}


def test_decisions_are_the_same_bit_for_bit_over_another_truth(sides):
    def chosen(log):
        rows = log["decisions"]
        return rows[np.isin(rows["kind"], PICTURE) & (rows["time"] <= sides.until)]

    one, two = chosen(sides.recorded), chosen(sides.replayed)
    assert len(one) == len(two) > 50
    names = [name for name in one.dtype.names if name != "threat"]
    assert bits(one, names) == bits(two, names)


def test_tracks_are_the_same_bit_for_bit_over_another_truth(sides):
    # Rows carry the track's own time, so the two logs are cut at the end of the shorter.
    both = min(len(sides.recorded["tracks"]), len(sides.replayed["tracks"]))
    assert both > 1000
    one, two = sides.recorded["tracks"][:both], sides.replayed["tracks"][:both]
    assert bits(one, TRACKS) == bits(two, TRACKS)


def test_guidance_is_the_same_bit_for_bit_over_another_truth(sides):
    one, two = sides.recorded["shots"], sides.replayed["shots"]
    assert len(one) == len(two) > 10
    assert bits(one, GUIDANCE) == bits(two, GUIDANCE)


def test_the_radar_spends_its_time_in_the_same_way(sides):
    def chosen(log):
        return log["occupancy"][log["occupancy"]["time"] <= sides.until]

    names = ["time", "share", "tracks", "waiting"]
    assert bits(chosen(sides.recorded), names) == bits(chosen(sides.replayed), names)


def test_shots_guided_by_a_recording_miss_a_target_that_is_elsewhere(world, run):
    source = run(RAID, seed=SEED)
    rows, state = play_elsewhere(
        recording_of(world(RAID), source), SEED, (400.0, -300.0, 200.0)
    )
    assert not (state.truth.threats["outcome"] == 1).any()
    assert np.nanmin(rows["miss"]) > 50.0
