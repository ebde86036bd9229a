"""What searches may see, and from when on: what bounds it without looking period by period."""

from math import cos, inf, pi, sin, sqrt

import numpy as np

from openthaad.earth.kernels import refraction
from openthaad.engine import radar_step, truth
from openthaad.engine.world import Prospect, State, World
from openthaad.kernels.codes import ObjectKind
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import dot, norm
from openthaad.radar.kernels import detection, median, scheduling
from openthaad.radar.kernels import dwell as sensing
from openthaad.radar.kernels import sight as sights

# Air raises nothing by more than this [rad], and all it does is done below this height [m].
_MOST_BENDING = 0.03
_OUTSIDE = 1e6
# Below this speed the direction of flight says nothing of how the speed grows [m/s].
_SLOW = 1.0
# Mean SNR may grow by this much in a period, and by so many times the share of the range that
# is flown in it: with range to the fourth power, and as the aspect turns.
_GROWTH, _GROWTH_NEAR = 1.02, 16.0

_LEAD = int(ObjectKind.LEAD)


@njit
def snr_needed(radar: np.void, swerling: int) -> float:
    """Mean SNR below which a run without noise takes no note of an echo."""
    threshold = detection.threshold(radar["false_alarm_probability"])
    low, high = 0.0, 1e6
    for _ in range(60):
        middle = 0.5 * (low + high)
        if detection.probability(middle, threshold, swerling) >= median.NEGLIGIBLE:
            high = middle
        else:
            low = middle
    return low


@njit
def find_snrs_needed(world: World, needed: np.ndarray) -> None:
    """Fill in the least SNR of which a run without noise takes note, by radar and object."""
    for r in range(needed.shape[0]):
        for o in range(needed.shape[1]):
            needed[r, o] = snr_needed(world.radars[r], world.objects[o]["swerling"])


@njit
def find_fences(world: World, fences: np.ndarray) -> None:
    """Fill in between which true elevations a search may see anything, by radar.

    Air raises what is seen, from outside of it the most, and the more the lower it stands.
    """
    for r in range(fences.shape[0]):
        radar = world.radars[r]
        low = radar["search_elevation"] - 0.5 * radar["search_row_spacing"]
        fences[r, 0] = low - refraction.bending(radar["bend"], low - _MOST_BENDING, _OUTSIDE)
        fences[r, 1] = low + radar["search_rows"] * radar["search_row_spacing"]


@njit
def greatest_gain(flight: np.void, nodes: np.ndarray) -> float:
    """How fast the speed of an object may grow at most, anywhere on its flight [m/s²]."""
    most = 0.0
    for i in range(flight["first_node"], flight["first_node"] + flight["node_count"]):
        velocity, acceleration = vec(nodes[i]["velocity"]), vec(nodes[i]["acceleration"])
        speed = norm(velocity)
        gain = norm(acceleration)
        if speed > _SLOW:
            gain = dot(acceleration, velocity) / speed
        most = max(most, gain)
    # Between two nodes it may be a little more than at either.
    return 1.05 * most + 1.0


@njit
def find_bounds(world: World, state: State) -> None:
    """Find what a search needs to see an object, whatever flies."""
    find_snrs_needed(world, state.scratch.prospect.needed)
    find_fences(world, state.scratch.prospect.fences)


@njit
def find_gains(state: State) -> None:
    """Find how fast the objects that fly now may gain speed, and know nothing of searches."""
    prospect = state.scratch.prospect
    for o in range(state.truth.flights.shape[0]):
        prospect.gains[o] = greatest_gain(state.truth.flights[o], state.truth.nodes)
    forget(prospect)


@njit
def forget(prospect: Prospect) -> None:
    """Know nothing of what the searches may see."""
    prospect.watch[0]["clear_until"] = -inf
    prospect.watch[0]["busy_until"] = -inf


@njit
def wait_for_fence(
    fence: np.ndarray, distance: float, elevation: float, speed: float, gain: float
) -> float:
    """Time [s] before which an object cannot reach the elevations searched; 0: it may be there.

    Its direction changes by no more than the angle that the way it can fly spans from the
    radar; and it flies no faster than now and as its speed may grow.
    """
    gap = max(fence[0] - elevation, elevation - fence[1])
    if gap <= 0.0:
        return 0.0
    away = distance * sin(min(gap, 0.5 * pi))
    return 2.0 * away / (speed + sqrt(speed * speed + 2.0 * gain * away))


@njit
def wait_for_object(r: int, o: int, world: World, state: State, time: float) -> float:
    """Time [s] for which a radar's search cannot see an object; 0 where it may now."""
    item, prospect = state.truth.objects[o], state.scratch.prospect
    if item["is_flying"] == 0:
        return max(item["start_time"] - time, 0.0) if time < item["start_time"] else inf
    radar = world.radars[r]
    position, speed = vec(item["position"]), norm(vec(item["velocity"]))
    distance, elevation = sights.range_and_elevation(radar, position)
    wait = wait_for_fence(prospect.fences[r], distance, elevation, speed, prospect.gains[o])
    period = world.options[0]["period"]
    if wait > period:
        return wait
    return 0.0 if may_see(r, o, world, state, time) else period


@njit
def may_see(r: int, o: int, world: World, state: State, time: float) -> bool:
    """Say whether a radar's search may see an object in the period that begins now."""
    radar, item, prospect = world.radars[r], state.truth.objects[o], state.scratch.prospect
    period = world.options[0]["period"]
    position, velocity = vec(item["position"]), vec(item["velocity"])
    sight = sights.line_of_sight(radar, position)
    # The search asks where an object is when the period starts, and sees it a little later.
    moved = (norm(velocity) + prospect.gains[o] * period) * period / max(sight[0], 1.0)
    if sight[6] < cos(radar["field_of_regard"]) - moved:
        return False
    here = state.picture.radars[r]
    if sensing.beam_of_object(radar, here["first_column"], here["columns"], sight) < 0:
        return False
    until_parting = item["separation_time"] - time
    if 0.0 < until_parting <= period:
        return True
    is_whole = world.objects[o]["kind"] == _LEAD and until_parting > 0.0
    rcs = sensing.mean_rcs(radar, world.objects[o], is_whole, position, velocity)
    unit = sensing.mean_unit_snr(radar, rcs, sight)
    most = (_GROWTH + _GROWTH_NEAR * moved) * unit * radar["search_dwell"]
    return bool(most >= prospect.needed[r, o])


@njit
def aim_searches(world: World, state: State, time: float) -> None:
    """Turn every search to where launch warnings point."""
    for r in range(world.radars.shape[0]):
        low, high = radar_step.cue(world.radars[r], world.plans, world.plans["position"], time)
        scheduling.aim_search(world.radars[r], state.picture.radars[r], low, high)


@njit
def wait_for_search(world: World, state: State, time: float) -> float:
    """Time [s] from a period's start on in which no search can see anything; 0: it may now."""
    aim_searches(world, state, time)
    truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, time)
    wait = inf
    for r in range(world.radars.shape[0]):
        for o in range(state.truth.objects.shape[0]):
            wait = min(wait, wait_for_object(r, o, world, state, time))
    return wait
