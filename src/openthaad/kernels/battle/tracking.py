"""From detections to tracks: gate, associate, update, initiate, drop.  Picture only.

Detections of one dwell compete for tracks: the assignment that costs least over the whole
dwell is taken.  What is left over starts tracks of its own.
"""

from math import nan

import numpy as np

from openthaad.kernels import gating, tracks
from openthaad.kernels.battle import classification
from openthaad.kernels.battle.codes import Role, Verdict
from openthaad.kernels.compiled import inner
from openthaad.kernels.filters import Look, Sensor, TrackerParams
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.replay import look_of
from openthaad.kernels.tracks import TrackStatus

_DROPPED = int(TrackStatus.DROPPED)
_WATCHED = int(Role.WATCHED)
_PENDING = int(Verdict.PENDING)
_COARSE_SIGMAS = 6.0
# Memory of the smoothed SNR, per detection.
_MEMORY = 0.7
NO_TRACK = -1


@inner
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


@inner
def free_row(table: np.ndarray) -> int:
    for i in range(table.shape[0]):
        if table[i]["active"] == 0:
            return i
    return NO_TRACK


@inner
def open_status(status: np.void, detection: np.void) -> None:
    """Fire control knows nothing of a new track yet."""
    status["role"] = _WATCHED
    status["verdict"] = _PENDING
    status["limit"] = 0
    status["asset"] = -1
    status["verdict_time"] = nan
    status["engageable_time"] = nan
    status["first_shot_time"] = nan
    status["opportunities"] = 0
    status["in_flight"] = 0
    status["fired"] = 0
    status["volley"] = 0
    status["awaiting"] = 0
    status["assessed_killed"] = 0
    status["was_late"] = 0
    status["impact_error"] = nan
    status["lead_log_odds"] = 0.0
    status["feature_time"] = -1e9
    status["reported_kind"] = -1
    status["unit_snr"] = detection["unit_snr"]
    status["last_detection"] = detection["time"]
    status["path_count"] = 0
    status["impact_time"] = nan
    status["next_log"] = -1e9
    status["chance_battery"] = -1
    for r in range(status["next_dwell"].shape[0]):
        status["next_dwell"][r] = detection["time"]


@inner
def bring_near(
    table: np.ndarray, look: Look, sensor: Sensor, air: np.ndarray, earth: EarthParams,
    params: TrackerParams,
) -> None:  # fmt: skip
    """Predict every track that could own a detection to its time: fair gates."""
    for i in range(table.shape[0]):
        if table[i]["active"] == 0:
            continue
        if gating.is_near(table[i], look, sensor, _COARSE_SIGMAS):
            tracks.predict_to(table[i], look.time, air, earth, params)


@inner
def take(
    i: int, table: np.ndarray, statuses: np.ndarray, radar: np.void, bend: np.ndarray,
    options: np.void, detection: np.void, sensor: Sensor, air: np.ndarray,
    earth: EarthParams, params: TrackerParams,
) -> float:  # fmt: skip
    """Give a detection to a track; its NIS."""
    nis = tracks.update(table[i], look_of(detection), sensor, air, earth, params)
    status = statuses[i]
    status["unit_snr"] += (1.0 - _MEMORY) * (detection["unit_snr"] - status["unit_snr"])
    status["last_detection"] = detection["time"]
    position, _ = tracks.state(table[i])
    classification.note_look(status, options, radar, bend, detection, position)
    return nis


@inner
def start(
    table: np.ndarray, statuses: np.ndarray, clock: np.void, detection: np.void,
    sensor: Sensor, params: TrackerParams,
) -> int:  # fmt: skip
    """Start a track; its row, or -1 where the table is full."""
    i = free_row(table)
    if i < 0:
        clock["lost_tracks"] += 1
        return i
    tracks.initiate(table[i], clock["next_track_number"], look_of(detection), sensor, params)
    clock["next_track_number"] += 1
    open_status(statuses[i], detection)
    return i


@inner
def same_dwell(detections: np.ndarray, order: np.ndarray, first: int, count: int) -> int:
    """End of the run of detections that came from one dwell."""
    number = detections[order[first]]["dwell_number"]
    last = first + 1
    while last < count and detections[order[last]]["dwell_number"] == number:
        last += 1
    return last


@inner
def cull(table: np.ndarray, i: int, time: float, params: TrackerParams) -> bool:
    """Say whether a track has to go."""
    if table[i]["status"] == _DROPPED:
        return True
    return tracks.drop_if_lost(table[i], time, params)
