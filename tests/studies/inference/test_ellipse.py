"""The vacuum answer against printed numbers, conservation and a numerical flight."""

from math import cos, pi, radians, sin

import pytest

from openthaad.constants import EARTH_GM, EARTH_MEAN_RADIUS, EARTH_ROTATION_RATE
from openthaad.studies.inference.ellipse import (
    HALF_WAY,
    Turning,
    arc_from,
    ground_arc,
    minimum_energy,
    range_of,
)


@pytest.mark.parametrize(
    ("apogee", "distance", "time"),
    # surface to surface over a sphere of 6371 km: published reports with their Kepler times
    [(2111.5, 787.0, 1676.0), (770.0, 3700.0, 1015.0), (2802.0, 933.0, 2065.0)],
)
def test_the_time_is_that_of_the_kepler_arc(apogee, distance, time):
    found = ground_arc(1e3 * apogee, 1e3 * distance).flight_time
    assert found == pytest.approx(time, abs=1.0)


@pytest.mark.parametrize(
    ("distance", "speed", "apogee"),
    [(300, 1.696, 74), (1000, 3.016, 240), (5500, 6.075, 1041), (10000, 7.198, 1319)],
)
def test_minimum_energy_is_the_printed_one_and_turns_round(distance, speed, apogee):
    found = minimum_energy(1e3 * distance)
    assert found == (
        pytest.approx(1e3 * speed, rel=1e-3),
        pytest.approx(1e3 * apogee, rel=0.01),
    )
    assert range_of(found[0]) == pytest.approx(1e3 * distance)


def test_no_speed_reaches_beyond_half_of_the_circumference():
    assert range_of(9000.0) == HALF_WAY


@pytest.mark.parametrize("height", [0.0, 80e3, 900e3])
def test_energy_and_momentum_give_the_apogee_back(height):
    found = arc_from(height, 2000e3, 0.3)
    start = EARTH_MEAN_RADIUS + height
    energy = 0.5 * found.speed**2 - EARTH_GM / start
    momentum = start * found.speed * cos(found.angle)
    top = EARTH_MEAN_RADIUS + 2000e3
    assert energy == pytest.approx(0.5 * (momentum / top) ** 2 - EARTH_GM / top, rel=1e-9)


def test_an_arc_from_a_height_falls_where_a_numerical_one_does():
    scipy = pytest.importorskip("scipy.integrate")
    found = arc_from(300e3, 1500e3, 0.4)

    def rates(_, y):
        r3 = (y[0] ** 2 + y[1] ** 2) ** 1.5
        return [y[2], y[3], -EARTH_GM * y[0] / r3, -EARTH_GM * y[1] / r3]

    v, a = found.speed, found.angle
    start = [0.0, EARTH_MEAN_RADIUS + 300e3, v * cos(a), v * sin(a)]
    end = scipy.solve_ivp(rates, (0.0, found.flight_time), start, rtol=1e-10, atol=1e-3).y[
        :, -1
    ]
    assert end[0] == pytest.approx(EARTH_MEAN_RADIUS * sin(0.4), abs=5.0)
    assert end[1] == pytest.approx(EARTH_MEAN_RADIUS * cos(0.4), abs=5.0)


def turning(bearing, omega, latitude=40.0):
    return Turning(
        latitude=radians(latitude),
        bearing=radians(bearing),
        height=0.0,
        downrange=0.0,
        delay=0.0,
        omega=omega,
    )


def test_a_sphere_at_rest_gives_the_ground_arc():
    found = turning(70.0, 0.0).arc(2000e3, 900e3)
    plain = ground_arc(2000e3, 900e3)
    assert found.speed == pytest.approx(plain.speed)
    assert found.flight_time == pytest.approx(plain.flight_time)


def test_far_arcs_eastward_need_less_speed_than_westward():
    slow = turning(90.0, EARTH_ROTATION_RATE, 0.0).arc(1300e3, 10_000e3).speed
    fast = turning(270.0, EARTH_ROTATION_RATE, 0.0).arc(1300e3, 10_000e3).speed
    assert slow < ground_arc(1300e3, 10_000e3).speed < fast


def test_an_arc_over_half_of_the_circumference_is_the_limit():
    assert minimum_energy(pi * EARTH_MEAN_RADIUS)[0] == pytest.approx(7910.0, abs=1.0)
