"""Drag coefficients from curves in Mach number.

Between its points a curve is a cubic and its second derivative continuous, so that an
adaptive integrator meets no corners; `catalogue.drag` makes the rows.
"""

import numpy as np

from openthaad.kernels.cells import cell
from openthaad.kernels.compiled import njit

DRAG_POINTS = 24
DRAG_BINS = 128
DRAG_BINS_PER_MACH = 20.0

# One row per body: the first `count` points of mach (rising) and cd are in use; between
# point i and the next, cd + d (slope + d (bend + d twist)) at d = Mach - mach[i].
DRAG = np.dtype(
    [
        ("count", "i8"),
        ("mach", "f8", (DRAG_POINTS,)),
        ("cd", "f8", (DRAG_POINTS,)),
        ("slope", "f8", (DRAG_POINTS,)),
        ("bend", "f8", (DRAG_POINTS,)),
        ("twist", "f8", (DRAG_POINTS,)),
        ("bin", "i8", (DRAG_BINS,)),  # last point not above k / DRAG_BINS_PER_MACH
    ]
)


@njit
def drag_point(row: np.void, mach: float) -> int:
    """Point of the curve at which to begin to look for a Mach number."""
    return row["bin"][cell(mach * DRAG_BINS_PER_MACH, DRAG_BINS - 1)]


@njit
def drag_from(row: np.void, mach: float, low: int) -> tuple[float, int]:
    """Drag coefficient, constant beyond the ends; the point below, looked for from `low`."""
    x = row["mach"]
    cd = row["cd"]
    last = row["count"] - 1
    if mach <= x[0]:
        return cd[0], low
    if mach >= x[last]:
        return cd[last], low
    while x[low] > mach:
        low -= 1
    while x[low + 1] <= mach:
        low += 1
    d = mach - x[low]
    bend = row["bend"][low] + d * row["twist"][low]
    return cd[low] + d * (row["slope"][low] + d * bend), low


@njit
def drag_coefficient(row: np.void, mach: float) -> float:
    """Drag coefficient at a Mach number."""
    return drag_from(row, mach, drag_point(row, mach))[0]


@njit
def drag_near(row: np.void, mach: float, low: int) -> tuple[float, int]:
    """`drag_coefficient`, and the point below; quick where that was the last look's `low`."""
    x = row["mach"]
    last = row["count"] - 1
    while low < last and x[low + 1] <= mach:
        low += 1
    while low > 0 and x[low] > mach:
        low -= 1
    d = max(mach - x[low], 0.0)
    level = row["cd"][low] + d * row["slope"][low]
    return level + d * d * (row["bend"][low] + d * row["twist"][low]), low
