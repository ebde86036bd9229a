"""Adaptive Dormand-Prince 5(4) for the flight of a point mass, with its events.

Coefficients: J. R. Dormand and P. J. Prince, "A family of embedded Runge-Kutta
formulae", J. Comput. Appl. Math. 6 (1980) 19-26; step control (PI): E. Hairer, S. P.
Norsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., Springer 1993,
sections II.4 and II.5.

Position needs no stages of its own: with p' = v, its stage sums are A times A applied to
the accelerations, the same numbers in fewer operations.
"""

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.dynamics import Phase, acceleration, climb_rate, height_of
from openthaad.kernels.frames import altitude
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.path import hermite, write_node
from openthaad.kernels.vector import Vec

REACHED = 0  # the phase's end
IMPACT = 1  # came down through the stop altitude
OUT_OF_NODES = 2
STUCK = 3  # the step fell below what the clock resolves

_ALOFT = 0
_DOWN = 1
_AGAIN = 2

# The defaults put impacts within 1 m of the converged answer: design/flight_tolerance.py.
POSITION_TOLERANCE = 0.05  # per step [m]
VELOCITY_TOLERANCE = 5.0e-5  # per step [m/s]

# Below this altitude a step climbs or falls so far at most [m].  The corners that the standard
# atmosphere has at 11, 20 and 32 km are rounded over one cell of 500 m; a longer step can pass
# one between two of its stages, where its error estimate does not notice.
_LAYERED = 33e3
_LONGEST_CLIMB = 1500.0

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
_ERROR_A = tuple(float(x) for x in np.array(_ERROR) @ _MATRIX)

Step = tuple[Vec, Vec, Vec, float, float]
Accelerations = tuple[Vec, Vec, Vec, Vec, Vec, Vec]


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


@njit
def _largest(s: Vec) -> float:
    return max(abs(s[0]), abs(s[1]), abs(s[2]))


@njit
def step(
    t: float,
    p: Vec,
    v: Vec,
    a0: Vec,
    h: float,
    phase: Phase,
    air: np.ndarray,
    drag: np.void,
    earth: EarthParams,
) -> Step:
    """One step of h seconds: new position, velocity, acceleration; errors [m], [m/s]."""
    hh = h * h
    p1 = (p[0] + _C[1] * h * v[0], p[1] + _C[1] * h * v[1], p[2] + _C[1] * h * v[2])
    v1 = _gain(v, h * _A[1][0], a0)
    a1 = acceleration(t + _C[1] * h, p1, v1, phase, air, drag, earth)
    p2 = _move(p, _C[2] * h, v, hh * _AA[2][0], a0)
    v2 = _gain(v, h, _sum2(_A[2], a0, a1))
    a2 = acceleration(t + _C[2] * h, p2, v2, phase, air, drag, earth)
    p3 = _move(p, _C[3] * h, v, hh, _sum2(_AA[3], a0, a1))
    v3 = _gain(v, h, _sum3(_A[3], a0, a1, a2))
    a3 = acceleration(t + _C[3] * h, p3, v3, phase, air, drag, earth)
    p4 = _move(p, _C[4] * h, v, hh, _sum3(_AA[4], a0, a1, a2))
    v4 = _gain(v, h, _sum4(_A[4], a0, a1, a2, a3))
    a4 = acceleration(t + _C[4] * h, p4, v4, phase, air, drag, earth)
    p5 = _move(p, h, v, hh, _sum4(_AA[5], a0, a1, a2, a3))
    v5 = _gain(v, h, _sum5(_A[5], a0, a1, a2, a3, a4))
    a5 = acceleration(t + h, p5, v5, phase, air, drag, earth)
    p6 = _move(p, h, v, hh, _sum5(_AA[6], a0, a1, a2, a3, a4))
    v6 = _gain(v, h, _sum6(_A[6], a0, a2, a3, a4, a5))
    a6 = acceleration(t + h, p6, v6, phase, air, drag, earth)
    bend = _sum6(_ERROR, a0, a2, a3, a4, a5)
    error_v = _gain(bend, _ERROR[6], a6)
    error_p = _gain(_sum5(_ERROR_A, a0, a1, a2, a3, a4), _ERROR_A[5], a5)
    return p6, v6, a6, hh * _largest(error_p), h * _largest(error_v)


@njit
def _next_step(h: float, error: float, last_error: float) -> float:
    """Length of the step after one with this error, in tolerances; PI control."""
    if error < 1e-12:
        return 5.0 * h
    grow = 0.9 * error**-0.17 * last_error**0.04
    return h * min(max(grow, 0.2), 5.0)


@njit
def _fit(h: float, left: float) -> float:
    """Step that ends exactly at the phase's end, without a sliver before it."""
    if h >= left:
        return left
    if h > 0.5 * left:
        return 0.5 * left
    return h


@njit
def _within_layers(h: float, height: float, rate: float) -> float:
    """Step that passes no corner of the layered air unnoticed."""
    if height < _LAYERED and abs(rate) * h > _LONGEST_CLIMB:
        return _LONGEST_CLIMB / abs(rate)
    return h


@njit
def _meet_floor(
    p: Vec,
    v: Vec,
    a: Vec,
    p1: Vec,
    v1: Vec,
    a1: Vec,
    h: float,
    rate: float,
    floor: float,
    landing: int,
) -> tuple[int, float]:
    """Say whether a step ends aloft, on the floor, or must be taken again, and how long."""
    if rate >= 0.0 or height_of(p1) >= floor + 1.0:
        return _ALOFT, h
    gap = altitude(p1) - floor
    if abs(gap) < 1e-3 or landing == 3:
        return _DOWN, h
    # The interpolant only says where: the state there must be that of a true step.
    if landing > 0:
        return _AGAIN, h - gap / rate
    if gap < 0.0:
        return _AGAIN, _touchdown(p, v, a, p1, v1, a1, h, floor, gap)
    return _ALOFT, h


@njit
def run_phase(
    t: float,
    p: Vec,
    v: Vec,
    h: float,
    t_end: float,
    phase: Phase,
    air: np.ndarray,
    drag: np.void,
    earth: EarthParams,
    plan: np.void,
    nodes: np.ndarray,
    row: int,
    flight: np.void,
) -> tuple[int, float, Vec, Vec, float, int]:
    """Fly to t_end [s since launch] or to the ground, storing nodes from `row` on.

    Returns code, time, position, velocity, the step to go on with and the next free row.
    """
    epoch = plan["launch_time"]
    floor = plan["impact_altitude"]
    tolerance = phase.tolerance * plan["tolerance"]
    per_metre = 1.0 / (POSITION_TOLERANCE * tolerance)
    per_speed = 1.0 / (VELOCITY_TOLERANCE * tolerance)
    a = acceleration(t, p, v, phase, air, drag, earth)
    rate = climb_rate(p, v)
    height, last_error, landing = height_of(p), 1.0, 0
    if row < nodes.shape[0]:
        write_node(nodes[row], epoch + t, p, v, a)
    row += 1
    while t < t_end:
        if row >= nodes.shape[0]:
            return OUT_OF_NODES, t, p, v, h, min(row, nodes.shape[0])
        trial = h if landing > 0 else _fit(_within_layers(h, height, rate), t_end - t)
        p1, v1, a1, error_p, error_v = step(t, p, v, a, trial, phase, air, drag, earth)
        error = max(error_p * per_metre, error_v * per_speed)
        if not error <= 1.0 and landing == 0:
            h = trial * max(0.1, 0.9 * error**-0.2) if error < 1e9 else 0.1 * trial
            if h < 1e-6:
                return STUCK, t, p, v, h, row
            continue
        new_rate = climb_rate(p1, v1)
        verdict, again = _meet_floor(p, v, a, p1, v1, a1, trial, new_rate, floor, landing)
        if verdict == _AGAIN:
            h = again
            landing += 1
            continue
        if rate > 0.0 >= new_rate:
            _note_apogee(t, p, v, a, p1, v1, a1, trial, epoch, flight)
        grown = _next_step(trial, error, last_error)
        # A step cut short by the phase's end or a layer says nothing against the longer one.
        h = max(grown, h) if trial < h else grown
        last_error = max(error, 1e-4)
        t = t_end if trial == t_end - t and verdict == _ALOFT else t + trial
        p, v, a, rate, height, landing = p1, v1, a1, new_rate, height_of(p1), 0
        write_node(nodes[row], epoch + t, p, v, a)
        row += 1
        if verdict == _DOWN:
            return IMPACT, t, p, v, h, row
    return REACHED, t, p, v, h, row


@njit
def _note_apogee(
    t: float,
    p: Vec,
    v: Vec,
    a: Vec,
    p1: Vec,
    v1: Vec,
    a1: Vec,
    h: float,
    epoch: float,
    flight: np.void,
) -> None:
    """Find where the climb ends inside a step; keep it if it is the highest so far."""
    low, high = 0.0, h
    rate_low, rate_high = climb_rate(p, v), climb_rate(p1, v1)
    s = 0.0
    for _ in range(30):
        s = low + (high - low) * rate_low / (rate_low - rate_high)
        x, u = hermite(p, v, a, p1, v1, a1, h, s)
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
    x, u = hermite(p, v, a, p1, v1, a1, h, s)
    height = altitude(x)
    if not height <= flight["apogee_altitude"]:
        flight["apogee_altitude"] = height
        flight["apogee_time"] = epoch + t + s


@njit
def _touchdown(
    p: Vec,
    v: Vec,
    a: Vec,
    p1: Vec,
    v1: Vec,
    a1: Vec,
    h: float,
    floor: float,
    below: float,
) -> float:
    """Seconds into a step at which its interpolant comes down through the floor altitude."""
    low, high = 0.0, h
    above = altitude(p) - floor
    s = 0.0
    if above <= 0.0:
        return s
    for _ in range(30):
        s = low + (high - low) * above / (above - below)
        x, _ = hermite(p, v, a, p1, v1, a1, h, s)
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
