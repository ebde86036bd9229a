"""The beginning of a run: the raid is flown, errors are drawn, launchers loaded.

Apart from `loop` so that the loop compiles without the flight kernels.
"""

from math import inf, isnan, nan, pi

import numpy as np

from openthaad.earth.kernels.gravity import EarthParams
from openthaad.engine import radar_step
from openthaad.engine.world import State, World
from openthaad.kernels import random
from openthaad.kernels.codes import Cause, Outcome, Status
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec
from openthaad.kernels.whole import ZERO
from openthaad.radar.kernels import median
from openthaad.threat.kernels import flight as flights

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
    state["kill_shot"] = -1
    state["detected_radar"] = -1
    state["detected_time"] = nan
    state["detected_range"] = nan
    state["detected_elevation"] = nan
    state["detected_snr"] = nan
    state["confirmed_time"] = nan
    state["burnout_declared_time"] = nan
    state["verdict_time"] = nan
    state["limit_time"] = -inf
    state["limit_until"] = -inf
    state["limit_reaction"] = 0.0
    state["dismissed_from"] = inf
    state["dismissed_since"] = inf
    state["dismissed_until"] = -inf
    state["chance_until"] = -inf
    state["waited"] = 0.0
    state["in_view_until"] = -inf
    state["seeable_until"] = -inf
    state["is_body_seeable"] = 0
    state["seen_until"] = nan
    state["engageable_time"] = nan
    state["first_shot_time"] = nan
    state["first_track_time"] = nan
    state["last_track_time"] = nan
    state["position_sigma"] = nan
    state["velocity_sigma"] = nan
    state["impact_error"] = nan
    state["kill_time"] = nan
    state["closing_speed"] = nan


@njit
def delivery_error(threat: np.void, i: int, seed: int, run: int, noise: int) -> Vec:
    """Velocity error at burnout [m/s, ECEF] of this run."""
    if noise == 0:
        return 0.0, 0.0, 0.0
    n = random.normals(seed, run, random.DELIVERY, i, 0, 0)
    s = threat["burnout_velocity_sigma"]
    return s * n[0], s * n[1], s * n[2]


@njit
def fails(threat: np.void, i: int, seed: int, run: int, noise: int) -> bool:
    """Say whether this missile fails of itself at burnout, in this run."""
    if noise == 0:
        return False
    u = random.uniform(seed, run, random.RELIABILITY, i, 1, 0)
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
    i: int, plan: np.void, threat: np.void, missile: np.void, stages: np.ndarray,
    air: np.ndarray, drags: np.ndarray, earth: EarthParams, nodes: np.ndarray, used: int,
    flight_rows: np.ndarray, states: np.ndarray, threat_state: np.void, seed: int, run: int,
    noise: int,
) -> tuple[int, int]:  # fmt: skip
    """Fly one missile of the raid and what separates from it; FlightStatus, node rows used."""
    clear_threat(threat_state)
    error = delivery_error(threat, i, seed, run, noise)
    phase = nan
    if noise == 1:
        phase = 2.0 * pi * random.uniform(seed, run, random.SPIRAL, i, 0, 0)
    lead = flight_rows[threat["lead"]]
    status = flights.fly(
        plan, missile, stages, air, drags, earth, error, phase, nodes, used, lead
    )
    if status != _IMPACT:
        return status, used
    used += lead["node_count"]
    state = states[threat["lead"]]
    open_object(state, lead, plan["launch_time"])
    if fails(threat, i, seed, run, noise):
        # It breaks up at burnout: nothing that could do harm flies on from there.
        threat_state["has_failed"] = 1
        state["end_time"] = lead["burnout_time"]
        return status, used
    if threat["body"] >= 0:
        body = flight_rows[threat["body"]]
        status = flights.fly_body(plan, missile, lead, air, drags, earth, nodes, used, body)
        if status != _IMPACT:
            return status, used
        used += body["node_count"]
        open_object(states[threat["body"]], body, lead["separation_time"])
    return status, used


@njit(cache=True, nogil=True)
def begin(world: World, state: State, seed: int, run: int) -> int:
    """Fly the raid, draw this run's radar errors, load the launchers."""
    options = world.options[0]
    used = ZERO  # not a literal, which would compile the flight twice
    for i in range(world.plans.shape[0]):
        plan = world.plans[i]
        status, used = fly_threat(
            i, plan, world.threats[i], world.missiles[plan["missile"]], world.stages,
            world.around.air, world.drags, world.around.earth, state.truth.nodes, used,
            state.truth.flights, state.truth.objects, state.truth.threats[i], seed, run,
            options["noise"],
        )  # fmt: skip
        if status != _IMPACT:
            return _OUT_OF_NODES
    for r in range(world.radars.shape[0]):
        n = (0.0, 0.0, 0.0, 0.0)  # without noise
        phase = 0.0
        if options["noise"] == 1:
            n = random.normals(seed, run, random.RADAR_BIAS, r, 0, 0)
            phase = random.uniform(seed, run, random.SEARCH_PHASE, r, 0, 0)
        radar_step.err(world.radars[r], state.truth.faults[r], n)
        radar_step.open_radar(world.radars[r], state.picture.radars[r], phase)
    for k in range(world.launchers.shape[0]):
        state.picture.launchers[k]["rounds"] = world.launchers[k]["rounds"]
    clock = state.clock[0]
    clock["is_started"] = 1
    clock["next_fire_control"] = options["fire_control_period"]
    return _DONE
