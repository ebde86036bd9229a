"""Who engages which track next, and from which launcher."""

from math import cos, inf, pi, radians, sin

import numpy as np
import pytest

from openthaad.engine.tables import TRACK_STATUS
from openthaad.fire_control.kernels import assignment, engagement
from openthaad.fire_control.kernels.rows import (
    ASSET,
    BATTERY,
    ENGAGEMENT,
    LAUNCHER,
    LAUNCHER_STATE,
)
from openthaad.tracking.kernels.tracks import TRACK

RADIUS = 6378137.0
pytestmark = pytest.mark.usefixtures("uncompiled")


def windows(launches, intercepts, lasts=None):
    rows = np.zeros(len(launches), ENGAGEMENT)
    rows["launch_time"], rows["intercept_time"] = launches, intercepts
    rows["last_launch_time"] = launches if lasts is None else lasts
    return rows


@pytest.mark.parametrize(
    ("launches", "intercepts", "battery"),
    [
        ([10.0, 10.5], [90.0, 80.0], 1),  # the earlier intercept, not the earlier launch
        ([10.0, 11.0], [90.0, 80.0], 0),  # the next cycle will do for the other
        ([11.0, 12.0], [90.0, 80.0], -1),
        ([10.0, 10.0], [80.0, 80.0], 0),
        ([inf, 10.0], [inf, 80.0], 1),
        ([inf, inf], [inf, inf], -1),
    ],
)
def test_of_batteries_that_fire_in_this_cycle_the_first_to_meet_it_does(
    launches, intercepts, battery
):
    assert assignment.nearest_battery(windows(launches, intercepts), 11.0) == battery


def raid(values, lasts, *, launches=None):
    """Tracks that each threaten an asset of a value, with the last launch at each."""
    count = len(values)
    tracks, statuses = np.zeros(count, TRACK), np.zeros(count, TRACK_STATUS)
    assets, engagements = np.zeros(count, ASSET), np.zeros((count, 1), ENGAGEMENT)
    tracks["active"], assets["value"] = 1, values
    statuses["asset"] = np.arange(count)
    for i in range(count):
        at = 10.0 if launches is None else launches[i]
        engagements[i] = windows([at], [at + 60.0], [lasts[i]])
    return tracks, statuses, engagements, assets


@pytest.mark.parametrize(
    ("values", "lasts", "first"),
    [
        ([1.0, 2.0, 1.0], [50.0, 90.0, 20.0], 1),  # value before time
        ([1.0, 1.0, 1.0], [50.0, 90.0, 20.0], 2),  # then the least time left
        ([1.0, 1.0, 1.0], [50.0, 50.0, 50.0], 0),  # then the first
        ([0.0, 0.0, 0.0], [50.0, 40.0, 60.0], 1),  # what is worth nothing is still shot at
    ],
)
def test_the_most_valuable_and_then_the_most_urgent_comes_first(values, lasts, first):
    assert assignment.next_engagement(*raid(values, lasts), 11.0) == first


def test_a_track_whose_launch_lies_beyond_the_next_cycle_waits():
    tables = raid([2.0, 1.0], [50.0, 50.0], launches=[11.0, 10.9])
    assert assignment.next_engagement(*tables, 11.0) == 1
    assert assignment.next_engagement(*tables, 11.1) == 0


def test_a_row_without_a_track_is_not_engaged():
    tables = raid([2.0, 1.0], [50.0, 50.0])
    tables[0]["active"] = [0, 1]
    assert assignment.next_engagement(*tables, 11.0) == 1
    tables[0]["active"] = 0
    assert assignment.next_engagement(*tables, 11.0) == assignment.NO_ROW


def test_time_left_is_that_of_the_battery_that_can_wait_longest():
    tracks, statuses, _, assets = raid([1.0, 1.0], [0.0, 0.0])
    engagements = np.zeros((2, 2), ENGAGEMENT)
    engagements[0] = windows([10.0, 40.0], [70.0, 99.0], [20.0, 95.0])
    engagements[1] = windows([10.0, 10.0], [70.0, 99.0], [50.0, 60.0])
    assert assignment.next_engagement(tracks, statuses, engagements, assets, 11.0) == 1
    # What a battery without a window could once do counts for nothing.
    engagements[0, 1]["launch_time"] = inf
    assert assignment.next_engagement(tracks, statuses, engagements, assets, 11.0) == 0


@pytest.fixture
def battery():
    """A battery of launchers 1 to 3, in a table where the others are another's."""
    row = np.zeros(1, BATTERY)[0]
    row["first_launcher"], row["launcher_count"] = 1, 3
    launchers = np.zeros(5, LAUNCHER)
    launchers["position"], launchers["azimuth_half_width"] = (RADIUS, 0.0, 0.0), pi
    states = np.zeros(5, LAUNCHER_STATE)
    states["rounds"] = [8, 2, 4, 4, 8]
    return row, launchers, states


def point(azimuth):
    """100 km up, at an azimuth [deg] from the site on the equator."""
    east, north = 50e3 * sin(radians(azimuth)), 50e3 * cos(radians(azimuth))
    return RADIUS + 100e3, east, north


def test_the_fullest_launcher_of_the_battery_fires(battery):
    assert assignment.choose_launcher(*battery, point(0.0), 20.0) == 2


@pytest.mark.parametrize(("time", "launcher"), [(24.9, 3), (25.0, 2)])
def test_a_launcher_is_ready_again_after_its_spacing(battery, time, launcher):
    battery[2]["ready_time"][2] = 25.0
    assert assignment.choose_launcher(*battery, point(0.0), time) == launcher


def test_no_launcher_fires_without_a_round(battery):
    battery[2]["rounds"][1:4] = 0
    assert assignment.choose_launcher(*battery, point(0.0), 20.0) == assignment.NO_ROW


@pytest.mark.parametrize(
    ("azimuth", "launcher"),
    [(0.0, 1), (59.0, 1), (61.0, 2), (-59.0, 1), (180.0, 2), (130.0, 2)],
)
def test_a_launcher_fires_into_its_sector(battery, azimuth, launcher):
    _, launchers, states = battery
    launchers["azimuth_half_width"][1:4] = radians(60.0), radians(120.5), radians(10.0)
    launchers["azimuth"][1:4] = 0.0, radians(180.0), radians(90.0)
    states["rounds"][1:4] = [6, 4, 1]
    assert assignment.choose_launcher(*battery, point(azimuth), 20.0) == launcher


def test_a_window_is_a_launch_time_that_is_not_infinite():
    row = windows([inf, 30.0], [inf, 90.0])
    assert [engagement.has_window(each) for each in row] == [False, True]
    assert engagement.has_any_window(row)
    assert not engagement.has_any_window(row[:1])
