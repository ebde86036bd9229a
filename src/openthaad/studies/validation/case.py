"""Validation cases: a published number, where it is printed, and how near ours must come.

They stand in `cases/*.toml`, cases of one source together.  A case has no parameter of its
own: its inputs are those that the source prints.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Any

from openthaad.catalogue.entries import nearest
from openthaad.errors import CatalogueError

FOLDER = Path(__file__).parent / "cases"

# What kind of authority a case appeals to, weakest claim on the real world first.
GROUPS = {
    "closed form": "an equation with an exact answer",
    "printed example": "a worked example of a textbook, standard or manual",
    "other program": "the output of another author's program for the same inputs",
    "analysis": "a published analysis, line by line",
    "reported flight": "a test as governments and press reported it",
    "public record": "what is publicly known of how well such systems do",
}
CONFIDENCE = {
    "A": "read in the source itself",
    "B": "quoted by another",
    "C": "computed from A or B by the method that the case states",
    "R": "recalled, no source: not to be taken as stated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published number and the computation that is held to it.

    Attributes
    ----------
    computation, inputs, output : str, mapping, str
        Name of a function in `computations`, its arguments, and which of its results.
    published, tolerance : float
        In `unit`; the case passes within the tolerance either side.
    because : str
        Why the tolerance is what it is.
    source, confidence : str
        Full citation; A, B, C or R as in `CONFIDENCE`.
    used_in_fit : bool
        The number was used to choose a value of the catalogue: it is no prediction.
    known_failure : str
        Why the case fails, if it is known to; empty otherwise.
    """

    name: str
    group: str
    computation: str
    inputs: Mapping[str, Any]
    output: str
    published: float
    unit: str
    tolerance: float
    because: str
    source: str
    confidence: str
    used_in_fit: bool = False
    known_failure: str = ""

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"group must be one of {', '.join(GROUPS)}, got {self.group!r}")
        if self.confidence not in CONFIDENCE:
            raise ValueError(f"confidence must be A, B, C or R, got {self.confidence!r}")
        if not (isfinite(self.published) and isfinite(self.tolerance) and self.tolerance > 0):
            raise ValueError("published must be finite and tolerance finite and positive")
        if not (self.source and self.because):
            raise ValueError("source and because must say something")

    @property
    def counts(self) -> bool:
        """Whether the headline counts it: a number with a source that no fit has seen."""
        return not self.used_in_fit and self.confidence != "R"


_FIELDS = {field.name for field in fields(Case)} - {"tolerance"}
_TOLERANCES = {"tolerance", "tolerance_percent"}
_OPTIONAL = {"used_in_fit", "known_failure"}


def load_cases(name: str | None = None) -> tuple[Case, ...]:
    """Read the cases, all of them or those of one name.

    Parameters
    ----------
    name : str, optional
        Of a case, of a file of cases, or what the names of several begin with.

    Raises
    ------
    CatalogueError
        A file is wrong, or there is no such case.
    """
    found = [(path.stem, case) for path in sorted(FOLDER.glob("*.toml")) for case in read(path)]
    _require_distinct([case.name for _, case in found])
    if name is None:
        return tuple(case for _, case in found)
    chosen = tuple(c for stem, c in found if name == stem or c.name.startswith(name))
    if not chosen:
        files = sorted({stem for stem, _ in found})
        known = [*files, *(case.name for _, case in found)]
        hint = nearest(name, known) or f"; files of cases: {', '.join(files)}"
        raise CatalogueError(
            f"there is no validation case {name!r}{hint}",
            key="NAME",
            value=name,
            allowed=known,
        )
    return chosen


def case_names() -> list[str]:
    """Names of all cases."""
    return [case.name for case in load_cases()]


def read(path: Path) -> list[Case]:
    """Read one file: `[defaults]` for all its cases, and `[[case]]` tables.

    Raises
    ------
    CatalogueError
        A key is missing, unknown or out of range; the message names file and case.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(document) - {"defaults", "case"}:
        raise CatalogueError(f"{path.name} may hold only defaults and case", key=path.name)
    defaults = document.get("defaults", {})
    return [_case(path.name, {**defaults, **table}) for table in document.get("case", [])]


def _case(file: str, table: Mapping[str, Any]) -> Case:
    where = f"{file}, case {table.get('name', '?')!r}"
    unknown = set(table) - _FIELDS - _TOLERANCES
    missing = _FIELDS - _OPTIONAL - set(table)
    if unknown or missing or len(_TOLERANCES & set(table)) != 1:
        raise CatalogueError(
            f"{where}: unknown {sorted(unknown)}, missing {sorted(missing)}; exactly one of "
            f"{sorted(_TOLERANCES)} is needed",
            key=file,
        )
    values = {key: value for key, value in table.items() if key not in _TOLERANCES}
    try:
        published = float(table["published"])
        share = 0.01 * float(table.get("tolerance_percent", 0.0)) * abs(published)
        return Case(
            **{**values, "published": published},
            tolerance=float(table.get("tolerance", share)),
        )
    except (TypeError, ValueError) as error:
        raise CatalogueError(f"{where}: {error}", key=file) from error


def _require_distinct(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CatalogueError(f"two cases are called {', '.join(twice)}", key=twice[0])
