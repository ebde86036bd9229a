"""What each piece of a battle's work costs alone, on the states of the battle itself.

    python -m benchmarks.bench_parts

The battle is stopped every few seconds; at each stop the kernels that the loop calls do
their work on that state again and again, and the price of a piece is the time of all stops
over the pieces done there.  So a piece costs what it costs in this battle: as many tracks,
objects and beams, paths as long, interceptors in the phases in which they are.
"""

# Timing loops: kernels take tables and numbers, and many of them.
# ruff: noqa: PLR0913, PLR0917

from math import inf
from time import perf_counter

import numpy as np

import openthaad
from openthaad.engagement import engine
from openthaad.engagement.allocate import Capacity, make_log, make_state
from openthaad.engine import combat, command, picture, radar_step, truth
from openthaad.engine.loop import advance
from openthaad.engine.start import begin
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import engagement
from openthaad.interceptor.kernels import flight
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import copied
from openthaad.kernels.random import Draws
from openthaad.kernels.whole import ZERO
from openthaad.scenario.world import build_world
from openthaad.tracking.kernels import initiation

# Seconds of battle between two stops: no multiple of the cycles of the battle.
_EVERY = 7.0
_MANY = 40
_READY, _DONE = flight.READY, flight.DONE


@njit
def _search(world: World, state: State, draws: Draws, start: float) -> int:
    """Search for a period; every radar once."""
    period = world.options[0]["period"]
    for r in range(world.radars.shape[0]):
        state.picture.radars[r]["bank"] = period
        radar_step.search(world, state, r, draws, start, ZERO)
    return world.radars.shape[0]


@njit
def _dwell(world: World, state: State, draws: Draws, start: float) -> int:
    """Look at the tracks for a period, all of them due; the detections."""
    period = world.options[0]["period"]
    count = ZERO
    for r in range(world.radars.shape[0]):
        state.picture.radars[r]["bank"] = period
        for i in range(state.picture.tracks.shape[0]):
            state.picture.statuses[i]["next_dwell"][r] = -inf
        count = radar_step.track_dwells(world, state, r, draws, start, count)
    return count


@njit
def _assign(world: World, state: State, count: int) -> int:
    """Give the detections of a period to tracks, dwell by dwell; the dwells."""
    dwells, first = 0, ZERO
    while first < count:
        last = initiation.same_dwell(
            state.picture.detections, state.scratch.order, first, count
        )
        picture.assign(world, state, first, last)
        first = last
        dwells += 1
    return dwells


@njit
def _paths(world: World, state: State) -> int:
    """Predict the path of every track whose turn it is."""
    count = 0
    for i in range(state.picture.tracks.shape[0]):
        if command.is_ripe(world, state, i):
            command.prediction_of(world, state, i)
            count += 1
    return count


@njit
def _chances(world: World, state: State, time: float) -> int:
    """Look for every battery's window at every track that may be engaged."""
    before = state.clock[0]["window_searches"]
    for i in range(state.picture.tracks.shape[0]):
        if engagement.may_be_engaged(state.picture.tracks[i], state.picture.statuses[i]):
            command.seek_windows(world, state, i, time)
    return state.clock[0]["window_searches"] - before


@njit
def _fly(
    world: World, state: State, log: Log, shots: np.ndarray, truths: np.ndarray, draws: Draws
) -> int:
    """Move every interceptor in flight by one period, and back."""
    count = 0
    for s in range(state.clock[0]["shot_count"]):
        shot = state.picture.shots[s]
        if shot["status"] in (_READY, _DONE):
            continue
        shots[0], truths[0] = state.picture.shots[s], state.truth.shots[s]
        end = shot["time"] + world.options[0]["period"]
        combat.fly(world, state, log, s, draws, end)
        state.picture.shots[s], state.truth.shots[s] = shots[0], truths[0]
        log.counts[0]["looks"] = 0
        count += 1
    return count


@njit
def _record(world: World, state: State, log: Log, time: float) -> int:
    """Keep the record of a second."""
    for i in range(state.picture.tracks.shape[0]):
        state.picture.statuses[i]["next_log"] = -inf
    picture.log_cycle(world, state, log, time)
    log.counts[0]["tracks"] = 0
    log.counts[0]["occupancy"] = 0
    return 1


@njit(cache=True)
def repeat(  # noqa: C901 - a choice of one part
    part: int, world: World, state: State, log: Log, shots: np.ndarray, truths: np.ndarray,
    seed: int, many: int,
) -> int:  # fmt: skip
    """Do a piece of work many times on one state; how many pieces that were."""
    draws = Draws(seed, 0, world.options[0]["noise"], world.options[0]["discrimination"])
    end = state.clock[0]["time"]
    start = end - world.options[0]["period"]
    done = 0
    count = ZERO
    if part == 3:
        count = _dwell(world, state, draws, start)
        initiation.sort_by_time(state.picture.detections, state.scratch.order, count)
    for _ in range(many):
        if part == 0:
            truth.move_objects(
                state.truth.objects, state.truth.flights, state.truth.nodes, start
            )
            done += 1
        elif part == 1:
            done += _search(world, state, draws, start)
        elif part == 2:
            before = state.clock[0]["track_dwells"]
            _dwell(world, state, draws, start)
            done += state.clock[0]["track_dwells"] - before
        elif part == 3:
            done += _assign(world, state, count)
        elif part == 4:
            done += _paths(world, state)
        elif part == 5:
            done += _chances(world, state, end)
        elif part == 6:
            done += _fly(world, state, log, shots, truths, draws)
        elif part == 7:
            done += _record(world, state, log, end)
    return done


PARTS = (
    "moves of what flies, a period",
    "search, a period",
    "dwell on a track",
    "gating and association of a dwell",
    "predicted path with ellipse",
    "search for an intercept",
    "interceptor, a period",
    "record of a second",
)


def stops(world: World, seed: int) -> list[State]:
    """Return the states of a battle every few seconds."""
    state, log = make_state(world), make_log(Capacity(*(4 * rows for rows in Capacity())))
    begin(world, state, seed, 0)
    found: list[State] = []
    until = _EVERY
    while advance(world, state, log, seed, 0, until) == 1:
        found.append(copied(state))
        until += _EVERY
    return found


def prices(world: World, seed: int) -> dict[str, float]:
    """Return what one piece of each part costs [s]."""
    log = make_log()
    shots, truths = np.zeros(1, flight.SHOT), np.zeros(1, flight.SHOT_TRUTH)
    times, counts = np.zeros(len(PARTS)), np.zeros(len(PARTS))
    for state in stops(world, seed):
        for part in range(len(PARTS)):
            # The first call warms what the others find; the empty part is the call alone.
            best, empty = inf, inf
            for _ in range(3):
                began = perf_counter()
                repeat(-1, world, state, log, shots, truths, seed, _MANY)
                middle = perf_counter()
                done = repeat(part, world, state, log, shots, truths, seed, _MANY)
                best = min(best, perf_counter() - middle)
                empty = min(empty, middle - began)
            if done:
                times[part] += best - empty
                counts[part] += done
    return {name: float(times[k] / max(counts[k], 1.0)) for k, name in enumerate(PARTS)} | {
        "flight of the raid": flights(world, seed)
    }


def flights(world: World, seed: int) -> float:
    """Return what one of the raid's flights costs, errors drawn and nodes kept [s]."""
    state = make_state(world)
    found = inf
    for _ in range(5):
        began = perf_counter()
        begin(world, state, seed, 0)
        found = min(found, perf_counter() - began)
    return found / len(state.truth.flights)


def counts(played: engine.Played) -> dict[str, int]:
    """Return how often a battle did each priced piece of work."""
    clock = played.state.clock[0]
    periods = int(clock["period_index"])
    done = (
        periods, clock["searches"], clock["track_dwells"], clock["dwells_taken"],
        clock["paths"], clock["window_searches"], clock["interceptor_steps"],
        played.log.counts[0]["occupancy"],
    )  # fmt: skip
    return {name: int(n) for name, n in zip(PARTS, done, strict=True)} | {
        "flight of the raid": len(played.state.truth.flights)
    }


if __name__ == "__main__":
    theatre, _ = build_world(openthaad.load_scenario("korea-2017"))
    counted = counts(engine.play(theatre, seed=7))
    for name, price in prices(theatre, 7).items():
        n = counted[name]
        print(f"{name:34s} {n:7d} x {1e6 * price:8.3f} us = {1e3 * n * price:6.1f} ms")
