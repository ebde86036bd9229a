"""One engagement, from scenario to outcome."""

import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.basis import basis
from openthaad.engagement.allocate import Capacity, grow, make_log, make_state, trimmed
from openthaad.engagement.digest import digest
from openthaad.engagement.endgame import chances
from openthaad.engagement.geometry import geometry
from openthaad.engagement.outcome import (
    first_events,
    radar_document,
    shot_document,
    shots_table,
    summary_document,
    threat_document,
    truth_table,
)
from openthaad.engagement.warm import compiling_beside
from openthaad.engine.loop import advance
from openthaad.engine.start import begin
from openthaad.engine.world import Log, State, World
from openthaad.errors import PropagationError
from openthaad.grouping import grouped
from openthaad.kernels.codes import Status
from openthaad.records import Outcome
from openthaad.scenario import Scenario, settings_hash
from openthaad.scenario.arguments import (
    LAST_SEED,
    require_scenario,
    require_seed,
    require_whole,
)
from openthaad.scenario.world import Names, build_world
from openthaad.threat.flight import how_it_ended
from openthaad.threat.kernels.flight import FlightStatus

# Simulated seconds between two reports of progress.
_SLICE = 20.0
Progress = Callable[[float], None]


class Played(NamedTuple):
    """A run that has been played to its end."""

    state: State
    log: Log


def play(
    world: World,
    *,
    seed: int,
    run: int = 0,
    slice_s: float = _SLICE,
    capacity: Capacity | None = None,
    progress: Progress | None = None,
) -> Played:
    """Play a run to its end, in slices.

    Parameters
    ----------
    world : World
    seed, run : int
        Address of every draw.
    slice_s : float
        Simulated time between two calls of `progress` [s]; changes nothing of the run.
    capacity : Capacity, optional
        Rows that the log has room for before it grows.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Raises
    ------
    PropagationError
        A flight needs more room than a run has, or never comes down.
    """
    state, log = make_state(world), make_log(capacity)
    horizon = float(world.options[0]["horizon"])
    until = slice_s
    status = Status(begin(world, state, seed, run))
    while status is not Status.OUT_OF_NODES:
        status = Status(advance(world, state, log, seed, run, until))
        if status is Status.DONE:
            return Played(state, log)
        if status is Status.LOG_FULL:
            log = grow(log)
        else:
            until += slice_s
        if progress is not None:
            progress(min(float(state.clock[0]["time"]) / horizon, 1.0))
    raise PropagationError(_unflown(world, state))


def _unflown(world: World, state: State) -> str:
    """Say which missile of the raid could not be flown, and how its flight ended."""
    for o, flight in enumerate(state.truth.flights):
        if flight["status"] != FlightStatus.IMPACT:
            number = int(world.objects[o]["threat"])
            return (
                f"missile {number} of the raid {how_it_ended(int(flight['status']))}, with its "
                "error of delivery in this run; set values nearer to those of the catalogue"
            )
    return "a missile of the raid could not be flown to the ground"


def simulate(
    scenario: Scenario, *, seed: int = 0, run: int = 0, progress: Progress | None = None
) -> Outcome:
    """Play one engagement and say what came of it; writes no files.

    Parameters
    ----------
    scenario : Scenario
    seed, run : int
        The same pair gives the same outcome, digest included, on one platform and version.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Returns
    -------
    Outcome

    Raises
    ------
    ScenarioError
        The scenario is none, or seed or run is no whole number from 0 on.
    NoSolutionError
        A missile cannot reach its aim in the way asked for.
    CatalogueError
        The catalogue has no such entry, or a value set makes an impossible thing.
    """
    require_scenario("scenario", scenario)
    seed, run = require_seed(seed), require_whole("run", run, 0, LAST_SEED)
    began = time.perf_counter()
    with compiling_beside():
        world, names = build_world(scenario)
    played = play(world, seed=seed, run=run, progress=progress)
    outcome = _outcome(scenario, world, names, played, (seed, run))
    return replace(outcome, wall_time_s=time.perf_counter() - began)


def tables_of(played: Played) -> dict[str, NDArray[np.void]]:
    """Return every table of a run that is kept, by name."""
    log = trimmed(played.log)
    return {
        "truth": truth_table(played.state),
        "threats": played.state.truth.threats.copy(),
        "detections": log["detections"],
        "tracks": log["tracks"],
        "decisions": log["decisions"],
        "shots": shots_table(played.state),
        "interceptors": log["flights"],
        "looks": log["looks"],
        "occupancy": log["occupancy"],
    }


def _outcome(
    scenario: Scenario, world: World, names: Names, played: Played, address: tuple[int, int]
) -> Outcome:
    seed, run = address
    state = played.state
    tables = tables_of(played)
    shots = range(int(state.clock[0]["shot_count"]))
    fired = grouped(state.truth.shot_threats)
    firsts = first_events(tables["decisions"])
    return Outcome(
        scenario=scenario.name,
        title=scenario.title,
        question=scenario.question,
        seed=seed,
        run=run,
        settings=settings_hash(scenario),
        version=version("openthaad"),
        catalogue=scenario.catalogue_hash(),
        digest=digest(tables),
        threats=[
            threat_document(i, world, state, names, fired.get(i, ()), firsts)
            for i in range(len(world.threats))
        ],
        shots=[shot_document(s, world, state, names) for s in shots],
        radars=[radar_document(r, state, names) for r in range(len(world.radars))],
        summary=summary_document(state),
        endgame=chances(world, state, tables["interceptors"], seed).document(),
        basis=basis(names.read.values()),
        values=names.cited(),
        document=scenario.document(),
        geometry=geometry(scenario, world, names),
        wall_time_s=0.0,
        tables=tables,
    )
