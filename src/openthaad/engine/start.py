"""The beginning of a run: the raid is flown, errors are drawn, launchers loaded.

Apart from `loop` so that the loop compiles without the flight kernels.
"""

from math import inf, isnan, nan, pi

import numpy as np

from openthaad.engine import radar_step
from openthaad.engine.world import State, World
from openthaad.kernels import random
from openthaad.kernels.codes import Cause, Outcome, Status
from openthaad.kernels.compiled import njit
from openthaad.kernels.random import Draws
from openthaad.kernels.whole import ZERO
from openthaad.radar.kernels import median
from openthaad.threat.kernels import flight as flights
from openthaad.threat.kernels.flight import PLANNED, Delivery

_DONE = int(Status.DONE)
_OUT_OF_NODES = int(Status.OUT_OF_NODES)
_UNRESOLVED = int(Outcome.UNRESOLVED)
_NO_CAUSE = int(Cause.NONE)
_IMPACT = int(flights.FlightStatus.IMPACT)


@njit
def clear_threat(state: np.void) -> None:
    """Nothing has happened yet."""
    state["outcome"] = _UNRESOLVED
    state["cause"] = _NO_CAUSE
    state["has_failed"] = 0
    state["above_horizon"] = 0
    state["in_sector"] = 0
    state["detected_radar"] = -1
    state["detected_time"] = nan
    state["detected_range"] = nan
    state["detected_elevation"] = nan
    state["detected_snr"] = nan
    state["confirmed_time"] = nan
    state["burnout_declared_time"] = nan
    state["viewed"] = 0.0
    state["waited"] = 0.0
    state["in_view_until"] = -inf
    state["seeable_until"] = -inf
    state["is_body_seeable"] = 0
    state["seen_until"] = nan
    state["first_track_time"] = nan
    state["last_track_time"] = nan
    state["position_sigma"] = nan
    state["velocity_sigma"] = nan
    state["impact_error"] = nan
    clear_engagement(state)


@njit
def clear_engagement(state: np.void) -> None:
    """Fire control has neither judged it nor shot at it."""
    state["opportunities"] = 0
    state["verdict"] = 0
    state["battery"] = -1
    state["limit"] = 0
    state["shots"] = 0
    state["kill_shot"] = -1
    state["verdict_time"] = nan
    state["dismissed_from"] = inf
    state["dismissed_since"] = inf
    state["dismissed_until"] = -inf
    state["engageable_time"] = nan
    state["first_shot_time"] = nan
    state["kill_time"] = nan
    state["closing_speed"] = nan


@njit
def clear_records(records: np.ndarray) -> None:
    """No battery has had a chance yet."""
    for b in range(records.shape[0]):
        row = records[b]
        row["limit"] = 0
        row["limit_time"] = -inf
        row["limit_until"] = -inf
        row["margin"] = nan
        row["engageable_time"] = nan
        row["opportunities"] = 0
        row["was_late"] = 0
        row["chance_until"] = -inf


@njit
def delivery(threat: np.void, i: int, draws: Draws) -> Delivery:
    """What this run does to a flight as planned."""
    if draws.noise == 0:
        return PLANNED
    n = random.normals(draws.seed, draws.run, random.DELIVERY, i, 0, 0)
    s = threat["burnout_velocity_sigma"]
    u = random.uniform(draws.seed, draws.run, random.SPIRAL, i, 0, 0)
    return Delivery((s * n[0], s * n[1], s * n[2]), 2.0 * pi * u)


@njit
def fails(threat: np.void, i: int, draws: Draws) -> bool:
    """Say whether this missile fails of itself at burnout, in this run."""
    if draws.noise == 0:
        return False
    u = random.uniform(draws.seed, draws.run, random.RELIABILITY, i, 1, 0)
    return u >= threat["reliability"]


@njit
def open_object(state: np.void, flight: np.void, start: float) -> None:
    """Note when an object begins and ends."""
    state["start_time"] = start
    state["end_time"] = flight["impact_time"]
    state["cursor"] = flight["first_node"]
    state["separation_time"] = flight["separation_time"]
    if isnan(flight["separation_time"]):
        state["separation_time"] = inf
    state["destroyed_time"] = nan
    median.forget(state)


@njit
def fly_threat(
    world: World, state: State, i: int, used: int, draws: Draws
) -> tuple[int, int]:  # fmt: skip
    """Fly one missile of the raid and what separates from it; FlightStatus, node rows used."""
    plan, threat, threat_state = world.plans[i], world.threats[i], state.truth.threats[i]
    nodes = state.truth.nodes
    clear_threat(threat_state)
    clear_records(state.truth.engagements[i])
    lead = state.truth.flights[threat["lead"]]
    lead["first_node"] = used
    way = delivery(threat, i, draws)
    status = flights.fly(plan, world.missiles, world.around, way, nodes, lead)
    if status != _IMPACT:
        return status, used
    used += lead["node_count"]
    item = state.truth.objects[threat["lead"]]
    open_object(item, lead, plan["launch_time"])
    if fails(threat, i, draws):
        # It breaks up at burnout: nothing that could do harm flies on from there.
        threat_state["has_failed"] = 1
        item["end_time"] = lead["burnout_time"]
        return status, used
    if threat["body"] >= 0:
        body = state.truth.flights[threat["body"]]
        body["first_node"] = used
        status = flights.fly_body(plan, world.missiles, world.around, lead, nodes, body)
        if status != _IMPACT:
            return status, used
        used += body["node_count"]
        open_object(state.truth.objects[threat["body"]], body, lead["separation_time"])
    return status, used


@njit(cache=True, nogil=True)
def begin(world: World, state: State, seed: int, run: int) -> int:
    """Fly the raid, draw this run's radar errors, load the launchers."""
    options = world.options[0]
    draws = Draws(seed, run, options["noise"], options["discrimination"])
    used = ZERO  # not a literal, which would compile the flight twice
    for i in range(world.plans.shape[0]):
        status, used = fly_threat(world, state, i, used, draws)
        if status != _IMPACT:
            return _OUT_OF_NODES
    for r in range(world.radars.shape[0]):
        n = (0.0, 0.0, 0.0, 0.0)  # without noise
        phase = 0.0
        if options["noise"] == 1:
            n = random.normals(seed, run, random.RADAR_BIAS, r, 0, 0)
            phase = random.uniform(seed, run, random.SEARCH_PHASE, r, 0, 0)
        radar_step.draw_fault(world.radars[r], state.truth.faults[r], n)
        radar_step.open_radar(world.radars[r], state.picture.radars[r], phase)
    for k in range(world.launchers.shape[0]):
        state.picture.launchers[k]["rounds"] = world.launchers[k]["rounds"]
    clock = state.clock[0]
    clock["is_started"] = 1
    clock["next_fire_control"] = options["fire_control_period"]
    return _DONE
