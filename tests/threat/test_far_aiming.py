"""Aims far round the Earth: beyond the antipode's shadow, over the poles, the long way."""

from math import asin, cos, degrees, pi, radians, sin

import numpy as np
import pytest
from numba import config

from openthaad.catalogue import load
from openthaad.errors import NoSolutionError
from openthaad.scenario.fields import Location
from openthaad.threat.flight import (
    FLIGHT,
    NODE,
    blank_plan,
    ecef,
    fly_to,
    standard_surroundings,
)
from openthaad.threat.kernels.shooting import Trial, run_shoot
from openthaad.threat.missile import Missile, missile_tables

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")
RADIUS = 6371.0  # km


def place(latitude_deg, longitude_deg):
    return Location("", radians(latitude_deg), radians(longitude_deg), 0.0)


def icbm():
    return Missile.from_entry(load("missiles", "notional-icbm"))


def miss(flight, aim):
    return float(np.linalg.norm(flight.summary[0]["impact_position"] - np.array(ecef(aim))))


def arc_between(launch, aim):
    a, b = np.array(ecef(launch)), np.array(ecef(aim))
    return float(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


def minimum_energy_apogee(arc):
    """Apogee [km] of Kepler's ellipse of least energy over an arc, on a sphere at rest."""
    half = 0.5 * arc
    return 0.5 * RADIUS * (sin(half) + cos(half) - 1.0)


def anywhere(draw):
    return place(degrees(asin(draw.uniform(-1.0, 1.0))), draw.uniform(-180.0, 180.0))


def test_an_aim_that_full_burn_flies_beyond_the_antipode_of_is_hit_at_minimum_energy():
    aim = place(0.0, 60.0)
    flight = fly_to(icbm(), place(0.0, 0.0), aim)
    assert miss(flight, aim) < 1.0
    # Kepler: 1,166 km. Gravity is paid for in the burn, and the Earth's turn is a gift.
    assert 0.6 < 1e-3 * flight.summary[0]["apogee_altitude"] / 1166.0 < 1.0


def farthest_is_short(missile, launch, aim):
    """Whether full burn misses by more than 100 km at every bearing and pitch, by a scan."""
    tables, around = missile_tables([missile]), standard_surroundings()
    plan, nodes, row = blank_plan(missile, launch), np.zeros(4000, NODE), np.zeros(1, FLIGHT)

    nearest = 1e9
    # Less than full burn, or steeper, comes down nearer: the aim lies beyond all of them.
    for azimuth in np.arange(0.0, 2.0 * pi, radians(3.0)):
        for pitch in np.arange(0.2, 0.75, 0.03):
            shot = run_shoot(
                plan[0], tables, around, Trial(ecef(aim), azimuth, pitch, np.inf),
                nodes, row[0],
            )  # fmt: skip
            nearest = min(nearest, shot.miss)
    return nearest > 100e3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(80))
def test_a_strategic_flight_anywhere_is_near_kepler_s_or_truly_out_of_reach(seed):
    draw = np.random.default_rng(seed)
    launch, aim = anywhere(draw), anywhere(draw)
    if seed % 4 == 1:
        launch = place(draw.choice([-1.0, 1.0]) * draw.uniform(85.0, 90.0), 10.0)
    if seed % 4 == 2:
        launch, aim = place(draw.uniform(-3.0, 3.0), -170.0), place(draw.uniform(-3, 3), 0.0)
        aim = place(
            degrees(aim.latitude), (-170.0 + draw.uniform(5.0, 175.0) + 180) % 360 - 180
        )
    check(icbm(), launch, aim)


@pytest.mark.parametrize(
    ("launch", "aim"),
    [
        ((0.6341, 110.1729), (1.5647, 175.5567)),  # eastward, refused once
        ((-1.23, 96.7578), (2.7898, 125.3941)),  # near, and full burn goes round
        ((-1.3557, -177.4469), (2.0134, -50.6225)),  # eastward over the antimeridian
        ((11.3247, -158.6694), (-12.9874, -63.7069)),
        ((-21.8734, 130.6113), (88.1331, 107.0849)),  # to the pole, just out of reach
        ((89.8184, -125.8111), (-2.0387, 142.0977)),  # from the pole
        ((-5.1616, -159.5612), (-86.5612, 79.1094)),  # over the pole
        ((-2.6896, 8.8829), (5.834, -178.2411)),  # beside the antipode, the long way round
        ((22.8203, -28.4216), (-85.0933, 80.6855)),
        ((-2.1718, -117.4603), (2.7703, -65.7273)),
        ((1.6111, -103.7971), (-2.6237, 110.2236)),  # westward, out of reach
        ((-2.3226, -170.0), (0.238, -0.2591)),  # ten degrees from the antipode
        ((-26.8659, -177.4469), (25.1616, -5.86)),  # eight degrees from it
    ],
)
def test_a_strategic_flight_is_near_kepler_s_or_truly_out_of_reach(launch, aim):
    check(icbm(), place(*launch), place(*aim))


def check(missile, launch, aim):
    try:
        flight = fly_to(missile, launch, aim)
    except NoSolutionError as error:
        refused = error
    else:
        assert miss(flight, aim) < 50.0
        apogee = 1e-3 * float(flight.summary[0]["apogee_altitude"])
        kepler = minimum_energy_apogee(arc_between(launch, aim))
        # The earliest cut-off is lower than the ellipse: gravity takes less of a flatter boost,
        # and eastward the Earth gives speed. Nowhere is it a full burn thrown high. Towards the
        # antipode the ellipse from the ground is a circle; boost ends 500 km above it.
        assert 0.45 * kepler < apogee < 1.25 * max(kepler, 1000.0)
        return
    assert "at most" in str(refused)
    assert farthest_is_short(missile, launch, aim) or is_just_short(refused)


@pytest.mark.parametrize("seed", range(6))
def test_no_refusal_near_the_antipode_contradicts_itself(seed):
    draw = np.random.default_rng(seed)
    launch = anywhere(draw)
    east = degrees(launch.longitude) + 360.0 + draw.uniform(-10.0, 10.0)
    aim = place(-degrees(launch.latitude) + draw.uniform(-6.0, 6.0), east % 360.0 - 180.0)
    try:
        assert miss(fly_to(icbm(), launch, aim), aim) < 50.0
    except NoSolutionError as error:
        asked, longest = (float(text.split()[-2]) for text in (error.value, error.allowed))
        assert longest < asked


def is_just_short(error):
    """Whether the longest flight named lies within 2 % of the aim."""
    return float(error.allowed.split()[2]) > 0.98 * float(error.value.split()[0])


@pytest.mark.parametrize("aim", [(20.0, 119.0), (10.0, -175.0), (62.0, 150.0)])
def test_the_longest_range_that_a_refusal_names_can_be_flown(aim):
    launch, beyond = place(-20.0, -60.0), place(*aim)
    with pytest.raises(NoSolutionError) as caught:
        fly_to(icbm(), launch, beyond)
    arc = 0.99 * float(caught.value.allowed.split()[2]) / RADIUS
    up = np.array(ecef(launch)) / np.linalg.norm(ecef(launch))
    level = np.array(ecef(beyond))
    level -= (level @ up) * up
    x, y, z = cos(arc) * up + sin(arc) * level / np.linalg.norm(level)
    near = Location("", asin(float(z)), float(np.arctan2(y, x)), 0.0)
    assert miss(fly_to(icbm(), launch, near), near) < 50.0
