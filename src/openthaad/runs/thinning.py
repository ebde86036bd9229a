"""Fewer samples of a path, with a bound on what is lost."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def thin(time: Array, position: Array, tolerance: float) -> NDArray[np.intp]:
    """Choose the samples whose straight lines stay within a tolerance of all samples.

    The farthest sample of each span is added until none is too far: Douglas and Peucker's
    method, with distance taken at equal times, all spans at once.

    Parameters
    ----------
    time : (N,) array
        Rising [s].
    position : (N, K) array
        In any unit.
    tolerance : float
        Greatest distance, at equal times, of a left-out sample from the line.

    Returns
    -------
    (M,) array of int
        Rows to keep; first and last are among them.

    References
    ----------
    .. [1] D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of
       points required to represent a digitized line or its caricature", Cartographica 10
       (1973) 112-122.
    """
    kept = np.unique([0, len(time) - 1])
    while len(kept) > 1:
        line = [np.interp(time, time[kept], column[kept]) for column in position.T]
        error = ((position - np.stack(line, axis=-1)) ** 2).sum(axis=1)
        worst = np.maximum.reduceat(error, kept[:-1])
        span = np.clip(
            np.searchsorted(kept, np.arange(len(time)), "right") - 1, 0, len(worst) - 1
        )
        added = np.flatnonzero((error == worst[span]) & (worst[span] > tolerance**2))
        if len(added) == 0:
            break
        kept = np.union1d(kept, added)
    return kept
