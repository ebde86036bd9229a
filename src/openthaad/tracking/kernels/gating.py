"""Where to look for a track and whether a detection could be its own."""

from math import log, sqrt

import numpy as np

from openthaad.earth.kernels.frames import Basis
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, dot
from openthaad.radar.kernels.measurement import measurement_jacobian, predict_measurement
from openthaad.tracking.kernels.filters import Measurement, Sensor, TrackerParams
from openthaad.tracking.kernels.tracks import likelier

Symmetric = tuple[float, float, float, float, float, float]  # xx, xy, xz, yy, yz, zz


@njit
def _spread(p: np.ndarray, c: np.ndarray, h: tuple[Vec, Vec, Vec], sensor: Sensor) -> Symmetric:
    """Covariance of range, u, v as this radar would see the track, its bias included."""
    own = c[sensor.radar]
    a, b, d = _through(p, h[0]), _through(p, h[1]), _through(p, h[2])
    ca, cb, cd = _shared(own, h[0]), _shared(own, h[1]), _shared(own, h[2])
    return (
        dot(h[0], a) + 2.0 * ca[0] + sensor.bias_range * sensor.bias_range,
        dot(h[0], b) + ca[1] + cb[0],
        dot(h[0], d) + ca[2] + cd[0],
        dot(h[1], b) + 2.0 * cb[1] + sensor.bias_u * sensor.bias_u,
        dot(h[1], d) + cb[2] + cd[1],
        dot(h[2], d) + 2.0 * cd[2] + sensor.bias_v * sensor.bias_v,
    )


@njit
def _through(p: np.ndarray, row: Vec) -> Vec:
    """Covariance of position with the quantity whose gradient is `row`."""
    return (
        p[0, 0] * row[0] + p[0, 1] * row[1] + p[0, 2] * row[2],
        p[1, 0] * row[0] + p[1, 1] * row[1] + p[1, 2] * row[2],
        p[2, 0] * row[0] + p[2, 1] * row[1] + p[2, 2] * row[2],
    )


@njit
def _shared(own: np.ndarray, row: Vec) -> Vec:
    """Covariance of that quantity with the three biases."""
    return (
        row[0] * own[0, 0] + row[1] * own[1, 0] + row[2] * own[2, 0],
        row[0] * own[0, 1] + row[1] * own[1, 1] + row[2] * own[2, 1],
        row[0] * own[0, 2] + row[1] * own[1, 2] + row[2] * own[2, 2],
    )


@njit
def pointing(track: np.void, time: float, site: Vec, basis: Basis) -> tuple[Vec, Vec]:
    """Range, u, v at which a face should find the track at a time, and their sigmas.

    From the track's time on by its velocity and that velocity's error.  Cautious: a bias of
    the same radar is in the track too and would cancel.
    """
    best = likelier(track)
    x, p = track["x"][best], track["p"][best]
    ahead = max(time - track["time"], 0.0)
    at = (x[0] + ahead * x[3], x[1] + ahead * x[4], x[2] + ahead * x[5])
    j = measurement_jacobian(at, site, basis)
    one = _sigma_along(p, ahead, (j[0], j[1], j[2]))
    two = _sigma_along(p, ahead, (j[3], j[4], j[5]))
    three = _sigma_along(p, ahead, (j[6], j[7], j[8]))
    return predict_measurement(at, site, basis), (one, two, three)


@njit
def _sigma_along(p: np.ndarray, ahead: float, row: Vec) -> float:
    """Sigma of the quantity whose gradient by position is `row`, so many seconds ahead."""
    variance = 0.0
    for i in range(3):
        for k in range(3):
            both = p[i, k] + ahead * (p[i, k + 3] + p[i + 3, k] + ahead * p[i + 3, k + 3])
            variance += row[i] * row[k] * both
    return sqrt(max(variance, 0.0))


@njit
def _expected(
    x: np.ndarray, p: np.ndarray, c: np.ndarray, ahead: float, sensor: Sensor
) -> tuple[Vec, Symmetric]:
    at = (x[0] + ahead * x[3], x[1] + ahead * x[4], x[2] + ahead * x[5])
    j = measurement_jacobian(at, sensor.position, sensor.basis)
    h = ((j[0], j[1], j[2]), (j[3], j[4], j[5]), (j[6], j[7], j[8]))
    return predict_measurement(at, sensor.position, sensor.basis), _spread(p, c, h, sensor)


@njit
def _chi_square(s: Symmetric, d: Vec) -> tuple[float, float]:
    """Return d' S^-1 d and ln|S| through the factor S = L D L'."""
    l1 = s[1] / s[0]
    l2 = s[2] / s[0]
    d1 = s[3] - l1 * s[1]
    m = s[4] - l1 * s[2]
    l3 = m / d1
    d2 = s[5] - l2 * s[2] - l3 * m
    y1 = d[1] - l1 * d[0]
    y2 = d[2] - l2 * d[0] - l3 * y1
    chi_square = d[0] * d[0] / s[0] + y1 * y1 / d1 + y2 * y2 / d2
    return chi_square, log(s[0] * d1 * d2)


@njit
def _distance(
    track: np.void, measured: Measurement, sensor: Sensor, displaced: float
) -> tuple[float, float]:
    """Chi-square between a detection and the track displaced by so many metres, and ln|S|.

    `displaced` is one sigma of each component of a displacement.
    """
    best = likelier(track)
    ahead = measured.time - track["time"]
    x = track["x"][best]
    expected, s = _expected(x, track["p"][best], track["c"][best], ahead, sensor)
    along = displaced * displaced
    across = along / (measured.range * measured.range)
    s = (
        s[0] + measured.sigma_range * measured.sigma_range + along,
        s[1],
        s[2],
        s[3] + measured.sigma_u * measured.sigma_u + across,
        s[4],
        s[5] + measured.sigma_v * measured.sigma_v + across,
    )
    d = (measured.range - expected[0], measured.u - expected[1], measured.v - expected[2])
    return _chi_square(s, d)


@njit
def gate_distance(track: np.void, measured: Measurement, sensor: Sensor) -> tuple[float, float]:
    """Chi-square (three degrees) between a detection and the track, and ln|S|.

    By the more probable model.  The track should have been predicted to within a second of
    the detection: what is left is bridged by its velocity.
    """
    return _distance(track, measured, sensor, 0.0)


@njit
def is_companion(
    track: np.void, measured: Measurement, sensor: Sensor, params: TrackerParams
) -> bool:
    """Say whether a detection can be of something that has just parted from the track."""
    kicked = params.separation_speed * params.separation_time / sqrt(3.0)
    return is_within(track, measured, sensor, kicked, params)


@njit
def is_within(
    track: np.void,
    measured: Measurement,
    sensor: Sensor,
    displaced: float,
    params: TrackerParams,
) -> bool:
    """Say whether a detection can be the track's, displaced by one sigma of so many metres."""
    chi_square, _ = _distance(track, measured, sensor, displaced)
    return chi_square <= params.gate


@njit
def coarse_sigmas(params: TrackerParams) -> float:
    """Sigmas of position within which `is_near` leaves nothing out that a gate would take."""
    return max(5.0, 1.08 * sqrt(params.gate))


@njit
def is_near(track: np.void, measured: Measurement, sensor: Sensor, sigmas: float) -> bool:
    """Cheap test before `gate_distance`: range alone, within so many sigmas of position."""
    best = likelier(track)
    x = track["x"][best]
    p = track["p"][best]
    at = sensor.position
    d0, d1, d2 = x[0] - at[0], x[1] - at[1], x[2] - at[2]
    miss = sqrt(d0 * d0 + d1 * d1 + d2 * d2) - measured.range
    spread = p[0, 0] + p[1, 1] + p[2, 2]
    spread += (
        measured.sigma_range * measured.sigma_range + sensor.bias_range * sensor.bias_range
    )
    v2 = x[3] * x[3] + x[4] * x[4] + x[5] * x[5]
    ahead = abs(measured.time - track["time"])
    return abs(miss) <= sigmas * sqrt(spread) + ahead * sqrt(v2)
