"""What the error of a track leaves open: the paths on which its missile may yet be found.

A later cycle of fire control sees a better known path, and that lies within the error of the
one predicted now.  Where every path to the ends of that error gives the same answer, no later
cycle will give another.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec
from openthaad.tracking.kernels.spread import Symmetric

# Ways in which a path is moved: not at all, and to either side along three axes of its error.
WAYS = 7
# How far it is moved [standard deviations].
_SIGMAS = 2.0


class Way(NamedTuple):
    """A path within the error of a track."""

    way: int
    push: float  # that the track does not know of yet: one sigma of each component [m/s]
    time: float  # of the cycle in which it was predicted [s]


@njit
def axis_of_error(c: Symmetric, axis: int) -> Vec:
    """One of three vectors [m] that span an error, column of the Cholesky factor of it.

    c is the covariance of a position (xx, xy, xz, yy, yz, zz).
    """
    x = sqrt(max(c[0], 0.0))
    yx, zx = (c[1] / x, c[2] / x) if x > 0.0 else (0.0, 0.0)
    if axis == 0:
        return x, yx, zx
    y = sqrt(max(c[3] - yx * yx, 0.0))
    zy = (c[4] - yx * zx) / y if y > 0.0 else 0.0
    if axis == 1:
        return 0.0, y, zy
    return 0.0, 0.0, sqrt(max(c[5] - zx * zx - zy * zy, 0.0))


@njit
def with_push(c: np.ndarray, push: float, time: float) -> Symmetric:
    """Covariance [m²] with a push `time` s ago, of one sigma [m/s] in each component."""
    d = push * push * time * time
    return c[0] + d, c[1], c[2], c[3] + d, c[4], c[5] + d


@njit
def write_path(nodes: np.ndarray, count: int, way: int, push: float, moved: np.ndarray) -> None:
    """Copy a predicted path, moved in one of the ways, as a track without error.

    `push` [m/s] is one sigma of each component of a push that the track does not know of yet.
    """
    for j in range(count):
        row = moved[j]
        row["time"] = nodes[j]["time"]
        away = (0.0, 0.0, 0.0)
        sigmas = 0.0
        if way > 0:
            since = nodes[j]["time"] - nodes[0]["time"]
            error = with_push(nodes[j]["covariance"], push, since)
            away = axis_of_error(error, (way - 1) // 2)
            sigmas = _SIGMAS if way % 2 == 1 else -_SIGMAS
        for axis in range(3):
            row["position"][axis] = nodes[j]["position"][axis] + sigmas * away[axis]
            row["velocity"][axis] = nodes[j]["velocity"][axis]
            row["acceleration"][axis] = nodes[j]["acceleration"][axis]
        for k in range(6):
            row["covariance"][k] = 0.0
