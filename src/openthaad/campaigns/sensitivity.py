"""The unknown that matters: Sobol indices of what a campaign counts, from a plan of their own.

References
----------
.. [1] I. M. Sobol', "Global sensitivity indices for nonlinear mathematical models and their
   Monte Carlo estimates", Mathematics and Computers in Simulation 55, 271-280, 2001.
.. [2] A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto and S. Tarantola, "Variance
   based sensitivity analysis of model output. Design and estimator for the total sensitivity
   index", Computer Physics Communications 181, 259-270, 2010.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.campaigns.ignorance import unknowns
from openthaad.campaigns.many import Sweep, play_cases
from openthaad.campaigns.means import Means
from openthaad.campaigns.plan import Case, Plan, parts_of
from openthaad.campaigns.single import rate, require_quantity
from openthaad.campaigns.statistics import LEVEL
from openthaad.errors import ScenarioError
from openthaad.scenario import Scenario
from openthaad.scenario.draws import Uncertain, with_uniforms
from openthaad.scenario.fields import nearest

Numbers = NDArray[np.float64]
_RESAMPLES = 999


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sobol:
    """Sobol indices of a quantity, by unknown."""

    of: str
    points: int
    runs: int
    indices: list[dict[str, Any]]
    sweep: Sweep

    def to_dict(self) -> dict[str, Any]:
        """Return the entry `sobol` of `thaad campaign --json`, largest total index first."""
        return {
            "of": self.of,
            "points": self.points,
            "runs_per_point": self.runs,
            "unknowns": self.indices,
            "digest": self.sweep.digest,
            "runs_per_s": rate(self.sweep.played),
            "store": self.sweep.store,
        }


def sobol(
    scenario: Scenario,
    means: Means | None = None,
    *,
    points: int = 64,
    runs: int = 8,
    of: str = "leakers",
    only: Sequence[str] = (),
) -> Sobol:
    """Play a Saltelli plan and say which unknown matters.

    Every point is played with the same runs, so that the answer at a point is a function of
    its values alone.

    Parameters
    ----------
    scenario : Scenario
    means : Means, optional
        Seed, store and workers.
    points : int
        Points of each of the two matrices, a power of two; the plan has as many times the
        number of unknowns and two more.
    runs : int
        Runs of each point.
    of : str
        `leakers`, `p_no_leak`, `intercepted` or `engaged`.
    only : Sequence of str
        Paths of single values; all others keep their best estimates. Without it, all the
        values of one catalogue entry make up one unknown.

    Raises
    ------
    ScenarioError
        There is no such value, or `points` is no power of two.
    NoSolutionError
        So much is impossible that no index can be computed.
    StorageError
        The store cannot be written or read; finished parts are kept.
    """
    means = means or Means()
    require_quantity(of)
    require_points(points)
    axes = chosen(unknowns(scenario), only)
    groups = by_entry(axes) if not only else {axis.path: [k] for k, axis in enumerate(axes)}
    matrices = saltelli(len(axes), list(groups.values()), points, means.seed)
    cases = [
        Case(
            document=with_uniforms(scenario, axes, row.tolist()).document(),
            settings={"point": number},
        )
        for number, row in enumerate(np.concatenate(matrices))
    ]
    plan = Plan(name=f"{scenario.name}-sobol", seed=means.seed, cases=tuple(cases))
    played = play_cases(plan, list(parts_of(plan, runs)), means)
    answers = np.array([case.tally(of).mean if case.runs else np.nan for case in played.cases])
    found = indices(answers.reshape(-1, points), list(groups))
    return Sobol(of=of, points=points, runs=runs, indices=found, sweep=played)


def require_points(points: int) -> None:
    """Refuse a number of points that Sobol's sequence is not balanced at.

    Raises
    ------
    ScenarioError
        It is no power of two.
    """
    if points < 2 or points & (points - 1):
        raise ScenarioError(
            f"--sobol {points}: it must be a power of two",
            key="--sobol",
            value=points,
            allowed="2, 4, 8, 16, ...",
            hint=f"{1 << max(points.bit_length(), 1)} is the next",
        )


def chosen(axes: Sequence[Uncertain], only: Sequence[str]) -> list[Uncertain]:
    """Return the unknowns named, or all where none is.

    Raises
    ------
    ScenarioError
        One is not among them.
    """
    known = {axis.path: axis for axis in axes}
    for path in only:
        if path not in known:
            hint = nearest(path, known)
            raise ScenarioError(
                f"--unknown {path}: a run of this scenario reads no such uncertain value"
                + (f"; {hint}" if hint else ""),
                key="--unknown",
                value=path,
                allowed=list(known),
                hint=hint,
            )
    return [known[path] for path in dict.fromkeys(only)] if only else list(axes)


def by_entry(axes: Sequence[Uncertain]) -> dict[str, list[int]]:
    """Group axes by the catalogue entry that they belong to."""
    groups: dict[str, list[int]] = {}
    for k, axis in enumerate(axes):
        groups.setdefault(axis.path.rpartition(".")[0], []).append(k)
    return groups


def saltelli(
    axes: int, groups: Sequence[Sequence[int]], points: int, seed: int
) -> list[Numbers]:
    """Return the matrices A, B and, for each group, A with its columns from B [2]_.

    Parameters
    ----------
    axes : int
        Columns of each matrix.
    groups : Sequence of Sequence of int
        Columns that are exchanged together.
    points : int
        Rows of each matrix, a power of two.
    seed : int
        Scrambles the sequence that A and B are the halves of.
    """
    from scipy.stats import qmc  # noqa: PLC0415 (only studies wait for SciPy)

    both: Numbers = qmc.Sobol(2 * axes, rng=seed).random(points)
    a, b = both[:, :axes], both[:, axes:]
    mixed = []
    for columns in groups:
        matrix = a.copy()
        matrix[:, columns] = b[:, columns]
        mixed.append(matrix)
    return [a, b, *mixed]


def indices(answers: Numbers, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return first-order and total indices with intervals, largest total index first.

    Parameters
    ----------
    answers : (2 + len(names), points) array
        Of the matrices of `saltelli`; points where any is missing are left out.
    names : Sequence of str
        Of the groups.

    Returns
    -------
    list of dict
        Empty where nothing varies.
    """
    whole = answers[:, np.isfinite(answers).all(axis=0)]
    if whole.shape[1] < 2 or np.ptp(whole[:2]) == 0.0:
        return []
    first, total = estimators(whole)
    ends = _intervals(whole)
    return [
        {
            "unknown": names[k],
            "first": _index(first[k], ends[:, 0, k]),
            "total": _index(total[k], ends[:, 1, k]),
        }
        for k in np.argsort(-total, kind="stable")
    ]


def estimators(answers: Numbers) -> Numbers:
    """Return first-order and total indices by the estimators b and f of table 2 of [2]_.

    Parameters
    ----------
    answers : (2 + groups, points) array
        Of the matrices of `saltelli`.

    Returns
    -------
    (2, groups) array
        NaN where nothing varies.
    """
    centred = answers - answers[:2].mean()
    a, b, mixed = centred[0], centred[1], centred[2:]
    variance = float(np.var(centred[:2]))
    if variance == 0.0:
        return np.full((2, len(mixed)), np.nan)
    first = np.mean(b * (mixed - a), axis=1) / variance
    total = 0.5 * np.mean((a - mixed) ** 2, axis=1) / variance
    found: Numbers = np.stack([first, total])
    return found


def _intervals(answers: Numbers) -> Numbers:
    """Return the ends of the intervals (2, 2, groups), from a bootstrap over the points."""
    points = answers.shape[1]
    random = np.random.Generator(np.random.Philox(key=points))
    drawn = random.integers(0, points, (_RESAMPLES, points))
    many = np.array([estimators(answers[:, k]) for k in drawn])
    tail = (1.0 - LEVEL) / 2.0
    ends: Numbers = np.nanquantile(many, [tail, 1.0 - tail], axis=0)
    return ends


def _index(value: float, ends: Numbers) -> dict[str, float]:
    return {
        "value": float(value),
        "low": float(ends[0]),
        "high": float(ends[1]),
        "level": LEVEL,
    }
