"""Drag curves for the kernels: smooth between the points that a source prints."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.drag import DRAG, DRAG_BINS, DRAG_BINS_PER_MACH

Array = NDArray[np.float64]
_KEPT = 256  # rows; every value of a missile moved leaves its curves as they are


def curve_slopes(mach: Sequence[float], cd: Sequence[float]) -> Array:
    """Return the slopes at the points of the cubic spline through a drag curve.

    The spline is level at both ends, beyond which the coefficient is constant. Its second
    derivative is continuous: an integrator's step that straddles a point without its error
    estimate noticing costs metres at the impact otherwise.

    Parameters
    ----------
    mach, cd : sequence of float
        Points of the curve, rising in Mach number.

    Returns
    -------
    ndarray of float
        By Mach number, at each point.

    References
    ----------
    .. [1] C. de Boor, *A Practical Guide to Splines*, revised ed., Springer, 2001,
       chapter IV.
    """
    count = len(mach)
    if count < 3:
        return np.zeros(count)
    width = np.diff(np.asarray(mach, np.float64))
    rise = np.diff(np.asarray(cd, np.float64)) / width
    before, after = width[:-1], width[1:]
    # Row i: after * s[i-1] + 2 (before + after) s[i] + before * s[i+1] = the right side.
    matrix = np.diag(2.0 * (before + after)) + np.diag(before[:-1], 1) + np.diag(after[1:], -1)
    right = 3.0 * (after * rise[:-1] + before * rise[1:])
    return np.concatenate([[0.0], np.linalg.solve(matrix, right), [0.0]])


def fill_drag(row: np.void, mach: Sequence[float], cd: Sequence[float]) -> None:
    """Write a curve into a row of DRAG.

    Parameters
    ----------
    row : record of DRAG
    mach, cd : sequence of float
        At most ``DRAG_POINTS`` of them, rising in Mach number.
    """
    kept = _row(tuple(mach), tuple(cd))
    for name in DRAG.names or ():
        row[name] = kept[name]


@lru_cache(maxsize=_KEPT)
def _row(mach: tuple[float, ...], cd: tuple[float, ...]) -> np.void:
    """Return the row of a curve, worked out once."""
    row: np.void = np.zeros(1, dtype=DRAG)[0]
    count = len(mach)
    row["count"] = count
    row["mach"][:count] = mach
    row["cd"][:count] = cd
    row["slope"][:count] = slopes = curve_slopes(mach, cd)
    width, rise = np.diff(np.asarray(mach)), np.diff(np.asarray(cd))
    first, second = slopes[:-1] * width, slopes[1:] * width
    row["bend"][: count - 1] = (3.0 * rise - 2.0 * first - second) / width**2
    row["twist"][: count - 1] = (first + second - 2.0 * rise) / width**3
    starts = np.arange(DRAG_BINS) / DRAG_BINS_PER_MACH
    row["bin"] = np.clip(np.searchsorted(mach, starts, side="right") - 1, 0, None)
    return row


def drag_table(curves: Sequence[tuple[Sequence[float], Sequence[float]]]) -> NDArray[np.void]:
    """Return the kernels' drag table.

    Parameters
    ----------
    curves : sequence of (mach, cd)

    Returns
    -------
    ndarray of DRAG
        One row per curve.
    """
    rows = np.zeros(len(curves), dtype=DRAG)
    for row, (mach, cd) in zip(rows, curves, strict=True):
        fill_drag(row, mach, cd)
    return rows
