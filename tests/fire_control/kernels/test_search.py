"""Candidate intercepts: what can be done does not hang on where a path's rows happen to lie."""

import numpy as np
import pytest

from openthaad.earth.kernels.frames import altitude, geodetic_to_ecef, ground_range
from openthaad.fire_control.kernels import window as windows
from openthaad.fire_control.kernels.defence import Candidates, Cycle
from openthaad.fire_control.kernels.rows import BATTERY, CANDIDATE
from openthaad.fire_control.kernels.search import examine_path
from openthaad.fire_control.kernels.window import find_window
from openthaad.kernels.codes import Limit
from openthaad.scenario import load_scenario
from openthaad.scenario.world import build_world
from openthaad.tracking.kernels.prediction import PATH

# Southwards over the battery's meridian, falling: inside 200 km of reach, and then under 40 km
# of floor, within a time that is no longer than the rows of a path lie apart.
FAR, NEAR = (38.27, 100.0e3), (37.74, 30.0e3)


@pytest.fixture(scope="module")
def world():
    return build_world(load_scenario("korea-2017"))[0]


def next_intercept(found, earliest, j, forgiven):
    return windows.next_intercept(found, earliest, j, int(forgiven), 1)


def count_opportunities(found, earliest, look, cycle, *more):
    """Rounds of one battery, and of more with candidates of their own: (found, look)."""
    each = [(found, look), *more]
    batteries = np.zeros(len(each), BATTERY)
    batteries["assessment_delay"] = [look for _, look in each]
    rows = np.stack([found for found, _ in each])
    candidates = Candidates(rows, np.array([len(found) for found, _ in each]))
    return windows.count_opportunities(candidates, batteries, 0, len(each), earliest, cycle)


def place(time):
    share = (time - 180.0) / 40.0
    latitude = FAR[0] + share * (NEAR[0] - FAR[0])
    height = FAR[1] + share * (NEAR[1] - FAR[1])
    return np.array(geodetic_to_ecef(np.radians(latitude), np.radians(128.24), height))


def path(phase, spacing):
    times = np.arange(180.0 + phase, 222.0, spacing)
    rows = np.zeros(len(times), PATH)
    rows["time"] = times
    for row, time in zip(rows, times, strict=True):
        row["position"] = place(time)
        row["velocity"] = (place(time + 0.01) - place(time - 0.01)) / 0.02
        row["covariance"][[0, 3, 5]] = 100.0
    return rows


def examined(world, rows):
    found = np.zeros(3 * len(rows) + 8, CANDIDATE)
    n = examine_path(rows, world.batteries[0], world.defence, found)
    return found[:n]


@pytest.fixture(scope="module")
def window(world):
    """First and last time inside reach and above the floor, on a grid of hundredths."""
    times = np.arange(180.0, 222.0, 0.01)
    site = tuple(world.batteries[0]["position"])
    inside = [
        t for t in times
        if ground_range(site, tuple(place(t))) < 200e3 and altitude(tuple(place(t))) > 40e3
    ]  # fmt: skip
    return inside[0], inside[-1]


def test_a_window_between_two_rows_is_found_at_every_phase(world, window):
    first, last = window
    assert 1.0 < last - first < 4.0
    for phase in np.arange(0.0, 8.0, 0.5):
        found = examined(world, path(phase, 8.0))
        j, time, _ = next_intercept(found, -np.inf, 0, Limit.NONE)
        assert j < len(found)
        # Eight halvings of eight seconds.
        assert first - 0.01 <= time <= first + 0.045


def test_the_first_launch_does_not_depend_on_the_phase_of_the_rows(world):
    launches = [
        next_intercept(found, -np.inf, 0, Limit.NONE)[2]
        for found in (examined(world, path(phase, 2.0)) for phase in np.arange(0.0, 2.0, 0.25))
    ]
    # Halvings end at 16 ms of two seconds, and a launch moves faster than the intercept.
    assert np.ptp(launches) < 0.15


def test_a_round_may_leave_at_any_time_of_the_window_not_at_rows_only(world):
    rows = path(0.0, 2.0)
    found = examined(world, rows)
    first = next_intercept(found, -np.inf, 0, Limit.NONE)[2]
    last = found["launch"][found["limit"] == Limit.NONE].max()
    assert last - first > 1.0
    for wanted in np.linspace(first, last, 9):
        window = find_window(rows, world.batteries[0], world.interceptors[0], found, wanted, 1)
        assert window.limit == Limit.NONE
        assert window.launch_time == pytest.approx(wanted)


def test_candidates_are_in_order_of_time_and_hold_every_row(world):
    rows = path(0.7, 8.0)
    found = examined(world, rows)
    assert (np.diff(found["time"]) > 0.0).all()
    assert np.isin(rows["time"], found["time"]).all()


def ladder():
    """Intercepts from 100 to 130 s, each 40 s after its launch."""
    found = np.zeros(16, CANDIDATE)
    found["time"] = np.arange(100.0, 132.0, 2.0)
    found["launch"] = found["time"] - 40.0
    return found


def test_between_candidates_the_intercept_goes_with_the_launch():
    assert next_intercept(ladder(), 61.5, 0, Limit.NONE) == (1, pytest.approx(101.5), 61.5)


def test_after_the_last_launch_there_is_no_intercept():
    assert next_intercept(ladder(), 90.5, 0, Limit.NONE)[0] == 16


def test_a_failed_candidate_is_not_interpolated_from():
    found = ladder()
    found["limit"][0] = Limit.BEYOND_REACH_CAP
    assert next_intercept(found, 61.5, 0, Limit.NONE) == (1, 102.0, 62.0)


@pytest.mark.parametrize(("look", "rounds"), [(-30.0, 4), (-25.0, 3), (0.0, 1)])
def test_opportunities_follow_one_another_without_regard_to_rows(look, rounds):
    # Launches are possible for 30 s; each next one leaves 40 s + look after the last.
    assert count_opportunities(ladder(), 60.0, look, Cycle(60.0, 1e-3, 1)) == rounds


def test_a_later_round_waits_for_the_cycle_after_the_assessment():
    # The first is met at 100 s and assessed at 89.9 s; launches end at 90.
    for now, rounds in ((59.9, 2), (60.0, 2), (59.5, 1)):
        assert count_opportunities(ladder(), 60.0, -10.1, Cycle(now, 1.0, 1)) == rounds


def test_a_later_round_may_count_on_the_track_to_reach_further():
    found = ladder()
    found["limit"][8:] = Limit.HANDOVER
    assert count_opportunities(found, 60.0, -15.0, Cycle(60.0, 1.0, 1)) == 2
    found["limit"][8:] = Limit.OUTSIDE_COVERAGE
    assert count_opportunities(found, 60.0, -15.0, Cycle(60.0, 1.0, 1)) == 1
    found["limit"][:] = Limit.HANDOVER
    assert count_opportunities(found, 60.0, -15.0, Cycle(60.0, 1.0, 1)) == 0


def test_batteries_take_turns_and_another_one_never_lowers_the_count():
    late = ladder()
    late["limit"][:10] = Limit.BEYOND_REACH_CAP
    cycle = Cycle(60.0, 1.0, 1)
    alone = count_opportunities(ladder(), 60.0, -15.0, cycle)
    assert alone == 2
    assert count_opportunities(late, 60.0, -15.0, cycle) == 1
    # The other's reach begins where the first has fired once; both fire, one after the other.
    assert count_opportunities(late, 60.0, -15.0, cycle, (ladder(), -15.0)) == 2
    # One that assesses sooner comes first, whichever is named first.
    assert count_opportunities(ladder(), 60.0, -15.0, cycle, (ladder(), -25.0)) == 3
    assert count_opportunities(ladder(), 60.0, -25.0, cycle, (ladder(), -15.0)) == 3


def test_caps_are_a_mask_over_the_same_candidates(world):
    rows = path(0.0, 2.0)
    battery = world.batteries.copy()
    battery["beyond_caps"] = 1
    found = np.zeros(3 * len(rows) + 8, CANDIDATE)
    found = found[: examine_path(rows, battery[0], world.defence, found)]
    assert Limit.BEYOND_REACH_CAP in found["limit"]
    assert Limit.BEYOND_REACH_CAP not in found["free_limit"]
    capped = found["limit"] <= Limit.BEYOND_REACH_CAP
    agree = found["limit"] == found["free_limit"]
    assert agree[~capped | (found["limit"] == Limit.NONE)].all()
    off = battery.copy()
    off["caps_on"] = 0
    free = np.zeros(3 * len(rows) + 8, CANDIDATE)
    free = free[: examine_path(rows, off[0], world.defence, free)]
    assert (free["limit"] == free["free_limit"]).all()
    kept = np.isin(found["time"], free["time"])
    assert set(found["free_limit"][kept]) == set(free["limit"])
