"""Passing over the time in which a radar's battle with one missile stands still.

A period of the battle without noise in which no look at a track is due, no search can see
anything and fire control does not sit changes nothing but the time and what the radars have
spent of theirs.  Such periods are passed over here; what is left is the battle, to the bit.
"""

from math import ceil, cos, inf, pi, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels import refraction
from openthaad.engine import radar_step, truth
from openthaad.engine.world import State, World
from openthaad.kernels.cells import floored
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.path import vec
from openthaad.kernels.vector import dot, norm
from openthaad.radar.kernels import detection, median, scheduling
from openthaad.radar.kernels import dwell as sensing
from openthaad.radar.kernels import sight as sights
from openthaad.tracking.kernels.filters import TrackerParams

# Air raises nothing by more than this [rad], and all it does is done below this height [m].
_MOST_BENDING = 0.03
_OUTSIDE = 1e6
# Below this speed the direction of flight says nothing of how the speed grows [m/s].
_SLOW = 1.0
# Mean SNR may grow by this much in a period, and by so many times the share of the range that
# is flown in it: with range to the fourth power, and as the aspect turns.
_GROWTH, _GROWTH_NEAR = 1.02, 16.0
# What a time may miss the start of a period by [s].
_TINY = 1e-6
# What is in a search's beams stays there for a while, and is not asked about again [s].
_BUSY = 0.5

WATCH = np.dtype(
    [
        ("clear_until", "f8"),  # no search sees anything before [s]
        ("busy_until", "f8"),  # some search may see something until [s]
    ],
    align=True,
)


@container
class Prospect(NamedTuple):
    """What bounds from when on a search may see an object."""

    needed: np.ndarray  # SNR from which a search takes note, by radar and object
    fences: (
        np.ndarray
    )  # lowest and highest true elevation [rad] that a search may reach, by radar
    gains: np.ndarray  # how fast an object's speed may grow at most [m/s²], by object


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
def forget(watch: np.void) -> None:
    """Know nothing of what the searches may see."""
    watch["clear_until"] = -inf
    watch["busy_until"] = -inf


@njit
def is_followed(tracks: np.ndarray) -> bool:
    """Say whether there is any track."""
    for i in range(tracks.shape[0]):
        if tracks[i]["active"] == 1:
            return True
    return False


@njit
def wait_for_fence(fence: np.ndarray, sight: sights.Sight, speed: float, gain: float) -> float:
    """Time [s] before which an object cannot reach the elevations searched; 0: it may be there.

    Its direction changes by no more than the angle that the way it can fly spans from the
    radar; and it flies no faster than now and as its speed may grow.
    """
    gap = max(fence[0] - sight[2], sight[2] - fence[1])
    if gap <= 0.0:
        return 0.0
    away = sight[0] * sin(min(gap, 0.5 * pi))
    return 2.0 * away / (speed + sqrt(speed * speed + 2.0 * gain * away))


@njit
def wait_for_object(
    r: int, o: int, world: World, state: State, prospect: Prospect, time: float
) -> float:
    """Time [s] for which a radar's search cannot see an object; 0 where it may now."""
    item = state.truth.objects[o]
    if item["is_flying"] == 0:
        return max(item["start_time"] - time, 0.0) if time < item["start_time"] else inf
    radar = world.radars[r]
    position, velocity = vec(item["position"]), vec(item["velocity"])
    sight = sights.line_of_sight(radar, position)
    speed, period = norm(velocity), world.options[0]["period"]
    wait = wait_for_fence(prospect.fences[r], sight, speed, prospect.gains[o])
    if wait > period:
        return wait
    # The search asks where an object is when the period starts, and sees it a little later.
    moved = (speed + prospect.gains[o] * period) * period / max(sight[0], 1.0)
    if sight[6] < cos(radar["field_of_regard"]) - moved:
        return period
    here = state.picture.radars[r]
    if sensing.beam_of_object(radar, here["first_column"], here["columns"], sight) < 0:
        return period
    until_parting = item["separation_time"] - time
    if 0.0 < until_parting <= period:
        return 0.0
    is_whole = o == 0 and until_parting > 0.0
    rcs = sensing.mean_rcs(radar, world.objects[o], is_whole, position, velocity)
    unit = sensing.mean_unit_snr(radar, rcs, sight)
    most = (_GROWTH + _GROWTH_NEAR * moved) * unit * radar["search_dwell"]
    return 0.0 if most >= prospect.needed[r, o] else period


@njit
def spend_on_search(radars: np.ndarray, radar_states: np.ndarray, duration: float) -> None:
    """Let every radar search for a time in which it sees nothing."""
    for r in range(radars.shape[0]):
        here = radar_states[r]
        here["bank"] += duration
        here["bank"] -= scheduling.beams_that_fit(radars[r], here) * radars[r]["search_dwell"]


@njit
def pass_time(
    radars: np.ndarray, radar_states: np.ndarray, clock: np.void, options: np.void,
    until: float,
) -> None:  # fmt: skip
    """Let periods pass in which there is nothing to see: at least one, up to a time.

    One after another, so that the radars' time is spent to the bit as in the battle: what is
    left of it sets the moments of the looks, and these which looks share their fluctuation.
    """
    period = options["period"]
    count = max(floored(ceil((until - clock["time"]) / period - scheduling.ROUNDING)), 1)
    for _ in range(count):
        spend_on_search(radars, radar_states, period)
    clock["period_index"] += count
    clock["time"] = clock["period_index"] * period
    while clock["time"] >= clock["next_fire_control"] - scheduling.ROUNDING:
        clock["next_fire_control"] += options["fire_control_period"]


@njit
def aim_searches(world: World, state: State, time: float) -> None:
    """Turn every search to where launch warnings point."""
    for r in range(world.radars.shape[0]):
        low, high = radar_step.cue(world.radars[r], world.plans, world.plans["position"], time)
        scheduling.aim_search(world.radars[r], state.picture.radars[r], low, high)


@njit
def wait_for_search(world: World, state: State, prospect: Prospect, time: float) -> float:
    """Time [s] from a period's start on in which no search can see anything; 0: it may now."""
    aim_searches(world, state, time)
    truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, time)
    wait = inf
    for r in range(world.radars.shape[0]):
        for o in range(state.truth.objects.shape[0]):
            wait = min(wait, wait_for_object(r, o, world, state, prospect, time))
    return wait


@njit
def pass_unseen(world: World, state: State, prospect: Prospect, end: float) -> None:
    """Pass over the time in which nothing is tracked and no search can see anything."""
    clock = state.clock[0]
    while clock["time"] < end:
        wait = min(wait_for_search(world, state, prospect, clock["time"]), end - clock["time"])
        if wait == 0.0:
            return
        pass_time(
            world.radars, state.picture.radars, clock, world.options[0], clock["time"] + wait
        )


# --- While something is tracked ---------------------------------------------------------------


@njit
def is_look_due(
    radar_states: np.ndarray, tracks: np.ndarray, statuses: np.ndarray, begins: float,
    period: float,
) -> bool:  # fmt: skip
    """Say whether a radar would look at a track in the period that begins now."""
    for r in range(radar_states.shape[0]):
        bank = radar_states[r]["bank"] + period
        now = begins + period - bank
        if bank > 0.0 and scheduling.next_due(r, tracks, statuses, now)[0] >= 0:
            return True
    return False


@njit
def is_drop_due(tracks: np.ndarray, end: float, params: TrackerParams) -> bool:
    """Say whether a track without a look would be dropped by a time."""
    for i in range(tracks.shape[0]):
        if tracks[i]["active"] == 1 and end - tracks[i]["last_update_time"] > params.drop_time:
            return True
    return False


@njit
def pass_between_dwells(
    world: World, state: State, prospect: Prospect, watch: np.void, end: float
) -> None:
    """Pass over the periods in which nothing happens to tracks that are held."""
    clock = state.clock[0]
    period = world.options[0]["period"]
    while clock["time"] < end:
        begins = clock["period_index"] * period
        ends = (clock["period_index"] + 1) * period
        if begins < watch["busy_until"] - _TINY:
            return
        if ends >= clock["next_fire_control"] - scheduling.ROUNDING:
            return
        if is_look_due(
            state.picture.radars, state.picture.tracks, state.picture.statuses, begins, period
        ):
            return
        if is_drop_due(state.picture.tracks, ends, world.tracker.params):
            return
        if begins >= watch["clear_until"] - _TINY:
            wait = wait_for_search(world, state, prospect, begins)
            if wait == 0.0:
                watch["busy_until"] = begins + _BUSY
                return
            watch["clear_until"] = begins + wait
        spend_on_search(world.radars, state.picture.radars, period)
        clock["period_index"] += 1
        clock["time"] = ends
