"""Every shot, one period at a time: ignition, end, what is taken off the books, assessment."""

import numpy as np
import pytest

from openthaad.engine import combat
from openthaad.interceptor.kernels import flight
from openthaad.kernels.codes import Event, Look, Outcome, ShotResult
from openthaad.kernels.random import Draws

QUIET, NOISE = Draws(3, 0, 0, 0), Draws(3, 0, 1, 0)


@pytest.fixture
def shot(battle, flying, at):
    """One shot that stands ready on its launcher, at track 0 of a warhead in flight."""
    made = battle(bodies=True, batteries=2)
    flying(made, 0, (0.0, 150e3, 100e3), (0.0, -2000.0, -1000.0))
    flying(made, 1, (0.0, 160e3, 100e3), (0.0, -2000.0, -1000.0))
    picture, truth = made.state.picture, made.state.truth
    made.clock["shot_count"] = 1
    row = picture.shots[0]
    row["status"], row["launch_time"], row["pip_time"] = flight.READY, 20.05, 80.0
    row["attitude"] = row["command"] = (1.0, 0.0, 0.0)
    row["battery"], row["launcher"] = 1, 1
    order = picture.orders[0]
    order["track_number"], order["end_time"], order["assessment_time"] = 7, np.nan, np.nan
    picture.tracks[0]["active"], picture.tracks[0]["number"] = 1, 7
    picture.statuses[0]["in_flight"] = picture.batteries[1]["in_flight"] = 1
    picture.engagements[0, 1]["awaiting"] = 1
    truth.shot_threats[0], truth.shots[0]["locked_object"] = 0, -1
    return made


def close(made, time, draws=QUIET):
    combat._close(made.world, made.state, made.log, 0, draws, time)


def finish(made, o, *, miss=0.3, time=80.0):
    """Let a shot pass an object."""
    row = made.state.truth.shots[0]
    row["locked_object"], row["miss_distance"], row["closest_time"] = o, miss, time
    row["closing_speed"], row["intercept_position"] = 4500.0, (1.0, 2.0, 3.0)
    row["works"], made.state.picture.shots[0]["acquired"] = 1, 1
    combat._finish(made.world, made.state, made.log, 0, QUIET)
    return made.state.picture.shots[0]["result"]


@pytest.mark.parametrize(
    ("end", "status"), [(20.0, flight.READY), (20.05, flight.READY), (20.1, flight.BOOST)]
)
def test_a_shot_leaves_in_the_period_of_its_launch_time(shot, monkeypatch, end, status):
    monkeypatch.setattr(combat, "_move", lambda *_: None)
    combat.fly_shots(shot.world, shot.state, shot.log, QUIET, end)
    assert shot.state.picture.shots[0]["status"] == status
    assert shot.count["flights"] == (status == flight.BOOST)


def test_a_flight_is_logged_from_its_launcher_and_launch_time(shot, at):
    combat._ignite(shot.world, shot.state, shot.log, 0, QUIET)
    row = shot.log.flights[0]
    assert (row["time"], row["shot"], row["phase"]) == (20.05, 0, flight.BOOST)
    assert row["position"] == pytest.approx(at(0.0, 0.0, 0.0))
    assert not row["velocity"].any()


def test_a_booster_that_fails_is_known_after_its_delay(shot):
    shot.world.interceptors["reliability"] = 0.0
    combat._ignite(shot.world, shot.state, shot.log, 0, NOISE)
    assert shot.state.picture.shots[0]["result"] == ShotResult.BOOSTER_FAILED
    assert shot.state.picture.orders[0]["end_time"] == 20.05 + 5.0
    end = shot.decisions[0]
    assert (end["kind"], end["limit"]) == (Event.SHOT_ENDED, ShotResult.BOOSTER_FAILED)
    assert (end["time"], end["shot"], end["track_number"]) == (20.05, 0, 7)


def test_without_noise_a_booster_works(shot):
    shot.world.interceptors["reliability"] = 0.0
    combat._ignite(shot.world, shot.state, shot.log, 0, QUIET)
    assert shot.state.picture.shots[0]["status"] == flight.BOOST


@pytest.mark.parametrize("overrun", [0.0, 5.0, 15.0])
def test_a_shot_with_nothing_to_look_at_flies_on_until_its_overrun_is_past(shot, overrun):
    shot.state.truth.objects["is_flying"] = 0
    shot.world.interceptors["overrun_time"] = overrun
    row = shot.state.picture.shots[0]
    for late, status in ((0.0, flight.COAST), (0.1, flight.DONE)):
        end = 80.0 + overrun + late
        row["status"], row["time"] = flight.COAST, end - 0.1
        shot.state.truth.shots[0]["position"] = row["position"] = (6.5e6, 0.0, 0.0)
        combat._move(shot.world, shot.state, shot.log, 0, QUIET, end)
        assert row["status"] == status
    assert row["result"] == ShotResult.NOT_ACQUIRED
    assert np.isnan(shot.state.truth.shots[0]["miss_distance"])


def test_paths_of_interceptors_are_logged_twice_a_second(shot):
    shot.state.truth.objects["is_flying"] = 0
    row = shot.state.picture.shots[0]
    row["status"], row["time"] = flight.COAST, 30.0
    shot.state.truth.shots[0]["position"] = row["position"] = (6.5e6, 0.0, 0.0)
    for k in range(1, 21):
        combat._move(shot.world, shot.state, shot.log, 0, QUIET, 30.0 + 0.1 * k)
    times = shot.log.flights["time"][: shot.count["flights"]]
    assert times == pytest.approx([30.5, 31.0, 31.5, 32.0])


def test_a_kill_is_written_to_the_threat_s_record_and_ends_its_flight(shot):
    assert finish(shot, 0) == ShotResult.KILL
    threat, item = shot.state.truth.threats[0], shot.state.truth.objects[0]
    assert (threat["kill_shot"], threat["kill_time"]) == (0, 80.0)
    assert threat["closing_speed"] == 4500.0
    assert threat["kill_position"] == pytest.approx([1.0, 2.0, 3.0])
    assert item["destroyed_time"] == item["end_time"] == 80.0


def test_a_body_destroyed_is_no_kill_of_the_threat(shot):
    shot.state.truth.threats["kill_shot"] = -1
    assert finish(shot, 1) == ShotResult.WRONG_OBJECT
    assert shot.state.truth.objects[1]["destroyed_time"] == 80.0
    assert shot.state.truth.threats[0]["kill_shot"] == -1


def test_past_the_lethal_radius_nothing_is_destroyed(shot):
    shot.state.truth.threats["kill_shot"] = -1
    assert finish(shot, 0, miss=0.51) == ShotResult.MISS
    assert np.isnan(shot.state.truth.objects[0]["destroyed_time"])
    assert shot.state.truth.threats[0]["kill_shot"] == -1


def test_the_end_of_a_shot_is_logged_with_its_miss(shot):
    finish(shot, 0, miss=0.4)
    end = shot.decisions[0]
    assert (end["kind"], end["value"], end["threat"]) == (Event.SHOT_ENDED, 0.4, 0)
    assert end["time"] == 80.0


def test_a_channel_is_held_until_a_second_past_the_intercept(shot):
    close(shot, 81.0)
    assert shot.state.picture.batteries[1]["in_flight"] == 1
    close(shot, 81.1)
    assert shot.state.picture.batteries[1]["in_flight"] == 0
    assert shot.state.picture.statuses[0]["in_flight"] == 0
    close(shot, 81.2)
    assert shot.state.picture.batteries[1]["in_flight"] == 0


def test_an_assessment_falls_due_after_the_battery_s_delay(shot):
    shot.world.batteries["assessment_delay"] = [20.0, 8.0]
    close(shot, 81.1)
    close(shot, 87.9)
    assert shot.state.picture.orders[0]["is_assessed"] == 0
    close(shot, 88.0)
    assert shot.state.picture.orders[0]["is_assessed"] == 1
    assert shot.state.picture.engagements[0]["awaiting"].tolist() == [0, 0]


@pytest.mark.parametrize("killed", [0, 1])
def test_an_assessment_says_what_became_of_the_target(shot, killed):
    if killed:
        finish(shot, 0)
    else:
        shot.state.truth.shots[0]["locked_object"] = 0
    close(shot, 81.1)
    close(shot, 88.0)
    assert shot.state.picture.statuses[0]["assessed_killed"] == killed
    told = shot.decisions[-1]
    assert (told["kind"], told["limit"], told["time"]) == (Event.ASSESSED, killed, 88.0)
    look = shot.log.looks[shot.count["looks"] - 1]
    assert (look["kind"], look["is_seen"]) == (Look.ASSESSMENT, killed)


@pytest.mark.parametrize(("error", "seen"), [(0.0, 0), (1.0, 1)])
def test_an_assessment_errs_as_often_as_its_battery_s_does(shot, error, seen):
    shot.world.batteries["assessment_error"] = [0.5, error]
    shot.state.truth.shots[0]["locked_object"] = 0
    close(shot, 81.1, NOISE)
    close(shot, 88.0, NOISE)
    assert shot.state.picture.statuses[0]["assessed_killed"] == seen


def test_a_row_that_another_track_has_taken_owes_nothing(shot):
    finish(shot, 0)
    shot.state.picture.tracks[0]["number"] = 8
    close(shot, 81.1)
    close(shot, 88.0)
    status = shot.state.picture.statuses[0]
    assert (status["in_flight"], status["assessed_killed"]) == (1, 0)
    assert shot.state.picture.engagements[0, 1]["awaiting"] == 1
    assert shot.state.picture.batteries[1]["in_flight"] == 0


def test_a_replay_takes_the_assessment_from_the_recording(shot):
    world = shot.world._replace(recorded_looks=shot.log.looks[:1].copy())
    world.options["replay"] = 1
    world.recorded_looks["kind"], world.recorded_looks["is_seen"] = Look.ASSESSMENT, 1
    made = shot._replace(world=world)
    close(made, 81.1)
    close(made, 88.0)
    assert made.state.picture.statuses[0]["assessed_killed"] == 1


@pytest.mark.parametrize(
    ("outcome", "kind", "time"),
    [
        (Outcome.INTERCEPTED, Event.INTERCEPTED, 80.0),
        (Outcome.FAILED, Event.FAILED, 65.0),
        (Outcome.LEAKED, Event.IMPACT, 600.0),
        (Outcome.NO_ASSET_THREATENED, Event.IMPACT, 600.0),
    ],
)
def test_an_end_is_logged_when_and_where_it_came(shot, outcome, kind, time):
    threat, lead = shot.state.truth.threats[0], shot.state.truth.flights[0]
    threat["outcome"], threat["kill_time"], threat["kill_shot"] = outcome, 80.0, 4
    threat["kill_position"], lead["burnout_time"] = (1.0, 2.0, 3.0), 65.0
    combat.log_end(shot.count, shot.log.decisions, 0, threat, lead)
    row = shot.decisions[0]
    assert (row["kind"], row["time"], row["threat"]) == (kind, time, 0)
    assert row["shot"] == (4 if outcome == Outcome.INTERCEPTED else -1)
    wanted = {
        Event.INTERCEPTED: [1.0, 2.0, 3.0], Event.IMPACT: lead["impact_position"],
        Event.FAILED: [np.nan] * 3,
    }[kind]  # fmt: skip
    np.testing.assert_array_equal(row["position"], wanted)
