"""What a campaign is asked for: whole numbers of a run, and how they add up."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openthaad.campaigns.rows import PLAYED, Rows

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A whole number that every run has.

    Attributes
    ----------
    name, words : str
        As in JSON, and as in a sentence.
    of : callable
        From rows to the number of each run.
    is_probability : bool
        The number is 0 or 1, so its mean is a probability.
    """

    name: str
    words: str
    of: Callable[[Rows], Counts]
    is_probability: bool = False

    def most(self, threats: int) -> int:
        """Return the largest number that a run can have."""
        return 1 if self.is_probability else threats


def _column(name: str) -> Callable[[Rows], Counts]:
    return lambda rows: rows[name].astype(np.int64)


QUANTITIES = {
    quantity.name: quantity
    for quantity in (
        Quantity(name="leakers", words="missiles that leak", of=_column("leaked")),
        Quantity(
            name="p_no_leak",
            words="chance that none leaks",
            of=lambda rows: (rows["leaked"] == 0).astype(np.int64),
            is_probability=True,
        ),
        Quantity(name="intercepted", words="missiles destroyed", of=_column("intercepted")),
        Quantity(name="engaged", words="missiles shot at", of=_column("engaged")),
    )
}


def played(rows: Rows) -> Rows:
    """Return the rows of runs that could be played."""
    found: Rows = rows[rows["status"] == PLAYED]
    return found


class Tally:
    """How often each whole number came up: all that the statistics need, whatever the runs."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def add(self, numbers: Counts) -> None:
        """Count these numbers too."""
        for number, count in zip(*np.unique(numbers, return_counts=True), strict=True):
            self._counts[int(number)] = self._counts.get(int(number), 0) + int(count)

    @property
    def values(self) -> NDArray[np.float64]:
        """Numbers that came up, ascending."""
        return np.array(sorted(self._counts), dtype=np.float64)

    @property
    def counts(self) -> Counts:
        """How often each of `values` came up."""
        return np.array([self._counts[value] for value in sorted(self._counts)], np.int64)

    @property
    def total(self) -> int:
        """Runs counted."""
        return sum(self._counts.values())

    @property
    def mean(self) -> float:
        """Mean number."""
        return float(self.values @ self.counts) / self.total

    @property
    def variance(self) -> float:
        """Unbiased variance from run to run; 0 for a single run."""
        if self.total < 2:
            return 0.0
        return float((self.values - self.mean) ** 2 @ self.counts) / (self.total - 1)

    def as_dict(self) -> dict[str, int]:
        """Return the histogram as plain data."""
        return {str(value): self._counts[value] for value in sorted(self._counts)}
