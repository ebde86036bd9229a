"""The round that leaves: what it takes, what it is told, what is kept of the order."""

import numpy as np
import pytest

from openthaad.fire_control.kernels import launch
from openthaad.fire_control.kernels.defence import Defence, Solution
from openthaad.fire_control.kernels.rows import (
    BATTERY,
    ENGAGEMENT,
    LAUNCHER,
    LAUNCHER_STATE,
    SHOT_ORDER,
)
from openthaad.interceptor.kernels import flight, flyout
from openthaad.interceptor.kernels.flight import INTERCEPTOR, SHOT
from openthaad.interceptor.kernels.flyout import FLYOUT
from openthaad.tracking.kernels.prediction import PATH

UP, NORTH = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
SOLUTION = Solution(launch_time=40.0, flight_time=65.5, axis=UP, thrust=NORTH)
pytestmark = pytest.mark.usefixtures("uncompiled")


def test_a_round_leaves_one_fewer_and_the_launcher_waits_its_spacing():
    state = np.zeros(1, LAUNCHER_STATE)[0]
    state["rounds"] = 8
    assert [launch.take_round(state, time, 5.0) for time in (40.0, 45.0, 51.0)] == [0, 1, 2]
    assert (state["rounds"], state["fired"], state["ready_time"]) == (5, 3, 56.0)


def test_a_shot_knows_its_battery_launcher_canister_and_track():
    shot, battery = np.ones(1, SHOT)[0], np.zeros(1, BATTERY)[0]
    battery["number"], battery["interceptor"] = 2, 1
    launch.load(shot, 9, battery, 5, 3)
    assert (shot["battery"], shot["launcher"], shot["canister"]) == (2, 5, 3)
    assert (shot["interceptor"], shot["track"], shot["result"]) == (1, 9, 0)
    assert shot["status"] == flight.READY


def test_a_shot_is_told_when_to_leave_where_to_and_how():
    shot = np.zeros(1, SHOT)[0]
    launch.aim(shot, SOLUTION, (1.0, 2.0, 3.0), 75.0)
    assert shot["launch_time"] == shot["time"] == 40.0
    assert (shot["pip_time"], shot["pip_sigma"]) == (105.5, 75.0)
    assert tuple(shot["pip"]) == (1.0, 2.0, 3.0)
    # It stands in its canister, and turns to the commanded thrust.
    assert tuple(shot["attitude"]) == UP
    assert tuple(shot["command"]) == NORTH


def test_an_order_keeps_what_was_known_when_it_was_given():
    shot, order = np.zeros(1, SHOT)[0], np.ones(1, SHOT_ORDER)[0]
    launch.aim(shot, SOLUTION, (1.0, 2.0, 3.0), 75.0)
    launch.write_order(order, shot, 17, 0.8, 33.0)
    assert (order["track_number"], order["ordered_time"]) == (17, 33.0)
    assert (order["predicted_time"], order["kill_probability"]) == (105.5, 0.8)
    assert tuple(order["predicted_position"]) == (1.0, 2.0, 3.0)
    # Uplinks begin with the flight.
    assert order["next_uplink"] == 40.0
    assert (order["is_assessed"], order["is_ended"]) == (0, 0)
    assert np.isnan([order["end_time"], order["assessment_time"]]).all()


@pytest.fixture
def window():
    """A target that falls at 1 km/s, met at 100 s by a launch at 40 s, of battery 1."""
    path = np.zeros(2, PATH)
    path["time"] = [0.0, 200.0]
    path["position"] = [(9e6, 0.0, 1e5), (8.8e6, 0.0, 1e5)]
    path["velocity"] = (-1000.0, 0.0, 0.0)
    row, launcher = np.zeros(1, ENGAGEMENT)[0], np.zeros(1, LAUNCHER)[0]
    row["launch_time"], row["intercept_time"] = 40.0, 100.0
    launcher["position"] = (6.4e6, 1.0, 2.0)
    battery = np.zeros(2, BATTERY)
    battery["number"], battery["interceptor"] = [0, 1], [0, 1]
    kinds, tables = np.zeros(2, INTERCEPTOR), np.zeros(2, FLYOUT)
    kinds["burn_time"], tables["range_step"] = [1.0, 2.0], [10.0, 20.0]
    empty = np.zeros(0)
    return row, path, launcher, battery[1], Defence(empty, battery, empty, kinds, tables)


def solve(window, monkeypatch, status):
    asked = []

    def launch_to_meet(*given):
        asked.append(given)
        return status, UP, NORTH, 61.0

    monkeypatch.setattr(flyout, "launch_to_meet", launch_to_meet)
    return launch.solve_launch(*window, None), asked[0]


def test_a_round_of_the_battery_s_own_kind_is_sent_from_its_launcher(window, monkeypatch):
    _, (kind, table, _, site, _) = solve(window, monkeypatch, flyout.SOLVED)
    assert (kind["burn_time"], table["range_step"], site) == (2.0, 20.0, (6.4e6, 1.0, 2.0))


def test_the_target_is_where_its_path_has_it_at_the_intercept(window, monkeypatch):
    _, (*_, target) = solve(window, monkeypatch, flyout.SOLVED)
    assert target.time == 60.0
    assert target.position == pytest.approx((8.9e6, 0.0, 1e5))
    assert target.velocity == pytest.approx((-1000.0, 0.0, 0.0))


def test_a_solution_flies_as_long_as_it_takes_and_not_as_long_as_the_table_says(
    window, monkeypatch
):
    (solved, solution), _ = solve(window, monkeypatch, flyout.SOLVED)
    assert solved
    assert solution == Solution(40.0, 61.0, UP, NORTH)


@pytest.mark.parametrize("status", [flyout.NOT_CONVERGED, flyout.AIM_TOO_LOW])
def test_what_cannot_be_aimed_is_not_solved(window, monkeypatch, status):
    assert not solve(window, monkeypatch, status)[0][0]
