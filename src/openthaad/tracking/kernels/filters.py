"""Extended Kalman filter of seven states with the radars' biases as consider states.

State x: position, velocity (ECEF) and s of `motion`.  p (7, 7) is the covariance of its
error; c (MAX_RADARS, 7, 3) the covariance of that error with each radar's bias in range, u
and v, which is never estimated (Schmidt-Kalman): Bar-Shalom, Li, Kirubarajan, Estimation
with Applications to Tracking and Navigation, Wiley 2001; Jazwinski, Stochastic Processes and
Filtering Theory, Academic Press 1970, chapter 8.
"""

from math import ceil, log, pi
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import Basis
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.vector import Vec, add_scaled, dot, norm, scale, sub
from openthaad.radar.kernels.measurement import (
    measurement_jacobian,
    position_from_measurement,
    predict_measurement,
)
from openthaad.tracking.kernels import spread as spreads
from openthaad.tracking.kernels.motion import (
    BALLISTIC,
    Motion,
    advance_state,
    ballistic_motion,
    boost_motion,
)
from openthaad.tracking.kernels.spread import Column, Spread

_LOG_TWO_PI = log(2.0 * pi)


class TrackerParams(NamedTuple):
    """How the tracker is set.  Every field is a float; the catalogue argues each."""

    velocity_sigma: float  # prior of each velocity component at first sight [m/s]
    log_beta: float  # prior of ln(ballistic coefficient / (kg/m²))
    log_beta_sigma: float
    body_log_beta: float  # the same of a spent body or stage that tumbles
    body_log_beta_sigma: float
    thrust: float  # prior of the net thrust specific force [m/s²]
    thrust_sigma: float
    exhaust_speed: float  # growth of the specific force: ds/dt = s²/c [m/s]
    thrust_noise: float  # spectral density of ds/dt [m²/s⁵]
    steering_noise: float  # of acceleration across the velocity in boost [m²/s³]
    free_noise: float  # of acceleration in free fall [m²/s³]
    drag_noise: float  # of d(ln beta)/dt once drag matters [1/s]
    drag_scale: float  # deceleration at which half of `drag_noise` acts [m/s²]
    lift_ratio: float  # acceleration across the velocity as a share of drag
    lift_time: float  # its correlation time [s]
    ceiling: float  # no drag above this altitude [m]
    linearisation_share: float  # of measured variance: above it, nearer to the measurement
    boost_probability: float  # prior at first sight
    burn_time: float  # mean time to burnout, for the transition probability [s]
    relight_time: float  # mean time to a relight [s]
    declare_probability: float  # of the ballistic model, to declare burnout ...
    declare_time: float  # ... held for so long [s]
    fit_memory: float  # of the fading mean of NIS, per detection
    relight_nis: float  # fading mean above which a motor has lit again
    relight_burn: float  # of thrust, by which the estimate is then widened [s]
    confirm_hits: float  # M of ...
    confirm_window: float  # ... N opportunities
    drop_time: float  # without an update [s]
    drop_sigma: float  # of position, any axis [m]
    signal_memory: float  # of the fading mean of SNR per second, per detection
    gate: float  # chi-square with three degrees of freedom
    doubt_minimum: float  # below it a detection is the track's own
    separation_speed: float  # kick to what separates, one sigma of each component [m/s]
    separation_time: float  # it happened at most so long ago [s]
    telling_drag: float  # on a spent body, above which the air tells [m/s²]
    drag_nis: float  # fading mean of NIS above which the drag is in doubt
    drag_time: float  # in which wrong drag shows [s]
    body_share: float  # from body_log_beta to log_beta: below it a track falls as a body does
    debris_odds: float  # by which a companion must look more like the warhead
    companion_distance: float  # within which it flies ... [m]
    companion_speed: float  # ... and at this relative speed at most [m/s]
    look_evidence_maximum: float  # of one look, in natural logarithm of odds
    look_independence_time: float  # from one look that counts to the next [s]


@container
class Tracker(NamedTuple):
    """What every filter works with."""

    around: Surroundings  # the Earth and the air that it reckons with
    params: TrackerParams


class Sensor(NamedTuple):
    """A radar as the tracker knows it: site, face (ECEF) and declared sigmas of its bias."""

    radar: int  # row of c
    position: Vec  # ECEF [m]
    basis: Basis  # face: unit vectors of u, of v, and out of it
    bias_range: float  # one sigma [m]
    bias_u: float
    bias_v: float


class Measurement(NamedTuple):
    """What one detection measures: range [m] and direction cosines with their white sigmas."""

    time: float
    range: float
    u: float
    v: float
    sigma_range: float
    sigma_u: float
    sigma_v: float
    snr: float


# --- Prediction ------------------------------------------------------------------------------
#
# One step is drift(h/2), kick(h), drift(h/2) on the covariance (Strang's splitting of the
# transition matrix: each factor is a shear, so p stays positive and each costs few products).


@njit
def noise_densities(model: int, force: float, params: TrackerParams) -> tuple[float, float]:
    """Spectral densities of the acceleration across the velocity and of ds/dt.

    Drag that the model has wrong in size makes ln beta drift; drag or lift that it has wrong in
    direction (a body that spirals) is white across the velocity, growing with the drag.
    """
    if model == BALLISTIC:
        lift = params.lift_ratio * force
        share = force / (force + params.drag_scale)
        return 2.0 * lift * lift * params.lift_time, params.drag_noise * share
    return params.steering_noise, params.thrust_noise


@njit
def _longest_step(
    model: int, r: Vec, v: Vec, force: float, ceiling: float, radius: float
) -> float:
    """Step [s] that keeps the Taylor step's error below 0.1 m/s (design in docs/models)."""
    if model != BALLISTIC:
        return 1.0
    if force > 2.0:
        return 0.25
    if force > 0.2:
        return 0.5
    height = norm(r) - radius
    if height < ceiling:
        return 1.25
    climb = dot(r, v) / norm(r)
    # Stop at the ceiling: a long step must not jump into the air.
    return 5.0 if climb > -1.0 else min(5.0, max(1.25, (ceiling - height) / climb))


@njit
def _motion(model: int, r: Vec, v: Vec, s: float, spread: float, tracker: Tracker) -> Motion:
    """Acceleration and derivatives by the model of that number; `spread` of velocity."""
    around, params = tracker.around, tracker.params
    if model == BALLISTIC:
        return ballistic_motion(r, v, s, around.air, around.earth, params.ceiling)
    return boost_motion(r, v, s, params.exhaust_speed, spread, around.earth)


@njit
def _doubt(model: int, v: Vec, spread: float, force: float) -> float:
    """Variance of acceleration, each axis, from not knowing which way the thrust points."""
    if model == BALLISTIC:
        return 0.0
    return force * force * spread / (3.0 * (dot(v, v) + spread))


@njit
def predict(
    model: int,
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    radars: int,
    duration: float,
    tracker: Tracker,
) -> None:
    """Carry x (7,), p (7, 7) and the first `radars` blocks of c on by a duration [s]."""
    params, radius = tracker.params, tracker.around.earth.radius
    r = (x[0], x[1], x[2])
    v = (x[3], x[4], x[5])
    s = x[6]
    a = spreads.read(p)
    left = duration
    while left > 0.0:
        spread = a.vv[0] + a.vv[3] + a.vv[5]
        motion = _motion(model, r, v, s, spread, tracker)
        force = motion[6]
        longest = _longest_step(model, r, v, force, params.ceiling, radius)
        h = left if left <= longest else left / ceil(left / longest)
        across, drift = noise_densities(model, force, params)
        level = h * params.free_noise + h * h * _doubt(model, v, spread, force)
        a = spreads.shear(a, v, motion, h, (level, h * across, h * drift))
        for k in range(radars):
            _shear_consider(c[k], motion, h)
        r, v, s = advance_state(r, v, s, motion, h)
        left -= h
        if left < 1e-9:
            left = 0.0
    spreads.write(p, a)
    x[0], x[1], x[2] = r
    x[3], x[4], x[5] = v
    x[6] = s


@njit
def _shear_consider(c: np.ndarray, motion: Motion, h: float) -> None:
    """The same step for the covariance (7, 3) with one radar's bias."""
    for k in range(3):
        column = spreads.read_column(c, k)
        spreads.write_column(c, k, spreads.shear_column(column, motion, h))


# --- Update ----------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What the scalar updates change: mean, covariance, and that with the radar's biases."""

    mean: Column
    spread: Spread
    one: Column  # with the bias of the component taken next ...
    two: Column  # ... and of the others in turn
    three: Column


@njit(fold=True)
def _take(
    known: _Known, at: Vec, row: Vec, away: float, white: float, bias: float
) -> tuple[_Known, Column, float, float]:
    """Take in one component of a measurement: gain, share of the NIS, variance of innovation.

    `away` is measured less expected at the point of linearisation; `white` and `bias` are
    sigmas.  With the gain g/S the Joseph form of the state's block is P - g g'/S.  The biases
    are handed on in turn, for the next component.
    """
    innovation = away - dot(row, sub(known.mean.r, at))
    own = known.one
    g = spreads.add_columns(spreads.along(known.spread, row), 1.0, own)
    common = dot(row, own.r) + bias * bias
    total = dot(row, g.r) + common + white * white
    inverse = 1.0 / total
    after = _Known(
        spreads.add_columns(known.mean, inverse * innovation, g),
        spreads.reduce(known.spread, g, inverse),
        spreads.add_columns(known.two, -inverse * dot(row, known.two.r), g),
        spreads.add_columns(known.three, -inverse * dot(row, known.three.r), g),
        spreads.add_columns(own, -inverse * common, g),
    )
    return after, Column(*_scaled(g, inverse)), innovation * innovation * inverse, total


@njit
def _scaled(g: Column, k: float) -> tuple[Vec, Vec, float]:
    return scale(k, g.r), scale(k, g.v), k * g.s


@njit
def _tell_other_radars(c: np.ndarray, radars: int, radar: int, row: Vec, gain: Column) -> None:
    """What a gain does to the covariance with the other radars' biases."""
    for other in range(radars):
        if other == radar:
            continue
        block = c[other]
        for j in range(3):
            column = spreads.read_column(block, j)
            left = spreads.add_columns(column, -dot(row, column.r), gain)
            spreads.write_column(block, j, left)


@njit
def _linearisation_point(
    x: np.ndarray, p: np.ndarray, measured: Measurement, sensor: Sensor, share: float
) -> Vec:
    """Predicted position; while that is poor, a point towards the measured one.

    In the first looks the range of places where the target may be is so wide that the
    sphere of constant range bends away by more than the error in range.  The weight is
    that of the measurement in the sum of both spreads, near where the update will end.
    """
    at = (x[0], x[1], x[2])
    spread = p[0, 0] + p[1, 1] + p[2, 2]
    angle = measured.sigma_u * measured.sigma_u + measured.sigma_v * measured.sigma_v
    measured_spread = measured.range * measured.range * angle
    if spread < share * measured_spread:
        return at
    seen = position_from_measurement(
        measured.range, measured.u, measured.v, sensor.position, sensor.basis
    )
    weight = spread / (spread + measured_spread)
    return add_scaled(at, weight, sub(seen, at))


@njit
def update(
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    radars: int,
    measured: Measurement,
    sensor: Sensor,
    share: float,
) -> tuple[float, float]:
    """Take in one detection; returns NIS (three degrees of freedom) and log-likelihood.

    Range, u and v have independent errors, so they are taken one after another, all
    linearised at one point: nearer to the measurement where the predicted variance of
    position exceeds this share of the measured one.
    """
    at = _linearisation_point(x, p, measured, sensor, share)
    expected = predict_measurement(at, sensor.position, sensor.basis)
    h = measurement_jacobian(at, sensor.position, sensor.basis)
    rows = ((h[0], h[1], h[2]), (h[3], h[4], h[5]), (h[6], h[7], h[8]))
    own = c[sensor.radar]
    known = _Known(
        Column((x[0], x[1], x[2]), (x[3], x[4], x[5]), x[6]),
        spreads.read(p),
        spreads.read_column(own, 0),
        spreads.read_column(own, 1),
        spreads.read_column(own, 2),
    )
    # One after another and not in a loop: each is folded in, on numbers in registers.
    known, gain, first, a = _take(
        known,
        at,
        rows[0],
        measured.range - expected[0],
        measured.sigma_range,
        sensor.bias_range,
    )
    _tell_other_radars(c, radars, sensor.radar, rows[0], gain)
    known, gain, second, b = _take(
        known, at, rows[1], measured.u - expected[1], measured.sigma_u, sensor.bias_u
    )
    _tell_other_radars(c, radars, sensor.radar, rows[1], gain)
    known, gain, third, d = _take(
        known, at, rows[2], measured.v - expected[2], measured.sigma_v, sensor.bias_v
    )
    _tell_other_radars(c, radars, sensor.radar, rows[2], gain)
    x[0], x[1], x[2] = known.mean.r
    x[3], x[4], x[5] = known.mean.v
    x[6] = known.mean.s
    spreads.write(p, known.spread)
    # Three turns have brought the biases back to their places.
    spreads.write_column(own, 0, known.one)
    spreads.write_column(own, 1, known.two)
    spreads.write_column(own, 2, known.three)
    nis = first + second + third
    return nis, -0.5 * (nis + log(a * b * d) + 3.0 * _LOG_TWO_PI)
