"""A constraint and its margin are one thing: what is broken is what lacks something."""

import numpy as np
import pytest

from openthaad.earth.kernels.frames import geodetic_to_ecef, ground_range
from openthaad.fire_control.kernels import constraints
from openthaad.fire_control.kernels.constraints import Meeting
from openthaad.fire_control.kernels.rows import BATTERY
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.kernels.codes import Limit
from openthaad.scenario import load_scenario
from openthaad.scenario.world import build_world


@pytest.fixture(scope="module")
def world():
    return build_world(load_scenario("korea-2017"))[0]


def meeting(world, lat, lon, height, *, velocity=(0.0, 0.0, -2500.0), sigma=50.0):
    position = geodetic_to_ecef(np.radians(lat), np.radians(lon), height)
    return constraints.meeting_of(position, velocity, sigma, world.batteries[0])


def around(world, count, seed=3):
    """Places within some 400 km of the battery, up to 250 km high, at any closing angle."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield meeting(
            world, rng.uniform(32.5, 39.5), rng.uniform(124.0, 132.5), rng.uniform(0.0, 250e3),
            velocity=tuple(rng.normal(0.0, 1500.0, 3)), sigma=10.0 ** rng.uniform(0.0, 4.0),
        )  # fmt: skip


def margin(limit, here, battery, world):
    return constraints.margin(int(limit), here, battery, world.defence)


def test_what_is_broken_lacks_something_and_what_comes_before_does_not(world):
    battery = world.batteries.copy()
    battery["require_descending"] = 1
    met = set()
    for here in around(world, 3000):
        limit = Limit(constraints.examine(here, battery[0], world.defence)[0])
        met.add(limit)
        lacks = margin(limit, here, battery[0], world)
        assert np.isnan(lacks) or lacks < 0.0 or limit == Limit.NONE, (limit, here)
        last = limit if limit != Limit.NONE else Limit.NO_TIME
        for before in (Limit.SEEKER_WINDOW, Limit.GEOMETRY, Limit.HANDOVER, Limit.ASCENDING):
            if before < last and limit != Limit.UNREACHABLE:
                assert margin(before, here, battery[0], world) >= 0.0, (before, limit)
    assert met >= {
        Limit.NONE, Limit.UNREACHABLE, Limit.SEEKER_WINDOW, Limit.OUTSIDE_COVERAGE,
        Limit.GEOMETRY, Limit.HANDOVER, Limit.ASCENDING,
    }  # fmt: skip


def test_caps_are_broken_where_their_margins_say(world):
    battery, met = world.batteries[0], set()
    for here in around(world, 500):
        limit = Limit(constraints.cap_broken(battery, here))
        met.add(limit)
        lacks = [margin(cap, here, battery, world) < 0.0 for cap in list(Limit)[1:4]]
        assert limit == (list(Limit)[1:4][lacks.index(True)] if any(lacks) else Limit.NONE)
    assert met == set(list(Limit)[:4])


def test_a_published_cap_lacks_the_distance_beyond_it(world):
    battery = world.batteries[0]
    here = meeting(world, 38.5, 128.24, 90e3)
    distance = ground_range(tuple(battery["position"]), here.position)
    assert margin(Limit.BEYOND_REACH_CAP, here, battery, world) == pytest.approx(
        200e3 - distance
    )
    assert margin(Limit.ABOVE_CEILING, here, battery, world) == pytest.approx(60e3, abs=1.0)
    assert margin(Limit.BELOW_FLOOR, here, battery, world) == pytest.approx(50e3, abs=1.0)


def test_reach_lacks_what_lies_beyond_the_table(world):
    battery = world.batteries[0]
    edges = []
    for lat in np.arange(38.0, 44.0, 0.05):
        here = meeting(world, lat, 128.24, 60e3)
        limit, _ = constraints.examine(here, battery, world.defence)
        lacks = margin(Limit.UNREACHABLE, here, battery, world)
        if limit == Limit.UNREACHABLE and not np.isnan(lacks):
            edges.append(here.distance + lacks)
    # The edge stays where it is while the point moves away from it.
    assert len(edges) > 10
    assert np.ptp(edges) < 1.0


def test_too_near_the_battery_lacks_the_rest_of_the_least_range(world):
    battery = world.batteries.copy()
    battery["min_range"] = 30e3
    here = Meeting((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0, 12e3, 60e3)
    assert margin(Limit.UNREACHABLE, here, battery[0], world) == -18e3


def test_a_launcher_that_faces_away_lacks_the_angle(world):
    battery, launchers = world.batteries[0], world.launchers.copy()
    launchers["azimuth"], launchers["azimuth_half_width"] = np.radians(180.0), np.radians(60.0)
    defence = world._replace(launchers=launchers).defence
    here = meeting(world, 37.5, 128.24, 60e3)  # north
    lacks = constraints.margin(int(Limit.LAUNCHER_SECTOR), here, battery, defence)
    assert np.degrees(lacks) == pytest.approx(-120.0, abs=1.0)


def test_a_point_below_the_horizon_lacks_the_angle(world):
    battery = world.batteries[0]
    low = meeting(world, 38.5, 127.5, 1e3)
    high = meeting(world, 38.5, 127.5, 8e3)
    lacks = [np.degrees(margin(Limit.OUTSIDE_COVERAGE, m, battery, world)) for m in (low, high)]
    assert lacks[0] < lacks[1] < 0.0
    # 7 km over some 270 km.
    assert lacks[1] - lacks[0] == pytest.approx(np.degrees(7.0 / 270.0), rel=0.2)


def above(velocity, sigma=50.0):
    """Meet a target 60 km straight above a battery on the equator."""
    return Meeting((6378137.0 + 60e3, 0.0, 0.0), velocity, sigma, 0.0, 60e3)


@pytest.mark.parametrize(
    ("sigma", "metres"), [(0.0, 4000.0), (50.0, 3850.0), (2000.0, -2000.0)]
)
def test_an_intercept_may_be_wrong_by_what_guidance_can_move_it_less_three_sigma(sigma, metres):
    interceptor, battery = np.zeros(1, INTERCEPTOR)[0], np.zeros(1, BATTERY)[0]
    battery["handover_sigmas"] = 3.0
    interceptor["divert_delta_v"], interceptor["midcourse_share"] = 400.0, 0.5
    interceptor["separation_time"] = 10.0
    # Half of 400 m/s, given 20 s before the intercept.
    lacks = constraints.of_handover(above((0.0, 0.0, 0.0), sigma), 30.0, battery, interceptor)
    assert lacks == pytest.approx(metres)


@pytest.mark.parametrize(
    ("rise", "margin"), [(-1000.0, 3000.0), (2400.0, -400.0), (2000.0, 0.0), (3100.0, 100.0)]
)
def test_a_round_and_its_target_must_close_at_five_hundred_metres_a_second(rise, margin):
    battery = np.zeros(1, BATTERY)[0]
    battery["position"], battery["least_closing_speed"] = (6378137.0, 0.0, 0.0), 500.0
    # The round arrives straight up, at 2500 m/s.
    lacks = constraints._of_closing(above((rise, 0.0, 0.0)), battery, 2500.0, np.pi / 2.0)
    assert lacks == pytest.approx(margin, abs=1e-6)


@pytest.mark.parametrize("rise", [-1000.0, 300.0])
def test_a_target_descends_where_it_loses_height(rise):
    assert constraints.of_descent(above((rise, 700.0, -20.0))) == pytest.approx(-rise)
