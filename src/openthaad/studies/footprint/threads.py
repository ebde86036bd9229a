"""Work on a grid in threads: kernels release the interpreter."""

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TypeVar

from openthaad.processes import cores

Result = TypeVar("Result")
# Batches per thread: enough that one with much to do holds nobody up.
_PER_THREAD = 6


class GivenUpError(Exception):
    """Nobody waits for the answer any more."""


def _always() -> bool:
    return True


_WANTED: ContextVar[Callable[[], bool]] = ContextVar("wanted", default=_always)


@contextlib.contextmanager
def while_wanted(wanted: Callable[[], bool]) -> Iterator[None]:
    """Give up work in here, between two batches, once `wanted` says no.

    Raises
    ------
    GivenUpError
        It was given up.
    """
    token = _WANTED.set(wanted)
    try:
        yield
    finally:
        _WANTED.reset(token)


def workers() -> int:
    """How many threads run at once: one per core that this process may use."""
    return cores()


def split(cells: int, row: int) -> list[slice]:
    """Cut a grid into batches of whole rows."""
    lines = cells // row
    step = max(1, lines // (_PER_THREAD * workers()))
    edges = [*range(0, lines, step), lines]
    return [slice(a * row, b * row) for a, b in itertools.pairwise(edges) if b > a]


def work(job: Callable[[slice], Result], batches: Sequence[slice]) -> list[Result]:
    """Run a job on every batch, results in their order; a single core works in line."""
    wanted = _WANTED.get()

    def one(batch: slice) -> Result:
        if not wanted():
            raise GivenUpError
        return job(batch)

    if workers() == 1 or len(batches) < 2:
        return [one(batch) for batch in batches]
    with ThreadPoolExecutor(workers()) as pool:
        return list(pool.map(one, batches))
