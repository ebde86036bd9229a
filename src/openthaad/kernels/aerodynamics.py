"""Drag coefficients from tables in Mach number."""

import numpy as np

from openthaad.kernels.compiled import njit

DRAG_POINTS = 24

# One row per body: the first `count` points of mach (rising) and cd are in use.
DRAG = np.dtype([("count", "i8"), ("mach", "f8", (DRAG_POINTS,)), ("cd", "f8", (DRAG_POINTS,))])


@njit
def drag_coefficient(row: np.void, mach: float) -> float:
    """Drag coefficient at a Mach number: linear between points, constant beyond the ends."""
    x = row["mach"]
    cd = row["cd"]
    last = row["count"] - 1
    if mach <= x[0]:
        return cd[0]
    if mach >= x[last]:
        return cd[last]
    low = 0
    high = last
    while high - low > 1:
        middle = (low + high) // 2
        if x[middle] <= mach:
            low = middle
        else:
            high = middle
    return cd[low] + (cd[high] - cd[low]) * (mach - x[low]) / (x[high] - x[low])
