"""Trial flights, and the searches for the pitch or the cut-off that hits an aim.

Every trial is the true flight on the rotating ellipsoid.  Ground distances here are angles
at the Earth's centre times the mean radius; the miss is the straight distance from impact
to aim.  The method is described in docs/models/threat-flight.md.
"""

from math import asin, atan2, inf, nan, pi, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.kernels.dynamics import climb_rate
from openthaad.kernels.flight import FlightStatus, fly
from openthaad.kernels.frames import ecef_to_geodetic, enu_basis
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, add_scaled, angle_between, cross, dot, norm, sub, unit

SOLUTION = np.dtype(
    [
        ("status", "i8"),  # TargetStatus
        ("root_count", "i8"),
        ("chosen", "i8"),
        ("aim_range", "f8"),
        ("longest_range", "f8"),
        ("lowest_apogee", "f8"),  # of the flights that reach the aim; NaN if none
        ("highest_apogee", "f8"),
        ("flights", "i8"),  # flown in the search
    ],
    align=True,
)

GOOD = 1.0  # a miss that ends a search [m]
ACCEPTED = 50.0  # a miss that counts as a hit [m]
_LOWEST_CUTOFF = 5.0  # s after the vertical rise


class Range(NamedTuple):
    """All that a trial flight needs; `plan` and `flight` are overwritten by each."""

    plan: np.void
    missile: np.void
    stages: np.ndarray
    air: np.ndarray
    drags: np.ndarray
    earth: EarthParams
    nodes: np.ndarray
    flight: np.void
    solution: np.void
    aim: Vec  # ECEF [m]
    distance: float  # launch to aim over the ground [m]
    burn_time: float  # launch to the last burnout, everything burning [s]


class Shot(NamedTuple):
    """A trial flight: what was tried, and where it came down."""

    pitch: float
    cutoff: float
    azimuth: float
    distance: float  # over the ground [m]
    turn: float  # azimuth correction that would bring it onto the aim's bearing [rad]
    apogee: float
    angle: float  # flight-path angle at burnout [rad]
    miss: float


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def burn_time(missile: np.void, stages: np.ndarray) -> float:
    """Launch to the last burnout when everything burns [s]."""
    total = 0.0
    first = missile["first_stage"]
    last = first + missile["stage_count"] - 1
    for k in range(first, last + 1):
        total += stages[k]["burn_time"]
        if k < last:
            total += stages[k]["coast_time"]
    return total


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _left_of(origin: Vec, aim: Vec, point: Vec) -> float:
    """Angle at the origin from the aim's bearing to the point's, positive to the left."""
    up = unit(origin)
    to_aim = add_scaled(aim, -dot(aim, up), up)
    to_point = add_scaled(point, -dot(point, up), up)
    return atan2(dot(cross(to_aim, to_point), up), dot(to_aim, to_point))


@njit
def bearing(origin: Vec, aim: Vec) -> float:
    """Azimuth [rad] clockwise from north at the origin towards the aim."""
    latitude, longitude, _ = ecef_to_geodetic(origin)
    east, north, _ = enu_basis(latitude, longitude)
    line = sub(aim, origin)
    return atan2(dot(line, east), dot(line, north))


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def shoot(r: Range, azimuth: float, pitch: float, cutoff: float) -> Shot:
    """Fly one trial."""
    plan = r.plan
    plan["azimuth"] = azimuth
    plan["pitch_final"] = pitch
    plan["cutoff_time"] = cutoff
    start = plan["vertical_time"]
    end = min(cutoff, r.burn_time)
    plan["pitch_end_time"] = start + r.missile["pitch_fraction"] * (end - start)
    still = (0.0, 0.0, 0.0)
    status = fly(
        plan, r.missile, r.stages, r.air, r.drags, r.earth, still, nan, r.nodes, 0, r.flight
    )
    r.solution["flights"] += 1
    impact = vec(r.flight["impact_position"])
    origin = vec(plan["position"])
    if status not in (FlightStatus.IMPACT.value, FlightStatus.CRASHED.value):
        far = pi * EARTH_MEAN_RADIUS
        return Shot(pitch, cutoff, azimuth, far, 0.0, inf, 0.0, inf)
    speed = vec(r.flight["burnout_velocity"])
    angle = 0.0
    if status == FlightStatus.IMPACT.value:
        rate = climb_rate(vec(r.flight["burnout_position"]), speed)
        angle = asin(min(max(rate / norm(speed), -1.0), 1.0))
    return Shot(
        pitch,
        cutoff,
        azimuth,
        EARTH_MEAN_RADIUS * angle_between(origin, impact),
        _left_of(origin, r.aim, impact),
        r.flight["apogee_altitude"],
        angle,
        norm(sub(impact, r.aim)),
    )


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _excess(r: Range, shot: Shot) -> float:
    """How far a shot goes beyond the aim; in roots of distance, which are nearly linear."""
    return sqrt(shot.distance) - sqrt(r.distance)


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def solve_pitch(r: Range, low: Shot, high: Shot) -> Shot:
    """Pitch between two full-burn shots, one short and one beyond, that hits the aim."""
    a, b = low.pitch, high.pitch
    fa, fb = _excess(r, low), _excess(r, high)
    azimuth = 0.5 * (low.azimuth + low.turn + high.azimuth + high.turn)
    best = low if low.miss < high.miss else high
    for _ in range(40):
        x = b - fb * (b - a) / (fb - fa)
        shot = shoot(r, azimuth, x, inf)
        if shot.miss < best.miss:
            best = shot
        if shot.miss < GOOD or abs(b - a) < 1e-12:
            break
        azimuth = shot.azimuth + shot.turn
        f = _excess(r, shot)
        # Illinois: halve the end that stays put, or false position crawls.
        if f * fb < 0.0:
            a, fa = b, fb
        else:
            fa *= 0.5
        b, fb = x, f
        if fb == fa:
            break
    return best


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def solve_cutoff(r: Range, pitch: float, near: Shot, slope: float) -> tuple[Shot, float]:
    """Cut-off at a pitch that hits the aim, from a nearby shot; also the slope of `_excess`.

    Where even full burn falls short, the shot returned is the full burn.
    """
    low, high = r.plan["vertical_time"] + _LOWEST_CUTOFF, r.burn_time
    x = min(max(near.cutoff, low), high)
    azimuth = near.azimuth + near.turn
    best = near
    old_x, old_f = 0.0, 0.0
    for i in range(40):
        shot = shoot(r, azimuth, pitch, x)
        if i == 0 or shot.miss < best.miss:
            best = shot
        f = _excess(r, shot)
        azimuth = shot.azimuth + shot.turn
        if i > 0 and x != old_x and f != old_f:
            slope = (f - old_f) / (x - old_x)
        if shot.miss < GOOD or (f < 0.0 and x >= r.burn_time):
            return best, slope
        if f < 0.0:
            low = x
        else:
            high = x
        old_x, old_f = x, f
        x -= f / slope
        if x >= r.burn_time and high >= r.burn_time:
            x = r.burn_time
        elif not low < x < high:
            x = 0.5 * (low + high)
        if high - low < 1e-10:
            break
    return best, slope


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _cost(r: Range, shot: Shot, slope: float) -> float:
    """Cut-off time that the shot's pitch needs, beyond full burn by extrapolation [s]."""
    return shot.cutoff - _excess(r, shot) / slope


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _vertex(a: Vec, b: Vec, c: Vec) -> float:
    """Where the parabola through three (x, y, unused) points has its extremum."""
    d1 = (b[1] - a[1]) / (b[0] - a[0])
    d2 = (c[1] - b[1]) / (c[0] - b[0])
    bend = (d2 - d1) / (c[0] - a[0])
    if bend == 0.0:
        return b[0]
    return 0.5 * (a[0] + b[0]) - 0.5 * d1 / bend


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def minimum_energy(r: Range, low: float, high: float, start: Shot) -> Shot:
    """Shot with the earliest cut-off that reaches the aim, of all pitches low .. high."""
    slope = 1.7 * sqrt(r.distance) / start.cutoff
    width = min(0.12, 0.25 * (high - low))
    x = min(max(start.pitch, low + width), high - width)
    shot, slope = solve_cutoff(r, x, start, slope)
    b = (x, _cost(r, shot, slope), 0.0)
    best = shot
    left, slope = solve_cutoff(r, x - width, shot, slope)
    a = (x - width, _cost(r, left, slope), 0.0)
    right, slope = solve_cutoff(r, x + width, shot, slope)
    c = (x + width, _cost(r, right, slope), 0.0)
    for _ in range(12):
        if a[1] < b[1]:
            # Downhill to the left: walk on.
            x = max(a[0] - 2.0 * (b[0] - a[0]), low)
        elif c[1] < b[1]:
            x = min(c[0] + 2.0 * (c[0] - b[0]), high)
        else:
            x = _vertex(a, b, c)
        if not low <= x <= high or min(abs(x - a[0]), abs(x - b[0]), abs(x - c[0])) < 2e-3:
            break
        shot, slope = solve_cutoff(r, x, best, slope)
        d = (x, _cost(r, shot, slope), 0.0)
        if d[1] < b[1]:
            best = shot
        a, b, c = _best_three(a, b, c, d)
    if best.miss < GOOD:
        return best
    shot, slope = solve_cutoff(r, b[0], best, slope)
    return shot


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def _best_three(a: Vec, b: Vec, c: Vec, d: Vec) -> tuple[Vec, Vec, Vec]:
    """Three neighbours, rising in x, around the lowest of four points."""
    if d[0] < a[0]:
        return (d, a, b) if a[1] <= b[1] else (a, b, c)
    if d[0] > c[0]:
        return (b, c, d) if c[1] <= b[1] else (a, b, c)
    if d[0] < b[0]:
        return (a, d, b) if d[1] < b[1] else (d, b, c)
    return (b, d, c) if d[1] < b[1] else (a, b, d)
