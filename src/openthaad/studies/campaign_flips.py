"""What would flip a campaign's answer: values that its draws point to, at their ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from openthaad.campaigns import Ignorance, Means
from openthaad.campaigns.cases import latin_hypercube
from openthaad.campaigns.many import play_cases
from openthaad.campaigns.plan import Case, Plan, parts_of
from openthaad.campaigns.quantities import QUANTITIES
from openthaad.scenario import Scenario, Uncertain, with_values
from openthaad.studies.influence import Influence, Swing, in_order

Array = NDArray[np.float64]
_TRIED = 4  # values played at both ends


def campaign_flips(
    scenario: Scenario, around: Ignorance, means: Means, *, of: str = "leakers"
) -> Influence | None:
    """How far the values that a campaign's draws point to move its answer, one at a time.

    Of all values drawn, those four whose draws go with the means of the draws most, by rank,
    are played at both ends of their ranges, with the same luck as the best estimates.

    Parameters
    ----------
    scenario : Scenario
    around : Ignorance
        From `campaigns.vary` with the same scenario and means.
    means : Means
        Seed, store and workers.
    of : str
        The quantity asked for.

    Returns
    -------
    Influence or None
        None where no two draws could be played.

    Notes
    -----
    Draws of a hundred values are too few to tell a weak one from none: a rank correlation of
    2/sqrt(draws) comes about by chance. So the draws only choose who is tried; what is said
    comes from runs with the same luck.
    """
    axes = _chosen(around, means.seed, of)
    if not axes:
        return None
    ends = [(axis, end) for axis in axes for end in (axis.low, axis.high)]
    settings: list[Mapping[str, float]] = [{}, *({axis.path: end} for axis, end in ends)]
    cases = [
        Case(document=with_values(scenario, values).document(), settings=dict(values))
        for values in settings
    ]
    plan = Plan(name=f"{scenario.name}-flips", seed=means.seed, cases=tuple(cases))
    played = play_cases(
        plan, list(parts_of(plan, around.runs)), replace(means, must_resume=False)
    )
    answers = [case.tally(of).mean if case.runs else nan for case in played.cases]
    base, found = answers[0], answers[1:]
    moved = [
        Swing(axis=axis, base=base, at_low=low, at_high=high)
        for axis, low, high in zip(axes, found[::2], found[1::2], strict=True)
    ]
    words = f"{QUANTITIES[of].words}, mean of {around.runs} runs"
    return Influence(quantity=words, unit="", base=base, swings=in_order(moved))


def _chosen(around: Ignorance, seed: int, of: str) -> list[Uncertain]:
    """Values whose draws go with the means of the draws most."""
    gathered = around.sweep.cases
    played = [k for k, case in enumerate(gathered) if case.runs]
    if len(played) < 2:
        return []
    cube = latin_hypercube(len(around.axes), len(gathered), seed)[played]
    means = np.array([gathered[k].tally(of).mean for k in played])
    strength = np.abs(rank_correlations(cube, means))
    return [around.axes[k] for k in np.argsort(-strength, kind="stable")[:_TRIED]]


def rank_correlations(draws: Array, answers: Sequence[float] | Array) -> Array:
    """Spearman's rank correlation of each column (N, M) with the answers (N,).

    Zero where the answers do not vary.
    """
    from scipy.stats import rankdata  # noqa: PLC0415 (only studies wait for SciPy)

    ranks = rankdata(draws, axis=0)
    target = rankdata(answers)
    ranks -= ranks.mean(axis=0)
    target -= target.mean()
    scale = np.sqrt((ranks**2).sum(axis=0) * (target**2).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = np.where(scale > 0.0, target @ ranks / scale, 0.0)
    return found
