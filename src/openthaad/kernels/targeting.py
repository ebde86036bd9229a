"""How to aim a missile: azimuth, pitch and cut-off that put its true flight onto a place.

The search first scans the pitch with everything burning: that gives the longest range and
the lofted and depressed flights to the aim, between which every flight with a cut-off lies.
The method is described in docs/models/threat-flight.md.
"""

from enum import IntEnum
from math import inf, nan, pi, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.kernels.flight import Programme
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.path import vec
from openthaad.kernels.shooting import (
    ACCEPTED,
    SOLUTION,
    Range,
    Shot,
    bearing,
    burn_time,
    minimum_energy,
    shoot,
    solve_cutoff,
    solve_pitch,
)
from openthaad.kernels.vector import Vec, angle_between

__all__ = [
    "ROOT",
    "ROOTS",
    "SOLUTION",
    "Branch",
    "Mode",
    "TargetStatus",
    "run_target",
    "target",
]


class Mode(IntEnum):
    """Which of the flights that reach the aim is wanted."""

    STANDARD = 0  # liquids: minimum energy; solids: lofted
    APOGEE = 1  # at a given apogee [m]
    LOFT = 2  # at a given burnout flight-path angle [rad]
    DEPRESSED = 3  # liquids: half the apogee of minimum energy; solids: the low root


class TargetStatus(IntEnum):
    """How the search ended."""

    HIT = 0
    OUT_OF_REACH = 1  # `longest_range` is what it can do in that direction
    NO_SUCH_FLIGHT = 2  # reachable, but not at the apogee or loft asked for
    NOT_CONVERGED = 3  # the best flight found still misses


class Branch(IntEnum):
    """Which kind of flight a root is."""

    LOFTED = 0  # everything burns, higher of two
    DEPRESSED = 1  # everything burns, lower of two
    CUT_OFF = 2  # thrust is cut off


ROOT = np.dtype(
    [
        ("branch", "i8"),
        ("azimuth", "f8"),
        ("pitch_final", "f8"),
        ("pitch_end_time", "f8"),
        ("cutoff_time", "f8"),
        ("apogee", "f8"),
        ("flight_time", "f8"),
        ("burnout_angle", "f8"),  # flight-path angle at the last burnout
        ("miss", "f8"),
    ],
    align=True,
)
ROOTS = 4  # rows that a search may fill

_SCAN = 16
_HIGHEST_PITCH = 0.5 * pi - 0.002
_LOWEST_PITCH = -0.25  # linear pitch
_LOWEST_TURN = 0.2  # gravity turn
_FAR = pi * EARTH_MEAN_RADIUS


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _reset(solution: np.void, distance: float) -> None:
    solution["status"] = TargetStatus.NOT_CONVERGED.value
    solution["root_count"] = 0
    solution["chosen"] = -1
    solution["aim_range"] = distance
    solution["longest_range"] = nan
    solution["lowest_apogee"] = nan
    solution["highest_apogee"] = nan
    solution["flights"] = 0


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _note_root(r: Range, roots: np.ndarray, shot: Shot, branch: int) -> int:
    """Fly a found shot again and store it; its row, or -1 if it misses or the table is full."""
    i = r.solution["root_count"]
    if i >= roots.shape[0] or not shot.miss < ACCEPTED:
        return -1
    again = shoot(r, shot.azimuth, shot.pitch, shot.cutoff)
    root = roots[i]
    root["branch"] = branch
    root["azimuth"] = again.azimuth % (2.0 * pi)
    root["pitch_final"] = again.pitch
    root["pitch_end_time"] = r.plan["pitch_end_time"]
    root["cutoff_time"] = again.cutoff
    root["apogee"] = again.apogee
    root["flight_time"] = r.flight["impact_time"] - r.flight["launch_time"]
    root["burnout_angle"] = again.angle
    root["miss"] = again.miss
    r.solution["root_count"] = i + 1
    return i


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _peak(r: Range, low: Shot, middle: Shot, high: Shot) -> Shot:
    """Full-burn shot of the longest range, between two that fall shorter than `middle`."""
    for _ in range(16):
        left = middle.pitch - low.pitch
        right = high.pitch - middle.pitch
        if max(left, right) < 1e-3 or high.distance >= _FAR:
            break
        # Vertex of the parabola, unless it is too near to a point flown already to be news.
        up = (middle.distance - low.distance) / left
        down = (middle.distance - high.distance) / right
        x = middle.pitch + 0.5 * (up * right - down * left) / (up + down)
        near = 0.1 * max(left, right)
        if abs(x - middle.pitch) < near:
            x = middle.pitch + (near if right > left else -near)
        shot = shoot(r, middle.azimuth + middle.turn, x, inf)
        if shot.distance > middle.distance:
            if x > middle.pitch:
                low, middle = middle, shot
            else:
                high, middle = middle, shot
        elif x > middle.pitch:
            high = shot
        else:
            low = shot
    return middle


class Scan(NamedTuple):
    """Full-burn flights over the pitch: the longest, its neighbours, the reach of the aim."""

    below: Shot  # neighbour of the longest at a lower pitch
    longest: Shot
    above: Shot
    low: float  # lowest and highest pitch that reach the aim; NaN if none does
    high: float


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _scan(r: Range, roots: np.ndarray, azimuth: float) -> Scan:
    """Fly the pitches with everything burning; note the roots met on the way."""
    bottom = _LOWEST_PITCH
    if r.plan["programme"] == Programme.GRAVITY_TURN.value:
        bottom = _LOWEST_TURN
    width = (_HIGHEST_PITCH - bottom) / (_SCAN - 1)
    last = shoot(r, azimuth, bottom, inf)
    below, longest, above = last, last, last
    low, high = nan, nan
    if last.distance >= r.distance:
        low, high = last.pitch, last.pitch
    for i in range(1, _SCAN):
        shot = shoot(r, last.azimuth + last.turn, bottom + i * width, inf)
        if shot.distance > longest.distance:
            below, longest, above = last, shot, shot
        elif above.pitch == longest.pitch:
            above = shot
        if shot.distance >= r.distance:
            high = shot.pitch
            if last.distance < r.distance:
                low = _cross(r, roots, last, shot, Branch.DEPRESSED.value)
        elif last.distance >= r.distance:
            high = _cross(r, roots, shot, last, Branch.LOFTED.value)
        last = shot
    return Scan(below, longest, above, low, high)


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _cross(r: Range, roots: np.ndarray, short: Shot, beyond: Shot, branch: int) -> float:
    """Note the root between two full-burn shots; its pitch, or that of the one beyond."""
    row = _note_root(r, roots, solve_pitch(r, short, beyond), branch)
    return beyond.pitch if row < 0 else roots[row]["pitch_final"]


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _refine(r: Range, roots: np.ndarray, scan: Scan) -> Scan:
    """Look between the scanned pitches for a flight that reaches an aim none of them did."""
    top = scan.longest
    if scan.below.pitch < top.pitch < scan.above.pitch:
        top = _peak(r, scan.below, top, scan.above)
    if top.distance < r.distance:
        return Scan(scan.below, top, scan.above, nan, nan)
    low = _cross(r, roots, scan.below, top, Branch.DEPRESSED.value)
    high = _cross(r, roots, scan.above, top, Branch.LOFTED.value)
    return Scan(scan.below, top, scan.above, low, high)


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _first_guess(r: Range, scan: Scan) -> Shot:
    """Pitch and cut-off near minimum energy, scaled from the longest full-burn flight."""
    top = scan.longest
    # Minimum energy over a sphere leaves the ground at 45 degrees less a quarter of the arc.
    angle = 0.25 * (pi - r.distance / EARTH_MEAN_RADIUS)
    cutoff = r.burn_time * (r.distance / top.distance) ** 0.3
    return Shot(
        top.pitch + angle - top.angle,
        cutoff,
        top.azimuth,
        top.distance,
        top.turn,
        top.apogee,
        top.angle,
        top.miss,
    )


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _wanted(shot: Shot, mode: int) -> float:
    return shot.angle if mode == Mode.LOFT.value else shot.apogee


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _at(r: Range, mode: int, value: float, near: Shot, low: float, high: float) -> Shot:
    """Cut-off flight, of pitches low .. high, that hits as high or as steep as asked for."""
    slope = 1.7 * sqrt(r.distance) / near.cutoff
    shot, slope = solve_cutoff(r, near.pitch, near, slope)
    best = shot
    x, f = shot.pitch, _wanted(shot, mode) - value
    old_x, old_f = x, f
    for i in range(40):
        if f < 0.0:
            low = x
        else:
            high = x
        if i == 0:
            x = 0.5 * (low + high) if abs(f) > 0.2 * abs(value) else x - 0.05 * f / abs(f)
        else:
            x -= f * (x - old_x) / (f - old_f)
        if not low < x < high:
            x = 0.5 * (low + high)
        old_f, old_x = f, shot.pitch
        shot, slope = solve_cutoff(r, x, shot, slope)
        f = _wanted(shot, mode) - value
        if abs(f) < abs(_wanted(best, mode) - value):
            best = shot
        if abs(f) < 1e-5 * abs(value) or high - low < 1e-9 or f == old_f:
            break
    return best


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _extremes(r: Range, roots: np.ndarray) -> None:
    """Lowest and highest apogee of the roots found so far."""
    for i in range(r.solution["root_count"]):
        apogee = roots[i]["apogee"]
        if not apogee >= r.solution["lowest_apogee"]:
            r.solution["lowest_apogee"] = apogee
        if not apogee <= r.solution["highest_apogee"]:
            r.solution["highest_apogee"] = apogee


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _choose_burnt_out(r: Range, roots: np.ndarray, mode: int, value: float) -> int:
    """Root of a missile whose thrust cannot be cut off."""
    chosen = -1
    for i in range(r.solution["root_count"]):
        root = roots[i]
        if mode == Mode.APOGEE.value:
            fits = abs(root["apogee"] - value) < 0.01 * value
        elif mode == Mode.LOFT.value:
            fits = abs(root["burnout_angle"] - value) < 0.01
        elif mode == Mode.DEPRESSED.value:
            fits = root["branch"] == Branch.DEPRESSED.value
        else:
            fits = root["branch"] == Branch.LOFTED.value
        if fits:
            chosen = i
    return chosen


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _choose_cut_off(r: Range, roots: np.ndarray, mode: int, value: float, scan: Scan) -> int:
    """Root of a missile whose thrust can be cut off; found here and noted."""
    guess = _first_guess(r, scan)
    lowest = minimum_energy(r, scan.low, scan.high, guess)
    row = _note_root(r, roots, lowest, Branch.CUT_OFF.value)
    if mode == Mode.STANDARD.value or row < 0:
        return row
    if mode == Mode.DEPRESSED.value:
        for i in range(row):
            is_low = roots[i]["branch"] == Branch.DEPRESSED.value
            if is_low and roots[i]["apogee"] > 0.5 * lowest.apogee:
                return i
        mode, value = Mode.APOGEE.value, 0.5 * lowest.apogee
    shot = _at(r, mode, value, lowest, scan.low, scan.high)
    if abs(_wanted(shot, mode) - value) > 1e-3 * abs(value):
        return -1
    return _note_root(r, roots, shot, Branch.CUT_OFF.value)


@njit(cache=True, nogil=True)
def target(
    plan: np.void,
    missile: np.void,
    stages: np.ndarray,
    air: np.ndarray,
    drags: np.ndarray,
    earth: EarthParams,
    aim: Vec,
    mode: int,
    value: float,
    nodes: np.ndarray,
    flight: np.void,
    roots: np.ndarray,
    solution: np.void,
) -> int:
    """Find the plan that lands on the aim (ECEF [m]); TargetStatus.

    In `plan`, position, programme, vertical_time, impact_altitude, max_time, tolerance and
    launch_time are given; azimuth, pitch_final, pitch_end_time and cutoff_time are found.
    `nodes` and `flight` are overwritten and end as the chosen flight; all roots are noted.
    """
    origin = vec(plan["position"])
    distance = EARTH_MEAN_RADIUS * angle_between(origin, aim)
    _reset(solution, distance)
    r = Range(
        plan,
        missile,
        stages,
        air,
        drags,
        earth,
        nodes,
        flight,
        solution,
        aim,
        distance,
        burn_time(missile, stages),
    )
    scan = _scan(r, roots, bearing(origin, aim))
    if not scan.high >= scan.low:
        scan = _refine(r, roots, scan)
    solution["longest_range"] = scan.longest.distance
    if not scan.high >= scan.low:
        solution["status"] = TargetStatus.OUT_OF_REACH.value
        return TargetStatus.OUT_OF_REACH.value
    if missile["is_liquid"]:
        chosen = _choose_cut_off(r, roots, mode, value, scan)
    else:
        chosen = _choose_burnt_out(r, roots, mode, value)
    _extremes(r, roots)
    return _conclude(r, roots, chosen)


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _conclude(r: Range, roots: np.ndarray, chosen: int) -> int:
    """Leave plan, nodes and flight as the chosen root's."""
    status = TargetStatus.HIT.value
    if r.solution["root_count"] == 0:
        status = TargetStatus.NOT_CONVERGED.value
    elif chosen < 0:
        status = TargetStatus.NO_SUCH_FLIGHT.value
    else:
        root = roots[chosen]
        shoot(r, root["azimuth"], root["pitch_final"], root["cutoff_time"])
    r.solution["chosen"] = chosen
    r.solution["status"] = status
    return status


# The name by which Python calls it.
run_target = target
