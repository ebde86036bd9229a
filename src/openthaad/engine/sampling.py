"""Reading a path at many times at once, for the record."""

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.path import state_at


@njit(cache=True, nogil=True)
def sample(
    nodes: np.ndarray, first: int, count: int, times: np.ndarray, positions: np.ndarray,
    velocities: np.ndarray,
) -> None:  # fmt: skip
    """Write position and velocity (N, 3) [m, m/s] at rising times (N,) [s]."""
    cursor = first
    for k in range(times.shape[0]):
        p, v, cursor = state_at(nodes, first, count, cursor, times[k])
        for axis in range(3):
            positions[k, axis] = p[axis]
            velocities[k, axis] = v[axis]
