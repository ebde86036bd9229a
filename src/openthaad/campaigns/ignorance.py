"""Chance and ignorance apart: catalogue values drawn outside, runs inside.

The luck of a battle would be there if everything were known; what is not known of missiles and
radars is not luck, and averaging over it would hide it.  So the values are drawn as a Latin
hypercube, each draw is played many times, and the spread of the draws is shown as a spread.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.campaigns.cases import latin_hypercube
from openthaad.campaigns.many import Sweep, play_cases
from openthaad.campaigns.means import Means
from openthaad.campaigns.plan import BLOCK, Case, Plan, parts_of
from openthaad.campaigns.quantities import QUANTITIES
from openthaad.campaigns.single import rate
from openthaad.campaigns.statistics import LEVEL
from openthaad.errors import ScenarioError
from openthaad.scenario import Scenario
from openthaad.scenario.draws import Uncertain, uncertain_values, with_uniforms
from openthaad.scenario.world import values_read

Numbers = NDArray[np.float64]
QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_RESAMPLES = 2000
_LEAST_SAMPLES, _LEAST_RUNS = 2, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ignorance:
    """What is gathered of many draws of the catalogue."""

    axes: list[Uncertain]
    runs: int
    sweep: Sweep

    def spread(self, name: str) -> dict[str, Any]:
        """Return chance and ignorance of a quantity, as plain data."""
        cases = [case.tally(name) for case in self.sweep.cases if case.runs > 1]
        means = np.array([tally.mean for tally in cases])
        variances = np.array([tally.variance for tally in cases])
        runs = np.array([tally.total for tally in cases])
        return apart(means, variances, runs)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry `ignorance` of `thaad campaign --json`."""
        unplayable = sum(case.runs == 0 for case in self.sweep.cases)
        return {
            "samples": len(self.sweep.cases),
            "samples_without_answer": unplayable,
            "runs_per_sample": self.runs,
            "unknowns": len(self.axes),
            **{name: self.spread(name) for name in QUANTITIES},
            "digest": self.sweep.digest,
            "runs_per_s": rate(self.sweep.played),
            "corrupt_parts": self.sweep.played.corrupt,
            "store": self.sweep.store,
        }


def unknowns(scenario: Scenario) -> list[Uncertain]:
    """List the uncertain catalogue values that a run of the scenario reads.

    Raises
    ------
    ScenarioError
        There are none.
    """
    axes = uncertain_values(scenario, values_read(scenario))
    if not axes:
        raise ScenarioError(
            "every catalogue value of this scenario is set, so there is nothing to vary",
            key="--vary",
            allowed="a scenario that leaves at least one value to the catalogue",
        )
    return axes


def vary(
    scenario: Scenario, means: Means | None = None, *, samples: int = 64, runs: int = 16
) -> Ignorance:
    """Play many draws of the catalogue, each many times.

    The runs of one draw share no luck with those of another, so that the spread of the draws
    is ignorance and what is left of chance, and the second can be taken off.

    Parameters
    ----------
    scenario : Scenario
    means : Means, optional
        Seed, store and workers.
    samples : int
        Draws of the catalogue: points of a Latin hypercube over the quantiles of every value
        that a run reads.
    runs : int
        Runs of each draw.

    Raises
    ------
    ScenarioError
        Nothing is uncertain, or there are too few draws or runs to tell chance from
        ignorance.
    StorageError
        The store cannot be written or read; finished parts are kept.
    """
    means = means or Means()
    if samples < _LEAST_SAMPLES or runs < _LEAST_RUNS:
        raise ScenarioError(
            f"{samples} samples of {runs} runs cannot tell chance from ignorance; it takes two "
            "of each at least",
            key="--samples",
            value=samples,
            allowed="2 or more samples of 2 or more runs",
        )
    axes = unknowns(scenario)
    cube = latin_hypercube(len(axes), samples, means.seed)
    cases = [
        Case(
            document=with_uniforms(scenario, axes, row.tolist()).document(),
            settings={"sample": number},
            first_run=number * BLOCK,
        )
        for number, row in enumerate(cube, start=1)
    ]
    plan = Plan(name=f"{scenario.name}-vary", seed=means.seed, cases=tuple(cases))
    played = play_cases(plan, list(parts_of(plan, runs)), means)
    return Ignorance(axes=axes, runs=runs, sweep=played)


def apart(means: Numbers, variances: Numbers, runs: Numbers) -> dict[str, Any]:
    """Split the variance of a number into chance and ignorance.

    By the law of total variance, Var X = E[Var(X | values)] + Var(E[X | values]). The first
    term is the mean of the variances within draws; the variance between the means of draws
    holds the second and, of the first, a share of one over the number of runs, which is
    taken off. Where that leaves less than nothing, it is nothing.

    Parameters
    ----------
    means, variances : (N,) array
        Mean of each draw's runs, and their unbiased variance.
    runs : (N,) array
        Runs of each draw.

    Returns
    -------
    dict
        Variances, standard deviations, the share of ignorance with its interval from a
        bootstrap over the draws, and `spread`: quantiles over the draws, drawn together
        toward their mean until they vary as much as ignorance does.
    """
    if len(means) < _LEAST_SAMPLES:
        return {"chance": None, "ignorance": None, "share": None, "spread": None}
    chance, between = _split(means, variances, runs)
    random = np.random.Generator(np.random.Philox(key=len(means)))
    drawn = random.integers(0, len(means), (_RESAMPLES, len(means)))
    many = [_split(means[k], variances[k], runs[k]) for k in drawn]
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile([b**0.5 for _, b in many], [tail, 1.0 - tail])
    total = chance + between
    seen = float(np.var(means, ddof=1))
    together = (between / seen) ** 0.5 if seen > 0.0 else 0.0
    spread = means.mean() + together * (means - means.mean())
    return {
        "chance": {"variance": chance, "sd": chance**0.5},
        "ignorance": {
            "variance": between,
            "sd": between**0.5,
            "sd_low": float(low),
            "sd_high": float(high),
            "level": LEVEL,
        },
        "share": between / total if total > 0.0 else None,
        "spread": {
            "low": float(spread.min()),
            **{name: float(np.quantile(spread, q)) for name, q in QUANTILES.items()},
            "high": float(spread.max()),
        },
        "means": [float(mean) for mean in means],
    }


def _split(means: Numbers, variances: Numbers, runs: Numbers) -> tuple[float, float]:
    """Return the variances of chance and of ignorance."""
    between = np.var(means, ddof=1) - np.mean(variances / runs)
    return float(np.mean(variances)), max(float(between), 0.0)
