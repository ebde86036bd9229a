"""Whether a missile could be engaged: what is found, and when that is settled."""

from math import inf, nan

import numpy as np
import pytest

from openthaad.engine import opportunity
from openthaad.kernels.codes import Limit, Verdict

FREE, CAPPED = 0, 1


def search(asked, time):
    made, space = asked
    return opportunity.search(made.world, made.state, space, 0, time)


def test_nothing_is_found_at_first(asked):
    _, space = asked
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
    asked, chances, limits, late, found, all_found
):
    _, space = asked
    space.statuses["opportunities"] = chances
    space.engagements["limit"][:, 0], space.engagements["was_late"][:, 0] = limits, late
    assert opportunity.has_found(space) == found
    assert opportunity.has_found_all(space) == all_found


@pytest.mark.parametrize(
    ("time", "after", "parting"),
    [(0.0, 5.0, True), (74.9, 5.0, True), (75.0, 5.0, False), (69.9, 0.0, True)],
)
def test_a_warhead_parts_until_a_while_after_its_separation(asked, time, after, parting):
    made, _ = asked
    made.state.truth.objects["separation_time"] = 70.0
    assert opportunity.is_parting(made.state, time, after) == parting


def test_what_never_separates_never_parts(asked):
    made, _ = asked
    made.state.truth.objects["separation_time"] = inf
    assert not opportunity.is_parting(made.state, 10.0, 5.0)
    assert not opportunity.is_whole(made.world, made.state, 0, 10.0)


@pytest.mark.parametrize(("noted", "whole"), [(nan, True), (69.9, True), (70.0, False)])
def test_a_track_is_whole_until_it_was_seen_to_part(asked, noted, whole):
    made, _ = asked
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
def test_a_trial_is_the_same_with_no_shot_and_no_other_limit(asked, chances, limit, late, same):
    _, space = asked
    space.engagements["limit"] = [[Limit.HANDOVER], [Limit.GEOMETRY]]
    space.trial_status["opportunities"] = chances
    space.trial["limit"], space.trial["was_late"] = limit, late
    assert opportunity.is_same(space, CAPPED) == same


def test_a_chance_is_found_with_the_caps_and_without(asked):
    assert search(asked, 30.0)
    _, space = asked
    assert (space.statuses["opportunities"] > 0).all()
    assert (space.statuses["engageable_time"] == 30.0).all()


def test_a_cap_stands_in_the_way_with_the_caps_only(asked):
    made, space = asked
    made.world.batteries["floor"], made.world.interceptors["seeker_floor"] = 200e3, 0.0
    search(asked, 30.0)
    assert space.statuses[CAPPED]["opportunities"] == 0
    assert space.statuses[FREE]["opportunities"] > 0
    row = space.engagements[CAPPED, 0]
    assert row["limit"] == Limit.BELOW_FLOOR
    # The highest of the path, 160 km at its start and the Earth's curve over 260 km.
    assert row["margin"] == pytest.approx(160e3 + 260e3**2 / (2 * 6.378e6) - 200e3, abs=200.0)


def test_a_chance_found_is_not_looked_for_again(asked):
    search(asked, 30.0)
    _, space = asked
    space.statuses["opportunities"] = 7
    search(asked, 31.0)
    assert (space.statuses["opportunities"] == 7).all()
    assert (space.statuses["engageable_time"] == 30.0).all()


def test_a_thorough_look_is_settled_by_a_chance_under_the_caps_alone(asked):
    made, space = asked
    space.spacing["is_thorough"] = 1
    made.world.batteries["floor"], made.world.interceptors["seeker_floor"] = 200e3, 0.0
    assert not search(asked, 30.0)
    made.world.batteries["floor"] = 40e3
    assert search(asked, 31.0)


def test_what_no_launch_can_meet_any_more_is_settled(asked):
    made, space = asked
    made.state.picture.statuses[0]["verdict_time"] = 300.0
    search(asked, 300.0)
    assert search(asked, 301.0)
    assert (space.statuses["opportunities"] == 0).all()
    assert (space.engagements["limit"] == Limit.NO_TIME).all()


def test_the_path_that_left_the_answer_open_is_asked_first_the_next_time(asked, monkeypatch):
    made, space = asked
    ways = []

    def is_same_on(world, state, space, i, moved):
        ways.append(moved.way)
        return moved.way != 3

    monkeypatch.setattr(opportunity, "is_same_on", is_same_on)
    for _ in range(2):
        assert not opportunity.is_settled(made.world, made.state, space, 0, 30.0)
    assert ways == [0, 1, 2, 3, 3]


def test_time_is_not_settled_while_a_warhead_may_part(asked):
    # The verdict may change with the push, and fire be held for that.
    made, _ = asked
    made.state.picture.statuses[0]["verdict_time"] = 300.0
    made.state.truth.objects["separation_time"] = 299.0
    made.state.picture.tracks[0]["separation_time"] = nan
    assert not search(asked, 300.0)


@pytest.mark.parametrize(("push", "settled"), [(0.0, True), (1000.0, False)])
def test_a_limit_is_settled_before_the_push_only_as_far_as_the_push_is_told(
    asked, push, settled
):
    # Too low for the caps by 45 km at first: twice a push of 1 km/s for a minute is more.
    made, space = asked
    made.world.batteries["floor"], made.world.interceptors["seeker_floor"] = 210e3, 0.0
    tracker = made.world.tracker
    params = tracker.params._replace(separation_speed=push)
    made = made._replace(world=made.world._replace(tracker=tracker._replace(params=params)))
    made.state.truth.objects["separation_time"] = 29.0
    made.state.picture.tracks[0]["separation_time"] = nan
    assert opportunity.is_whole(made.world, made.state, 0, 30.0)
    assert search((made, space), 30.0) == settled
    assert space.engagements[CAPPED, 0]["limit"] == Limit.BELOW_FLOOR


def test_the_meeting_of_the_first_shot_is_kept(asked):
    made, space = asked
    search(asked, 30.0)
    opportunity.keep_meeting(made.state, space, 0)
    # A launch at 30 s meets it at some 96 s, 64 km up and, over 68 km, a third more.
    assert space.meeting[0] == pytest.approx(96.0, abs=0.5)
    height = 160e3 - 1000.0 * space.meeting[0]
    north = 260e3 - 2000.0 * space.meeting[0]
    assert space.meeting[1] == pytest.approx(height + north**2 / (2 * 6.378e6), abs=30.0)


def test_without_a_window_nothing_is_met(asked):
    made, space = asked
    opportunity.keep_meeting(made.state, space, 0)
    assert np.isnan(space.meeting).all()


def test_only_open_verdicts_are_asked_again_between_searches(asked, monkeypatch):
    made, space = asked
    asked = []
    monkeypatch.setattr(opportunity.command, "assess", lambda *given: asked.append(given[3]))
    space.spacing["next_search"] = 40.0
    for verdict, count in ((Verdict.PENDING, 1), (Verdict.THREATENING, 1), (Verdict.DEBRIS, 1)):
        made.state.picture.statuses[0]["verdict"] = verdict
        opportunity.assess_tracks(made.world, made.state, made.log, space.spacing[0], 30.0)
        assert len(asked) == count
    opportunity.assess_tracks(made.world, made.state, made.log, space.spacing[0], 40.0)
    assert len(asked) == 2
