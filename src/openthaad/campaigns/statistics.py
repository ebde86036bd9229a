"""Intervals for a number of runs fixed beforehand: exact for chances, bootstrap for means.

References
----------
.. [1] C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated
   in the case of the binomial", Biometrika 26 (4), 404-413, 1934.
.. [2] B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical
   Association 82 (397), 171-185, 1987.
"""

from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from openthaad.campaigns.quantities import Tally

LEVEL = 0.95
_RESAMPLES = 9999
# By simulation (200 to 250 campaigns of each of 60 kinds, counts and paired differences), a
# bootstrap interval of 95 % held in 73 to 100 % of campaigns with 3 to 29 runs, and in 86 to
# 100 % of those in which fewer than ten stood out; the least for rare differences.
_FEW_RUNS, _FEW_APART = 30, 10
_BOOTSTRAP = "bootstrap, BCa"
_NORMAL = NormalDist()


class Estimate(NamedTuple):
    """A mean over runs, and the interval that holds the true one at this level."""

    mean: float
    low: float
    high: float
    level: float
    method: str

    @property
    def width(self) -> float:
        """Width of the interval."""
        return self.high - self.low

    def to_dict(self) -> dict[str, Any]:
        """Return mean, low, high, level and method as plain data."""
        return self._asdict()


def clopper_pearson(successes: int, runs: int, level: float = LEVEL) -> Estimate:
    """Estimate a probability from independent runs, with the exact interval [1]_.

    >>> estimate = clopper_pearson(0, 100)
    >>> estimate.low, round(estimate.high, 4)
    (0.0, 0.0362)
    """
    from scipy.special import betaincinv  # noqa: PLC0415 (only campaigns wait for SciPy)

    tail = (1.0 - level) / 2.0
    failures = runs - successes
    low = float(betaincinv(successes, failures + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, failures, 1.0 - tail)) if failures else 1.0
    return Estimate(successes / runs, low, high, level, "Clopper-Pearson")


def bootstrap_mean(tally: Tally, level: float = LEVEL) -> Estimate:
    """Estimate a mean from independent runs, with the BCa bootstrap interval [2]_.

    Drawing runs anew with replacement is drawing the histogram anew, multinomially, so that
    its size does not hang on the number of runs. The draws are the same every time.

    Parameters
    ----------
    tally : Tally
        With two different numbers in it at least; `mean_of` takes care of the rest.
    """
    values, counts, total, mean = tally.values, tally.counts, tally.total, tally.mean
    random = np.random.Generator(np.random.Philox(key=total))
    means = np.sort(random.multinomial(total, counts / total, _RESAMPLES) @ values / total)
    below = np.searchsorted(means, mean, "left") + np.searchsorted(means, mean, "right")
    share = min(max(below / 2.0 / _RESAMPLES, 1.0 / _RESAMPLES), 1.0 - 1.0 / _RESAMPLES)
    z0 = _NORMAL.inv_cdf(share)
    away = values - mean
    acceleration = float(away**3 @ counts) / (6.0 * float(away**2 @ counts) ** 1.5)
    ends = []
    for tail in ((1.0 - level) / 2.0, (1.0 + level) / 2.0):
        z = z0 + _NORMAL.inv_cdf(tail)
        ends.append(_NORMAL.cdf(z0 + z / (1.0 - acceleration * z)))
    low, high = np.quantile(means, ends)
    return Estimate(mean, float(low), float(high), level, _BOOTSTRAP)


def mean_of(tally: Tally, least: int, most: int, level: float = LEVEL) -> Estimate:
    """Estimate the mean of a whole number that lies between `least` and `most`.

    Where every run gave the same number, a bootstrap would say that the mean is known; then
    the chance of another one is bounded exactly, and the mean lies at most that share of
    the way to the ends.
    """
    if len(tally.values) > 1:
        return bootstrap_mean(tally, level)
    mean = tally.mean
    chance = clopper_pearson(0, tally.total, level).high
    low, high = mean - chance * (mean - least), mean + chance * (most - mean)
    return Estimate(mean, low, high, level, "exact bound, all runs alike")


def caution(tally: Tally, estimate: Estimate) -> str | None:
    """Say in words why an interval may be too narrow, None where it is not.

    The exact intervals and the confidence sequences hold with any number of runs.
    """
    if estimate.method != _BOOTSTRAP:
        return None
    share = f"in fewer than {100 * estimate.level:.0f} % of campaigns"
    if tally.total < _FEW_RUNS:
        return f"{tally.total} runs are few: a bootstrap interval of them may hold {share}"
    apart = tally.total - int(tally.counts.max())
    if apart < _FEW_APART:
        return (
            f"only {apart} of {tally.total} runs differ from the others: a bootstrap interval "
            f"of them may hold {share}"
        )
    return None
