"""The closed loop: `advance` plays a run from where its state stands to a time asked for.

A period looks, tracks, flies and settles; in some, once a second or as a battery's decisions
ask for it, fire control sits (`cycles`).
Where nothing is drawn, time in which nothing happens is passed over (`waiting`).

A run cut into slices is the run in one piece: the state holds everything, a period is never
half done, and a log without room stops the loop before a period starts.
"""

import numpy as np

from openthaad.engine import combat, command, outcome, picture, prospect, truth, waiting
from openthaad.engine.world import Log, State, World
from openthaad.interceptor.kernels import flight as interceptor
from openthaad.kernels.codes import Outcome, Status
from openthaad.kernels.compiled import njit
from openthaad.kernels.random import Draws
from openthaad.radar.kernels.scheduling import ROUNDING

_DONE = int(Status.DONE)
_REACHED = int(Status.REACHED)
_LOG_FULL = int(Status.LOG_FULL)
_UNRESOLVED = int(Outcome.UNRESOLVED)
_SHOT_DONE = int(interceptor.DONE)


@njit
def has_room(log: Log, state: State) -> bool:
    """Room in every table for the most that one period can write."""
    count = log.counts[0]
    tracks = state.picture.tracks.shape[0]
    shots = state.picture.shots.shape[0]
    threats = state.truth.threats.shape[0]
    in_flight = 0
    for s in range(state.clock[0]["shot_count"]):
        # Off fire control's books, a shot may still be flying.
        if state.picture.shots[s]["status"] != _SHOT_DONE:
            in_flight += 1
    if count["detections"] + state.picture.detections.shape[0] > log.detections.shape[0]:
        return False
    if count["tracks"] + tracks > log.tracks.shape[0]:
        return False
    told = 4 + 2 * state.picture.batteries.shape[0]  # decisions about a track in a period
    if count["decisions"] + told * tracks + 4 * shots + 6 * threats > log.decisions.shape[0]:
        return False
    if count["looks"] + 16 * (in_flight + 1) + shots > log.looks.shape[0]:
        return False
    if count["flights"] + 2 * shots > log.flights.shape[0]:
        return False
    return count["occupancy"] + state.picture.radars.shape[0] <= log.occupancy.shape[0]


@njit
def is_over(world: World, state: State, time: float) -> bool:
    """Every threat has its outcome and no interceptor is flying, or the horizon is reached."""
    if time >= world.options[0]["horizon"]:
        return True
    for i in range(state.truth.threats.shape[0]):
        if state.truth.threats[i]["outcome"] == _UNRESOLVED:
            return False
    for s in range(state.clock[0]["shot_count"]):
        if state.picture.orders[s]["is_assessed"] == 0:
            return False
    return True


@njit
def settle_threats(world: World, state: State, log: Log, time: float) -> None:
    """Give every threat whose flight is over its outcome, and log it."""
    for i in range(state.truth.threats.shape[0]):
        threat = state.truth.threats[i]
        if threat["outcome"] != _UNRESOLVED:
            continue
        outcome.settle(world, state, i, time)
        lead = world.threats[i]["lead"]
        if threat["outcome"] != _UNRESOLVED:
            combat.log_end(log.counts[0], log.decisions, i, threat, state.truth.flights[lead])


@njit
def note_visibility(world: World, state: State, time: float) -> None:
    """Keep which missiles a radar could have looked at in the second that ends now."""
    for i in range(state.truth.threats.shape[0]):
        lead = world.threats[i]["lead"]
        item = state.truth.objects[lead]
        if item["is_flying"] == 1 and time >= item["start_time"]:
            outcome.note_visibility(world, state, i, time, world.options[0]["period"])
        outcome.note_body(world, state, i, time)


@njit
def end_of_period(world: World, clock: np.void) -> float:
    """Time [s] at which the period ends that is played now: counted, not summed."""
    return float((clock["period_index"] + 1) * world.options[0]["period"])


@njit
def play_period(world: World, state: State, log: Log, draws: Draws) -> bool:
    """One period up to fire control: look, track, fly, settle; true if fire control sits."""
    clock = state.clock[0]
    start, end = clock["period_index"] * world.options[0]["period"], end_of_period(world, clock)
    truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, start)
    is_cycle = end >= clock["next_fire_control"] - ROUNDING
    count = picture.observe(world, state, draws, start)
    if is_cycle:
        note_visibility(world, state, start)
        clock["next_fire_control"] += world.options[0]["fire_control_period"]
    picture.track(world, state, log, count, end)
    combat.fly_shots(world, state, log, draws, end)
    settle_threats(world, state, log, end)
    return bool(is_cycle)


@njit
def close_period(world: World, clock: np.void) -> None:
    """Go on to the next period; what fire control does belongs to the one that ends."""
    clock["time"] = end_of_period(world, clock)
    clock["period_index"] += 1


@njit
def play_until(world: World, state: State, log: Log, draws: Draws, until: float) -> int:
    """Play on to a time [s since epoch]; apart from the entry, which counts table holders."""
    clock = state.clock[0]
    # Nothing is passed over where looks are drawn, or read from a recording.
    passes_over = draws.noise == 0 and world.options[0]["replay"] == 0
    if passes_over:
        prospect.find_bounds(world, state)
        prospect.find_gains(state)
    while clock["time"] < until:
        if is_over(world, state, clock["time"]):
            return _DONE
        if not has_room(log, state):
            return _LOG_FULL
        if passes_over:
            waiting.pass_over(world, state, min(waiting.last_idle(world, state), until))
        if clock["time"] >= until:
            break
        if play_period(world, state, log, draws):
            end = end_of_period(world, clock)
            command.cycle(world, state, log, end)
            picture.log_cycle(world, state, log, end)
        close_period(world, clock)
    return _DONE if is_over(world, state, clock["time"]) else _REACHED


@njit(cache=True, nogil=True)
def advance(world: World, state: State, log: Log, seed: int, run: int, until: float) -> int:
    """Play on to `until` [s since epoch] or to the end; Status says which, or why not.

    The state must have been through `start.begin` with the same seed and run.
    """
    options = world.options[0]
    draws = Draws(seed, run, options["noise"], options["discrimination"])
    return play_until(world, state, log, draws, until)
