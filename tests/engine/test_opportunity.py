"""The battle without a shot: what is forgotten, what is found, and when that is settled."""

from math import inf, nan, radians

import numpy as np
import pytest

from openthaad.engine import opportunity, outcome, spacing, waiting
from openthaad.engine.opportunity import CHANCE, Workspace
from openthaad.engine.tables import TRACK_STATUS
from openthaad.fire_control.kernels.rows import ENGAGEMENT
from openthaad.kernels.codes import Cause, Limit, Verdict
from openthaad.threat.kernels.flight import FLIGHT
from openthaad.tracking.kernels.prediction import PATH

START, VELOCITY = (0.0, 260e3, 160e3), (0.0, -2000.0, -1000.0)
FREE, CAPPED = 0, 1


def space_of(made):
    batteries = len(made.world.batteries)
    space = Workspace(
        statuses=np.zeros(2, TRACK_STATUS), engagements=np.zeros((2, batteries), ENGAGEMENT),
        trial_status=np.zeros(1, TRACK_STATUS), trial=np.zeros((1, batteries), ENGAGEMENT),
        moved=np.zeros(2000, PATH), meeting=np.zeros(2), prospect=None,
        spacing=np.zeros(1, spacing.SPACING), watch=np.zeros(1, waiting.WATCH), saved=None,
        saved_statuses=np.zeros(2, TRACK_STATUS),
        saved_engagements=np.zeros((2, batteries), ENGAGEMENT), thorough=np.zeros(1, np.int64),
    )  # fmt: skip
    opportunity.clear_findings(space)
    spacing.begin(space.spacing[0], False)
    return space


@pytest.fixture
def one(battle, flying, follow):
    """A battery under a falling warhead that it is asked about with its caps and without."""
    made = battle(bodies=True)
    made.world.radars["field_of_regard"] = radians(89.0)
    made.world.batteries["beyond_caps"] = 1
    flying(made, 0, START, VELOCITY)
    follow(made, 0, START, VELOCITY)
    return made, space_of(made)


def search(one, time):
    made, space = one
    return opportunity.search(made.world, made.state, space, 0, time)


def flight(**fields):
    row = np.zeros(1, FLIGHT)[0]
    for name, value in fields.items():
        row[name] = value
    return row


def test_every_missile_meets_an_empty_sky_and_idle_radars(one):
    made, _ = one
    made.clock["time"] = made.clock["period_index"] = made.clock["shot_count"] = 77
    made.state.picture.radars["bank"], made.state.picture.radars["beam"] = 0.05, 12
    made.state.truth.threats["verdict_time"] = 12.0
    body = flight(impact_time=480.0, separation_time=nan)
    lead = flight(launch_time=0.0, impact_time=500.0, separation_time=70.0, node_count=5)
    opportunity.reset(made.world, made.state, lead, body)
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


def test_the_body_begins_where_it_parts(one):
    made, _ = one
    body = flight(impact_time=480.0, separation_time=nan, first_node=40)
    lead = flight(launch_time=2.0, impact_time=500.0, separation_time=70.0)
    opportunity.reset(made.world, made.state, lead, body)
    objects = made.state.truth.objects
    assert list(objects["start_time"]) == [2.0, 70.0]
    assert list(objects["end_time"]) == [500.0, 480.0]
    assert list(objects["separation_time"]) == [70.0, inf]
    assert objects["cursor"][1] == made.state.truth.flights["first_node"][1] == 40


def test_nothing_is_found_at_first(one):
    _, space = one
    space.statuses["opportunities"], space.meeting[:] = 5, 90.0
    opportunity.clear_findings(space)
    assert opportunity.has_found(space) == 0
    assert not opportunity.has_found_all(space)
    assert np.isnan(space.meeting).all()
    assert np.isnan(space.statuses["engageable_time"]).all()


@pytest.mark.parametrize(
    ("chances", "limits", "late", "found", "all_found"),
    [
        ([0, 0], [Limit.NONE, Limit.NONE], [0, 0], 0, False),
        ([3, 0], [Limit.NONE, Limit.BELOW_FLOOR], [0, 0], 1, False),
        ([3, 2], [Limit.NONE, Limit.NONE], [0, 0], 2, True),
        ([0, 0], [Limit.NO_TIME, Limit.NO_TIME], [0, 0], 2, False),
        ([0, 0], [Limit.NO_TIME, Limit.NO_TIME], [1, 1], 2, False),
        ([3, 0], [Limit.NONE, Limit.NONE], [0, 1], 2, False),
        ([0, 0], [Limit.HANDOVER, Limit.GEOMETRY], [0, 0], 0, False),
    ],
)
def test_chances_and_chances_missed_are_found_things(
    one, chances, limits, late, found, all_found
):
    _, space = one
    space.statuses["opportunities"] = chances
    space.engagements["limit"][:, 0], space.engagements["was_late"][:, 0] = limits, late
    assert opportunity.has_found(space) == found
    assert opportunity.has_found_all(space) == all_found


@pytest.mark.parametrize(
    ("time", "after", "parting"),
    [(0.0, 5.0, True), (74.9, 5.0, True), (75.0, 5.0, False), (69.9, 0.0, True)],
)
def test_a_warhead_parts_until_a_while_after_its_separation(one, time, after, parting):
    made, _ = one
    made.state.truth.objects["separation_time"] = 70.0
    assert opportunity.is_parting(made.state, time, after) == parting


def test_what_never_separates_never_parts(one):
    made, _ = one
    made.state.truth.objects["separation_time"] = inf
    assert not opportunity.is_parting(made.state, 10.0, 5.0)
    assert not opportunity.is_whole(made.world, made.state, 0, 10.0)


@pytest.mark.parametrize(("noted", "whole"), [(nan, True), (69.9, True), (70.0, False)])
def test_a_track_is_whole_until_it_was_seen_to_part(one, noted, whole):
    made, _ = one
    made.state.truth.objects["separation_time"] = 70.0
    made.state.picture.tracks[0]["separation_time"] = noted
    assert opportunity.is_whole(made.world, made.state, 0, 70.1) == whole


@pytest.mark.parametrize(
    ("chances", "limit", "late", "same"),
    [
        (0, Limit.GEOMETRY, 0, True),
        (1, Limit.GEOMETRY, 0, False),
        (0, Limit.HANDOVER, 0, False),
        (0, Limit.GEOMETRY, 1, False),
    ],
)
def test_a_trial_is_the_same_with_no_shot_and_no_other_limit(one, chances, limit, late, same):
    _, space = one
    space.engagements["limit"] = [[Limit.HANDOVER], [Limit.GEOMETRY]]
    space.trial_status["opportunities"] = chances
    space.trial["limit"], space.trial["was_late"] = limit, late
    assert opportunity.is_same(space, CAPPED) == same


def test_a_chance_is_found_with_the_caps_and_without(one):
    assert search(one, 30.0)
    _, space = one
    assert (space.statuses["opportunities"] > 0).all()
    assert (space.statuses["engageable_time"] == 30.0).all()


def test_a_cap_stands_in_the_way_with_the_caps_only(one):
    made, space = one
    made.world.batteries["floor"], made.world.interceptors["seeker_floor"] = 200e3, 0.0
    search(one, 30.0)
    assert space.statuses[CAPPED]["opportunities"] == 0
    assert space.statuses[FREE]["opportunities"] > 0
    row = space.engagements[CAPPED, 0]
    assert row["limit"] == Limit.BELOW_FLOOR
    # The highest of the path, 160 km at its start and the Earth's curve over 260 km.
    assert row["margin"] == pytest.approx(160e3 + 260e3**2 / (2 * 6.378e6) - 200e3, abs=200.0)


def test_a_chance_found_is_not_looked_for_again(one):
    search(one, 30.0)
    _, space = one
    space.statuses["opportunities"] = 7
    search(one, 31.0)
    assert (space.statuses["opportunities"] == 7).all()
    assert (space.statuses["engageable_time"] == 30.0).all()


def test_a_thorough_look_is_settled_by_a_chance_under_the_caps_alone(one):
    made, space = one
    space.spacing["is_thorough"] = 1
    made.world.batteries["floor"], made.world.interceptors["seeker_floor"] = 200e3, 0.0
    assert not search(one, 30.0)
    made.world.batteries["floor"] = 40e3
    assert search(one, 31.0)


def test_what_no_launch_can_meet_any_more_is_settled(one):
    made, space = one
    made.state.picture.statuses[0]["verdict_time"] = 300.0
    search(one, 300.0)
    assert search(one, 301.0)
    assert (space.statuses["opportunities"] == 0).all()
    assert (space.engagements["limit"] == Limit.NO_TIME).all()


def test_nothing_is_settled_while_a_warhead_may_part(one):
    made, _ = one
    made.state.picture.statuses[0]["verdict_time"] = 300.0
    made.state.truth.objects["separation_time"] = 299.0
    made.state.picture.tracks[0]["separation_time"] = nan
    assert not search(one, 300.0)


def test_the_meeting_of_the_first_shot_is_kept(one):
    made, space = one
    search(one, 30.0)
    opportunity.keep_meeting(made.state, space, 0)
    # A launch at 30 s meets it at some 96 s, 64 km up and, over 68 km, a third more.
    assert space.meeting[0] == pytest.approx(96.0, abs=0.5)
    height = 160e3 - 1000.0 * space.meeting[0]
    north = 260e3 - 2000.0 * space.meeting[0]
    assert space.meeting[1] == pytest.approx(height + north**2 / (2 * 6.378e6), abs=30.0)


def test_without_a_window_nothing_is_met(one):
    made, space = one
    opportunity.keep_meeting(made.state, space, 0)
    assert np.isnan(space.meeting).all()


def kept(one, *, end=130.0):
    made, space = one
    row = np.zeros(1, CHANCE)[0]
    opportunity.keep(made.world, made.state, space, row, end)
    return row


def test_chances_are_kept_with_the_times_that_led_to_them(one):
    made, space = one
    threat = made.state.truth.threats[0]
    names = ("detected_time", "confirmed_time", "burnout_declared_time", "verdict_time")
    for time, name in enumerate(names):
        threat[name] = 10.0 + time
    search(one, 30.0)
    opportunity.keep_meeting(made.state, space, 0)
    row = kept(one)
    assert [row[name] for name in names] == [10.0, 11.0, 12.0, 13.0]
    assert (row["engageable_time"], row["launch_time"]) == (30.0, 30.0)
    assert (row["intercept_time"], row["intercept_altitude"]) == tuple(space.meeting)
    assert row["opportunities"] == space.statuses[CAPPED]["opportunities"] > 0
    assert row["cause"] == Cause.NONE


def test_without_the_caps_there_are_never_fewer_chances(one):
    made, space = one
    made.state.truth.threats["burnout_declared_time"] = 66.0
    space.statuses["opportunities"] = [2, 3]
    row = kept(one)
    assert (row["opportunities"], row["free_opportunities"]) == (3, 3)
    space.statuses["opportunities"] = [4, 3]
    assert kept(one)["free_opportunities"] == 4


def test_where_there_is_no_chance_the_battle_s_cause_is_given(one):
    made, space = one
    threat = made.state.truth.threats[0]
    threat["detected_time"], threat["burnout_declared_time"] = 60.0, 66.0
    threat["verdict"] = 3  # threatening, as outcome ranks it
    made.state.truth.engagements[0]["limit"] = space.engagements["limit"] = Limit.ABOVE_CEILING
    row = kept(one)
    assert row["cause"] == Cause.ABOVE_CEILING
    assert np.isnan(row["launch_time"])


def test_a_missile_that_nobody_saw_is_asked_about_its_visibility(one, flying):
    made, _ = one
    flying(made, 0, (0.0, -100e3, 30e3), (0.0, 0.0, 1.0))  # behind the radar
    made.state.truth.objects[1]["start_time"] = inf
    assert kept(one)["cause"] == Cause.OUTSIDE_SECTOR
    flying(made, 0, (0.0, 900e3, -60e3), (0.0, 0.0, 1.0))  # under the horizon
    made.state.truth.threats["above_horizon"] = 0
    assert kept(one)["cause"] == Cause.NEVER_VISIBLE


def test_limits_are_those_of_the_battery_that_came_nearest(battle):
    made = battle(batteries=2)
    space = space_of(made)
    space.engagements["limit"][CAPPED] = [Limit.BELOW_FLOOR, Limit.HANDOVER]
    space.engagements["margin"][CAPPED] = [-9.0, -70.0]
    space.engagements["limit"][FREE] = [Limit.HANDOVER, Limit.HANDOVER]
    space.engagements["margin"][FREE] = [-9.0, -70.0]
    row = np.zeros(1, CHANCE)[0]
    opportunity.keep_limits(space, row)
    assert (row["battery"], row["limit"], row["margin"]) == (1, Limit.HANDOVER, -70.0)
    assert (row["free_battery"], row["free_limit"], row["free_margin"]) == (
        0, Limit.HANDOVER, -9.0,
    )  # fmt: skip


def test_without_a_battery_there_is_no_limit(battle):
    made = battle(batteries=0)
    row = np.zeros(1, CHANCE)[0]
    opportunity.keep_limits(space_of(made), row)
    assert (row["battery"], row["free_battery"]) == (-1, -1)
    assert (row["limit"], row["free_limit"]) == (0, 0)


def test_visibility_is_asked_in_the_last_period_before_each_cycle(one, monkeypatch):
    made, _ = one
    times = []
    monkeypatch.setattr(outcome, "note_visibility", lambda *given: times.append(given[3]))
    opportunity.note_visibility(made.world, made.state, 4.0)
    assert times == pytest.approx([0.9, 1.9, 2.9, 3.9])


def test_a_period_without_a_cycle_leaves_everything_to_do(one):
    made, space = one
    made.clock["next_fire_control"] = 1.0
    made.state.truth.objects["end_time"] = -1.0
    made.state.picture.tracks["active"] = 0
    for k in range(1, 10):
        left = opportunity.play_period(made.world, made.state, made.log, space)
        assert left == opportunity._GO_ON
        assert made.clock["time"] == k * 0.1
    assert made.clock["next_fire_control"] == 1.0
    opportunity.play_period(made.world, made.state, made.log, space)
    assert (made.clock["next_fire_control"], made.clock["period_index"]) == (2.0, 10)


def test_only_open_verdicts_are_asked_again_between_searches(one, monkeypatch):
    made, space = one
    asked = []
    monkeypatch.setattr(opportunity.command, "assess", lambda *given: asked.append(given[3]))
    space.spacing["next_search"] = 40.0
    for verdict, count in ((Verdict.PENDING, 1), (Verdict.THREATENING, 1), (Verdict.DEBRIS, 1)):
        made.state.picture.statuses[0]["verdict"] = verdict
        opportunity.assess_tracks(made.world, made.state, made.log, space.spacing[0], 30.0)
        assert len(asked) == count
    opportunity.assess_tracks(made.world, made.state, made.log, space.spacing[0], 40.0)
    assert len(asked) == 2
