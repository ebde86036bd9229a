"""What a battery may do about a track, what it has done, and what it waits for."""

from math import inf, nan

import numpy as np
import pytest

from openthaad.engine.tables import TRACK_STATUS
from openthaad.fire_control.kernels import engagement, search
from openthaad.fire_control.kernels.defence import Candidates, Cycle, Defence, Readiness
from openthaad.fire_control.kernels.rows import (
    BATTERY,
    BATTERY_STATE,
    CANDIDATE,
    ENGAGEMENT,
    LAUNCHER_STATE,
)
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.interceptor.kernels.flyout import FLYOUT
from openthaad.kernels.codes import Limit, Verdict
from openthaad.tracking.kernels.prediction import PATH
from openthaad.tracking.kernels.tracks import TRACK

pytestmark = pytest.mark.usefixtures("uncompiled")


def rows(count):
    made = np.zeros(count, ENGAGEMENT)
    engagement.clear(made)
    return made


@pytest.fixture
def two():
    """Two batteries with two launchers each, of four rounds a launcher."""
    batteries = np.zeros(2, BATTERY)
    batteries["number"], batteries["first_launcher"] = [0, 1], [0, 2]
    batteries["launcher_count"], batteries["look"], batteries["salvo"] = 2, 1, 2
    batteries["max_rounds"], batteries["channels"], batteries["reaction_time"] = 4, 6, 10.0
    batteries["assessment_delay"] = 8.0
    launchers = np.zeros(4, LAUNCHER_STATE)
    launchers["rounds"] = 4
    return batteries, Readiness(np.zeros(2, BATTERY_STATE), launchers)


def test_a_new_track_has_nothing_found_and_nothing_fired():
    made = np.ones(2, ENGAGEMENT)
    engagement.clear(made)
    for name in ("limit", "opportunities", "was_late", "fired", "volley", "awaiting"):
        assert not made[name].any(), name
    assert np.isnan([made["margin"], made["engageable_time"]]).all()
    assert (made["limit_time"] == -inf).all()
    assert (made["limit_until"] == -inf).all()
    assert not engagement.has_any_window(made)


def test_a_window_cleared_offers_no_launch_and_forgets_no_round():
    made = np.ones(2, ENGAGEMENT)
    engagement.clear_windows(made)
    assert (made["launch_time"] == inf).all()
    assert (made["last_launch_time"] == -inf).all()
    assert (made["fired"] == 1).all()
    assert not engagement.has_any_window(made)


@pytest.mark.parametrize(
    ("active", "count", "verdict", "killed", "may"),
    [
        (1, 9, Verdict.THREATENING, 0, True),
        (0, 9, Verdict.THREATENING, 0, False),
        (1, 0, Verdict.THREATENING, 0, False),
        (1, 9, Verdict.DEBRIS, 0, False),
        (1, 9, Verdict.HARMLESS, 0, False),
        (1, 9, Verdict.PENDING, 0, False),
        (1, 9, Verdict.THREATENING, 1, False),
    ],
)
def test_only_a_live_threat_may_be_engaged(active, count, verdict, killed, may):
    track, status = np.zeros(1, TRACK)[0], np.zeros(1, TRACK_STATUS)[0]
    track["active"], status["path_count"] = active, count
    status["verdict"], status["assessed_killed"] = verdict, killed
    assert engagement.may_be_engaged(track, status) == may


@pytest.mark.parametrize(
    ("look", "volley", "awaiting", "waits"),
    [
        (1, [0, 0], [1, 0], True),
        (1, [0, 0], [0, 1], True),  # the other battery's shot is waited for, too
        (0, [0, 0], [1, 1], False),  # doctrine does not look
        (1, [1, 0], [1, 0], False),  # its salvo goes on
        (1, [0, 1], [0, 1], True),  # the other's salvo is not its own
        (1, [0, 0], [0, 0], False),
    ],
)
def test_a_battery_waits_for_what_shots_do(two, look, volley, awaiting, waits):
    made = rows(2)
    made["volley"], made["awaiting"] = volley, awaiting
    two[0]["look"] = look
    assert engagement.is_waiting(made, two[0][0]) == waits


def test_rounds_left_are_those_of_the_battery_s_launchers_less_its_reserve(two):
    batteries, readiness = two
    readiness.launchers["rounds"] = [4, 3, 2, 1]
    batteries["reserve"] = [2, 4]
    left = [engagement.rounds_left(each, readiness.launchers) for each in batteries]
    assert left == [5, -1]


@pytest.mark.parametrize(
    ("times", "counts", "soonest"),
    [([30.0, 20.0], [4, 4], 20.0), ([30.0, 20.0], [4, 0], 30.0), ([30.0, 20.0], [0, 0], inf)],
)
def test_a_launcher_is_next_that_has_a_round(two, times, counts, soonest):
    batteries, readiness = two
    readiness.launchers["ready_time"] = [1.0, 1.0, *times]
    readiness.launchers["rounds"] = [4, 4, *counts]
    assert engagement.next_ready(batteries[1], readiness.launchers) == soonest


@pytest.mark.parametrize(
    ("hold", "fired", "volley", "in_flight", "left", "limit"),
    [
        (0, 0, 0, 0, 8, Limit.NONE),
        (1, 0, 0, 0, 8, Limit.HELD_BY_DOCTRINE),
        (0, 3, 0, 0, 8, Limit.NONE),
        (0, 4, 0, 0, 8, Limit.HELD_BY_DOCTRINE),
        (0, 4, 1, 0, 8, Limit.NONE),  # a salvo begun is fired
        (0, 0, 0, 5, 8, Limit.NONE),
        (0, 0, 0, 6, 8, Limit.CHANNELS_FULL),
        (0, 0, 0, 0, 0, Limit.MAGAZINE_EMPTY),
        (0, 0, 0, 6, 0, Limit.CHANNELS_FULL),
        (1, 4, 0, 6, 0, Limit.HELD_BY_DOCTRINE),
    ],
)
def test_doctrine_channels_and_rounds_are_asked_in_turn(
    two, hold, fired, volley, in_flight, left, limit
):
    batteries, readiness = two
    batteries["hold_fire"], readiness.batteries["in_flight"] = hold, [99, in_flight]
    readiness.launchers["rounds"] = [9, 9, left, 0]
    row = rows(1)[0]
    row["fired"], row["volley"] = fired, volley
    assert engagement.obstacle(row, batteries[1], readiness) == limit


def test_a_reserve_is_never_fired(two):
    batteries, readiness = two
    batteries["reserve"] = 8
    row = rows(1)[0]
    assert engagement.obstacle(row, batteries[0], readiness) == Limit.MAGAZINE_EMPTY
    batteries["reserve"] = 7
    assert engagement.obstacle(row, batteries[0], readiness) == Limit.NONE


@pytest.mark.parametrize(
    ("salvo", "volleys"), [(1, [0, 0, 0, 0]), (2, [1, 0, 1, 0]), (3, [2, 1, 0, 2])]
)
def test_a_salvo_is_counted_down_and_begun_anew(two, salvo, volleys):
    batteries, _ = two
    batteries["salvo"] = salvo
    status, row, left = np.zeros(1, TRACK_STATUS)[0], rows(1)[0], []
    status["first_shot_time"] = nan
    for time in (40.0, 45.0, 50.0, 55.0):
        engagement.book(status, row, batteries[0], time)
        left.append(row["volley"])
    assert left == volleys
    assert row["fired"] == row["awaiting"] == status["in_flight"] == 4
    assert status["first_shot_time"] == 40.0


def ladder():
    """Intercepts at 100, 102 ... 130 s, each 40 s after its launch."""
    found = np.zeros(16, CANDIDATE)
    found["time"] = np.arange(100.0, 132.0, 2.0)
    found["launch"] = found["time"] - 40.0
    return found


def scene(two, *found):
    """A track that was judged at 50 s, and what the search of its path found, by battery."""
    batteries, readiness = two
    status = np.zeros(1, TRACK_STATUS)[0]
    status["verdict_time"], status["engageable_time"] = 50.0, nan
    path = np.zeros(2, PATH)
    path["time"], path["position"] = [90.0, 140.0], (6.4e6, 0.0, 1.0)
    batteries["position"] = (6.378137e6, 0.0, 0.0)
    kinds = np.zeros(1, INTERCEPTOR)
    kinds["seeker_floor"] = 40e3
    kinds["reliability"] = kinds["p_kill_given_hit"] = 1.0
    empty = np.zeros(0)
    defence = Defence(empty, batteries, empty, kinds, np.zeros(2, FLYOUT))
    candidates = Candidates(np.stack(found), np.array([len(each) for each in found]))
    return status, path, defence, readiness, candidates


def find(two, made, *found, now=52.0):
    status, path, defence, readiness, candidates = scene(two, *found)
    cycle = Cycle(now, 1.0, 1)
    engagement.find_windows(status, made, path, defence, readiness, candidates, cycle)
    engagement.note_margins(made, path, defence, candidates, cycle)
    return status


def test_each_battery_has_a_window_of_its_own(two):
    made, late = rows(2), ladder()
    late["limit"][:6] = Limit.GEOMETRY
    status = find(two, made, ladder(), late)
    assert list(made["launch_time"]) == [60.0, 72.0]
    assert list(made["intercept_time"]) == [100.0, 112.0]
    assert list(made["last_launch_time"]) == [90.0, 90.0]
    assert status["engageable_time"] == 52.0
    assert (made["engageable_time"] == 52.0).all()


def test_a_launcher_that_reloads_delays_its_battery_s_window(two):
    two[1].launchers["ready_time"] = [70.0, 75.0, 0.0, 0.0]
    made = rows(2)
    find(two, made, ladder(), ladder())
    assert list(made["launch_time"]) == [70.0, 60.0]


def test_a_limit_leaves_no_window_and_keeps_its_last_launch(two):
    made, barred = rows(2), ladder()
    barred["limit"] = Limit.SEEKER_WINDOW
    two[0]["hold_fire"] = [1, 0]
    find(two, made, ladder(), barred)
    assert list(made["limit"]) == [Limit.HELD_BY_DOCTRINE, Limit.SEEKER_WINDOW]
    assert list(made["limit_until"]) == [90.0, 90.0]
    assert (made["limit_time"] == 52.0).all()
    # The path lies 21,863 m up.
    assert made["margin"][1] == pytest.approx(21863.0 - 40e3)
    assert not engagement.has_any_window(made)


def test_time_is_short_by_what_lies_between_the_last_launch_and_readiness(two):
    made = rows(2)
    status = find(two, made, ladder(), ladder(), now=93.0)
    assert (made["limit"] == Limit.NO_TIME).all()
    assert (made["margin"] == -3.0).all()
    assert np.isnan(status["engageable_time"])
    assert status["opportunities"] == 0


def test_a_chance_is_short_of_the_least_by_its_difference(two):
    two[0]["min_kill_probability"] = 1.25
    made = rows(2)
    find(two, made, ladder(), ladder())
    assert (made["limit"] == Limit.BELOW_MINIMUM_PK).all()
    assert made["margin"] == pytest.approx([-0.25, -0.25])


def test_what_a_battery_has_left_has_no_margin(two):
    two[1].batteries["in_flight"] = 6
    made = rows(2)
    find(two, made, ladder(), ladder())
    assert (made["limit"] == Limit.CHANNELS_FULL).all()
    assert np.isnan(made["margin"]).all()


def test_a_margin_of_geometry_is_asked_of_the_candidates(two, monkeypatch):
    asked = []
    monkeypatch.setattr(search, "nearest_margin", lambda *a: asked.append(a[0]) or -40.0)
    barred = ladder()
    barred["limit"] = Limit.GEOMETRY
    made = rows(2)
    find(two, made, barred, barred)
    assert asked == [Limit.GEOMETRY] * 2
    assert (made["margin"] == -40.0).all()


def test_a_limit_of_another_cycle_keeps_its_margin(two):
    made = rows(2)
    made["limit"], made["limit_time"], made["margin"] = Limit.GEOMETRY, 51.0, -70.0
    find(two, made, ladder(), ladder())
    assert (made["margin"] == -70.0).all()


def test_opportunities_are_each_battery_s_and_those_of_all(two):
    made = rows(2)
    two[0]["assessment_delay"] = [-15.0, -25.0]
    status = find(two, made, ladder(), ladder())
    assert list(made["opportunities"]) == [2, 3]
    assert status["opportunities"] == 3


def test_another_battery_s_chance_later_may_add_rounds_but_not_an_earlier_time(two):
    made, barred = rows(2), ladder()
    barred["limit"] = Limit.GEOMETRY
    two[0]["assessment_delay"] = [-15.0, -25.0]
    status, _, defence, _, candidates = scene(two, ladder(), barred)
    for now, limit in ((52.0, Limit.GEOMETRY), (53.0, Limit.NONE)):
        candidates.rows[1]["limit"] = limit
        engagement.count_opportunities(
            status, made, defence.batteries, candidates, Cycle(now, 1.0, 1)
        )
    assert list(made["engageable_time"]) == [52.0, 53.0]
    assert status["engageable_time"] == 52.0
    assert status["opportunities"] == 3


@pytest.mark.parametrize(("verdict", "late"), [(89.9, 0), (90.0, 0), (90.1, 1)])
def test_a_verdict_after_the_last_useful_launch_was_late(two, verdict, late):
    made = rows(2)
    status, _, defence, _, candidates = scene(two, ladder(), ladder())
    status["verdict_time"] = verdict
    engagement.count_opportunities(
        status, made, defence.batteries, candidates, Cycle(verdict, 1.0, 1)
    )
    assert (made["was_late"] == late).all()


def test_no_verdict_was_late_for_what_no_launch_could_ever_meet(two):
    made, barred = rows(2), ladder()
    barred["limit"] = Limit.GEOMETRY
    status, _, defence, _, candidates = scene(two, barred, barred)
    status["verdict_time"] = 500.0
    engagement.count_opportunities(
        status, made, defence.batteries, candidates, Cycle(500.0, 1.0, 1)
    )
    assert not made["was_late"].any()


@pytest.mark.parametrize(
    ("known", "awaiting", "searches"),
    [
        ([nan, nan], [0, 0], 2),
        ([52.0, 52.0], [1, 0], 0),  # both wait, and have counted before
        ([52.0, nan], [1, 0], 2),  # one has not counted yet: all paths are searched
        ([52.0, 52.0], [0, 0], 2),
    ],
)
def test_a_path_is_searched_while_anybody_needs_it(two, monkeypatch, known, awaiting, searches):
    monkeypatch.setattr(search, "examine_path", lambda *_: 5)
    made = rows(2)
    made["engageable_time"], made["awaiting"] = known, awaiting
    _, path, defence, _, candidates = scene(two, ladder(), ladder())
    assert engagement.examine(path, made, defence, candidates) == searches
    assert list(candidates.counts) == ([5, 5] if searches else [-1, -1])


def test_a_battery_that_waits_has_no_window_while_the_other_fires_its_salvo(two):
    made = rows(2)
    made["awaiting"], made["volley"] = [1, 0], [1, 0]
    find(two, made, ladder(), ladder())
    assert list(made["launch_time"]) == [60.0, inf]
