"""Cases made from one scenario: grids and Latin hypercubes over any of its keys."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.errors import ScenarioError
from openthaad.scenario import Scenario, scenario_from_document
from openthaad.scenario.settings import apply_settings

MOST_CASES = 100_000
Settings = Mapping[str, Any]


def with_settings(scenario: Scenario, sets: Sequence[str]) -> Scenario:
    """Return a scenario with `KEY=VALUE` set, as `--set` does.

    Raises
    ------
    ScenarioError
        A path leads nowhere, or a value does not fit.
    """
    if not sets:
        return scenario
    known = scenario.catalogue
    document = apply_settings(scenario.document(), sets, known)
    return scenario_from_document(document, where="--set", catalogue=known)


def grid(axes: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Combine every value of every key with every other.

    >>> grid({"a": ["1", "2"], "b": ["x"]})
    [{'a': '1', 'b': 'x'}, {'a': '2', 'b': 'x'}]
    """
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]


def latin_hypercube(axes: int, points: int, seed: int) -> NDArray[np.float64]:
    """Return points of the unit cube, one in each of as many slices of every axis.

    Parameters
    ----------
    axes, points, seed : int

    Returns
    -------
    (points, axes) array

    References
    ----------
    .. [1] M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three methods for
       selecting values of input variables in the analysis of output from a computer code",
       Technometrics 21 (2), 239-245, 1979.
    """
    from scipy.stats.qmc import LatinHypercube  # noqa: PLC0415 (only studies wait for SciPy)

    plan: NDArray[np.float64] = LatinHypercube(axes, rng=seed).random(points)
    return plan


def hypercube(
    ranges: Mapping[str, tuple[float, float]], points: int, seed: int
) -> list[dict[str, str]]:
    """Spread settings of numbers over their ranges, as a Latin hypercube.

    Parameters
    ----------
    ranges : Mapping of str to (float, float)
        Least and most of every key.
    points, seed : int
    """
    plan = latin_hypercube(len(ranges), points, seed)
    return [
        {
            key: repr(low + float(u) * (high - low))
            for (key, (low, high)), u in zip(ranges.items(), row, strict=True)
        }
        for row in plan
    ]


def scenarios_of(
    scenario: Scenario, settings: Sequence[Mapping[str, str]]
) -> list[tuple[Scenario, Settings]]:
    """Return the scenario with each of these settings, beside them.

    Raises
    ------
    ScenarioError
        A path leads nowhere, a value does not fit, or there are too many cases.
    """
    if len(settings) > MOST_CASES:
        raise ScenarioError(
            f"{len(settings)} cases are too many; at most {MOST_CASES} are allowed",
            key="--grid",
            value=len(settings),
            allowed=f"at most {MOST_CASES}",
        )
    return [
        (with_settings(scenario, [f"{key}={value}" for key, value in row.items()]), row)
        for row in settings
    ]
