"""The rows of a table by number, found in one pass."""

import numpy as np
from numpy.typing import NDArray


def grouped(numbers: NDArray[np.int64]) -> dict[int, NDArray[np.intp]]:
    """Return, for each number that occurs, the rows that bear it, in order.

    >>> {number: rows.tolist() for number, rows in grouped(np.array([7, 3, 7])).items()}
    {3: [1], 7: [0, 2]}
    """
    order = np.argsort(numbers, kind="stable")
    known, starts = np.unique(numbers[order], return_index=True)
    return dict(zip(known.tolist(), np.split(order, starts[1:]), strict=bool(len(known))))
