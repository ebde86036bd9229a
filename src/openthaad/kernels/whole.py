"""Whole numbers that Numba takes for numbers and not for literals.

Numba compiles a function anew for every literal whole number that it is called with; a
64-bit scalar is compiled for once.
"""

import numpy as np


def whole(value: int) -> int:
    """Return a code or a count as a scalar of 64 bits."""
    return np.int64(value)  # type: ignore[return-value]


ZERO = whole(0)
