import tomllib
from dataclasses import replace
from math import cos, e, exp, inf, log, pi, radians, sin, sqrt
from pathlib import Path

import numpy as np
import pytest

from openthaad.catalogue.air import exponential_table, us76_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_GM
from openthaad.earth.kernels.gravity import WGS84, EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import PropagationError
from openthaad.kernels.path import state_at
from openthaad.scenario.fields import Location
from openthaad.threat.flight import blank_plan, fly_plan
from openthaad.threat.kernels import flight as kernel
from openthaad.threat.missile import missile_tables

VACUUM = exponential_table(density=1e-30, top=1e3)
STILL_SPHERE = EarthParams(EARTH_GM, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
NO_GRAVITY = EarthParams(1e-9, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
EQUATOR = Location("", 0.0, 1.0, 0.0)


def plan_for(missile, launch=EQUATOR, *, azimuth=0.5 * pi, pitch=0.25 * pi):
    plan = blank_plan(missile, launch)
    row = plan[0]
    row["azimuth"], row["pitch_final"] = azimuth, pitch
    start = missile.vertical_time
    row["pitch_end_time"] = start + missile.pitch_fraction * (missile.burn_time - start)
    return plan


def test_without_air_and_gravity_a_missile_gains_the_rocket_equation_s_speed(missile):
    plan = plan_for(missile, pitch=0.5 * pi)
    plan[0]["max_time"] = 100.0
    tables = missile_tables([missile])
    nodes, out = np.zeros(500, kernel.NODE), np.zeros(1, kernel.FLIGHT)
    around = Surroundings(NO_GRAVITY, VACUUM)
    kernel.run_fly(plan[0], tables, around, kernel.PLANNED, nodes, out[0])
    exhaust = 160e3 / (4000.0 / 60.0)
    speed = np.linalg.norm(out[0]["burnout_velocity"])
    assert speed == pytest.approx(exhaust * log(6000.0 / 2000.0), rel=1e-7)


def test_the_published_minimum_energy_table_is_flown(cannon):
    # Sphere of 6371 km: on the equator that lies this far below WGS 84.  The table is rounded
    # to 1 m/s, 0.01 deg, 1 km and 1 s; 1 m/s is worth up to 0.07 % of range.
    text = Path(__file__).with_name("minimum_energy.toml")
    depth = 6_371_000.0 - EARTH_EQUATORIAL_RADIUS
    launch = Location("", 0.0, 1.0, depth)
    around = Surroundings(STILL_SPHERE, VACUUM)
    for range_km, speed, elevation, apogee, time in tomllib.loads(text.read_text())["rows"]:
        missile = cannon(1e3 * speed)
        plan = plan_for(missile, launch, pitch=radians(elevation))
        out = fly_plan(missile, plan, surroundings=around).summary[0]
        x, y, _ = out["impact_position"]
        assert 6371.0 * (np.arctan2(y, x) - 1.0) == pytest.approx(range_km, rel=1.5e-3)
        assert 1e-3 * (out["apogee_altitude"] - depth) == pytest.approx(apogee, abs=1.1)
        assert out["impact_time"] == pytest.approx(time, abs=1.5)


def kepler(position, velocity, time):
    """Two-body motion about EARTH_GM, by Lagrange's f and g: Vallado, chapter 2."""
    r0, v0 = np.linalg.norm(position), np.linalg.norm(velocity)
    a = 1.0 / (2.0 / r0 - v0 * v0 / EARTH_GM)
    sigma = position @ velocity / sqrt(EARTH_GM)
    n = sqrt(EARTH_GM / a**3)
    x = n * time
    for _ in range(50):
        f = x + sigma / sqrt(a) * (1.0 - cos(x)) - (1.0 - r0 / a) * sin(x) - n * time
        x -= f / (1.0 + sigma / sqrt(a) * sin(x) - (1.0 - r0 / a) * cos(x))
    r = a + (r0 - a) * cos(x) + sigma * sqrt(a) * sin(x)
    f = 1.0 - a / r0 * (1.0 - cos(x))
    g = time - sqrt(a**3 / EARTH_GM) * (x - sin(x))
    del r
    return f * position + g * velocity


@pytest.mark.parametrize("azimuth", [0.3, 2.0, 4.5])
def test_free_flight_over_a_turning_sphere_is_a_kepler_ellipse(cannon, azimuth):
    omega = WGS84.omega
    around = Surroundings(STILL_SPHERE._replace(omega=omega), VACUUM)
    missile = cannon(4000.0)
    launch = Location("", 0.7, 2.2, 0.0)
    flight = fly_plan(missile, plan_for(missile, launch, azimuth=azimuth), surroundings=around)
    start = flight.summary[0]
    p, v = start["burnout_position"], start["burnout_velocity"]
    inertial = v + np.cross([0.0, 0.0, omega], p)
    for node in flight.nodes[-8:]:
        since = node["time"] - start["burnout_time"]
        x, y, z = kepler(p, inertial, since)
        c, s = cos(omega * since), sin(omega * since)
        gap = np.linalg.norm(node["position"] - np.array([c * x + s * y, c * y - s * x, z]))
        assert gap < 0.5


def test_a_body_falling_straight_through_exponential_air_slows_as_allen_and_eggers_say(missile):
    # NACA TR 1381 (1958): V = V_E exp(-B exp(-h/H)), B = rho0 H Cd A / (2 m sin gamma).
    height, density, speed = 7000.0, 1.2, 5000.0
    air = exponential_table(density=density, scale_height=height, top=300e3)
    lead = np.zeros(2, kernel.FLIGHT)
    lead[0]["separation_position"] = EARTH_EQUATORIAL_RADIUS + 250e3, 0.0, 0.0
    lead[0]["body_velocity"] = -speed, 0.0, 0.0
    lead[0]["body_mass"] = 4000.0
    tables = missile_tables([missile])
    nodes, plan = np.zeros(500, kernel.NODE), plan_for(missile)
    kernel.run_fly_body(plan[0], tables, Surroundings(NO_GRAVITY, air), lead[0], nodes, lead[1])
    bend = density * height * 0.7 * 5.0 / (2.0 * 4000.0)
    assert -lead[1]["impact_velocity"][0] == pytest.approx(speed * exp(-bend), rel=1e-5)
    hardest = max(nodes["acceleration"][:, 0])
    assert hardest == pytest.approx(speed**2 / (2.0 * e * height), rel=0.02)


@pytest.mark.parametrize("altitude", [40e3, 80e3, 150e3])
def test_between_nodes_a_path_is_interpolated_to_a_centimetre(missile, altitude):
    plan = plan_for(missile)
    flight = fly_plan(missile, plan)
    plan[0]["tolerance"] = 1e-5
    # The tight flight's nodes lie so close that they stand for the truth between the others;
    # both must start the fall from one state, so the loose one is compared with itself.
    nodes = flight.nodes
    down = nodes[nodes["time"] > flight.summary[0]["apogee_time"]]
    heights = np.linalg.norm(down["position"], axis=1) - np.linalg.norm(down["position"][-1])
    i = int(np.argmin(abs(heights - altitude)))
    again = refly(missile, plan, down[i], float(down[i + 1]["time"]))
    for time in np.linspace(down[i]["time"], down[i + 1]["time"], 9)[1:-1]:
        p, v, _ = state_at(nodes, 0, len(nodes), 0, time)
        q, w, _ = state_at(again, 0, len(again), 0, time)
        assert np.linalg.norm(np.subtract(p, q)) < 0.01
        assert np.linalg.norm(np.subtract(v, w)) < 0.05


def refly(missile, plan, node, until):
    """Nodes of a very tight flight from a node's state to a time."""
    lead = np.zeros(2, kernel.FLIGHT)
    lead[0]["separation_time"] = node["time"]
    lead[0]["separation_position"] = node["position"]
    lead[0]["body_velocity"] = node["velocity"]
    lead[0]["body_mass"] = missile.reentry_mass
    tables = missile_tables([replace(missile, body_area=0.5, body_drag=missile.reentry_drag)])
    nodes = np.zeros(4000, kernel.NODE)
    plan[0]["max_time"] = until
    around = Surroundings(WGS84, us76_table())
    kernel.run_fly_body(plan[0], tables, around, lead[0], nodes, lead[1])
    return nodes[: lead[1]["node_count"]]


def test_a_tighter_tolerance_moves_the_impact_by_less_than_a_metre(missile):
    impacts = []
    for tolerance in (1.0, 1e-4):
        plan = plan_for(missile)
        plan[0]["tolerance"] = tolerance
        impacts.append(fly_plan(missile, plan).summary[0]["impact_position"])
    assert np.linalg.norm(impacts[0] - impacts[1]) < 1.0


def test_a_flight_that_cannot_end_says_what_to_do(missile):
    plan = plan_for(missile)
    plan[0]["max_time"] = 100.0
    with pytest.raises(PropagationError, match="raise max_time"):
        fly_plan(missile, plan)


def test_a_crash_says_what_to_do(missile):
    with pytest.raises(PropagationError, match="raise pitch_final"):
        fly_plan(missile, plan_for(missile, pitch=radians(-70.0)))


def test_a_plan_is_not_changed_by_flying_it(missile):
    plan = plan_for(missile)
    kept = plan.copy()
    fly_plan(missile, plan)
    assert plan.tobytes() == kept.tobytes()
    assert plan[0]["cutoff_time"] == inf
