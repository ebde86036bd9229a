"""One radar, one period: dwells by priority, then the search with the time that is left."""

from math import inf

import numpy as np

from openthaad.engine.world import State, World
from openthaad.kernels import recording
from openthaad.kernels.cells import cell
from openthaad.kernels.codes import Task
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.random import Draws
from openthaad.kernels.vector import add_scaled
from openthaad.radar.kernels import dwell, scheduling
from openthaad.radar.kernels import sight as sights
from openthaad.radar.kernels.dwell import Beam, Sweep
from openthaad.tracking.kernels.gating import pointing
from openthaad.tracking.kernels.tracks import state as track_state

_FALSE_ALARM = int(Task.FALSE_ALARM)
_SEARCH = int(Task.SEARCH)
_CONFIRM = int(Task.CONFIRM)
# The search never fills a period's detections to the brim.
_ROOM = 8


@njit
def replay(
    clock: np.void, recorded: np.ndarray, last: int, detections: np.ndarray,
    extras: np.ndarray, count: int,
) -> int:  # fmt: skip
    """Recall the detections that the recording holds for dwells numbered below `last`."""
    k = clock["recorded_detection"]
    most = detections.shape[0]
    while k < recorded.shape[0] and count < most and recorded[k]["dwell_number"] < last:
        recording.recall_detection(recorded[k], detections[count], extras[count])
        count += 1
        k += 1
    clock["recorded_detection"] = k
    return count


@njit
def point_at(radar: np.void, track: np.void, time: float) -> tuple[bool, float, float, bool]:
    """Whether the radar may look where a track should be now, and the direction cosines.

    Last, whether the track may be so far beside the beam that it needs a look as strong and
    as soon again as one that is still to be confirmed.
    """
    position, velocity = track_state(track)
    position = add_scaled(position, time - track["time"], velocity)
    sight = sights.line_of_sight(radar, position)
    allowed = sights.is_above_horizon(radar, sight) and sights.is_in_sector(radar, sight)
    _, sigma = pointing(track, time, vec(radar["position"]), sights.basis(radar))
    beside = max(sigma[1] / radar["width_u"], sigma[2] / radar["width_v"])
    return allowed, sight[4], sight[5], beside > radar["blur"]


@njit
def track_dwells(
    world: World, state: State, r: int, draws: Draws, start: float, count: int
) -> int:
    """Look at every track whose time has come, while there is time in the bank."""
    radar, radar_state, clock = world.radars[r], state.picture.radars[r], state.clock[0]
    tracks, statuses = state.picture.tracks, state.picture.statuses
    detections, extras = state.picture.detections, state.truth.extras
    period = world.options[0]["period"]
    while radar_state["bank"] > 0.0 and count < detections.shape[0] - _ROOM:
        now = start + period - radar_state["bank"]
        i, task = scheduling.next_due(r, tracks, statuses, now)
        if i < 0:
            break
        allowed, u, v, is_blurred = point_at(radar, tracks[i], now)
        least = 0.0
        if is_blurred:
            least = scheduling.dwell_of(radar, task, statuses[i]["unit_snr"])
            task = _CONFIRM
        interval = scheduling.interval_of(radar, task, statuses[i]["verdict"])
        statuses[i]["next_dwell"][r] = now + interval
        if not allowed:
            continue
        duration = max(scheduling.dwell_of(radar, task, statuses[i]["unit_snr"]), least)
        statuses[i]["next_dwell"][r] = now + scheduling.wait_after(radar, interval, duration)
        number = clock["dwells"]
        clock["dwells"] += 1
        clock["track_dwells"] += 1
        scheduling.spend(radar_state, task, duration)
        beam = Beam(now, u, v, duration, task, i, number, 1.0)
        state.picture.aimed[i] = 1
        if world.options[0]["replay"] == 1:
            recorded = world.recorded_detections
            count = replay(clock, recorded, number + 1, detections, extras, count)
        else:
            count = dwell.illuminate(radar, state.truth, beam, draws, start, detections, count)
    return count


@njit
def confirm_false_alarms(radar: np.void, state: np.void) -> None:
    """Spend the dwells that false alarms ask for; they find nothing again."""
    while state["bank"] > 0.0 and state["false_alarms"] > 0:
        state["false_alarms"] -= 1
        scheduling.spend(state, _FALSE_ALARM, radar["confirm_dwell"])


@njit
def search(world: World, state: State, r: int, draws: Draws, start: float, count: int) -> int:
    """Spend the rest of the period on the search."""
    radar, radar_state, clock = world.radars[r], state.picture.radars[r], state.clock[0]
    detections, extras = state.picture.detections, state.truth.extras
    beams = scheduling.beams_that_fit(radar, radar_state)
    if beams == 0:
        return count
    now = start + world.options[0]["period"] - radar_state["bank"]
    number = clock["dwells"]
    clock["dwells"] += beams
    clock["searches"] += 1
    if world.options[0]["replay"] == 1:
        recorded = world.recorded_detections
        count = replay(clock, recorded, number + beams, detections, extras, count)
    else:
        run = Sweep(now, beams, number)
        count = dwell.sweep(radar, radar_state, state.truth, run, draws, detections, count)
    total = radar_state["columns"] * radar["search_rows"]
    radar_state["beam"] = (radar_state["beam"] + beams) % total
    scheduling.spend(radar_state, _SEARCH, beams * radar["search_dwell"])
    if draws.noise == 1:
        radar_state["false_alarms"] += scheduling.false_alarms(
            r, radar, beams, clock["period_index"], draws.seed, draws.run
        )
    return count


@njit
def cue(
    radar: np.void, plans: np.ndarray, positions: np.ndarray, time: float
) -> tuple[float, float]:
    """Azimuths off boresight that launch warnings point at; low above high where none does.

    The warning comes from outside (space-based infrared): it knows that and where a missile
    was launched, `cue_delay` late, and holds for `cue_duration`.
    """
    low, high = inf, -inf
    if radar["cue_delay"] < 0.0:
        return low, high
    for i in range(plans.shape[0]):
        since = time - plans[i]["launch_time"] - radar["cue_delay"]
        if since < 0.0 or since > radar["cue_duration"]:
            continue
        site = (positions[i, 0], positions[i, 1], positions[i, 2])
        away = (
            site[0] - radar["position"][0],
            site[1] - radar["position"][1],
            site[2] - radar["position"][2],
        )
        east = away[0] * radar["east"][0] + away[1] * radar["east"][1]
        east += away[2] * radar["east"][2]
        north = away[0] * radar["north"][0] + away[1] * radar["north"][1]
        north += away[2] * radar["north"][2]
        off = sights.off_boresight(radar, np.arctan2(east, north))
        low = min(low, off - radar["cue_half_width"])
        high = max(high, off + radar["cue_half_width"])
    return low, high


@njit
def observe(world: World, state: State, r: int, draws: Draws, start: float, count: int) -> int:
    """Everything that one radar does in one period; the new count of detections."""
    radar, radar_state = world.radars[r], state.picture.radars[r]
    radar_state["bank"] += world.options[0]["period"]
    low, high = cue(radar, world.plans, world.plans["position"], start)
    scheduling.aim_search(radar, radar_state, low, high)
    count = track_dwells(world, state, r, draws, start, count)
    if radar_state["bank"] <= 0.0:
        radar_state["waiting"] += 1
        radar_state["waiting_total"] += 1
    confirm_false_alarms(radar, radar_state)
    return search(world, state, r, draws, start, count)


@njit
def close_cycle(
    r: int, radar_state: np.void, time: float, length: float, tracks: int, row: np.void
) -> None:
    """Write the share of time that each task took in the cycle, so long [s], that ends now."""
    row["time"] = time
    row["radar"] = r
    row["tracks"] = tracks
    row["waiting"] = radar_state["waiting"]
    busy = 0.0
    for k in range(radar_state["spent"].shape[0]):
        share = radar_state["spent"][k] / length
        row["share"][k] = share
        if k != _SEARCH:
            busy += share
        radar_state["spent"][k] = 0.0
    radar_state["peak"] = max(radar_state["peak"], busy)
    radar_state["tracks"] = max(radar_state["tracks"], tracks)
    radar_state["waiting"] = 0


@njit
def draw_fault(
    radar: np.void, fault: np.void, normals: tuple[float, float, float, float]
) -> None:
    """Draw the run's error of site and orientation."""
    fault["bias_range"] = radar["range_bias_sigma"] * normals[0]
    fault["bias_u"] = radar["angle_bias_sigma"] * normals[1]
    fault["bias_v"] = radar["angle_bias_sigma"] * normals[2]


@njit
def open_radar(radar: np.void, radar_state: np.void, phase: float) -> None:
    """Draw where the search stands at first."""
    radar_state["columns"] = radar["search_columns"]
    beams = radar["search_columns"] * radar["search_rows"]
    radar_state["beam"] = cell(
        phase * radar["search_columns"] * radar["search_rows"], beams - 1
    )
