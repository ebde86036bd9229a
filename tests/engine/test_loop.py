"""The closed loop: when a run is over, when its log is full, what a period does in order."""

import pytest

from openthaad.engine import command, loop, picture
from openthaad.interceptor.kernels import flight
from openthaad.kernels.codes import Event, Outcome, Status
from openthaad.kernels.random import Draws

CHANCE, NO_CHANCE = Draws(0, 0, 1, 0), Draws(0, 0, 0, 0)
# With 32 tracks, 8 shots, 1 battery, 1 radar and 1 threat.
MOST = {
    "detections": 256, "tracks": 32, "decisions": 6 * 32 + 4 * 8 + 6, "looks": 16 + 8,
    "flights": 16, "occupancy": 1,
}  # fmt: skip


@pytest.fixture
def one(battle, flying):
    """A missile far behind the horizon, over nobody's head."""
    made = battle()
    flying(made, 0, (0.0, 900e3, -80e3), (0.0, 10.0, 0.0))
    made.clock["next_fire_control"] = 1.0
    return made


@pytest.mark.parametrize("table", MOST)
def test_a_period_starts_only_with_room_for_the_most_it_can_write(one, table):
    rows = len(getattr(one.log, table))
    one.count[table] = rows - MOST[table]
    assert loop.has_room(one.log, one.state)
    one.count[table] += 1
    assert not loop.has_room(one.log, one.state)


def test_room_for_looks_is_asked_for_every_shot_that_flies(one):
    one.clock["shot_count"] = 3
    one.state.picture.shots["status"][:3] = [flight.BOOST, flight.DONE, flight.READY]
    # One that flies, one that may within the period, and a period's looks to spare.
    one.count["looks"] = len(one.log.looks) - (16 * 3 + 8)
    assert loop.has_room(one.log, one.state)
    one.count["looks"] += 1
    assert not loop.has_room(one.log, one.state)


def test_every_battery_may_tell_of_every_track(battle):
    made = battle(batteries=3)
    shots = len(made.state.picture.shots)
    made.count["decisions"] = len(made.log.decisions) - ((4 + 2 * 3) * 32 + 4 * shots + 6)
    assert loop.has_room(made.log, made.state)
    made.count["decisions"] += 1
    assert not loop.has_room(made.log, made.state)


def test_a_run_is_over_when_its_threats_are_settled(one):
    assert not loop.is_over(one.world, one.state, 10.0)
    one.state.truth.threats["outcome"] = Outcome.LEAKED
    assert loop.is_over(one.world, one.state, 10.0)


def test_a_run_waits_for_the_last_assessment(one):
    one.state.truth.threats["outcome"] = Outcome.LEAKED
    one.clock["shot_count"] = 2
    one.state.picture.orders["is_assessed"][:2] = [1, 0]
    assert not loop.is_over(one.world, one.state, 10.0)
    one.state.picture.orders["is_assessed"][1] = 1
    assert loop.is_over(one.world, one.state, 10.0)


def test_a_run_ends_at_its_horizon_whatever_flies(one):
    assert not loop.is_over(one.world, one.state, 599.9)
    assert loop.is_over(one.world, one.state, 600.0)


def test_an_outcome_is_logged_once(one):
    one.state.truth.flights["impact_time"] = 100.0
    for time in (99.9, 100.0, 100.1):
        loop.settle_threats(one.world, one.state, one.log, time)
    assert list(one.decisions["kind"]) == [Event.IMPACT]
    assert one.decisions["time"][0] == 100.0


def test_periods_are_counted_not_summed(one):
    for _ in range(7):
        loop.close_period(one.world, one.clock)
    assert one.clock["period_index"] == 7
    assert one.clock["time"] == 7 * 0.1


def test_fire_control_sits_in_the_last_period_of_every_second(one, monkeypatch):
    sat = []
    monkeypatch.setattr(command, "cycle", lambda *given: sat.append(given[-1]))
    loop.play_until(one.world, one.state, one.log, CHANCE, 3.05)
    assert sat == pytest.approx([1.0, 2.0, 3.0])
    assert one.count["occupancy"] == 3


def test_a_period_looks_then_tracks_then_flies_then_commands(one, monkeypatch):
    done = []
    for module, name in (
        (loop.truth, "move_objects"), (picture, "observe"), (picture, "track"),
        (loop.combat, "fly_shots"), (command, "cycle"), (picture, "log_cycle"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, lambda *_, told=name: done.append(told) or 0)
    one.clock["period_index"], one.clock["time"] = 9, 0.9
    loop.play_until(one.world, one.state, one.log, CHANCE, 1.0)
    assert done == ["move_objects", "observe", "track", "fly_shots", "cycle", "log_cycle"]


def test_truth_and_radars_are_of_the_start_of_a_period_and_tracks_of_its_end(one, monkeypatch):
    times = {}
    monkeypatch.setattr(loop.truth, "move_objects", lambda *a: times.update(truth=a[-1]))
    monkeypatch.setattr(picture, "observe", lambda *a: times.update(look=a[-1]) or 0)
    monkeypatch.setattr(picture, "track", lambda *a: times.update(track=a[-1]))
    monkeypatch.setattr(loop.combat, "fly_shots", lambda *a: times.update(shots=a[-1]))
    one.clock["period_index"] = 40
    loop.play_period(one.world, one.state, one.log, CHANCE)
    assert times == pytest.approx({"truth": 4.0, "look": 4.0, "track": 4.1, "shots": 4.1})


def test_play_stops_at_the_time_asked_for(one):
    assert loop.play_until(one.world, one.state, one.log, CHANCE, 0.35) == Status.REACHED
    assert one.clock["time"] == pytest.approx(0.4)


def test_a_full_log_stops_play_before_a_period(one):
    one.count["detections"] = 300
    assert loop.play_until(one.world, one.state, one.log, CHANCE, 5.0) == Status.LOG_FULL
    assert one.clock["period_index"] == 0


def test_a_run_that_is_over_plays_no_further(one):
    one.state.truth.threats["outcome"] = Outcome.LEAKED
    assert loop.play_until(one.world, one.state, one.log, CHANCE, 5.0) == Status.DONE
    assert one.clock["time"] == 0.0


def test_what_does_not_fly_is_not_in_view(one, flying):
    flying(one, 0, (0.0, 100e3, 30e3), (0.0, 0.0, 1.0))
    one.state.truth.objects["is_flying"] = 0
    loop.note_visibility(one.world, one.state, 5.0)
    assert one.state.truth.threats[0]["above_horizon"] == 0
    one.state.truth.objects["is_flying"] = 1
    loop.note_visibility(one.world, one.state, 5.0)
    assert one.state.truth.threats[0]["above_horizon"] == 1


@pytest.mark.parametrize(("draws", "replay"), [(CHANCE, 0), (NO_CHANCE, 1)])
def test_nothing_is_passed_over_of_chance_or_of_a_recording(one, monkeypatch, draws, replay):
    monkeypatch.setattr(loop.waiting, "pass_over", lambda *_: pytest.fail("passed over"))
    one.world.options["replay"] = replay
    assert loop.play_until(one.world, one.state, one.log, draws, 0.3) == Status.REACHED


def test_without_chance_only_the_last_period_of_a_second_is_played(one, monkeypatch):
    played = []
    monkeypatch.setattr(picture, "observe", lambda *a: played.append(a[-1]) or 0)
    loop.play_until(one.world, one.state, one.log, NO_CHANCE, 3.0)
    assert played == pytest.approx([0.9, 1.9, 2.9])
    assert one.count["occupancy"] == 3
