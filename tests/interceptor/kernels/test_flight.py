"""Motion of one interceptor, against closed forms and SciPy."""

from dataclasses import replace
from itertools import pairwise
from math import exp, log, radians

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels import flight as kernel
from openthaad.interceptor.kernels.flight import FlightState
from openthaad.interceptor.kernels.flyout import canister_elevation, thrust_axis
from openthaad.interceptor.model import Interceptor
from openthaad.kernels.random import Draws

AIR = us76_table()
AROUND = Surroundings(WGS84, AIR)
NO_AIR = us76_table()
NO_AIR["thickness"] = NO_AIR["push"] = 0.0
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))
ROW = THAAD.row()[0]
SITE = geodetic_to_ecef(radians(36.05), radians(128.22), 500.0)
STILL = (0.0, 0.0, 0.0)


def axes(elevation_deg, azimuth_deg=40.0):
    elevation, azimuth = radians(elevation_deg), radians(azimuth_deg)
    start = thrust_axis(SITE, azimuth, canister_elevation(ROW, elevation))
    return start, thrust_axis(SITE, azimuth, elevation)


def flown(until, elevation_deg=50.0, row=ROW, earth=WGS84, air=AIR):
    start, command = axes(elevation_deg)
    begun = FlightState(0.0, SITE, STILL, start)
    return kernel.fly(row, Surroundings(earth, air), begun, until, command, STILL)


def test_without_gravity_and_air_the_burnout_speed_is_the_rocket_equations():
    weightless = WGS84._replace(gm=0.0, omega=0.0)
    axis = axes(50.0)[1]
    begun = FlightState(0.0, SITE, STILL, axis)
    around = Surroundings(weightless, NO_AIR)
    v = kernel.fly(ROW, around, begun, ROW["burn_time"], axis, STILL).velocity
    exhaust = 9.80665 * THAAD.booster_isp_vacuum
    ideal = exhaust * log(THAAD.mass / (THAAD.mass - THAAD.booster_propellant_mass))
    assert np.linalg.norm(v) == pytest.approx(ideal, abs=0.1)  # m/s: steps of 0.5 s


def test_a_coast_without_air_keeps_its_energy():
    row = replace(THAAD, kill_vehicle_ballistic_coefficient=1e30).row()[0]
    earth = WGS84._replace(omega=0.0, j2=0.0)
    p0, v0, axis = (0.0, 0.0, 6.5e6), (1500.0, 0.0, 1500.0), (0.0, 0.0, 1.0)
    begun = FlightState(100.0, p0, v0, axis)
    _, p, v, _ = kernel.fly(row, Surroundings(earth, AIR), begun, 400.0, axis, STILL)

    def energy(p, v):
        return np.dot(v, v) / 2.0 - earth.gm / np.linalg.norm(p)

    # 20 s steps; 1 J/kg is 0.5 mm/s of speed.
    assert energy(p, v) == pytest.approx(energy(p0, v0), abs=1.0)


@pytest.mark.parametrize("elevation", [20.0, 35.0, 60.0, 80.0])
def test_steps_stay_within_10_m_of_a_converged_flight_after_150_s(elevation):
    start, command = axes(elevation)
    burn, free = float(ROW["burn_time"]), float(ROW["separation_time"])
    straight = float(ROW["straight_time"])
    turn = np.arccos(np.dot(start, command)) / ROW["turn_rate"]
    y, axis = np.array([*SITE, 0.0, 0.0, 0.0]), start
    breaks = [0.0, straight, straight + turn, burn, free, 150.0]
    for t0, t1 in pairwise(breaks):
        if t1 <= t0:
            continue
        y, axis = (
            converged(t0, t1, y, axis, command, straight),
            (command if t1 > straight else start),
        )
    p = flown(150.0, elevation).position
    # Kinks of the drag curve inside steps of 0.5 s; 1 m at burnout.
    assert np.linalg.norm(y[:3] - p) < 10.0


def converged(t0, t1, y, axis, command, straight):
    """SciPy's flight between two breaks."""
    rate = ROW["turn_rate"] if t0 >= straight - 1e-9 else 0.0

    def slope(t, y):
        pointing = kernel.turned(axis, command, rate * (t - t0))
        now = FlightState(t, tuple(y[:3]), tuple(y[3:]), pointing)
        a = kernel.acceleration(ROW, AROUND, now, 0.5 * (t0 + t1))
        return [*y[3:], *a]

    solved = solve_ivp(slope, (t0, t1), y, rtol=1e-9, atol=1e-4)
    return solved.y[:, -1]


def test_the_battles_steps_of_a_tenth_agree_with_one_flight():
    shot, truth = launched(40.0)
    for _ in range(1000):
        step(shot, truth)
    p = flown(100.0, 40.0).position
    # The solver's longer steps are within a few metres: what divert must make good.
    assert np.linalg.norm(truth["position"] - p) < 5.0


def launched(elevation):
    shot = np.zeros(1, kernel.SHOT)[0]
    truth = np.zeros(1, kernel.SHOT_TRUTH)[0]
    start, command = axes(elevation)
    kernel.ignite(shot, truth, 0.0, SITE, start, command)
    return shot, truth


def step(shot, truth, period=0.1):
    moves = kernel.step_boost if shot["status"] == kernel.BOOST else kernel.step_coast
    moves(ROW, shot, truth, period, AROUND)


def test_burnout_is_noted_once_and_ends_the_boost():
    shot, truth = launched(60.0)
    for _ in range(180):
        step(shot, truth)
    assert shot["status"] == kernel.COAST
    assert truth["burnout_time"] == THAAD.booster_burn_time
    # 2780 m/s from sea level northward; thinner air at 500 m and another azimuth add some.
    assert truth["burnout_speed"] == pytest.approx(2780.0, abs=30.0)


def test_the_thrust_axis_turns_no_faster_than_it_can():
    shot, truth = launched(20.0)
    before = shot["attitude"].copy()
    for _ in range(30):
        step(shot, truth)
        cosine = min(1.0, float(np.dot(before, shot["attitude"])))
        assert np.arccos(cosine) <= THAAD.turn_rate * 0.1 + 1e-6
        before = shot["attitude"].copy()


def coasting(height=120e3):
    shot, truth = launched(60.0)
    shot["status"] = kernel.COAST
    shot["time"] = 40.0
    truth["position"] = geodetic_to_ecef(radians(36.0), radians(128.0), height)
    truth["velocity"] = (0.0, 0.0, 1500.0)
    return shot, truth


def test_a_divert_is_given_in_full_and_counted():
    shot, truth = coasting()
    other, still = coasting()
    shot["delta_v"] = (3.0, 0.0, 0.0)
    for _ in range(10):
        step(shot, truth)
        step(other, still)
    assert truth["velocity"][0] - still["velocity"][0] == pytest.approx(3.0, abs=1e-3)
    assert shot["divert_used"] == pytest.approx(3.0)


def test_midcourse_leaves_the_share_for_homing():
    shot, truth = coasting()
    shot["delta_v"] = (2000.0, 0.0, 0.0)
    for _ in range(300):
        step(shot, truth)
    assert shot["divert_used"] == pytest.approx(THAAD.midcourse_share * THAAD.divert_delta_v)
    assert shot["divert_exhausted"] == 0


def test_below_its_floor_it_does_not_divert():
    shot, truth = coasting(height=30e3)
    shot["delta_v"] = (3.0, 0.0, 0.0)
    step(shot, truth)
    assert shot["divert_used"] == 0.0


def drawn(canister, run=0):
    shot, truth = launched(60.0)
    shot["canister"] = canister
    kernel.draw_shot(ROW, shot, truth, Draws(7, run, 1, 0))
    return truth.copy()


def test_what_a_canister_holds_depends_on_its_address_only():
    assert drawn(3).tobytes() == drawn(3).tobytes()
    assert drawn(3)["seeker_range"] != drawn(4)["seeker_range"]


def test_draws_have_the_spread_and_mean_of_the_catalogue():
    many = np.array([drawn(0, run) for run in range(2000)], dtype=kernel.SHOT_TRUTH)
    # Tolerances: four standard errors of 2000 draws.
    assert many["works"].mean() == pytest.approx(THAAD.reliability, abs=0.02)
    assert many["seeker_range"].mean() == pytest.approx(
        THAAD.seeker_acquisition_range, rel=4 * THAAD.seeker_acquisition_spread / 2000**0.5
    )
    assert many["navigation_position"].std() == pytest.approx(
        THAAD.navigation_position_error, rel=0.04
    )


def test_thrust_grows_as_the_air_thins():
    now = FlightState(1.0, SITE, STILL, axes(90.0)[1])
    low = kernel.acceleration(ROW, AROUND, now, 1.0)
    high = kernel.acceleration(ROW, Surroundings(WGS84, NO_AIR), now, 1.0)
    gain = np.linalg.norm(np.subtract(high, low)) * (
        THAAD.mass - THAAD.booster_propellant_mass / THAAD.booster_burn_time
    )
    pressure = exp(AIR[1]["ln_pressure"])  # the site is at the table's second row
    # Its altitude is good to 0.1 m, which is 1e-5 of the pressure.
    assert gain == pytest.approx(pressure * ROW["exit_area"], rel=3e-5)
