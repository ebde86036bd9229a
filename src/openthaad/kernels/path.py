"""Stored paths: rows of time and state, and what lies between them.

A path is a run of NODE rows.  Where the acceleration jumps (ignition, burnout,
separation) two rows share a time, one for each side.
"""

from typing import NamedTuple

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec

NODE = np.dtype(
    [
        ("time", "f8"),  # s since the scenario's epoch
        ("position", "f8", (3,)),  # ECEF, m
        ("velocity", "f8", (3,)),  # m/s
        ("acceleration", "f8", (3,)),  # m/s²
    ],
    align=True,
)

State = tuple[Vec, Vec]


class Motion(NamedTuple):
    """How something moves at a moment, ECEF."""

    time: float  # s
    position: Vec  # m
    velocity: Vec  # m/s
    acceleration: Vec  # m/s²


@njit
def write_node(row: np.void, time: float, position: Vec, velocity: Vec, acc: Vec) -> None:
    row["time"] = time
    p = row["position"]
    v = row["velocity"]
    a = row["acceleration"]
    for axis in range(3):
        p[axis] = position[axis]
        v[axis] = velocity[axis]
        a[axis] = acc[axis]


@njit
def vec(field: np.ndarray) -> Vec:
    """Three numbers of a row as a tuple."""
    return field[0], field[1], field[2]


@njit
def _quintic(begin: Vec, end: Vec, h: float) -> Vec:
    """Coefficients 3, 4, 5 of the quintic with these ends; its first three are x0, v0, a0/2."""
    x0, v0, a0 = begin
    x1, v1, a1 = end
    rise = (x1 - x0 - h * (v0 + 0.5 * h * a0)) / (h * h * h)
    speed = (v1 - v0 - h * a0) / (h * h)
    bend = (a1 - a0) / h
    return (
        10.0 * rise - 4.0 * speed + 0.5 * bend,
        (-15.0 * rise + 7.0 * speed - bend) / h,
        (6.0 * rise - 3.0 * speed + 0.5 * bend) / (h * h),
    )


@njit
def hermite(begin: Motion, end: Motion, h: float, s: float) -> State:
    """State at s seconds into a step of h, by the quintic through both ends' derivatives."""
    p0, v0, a0 = begin.position, begin.velocity, begin.acceleration
    p1, v1, a1 = end.position, end.velocity, end.acceleration
    x, u = _hermite_axis((p0[0], v0[0], a0[0]), (p1[0], v1[0], a1[0]), h, s)
    y, v = _hermite_axis((p0[1], v0[1], a0[1]), (p1[1], v1[1], a1[1]), h, s)
    z, w = _hermite_axis((p0[2], v0[2], a0[2]), (p1[2], v1[2], a1[2]), h, s)
    return (x, y, z), (u, v, w)


@njit
def _hermite_axis(begin: Vec, end: Vec, h: float, s: float) -> tuple[float, float]:
    """Place and speed along one axis, from those and the acceleration at both ends."""
    x0, v0, a0 = begin
    c3, c4, c5 = _quintic(begin, end, h)
    x = x0 + s * (v0 + s * (0.5 * a0 + s * (c3 + s * (c4 + s * c5))))
    v = v0 + s * (a0 + s * (3.0 * c3 + s * (4.0 * c4 + s * 5.0 * c5)))
    return x, v


@njit
def motion_at(node: np.void) -> Motion:
    """Motion that a NODE row holds."""
    return Motion(
        node["time"], vec(node["position"]), vec(node["velocity"]), vec(node["acceleration"])
    )


@njit
def locate(nodes: np.ndarray, first: int, count: int, cursor: int, time: float) -> int:
    """Row whose step holds the time, searched from the row where the last search ended."""
    last = first + count - 2
    i = min(max(cursor, first), last)
    while i < last and time >= nodes[i + 1]["time"]:
        i += 1
    while i > first and time < nodes[i]["time"]:
        i -= 1
    return i


@njit
def state_at(
    nodes: np.ndarray, first: int, count: int, cursor: int, time: float
) -> tuple[Vec, Vec, int]:
    """Position, velocity (ECEF) and the moved cursor; outside the path, its nearer end.

    Sequential times cost O(1); any cursor is allowed.
    """
    i = locate(nodes, first, count, cursor, time)
    low = nodes[i]
    high = nodes[i + 1]
    h = high["time"] - low["time"]
    s = time - low["time"]
    if s >= h:
        return vec(high["position"]), vec(high["velocity"]), i
    if s <= 0.0:
        return vec(low["position"]), vec(low["velocity"]), i
    position, velocity = hermite(motion_at(low), motion_at(high), h, s)
    return position, velocity, i
