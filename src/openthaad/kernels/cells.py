"""From a number to a place in a table: whole, and inside the table, whatever the number was.

What is no number, or is too large for a whole one, converts to anything at all; used as an
index it would read or write memory outside of the table.  So no kernel converts by itself.
"""

from math import floor

from openthaad.kernels.compiled import njit

# Whole numbers up to this one are numbers of their own in 64 bits of floating point.
MOST = 2**53


@njit
def cell(place: float, last: int) -> int:
    """Whole number at or below a place, held to 0 .. last; 0 for what is no number."""
    # In this order, as a comparison with what is no number is false.
    return int(min(max(0.0, place), last))


@njit
def floored(value: float) -> int:
    """Whole number at or below a value; -MOST for what is no number."""
    return int(floor(min(max(-MOST, value), MOST)))
