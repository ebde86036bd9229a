"""Launch: the round, its direction and what it is told.  Picture only."""

from math import nan

import numpy as np

from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.fire_control.kernels.defence import Defence, Solution
from openthaad.interceptor.kernels import flight, flyout
from openthaad.kernels import recording
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec
from openthaad.tracking.kernels import prediction


@njit
def take_round(state: np.void, time: float, spacing: float) -> int:
    """Use up a canister; its number."""
    canister = state["fired"]
    state["fired"] += 1
    state["rounds"] -= 1
    state["ready_time"] = time + spacing
    return canister


@njit
def load(shot: np.void, i: int, battery: np.void, k: int, canister: int) -> None:
    """Choose the round of a new shot at track i: battery, launcher k, canister."""
    shot["status"] = flight.READY
    shot["result"] = 0
    shot["battery"] = battery["number"]
    shot["launcher"] = k
    shot["canister"] = canister
    shot["interceptor"] = battery["interceptor"]
    shot["track"] = i


@njit
def aim(shot: np.void, solution: Solution, point: Vec, sigma: float) -> None:
    """Tell a new shot when and how to leave; it waits in its canister until then.

    point, sigma: predicted point of intercept, ECEF [m], and its error, each axis [m].
    """
    shot["launch_time"] = solution.launch_time
    shot["time"] = solution.launch_time
    shot["pip_time"] = solution.launch_time + solution.flight_time
    shot["pip_sigma"] = sigma
    recording.put(shot["pip"], point)
    recording.put(shot["command"], solution.thrust)
    recording.put(shot["attitude"], solution.axis)


@njit
def write_order(
    order: np.void, shot: np.void, number: int, probability: float, now: float
) -> None:
    """Keep what was ordered at `now` [s] of a shot at the track of that number."""
    order["track_number"] = number
    order["ordered_time"] = now
    order["predicted_time"] = shot["pip_time"]
    recording.put(order["predicted_position"], vec(shot["pip"]))
    order["kill_probability"] = probability
    order["end_time"] = nan
    order["assessment_time"] = nan
    order["next_uplink"] = shot["launch_time"]
    order["is_assessed"] = 0
    order["is_ended"] = 0


@njit
def solve_launch(
    engagement: np.void, path: np.ndarray, launcher: np.void, battery: np.void,
    defence: Defence, around: Surroundings,
) -> tuple[bool, Solution]:  # fmt: skip
    """How a round of a launcher meets its target in a battery's window, if it can.

    The table's time of flight is off by up to a hundredth; the target moves on meanwhile.
    """
    launch, intercept = engagement["launch_time"], engagement["intercept_time"]
    kind = defence.interceptors[battery["interceptor"]]
    table = defence.flyouts[battery["number"]]
    point, velocity = prediction.position_at(path, intercept)
    target = flyout.Target(intercept - launch, point, velocity)
    solved, axis, thrust, flight_time = flyout.launch_to_meet(
        kind, table, around, vec(launcher["position"]), target
    )
    return solved == flyout.SOLVED, Solution(launch, flight_time, axis, thrust)
