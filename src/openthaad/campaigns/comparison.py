"""Two cases played with the same luck: how much one differs from the other."""

import os
from dataclasses import dataclass
from typing import Any

from openthaad.campaigns.digest import Digest
from openthaad.campaigns.execution import Played, execute
from openthaad.campaigns.gathering import Gathered, Step
from openthaad.campaigns.means import MOST_RUNS, Means, Standing, means_of
from openthaad.campaigns.plan import Part, interleaved_parts, plan_of
from openthaad.campaigns.quantities import QUANTITIES, Tally
from openthaad.campaigns.rows import PLAYED, Rows
from openthaad.campaigns.single import rate, require_quantity, threats_in
from openthaad.campaigns.statistics import Estimate, caution, mean_of
from openthaad.campaigns.store import ANSWER
from openthaad.catalogue.basis import basis, counted
from openthaad.errors import PropagationError
from openthaad.scenario import Scenario, settings_hash
from openthaad.scenario.aims import undefended
from openthaad.scenario.arguments import require_scenario, require_whole
from openthaad.scenario.world import values_read


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The paired difference of two cases, B less A, run by run with common draws."""

    a: Scenario
    b: Scenario
    of: str
    seed: int
    cases: tuple[Gathered, Gathered]
    differences: Tally
    difference: Estimate
    trail: list[Step]
    digest: str
    played: Played
    store: str

    @property
    def sharpness(self) -> float | None:
        """Variance of a difference between independent runs over that of the paired ones.

        How many times more runs the same interval would take without common draws; None
        where the paired difference never varies.
        """
        apart = sum(case.tally(self.of).variance for case in self.cases)
        paired = self.differences.variance
        return apart / paired if paired > 0.0 else None

    @property
    def basis(self) -> dict[str, Any]:
        """What the answer rests on, by count of catalogue values."""
        return basis({**values_read(self.a), **values_read(self.b)}.values())

    def caption(self) -> dict[str, str]:
        """Return the words for a figure of `trail`: title, quantity, foot."""
        method = self.trail[-1].estimate.method
        foot = f"seed {self.seed} · digest {self.digest[:12]} · {method}"
        foot += f"\nCatalogue values behind it: {counted(self.basis)}"
        words = f"{QUANTITIES[self.of].words}, B less A"
        foot = f"{self.b.title or self.b.name}\n{foot}"
        last = self.trail[-1].estimate
        title = f"{words}, average: {last.mean:.2f} ({last.low:.2f} to {last.high:.2f})"
        title = title[0].upper() + title[1:]
        return {"title": title, "quantity": words, "foot": foot}

    def __repr__(self) -> str:
        """Say in a line what it is."""
        cases = f"{self.a.name!r}, {self.b.name!r}"
        runs = f"{self.differences.total} runs of {self.of}"
        return f"Comparison({cases}, {runs}, seed {self.seed})"

    def to_dict(self) -> dict[str, Any]:
        """Return what `thaad compare --json` prints."""
        a, b = (case.document() for case in self.cases)
        return {
            "a": {"scenario": self.a.name, "settings": settings_hash(self.a), **a},
            "b": {"scenario": self.b.name, "settings": settings_hash(self.b), **b},
            "seed": self.seed,
            "of": self.of,
            "runs": self.differences.total,
            "difference": self.difference.to_dict(),
            "undefended": undefended(self.b) or undefended(self.a),
            "note": caution(self.differences, self.difference),
            "difference_by_count": self.differences.as_dict(),
            "sharpness": self.sharpness,
            "basis": self.basis,
            "digest": self.digest,
            "runs_per_s": rate(self.played),
            "corrupt_parts": self.played.corrupt,
            "store": self.store,
        }


def compare(  # noqa: PLR0913 (the questions of one command)
    a: Scenario,
    b: Scenario,
    *,
    runs: int = 1000,
    seed: int = 0,
    of: str = "leakers",
    store: str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> Comparison:
    """Play two scenarios with the same luck and estimate how much B differs from A.

    The draws of run k are the same in both, so that what differs comes of what was set; the
    interval is that of the paired differences.

    Parameters
    ----------
    a, b : Scenario
    runs : int
        Runs of each.
    seed : int
    of : str
        `leakers`, `p_no_leak`, `intercepted` or `engaged`.
    store : str, optional
        Folder or fsspec URL for the rows; the memory of this process if not given.
    workers : int, optional
        Threads; one for each core if not given.

    Raises
    ------
    ScenarioError
        A or B is no scenario, there is no such quantity, or a number is out of its limits.
    NoSolutionError
        A missile of either cannot reach its aim.
    PropagationError
        No run could be played in both.
    StorageError
        The store cannot be written or read; finished parts are kept.
    """
    require_scenario("a", a)
    require_scenario("b", b)
    runs = require_whole("runs", runs, 1, MOST_RUNS)
    return play_comparison(a, b, means_of(seed, store, workers), runs=runs, of=of)


def play_comparison(
    a: Scenario, b: Scenario, means: Means, *, runs: int, of: str = "leakers"
) -> Comparison:
    """Play two scenarios with the same luck, with these means; see `compare`."""
    require_quantity(of)
    plan = plan_of([(a, {"case": "a"}), (b, {"case": "b"})], seed=means.seed)
    parts = list(interleaved_parts(plan, runs))
    cases = (Gathered(threats_in(plan, parts[0])), Gathered(threats_in(plan, parts[1])))
    most = max(QUANTITIES[of].most(case.threats) for case in cases)
    store = means.open(plan)
    digest, tally, trail, waiting = Digest(), Tally(), list[Step](), list[Rows]()

    def take_in(part: Part, rows: Rows) -> bool:
        digest.add(rows)
        cases[part.case].add(rows)
        waiting.append(rows)
        if part.case == 1:
            first, second = waiting
            waiting.clear()
            both = (first["status"] == PLAYED) & (second["status"] == PLAYED)
            tally.add(QUANTITIES[of].of(second[both]) - QUANTITIES[of].of(first[both]))
            if tally.total:
                trail.append(Step(tally.total, mean_of(tally, -most, most)))
        standing = trail[-1].estimate if trail else None
        means.progress(Standing(2 * part.first + part.runs, 2 * runs, standing))
        return False

    played = execute(store, parts, means.workers, take_in)
    if not trail:
        raise PropagationError("no run of this comparison could be flown to the ground")
    found = Comparison(
        a=a, b=b, of=of, seed=means.seed, cases=cases, differences=tally,
        difference=trail[-1].estimate, trail=trail, digest=digest.value(), played=played,
        store=store.url,
    )  # fmt: skip
    store.write_json(ANSWER, found.to_dict())
    return found
