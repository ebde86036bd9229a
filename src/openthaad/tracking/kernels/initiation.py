"""From detections to tracks: gate, associate, update, initiate, drop.  Picture only.

Detections of one dwell compete for tracks: the assignment that costs least over the whole
dwell is taken.  What is left over starts tracks of its own.
"""

from math import isnan, nan, sqrt

import numpy as np

from openthaad.kernels.codes import Role, TrackStatus, Verdict
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import dot
from openthaad.tracking.kernels import classification, gating, tracks
from openthaad.tracking.kernels.association import Dwell
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker, TrackerParams
from openthaad.tracking.kernels.replay import measurement_of

_CONFIRMED = int(TrackStatus.CONFIRMED)
_DROPPED = int(TrackStatus.DROPPED)
_WATCHED = int(Role.WATCHED)
_PENDING = int(Verdict.PENDING)
NO_TRACK = -1


@njit
def sort_by_time(detections: np.ndarray, order: np.ndarray, count: int) -> None:
    """Order detections by time, then by dwell; stable, and quick for the few of a period."""
    for k in range(count):
        order[k] = k
    for k in range(1, count):
        here = order[k]
        time = detections[here]["time"]
        j = k - 1
        while j >= 0 and detections[order[j]]["time"] > time:
            order[j + 1] = order[j]
            j -= 1
        order[j + 1] = here


@njit
def free_row(table: np.ndarray) -> int:
    for i in range(table.shape[0]):
        if table[i]["active"] == 0:
            return i
    return NO_TRACK


@njit
def open_status(status: np.void, detection: np.void) -> None:
    """Fire control knows nothing of a new track yet."""
    status["role"] = _WATCHED
    status["verdict"] = _PENDING
    status["asset"] = -1
    status["verdict_time"] = nan
    status["engageable_time"] = nan
    status["first_shot_time"] = nan
    status["opportunities"] = 0
    status["in_flight"] = 0
    status["assessed_killed"] = 0
    status["impact_error"] = nan
    classification.forget_looks(status)
    status["reported_kind"] = -1
    status["unit_snr"] = detection["unit_snr"]
    status["last_detection"] = detection["time"]
    status["path_count"] = 0
    status["impact_time"] = nan
    status["next_log"] = -1e9
    for r in range(status["next_dwell"].shape[0]):
        status["next_dwell"][r] = detection["time"]


@njit
def bring_near(
    table: np.ndarray, measured: Measurement, sensor: Sensor, tracker: Tracker
) -> None:
    """Predict every track that could own a detection to its time: fair gates."""
    sigmas = gating.coarse_sigmas(tracker.params) + 1.0
    for i in range(table.shape[0]):
        if table[i]["active"] == 0:
            continue
        if gating.is_near(table[i], measured, sensor, sigmas):
            tracks.predict_to(table[i], measured.time, tracker)


@njit
def note_separations(
    table: np.ndarray, statuses: np.ndarray, dwell: Dwell, count: int, sensor: Sensor,
    tracker: Tracker,
) -> None:  # fmt: skip
    """Widen confirmed tracks beside which something else is seen in one dwell.

    Two objects where there was one: either may have been looked at since they parted, and
    both were pushed.  Echoes of the whole say nothing of the part.  Once for each companion.
    """
    group, owner = dwell.looks, dwell.owner
    for j in range(count):
        i = owner[j]
        if i < 0 or table[i]["status"] != _CONFIRMED:
            continue
        for k in range(count):
            if k == j or not _is_news(table, i, owner[k]):
                continue
            if gating.is_companion(table[i], measurement_of(group[k]), sensor, tracker.params):
                is_brighter = group[j]["snr"] > group[k]["snr"]
                tracks.widen_for_separation(table[i], group[k]["time"], is_brighter, tracker)
                classification.forget_looks(statuses[i])


@njit
def _is_news(table: np.ndarray, i: int, k: int) -> bool:
    """Say whether row k (-1 a track still to be started) is younger than i's last split."""
    last = table[i]["separation_time"]
    return k < 0 or isnan(last) or table[k]["first_time"] > last


@njit
def adopt(
    table: np.ndarray, dwell: Dwell, count: int, sensor: Sensor, tracker: Tracker
) -> None:
    """Give a detection that no track expects to one on its way down that missed its own.

    A spent body tracked as a warhead falls behind as it meets the air.  It is where it was
    expected but for the drag, so no track of something else is started.
    """
    group, owner = dwell.looks, dwell.owner
    for j in range(count):
        if owner[j] >= 0:
            continue
        for i in range(table.shape[0]):
            if not _is_falling(table[i], tracker) or _has_own(owner, count, i):
                continue
            slowed = (
                tracker.params.drag_time**2 / sqrt(3.0) * tracks.body_drag(table[i], tracker)
            )
            if gating.is_within(
                table[i], measurement_of(group[j]), sensor, slowed, tracker.params
            ):
                tracks.suspect_drag(table[i], tracker)
                owner[j] = i
                break


@njit
def _is_falling(track: np.void, tracker: Tracker) -> bool:
    """Say whether a track taken for a warhead is on its way down, and in air that tells."""
    if track["active"] == 0 or track["status"] != _CONFIRMED:
        return False
    if track["is_burnout_declared"] == 0 or tracks.falls_as_body(track, tracker.params):
        return False
    r, v = tracks.state(track)
    return dot(r, v) < 0.0 and tracks.is_drag_telling(track, tracker)


@njit
def _has_own(owner: np.ndarray, count: int, i: int) -> bool:
    for k in range(count):
        if owner[k] == i:
            return True
    return False


@njit
def take(
    track: np.void, status: np.void, detection: np.void, sensor: Sensor, doubt: float,
    tracker: Tracker,
) -> float:  # fmt: skip
    """Give a detection to a track, which has it with probability 1 - doubt; its NIS."""
    measured = measurement_of(detection)
    if doubt < tracker.params.doubt_minimum:
        nis = tracks.update(track, measured, sensor, tracker)
    else:
        nis = tracks.update_in_doubt(track, measured, sensor, tracker, doubt)
    fresh = 1.0 - tracker.params.signal_memory
    status["unit_snr"] += fresh * (detection["unit_snr"] - status["unit_snr"])
    status["last_detection"] = detection["time"]
    return nis


@njit
def start(
    table: np.ndarray, statuses: np.ndarray, clock: np.void, detection: np.void,
    sensor: Sensor, params: TrackerParams,
) -> int:  # fmt: skip
    """Start a track; its row, or -1 where the table is full."""
    i = free_row(table)
    if i < 0:
        clock["lost_tracks"] += 1
        return i
    tracks.initiate(
        table[i], clock["next_track_number"], measurement_of(detection), sensor, params
    )
    clock["next_track_number"] += 1
    open_status(statuses[i], detection)
    return i


@njit
def same_dwell(detections: np.ndarray, order: np.ndarray, first: int, count: int) -> int:
    """End of the run of detections that came from one dwell."""
    number = detections[order[first]]["dwell_number"]
    last = first + 1
    while last < count and detections[order[last]]["dwell_number"] == number:
        last += 1
    return last


@njit
def cull(table: np.ndarray, i: int, time: float, params: TrackerParams) -> bool:
    """Say whether a track has to go."""
    if table[i]["status"] == _DROPPED:
        return True
    return tracks.drop_if_lost(table[i], time, params)
