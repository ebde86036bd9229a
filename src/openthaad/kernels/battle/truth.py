"""Truth: what flies, where it is, and when it ends.  Nothing here is seen by the defence."""

from math import inf, isfinite, isnan, nan, pi

import numpy as np
from numba import njit

from openthaad.kernels import flight as flights
from openthaad.kernels import path, random
from openthaad.kernels.battle.tables import Cause, ObjectKind, Outcome
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.vector import Vec

_LEAD = int(ObjectKind.LEAD)
_UNRESOLVED = int(Outcome.UNRESOLVED)
_FAILED = int(Outcome.FAILED)
_NO_CAUSE = int(Cause.NONE)
IMPACT = int(flights.FlightStatus.IMPACT)
OUT_OF_NODES = int(flights.FlightStatus.OUT_OF_NODES)


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
    if status != IMPACT:
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
        if status != IMPACT:
            return status, used
        used += body["node_count"]
        open_object(states[threat["body"]], body, lead["separation_time"])
    return status, used


@njit
def move_objects(
    states: np.ndarray, flight_rows: np.ndarray, nodes: np.ndarray, time: float
) -> None:
    """Put every object where it is at the start of the period; end what has come down.

    An object that starts within the period joins in the next one.
    """
    for o in range(states.shape[0]):
        state = states[o]
        state["is_flying"] = 0
        if flight_rows[o]["node_count"] == 0 or time < state["start_time"]:
            continue
        if time > state["end_time"]:
            continue
        state["is_flying"] = 1
        position, velocity, cursor = path.state_at(
            nodes, flight_rows[o]["first_node"], flight_rows[o]["node_count"],
            state["cursor"], time,
        )  # fmt: skip
        state["cursor"] = cursor
        for axis in range(3):
            state["position"][axis] = position[axis]
            state["velocity"][axis] = velocity[axis]


@njit
def destroy(state: np.void, time: float) -> None:
    """Take an object out of the sky."""
    state["destroyed_time"] = time
    state["end_time"] = min(state["end_time"], time)


@njit
def is_destroyed(state: np.void) -> bool:
    return isfinite(state["destroyed_time"])
