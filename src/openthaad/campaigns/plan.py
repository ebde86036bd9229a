"""What a campaign plays: cases x runs, cut into parts that have addresses."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from openthaad import catalogue
from openthaad.campaigns.rows import NAMES
from openthaad.kernels.store import kernel_sources
from openthaad.scenario import Scenario, scenario_from_document

# Runs in a part, by the number of the run that it begins with: small while a campaign is
# young, so that there is something to see and to share out, large when it is long.  It hangs
# on nothing else, so that a campaign made longer keeps the parts it has.
_PART_SIZES = ((1_000, 20), (20_000, 100))
_LARGEST_PART = 1_000
# Runs of one case are numbered from its block on where cases must not share their luck.
BLOCK = 2**32


class Part(NamedTuple):
    """Some runs of one case: runs `first` to `first + runs - 1`, counted within the case."""

    case: int
    first: int
    runs: int


class Order(NamedTuple):
    """Everything that it takes to play a part anywhere: plain data."""

    engine: str
    document: Mapping[str, Any]
    key: str  # of the case, for keeping its World
    seed: int
    first_run: int
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario to be played many times.

    Attributes
    ----------
    document : Mapping
        The whole scenario, as `Scenario.document` returns it.
    settings : Mapping
        What sets it apart from the other cases: paths and values.
    first_run : int
        Number of its first run. Cases that begin at the same one share their luck, so that
        their difference is sharp; cases that must be independent begin blocks apart.
    """

    document: Mapping[str, Any]
    settings: Mapping[str, Any]
    first_run: int = 0

    def scenario(self) -> Scenario:
        """Return the scenario."""
        return scenario_from_document(dict(self.document))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Cases to be played with one seed.  How many runs of each is no part of it."""

    name: str
    seed: int
    cases: tuple[Case, ...]

    @property
    def key(self) -> str:
        """Hash of everything that the rows hang on, 16 hex digits."""
        text = json.dumps(self.document(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def document(self) -> dict[str, Any]:
        """Return the plan as plain data, with the versions of what plays it."""
        return {
            "name": self.name,
            "seed": self.seed,
            "version": version("openthaad"),
            "engine": engine(),
            "catalogue": catalogue.fingerprint(),
            "columns": list(NAMES),
            "cases": [
                {
                    "settings": dict(case.settings),
                    "first_run": case.first_run,
                    "scenario": dict(case.document),
                }
                for case in self.cases
            ],
        }

    def folder(self) -> str:
        """Name of the folder that its parts lie in."""
        return f"{self.name}-seed{self.seed}-{self.key}"


def plan_of(scenarios: Sequence[tuple[Scenario, Mapping[str, Any]]], *, seed: int) -> Plan:
    """Make a plan whose cases share their luck.

    Parameters
    ----------
    scenarios : Sequence of (Scenario, Mapping)
        Each with what sets it apart from the others.
    seed : int
    """
    cases = tuple(Case(document=s.document(), settings=words) for s, words in scenarios)
    return Plan(name=scenarios[0][0].name, seed=seed, cases=cases)


def parts_of_case(case: int, runs: int) -> Iterator[Part]:
    """Cut the runs of one case into parts, in order."""
    first = 0
    while first < runs:
        size = next((size for end, size in _PART_SIZES if first < end), _LARGEST_PART)
        yield Part(case, first, min(size, runs - first))
        first += size


def parts_of(plan: Plan, runs: int) -> Iterator[Part]:
    """Cut `runs` runs of every case into parts, case after case."""
    for number in range(len(plan.cases)):
        yield from parts_of_case(number, runs)


def interleaved_parts(plan: Plan, runs: int) -> Iterator[Part]:
    """Cut the same parts, but the first of every case first: for cases compared run by run."""
    for part in parts_of_case(0, runs):
        for number in range(len(plan.cases)):
            yield part._replace(case=number)


def order_of(plan: Plan, part: Part) -> Order:
    """Return what it takes to play a part of a plan anywhere."""
    case = plan.cases[part.case]
    return Order(
        engine=engine(),
        document=case.document,
        key=f"{plan.key}-{part.case}",
        seed=plan.seed,
        first_run=case.first_run,
        part=part,
    )


@cache
def engine() -> str:
    """Hash of the sources of the kernels, 16 hex digits: what plays the runs."""
    digest = hashlib.sha256()
    for path in kernel_sources():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
