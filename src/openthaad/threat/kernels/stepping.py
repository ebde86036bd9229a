"""How long the next step of a flight may be.

Steps end where the forces have corners: at those of the air's profile and at the end of the
drag curve.  A step that passes one between two of its stages makes an error that its estimate
does not show: docs/models/threat-flight.md.
"""

from math import inf, sqrt

import numpy as np

from openthaad.constants import EARTH_EQUATORIAL_RADIUS
from openthaad.kernels.cells import cell
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion
from openthaad.kernels.vector import Vec, dot
from openthaad.threat.kernels.dynamics import CurvePoint, Forces

# A corner of the air's profile counts as reached from here [m].
_NEAR = 30.0
# Longest step [s]: what lies between two nodes is known to a centimetre.
_LONGEST = 75.0

# The end of a drag curve, where it turns level, counts as reached from here [Mach]; and a step
# goes this far into the interval after the next: one that passes more can miss the bend.
_AT_END = 2e-3
_PAST = 0.7
# Below this altitude [m] the air grows denser on the way down by e over no less than this [m],
# and the error of a step with it.
_ENTRY = 130e3
_SCALE_HEIGHT = 7e3

# The error that a step may make grows as little time is left for it to act: beyond the
# tolerance where the ground is less than so many seconds away, up to so many times.
_SOON = 300.0
_MOST = 15.0

# For a power of -3/16: 19/16 of the bits of one, less what halves the worst error.
_SHORTENING = 5470788461219933184

# Altitude [m] and its rate [m/s].
Climb = tuple[float, float]


@njit
def shortening(error: float) -> float:
    """Error to the power -3/16, within 4 %, by way of its exponent: a step needs no more."""
    bits = np.float64(error).view(np.int64)
    return np.int64(_SHORTENING - 3 * (bits >> 4)).view(np.float64)


@njit
def shorter(trial: float, error: float) -> float:
    """Step to try after one that made an error too large, in tolerances."""
    return trial * (max(0.1, 0.9 * shortening(error)) if error < 1e9 else 0.1)


@njit
def memory(error: float) -> float:
    """What the next step's length takes of this one's error: its power of 1/32."""
    return sqrt(sqrt(sqrt(sqrt(sqrt(max(error, 1e-4))))))


@njit
def next_step(
    trial: float, h: float, error: float, last: float, height: float, rate: float
) -> float:
    """Step to go on with after one that was `trial` long where h was wanted; PI control.

    `error` is in tolerances, `last` the memory of the one before.
    """
    grown = 0.9 * shortening(max(error, 1e-12)) * last
    grown = trial * min(max(grown, 0.2), 5.0)
    if trial < h:
        # A step cut short by the phase's end or a corner says nothing against the longer one.
        grown = max(grown, h)
    grown = min(grown, _LONGEST)
    if rate < 0.0 and height < _ENTRY:
        # A fifth: errors grow with the fifth power of the length.
        grown /= 1.0 - 0.2 * rate * grown / _SCALE_HEIGHT
    return grown


@njit
def leniency(height: float, rate: float) -> float:
    """How much more than its tolerance a step may err, for what time is left to fall."""
    if rate >= 0.0:
        return 1.0
    return min(max(-rate * _SOON / max(height, 1.0), 1.0), _MOST)


@njit
def within_corners(
    h: float, now: Motion, climbing: Climb, forces: Forces, drag: np.void, on_curve: CurvePoint
) -> float:
    """Step that ends at the next corner of the forces, where one of h would pass it."""
    h = to_corner(h, now, climbing, forces.around.air, forces.phase.air_rows)
    return within_bends(h, now.velocity, now.acceleration, drag, on_curve)


@njit
def fit(h: float, left: float) -> float:
    """Step that ends exactly at the phase's end, without a sliver before it."""
    if h >= left:
        return left
    if h > 0.5 * left:
        return 0.5 * left
    return h


@njit
def to_corner(h: float, now: Motion, climbing: Climb, air: np.ndarray, rows: float) -> float:
    """Step that ends at the next corner of the air's profile, where one of h would pass it.

    rows: of the air table per metre.
    """
    height, rate = climbing
    p, v, a = now.position, now.velocity, now.acceleration
    # A corner just reached lies behind, or within what does not matter.
    place = (height + (_NEAR if rate > 0.0 else -_NEAR)) * rows
    row = air[cell(place, air.shape[0] - 1)]
    gap = (row["corner_above"] if rate > 0.0 else row["corner_below"]) - height
    # No fall curves by more than 20 m/s².
    if not (abs(rate) + 20.0 * h) * h > abs(gap):
        return h
    curve = (dot(a, p) + dot(v, v) - rate * rate) / (EARTH_EQUATORIAL_RADIUS + height)
    square = rate * rate + 2.0 * curve * gap
    if not square > 0.0:
        return h
    s = 2.0 * gap / (rate + (sqrt(square) if rate > 0.0 else -sqrt(square)))
    return s if 0.0 < s < h else h


@njit
def within_bends(h: float, v: Vec, a: Vec, drag: np.void, on_curve: CurvePoint) -> float:
    """Step that passes one point of the drag curve at most, and ends at its last."""
    low, mach = on_curve
    x = drag["mach"]
    last = drag["count"] - 1
    # A change of the speed of sound is slow beside that of speed.
    gain, square = dot(a, v) * mach, dot(v, v)
    room = inf
    if gain > 0.0 and low < last:
        room = x[low + 1] + _PAST * (x[min(low + 2, last)] - x[low + 1]) - mach
    elif gain < 0.0 and low > 0:
        room = x[low - 1] - mach
        if low == last and mach - x[last] > _AT_END:
            room = x[last] - mach
    if abs(room) < _AT_END or not abs(gain) * h > abs(room) * square:
        return h
    return room * square / gain
