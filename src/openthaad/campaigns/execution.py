"""Playing a plan: what the store lacks is played, and every part is taken in, in order."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from openthaad.campaigns.cluster import play_on_cluster
from openthaad.campaigns.plan import Order, Part, order_of
from openthaad.campaigns.rows import Rows
from openthaad.campaigns.store import CorruptPart, Store
from openthaad.campaigns.threads import play_in_threads
from openthaad.errors import StorageError
from openthaad.processes import cores


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Who plays: threads of this process, or the workers of a Dask scheduler.

    Attributes
    ----------
    threads : int
        Used where no scheduler is named; one for each core if not given.
    dask : str or None
        Address of a scheduler.
    """

    threads: int = field(default_factory=cores)
    dask: str | None = None

    def play(self, orders: Iterable[Order]) -> Iterator[tuple[Order, Rows]]:
        """Yield the rows of each part as it is done, in any order."""
        if self.dask is not None:
            return play_on_cluster(orders, self.dask)
        return play_in_threads(orders, self.threads)


class Played(NamedTuple):
    """What it took to play a plan."""

    runs: int  # played now; the others were in the store
    seconds: float
    corrupt: list[str]  # what was wrong with parts that were played again


# Takes the rows of a part; says whether that is enough.
TakeIn = Callable[[Part, Rows], bool]


def execute(store: Store, parts: Sequence[Part], workers: Workers, take_in: TakeIn) -> Played:
    """Play every part that the store lacks, and take all of them in, in order.

    What is taken in, and when it is enough, hangs on the order of `parts` alone: never on who
    played them, on which was done first, or on what was in the store before.

    Parameters
    ----------
    store : Store
        Made ready with `Store.prepare`.
    parts : Sequence of Part
    workers : Workers
    take_in : callable
        Called with each part and its rows; playing stops where it returns true.

    Raises
    ------
    StorageError
        The store or the scheduler fails; finished parts are kept.
    """
    began, corrupt = time.perf_counter(), list[str]()
    done = _whole_parts(store, parts, corrupt)
    orders = (order_of(store.plan, part) for part in parts if part not in done)
    line = _Line(store, parts, done, take_in)
    runs = 0
    if line.move():
        return Played(0, time.perf_counter() - began, corrupt)
    with closing(workers.play(orders)) as played:  # type: ignore[type-var]
        for order, rows in played:
            store.write(order.part, rows)
            runs += len(rows)
            if line.move(order.part, rows):
                break
    return Played(runs, time.perf_counter() - began, corrupt)


class _Line:
    """The parts in their order, and how far they have been taken in."""

    def __init__(
        self, store: Store, parts: Sequence[Part], done: set[Part], take_in: TakeIn
    ) -> None:
        self._store, self._parts, self._done, self._take_in = store, parts, done, take_in
        self._next = 0

    def move(self, part: Part | None = None, rows: Rows | None = None) -> bool:
        """Note a part that has just been written, take in what can be; is it enough."""
        if part is not None:
            self._done.add(part)
        while self._next < len(self._parts) and self._parts[self._next] in self._done:
            following = self._parts[self._next]
            self._next += 1
            found = rows if following == part and rows is not None else self._read(following)
            if self._take_in(following, found):
                return True
        return False

    def _read(self, part: Part) -> Rows:
        try:
            return self._store.read(part)
        except CorruptPart as error:
            raise StorageError(
                f"{_named(part)} changed while the campaign was running: {error}; finished "
                "parts are kept, and the same command plays it again",
                key="--store",
                value=self._store.url,
            ) from error


def _whole_parts(store: Store, parts: Sequence[Part], corrupt: list[str]) -> set[Part]:
    """Return the parts in the store that are what was written; remove those that are not."""
    done = set()
    there = store.finished()
    for part in parts:
        if part not in there:
            continue
        try:
            store.read(part)
        except CorruptPart as error:
            store.discard(part)
            corrupt.append(f"{_named(part)}: {error}")
        else:
            done.add(part)
    return done


def _named(part: Part) -> str:
    last = part.first + part.runs - 1
    return f"the part with runs {part.first} to {last} of case {part.case}"
