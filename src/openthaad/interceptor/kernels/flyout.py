"""Where an interceptor can be, and when: launch solutions and the fly-out table.

The kill vehicle coasts; only the booster decides where to.  So a point is reached by one
thrust axis (the direct solution) at one time, and both follow from flights of the same
kernel that moves the interceptor in battle.
"""

from enum import IntEnum
from math import asin, atan2, pi, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import (
    altitude,
    ecef_to_geodetic,
    enu_basis,
    from_azimuth_elevation,
    from_basis,
    geodetic_to_ecef,
    ground_range,
    up_direction,
)
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels.flight import (
    NO_PUSH,
    FlightState,
    advance,
    fly,
    longest_step,
    slowing,
)
from openthaad.kernels.cells import cell, floored
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add, add_scaled, cross, dot, norm, scale, sub, unit


class FlyoutStatus(IntEnum):
    """Whether a point can be reached, and if not, on which side it lies."""

    REACHABLE = 0
    TOO_LOW = 1  # below the path of the lowest launch elevation
    TOO_FAR = 2  # more energy than there is
    OUTSIDE_TABLE = 3


class AimStatus(IntEnum):
    """How a launch solution ended."""

    SOLVED = 0
    NOT_CONVERGED = 1
    TOO_LOW = 2


REACHABLE = int(FlyoutStatus.REACHABLE)
TOO_LOW = int(FlyoutStatus.TOO_LOW)
TOO_FAR = int(FlyoutStatus.TOO_FAR)
OUTSIDE_TABLE = int(FlyoutStatus.OUTSIDE_TABLE)
SOLVED = int(AimStatus.SOLVED)
NOT_CONVERGED = int(AimStatus.NOT_CONVERGED)
AIM_TOO_LOW = int(AimStatus.TOO_LOW)

RANGE_CELLS = 161
ALTITUDE_CELLS = 81
_GRID = (ALTITUDE_CELLS, RANGE_CELLS)

# One row per type of interceptor: node (i, j) at altitude i steps and ground range j steps.
FLYOUT = np.dtype(
    [
        ("range_step", "f8"),  # m
        ("altitude_step", "f8"),  # m
        ("status", "i1", _GRID),  # FlyoutStatus
        ("time", "f8", _GRID),  # s from launch
        ("elevation", "f8", _GRID),  # rad; commanded thrust axis
        ("speed", "f8", _GRID),  # m/s on arrival
        ("angle", "f8", _GRID),  # rad; flight-path angle on arrival, up positive
    ]
)

# What a flight leaves behind where it crosses an altitude row, rising and then falling.
CROSSING = np.dtype(
    [
        ("range", "f8"),
        ("time", "f8"),
        ("elevation", "f8"),
        ("speed", "f8"),
        ("angle", "f8"),
        ("seen", "i1"),
    ]
)
ELEVATIONS = 361
_LONGEST_FLIGHT = 1200.0  # s
_AIM_TOLERANCE = 1.0  # m
# Steps of fourth order follow a decay of up to 2.78 in a step, and well only slower ones.
_FASTEST_DECAY = 1.0

Answer = tuple[int, float, float, float, float]


class Launch(NamedTuple):
    """One of the flights of which a table is made."""

    number: int  # from the lowest elevation up
    elevation: float  # of the commanded thrust axis [rad]
    site: Vec  # ECEF [m]
    altitude_step: float  # of the table [m]


class Aim(NamedTuple):
    """Where to point the thrust, and when that arrives."""

    axis: Vec  # commanded thrust axis, unit, ECEF
    arrival: float  # since launch [s]


class Target(NamedTuple):
    """What is to be met: at a place at a time, and moving on straight.  ECEF."""

    time: float  # since launch [s]
    position: Vec  # [m]
    velocity: Vec  # [m/s]; zero for a fixed point, which may be met at any time


@njit
def thrust_axis(site: Vec, azimuth: float, elevation: float) -> Vec:
    """Unit vector in ECEF of a direction given at a site [rad]."""
    latitude, longitude, _ = ecef_to_geodetic(site)
    return from_basis(
        enu_basis(latitude, longitude), from_azimuth_elevation(azimuth, elevation)
    )


@njit
def canister_elevation(interceptor: np.void, elevation: float) -> float:
    """Elevation [rad] of the canister for a commanded one: as near to it as it can turn."""
    return min(max(elevation, interceptor["canister_minimum"]), interceptor["canister_maximum"])


@njit
def azimuth_to(site: Vec, point: Vec) -> float:
    """Azimuth [rad] from a site to a point, clockwise from north."""
    latitude, longitude, _ = ecef_to_geodetic(site)
    east, north, _ = enu_basis(latitude, longitude)
    away = sub(point, site)
    return atan2(dot(away, east), dot(away, north))


@njit
def _cubic(y0: float, m0: float, y1: float, m1: float, s: float) -> float:
    """Cubic Hermite at fraction s; m are slopes per step."""
    rise = y1 - y0
    return y0 + s * (m0 + s * (3.0 * rise - 2.0 * m0 - m1 + s * (m0 + m1 - 2.0 * rise)))


@njit
def _crossing_fraction(h0: float, r0: float, h1: float, r1: float, level: float) -> float:
    """Fraction of a step at which a cubic altitude passes a level, by bisection."""
    low, high = 0.0, 1.0
    rising = h1 > h0
    for _ in range(30):
        middle = 0.5 * (low + high)
        if (_cubic(h0, r0, h1, r1, middle) < level) == rising:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@njit
def _note_crossings(
    rows: np.ndarray, launch: Launch, before: FlightState, after: FlightState, h: float
) -> None:
    """Write the altitude rows that a flight crosses in one step of h [s]."""
    k, elevation, site, altitude_step = launch
    t, p0, v0, _ = before
    p1, v1 = after.position, after.velocity
    h0, h1 = altitude(p0), altitude(p1)
    first = cell(np.ceil(min(h0, h1) / altitude_step), ALTITUDE_CELLS)
    last = min(floored(max(h0, h1) / altitude_step), ALTITUDE_CELLS - 1)
    leg = 0 if h1 > h0 else 1
    rate0 = h * dot(v0, up_direction(p0))
    rate1 = h * dot(v1, up_direction(p1))
    for i in range(first, last + 1):
        s = _crossing_fraction(h0, rate0, h1, rate1, i * altitude_step)
        p = (
            _cubic(p0[0], h * v0[0], p1[0], h * v1[0], s),
            _cubic(p0[1], h * v0[1], p1[1], h * v1[1], s),
            _cubic(p0[2], h * v0[2], p1[2], h * v1[2], s),
        )
        v = add_scaled(v0, s, sub(v1, v0))
        speed = norm(v)
        note = rows[leg, i, k]
        # The turn out of a tilted canister carries the vertical flight some 100 m off.
        note["range"] = 0.0 if k == ELEVATIONS - 1 else ground_range(site, p)
        note["time"] = t + s * h
        note["elevation"] = elevation
        note["speed"] = speed
        note["angle"] = asin(dot(v, up_direction(p)) / speed)
        note["seen"] = 1


@njit
def _fly_family(
    interceptor: np.void, height: float, altitude_step: float, around: Surroundings,
    rows: np.ndarray,
) -> int:  # fmt: skip
    """Fly every launch elevation from the lowest up to the vertical and note crossings.

    Returns the number of steps in which drag changes the speed by more than they can follow.
    """
    lost = 0
    # Eastward on the equator: gravity has no part across the path.
    site = geodetic_to_ecef(0.0, 0.0, height)
    lowest = interceptor["minimum_elevation"]
    for k in range(ELEVATIONS):
        elevation = lowest + (0.5 * pi - lowest) * k / (ELEVATIONS - 1.0)
        start = thrust_axis(site, 0.5 * pi, canister_elevation(interceptor, elevation))
        command = thrust_axis(site, 0.5 * pi, elevation)
        launch = Launch(k, elevation, site, altitude_step)
        now = FlightState(0.0, site, NO_PUSH, start)
        while now.time < _LONGEST_FLIGHT:
            # Steps of 4 s at most keep the cubic between them true to 1 m.
            h = min(longest_step(interceptor, now, command), 4.0)
            then = advance(interceptor, around, now, h, command, NO_PUSH)
            _note_crossings(rows, launch, now, then, h)
            now = then
            # So written that a speed that is no number counts too.
            if not 2.0 * slowing(interceptor, now, around.air) * h < _FASTEST_DECAY:
                lost += 1
            if altitude(now.position) < 0.0:
                break
    return lost


@njit
def _fill_between(table: np.void, i: int, a: np.void, b: np.void) -> None:
    """Fill the nodes of row i that lie between two crossings, if b is further out."""
    step = table["range_step"]
    first = cell(np.ceil(a["range"] / step), RANGE_CELLS)
    last = min(floored(b["range"] / step), RANGE_CELLS - 1)
    for j in range(first, last + 1):
        width = b["range"] - a["range"]
        s = (j * step - a["range"]) / width if width > 0.0 else 0.0
        table["status"][i, j] = REACHABLE
        table["time"][i, j] = a["time"] + s * (b["time"] - a["time"])
        table["elevation"][i, j] = a["elevation"] + s * (b["elevation"] - a["elevation"])
        table["speed"][i, j] = a["speed"] + s * (b["speed"] - a["speed"])
        table["angle"][i, j] = a["angle"] + s * (b["angle"] - a["angle"])


@njit
def _fill_row(table: np.void, i: int, rising: np.ndarray, falling: np.ndarray) -> None:
    """Fill one altitude outwards along its direct solutions.

    Rising from the vertical down to the lowest flight that gets so high, then falling from
    there up to the longest throw.
    """
    reached = 0.0
    lowest = ELEVATIONS
    for k in range(ELEVATIONS - 2, -1, -1):
        if rising[k]["seen"] == 0 or rising[k + 1]["seen"] == 0:
            break
        _fill_between(table, i, rising[k + 1], rising[k])
        reached = rising[k]["range"]
        lowest = k
    if lowest == ELEVATIONS:
        return
    if lowest > 0 and falling[lowest]["seen"] == 1:
        _fill_between(table, i, rising[lowest], falling[lowest])
    for k in range(lowest, ELEVATIONS - 1):
        if falling[k]["seen"] == 0 or falling[k + 1]["range"] <= falling[k]["range"]:
            break
        _fill_between(table, i, falling[k], falling[k + 1])
    for j in range(RANGE_CELLS):
        beyond = j * table["range_step"] > reached
        if lowest == 0 and beyond and j * table["range_step"] < falling[0]["range"]:
            table["status"][i, j] = TOO_LOW


@njit(cache=True, nogil=True)
def build_flyout(
    interceptor: np.void, table: np.void, rows: np.ndarray, height: float,
    around: Surroundings,
) -> int:  # fmt: skip
    """Fill one FLYOUT row whose two steps are set; rows is CROSSING (2, altitudes, 361).

    height [m]: of the launcher above the ellipsoid.  Give an Earth with omega 0, so that
    the table holds for every azimuth.  Returns the number of steps in which drag changes the
    speed by more than they can follow: unless it is 0, the table means nothing.
    """
    table["status"][:, :] = TOO_FAR
    rows["seen"][:] = 0
    lost = _fly_family(interceptor, height, table["altitude_step"], around, rows)
    for i in range(1, ALTITUDE_CELLS):
        _fill_row(table, i, rows[0, i], rows[1, i])
    # Flights begin here: one node, time zero; what comes down again is of no use.
    table["status"][0, :] = TOO_LOW
    table["status"][0, 0] = REACHABLE
    table["elevation"][0, 0] = 0.5 * pi
    return lost


@njit
def _mix(grid: np.ndarray, i: int, j: int, u: float, w: float) -> float:
    low = grid[i, j] + w * (grid[i, j + 1] - grid[i, j])
    high = grid[i + 1, j] + w * (grid[i + 1, j + 1] - grid[i + 1, j])
    return low + u * (high - low)


@njit
def flyout(table: np.void, distance: float, height: float) -> Answer:
    """Status, time [s], elevation [rad], speed [m/s] and path angle [rad] at a place.

    Bilinear in ground range and altitude [m].  Next to an unreachable node the answer is
    that node's.
    """
    x = distance / table["range_step"]
    y = height / table["altitude_step"]
    if not (0.0 <= x < RANGE_CELLS - 1.0 and 0.0 <= y < ALTITUDE_CELLS - 1.0):
        return OUTSIDE_TABLE, np.inf, 0.0, 0.0, 0.0
    i, j = cell(y, ALTITUDE_CELLS - 2), cell(x, RANGE_CELLS - 2)
    status = table["status"]
    worst = max(status[i, j], status[i, j + 1], status[i + 1, j], status[i + 1, j + 1])
    if worst != REACHABLE:
        return int(worst), np.inf, 0.0, 0.0, 0.0
    u, w = y - i, x - j
    return (
        REACHABLE,
        _mix(table["time"], i, j, u, w),
        _mix(table["elevation"], i, j, u, w),
        _mix(table["speed"], i, j, u, w),
        _mix(table["angle"], i, j, u, w),
    )


@njit
def _row_reach(table: np.void, i: int) -> float:
    """Ground range [m] of the outermost node that is reached at altitude row i; 0: none."""
    for j in range(RANGE_CELLS - 1, 0, -1):
        if table["status"][i, j] == REACHABLE:
            return float(j * table["range_step"])
    return 0.0


@njit
def reach_at(table: np.void, height: float) -> float:
    """Ground range [m] out to which a table reaches at an altitude [m]; 0: nowhere.

    As `flyout` has it: next to a node that is not reached nothing is.
    """
    y = height / table["altitude_step"]
    if not 0.0 <= y < ALTITUDE_CELLS - 1.0:
        return 0.0
    i = cell(y, ALTITUDE_CELLS - 2)
    return min(_row_reach(table, i), _row_reach(table, i + 1))


@njit
def highest(table: np.void) -> float:
    """Altitude [m] up to which a table reaches anything."""
    for i in range(ALTITUDE_CELLS - 1, 0, -1):
        if _row_reach(table, i) > 0.0:
            return float(i * table["altitude_step"])
    return 0.0


@njit
def _solve3(a: Vec, b: Vec, c: Vec, right: Vec) -> tuple[bool, Vec]:
    """Solve a x + b y + c z = right by Cramer's rule; false where it is singular."""
    bc = cross(b, c)
    determinant = dot(a, bc)
    if abs(determinant) < 1e-9 * norm(a) * norm(b) * norm(c):
        return False, NO_PUSH
    return True, (
        dot(right, bc) / determinant,
        dot(right, cross(c, a)) / determinant,
        dot(right, cross(a, b)) / determinant,
    )


@njit
def _across(axis: Vec) -> tuple[Vec, Vec]:
    """Two unit vectors square to an axis and to each other."""
    if abs(axis[2]) < 0.9:
        first = unit(cross(axis, (0.0, 0.0, 1.0)))
    else:
        first = unit(cross(axis, (1.0, 0.0, 0.0)))
    return first, cross(axis, first)


@njit
def _tilts(
    interceptor: np.void, around: Surroundings, now: FlightState, tried: Aim, here: Vec,
    across: tuple[Vec, Vec],
) -> tuple[Vec, Vec]:  # fmt: skip
    """Shift of the place of arrival [m/rad] with the thrust axis tilted either way.

    here: where the untilted flight arrives; across: the two ways, square to its axis.
    """
    nudge = 1e-4
    shifts = (NO_PUSH, NO_PUSH)
    for way in (across[1], across[0]):
        tilted = unit(add_scaled(tried.axis, nudge, way))
        there = fly(interceptor, around, now, tried.arrival, tilted, NO_PUSH).position
        shifts = (scale(1.0 / nudge, sub(there, here)), shifts[0])
    return shifts


@njit
def aim(
    interceptor: np.void, around: Surroundings, now: FlightState, guess: Aim, target: Target,
    rounds: int,
) -> tuple[int, Aim, float]:  # fmt: skip
    """Thrust axis and arrival time that meet a target, by Newton's method on real flights.

    Derivatives are kept while they shrink the error fourfold.  Returns AimStatus, what was
    found, and the distance left [m].
    """
    command, arrival = guess
    before = 0.0
    left = np.inf
    across = _across(command)
    d1, d2 = NO_PUSH, NO_PUSH
    for k in range(rounds + 1):
        there = fly(interceptor, around, now, arrival, command, NO_PUSH)
        place = add_scaled(target.position, arrival - target.time, target.velocity)
        error = sub(place, there.position)
        left = norm(error)
        if left < _AIM_TOLERANCE:
            return SOLVED, Aim(command, arrival), left
        if k == rounds:
            break
        if left > 0.25 * before:
            across = _across(command)
            tried = Aim(command, arrival)
            d1, d2 = _tilts(interceptor, around, now, tried, there.position, across)
        before = left
        regular, x = _solve3(d1, d2, sub(there.velocity, target.velocity), error)
        if not regular:
            break
        # Bounded steps: the map from axis to place folds over at the edge of reach.
        turn = sqrt(x[0] * x[0] + x[1] * x[1])
        cut = min(1.0, 0.15 / (turn + 1e-12), 20.0 / (abs(x[2]) + 1e-12))
        first, second = across
        command = unit(add(command, add(scale(cut * x[0], first), scale(cut * x[1], second))))
        arrival = max(arrival + cut * x[2], now.time + 1.0)
    return NOT_CONVERGED, Aim(command, arrival), left


@njit
def launch_to_meet(
    interceptor: np.void, table: np.void, around: Surroundings, site: Vec, target: Target
) -> tuple[int, Vec, Vec, float]:
    """Meet a target from a site [ECEF, m].

    AimStatus, canister axis, thrust axis, time of flight [s].  The first guess is the
    table's; the flights are on the rotating Earth.
    """
    point = target.position
    status, time, elevation, _, _ = flyout(table, ground_range(site, point), altitude(point))
    azimuth = azimuth_to(site, point)
    if status != REACHABLE:
        return NOT_CONVERGED, up_direction(site), up_direction(site), np.inf
    start = thrust_axis(site, azimuth, canister_elevation(interceptor, elevation))
    guess = Aim(thrust_axis(site, azimuth, elevation), time)
    now = FlightState(0.0, site, NO_PUSH, start)
    solved, found, _ = aim(interceptor, around, now, guess, target, 12)
    lowest = sin(interceptor["minimum_elevation"] - 1e-3)
    if solved == SOLVED and dot(found.axis, up_direction(site)) < lowest:
        solved = AIM_TOO_LOW
    return solved, start, found.axis, found.arrival


@njit(cache=True, nogil=True)
def look_up(table: np.void, distance: float, height: float) -> Answer:
    """`flyout` for callers outside the kernels."""
    return flyout(table, distance, height)


@njit(cache=True, nogil=True)
def fly_to_burnout(
    interceptor: np.void, latitude: float, height: float, azimuth: float, elevation: float,
    around: Surroundings,
) -> Vec:  # fmt: skip
    """Speed [m/s], altitude [m] and path angle [rad] at burnout of one launch."""
    site = geodetic_to_ecef(latitude, 0.0, height)
    start = thrust_axis(site, azimuth, canister_elevation(interceptor, elevation))
    command = thrust_axis(site, azimuth, elevation)
    now = FlightState(0.0, site, NO_PUSH, start)
    _, p, v, _ = fly(interceptor, around, now, interceptor["burn_time"], command, NO_PUSH)
    speed = norm(v)
    return speed, altitude(p), asin(dot(v, up_direction(p)) / speed)
