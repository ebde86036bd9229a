"""Passing over the time in which a battle stands still.

In a battle without noise, a period in which no look at a track is due, no search can see
anything and fire control does not sit changes nothing but the time and what the radars have
spent of theirs.  Such periods are passed over here; what is left is the battle, to the bit.
"""

from math import ceil

import numpy as np

from openthaad.engine import prospect
from openthaad.engine.world import State, World
from openthaad.kernels.cells import floored
from openthaad.kernels.codes import Task
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels import scheduling
from openthaad.tracking.kernels.filters import TrackerParams

# What a time may miss the start of a period by [s].
_TINY = 1e-6
# What is in a search's beams stays there for a while, and is not asked about again [s].
_BUSY = 0.5

_SEARCH = int(Task.SEARCH)


@njit
def is_followed(tracks: np.ndarray) -> bool:
    """Say whether there is any track."""
    for i in range(tracks.shape[0]):
        if tracks[i]["active"] == 1:
            return True
    return False


# --- Letting time pass ------------------------------------------------------------------------


@njit
def search_in_vain(
    radar: np.void, here: np.void, clock: np.void, count: int, period: float
) -> None:
    """Let a radar search for some periods in which it sees nothing.

    One after another, so that its time is spent to the bit as in the battle: what is left of
    it sets the moments of the looks, and these which looks share their fluctuation.  Where the
    sweep stands does not matter without noise.
    """
    bank, spent, total = here["bank"], here["spent"][_SEARCH], here["spent_total"][_SEARCH]
    dwell = radar["search_dwell"]
    dwells = searches = 0
    for _ in range(count):
        bank += period
        beams = scheduling.beams_in(bank, dwell)
        if beams > 0:
            used = beams * dwell
            bank -= used
            spent += used
            total += used
            dwells += beams
            searches += 1
        else:
            here["waiting"] += 1
            here["waiting_total"] += 1
    here["bank"], here["spent"][_SEARCH], here["spent_total"][_SEARCH] = bank, spent, total
    clock["dwells"] += dwells
    clock["searches"] += searches


@njit
def pass_periods(world: World, state: State, count: int) -> None:
    """Let so many periods pass in which there is nothing to see and nothing to do."""
    clock, options = state.clock[0], world.options[0]
    for r in range(world.radars.shape[0]):
        search_in_vain(
            world.radars[r], state.picture.radars[r], clock, count, options["period"]
        )
    clock["period_index"] += count
    clock["time"] = clock["period_index"] * options["period"]
    while clock["time"] >= clock["next_fire_control"] - scheduling.ROUNDING:
        clock["next_fire_control"] += options["fire_control_period"]
        count_waiting_anew(state.picture.radars)


@njit
def count_waiting_anew(radar_states: np.ndarray) -> None:
    """Begin to count a cycle's periods without search, where no log is kept that does so."""
    for r in range(radar_states.shape[0]):
        radar_states[r]["waiting"] = 0


@njit
def periods_to(clock: np.void, end: float, period: float) -> int:
    """Whole periods from now to a time [s]."""
    return floored((end - clock["time"]) / period + scheduling.ROUNDING)


@njit
def pass_unseen(world: World, state: State, end: float) -> None:
    """Pass over the time in which nothing is tracked and no search can see anything."""
    clock, period = state.clock[0], world.options[0]["period"]
    most = periods_to(clock, end, period)
    while most > 0:
        wait = prospect.wait_for_search(world, state, clock["time"])
        if wait == 0.0:
            return
        count = floored(ceil(min(wait / period, float(most)) - scheduling.ROUNDING))
        pass_periods(world, state, max(count, 1))
        most = periods_to(clock, end, period)


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
def is_busy(world: World, state: State, begins: float, ends: float) -> bool:
    """Say whether anything is due to tracks, or to fire control, in a period [s]."""
    if ends >= state.clock[0]["next_fire_control"] - scheduling.ROUNDING:
        return True
    picture, period = state.picture, world.options[0]["period"]
    return is_look_due(
        picture.radars, picture.tracks, picture.statuses, begins, period
    ) or is_drop_due(picture.tracks, ends, world.tracker.params)


@njit
def pass_between_dwells(world: World, state: State, end: float) -> None:
    """Pass over the periods in which nothing happens to tracks that are held."""
    clock, watch = state.clock[0], state.scratch.prospect.watch[0]
    period = world.options[0]["period"]
    while periods_to(clock, end, period) > 0:
        begins = clock["period_index"] * period
        ends = (clock["period_index"] + 1) * period
        if begins < watch["busy_until"] - _TINY or is_busy(world, state, begins, ends):
            return
        if begins >= watch["clear_until"] - _TINY:
            wait = prospect.wait_for_search(world, state, begins)
            if wait == 0.0:
                watch["busy_until"] = begins + _BUSY
                return
            watch["clear_until"] = begins + wait
        pass_periods(world, state, 1)


@njit
def pass_over(world: World, state: State, end: float) -> None:
    """Pass over periods up to `end` [s] in which nothing happens to tracks or to searches."""
    if is_followed(state.picture.tracks):
        pass_between_dwells(world, state, end)
    else:
        pass_unseen(world, state, end)


@njit
def last_idle(world: World, state: State) -> float:
    """Time [s] up to which a battle may be passed over; that of its clock where it may not.

    Up to the next period in which fire control sits, and which is logged;
    not while a shot is on its way or fire control waits for what it did; and up to the period
    in which the first missile comes down.
    """
    clock, options = state.clock[0], world.options[0]
    for s in range(clock["shot_count"]):
        if state.picture.orders[s]["is_assessed"] == 0:
            return float(clock["time"])
    end = clock["next_fire_control"]
    for o in range(state.truth.objects.shape[0]):
        if state.truth.objects[o]["end_time"] >= clock["time"]:
            end = min(end, state.truth.objects[o]["end_time"])
    period = options["period"]
    return period * (ceil(min(end, options["horizon"]) / period - scheduling.ROUNDING) - 1.0)
