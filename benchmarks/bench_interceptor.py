"""Time of the interceptor's kernels, beside SciPy on the same flight.

    python -m benchmarks.bench_interceptor

rows() -> [(name, ours_seconds, peer_name, peer_seconds, note)]; a peer of "" has no time.
"""

# Timing loops: kernels take tables and numbers, and many of them.
# ruff: noqa: ANN001, ANN202, PLR0913, PLR0917

from collections.abc import Callable
from itertools import count, pairwise
from math import radians

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.timing import shortest
from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.flyout import flyout_table
from openthaad.interceptor.kernels import flight as kernel
from openthaad.interceptor.kernels.endgame import (
    MICRO_STEP,
    SIGHT_COLUMNS,
    Encounter,
    Passage,
    between,
    endgame_draws,
)
from openthaad.interceptor.kernels.flyout import Target, launch_to_meet
from openthaad.interceptor.model import Interceptor
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion
from openthaad.kernels.vector import Vec

Row = tuple[str, float, str, float, str]
STILL = (0.0, 0.0, 0.0)
AIR = us76_table()
AROUND = Surroundings(WGS84, AIR)
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))
ROW = THAAD.row()[0]
SITE = geodetic_to_ecef(radians(36.05), radians(128.22), 500.0)
POINT = geodetic_to_ecef(radians(36.8), radians(128.0), 90e3)
FLIGHT = 49.0


@njit
def _both_at_100_hz(row, around, start, command, target, beta, count):
    """Fly interceptor and target together at 100 Hz for 49 s, count times."""
    nearest = 1e12
    for _ in range(count):
        now = start
        q, w = target
        for k in range(0, 4900, 10):
            # The engine's target: one node per period, a cubic between.
            a = kernel.coast_acceleration(q, w, beta, around)
            end = (q[0] + 0.1 * w[0], q[1] + 0.1 * w[1], q[2] + 0.1 * w[2])
            then = (w[0] + 0.1 * a[0], w[1] + 0.1 * a[1], w[2] + 0.1 * a[2])
            passage = Passage(0.1, q, w, end, then)
            for j in range(10):
                now = kernel.FlightState((k + j) * MICRO_STEP, now[1], now[2], now[3])
                now = kernel.advance(row, around, now, MICRO_STEP, command, STILL)
                p = now.position
                here, _ = between(passage, (j + 1) * MICRO_STEP)
                gap = (here[0] - p[0]) ** 2 + (here[1] - p[1]) ** 2 + (here[2] - p[2]) ** 2
                nearest = min(nearest, gap)
            q, w = end, then
    return nearest


@njit
def _in_engine_steps(row, around, start, command, until, count):
    """Fly the same in the engine's steps of 0.1 s, count times."""
    total = 0.0
    for _ in range(count):
        now = start
        for k in range(round(until * 10.0)):
            now = kernel.FlightState(k * 0.1, now[1], now[2], now[3])
            now = kernel.fly(row, around, now, (k + 1) * 0.1, command, STILL)
        total += now.position[0]
    return total


@njit
def _solutions(row, table, around, site, target, count):
    total = 0.0
    for _ in range(count):
        total += launch_to_meet(row, table, around, site, target)[3]
    return total


# Inner kernels have no entry from Python; these give SciPy one.
@njit
def _turned(axis, command, angle):
    return kernel.turned(axis, command, angle)


@njit
def _acceleration(row, around, now, middle):
    return kernel.acceleration(row, around, now, middle)


@njit
def _solution(row, table, around, site, target):
    return launch_to_meet(row, table, around, site, target)


def scipy_flight(start: Vec, command: Vec) -> object:
    """Fly the same 49 s by SciPy's DOP853, right-hand side compiled, breaks given."""
    straight, burn = float(ROW["straight_time"]), float(ROW["burn_time"])
    turn = straight + float(np.arccos(np.dot(start, command)) / ROW["turn_rate"])
    y, axis = np.array([*SITE, *STILL]), start
    breaks = (0.0, straight, turn, burn, float(ROW["separation_time"]), FLIGHT)
    for begin, end in pairwise(breaks):
        rate = float(ROW["turn_rate"]) if begin == straight else 0.0
        middle = 0.5 * (begin + end)

        def slope(t, y, begin=begin, rate=rate, middle=middle, axis=axis):
            pointing = _turned(axis, command, rate * (t - begin))
            place, speed = (y[0], y[1], y[2]), (y[3], y[4], y[5])
            now = kernel.FlightState(t, place, speed, pointing)
            a = _acceleration(ROW, AROUND, now, middle)
            return (*speed, *a)

        solved = solve_ivp(slope, (begin, end), y, method="DOP853", rtol=1e-8, atol=1e-3)
        y = solved.y[:, -1]
        axis = command if end >= turn else axis
    return y


def endgames(table: np.ndarray, count: int) -> Callable[[], object]:
    """Return a call that homes count times over 12 s."""
    shot = np.zeros(1, kernel.SHOT)[0]
    truth = np.zeros(1, kernel.SHOT_TRUTH)[0]
    sights, out = np.zeros((10, SIGHT_COLUMNS)), np.zeros((count, 5))
    v, w = np.array([0.0, 1200.0, 1200.0]), np.array([0.0, -1500.0, -2000.0])
    meeting = np.array(POINT)
    states = [tuple(meeting - 12.0 * v), tuple(v), tuple(meeting - 12.0 * w), tuple(w)]
    encounter = Encounter(
        states[0], states[1], Motion(0.0, states[2], states[3], STILL), 100.0, 3.0
    )
    return lambda: endgame_draws(table, shot, truth, encounter, 1, sights, AROUND, out)


def rows() -> list[Row]:
    """Measure everything."""
    table = flyout_table(THAAD, AIR, site_altitude=500.0)
    goal = Target(0.0, POINT, STILL)
    _, start, command, _ = _solution(ROW, table[0], AROUND, SITE, goal)
    begun = kernel.FlightState(0.0, SITE, STILL, start)
    target, moving = geodetic_to_ecef(radians(38.0), radians(128.0), 180e3), (0.0, -1e3, -2e3)
    n = 50
    peer = shortest(lambda: scipy_flight(start, command), 3)
    fine = shortest(
        lambda: _both_at_100_hz(ROW, AROUND, begun, command, (target, moving), 3000.0, n)
    )
    coarse = shortest(lambda: _in_engine_steps(ROW, AROUND, begun, command, FLIGHT, n))
    solve = shortest(lambda: _solutions(ROW, table[0], AROUND, SITE, goal, n))
    draws = shortest(endgames(ROW, 200))
    extent = count()
    build = shortest(lambda: flyout_table(THAAD, AIR, greatest_range=800e3 + next(extent)))
    scipy = "SciPy DOP853, compiled forces, interceptor only"
    return [
        ("fly-out 49 s at 100 Hz, target too", fine / n, scipy, peer, "Runge-Kutta 4"),
        ("fly-out 49 s in 0.1 s steps", coarse / n, scipy, peer, "what the engine does"),
        ("launch solution on the rotating Earth", solve / n, "", 0.0, "to 1 m"),
        ("endgame, 12 s at 100 Hz", draws / 200, "", 0.0, "one of 200 draws"),
        ("fly-out table, 361 flights", build, "", 0.0, "161 x 81 nodes"),
    ]


if __name__ == "__main__":
    for name, ours, peer, theirs, note in rows():
        beside = f"  {peer} {theirs * 1e6:.0f} us" if peer else ""
        print(f"{name}: {ours * 1e6:.0f} us{beside}  ({note})")
