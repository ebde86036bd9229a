"""What a campaign is played with, whatever it asks: a seed, a store, workers."""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from openthaad.campaigns.execution import Workers
from openthaad.campaigns.plan import Plan
from openthaad.campaigns.statistics import Estimate
from openthaad.campaigns.store import Store
from openthaad.errors import ScenarioError
from openthaad.scenario.arguments import require_path, require_seed, require_whole

MOST_WORKERS, MOST_RUNS = 1024, 10_000_000


class Standing(NamedTuple):
    """How a campaign stands: runs taken in, of how many, and the estimate asked for."""

    runs: int
    of: int
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a campaign is played with.

    Attributes
    ----------
    seed : int
        With the number of a run, the address of every draw.
    store : str
        Folder, or fsspec URL, that the folder of the campaign is made in; the memory of this
        process if not given.
    workers : Workers
    must_resume : bool
        Refuse to begin anew where the store holds nothing of this campaign. What it holds is
        never played again in any case.
    progress : callable
        Called with a Standing each time that a part has been taken in.
    """

    seed: int = 0
    store: str = field(default_factory=lambda: f"memory://campaigns-{uuid.uuid4().hex}")
    workers: Workers = field(default_factory=Workers)
    must_resume: bool = False
    progress: Callable[[Standing], None] = lambda _: None

    def open(self, plan: Plan) -> Store:
        """Return the store of a plan, made ready.

        Raises
        ------
        ScenarioError
            There is nothing to resume, or the URL is of no known kind.
        StorageError
            The place cannot be reached or written.
        """
        store = Store(self.store, plan)
        if self.must_resume and not store.has_plan():
            raise ScenarioError(
                f"--resume: {store.url} does not exist, so there is nothing to go on from; the "
                "scenario, its settings, the seed and the version must be those it began with",
                key="--resume",
                value=store.url,
                allowed="the store of a campaign with the same settings",
                hint="without --resume a new campaign starts",
            )
        store.prepare()
        return store


def means_of(seed: int, store: str | os.PathLike[str] | None, workers: int | None) -> Means:
    """Return means with this store and so many threads, where they are given.

    Raises
    ------
    ScenarioError
        The seed is none, there are no threads, or the store is no folder or URL.
    """
    seed = require_seed(seed)
    if workers is not None:
        workers = require_whole("workers", workers, 1, MOST_WORKERS)
    if store is not None:
        require_path("store", store, "a folder or a URL")
    who = Workers() if workers is None else Workers(threads=workers)
    if store is None:
        return Means(seed=seed, workers=who)
    return Means(seed=seed, workers=who, store=os.fspath(store))
