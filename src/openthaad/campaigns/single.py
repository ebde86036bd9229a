"""Many runs of one scenario: how many leak, and how sure that is."""

import os
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pyarrow as pa

from openthaad.campaigns.digest import Digest
from openthaad.campaigns.execution import Played, execute
from openthaad.campaigns.gathering import Gathered, Step
from openthaad.campaigns.means import MOST_RUNS, Means, Standing, means_of
from openthaad.campaigns.plan import Part, Plan, order_of, parts_of, plan_of
from openthaad.campaigns.playing import world_of
from openthaad.campaigns.quantities import QUANTITIES
from openthaad.campaigns.rows import Rows, to_arrow
from openthaad.campaigns.statistics import Estimate
from openthaad.campaigns.store import ANSWER, Store
from openthaad.catalogue.basis import basis, counted
from openthaad.errors import PropagationError
from openthaad.scenario import Scenario, settings_hash
from openthaad.scenario.aims import undefended
from openthaad.scenario.arguments import (
    require_number,
    require_scenario,
    require_whole,
    require_word,
)
from openthaad.scenario.world import values_read

# Fewer runs than this stop no campaign on the width of its interval.
_LEAST_RUNS = 20
_NARROWEST = 1e-9  # no campaign's interval comes down to it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Campaign:
    """Many runs of one scenario.

    Attributes
    ----------
    scenario : Scenario
    seed, runs : int
    of : str
        The quantity that `trail` follows.
    gathered : Gathered
        Tallies and intervals.
    trail : list of Step
        Where the estimate of `of` stood after each part.
    digest : str
        SHA-256 over every row, however the campaign was played.
    played : Played
        What was played now.
    store : Store
        Where the rows are.
    """

    scenario: Scenario
    seed: int
    runs: int
    of: str
    until: float | None
    gathered: Gathered
    trail: list[Step]
    digest: str
    played: Played
    store: Store

    def estimate(self, name: str) -> Estimate:
        """Return mean and interval of a quantity: `leakers`, `p_no_leak`, ...

        Raises
        ------
        ScenarioError
            A campaign does not count that.
        PropagationError
            No run could be played.
        """
        require_quantity(name)
        found = self.gathered.estimate(name)
        if found is None:
            raise PropagationError("no threat of this campaign could be flown to the ground")
        return found

    @property
    def is_narrow(self) -> bool:
        """The interval came down to the width asked for."""
        return self.until is not None and self.estimate(self.of).width <= self.until

    @property
    def basis(self) -> dict[str, Any]:
        """What the answer rests on, by count of catalogue values."""
        return basis(values_read(self.scenario).values())

    def caption(self) -> dict[str, str]:
        """Return the words for a figure of `trail`: title, quantity, foot."""
        method = self.trail[-1].estimate.method
        foot = f"seed {self.seed} · digest {self.digest[:12]} · {method}"
        if self.until is None:
            foot += " · each interval holds at a number of runs fixed beforehand"
        foot += f"\nCatalogue values behind it: {counted(self.basis)}"
        foot = f"{self.scenario.title or self.scenario.name}\n{foot}"
        words, last = QUANTITIES[self.of].words, self.trail[-1].estimate
        title = f"{words}, average of {self.runs:,} runs: {last.mean:.2f}"
        title += f" ({100 * last.level:.0f} % interval {last.low:.2f} to {last.high:.2f})"
        title = title[0].upper() + title[1:]
        return {"title": title, "quantity": words, "foot": foot}

    def table(self) -> pa.Table:
        """Return every row as one Arrow table, in memory."""
        parts = parts_of(self.store.plan, self.runs)
        return pa.concat_tables(to_arrow(self.store.read(part)) for part in parts)

    def __repr__(self) -> str:
        """Say in a line what it is."""
        return (
            f"Campaign({self.scenario.name!r}, {self.runs} runs of {self.of}, seed {self.seed})"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what `thaad campaign --json` prints."""
        tally = self.gathered.tally("leakers")
        until = None
        if self.until is not None:
            until = {"of": self.of, "width": self.until, "reached": self.is_narrow}
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "settings": settings_hash(self.scenario),
            "version": version("openthaad"),
            "catalogue": self.scenario.catalogue_hash(),
            "threats": self.gathered.threats,
            "undefended": undefended(self.scenario),
            **self.gathered.document(),
            "until": until,
            "chance": {"variance": tally.variance, "sd": tally.variance**0.5},
            "ignorance": None,
            "basis": self.basis,
            "digest": self.digest,
            "runs_per_s": rate(self.played),
            "played_now": self.played.runs,
            "corrupt_parts": self.played.corrupt,
            "store": self.store.url,
        }


def campaign(  # noqa: PLR0913 (the questions of one command)
    scenario: Scenario,
    *,
    runs: int = 1000,
    seed: int = 0,
    until: float | None = None,
    of: str = "leakers",
    store: str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> Campaign:
    """Play a scenario many times.

    Parameters
    ----------
    scenario : Scenario
    runs : int
        How many runs, or how many at most where it may stop earlier.
    seed : int
        Run k is that of `simulate(scenario, seed=seed, run=k)`.
    until : float, optional
        Stop as soon as the interval of `of` is no wider than this. All intervals are then
        confidence sequences, which hold whenever one stops.
    of : str
        `leakers`, `p_no_leak`, `intercepted` or `engaged`.
    store : str, optional
        Folder or fsspec URL for the rows; what it holds is not played again. The memory of
        this process if not given.
    workers : int, optional
        Threads; one for each core if not given.

    Returns
    -------
    Campaign

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.
    ScenarioError
        There is no such quantity, no such kind of store, or a number is out of its limits.
    StorageError
        The store cannot be written or read; finished parts are kept.
    """
    require_scenario("scenario", scenario)
    runs = require_whole("runs", runs, 1, MOST_RUNS)
    if until is not None:
        require_number("until", until, _NARROWEST, 1e6)
    means = means_of(seed, store, workers)
    return play_campaign(scenario, means, runs=runs, until=until, of=of)


def play_campaign(
    scenario: Scenario,
    means: Means,
    *,
    runs: int,
    until: float | None = None,
    of: str = "leakers",
) -> Campaign:
    """Play a scenario many times, with these means; see `campaign`."""
    require_quantity(of)
    plan = plan_of([(scenario, {})], seed=means.seed)
    parts = list(parts_of(plan, runs))
    gathered = Gathered(threats_in(plan, parts[0]), is_sequential=until is not None)
    store = means.open(plan)
    digest, trail = Digest(), list[Step]()

    def take_in(part: Part, rows: Rows) -> bool:
        digest.add(rows)
        gathered.add(rows)
        estimate = gathered.estimate(of)
        means.progress(Standing(part.first + part.runs, runs, estimate))
        if estimate is None:
            return False
        trail.append(Step(gathered.runs, estimate))
        is_enough = until is not None and estimate.width <= until
        return is_enough and gathered.runs >= _LEAST_RUNS

    played = execute(store, parts, means.workers, take_in)
    found = Campaign(
        scenario=scenario, seed=means.seed, runs=gathered.runs + gathered.not_played, of=of,
        until=until, gathered=gathered, trail=trail, digest=digest.value(), played=played,
        store=store,
    )  # fmt: skip
    store.write_json(ANSWER, found.to_dict())
    return found


def threats_in(plan: Plan, part: Part) -> int:
    """Return how many missiles the raid of a part's case has; its World is built here first.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.
    """
    return len(world_of(order_of(plan, part)).threats)


def require_quantity(of: str) -> None:
    """Refuse a quantity that campaigns do not count.

    Raises
    ------
    ScenarioError
        It is none of `QUANTITIES`.
    """
    require_word("--of", of, list(QUANTITIES))


def rate(played: Played) -> float | None:
    """Return runs a second of what was played now, None where nothing was."""
    return played.runs / played.seconds if played.runs else None
