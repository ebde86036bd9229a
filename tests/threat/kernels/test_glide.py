"""Lift of a glide: its bounds along a flight, and the range of an equilibrium glide."""

from math import log, radians, sin, sqrt

import numpy as np
import pytest

from openthaad.catalogue.air import exponential_table
from openthaad.catalogue.drag import drag_table
from openthaad.constants import EARTH_GM
from openthaad.earth.kernels.gravity import EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.kernels import dynamics
from openthaad.threat.kernels.dynamics import COAST, Forces, Phase

POINT_MASS = EarthParams(EARTH_GM, 0.0, 6.371e6, 0.0)
AIR = exponential_table()
CD, AREA, MASS = 0.3, 0.7, 1300.0
DRAG = drag_table([([0.0], [CD])])[0]
STILL = (0.0, 0.0, 0.0)


def phase(*, ratio=2.0, load=100.0, angle_deg=-5.0, floor=0.0):
    return Phase(
        0.0, MASS, 0.0, 0.0, 0.0, COAST, 0.0, 0.0, STILL, STILL, AREA, 0.0, 0.0, 0.0, 0.0,
        ratio, load, sin(radians(angle_deg)), floor, 0.2, sin(radians(1.0)), 2000.0,
        1.0 / float(AIR[1]["altitude"]), 1.0,
    )  # fmt: skip


def lift(height, speed, path_deg, **how):
    """Lift and drag without lift [m/s²] over the equator, flying east."""
    angle = radians(path_deg)
    position = (6378137.0 + height, 0.0, 0.0)
    velocity = (speed * sin(angle), speed * sqrt(1.0 - sin(angle) ** 2), 0.0)
    free = (-EARTH_GM / position[0] ** 2, 0.0, 0.0)
    rho = np.exp(np.interp(height, AIR["altitude"], AIR["ln_density"]))
    drag = 0.5 * rho * speed**2 * CD * AREA / MASS
    size, top = dynamics.glide_lift(position, velocity, free, drag, height, phase(**how))
    assert size == 0.0 or abs(np.dot(top, velocity)) < 1e-9 * speed
    return size, drag


@pytest.mark.parametrize("path_deg", [-60.0, -20.0, -1.0])
@pytest.mark.parametrize("height", [5e3, 20e3, 35e3, 60e3])
def test_neither_the_load_nor_the_ratio_is_ever_exceeded(height, path_deg):
    for speed in (500.0, 1500.0, 2500.0):
        for held in (-80.0, -20.0, 0.0):
            size, drag = lift(height, speed, path_deg, angle_deg=held, load=50.0)
            total = drag * (1.0 + (size / (2.0 * 2.0 * drag)) ** 2)
            assert abs(size) <= 50.0
            assert abs(size) <= 2.0 * total * (1.0 + 1e-12)


def test_it_pulls_up_from_a_path_too_steep_and_dives_from_one_too_shallow():
    assert lift(20e3, 2000.0, -30.0, angle_deg=-10.0)[0] > 0.0
    assert lift(20e3, 2000.0, -10.0, angle_deg=-30.0)[0] < 0.0


def test_there_is_no_lift_on_the_way_up_or_below_the_floor():
    assert lift(20e3, 2000.0, 10.0)[0] == 0.0
    assert lift(9e3, 2000.0, -10.0, floor=10e3)[0] == 0.0


def test_a_glide_goes_as_far_as_the_closed_form():
    # Equilibrium glide: range = (L/D) R/2 ln((1 - v1²/gR) / (1 - v0²/gR)). Eggers, Allen and
    # Neice, NACA Report 1382 (1957). R grows by 0.4 % with the altitude.
    solve_ivp = pytest.importorskip("scipy.integrate").solve_ivp
    ratio, radius, fast, slow = 2.0, 6378137.0, 3000.0, 1500.0
    # Where all the lift there is just carries it.
    gravity = EARTH_GM / radius**2
    weight = gravity - fast**2 / radius
    rho = weight * MASS / (2.0 * ratio * 0.5 * fast**2 * CD * AREA)
    height = -7200.0 * log(rho / 1.225)
    how = phase(ratio=ratio, angle_deg=0.0)
    forces = Forces(how, Surroundings(POINT_MASS, AIR))

    def rates(t, y):
        p, v = tuple(y[:3]), tuple(y[3:])
        return [*v, *dynamics.acceleration(t, p, v, forces, DRAG, 0)[0]]

    def slowed(_t, y):
        return np.linalg.norm(y[3:]) - slow

    slowed.terminal = True
    sink = radians(-1.0)
    y0 = [radius + height, 0.0, 0.0, fast * sin(sink), fast, 0.0]
    found = solve_ivp(rates, (0.0, 2000.0), y0, events=slowed, rtol=1e-8, atol=1e-3)
    end = found.y_events[0][0]
    flown = radius * np.arctan2(end[1], end[0])
    square = gravity * radius
    exact = 0.5 * ratio * radius * log((1.0 - slow**2 / square) / (1.0 - fast**2 / square))
    assert flown == pytest.approx(exact, rel=0.03)
