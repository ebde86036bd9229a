"""Adaptive Dormand-Prince 5(4) for the flight of a point mass, with its events.

Coefficients: J. R. Dormand and P. J. Prince, "A family of embedded Runge-Kutta
formulae", J. Comput. Appl. Math. 6 (1980) 19-26; step control (PI): E. Hairer, S. P.
Norsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., Springer 1993,
sections II.4 and II.5.

Position needs no stages of its own: with p' = v, its stage sums are A times A applied to
the accelerations, the same numbers in fewer operations.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude
from openthaad.earth.kernels.heights import climb, climb_rate
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion, hermite, write_node
from openthaad.kernels.vector import Vec
from openthaad.threat.kernels.dynamics import (
    CurvePoint,
    Forces,
    acceleration,
    plain_acceleration,
)
from openthaad.threat.kernels.stepping import (
    Climb,
    fit,
    leniency,
    memory,
    next_step,
    shorter,
    within_corners,
)

REACHED = 0  # the phase's end
IMPACT = 1  # came down through the stop altitude
OUT_OF_NODES = 2
STUCK = 3  # the step fell below what the clock resolves

_ALOFT = 0
_DOWN = 1
_AGAIN = 2

# The default puts impacts within 1 m of the converged answer: design/flight_tolerance.py.
# Position needs no test of its own: its error in a step is that of velocity times less than h.
VELOCITY_TOLERANCE = 2.5e-4  # per step [m/s]

_C = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
_ROWS = (
    (0.0,),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_MATRIX = np.array([row + (0.0,) * (7 - len(row)) for row in _ROWS])
_ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


def _rows(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(x) for x in row) for row in matrix)


_A = _rows(_MATRIX)
_AA = _rows(_MATRIX @ _MATRIX)

Step = tuple[Motion, float, CurvePoint]


class Progress(NamedTuple):
    """A flight under way."""

    code: int
    time: float  # since launch [s]
    position: Vec  # ECEF [m]
    velocity: Vec  # [m/s]
    step: float  # to go on with [s]
    row: int  # of the nodes, the next free one
    mass: float  # [kg]


@njit
def _sum2(w: tuple, a: Vec, b: Vec) -> Vec:
    return (
        w[0] * a[0] + w[1] * b[0],
        w[0] * a[1] + w[1] * b[1],
        w[0] * a[2] + w[1] * b[2],
    )


@njit
def _sum3(w: tuple, a: Vec, b: Vec, c: Vec) -> Vec:
    return (
        w[0] * a[0] + w[1] * b[0] + w[2] * c[0],
        w[0] * a[1] + w[1] * b[1] + w[2] * c[1],
        w[0] * a[2] + w[1] * b[2] + w[2] * c[2],
    )


@njit
def _sum4(w: tuple, a: Vec, b: Vec, c: Vec, d: Vec) -> Vec:
    return (
        w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
        w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
        w[0] * a[2] + w[1] * b[2] + w[2] * c[2] + w[3] * d[2],
    )


@njit
def _sum5(w: tuple, a: Vec, b: Vec, c: Vec, d: Vec, e: Vec) -> Vec:
    return (
        w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0] + w[4] * e[0],
        w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1] + w[4] * e[1],
        w[0] * a[2] + w[1] * b[2] + w[2] * c[2] + w[3] * d[2] + w[4] * e[2],
    )


@njit
def _sum6(w: tuple, a: Vec, c: Vec, d: Vec, e: Vec, f: Vec) -> Vec:
    """Weighted sum of the first six accelerations, where the second has no weight."""
    return (
        w[0] * a[0] + w[2] * c[0] + w[3] * d[0] + w[4] * e[0] + w[5] * f[0],
        w[0] * a[1] + w[2] * c[1] + w[3] * d[1] + w[4] * e[1] + w[5] * f[1],
        w[0] * a[2] + w[2] * c[2] + w[3] * d[2] + w[4] * e[2] + w[5] * f[2],
    )


@njit
def _move(p: Vec, ch: float, v: Vec, h2: float, s: Vec) -> Vec:
    return (
        p[0] + ch * v[0] + h2 * s[0],
        p[1] + ch * v[1] + h2 * s[1],
        p[2] + ch * v[2] + h2 * s[2],
    )


@njit
def _gain(v: Vec, h: float, s: Vec) -> Vec:
    return v[0] + h * s[0], v[1] + h * s[1], v[2] + h * s[2]


def _stepping(rates: Callable[..., tuple[Vec, CurvePoint]]) -> Callable[..., Step]:
    """Return the kernel of a step under an acceleration."""

    @njit
    def step(now: Motion, h: float, forces: Forces, drag: np.void, low: int) -> Step:
        """One step of h seconds: new motion, error [m/s], place on the drag curve."""
        t, p, v, a0 = now.time, now.position, now.velocity, now.acceleration
        hh = h * h
        p1 = (p[0] + _C[1] * h * v[0], p[1] + _C[1] * h * v[1], p[2] + _C[1] * h * v[2])
        v1 = _gain(v, h * _A[1][0], a0)
        a1, on_curve = rates(t + _C[1] * h, p1, v1, forces, drag, low)
        p2 = _move(p, _C[2] * h, v, hh * _AA[2][0], a0)
        v2 = _gain(v, h, _sum2(_A[2], a0, a1))
        a2, on_curve = rates(t + _C[2] * h, p2, v2, forces, drag, on_curve[0])
        p3 = _move(p, _C[3] * h, v, hh, _sum2(_AA[3], a0, a1))
        v3 = _gain(v, h, _sum3(_A[3], a0, a1, a2))
        a3, on_curve = rates(t + _C[3] * h, p3, v3, forces, drag, on_curve[0])
        p4 = _move(p, _C[4] * h, v, hh, _sum3(_AA[4], a0, a1, a2))
        v4 = _gain(v, h, _sum4(_A[4], a0, a1, a2, a3))
        a4, on_curve = rates(t + _C[4] * h, p4, v4, forces, drag, on_curve[0])
        p5 = _move(p, h, v, hh, _sum4(_AA[5], a0, a1, a2, a3))
        v5 = _gain(v, h, _sum5(_A[5], a0, a1, a2, a3, a4))
        a5, on_curve = rates(t + h, p5, v5, forces, drag, on_curve[0])
        p6 = _move(p, h, v, hh, _sum5(_AA[6], a0, a1, a2, a3, a4))
        v6 = _gain(v, h, _sum6(_A[6], a0, a2, a3, a4, a5))
        a6, on_curve = rates(t + h, p6, v6, forces, drag, on_curve[0])
        x, y, z = _gain(_sum6(_ERROR, a0, a2, a3, a4, a5), _ERROR[6], a6)
        return Motion(t + h, p6, v6, a6), h * max(abs(x), abs(y), abs(z)), on_curve

    return step


step = _stepping(plain_acceleration)
lifted_step = _stepping(acceleration)


@njit
def _taken(lifts: bool, now: Motion, h: float, forces: Forces, drag: np.void, low: int) -> Step:
    """One step, with lift where the phase has some."""
    if lifts:
        return lifted_step(now, h, forces, drag, low)
    return step(now, h, forces, drag, low)


@njit
def _meet_floor(
    before: Motion, after: Motion, h: float, climbing: Climb, floor: float, landing: int
) -> tuple[int, float]:
    """Say whether a step ends aloft, on the floor, or must be taken again, and how long.

    `climbing` is at its end; `landing` counts how often it was taken again.
    """
    height, rate = climbing
    if rate >= 0.0 or height >= floor + 1.0:
        return _ALOFT, h
    gap = altitude(after.position) - floor
    if abs(gap) < 1e-3 or landing == 3:
        return _DOWN, h
    # The interpolant only says where: the state there must be that of a true step.
    if landing > 0:
        return _AGAIN, h - gap / rate
    if gap < 0.0:
        return _AGAIN, _touchdown(before, after, h, floor, gap)
    return _ALOFT, h


@njit
def run_phase(
    now: Progress,
    until: float,
    forces: Forces,
    drag: np.void,
    plan: np.void,
    nodes: np.ndarray,
    flight: np.void,
) -> Progress:
    """Fly to `until` [s since launch] or to the ground; mass burns down, nodes are stored."""
    epoch = plan["launch_time"]
    floor = plan["impact_altitude"]
    phase = forces.phase
    per_speed = 1.0 / (VELOCITY_TOLERANCE * phase.tolerance * plan["tolerance"])
    lifts = phase.lift != 0.0 or phase.glide_ratio > 0.0
    a, on_curve = acceleration(now.time, now.position, now.velocity, forces, drag, 0)
    here = Motion(now.time, now.position, now.velocity, a)
    climbing = climb(here.position, here.velocity)
    h, row, last, landing = now.step, now.row, 1.0, 0
    if row < nodes.shape[0]:
        _write(nodes[row], epoch, here)
    row += 1
    while here.time < until:
        if row >= nodes.shape[0]:
            full = min(row, nodes.shape[0])
            return _come_to(OUT_OF_NODES, now, here, h, full, phase.mass_flow)
        left = until - here.time
        trial = h
        if landing == 0:
            trial = fit(within_corners(h, here, climbing, forces, drag, on_curve), left)
        there, error, near = _taken(lifts, here, trial, forces, drag, on_curve[0])
        error *= per_speed / leniency(climbing[0], climbing[1])
        if not error <= 1.0 and landing == 0:
            h = shorter(trial, error)
            if h < 1e-6:
                return _come_to(STUCK, now, here, h, row, phase.mass_flow)
            continue
        reached = climb(there.position, there.velocity)
        verdict, again = _meet_floor(here, there, trial, reached, floor, landing)
        if verdict == _AGAIN:
            h, landing = again, landing + 1
            continue
        if climbing[1] > 0.0 >= reached[1]:
            _note_apogee(here, there, trial, epoch, flight)
        h = next_step(trial, h, error, last, reached[0], reached[1])
        t = until if trial == left and verdict == _ALOFT else there.time
        here = Motion(t, there.position, there.velocity, there.acceleration)
        climbing, landing, last, on_curve = reached, 0, memory(error), near
        _write(nodes[row], epoch, here)
        row += 1
        if verdict == _DOWN:
            return _come_to(IMPACT, now, here, h, row, phase.mass_flow)
    return _come_to(REACHED, now, here, h, row, phase.mass_flow)


@njit
def _come_to(
    code: int, begun: Progress, here: Motion, h: float, row: int, mass_flow: float
) -> Progress:
    """Progress of a flight whose phase ends here, at the mass to which it has burnt down."""
    mass = begun.mass - mass_flow * (here.time - begun.time)
    return Progress(code, here.time, here.position, here.velocity, h, row, mass)


@njit
def _write(node: np.void, epoch: float, now: Motion) -> None:
    """Store a motion at a time since launch, given the launch's since the epoch."""
    write_node(node, epoch + now.time, now.position, now.velocity, now.acceleration)


@njit
def _note_apogee(
    before: Motion, after: Motion, h: float, epoch: float, flight: np.void
) -> None:
    """Find where the climb ends inside a step; keep it if it is the highest so far."""
    low, high = 0.0, h
    rate_low = climb_rate(before.position, before.velocity)
    rate_high = climb_rate(after.position, after.velocity)
    s = 0.0
    for _ in range(30):
        s = low + (high - low) * rate_low / (rate_low - rate_high)
        x, u = hermite(before, after, h, s)
        rate = climb_rate(x, u)
        if abs(rate) < 1e-6 or high - low < 1e-9:
            break
        # Illinois: halve the end that stays, or false position crawls.
        if rate > 0.0:
            low, rate_low = s, rate
            rate_high *= 0.5
        else:
            high, rate_high = s, rate
            rate_low *= 0.5
    x, u = hermite(before, after, h, s)
    height = altitude(x)
    if not height <= flight["apogee_altitude"]:
        flight["apogee_altitude"] = height
        flight["apogee_time"] = epoch + before.time + s


@njit
def _touchdown(before: Motion, after: Motion, h: float, floor: float, below: float) -> float:
    """Seconds into a step at which its interpolant comes down through the floor altitude."""
    low, high = 0.0, h
    above = altitude(before.position) - floor
    s = 0.0
    if above <= 0.0:
        return s
    for _ in range(30):
        s = low + (high - low) * above / (above - below)
        x, _ = hermite(before, after, h, s)
        gap = altitude(x) - floor
        if abs(gap) < 1e-4 or high - low < 1e-9:
            break
        # Illinois, as in _note_apogee.
        if gap > 0.0:
            low, above = s, gap
            below *= 0.5
        else:
            high, below = s, gap
            above *= 0.5
    return s
