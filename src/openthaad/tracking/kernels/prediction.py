"""Where a track will be and where it will come down, with what error.

The ballistic estimate is flown on by Runge-Kutta steps; its covariance goes with it through
the filter's own transition, so the ellipse on the ground holds gravity, drag, the doubt of
the ballistic coefficient and the radars' biases.
"""

from enum import IntEnum
from math import atan2, pi, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude, ecef_to_geodetic, enu_basis
from openthaad.kernels import path as paths
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot, middle, norm
from openthaad.tracking.kernels import spread as spreads
from openthaad.tracking.kernels.filters import Tracker, noise_densities
from openthaad.tracking.kernels.motion import (
    BALLISTIC,
    Motion,
    ballistic_acceleration,
    ballistic_motion,
    height,
    product,
    times,
)
from openthaad.tracking.kernels.spread import Spread

# The fields of NODE, so that `path.state_at` reads it too, and the error.
PATH = np.dtype(
    [
        ("time", "f8"),
        ("position", "f8", (3,)),  # ECEF
        ("velocity", "f8", (3,)),
        ("acceleration", "f8", (3,)),
        ("covariance", "f8", (6,)),  # of position [m²]: xx, xy, xz, yy, yz, zz
    ],
    align=True,
)

Symmetric = spreads.Symmetric


class PathStatus(IntEnum):
    """How a prediction ended."""

    IMPACT = 0
    OUT_OF_ROWS = 1  # the path is longer than the rows given
    STILL_BURNING = 2  # burnout is not declared: no verdict


class Impact(NamedTuple):
    """End of a predicted path."""

    status: int  # PathStatus
    rows: int  # of the path in use
    time: float  # [s]
    position: Vec  # ECEF [m]
    major: float  # one sigma along the longer axis of the ellipse on the ground [m]
    minor: float
    azimuth: float  # of the longer axis, 0..pi clockwise from north
    time_sigma: float  # [s]


# Air above this altitude [m] bends no path within a step.
_THIN = 90e3
# Over this height [m] density changes e-fold; a step takes a share of it.
_SCALE_HEIGHT = 7e3
_SHARE = 0.5
# But where a light body sinks at the speed that drag allows, a step is no longer than this [s],
# nor than this many of the times in which drag takes back a push: beyond two it would swing up.
_LONGEST_IN_AIR = 4.0
_SETTLING = 1.0
# Drag that takes less than this share of the speed in a step acts as if all at once.
_TELLING = 0.01


class Fall(NamedTuple):
    """A point of a predicted path."""

    position: Vec  # ECEF [m]
    velocity: Vec
    acceleration: Vec
    s: float  # ln(ballistic coefficient)


_IMPACT = int(PathStatus.IMPACT)
_OUT_OF_ROWS = int(PathStatus.OUT_OF_ROWS)
_STILL_BURNING = int(PathStatus.STILL_BURNING)


@njit(fold=True)
def _step(start: Fall, h: float, tracker: Tracker) -> tuple[Vec, Vec]:
    """Classical Runge-Kutta step of h seconds: position and velocity at its end."""
    r, v, a, s = start
    air, earth, top = tracker.around.air, tracker.around.earth, tracker.params.ceiling
    half = 0.5 * h
    v2 = add_scaled(v, half, a)
    a2 = ballistic_acceleration(add_scaled(r, half, v), v2, s, air, earth, top)
    v3 = add_scaled(v, half, a2)
    a3 = ballistic_acceleration(add_scaled(r, half, v2), v3, s, air, earth, top)
    v4 = add_scaled(v, h, a3)
    a4 = ballistic_acceleration(add_scaled(r, h, v3), v4, s, air, earth, top)
    sixth = h / 6.0
    third = h / 3.0
    r = add_scaled(add_scaled(r, sixth, v), third, v2)
    r = add_scaled(add_scaled(r, third, v3), sixth, v4)
    v = add_scaled(add_scaled(v, sixth, a), third, a2)
    return r, add_scaled(add_scaled(v, third, a3), sixth, a4)


@njit
def _step_length(above_ground: float, start: Fall, gm: float, interval: float) -> float:
    """Step [s]: `interval`, but no longer in air that tells than density takes to change.

    Nor longer than drag d takes to settle a change of speed, v / 2d; gm is the gravitational
    parameter [m³/s²].
    """
    r, v, a, _ = start
    if above_ground > _THIN:
        return interval
    speed, distance = max(norm(v), 1.0), norm(r)
    drag = norm(add_scaled(a, gm / (distance * distance * distance), r))
    settling = _SETTLING * speed / (2.0 * max(drag, 1e-3))
    return min(_SHARE * _SCALE_HEIGHT / speed, settling, _LONGEST_IN_AIR, interval)


@njit
def _step_to_ground(start: Fall, h: float, floor: float, tracker: Tracker) -> float:
    """Length [s], at most h, of the step from above the floor that ends on it."""
    low = 0.0
    high = h
    above = altitude(start.position) - floor
    below = altitude(_step(start, h, tracker)[0]) - floor
    middle = h
    for _ in range(8):
        middle = low + (high - low) * above / (above - below)
        rest = altitude(_step(start, middle, tracker)[0]) - floor
        if abs(rest) < 1e-2:
            return middle
        if rest > 0.0:
            low, above = middle, rest
        else:
            high, below = middle, rest
    return middle


@njit
def _write(row: np.void, time: float, r: Vec, v: Vec, a: Vec, p: Symmetric) -> None:
    paths.write_node(row, time, r, v, a)
    c = row["covariance"]
    c[0], c[1], c[2], c[3], c[4], c[5] = p


@njit(fold=True)
def _damped(motion: Motion, v: Vec, h: float) -> Motion:
    """Motion whose kick of h seconds is that of drag which acts all through them.

    To second order: what has been pushed is slowed for half of the step.
    """
    if motion[6] * h < _TELLING * norm(v):
        return motion
    a, by_position, b, by_s, rate, growth, force = motion
    half = 0.5 * h
    slowed = (
        1.0 + half * b[0], half * b[1], half * b[2],
        half * b[3], 1.0 + half * b[4], half * b[5],
        half * b[6], half * b[7], 1.0 + half * b[8],
    )  # fmt: skip
    by_s = times(slowed, by_s)
    return a, product(slowed, by_position), product(slowed, b), by_s, rate, growth, force


@njit(fold=True)
def _carry(p: Spread, r: Vec, v: Vec, s: float, h: float, tracker: Tracker) -> Spread:
    """Carry the covariance over one step whose middle is at r, v."""
    around, params = tracker.around, tracker.params
    motion = ballistic_motion(r, v, s, around.air, around.earth, params.ceiling)
    across, drift = noise_densities(BALLISTIC, motion[6], params)
    noise = h * params.free_noise, h * across, h * drift
    return spreads.shear(p, v, _damped(motion, v, h), h, noise)


@njit
def _impact(status: int, count: int, time: float, r: Vec, v: Vec, p: Symmetric) -> Impact:
    """Ellipse where the paths of all states within the error cross the level through r."""
    latitude, longitude, _ = ecef_to_geodetic(r)
    east, north, up = enu_basis(latitude, longitude)
    sink = dot(up, v)
    if abs(sink) < 1.0:
        sink = -1.0
    # A point d above the level passes through it d/sink later, and so much further on.
    e = add_scaled(east, -dot(east, v) / sink, up)
    n = add_scaled(north, -dot(north, v) / sink, up)
    ee, en, nn = _quadratic(p, e, e), _quadratic(p, e, n), _quadratic(p, n, n)
    mean, half = 0.5 * (ee + nn), 0.5 * (nn - ee)
    swing = sqrt(half * half + en * en)
    azimuth = 0.5 * atan2(en, half)
    if azimuth < 0.0:
        azimuth += pi
    major = sqrt(max(mean + swing, 0.0))
    minor = sqrt(max(mean - swing, 0.0))
    time_sigma = sqrt(max(_quadratic(p, up, up), 0.0)) / abs(sink)
    return Impact(status, count, time, r, major, minor, azimuth, time_sigma)


@njit
def _quadratic(p: Symmetric, a: Vec, b: Vec) -> float:
    """Return a' P b over the three positions."""
    return dot(a, spreads.symmetric_times(p, b))


@njit
def predict_path(
    track: np.void,
    path: np.ndarray,
    floor: float,
    interval: float,
    has_covariance: bool,
    tracker: Tracker,
) -> Impact:
    """Write PATH rows from the track's time down to an altitude [m], at most `interval` apart.

    Without covariance the rows hold that of the start, and the ellipse means nothing.
    Before burnout is declared there is no verdict: no row is written.
    """
    air, earth, top = tracker.around.air, tracker.around.earth, tracker.params.ceiling
    x = track["x"][BALLISTIC]
    p = spreads.read(track["p"][BALLISTIC])
    r, v, s = (x[0], x[1], x[2]), (x[3], x[4], x[5]), x[6]
    time = track["time"]
    if track["is_burnout_declared"] == 0:
        return Impact(_STILL_BURNING, 0, time, r, 0.0, 0.0, 0.0, 0.0)
    count = 0
    above_ground = altitude(r) - floor
    while count < path.shape[0]:
        a = ballistic_acceleration(r, v, s, air, earth, top)
        _write(path[count], time, r, v, a, p.rr)
        count += 1
        if above_ground <= 0.0:
            return _impact(_IMPACT, count, time, r, v, p.rr)
        start = Fall(r, v, a, s)
        h = _step_length(above_ground, start, earth.gm, interval)
        r_next, v_next = _step(start, h, tracker)
        above_ground = height(r_next) - floor
        if above_ground < 0.0:
            h = _step_to_ground(start, h, floor, tracker)
            r_next, v_next = _step(start, h, tracker)
            above_ground = 0.0
        if has_covariance:
            p = _carry(p, middle(r, r_next), middle(v, v_next), s, h, tracker)
        r, v, time = r_next, v_next, time + h
    return _impact(_OUT_OF_ROWS, count, time, r, v, p.rr)


# --- Reading a path: the rows of it that are in use ------------------------------------------


@njit
def row_before(path: np.ndarray, time: float) -> int:
    """Last row, but for the very last, that is not later than the time; 0 before all."""
    low = 0
    high = path.shape[0] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if path[middle]["time"] <= time:
            low = middle
        else:
            high = middle
    return low


@njit
def position_at(path: np.ndarray, time: float) -> tuple[Vec, Vec]:
    """Position and velocity (ECEF) on a predicted path; held at its ends outside."""
    r, v, _ = paths.state_at(path, 0, path.shape[0], row_before(path, time), time)
    return r, v


@njit
def _symmetric(c: np.ndarray) -> Symmetric:
    return c[0], c[1], c[2], c[3], c[4], c[5]


@njit
def covariance_at(path: np.ndarray, time: float) -> Symmetric:
    """Covariance of predicted position [m²] (xx, xy, xz, yy, yz, zz), linear between rows."""
    i = row_before(path, time)
    if path.shape[0] == 1:
        return _symmetric(path[0]["covariance"])
    low, high = path[i], path[i + 1]
    share = (time - low["time"]) / (high["time"] - low["time"])
    share = min(max(share, 0.0), 1.0)
    a, b = low["covariance"], high["covariance"]
    return (
        a[0] + share * (b[0] - a[0]),
        a[1] + share * (b[1] - a[1]),
        a[2] + share * (b[2] - a[2]),
        a[3] + share * (b[3] - a[3]),
        a[4] + share * (b[4] - a[4]),
        a[5] + share * (b[5] - a[5]),
    )


@njit
def axis_sigma(c: Symmetric) -> float:
    """Root mean square over the axes of a position's error [m]."""
    return sqrt((c[0] + c[3] + c[5]) / 3.0)
