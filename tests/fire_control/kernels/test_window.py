"""Launch windows: the estimated chance of a round, what a candidate fails, what is chosen."""

from math import exp, inf, radians, sin

import numpy as np
import pytest

from openthaad.fire_control.kernels import window
from openthaad.fire_control.kernels.defence import Candidates, Cycle
from openthaad.fire_control.kernels.rows import BATTERY, CANDIDATE
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.kernels.codes import Limit, Preference
from openthaad.tracking.kernels.prediction import PATH

pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.fixture
def interceptor():
    row = np.zeros(1, INTERCEPTOR)[0]
    row["seeker_range"], row["seeker_half_field"] = 100e3, radians(0.75)
    row["reliability"], row["p_kill_given_hit"] = 0.9, 0.8
    return row


@pytest.fixture
def battery():
    row = np.zeros(1, BATTERY)[0]
    row["assessment_delay"], row["reaction_time"] = 8.0, 10.0
    return row


def ladder(limits=(), *, flight=40.0):
    """Intercepts at 100, 102 ... 110 s, each so long after its launch; and what they fail."""
    found = np.zeros(6, CANDIDATE)
    found["time"] = np.arange(100.0, 112.0, 2.0)
    found["launch"] = found["time"] - flight
    found["limit"][: len(limits)] = limits
    return found


def path(sigmas=(50.0, 50.0)):
    """A path from 90 to 120 s whose error changes from one to the other, per axis [m]."""
    rows = np.zeros(2, PATH)
    rows["time"] = [90.0, 120.0]
    for row, sigma in zip(rows, sigmas, strict=True):
        row["covariance"][[0, 3, 5]] = sigma**2
    return rows


@pytest.mark.parametrize("sigma", [100.0, 1000.0, 3000.0])
def test_the_seeker_takes_in_a_circular_gaussian_error(interceptor, sigma):
    radius = 100e3 * sin(radians(0.75))
    wanted = 1.0 - exp(-(radius**2) / (2.0 * sigma**2))
    assert window.acquisition_probability(interceptor, sigma) == pytest.approx(wanted)


def test_without_error_every_target_is_in_the_field(interceptor):
    assert window.acquisition_probability(interceptor, 0.0) == 1.0


def test_a_round_s_chance_is_that_it_works_sees_and_kills(interceptor):
    assert window.kill_probability(interceptor, 0.0) == pytest.approx(0.72)
    seen = window.acquisition_probability(interceptor, 2000.0)
    assert window.kill_probability(interceptor, 2000.0) == pytest.approx(0.72 * seen)


@pytest.mark.parametrize("axis", range(3))
def test_error_is_the_root_mean_square_over_the_axes(axis):
    rows = path((0.0, 0.0))
    rows["covariance"][:, [0, 3, 5][axis]] = 300.0
    assert window.sigma_at(rows, 100.0) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("limit", "free", "forgiven", "capped", "uncapped"),
    [
        (Limit.NONE, Limit.NONE, Limit.NONE, False, False),
        (Limit.BELOW_FLOOR, Limit.NONE, Limit.NONE, True, False),
        (Limit.HANDOVER, Limit.HANDOVER, Limit.NONE, True, True),
        (Limit.HANDOVER, Limit.HANDOVER, Limit.HANDOVER, False, False),
        (Limit.GEOMETRY, Limit.GEOMETRY, Limit.HANDOVER, True, True),
        (Limit.NONE, Limit.NONE, Limit.HANDOVER, False, False),
    ],
)
def test_a_candidate_fails_what_is_not_forgiven(limit, free, forgiven, capped, uncapped):
    row = np.zeros(1, CANDIDATE)[0]
    row["limit"], row["free_limit"] = limit, free
    assert window.fails(row, int(forgiven), 1) == capped
    assert window.fails(row, int(forgiven), 0) == uncapped


@pytest.mark.parametrize(
    ("limits", "furthest"),
    [
        ([Limit.BELOW_FLOOR] * 6, Limit.BELOW_FLOOR),
        ([Limit.BELOW_FLOOR, Limit.HANDOVER, Limit.GEOMETRY] * 2, Limit.HANDOVER),
        ([Limit.ASCENDING] * 5, Limit.NO_TIME),  # the last fails nothing but time
    ],
)
def test_the_furthest_constraint_that_any_candidate_reached_is_reported(limits, furthest):
    assert window.furthest_limit(ladder(limits), 1) == furthest


def test_nothing_examined_reached_no_constraint():
    assert window.furthest_limit(np.zeros(0, CANDIDATE), 1) == Limit.NONE


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        (Limit.NONE, 70.0),
        (Limit.NO_TIME, 70.0),
        (Limit.BELOW_MINIMUM_PK, 70.0),
        (Limit.CHANNELS_FULL, 70.0),
        (Limit.HANDOVER, 64.0),
        (Limit.BEYOND_REACH_CAP, -inf),  # what a cap forbids has no launch
        (Limit.BELOW_FLOOR, -inf),
        (Limit.GEOMETRY, -inf),
    ],
)
def test_a_limit_is_about_launches_up_to_its_own_last(limit, last):
    found = ladder([Limit.BEYOND_REACH_CAP, Limit.HANDOVER, Limit.HANDOVER])
    assert window.last_launch(found, int(limit), 1) == last


@pytest.mark.parametrize(("now", "ready"), [(40.0, 60.0), (60.0, 60.0), (75.0, 75.0)])
def test_a_battery_is_ready_its_reaction_time_after_the_verdict(battery, now, ready):
    assert window.ready_time(battery, 50.0, Cycle(now, 1.0, 1)) == ready


def rounds(battery, found, *, now=0.0, verdict=-100.0, period=1.0, is_capped=1):
    candidates = Candidates(found[None], np.array([len(found)]))
    return window.count_opportunities(
        candidates, np.array([battery]), 0, 1, verdict, Cycle(now, period, is_capped)
    )


def long_ladder(flight):
    """Intercepts from 100 to 400 s, a fixed flight after their launch."""
    found = np.zeros(151, CANDIDATE)
    found["time"] = np.linspace(100.0, 400.0, 151)
    found["launch"] = found["time"] - flight
    return found


@pytest.mark.parametrize(("flight", "count"), [(92.0, 4), (52.0, 6), (42.0, 7), (12.0, 16)])
def test_a_round_leaves_when_the_last_was_met_and_assessed(battery, flight, count):
    # Launches are possible for 300 s, and one follows the other after flight + 8 s: with 100 s
    # between them the first and three more.
    assert rounds(battery, long_ladder(flight)) == count


def test_a_battery_that_was_warned_late_fires_fewer_rounds(battery):
    found = long_ladder(92.0)
    # Ready 10 s after the verdict; the launches end at 308 s.
    assert rounds(battery, found, verdict=98.0) == 3
    assert rounds(battery, found, verdict=98.1) == 2
    assert rounds(battery, found, verdict=298.0) == 1
    assert rounds(battery, found, verdict=298.1) == 0


def test_a_later_round_leaves_in_a_cycle_of_fire_control(battery):
    # Assessed at 108, 228 and 348 s: the cycles after that are at 128, 248 and 368 s.
    assert rounds(battery, long_ladder(92.0), now=8.0, period=30.0) == 3
    assert rounds(battery, long_ladder(92.0), now=8.0, period=20.0) == 4


def test_without_caps_a_capped_candidate_is_an_opportunity(battery):
    found = ladder([Limit.BELOW_FLOOR] * 6)
    found["free_limit"] = Limit.NONE
    assert rounds(battery, found, is_capped=1) == 0
    assert rounds(battery, found, is_capped=0) == 1


def find(battery, interceptor, found, earliest, rows=None):
    rows = path() if rows is None else rows
    return window.find_window(rows, battery, interceptor, found, earliest, 1)


def test_the_earliest_intercept_is_taken(battery, interceptor):
    chosen = find(battery, interceptor, ladder(), -inf)
    assert (chosen.limit, chosen.launch_time, chosen.intercept_time) == (0, 60.0, 100.0)
    assert chosen.last_launch_time == 70.0


def test_a_battery_that_is_not_ready_meets_it_later(battery, interceptor):
    chosen = find(battery, interceptor, ladder(), 65.0)
    assert (chosen.launch_time, chosen.intercept_time) == (65.0, 105.0)


def test_after_the_last_launch_it_is_time_that_is_short(battery, interceptor):
    assert find(battery, interceptor, ladder(), 70.0).limit == Limit.NONE
    chosen = find(battery, interceptor, ladder(), 70.1)
    assert (chosen.limit, chosen.last_launch_time) == (Limit.NO_TIME, 70.0)
    assert np.isnan([chosen.launch_time, chosen.intercept_time]).all()


def test_where_all_fail_the_furthest_limit_is_told(battery, interceptor):
    chosen = find(battery, interceptor, ladder([Limit.HANDOVER, Limit.GEOMETRY] * 3), -inf)
    assert (chosen.limit, chosen.last_launch_time) == (Limit.HANDOVER, -inf)


@pytest.mark.parametrize(
    ("least", "limit"), [(0.71, Limit.NONE), (0.73, Limit.BELOW_MINIMUM_PK)]
)
def test_a_chance_below_the_battery_s_least_is_not_taken(battery, interceptor, least, limit):
    battery["min_kill_probability"] = least
    chosen = find(battery, interceptor, ladder(), -inf)
    assert (chosen.limit, chosen.kill_probability) == (limit, pytest.approx(0.72, abs=1e-6))


def test_the_most_certain_intercept_is_where_the_error_is_least(battery, interceptor):
    battery["preference"] = Preference.MOST_CERTAIN
    shrinking, growing = path((3000.0, 500.0)), path((500.0, 3000.0))
    assert find(battery, interceptor, ladder(), -inf, shrinking).intercept_time == 110.0
    assert find(battery, interceptor, ladder(), -inf, growing).intercept_time == 100.0
    battery["preference"] = Preference.EARLIEST
    assert find(battery, interceptor, ladder(), -inf, shrinking).intercept_time == 100.0


def test_the_most_certain_intercept_is_one_that_fails_nothing(battery, interceptor):
    battery["preference"] = Preference.MOST_CERTAIN
    found = ladder()
    found["limit"][4:] = Limit.GEOMETRY
    chosen = find(battery, interceptor, found, -inf, path((3000.0, 500.0)))
    assert (chosen.intercept_time, chosen.launch_time) == (106.0, 66.0)
    sigma = window.sigma_at(path((3000.0, 500.0)), 106.0)
    wanted = window.kill_probability(interceptor, sigma)
    assert chosen.kill_probability == pytest.approx(wanted)


def test_of_equally_certain_intercepts_the_earliest_is_taken(battery, interceptor):
    battery["preference"] = Preference.MOST_CERTAIN
    assert find(battery, interceptor, ladder(), 61.0).launch_time == 61.0


def test_a_window_that_is_none_has_no_chance(battery, interceptor):
    assert find(battery, interceptor, ladder(), inf).kill_probability == 0.0
