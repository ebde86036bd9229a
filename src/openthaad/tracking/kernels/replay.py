"""One track through a list of detections: for tests, for logs, for a second opinion."""

import numpy as np

from openthaad.kernels.codes import TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels import tracks
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker

LOOKS = np.dtype(
    [
        ("time", "f8"),
        ("radar", "i8"),  # row of SENSORS
        ("range", "f8"),
        ("u", "f8"),
        ("v", "f8"),
        ("sigma_range", "f8"),
        ("sigma_u", "f8"),
        ("sigma_v", "f8"),
        ("snr", "f8"),
    ],
    align=True,
)

SENSORS = np.dtype(
    [
        ("position", "f8", (3,)),  # ECEF
        ("basis", "f8", (3, 3)),  # face: unit vectors of u, of v, and out of it
        ("bias", "f8", (3,)),  # one sigma of range, u, v
    ],
    align=True,
)

ESTIMATE = np.dtype(
    [
        ("time", "f8"),
        ("mean", "f8", (7,)),
        ("covariance", "f8", (7, 7)),
        ("nis", "f8"),
        ("probability_ballistic", "f8"),
        ("is_confirmed", "i8"),
        ("is_burnout_declared", "i8"),
    ],
    align=True,
)

_CONFIRMED = int(TrackStatus.CONFIRMED)


@njit
def sensor_of(row: np.void, radar: int) -> Sensor:
    """Return the sensor of a row of SENSORS."""
    p, b, s = row["position"], row["basis"], row["bias"]
    basis = (
        (b[0, 0], b[0, 1], b[0, 2]),
        (b[1, 0], b[1, 1], b[1, 2]),
        (b[2, 0], b[2, 1], b[2, 2]),
    )
    return Sensor(radar, (p[0], p[1], p[2]), basis, s[0], s[1], s[2])


@njit
def measurement_of(row: np.void) -> Measurement:
    """Return the measurement in a row of LOOKS."""
    return Measurement(
        row["time"],
        row["range"],
        row["u"],
        row["v"],
        row["sigma_range"],
        row["sigma_u"],
        row["sigma_v"],
        row["snr"],
    )


@njit
def _note(row: np.void, track: np.void) -> None:
    tracks.estimate(track, row["mean"], row["covariance"])
    row["time"] = track["time"]
    row["nis"] = track["nis"]
    row["probability_ballistic"] = track["mode_probability"][1]
    row["is_confirmed"] = 1 if track["status"] == _CONFIRMED else 0
    row["is_burnout_declared"] = track["is_burnout_declared"]


@njit(cache=True, nogil=True)
def replay(
    looks: np.ndarray,
    sensors: np.ndarray,
    tracker: Tracker,
    table: np.ndarray,
    estimates: np.ndarray,
) -> None:
    """Feed rows of LOOKS, in order of time, to track table[0]; write ESTIMATE row by row."""
    track = table[0]
    for i in range(len(looks)):
        radar = looks[i]["radar"]
        measured, sensor = measurement_of(looks[i]), sensor_of(sensors[radar], radar)
        if i == 0:
            tracks.initiate(track, 0, measured, sensor, tracker.params)
        else:
            tracks.update(track, measured, sensor, tracker)
        _note(estimates[i], track)
