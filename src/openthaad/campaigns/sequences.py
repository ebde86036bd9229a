"""Intervals that hold at all times at once, so that a campaign may stop on their width.

An interval for a fixed number of runs is not valid once its own width decided when to stop;
these are, whenever and why ever one stops.

References
----------
.. [1] S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, "Time-uniform, nonparametric,
   nonasymptotic confidence sequences", The Annals of Statistics 49 (2), 1055-1080, 2021.
.. [2] H. Robbins, "Statistical methods related to the law of the iterated logarithm", The
   Annals of Mathematical Statistics 41 (5), 1397-1409, 1970.
.. [3] I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by
   betting", Journal of the Royal Statistical Society B 86 (1), 1-27, 2024, theorem 2.
"""

from math import inf, lgamma, log
from typing import Protocol

import numpy as np

from openthaad.campaigns.quantities import Counts
from openthaad.campaigns.statistics import LEVEL, Estimate

# Largest bet; [3]_ recommends 1/2 or 3/4.
_LARGEST_BET = 0.5
_BISECTIONS = 60


class Sequence(Protocol):
    """A confidence sequence: takes what it is given in order, and knows its interval."""

    def add(self, numbers: Counts) -> None:
        """Take in the numbers of the next runs, in the order of the runs."""

    def estimate(self) -> Estimate:
        """Return mean and interval so far."""


class ChanceSequence:
    """Confidence sequence for a probability: the mixture of binomials over a uniform prior.

    By Ville's inequality the likelihood ratio of the mixture to the true chance p,
    B(s + 1, f + 1) / (p^s (1 - p)^f) after s successes and f failures, exceeds 1/alpha ever
    with a chance of alpha at most [1]_ [2]_; the interval is where it does not.
    """

    def __init__(self, level: float = LEVEL) -> None:
        self._level = level
        self._successes = self._failures = 0

    def add(self, numbers: Counts) -> None:
        """Take in zeros and ones."""
        ones = int(numbers.sum())
        self._successes += ones
        self._failures += len(numbers) - ones

    def estimate(self) -> Estimate:
        """Return share of ones and interval so far."""
        total = self._successes + self._failures
        mean = self._successes / total if total else 0.5
        low, high = self._end(0.0, mean), self._end(1.0, mean)
        return Estimate(mean, low, high, self._level, "confidence sequence, beta-binomial")

    def _end(self, outer: float, mean: float) -> float:
        """Bisect for the end of the interval between 0 or 1 and the mean."""
        if not self._is_refuted(outer):
            return outer
        inner = mean
        for _ in range(_BISECTIONS):
            middle = 0.5 * (inner + outer)
            if self._is_refuted(middle):
                outer = middle
            else:
                inner = middle
        return outer

    def _is_refuted(self, chance: float) -> bool:
        s, f = self._successes, self._failures
        mixture = lgamma(s + 1.0) + lgamma(f + 1.0) - lgamma(s + f + 2.0)
        likelihood = _times_log(s, chance) + _times_log(f, 1.0 - chance)
        return mixture - likelihood > -log(1.0 - self._level)


def _times_log(count: int, chance: float) -> float:
    if count == 0:
        return 0.0
    return count * log(chance) if chance > 0.0 else -inf


class MeanSequence:
    """Confidence sequence for the mean of a bounded number: predictable plug-in bets [3]_.

    Parameters
    ----------
    least, most : int
        Between which every number lies.
    level : float
    """

    def __init__(self, least: int, most: int, level: float = LEVEL) -> None:
        self._least, self._span, self._level = least, max(most - least, 1), level
        self._penalty = log(2.0 / (1.0 - level))
        self._count = 0
        self._sum = self._squares = 0.0
        self._bets = self._won = self._lost = 0.0
        self._low, self._high = 0.0, 1.0

    def add(self, numbers: Counts) -> None:
        """Take in the numbers of the next runs."""
        for number in (numbers - self._least) / self._span:
            self._take(float(number))

    def _take(self, x: float) -> None:
        # Notation of [3]_: lambda the bet, v and psi_E the two factors of what is set aside;
        # mean and variance are those before this number, begun at 1/2 and 1/4.
        mean = (0.5 + self._sum) / (self._count + 1)
        variance = (0.25 + self._squares) / (self._count + 1)
        t = self._count + 1
        bet = np.sqrt(2.0 * self._penalty / (variance * t * np.log1p(t)))
        bet = min(float(bet), _LARGEST_BET)
        psi = (-np.log1p(-bet) - bet) / 4.0
        self._bets += bet
        self._won += bet * x
        self._lost += 4.0 * (x - mean) ** 2 * float(psi)
        self._count += 1
        self._sum += x
        self._squares += (x - (0.5 + self._sum) / (self._count + 1)) ** 2
        centre = self._won / self._bets
        margin = (self._penalty + self._lost) / self._bets
        # Holding at all times at once, the intervals may be intersected.
        self._low = max(self._low, centre - margin)
        self._high = min(self._high, centre + margin)

    def estimate(self) -> Estimate:
        """Return mean and interval so far."""
        mean = self._sum / self._count if self._count else 0.5
        mean, low, high = (
            self._least + self._span * end for end in (mean, self._low, self._high)
        )
        return Estimate(
            mean, low, high, self._level, "confidence sequence, empirical Bernstein"
        )
