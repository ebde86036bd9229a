"""Compute the cases and hold each to its published number."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

from openthaad.catalogue.values import BASES
from openthaad.errors import OpenThaadError
from openthaad.studies.validation.case import GROUPS, Case
from openthaad.studies.validation.computations import COMPUTATIONS

_BASIS = {"A": "stated", "B": "stated", "C": "derived", "R": "assumed"}  # by confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A case as computed.

    Attributes
    ----------
    computed : float
        In the case's unit; NaN where there was no answer.
    trouble : str
        Why there was no answer; empty where there was one.
    """

    case: Case
    computed: float
    trouble: str = ""

    @property
    def error(self) -> float:
        """How far off, as a share of the tolerance; above 1 (or NaN) is a failure."""
        return (self.computed - self.case.published) / self.case.tolerance

    @property
    def passes(self) -> bool:
        """Whether the computed number lies within the tolerance."""
        return isfinite(self.computed) and abs(self.error) <= 1.0

    @property
    def reason(self) -> str:
        """Why it fails, as far as anybody knows; empty where it passes."""
        if self.passes:
            return ""
        return self.case.known_failure or self.trouble or "not explained yet"

    def to_dict(self) -> dict[str, Any]:
        """Return one entry of ``thaad validate --json``."""
        case = self.case
        return {
            "name": case.name,
            "group": case.group,
            "source": case.source,
            "confidence": case.confidence,
            "published": case.published,
            "unit": case.unit,
            "tolerance": case.tolerance,
            "because": case.because,
            "computed": self.computed,
            "error": self.error,
            "used_in_fit": case.used_in_fit,
            "pass": self.passes,
            "reason": self.reason or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many pass; the headline counts predictions with a source, and no others.

    Attributes
    ----------
    passed, total : int
        Of the cases that no fit has seen and whose number has a source.
    others_passed, others : int
        Of those used in a fit, and of those recalled without a source.
    groups : dict of str to (int, int)
        Passed and total of the headline, by group.
    """

    passed: int
    total: int
    others_passed: int
    others: int
    groups: dict[str, tuple[int, int]]

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as JSON holds them."""
        return {
            "passed": self.passed,
            "total": self.total,
            "not_counted": {"passed": self.others_passed, "total": self.others},
            "groups": {
                name: {"passed": passed, "total": total}
                for name, (passed, total) in self.groups.items()
            },
        }


def check(cases: Sequence[Case], tell: Callable[[float], None] | None = None) -> list[Result]:
    """Compute cases in their order; what several share is computed once.

    Parameters
    ----------
    cases : sequence of Case
    tell : callable, optional
        Called with the share done, 0 to 1.
    """
    known: dict[str, dict[str, float] | OpenThaadError] = {}
    results = []
    for i, case in enumerate(cases):
        key = json.dumps([case.computation, dict(case.inputs)], sort_keys=True)
        if key not in known:
            known[key] = _compute(case)
        results.append(_result(case, known[key]))
        if tell is not None:
            tell((i + 1) / len(cases))
    return results


def _compute(case: Case) -> dict[str, float] | OpenThaadError:
    """Compute one case; a question without an answer is an answer, too."""
    try:
        return COMPUTATIONS[case.computation](**case.inputs)
    except OpenThaadError as error:
        return error


def _result(case: Case, found: dict[str, float] | OpenThaadError) -> Result:
    if isinstance(found, OpenThaadError):
        return Result(case=case, computed=nan, trouble=found.message)
    return Result(case=case, computed=float(found[case.output]))


def score(results: Iterable[Result]) -> Score:
    """Count: the headline is of the cases that stand for a prediction."""
    every = list(results)
    counted = [r for r in every if r.case.counts]
    others = [r for r in every if not r.case.counts]
    by_group = {g: [r for r in counted if r.case.group == g] for g in GROUPS}
    return Score(
        passed=_passing(counted),
        total=len(counted),
        others_passed=_passing(others),
        others=len(others),
        groups={g: (_passing(found), len(found)) for g, found in by_group.items() if found},
    )


def basis(results: Iterable[Result]) -> dict[str, Any]:
    """Return the entry `basis` of the scorecard: the published numbers by how they are known.

    What was read in a source is stated, what was computed from it derived, and what is only
    recalled assumed.
    """
    counts = Counter(_BASIS[result.case.confidence] for result in results)
    by_count = {name: counts[name] for name in BASES}
    return {"by_count": by_count, "by_influence": None, "flips_if": None}


def _passing(results: Sequence[Result]) -> int:
    return sum(r.passes for r in results)
