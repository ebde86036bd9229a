"""Many cases, each played as often and with the same luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openthaad.campaigns.cases import Settings
from openthaad.campaigns.digest import Digest
from openthaad.campaigns.execution import Played, execute
from openthaad.campaigns.gathering import Gathered
from openthaad.campaigns.means import Means, Standing
from openthaad.campaigns.plan import Part, Plan, order_of, parts_of, plan_of
from openthaad.campaigns.playing import world_of
from openthaad.campaigns.rows import PLAYED, Rows
from openthaad.campaigns.single import rate
from openthaad.campaigns.store import ANSWER
from openthaad.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep:
    """What came of each of many cases."""

    settings: list[Settings]
    cases: list[Gathered]
    seed: int
    digest: str
    played: Played
    store: str

    def to_dict(self) -> dict[str, Any]:
        """Return the cases as plain data."""
        return {
            "cases": [
                {"case": number, "settings": dict(words), **case.document()}
                for number, (words, case) in enumerate(
                    zip(self.settings, self.cases, strict=True)
                )
            ],
            "seed": self.seed,
            "digest": self.digest,
            "runs_per_s": rate(self.played),
            "corrupt_parts": self.played.corrupt,
            "store": self.store,
        }


def sweep(
    scenarios: Sequence[tuple[Scenario, Settings]], means: Means | None = None, *, runs: int
) -> Sweep:
    """Play many cases with the same luck.

    Parameters
    ----------
    scenarios : Sequence of (Scenario, Mapping)
        From `cases.scenarios_of`.
    means : Means, optional
        Seed, store and workers.
    runs : int
        Runs of each case.

    Raises
    ------
    StorageError
        The store cannot be written or read; finished parts are kept.
    """
    means = means or Means()
    plan = plan_of(scenarios, seed=means.seed)
    return play_cases(plan, list(parts_of(plan, runs)), means)


def play_cases(plan: Plan, parts: Sequence[Part], means: Means) -> Sweep:
    """Play parts of a plan of many cases and gather each case by itself.

    A case whose raid is impossible has runs that were not played, and no estimates.
    """
    # Compiles and says what is wrong with the scenario itself before anything is written.
    threats = len(world_of(order_of(plan, parts[0])).threats)
    store = means.open(plan)
    cases = [Gathered(threats) for _ in plan.cases]
    digest = Digest()
    total, done = sum(part.runs for part in parts), 0

    def take_in(part: Part, rows: Rows) -> bool:
        nonlocal done
        digest.add(rows)
        case = cases[part.case]
        is_played = rows["status"] == PLAYED
        case.threats = int(rows["threats"][is_played].max(initial=case.threats))
        case.add(rows)
        done += part.runs
        means.progress(Standing(done, total, None))
        return False

    played = execute(store, parts, means.workers, take_in)
    found = Sweep(
        settings=[case.settings for case in plan.cases],
        cases=cases,
        seed=plan.seed,
        digest=digest.value(),
        played=played,
        store=store.url,
    )
    store.write_json(ANSWER, found.to_dict())
    return found
