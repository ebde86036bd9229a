"""The battle that holds fire: what is forgotten between missiles, what is kept of each."""

from math import inf, nan

import numpy as np
import pytest

from openthaad.engine import opportunity, outcome, survey
from openthaad.engine.survey import CHANCE
from openthaad.kernels.codes import Cause, Limit
from openthaad.threat.kernels.flight import FLIGHT

FREE, CAPPED = 0, 1


def search(asked, time):
    made, space = asked
    return opportunity.search(made.world, made.state, space, 0, time)


def flight(**fields):
    row = np.zeros(1, FLIGHT)[0]
    for name, value in fields.items():
        row[name] = value
    return row


def test_every_missile_meets_an_empty_sky_and_idle_radars(asked):
    made, _ = asked
    made.clock["time"] = made.clock["period_index"] = made.clock["shot_count"] = 77
    made.state.picture.radars["bank"], made.state.picture.radars["beam"] = 0.05, 12
    made.state.truth.threats["verdict_time"] = 12.0
    body = flight(impact_time=480.0, separation_time=nan)
    lead = flight(launch_time=0.0, impact_time=500.0, separation_time=70.0, node_count=5)
    survey.reset(made.world, made.state, lead, body)
    assert (made.clock["time"], made.clock["period_index"], made.clock["shot_count"]) == (
        0,
        0,
        0,
    )
    assert made.clock["next_fire_control"] == 1.0
    assert not made.state.picture.tracks["active"].any()
    assert (made.state.truth.origins["object"] == -1).all()
    assert made.state.picture.radars[0]["bank"] == made.state.picture.radars[0]["beam"] == 0
    assert made.state.picture.radars[0]["columns"] == 100
    assert np.isnan(made.state.truth.threats[0]["verdict_time"])


def test_the_body_begins_where_it_parts(asked):
    made, _ = asked
    body = flight(impact_time=480.0, separation_time=nan, first_node=40)
    lead = flight(launch_time=2.0, impact_time=500.0, separation_time=70.0)
    survey.reset(made.world, made.state, lead, body)
    objects = made.state.truth.objects
    assert list(objects["start_time"]) == [2.0, 70.0]
    assert list(objects["end_time"]) == [500.0, 480.0]
    assert list(objects["separation_time"]) == [70.0, inf]
    assert objects["cursor"][1] == made.state.truth.flights["first_node"][1] == 40


def kept(asked, *, end=130.0):
    made, space = asked
    row = np.zeros(1, CHANCE)[0]
    survey.keep(made.world, made.state, space, row, end)
    return row


def test_chances_are_kept_with_the_times_that_led_to_them(asked):
    made, space = asked
    threat = made.state.truth.threats[0]
    names = ("detected_time", "confirmed_time", "burnout_declared_time", "verdict_time")
    for time, name in enumerate(names):
        threat[name] = 10.0 + time
    search(asked, 30.0)
    opportunity.keep_meeting(made.state, space, 0)
    row = kept(asked)
    assert [row[name] for name in names] == [10.0, 11.0, 12.0, 13.0]
    assert (row["engageable_time"], row["launch_time"]) == (30.0, 30.0)
    assert (row["intercept_time"], row["intercept_altitude"]) == tuple(space.meeting)
    assert row["opportunities"] == space.statuses[CAPPED]["opportunities"] > 0
    assert row["cause"] == Cause.NONE


def test_without_the_caps_there_are_never_fewer_chances(asked):
    made, space = asked
    made.state.truth.threats["burnout_declared_time"] = 66.0
    space.statuses["opportunities"] = [2, 3]
    row = kept(asked)
    assert (row["opportunities"], row["free_opportunities"]) == (3, 3)
    space.statuses["opportunities"] = [4, 3]
    assert kept(asked)["free_opportunities"] == 4


def test_where_there_is_no_chance_the_battle_s_cause_is_given(asked):
    made, space = asked
    threat = made.state.truth.threats[0]
    threat["detected_time"], threat["burnout_declared_time"] = 60.0, 66.0
    threat["verdict"] = 3  # threatening, as outcome ranks it
    made.state.truth.engagements[0]["limit"] = space.engagements["limit"] = Limit.ABOVE_CEILING
    row = kept(asked)
    assert row["cause"] == Cause.ABOVE_CEILING
    assert np.isnan(row["launch_time"])


def test_a_missile_that_nobody_saw_is_asked_about_its_visibility(asked, flying):
    made, _ = asked
    flying(made, 0, (0.0, -100e3, 30e3), (0.0, 0.0, 1.0))  # behind the radar
    made.state.truth.objects[1]["start_time"] = inf
    assert kept(asked)["cause"] == Cause.OUTSIDE_SECTOR
    flying(made, 0, (0.0, 900e3, -60e3), (0.0, 0.0, 1.0))  # under the horizon
    made.state.truth.threats["above_horizon"] = 0
    assert kept(asked)["cause"] == Cause.NEVER_VISIBLE


def test_limits_are_those_of_the_battery_that_came_nearest(battle, space_for):
    made = battle(batteries=2)
    space = space_for(made)
    space.engagements["limit"][CAPPED] = [Limit.BELOW_FLOOR, Limit.HANDOVER]
    space.engagements["margin"][CAPPED] = [-9.0, -70.0]
    space.engagements["limit"][FREE] = [Limit.HANDOVER, Limit.HANDOVER]
    space.engagements["margin"][FREE] = [-9.0, -70.0]
    row = np.zeros(1, CHANCE)[0]
    survey.keep_limits(space, row)
    assert (row["battery"], row["limit"], row["margin"]) == (1, Limit.HANDOVER, -70.0)
    assert (row["free_battery"], row["free_limit"], row["free_margin"]) == (
        0, Limit.HANDOVER, -9.0,
    )  # fmt: skip


def test_without_a_battery_there_is_no_limit(battle, space_for):
    made = battle(batteries=0)
    row = np.zeros(1, CHANCE)[0]
    survey.keep_limits(space_for(made), row)
    assert (row["battery"], row["free_battery"]) == (-1, -1)
    assert (row["limit"], row["free_limit"]) == (0, 0)


@pytest.mark.parametrize(
    ("every", "expected"),
    [(1.0, [0.9, 1.9, 2.9, 3.9]), (0.75, [0.7, 1.4, 2.2, 2.9, 3.7]), (1.25, [1.2, 2.4, 3.7])],
)
def test_visibility_is_asked_in_the_last_period_before_each_cycle(
    asked, monkeypatch, every, expected
):
    made, space = asked
    times = []
    made.world.options["fire_control_period"] = every
    monkeypatch.setattr(outcome, "note_visibility", lambda *given: times.append(given[3]))
    survey.note_visibility(made.world, made.state, 4.0)
    assert times == pytest.approx(expected)
    # They are those in which the battle's loop lets fire control sit.
    sat = []
    monkeypatch.setattr(opportunity, "cycle", lambda *given: sat.append(given[-1]) or 0)
    made.clock["next_fire_control"] = every
    made.state.picture.tracks["active"] = 0
    while made.clock["time"] < 4.0:
        survey.play_period(made.world, made.state, made.log, space)
    assert sat == pytest.approx([time + 0.1 for time in expected])


def test_a_period_without_a_cycle_leaves_everything_to_do(asked):
    made, space = asked
    made.clock["next_fire_control"] = 1.0
    made.state.truth.objects["end_time"] = -1.0
    made.state.picture.tracks["active"] = 0
    for k in range(1, 10):
        left = survey.play_period(made.world, made.state, made.log, space)
        assert left == opportunity.GO_ON
        assert made.clock["time"] == k * 0.1
    assert made.clock["next_fire_control"] == 1.0
    survey.play_period(made.world, made.state, made.log, space)
    assert (made.clock["next_fire_control"], made.clock["period_index"]) == (2.0, 10)


def test_seconds_without_search_are_those_of_the_second(asked):
    made, space = asked
    made.state.truth.objects["end_time"] = -1.0
    made.state.picture.tracks["active"] = 0
    made.clock["next_fire_control"] = 0.1
    made.state.picture.radars["waiting"] = 4
    survey.play_period(made.world, made.state, made.log, space)
    assert made.state.picture.radars[0]["waiting"] == 0


def test_a_battle_goes_back_to_where_its_last_search_left_it(asked):
    made, space = asked
    space.statuses["opportunities"], made.clock["period_index"] = 3, 40
    survey.save(made.state, space)
    made.state.scratch.prospect.watch["clear_until"] = 90.0
    space.statuses["opportunities"], made.clock["period_index"] = 5, 80
    made.state.picture.tracks["active"] = 0
    survey.restore(made.state, space)
    assert (space.statuses["opportunities"] == 3).all()
    assert made.clock["period_index"] == 40
    assert made.state.picture.tracks[0]["active"] == 1
    # What the searches may see is asked anew, for time runs again.
    assert made.state.scratch.prospect.watch[0]["clear_until"] == -inf
