"""Playing the runs of a part: no Python inside a run, and the same tables for every run."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from openthaad.campaigns.plan import Order, engine
from openthaad.campaigns.rows import NO_SOLUTION, NOT_FLOWN, PLAYED, ROW, Rows, fill
from openthaad.engagement.allocate import grow, make_log, make_state
from openthaad.engine.loop import advance
from openthaad.engine.start import begin
from openthaad.engine.world import Log, State, World
from openthaad.errors import CatalogueError, NoSolutionError, StorageError
from openthaad.kernels.codes import Status
from openthaad.kernels.containers import all_tables
from openthaad.scenario import scenario_from_document
from openthaad.scenario.world import build_world

# Tables that a run writes before it reads them, as far as it reads them: not cleared.
_WRITTEN_FIRST = frozenset({"nodes", "paths"})
_WORLDS_KEPT = 4
_FOREVER = 1e18  # s; the horizon of the World ends a run


class Tables(NamedTuple):
    """The tables of one thread, for runs of one World."""

    world: World
    fresh: State
    state: State
    log: Log


def tables_for(world: World) -> Tables:
    """Make the tables that runs of a World are played in, one after another."""
    return Tables(world, make_state(world), make_state(world), make_log())


def clear(tables: Tables) -> None:
    """Make the state what `make_state` makes it, without making it anew."""
    for (name, table), (_, fresh) in zip(
        all_tables(tables.state), all_tables(tables.fresh), strict=True
    ):
        if name not in _WRITTEN_FIRST:
            table[...] = fresh


def play_run(tables: Tables, seed: int, run: int) -> tuple[Tables, bool]:
    """Play one run to its end; say whether its raid could be flown.

    The engine reads nothing that it has logged, so a log that is full is written over.
    """
    clear(tables)
    world, _, state, log = tables
    log.counts[...] = 0
    if Status(begin(world, state, seed, run)) is Status.OUT_OF_NODES:
        return tables, False
    while True:
        status = Status(advance(world, state, log, seed, run, _FOREVER))
        if status is not Status.LOG_FULL:
            return tables, status is Status.DONE
        if not any(log.counts[0].item()):  # one period alone asks for more
            log = grow(log)
            tables = tables._replace(log=log)
        log.counts[...] = 0


def play(order: Order, stop: Callable[[], bool] = lambda: False) -> Rows | None:
    """Play the runs of a part; None where it was told to stop before the end.

    Raises
    ------
    StorageError
        This process has another version of the engine than the one that gave the order.
    """
    if order.engine != engine():
        raise StorageError(
            f"a worker has another version of the engine ({engine()}) than this command "
            f"({order.engine}): install the same one everywhere",
            code="cluster",
        )
    rows = np.zeros(order.part.runs, ROW)
    rows["case"] = order.part.case
    rows["run"] = order.first_run + order.part.first + np.arange(order.part.runs)
    try:
        tables = _tables(order)
    except (NoSolutionError, CatalogueError):
        # The values of this case make no such raid possible: an answer, not a fault.
        rows["status"] = NO_SOLUTION
        return rows
    for row in rows:
        if stop():
            return None
        tables, is_flown = play_run(tables, order.seed, int(row["run"]))
        row["status"] = PLAYED if is_flown else NOT_FLOWN
        if is_flown:
            fill(row, tables.state)
    _mine.tables = order.key, tables
    return rows


_mine = threading.local()
_worlds: OrderedDict[str, World] = OrderedDict()
_building = threading.Lock()


def _tables(order: Order) -> Tables:
    """Return this thread's tables for the World of an order, made if need be."""
    key, tables = getattr(_mine, "tables", (None, None))
    if key != order.key or tables is None:
        tables = tables_for(world_of(order))
    return tables


def world_of(order: Order) -> World:
    """Return the World of an order, built once in a process and not by two threads at once.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.
    CatalogueError
        The catalogue has no such entry, or a value set makes an impossible thing.
    """
    with _building:
        world = _worlds.pop(order.key, None)
        if world is None:
            world, _ = build_world(scenario_from_document(dict(order.document)))
        _worlds[order.key] = world
        while len(_worlds) > _WORLDS_KEPT:
            _worlds.popitem(last=False)
        return world
