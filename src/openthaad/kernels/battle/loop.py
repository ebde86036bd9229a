"""The closed loop: `advance` plays a run from where its state stands to a time asked for.

A run cut into slices is the run in one piece: the state holds everything, a period is never
half done, and a log without room stops the loop before a period starts.
"""

from numba import njit

from openthaad.kernels import random
from openthaad.kernels.battle import (
    combat,
    command,
    outcome,
    picture,
    radar_step,
    truth,
)
from openthaad.kernels.battle.sensing import Draws
from openthaad.kernels.battle.tables import Outcome, Status
from openthaad.kernels.battle.world import Log, State, World
from openthaad.kernels.whole import ZERO

_DONE = int(Status.DONE)
_REACHED = int(Status.REACHED)
_LOG_FULL = int(Status.LOG_FULL)
_OUT_OF_NODES = int(Status.OUT_OF_NODES)
_UNRESOLVED = int(Outcome.UNRESOLVED)
# Seconds of waiting radar tasks after which a missed missile is put down to saturation.
_SATURATED_AFTER = 1.0


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def begin(world: World, state: State, seed: int, run: int) -> int:
    """Fly the raid, draw this run's radar errors, load the launchers."""
    options = world.options[0]
    used = ZERO  # not a literal, which would compile the flight twice
    for i in range(world.plans.shape[0]):
        plan = world.plans[i]
        status, used = truth.fly_threat(
            i, plan, world.threats[i], world.missiles[plan["missile"]], world.stages,
            world.air, world.drags, world.earth, state.nodes, used, state.flights,
            state.objects, state.threats[i], seed, run, options["noise"],
        )  # fmt: skip
        if status != truth.IMPACT:
            return _OUT_OF_NODES
    for r in range(world.radars.shape[0]):
        n = (0.0, 0.0, 0.0, 0.0)
        if options["noise"] == 1:
            n = random.normals(seed, run, random.RADAR_BIAS, r, 0, 0)
        radar_step.draw_bias(world.radars[r], state.radars[r], n)
    for k in range(world.launchers.shape[0]):
        state.launchers[k]["rounds"] = world.launchers[k]["rounds"]
        state.launchers[k]["reloads"] = world.launchers[k]["reloads"]
    clock = state.clock[0]
    clock["is_started"] = 1
    clock["next_fire_control"] = options["fire_control_period"]
    return _DONE


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def has_room(log: Log, state: State) -> bool:
    """Room in every table for the most that one period can write."""
    count = log.counts[0]
    tracks = state.tracks.shape[0]
    shots = state.shots.shape[0]
    threats = state.threats.shape[0]
    in_flight = 0
    for s in range(state.clock[0]["shot_count"]):
        if state.orders[s]["is_ended"] == 0:
            in_flight += 1
    if count["detections"] + state.detections.shape[0] > log.detections.shape[0]:
        return False
    if count["tracks"] + tracks > log.tracks.shape[0]:
        return False
    if count["decisions"] + 6 * tracks + 4 * shots + 6 * threats > log.decisions.shape[0]:
        return False
    if count["looks"] + 16 * (in_flight + 1) + shots > log.looks.shape[0]:
        return False
    if count["flights"] + 2 * shots > log.flights.shape[0]:
        return False
    return count["occupancy"] + state.radars.shape[0] <= log.occupancy.shape[0]


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def is_over(world: World, state: State, time: float) -> bool:
    """Every threat has its outcome and no interceptor is flying, or the horizon is reached."""
    if time >= world.options[0]["horizon"]:
        return True
    for i in range(state.threats.shape[0]):
        if state.threats[i]["outcome"] == _UNRESOLVED:
            return False
    for s in range(state.clock[0]["shot_count"]):  # noqa: SIM110 - Numba has no generator expressions
        if state.orders[s]["is_assessed"] == 0:
            return False
    return True


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def settle_threats(world: World, state: State, log: Log, time: float) -> None:
    """Give every threat whose flight is over its outcome, and log it."""
    waited = 0.0
    for r in range(state.radars.shape[0]):
        waited += state.radars[r]["waiting_total"] * world.options[0]["period"]
    shots = state.clock[0]["shot_count"]
    for i in range(state.threats.shape[0]):
        threat = state.threats[i]
        if threat["outcome"] != _UNRESOLVED:
            continue
        lead = world.threats[i]["lead"]
        outcome.settle(
            threat, i, state.objects[lead], state.flights[lead], world.assets, state.shots,
            shots, state.shot_threats, world.batteries.shape[0], waited > _SATURATED_AFTER,
            time,
        )  # fmt: skip
        if threat["outcome"] != _UNRESOLVED:
            combat.log_end(log.counts[0], log.decisions, i, threat, state.flights[lead])


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def note_visibility(world: World, state: State, time: float) -> None:
    """Keep which missiles were above a horizon and inside a sector, for the record."""
    for i in range(state.threats.shape[0]):
        item = state.objects[world.threats[i]["lead"]]
        if item["is_flying"] == 1 and time >= item["start_time"]:
            outcome.note_visibility(
                state.threats[i], item, world.radars, world.bends, world.masks
            )


@njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
def play_period(world: World, state: State, log: Log, seed: int, run: int) -> None:
    """One period: look, track, fly, settle, command."""
    options = world.options[0]
    clock = state.clock[0]
    start = clock["period_index"] * options["period"]
    end = (clock["period_index"] + 1) * options["period"]
    draws = Draws(seed, run, options["noise"], options["discrimination"])
    truth.move_objects(state.objects, state.flights, state.nodes, start)
    is_cycle = end >= clock["next_fire_control"] - 1e-9
    if is_cycle:
        note_visibility(world, state, start)
    count = picture.observe(world, state, draws, start)
    picture.track(world, state, log, count, end)
    combat.fly_shots(world, state, log, seed, run, end)
    settle_threats(world, state, log, end)
    if is_cycle:
        clock["next_fire_control"] += options["fire_control_period"]
        command.cycle(world, state, log, end)
        picture.log_second(world, state, log, end)
    clock["period_index"] += 1
    clock["time"] = end


@njit(cache=True, nogil=True)
def advance(world: World, state: State, log: Log, seed: int, run: int, until: float) -> int:
    """Play on to `until` [s since epoch] or to the end; Status says which, or why not."""
    clock = state.clock[0]
    if clock["is_started"] == 0:
        status = begin(world, state, seed, run)
        if status != _DONE:
            return status
    while clock["time"] < until:
        if is_over(world, state, clock["time"]):
            return _DONE
        if not has_room(log, state):
            return _LOG_FULL
        play_period(world, state, log, seed, run)
    return _DONE if is_over(world, state, clock["time"]) else _REACHED
