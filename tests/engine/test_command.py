"""The fire-control cycle: what is judged, told, looked for and fired, and what is logged."""

from math import ceil, inf, radians, sqrt

import numpy as np
import pytest

from openthaad.engine import command
from openthaad.engine.command import Horizon
from openthaad.fire_control.kernels import assignment, launch
from openthaad.fire_control.kernels.defence import Solution
from openthaad.interceptor.kernels import flight, guidance
from openthaad.kernels.codes import Event, Limit, Role, TrackStatus, Verdict

# A warhead that comes from the north, by seconds: 2 km nearer and 1 km lower in each.  A round
# takes (range + height) / 2000 m/s, so it is met at t by a launch at about 2.5 t - 210.
START, VELOCITY = (0.0, 260e3, 160e3), (0.0, -2000.0, -1000.0)


def set_up(battle, flying, follow, **means):
    made = battle(**means)
    made.world.radars["field_of_regard"] = radians(89.0)
    flying(made, 0, START, VELOCITY)
    follow(made, 0, START, VELOCITY)
    return made


@pytest.fixture
def one(battle, flying, follow):
    return set_up(battle, flying, follow)


@pytest.fixture
def two(battle, flying, follow):
    return set_up(battle, flying, follow, batteries=2)


@pytest.fixture
def solved(monkeypatch):
    """Rounds fly as the table says, and this much longer [s]."""
    more = {"time": 0.0, "solved": True}

    def solve_launch(engagement, *_):
        launch_time, intercept = engagement["launch_time"], engagement["intercept_time"]
        flown = intercept - launch_time + more["time"]
        return more["solved"], Solution(launch_time, flown, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))

    monkeypatch.setattr(launch, "solve_launch", solve_launch)
    return more


def seek(made, time):
    command.seek(made.world, made.state, made.log, 0, time)
    return made.state.picture.engagements[0]


def engage(made, time):
    seek(made, time)
    command.engage(made.world, made.state, made.log, time, time + 1.0)
    return made.clock["shot_count"]


def kinds(made):
    return [Event(kind) for kind in made.decisions["kind"]]


# --- What is looked at and judged -------------------------------------------------------------


@pytest.mark.parametrize(
    ("active", "status", "declared", "verdict", "ripe"),
    [
        (1, TrackStatus.CONFIRMED, 1, Verdict.PENDING, True),
        (1, TrackStatus.CONFIRMED, 1, Verdict.DEBRIS, True),
        (0, TrackStatus.CONFIRMED, 1, Verdict.PENDING, False),
        (1, TrackStatus.TENTATIVE, 1, Verdict.PENDING, False),
        (1, TrackStatus.CONFIRMED, 0, Verdict.PENDING, False),
    ],
)
def test_a_confirmed_track_is_judged_once_it_no_longer_burns(
    one, active, status, declared, verdict, ripe
):
    track, row = one.state.picture.tracks[0], one.state.picture.statuses[0]
    track["active"], track["status"], track["is_burnout_declared"] = active, status, declared
    row["verdict"] = verdict
    assert command.is_ripe(one.world, one.state, 0) == ripe


def test_a_motor_that_lights_again_takes_its_path_away(one):
    row = one.state.picture.statuses[0]
    one.state.picture.tracks[0]["is_burnout_declared"] = 0
    command.is_ripe(one.world, one.state, 0)
    assert row["path_count"] == 0


@pytest.mark.parametrize("period", [0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0])
@pytest.mark.parametrize(("review", "wanted"), [(5, [3, 8, 13, 18]), (1, range(20))])
def test_a_harmless_track_is_judged_again_every_so_many_cycles(one, period, review, wanted):
    one.state.picture.statuses[0]["verdict"] = Verdict.HARMLESS
    one.world.options["fire_control_period"] = period
    one.world.options["harmless_review"] = review
    ripe = []
    for cycle in range(20):
        # The period that ends at the cycle's time, or just after it.
        one.clock["period_index"] = ceil((cycle + 1) * period / 0.1 - 1e-6) - 1
        ripe.append(command.is_ripe(one.world, one.state, 0))
    # Track 7 in every fifth: with others' numbers the work is spread.
    assert list(np.flatnonzero(ripe)) == list(wanted)


def test_a_verdict_is_logged_when_it_changes(one, follow):
    # It falls on the asset, from straight above.
    follow(one, 0, (0.0, 0.0, 30e3), (0.0, 0.0, -2000.0))
    one.state.picture.statuses[0]["verdict"] = Verdict.PENDING
    for time in (11.0, 12.0):
        command.assess(one.world, one.state, one.log, 0, time)
    assert kinds(one) == [Event.VERDICT]
    row = one.decisions[0]
    assert (row["time"], row["limit"], row["track_number"]) == (11.0, Verdict.THREATENING, 7)
    assert (row["asset"], row["threat"]) == (0, 0)
    assert one.clock["paths"] == 2


def test_a_prediction_is_kept_with_its_impact(one, follow, at):
    follow(one, 0, (0.0, 0.0, 30e3), (0.0, 0.0, -2000.0))
    one.state.picture.tracks[0]["x"][:, 6] = 12.0  # so heavy that air slows it by 3 % at most
    command.prediction_of(one.world, one.state, 0)
    status = one.state.picture.statuses[0]
    path = one.state.picture.paths[0][: status["path_count"]]
    # Free fall: 30 km = 2 km/s t + g t² / 2, with some 9.75 m/s² over the equator.
    fall = (sqrt(2000.0**2 + 2.0 * 9.75 * 30e3) - 2000.0) / 9.75
    assert fall < status["impact_time"] < 1.01 * fall
    assert status["impact_time"] == path["time"][-1]
    assert np.linalg.norm(status["impact_position"] - at(0.0, 0.0, 0.0)) < 1000.0
    assert status["impact_sigma_major"] >= status["impact_sigma_minor"] > 0.0


@pytest.mark.parametrize("axis", [3, 4, 5])
def test_the_error_of_velocity_is_the_root_mean_square_over_its_axes(one, axis):
    track = one.state.picture.tracks[0]
    track["p"][:] = 0.0
    track["p"][1, axis, axis] = 48.0
    assert command.velocity_sigma(track) == pytest.approx(4.0)


# --- Uplinks ----------------------------------------------------------------------------------


@pytest.fixture
def guided(one, monkeypatch):
    """A shot in flight at track 7, to meet it at 90 s."""
    monkeypatch.setattr(guidance, "act_on_uplink", lambda *_: None)
    one.clock["shot_count"] = 1
    shot, order = one.state.picture.shots[0], one.state.picture.orders[0]
    shot["status"], shot["pip_time"], shot["target_time"] = flight.COAST, 90.0, -1.0
    order["track_number"], order["next_uplink"] = 7, 50.0
    return one


def is_told(made, time):
    shot = made.state.picture.shots[0]
    shot["target_time"] = -1.0
    command.uplink(made.world, made.state, 0, time)
    return shot["target_time"] == time


def test_a_shot_is_told_where_its_target_is_and_will_be(guided, at):
    assert is_told(guided, 52.0)
    shot = guided.state.picture.shots[0]
    assert shot["target_position"] == pytest.approx(at(0.0, 156e3, 108e3), abs=1e-3)
    assert shot["meeting_position"] == pytest.approx(at(0.0, 80e3, 70e3), abs=1e-3)
    assert shot["meeting_time"] == 90.0
    assert shot["target_sigma"] == shot["meeting_sigma"] == pytest.approx(10.0)
    assert shot["target_velocity_sigma"] == pytest.approx(1.0)


def test_uplinks_follow_one_another_after_the_interceptor_s_period(guided):
    guided.world.interceptors["uplink_period"] = 2.0
    assert [is_told(guided, time) for time in (49.0, 50.0, 51.0, 52.0)] == [
        False, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("status", [flight.READY, flight.DONE])
def test_a_shot_that_does_not_fly_is_told_nothing(guided, status):
    guided.state.picture.shots[0]["status"] = status
    assert not is_told(guided, 52.0)


def test_a_shot_off_the_books_is_told_nothing(guided):
    guided.state.picture.orders[0]["is_ended"] = 1
    assert not is_told(guided, 52.0)


def test_no_shot_is_told_of_another_track_in_its_row(guided):
    guided.state.picture.tracks[0]["number"] = 8
    assert not is_told(guided, 52.0)
    guided.state.picture.tracks[0]["number"] = 7
    guided.state.picture.tracks[0]["active"] = 0
    assert not is_told(guided, 52.0)


def test_without_a_path_there_is_nothing_to_tell(guided):
    guided.state.picture.statuses[0]["path_count"] = 0
    assert not is_told(guided, 52.0)


# --- Chances ----------------------------------------------------------------------------------


def test_a_launch_at_once_meets_the_target_where_the_table_says(one):
    row = seek(one, 30.0)[0]
    assert row["launch_time"] == 30.0
    # 2.5 t - 210 = 30 at 96 s; the Earth's curve puts the target a little higher.
    assert row["intercept_time"] == pytest.approx(96.0, abs=0.5)
    # Down to the floor at 120 s, a launch at 90.
    assert row["last_launch_time"] == pytest.approx(90.0, abs=1.0)
    assert row["kill_probability"] == pytest.approx(0.72)


def test_the_first_chance_is_logged_once(one):
    for time in (30.0, 31.0):
        seek(one, time)
    assert kinds(one) == [Event.ENGAGEABLE]
    row = one.decisions[0]
    assert (row["time"], row["track_number"], row["battery"]) == (30.0, 7, -1)
    assert row["value"] == one.state.picture.engagements[0, 0]["opportunities"] > 0


def test_with_more_batteries_each_is_named(two):
    two.world.batteries["hold_fire"] = [0, 1]
    seek(two, 30.0)
    told = [(Event(row["kind"]), row["battery"]) for row in two.decisions]
    assert told == [
        (Event.ENGAGEABLE, 0), (Event.ENGAGEABLE, 1), (Event.NOT_ENGAGEABLE, 1),
    ]  # fmt: skip
    assert two.decisions[-1]["limit"] == Limit.HELD_BY_DOCTRINE


def test_a_limit_is_logged_when_it_changes(one):
    one.world.batteries["hold_fire"] = 1
    for time in (30.0, 31.0):
        seek(one, time)
    assert kinds(one).count(Event.NOT_ENGAGEABLE) == 1


def test_what_must_not_be_engaged_has_no_window(one):
    assert seek(one, 30.0)[0]["launch_time"] < inf
    one.state.picture.statuses[0]["assessed_killed"] = 1
    searches = one.clock["window_searches"]
    assert seek(one, 31.0)[0]["launch_time"] == inf
    assert one.clock["window_searches"] == searches


def test_margins_are_kept_of_limits_met_in_this_cycle(one):
    row = seek(one, 95.0)[0]
    assert row["limit"] == Limit.NO_TIME
    assert row["margin"] == pytest.approx(row["last_launch_time"] - 95.0)
    assert row["margin"] < 0.0


# --- Fire -------------------------------------------------------------------------------------


def test_a_round_in_this_cycle_s_window_is_fired(one, solved):
    assert engage(one, 30.0) == 1
    shot, order = one.state.picture.shots[0], one.state.picture.orders[0]
    assert (shot["status"], shot["launch_time"]) == (flight.READY, 30.0)
    assert order["ordered_time"] == 30.0
    assert one.state.picture.batteries[0]["in_flight"] == 1
    assert one.state.picture.launchers[0]["rounds"] == 7
    status = one.state.picture.statuses[0]
    assert (status["in_flight"], status["role"]) == (1, Role.GUIDED)
    assert status["first_shot_time"] == 30.0


def test_the_point_of_intercept_is_where_the_round_will_meet_it(one, solved, at):
    solved["time"] = 1.5
    engage(one, 30.0)
    shot = one.state.picture.shots[0]
    met = shot["pip_time"]
    assert met == pytest.approx(97.5, abs=0.5)
    wanted = at(0.0, 260e3 - 2000.0 * met, 160e3 - 1000.0 * met)
    assert shot["pip"] == pytest.approx(wanted, abs=1e-3)
    assert shot["pip_sigma"] == pytest.approx(10.0)


def test_the_order_is_logged_with_what_was_predicted(one, solved):
    engage(one, 30.0)
    row = one.decisions[-1]
    assert (row["kind"], row["time"], row["shot"]) == (Event.SHOT, 30.0, 0)
    assert (row["battery"], row["launcher"], row["track_number"]) == (0, 0, 7)
    assert row["value"] == pytest.approx(0.72)
    assert row["intercept_time"] == one.state.picture.shots[0]["pip_time"]
    assert row["position"] == pytest.approx(one.state.picture.shots[0]["pip"])


def test_a_launch_of_the_next_cycle_is_not_ordered_now(one, solved):
    one.state.picture.launchers["ready_time"] = 31.0
    assert engage(one, 30.0) == 0
    one.state.picture.launchers["ready_time"] = 30.9
    assert engage(one, 30.0) == 1


def test_shoot_look_shoot_fires_one_salvo_and_waits(one, solved):
    assert engage(one, 30.0) == 1
    assert engage(one, 36.0) == 1


def test_a_salvo_of_two_leaves_at_once_from_two_launchers(battle, flying, follow, solved):
    made = set_up(battle, flying, follow, launchers=2)
    made.world.batteries["salvo"] = 2
    assert engage(made, 30.0) == 2
    assert list(made.state.picture.launchers["rounds"]) == [7, 7]
    assert list(made.state.picture.shots["canister"][:2]) == [0, 0]


def test_one_launcher_fires_its_salvo_at_its_spacing(one, solved):
    one.world.batteries["salvo"] = 2
    assert [engage(one, float(time)) for time in range(30, 38)] == [1, 1, 1, 1, 1, 2, 2, 2]
    assert list(one.state.picture.shots["canister"][:2]) == [0, 1]


def test_the_battery_that_meets_it_first_fires(two, solved):
    two.world.flyouts["time"][0] *= 1.2
    engage(two, 30.0)
    assert two.decisions[-1]["battery"] == 1
    assert two.clock["shot_count"] == 1


def test_where_the_nearest_battery_cannot_the_next_one_fires(two, solved, monkeypatch):
    two.world.flyouts["time"][0] *= 1.2
    choose = assignment.choose_launcher
    monkeypatch.setattr(
        assignment, "choose_launcher",
        lambda battery, *a: -1 if battery["number"] == 1 else choose(battery, *a),
    )  # fmt: skip
    seek(two, 30.0)
    assert command.fire_first(two.world, two.state, two.log, 0, Horizon(30.0, 31.0)) == 0
    assert two.state.picture.engagements[0, 1]["limit"] == Limit.MAGAZINE_EMPTY


@pytest.mark.parametrize(
    ("trouble", "limit"),
    [
        ("launcher", Limit.MAGAZINE_EMPTY),
        ("solution", Limit.UNREACHABLE),
        ("floor", Limit.BELOW_FLOOR),
    ],
)
def test_what_cannot_be_fired_is_not_and_says_why(one, solved, trouble, limit):
    seek(one, 30.0)
    if trouble == "launcher":
        one.state.picture.launchers["rounds"] = 0
    elif trouble == "solution":
        solved["solved"] = False
    else:
        # The true flight is so much longer that it meets the target at 121 s, under the floor.
        solved["time"] = 25.0
    assert not command.fire(one.world, one.state, one.log, 0, 0, 30.0)
    assert one.state.picture.engagements[0, 0]["limit"] == limit
    assert one.clock["shot_count"] == 0
    assert one.state.picture.batteries[0]["in_flight"] == 0
    assert not one.state.picture.engagements["fired"].any()


# --- The record -------------------------------------------------------------------------------


def test_the_record_keeps_how_well_a_threat_was_known_at_its_first_shot(one, solved):
    one.state.picture.statuses[0]["impact_position"] = one.state.truth.flights[0][
        "impact_position"
    ] + [3.0, 4.0, 0.0]
    engage(one, 30.0)
    row = one.state.truth.threats[0]
    assert (row["shots"], row["first_shot_time"]) == (1, 30.0)
    assert row["position_sigma"] == pytest.approx(10.0)
    assert row["velocity_sigma"] == pytest.approx(1.0)
    assert row["impact_error"] == pytest.approx(5.0)
    assert one.state.truth.shot_threats[0] == 0


def test_a_later_shot_is_counted_and_changes_nothing_else(one, solved):
    engage(one, 30.0)
    command.note_for_record(one.state, 1, 0, False, 50.0)
    row = one.state.truth.threats[0]
    assert (row["shots"], row["first_shot_time"]) == (2, 30.0)


def test_a_shot_at_nothing_is_at_no_threat(one):
    one.state.truth.origins[0]["object"] = -1
    command.note_for_record(one.state, 0, 0, True, 50.0)
    assert one.state.truth.shot_threats[0] == -1
    assert one.state.truth.threats[0]["shots"] == 0


def test_a_cycle_judges_then_tells_then_looks_and_then_fires(one, monkeypatch):
    done = []
    one.clock["shot_count"] = 1
    for name in ("assess", "uplink", "seek", "engage"):
        monkeypatch.setattr(
            command, name,
            lambda *given, told=name: done.append((told, given[-1])) if told not in
            [each for each, _ in done] else None,
        )  # fmt: skip
    command.cycle(one.world, one.state, one.log, 30.0)
    assert done == [("assess", 30.0), ("uplink", 30.0), ("seek", 30.0), ("engage", 31.0)]


def test_a_cycle_of_fire_control_holds_under_the_caps(one):
    one.world.options["fire_control_period"] = 2.0
    assert command.cycle_at(one.world, 30.0) == (30.0, 2.0, 1)
