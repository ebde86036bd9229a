"""Launch solutions and the fly-out table, against flights."""

from dataclasses import replace
from math import radians

import numpy as np
import pyproj
import pytest
from numba import config

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import (
    altitude,
    geodetic_to_ecef,
    ground_range,
    up_direction,
)
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.flyout import flyout_table
from openthaad.interceptor.kernels import flyout as kernel
from openthaad.interceptor.kernels.flight import FlightState, fly
from openthaad.interceptor.kernels.flyout import Aim, Target
from openthaad.interceptor.model import Interceptor

AIR = us76_table()
AROUND = Surroundings(WGS84, AIR)
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))
ROW = THAAD.row()[0]
TABLE = flyout_table(THAAD, AIR, site_altitude=500.0)[0]
LATITUDE, LONGITUDE = 36.05, 128.22
SITE = geodetic_to_ecef(radians(LATITUDE), radians(LONGITUDE), 500.0)
STILL = (0.0, 0.0, 0.0)
COMPILED_ONLY = pytest.mark.skipif(config.DISABLE_JIT, reason="20 s uncompiled")
GEODESIC = pyproj.Geod(ellps="WGS84")


def place(azimuth_deg, distance, height):
    longitude, latitude, _ = GEODESIC.fwd(LONGITUDE, LATITUDE, azimuth_deg, distance)
    return geodetic_to_ecef(radians(latitude), radians(longitude), height)


def random_places(count):
    rng = np.random.default_rng(2)
    for _ in range(count):
        yield place(rng.uniform(0, 360), rng.uniform(10e3, 300e3), rng.uniform(40e3, 200e3))


def solve(point):
    return kernel.launch_to_meet(ROW, TABLE, AROUND, SITE, Target(0.0, point, STILL))


def flown(start, command, time):
    """Place [m] at a time since launch, canister and commanded axis given."""
    begun = FlightState(0.0, SITE, STILL, start)
    return fly(ROW, AROUND, begun, time, command, STILL).position


def test_the_ballistic_flight_of_a_solution_passes_within_2_m_of_its_point():
    for point in random_places(20):
        status, start, command, time = solve(point)
        p = flown(start, command, time)
        assert status == kernel.AimStatus.SOLVED
        assert np.linalg.norm(np.subtract(p, point)) < 2.0


def test_a_flight_meets_a_target_that_moves_on_where_both_are_at_once():
    velocity = np.array([-900.0, 500.0, -1500.0])
    for point in random_places(20):
        wait = kernel.flyout(TABLE, ground_range(SITE, point), altitude(point))[1] + 1.5
        target = Target(wait, point, tuple(velocity))
        status, start, command, time = kernel.launch_to_meet(ROW, TABLE, AROUND, SITE, target)
        p = flown(start, command, time)
        assert status == kernel.AimStatus.SOLVED
        assert np.linalg.norm(p - (point + (time - wait) * velocity)) < 2.0
        assert abs(time - wait) > 0.1


def test_the_table_gives_times_within_1_percent_of_flights_on_the_rotating_earth():
    errors = []
    for point in random_places(60):
        _, _, _, time = solve(point)
        found = kernel.flyout(TABLE, ground_range(SITE, point), altitude(point))
        errors.append(found[1] / time - 1.0)
    # Most of it is the Earth's rotation, which the table leaves out.
    assert max(np.abs(errors)) < 0.01


@COMPILED_ONLY
def test_interpolation_between_nodes_errs_less_than_a_thousandth_in_time():
    fine = flyout_table(
        THAAD, AIR, site_altitude=500.0, greatest_range=400e3, greatest_altitude=200e3
    )[0]
    rng = np.random.default_rng(4)
    for x, h in zip(rng.uniform(20e3, 380e3, 200), rng.uniform(40e3, 190e3, 200), strict=True):
        coarse, sharp = kernel.flyout(TABLE, x, h)[1], kernel.flyout(fine, x, h)[1]
        assert coarse == pytest.approx(sharp, rel=1e-3)


def test_times_are_the_same_east_and_west_only_without_rotation():
    east, west = place(90.0, 150e3, 100e3), place(270.0, 150e3, 100e3)
    assert abs(solve(east)[3] - solve(west)[3]) > 0.1  # s


def test_with_no_air_the_longest_throw_is_near_the_vacuum_parabola():
    # 2.78 km/s would carry v²/g = 788 km over flat ground without air; losses take a part.
    row = int(40e3 / TABLE["altitude_step"])
    reach = np.flatnonzero(TABLE["status"][row] == 0)[-1] * TABLE["range_step"]
    assert 600e3 < reach < 800e3


def test_places_beyond_its_energy_are_too_far():
    assert kernel.flyout(TABLE, 700e3, 200e3)[0] == kernel.FlyoutStatus.TOO_FAR
    assert kernel.flyout(TABLE, 900e3, 100e3)[0] == kernel.FlyoutStatus.OUTSIDE_TABLE


def test_places_under_the_lowest_path_are_too_low():
    assert kernel.flyout(TABLE, 60e3, 5e3)[0] == kernel.FlyoutStatus.TOO_LOW


def test_the_table_is_continuous_over_its_reachable_part():
    status, time = TABLE["status"][2:], TABLE["time"][2:]
    # At the edge of reach direct and lofted flights meet, and time rises without bound per
    # metre; three nodes inside, no branch may be mixed with another.
    good = (status[:, :-4] == 0) & (status[:, 4:] == 0)
    assert np.abs(np.diff(time, axis=1))[:, :-3][good].max() < 13.0  # s per 5 km


def test_farther_takes_longer_at_one_altitude():
    row = TABLE["time"][20][TABLE["status"][20] == 0]
    assert (np.diff(row) > 0.0).all()


@COMPILED_ONLY
def test_a_faster_interceptor_is_never_slower_anywhere():
    faster = replace(THAAD, booster_propellant_mass=THAAD.booster_propellant_mass + 20.0)
    other = flyout_table(faster, AIR, site_altitude=500.0)[0]
    both = (TABLE["status"] == 0) & (other["status"] == 0)
    both[:8] = False  # below 40 km drag grows with speed
    assert (other["time"][both] <= TABLE["time"][both] + 1e-6).all()


def test_a_point_out_of_reach_cannot_be_met():
    status, _, _, time = solve(place(0.0, 720e3, 200e3))
    assert status == kernel.AimStatus.NOT_CONVERGED
    assert time == np.inf


def test_a_solution_aims_above_the_lowest_thrust_axis():
    for point in random_places(5):
        _, _, command, _ = solve(point)
        sine = np.dot(command, up_direction(SITE))
        assert sine >= np.sin(THAAD.thrust_elevation_minimum) - 1e-3


def test_a_moving_target_is_met_where_it_will_be():
    point, velocity = place(10.0, 120e3, 90e3), (800.0, -900.0, -1500.0)
    _, start, command, time = solve(point)
    target = Target(time + 2.0, point, velocity)
    begun = FlightState(0.0, SITE, STILL, start)
    status, (axis, arrival), left = kernel.aim(
        ROW, AROUND, begun, Aim(command, time), target, 12
    )
    p = flown(start, axis, arrival)
    there = np.add(point, (arrival - time - 2.0) * np.array(velocity))
    assert status == kernel.AimStatus.SOLVED
    assert left < 1.0
    assert np.linalg.norm(p - there) < 1.5
