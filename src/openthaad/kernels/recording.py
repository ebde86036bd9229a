"""Appending rows to the log."""

from math import nan

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.path import State
from openthaad.kernels.vector import Vec

NOWHERE = (nan, nan, nan)


@njit
def put(field: np.ndarray, value: Vec) -> None:
    """Write a vector field of a row."""
    field[0] = value[0]
    field[1] = value[1]
    field[2] = value[2]


@njit
def decide(
    count: np.void, decisions: np.ndarray, time: float, kind: int, number: int, threat: int
) -> np.void:
    """Append a decision row with everything else empty, and hand it back to be filled."""
    row = decisions[count["decisions"]]
    count["decisions"] += 1
    row["time"] = time
    row["kind"] = kind
    row["track_number"] = number
    row["battery"] = -1
    row["launcher"] = -1
    row["shot"] = -1
    row["asset"] = -1
    row["limit"] = 0
    row["value"] = nan
    row["intercept_time"] = nan
    put(row["position"], NOWHERE)
    row["threat"] = threat
    return row


@njit
def note_detection(
    row: np.void, detection: np.void, extra: np.void, number: int, nis: float
) -> None:
    """Copy a detection and what became of it."""
    row["time"] = detection["time"]
    row["dwell_number"] = detection["dwell_number"]
    row["radar"] = detection["radar"]
    row["task"] = detection["task"]
    row["track"] = detection["track"]
    row["range"] = detection["range"]
    row["u"] = detection["u"]
    row["v"] = detection["v"]
    row["sigma_range"] = detection["sigma_range"]
    row["sigma_u"] = detection["sigma_u"]
    row["sigma_v"] = detection["sigma_v"]
    row["snr"] = detection["snr"]
    row["unit_snr"] = detection["unit_snr"]
    row["dwell"] = detection["dwell"]
    row["reported_kind"] = detection["reported_kind"]
    row["detection_probability"] = extra["detection_probability"]
    row["beam_u"] = extra["beam_u"]
    row["beam_v"] = extra["beam_v"]
    row["object"] = extra["object"]
    row["true_range"] = extra["range"]
    row["true_u"] = extra["u"]
    row["true_v"] = extra["v"]
    row["elevation"] = extra["elevation"]
    row["rcs"] = extra["rcs"]
    row["fluctuation"] = extra["fluctuation"]
    row["echoes"] = extra["echoes"]
    row["track_number"] = number
    row["nis"] = nis


@njit
def recall_detection(row: np.void, detection: np.void, extra: np.void) -> None:
    """Give a recorded detection back as if it had just been made."""
    detection["time"] = row["time"]
    detection["dwell_number"] = row["dwell_number"]
    detection["radar"] = row["radar"]
    detection["task"] = row["task"]
    detection["track"] = row["track"]
    detection["range"] = row["range"]
    detection["u"] = row["u"]
    detection["v"] = row["v"]
    detection["sigma_range"] = row["sigma_range"]
    detection["sigma_u"] = row["sigma_u"]
    detection["sigma_v"] = row["sigma_v"]
    detection["snr"] = row["snr"]
    detection["unit_snr"] = row["unit_snr"]
    detection["dwell"] = row["dwell"]
    detection["reported_kind"] = row["reported_kind"]
    extra["detection_probability"] = row["detection_probability"]
    extra["beam_u"] = row["beam_u"]
    extra["beam_v"] = row["beam_v"]
    extra["object"] = row["object"]
    extra["range"] = row["true_range"]
    extra["u"] = row["true_u"]
    extra["v"] = row["true_v"]
    extra["elevation"] = row["elevation"]
    extra["rcs"] = row["rcs"]
    extra["fluctuation"] = row["fluctuation"]
    extra["echoes"] = row["echoes"]


@njit
def note_look(count: np.void, looks: np.ndarray, time: float, shot: int, kind: int) -> np.void:
    """Append what a seeker or an assessment saw, and hand the row back to be filled."""
    row = looks[count["looks"]]
    count["looks"] += 1
    row["time"] = time
    row["shot"] = shot
    row["kind"] = kind
    return row


@njit
def note_flight(
    count: np.void, flights: np.ndarray, time: float, shot: int, phase: int, state: State
) -> None:
    """Append where an interceptor is, and how it moves (ECEF)."""
    position, velocity = state
    row = flights[count["flights"]]
    count["flights"] += 1
    row["time"] = time
    row["shot"] = shot
    row["phase"] = phase
    put(row["position"], position)
    put(row["velocity"], velocity)
