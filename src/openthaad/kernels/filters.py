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

from openthaad.kernels.compiled import inner
from openthaad.kernels.frames import Basis
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.measurement import (
    measurement_jacobian,
    position_from_measurement,
    predict_measurement,
)
from openthaad.kernels.motion import (
    BALLISTIC,
    Motion,
    advance_state,
    ballistic_motion,
    boost_motion,
)
from openthaad.kernels.vector import Vec, add_scaled, dot, norm, sub

_LOG_TWO_PI = log(2.0 * pi)


class TrackerParams(NamedTuple):
    """How the tracker is set.  Every field is a float; `openthaad.tracking` argues each."""

    velocity_sigma: float  # prior of each velocity component at first sight [m/s]
    log_beta: float  # prior of ln(ballistic coefficient / (kg/m²))
    log_beta_sigma: float
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
    boost_probability: float  # prior at first sight
    burn_time: float  # mean time to burnout, for the transition probability [s]
    relight_time: float  # mean time to a relight [s]
    declare_probability: float  # of the ballistic model, to declare burnout ...
    declare_time: float  # ... held for so long [s]
    confirm_hits: float  # M of ...
    confirm_window: float  # ... N opportunities
    drop_time: float  # without an update [s]
    drop_sigma: float  # of position, any axis [m]
    gate: float  # chi-square with three degrees of freedom
    separation_speed: float  # kick to what separates, one sigma of each component [m/s]
    separation_time: float  # it happened at most so long ago [s]


class Sensor(NamedTuple):
    """A radar as the tracker knows it: site, face (ECEF) and declared sigmas of its bias."""

    radar: int  # row of c
    position: Vec  # ECEF [m]
    basis: Basis  # face: unit vectors of u, of v, and out of it
    bias_range: float  # one sigma [m]
    bias_u: float
    bias_v: float


class Look(NamedTuple):
    """One detection: measured range [m] and direction cosines with their white sigmas."""

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


@inner
def _drift(p: np.ndarray, h: float) -> None:
    """Shear p by r += h v; only the upper triangle is computed, the lower one mirrored."""
    for i in range(3):
        for j in range(7):
            p[i, j] += h * p[i + 3, j]
    for i in range(3):
        for j in range(i, 3):
            p[i, j] += h * p[i, j + 3]
            p[j, i] = p[i, j]
        for j in range(3, 7):
            p[j, i] = p[i, j]


@inner
def _kick_rows(p: np.ndarray, columns: int, motion: Motion, h: float) -> None:
    """Rows of v += h (dF/dr r + dF/dv v + dF/ds s) and of s += h dG/ds s."""
    _, g, m, e, _, growth, _ = motion
    for j in range(columns):
        x, y, z = p[0, j], p[1, j], p[2, j]
        a, b, c, s = p[3, j], p[4, j], p[5, j], p[6, j]
        fx = g[0] * x + g[1] * y + g[2] * z + m[0] * a + m[1] * b + m[2] * c + e[0] * s
        fy = g[3] * x + g[4] * y + g[5] * z + m[3] * a + m[4] * b + m[5] * c + e[1] * s
        fz = g[6] * x + g[7] * y + g[8] * z + m[6] * a + m[7] * b + m[8] * c + e[2] * s
        p[3, j] = a + h * fx
        p[4, j] = b + h * fy
        p[5, j] = c + h * fz
        p[6, j] = s + h * growth * s


@inner
def _kick(p: np.ndarray, motion: Motion, h: float) -> None:
    """Shear p by the accelerations; symmetric to the last bit by mirroring."""
    _kick_rows(p, 7, motion, h)
    _, g, m, e, _, growth, _ = motion
    for i in range(3, 6):
        x, y, z = p[i, 0], p[i, 1], p[i, 2]
        a, b, c, s = p[i, 3], p[i, 4], p[i, 5], p[i, 6]
        fx = g[0] * x + g[1] * y + g[2] * z + m[0] * a + m[1] * b + m[2] * c + e[0] * s
        fy = g[3] * x + g[4] * y + g[5] * z + m[3] * a + m[4] * b + m[5] * c + e[1] * s
        fz = g[6] * x + g[7] * y + g[8] * z + m[6] * a + m[7] * b + m[8] * c + e[2] * s
        p[i, 3] = a + h * fx
        p[i, 4] = b + h * fy
        p[i, 5] = c + h * fz
        p[i, 6] = s + h * growth * s
    p[6, 6] += h * growth * p[6, 6]
    p[4, 3], p[5, 3], p[5, 4] = p[3, 4], p[3, 5], p[4, 5]
    for i in range(3, 6):
        p[6, i] = p[i, 6]
        for j in range(3):
            p[j, i] = p[i, j]
    for j in range(3):
        p[j, 6] = p[6, j]


@inner
def _shear_consider(c: np.ndarray, motion: Motion, h: float) -> None:
    """The same step for the covariance (7, 3) with one radar's bias."""
    half = 0.5 * h
    for i in range(3):
        for j in range(3):
            c[i, j] += half * c[i + 3, j]
    _kick_rows(c, 3, motion, h)
    for i in range(3):
        for j in range(3):
            c[i, j] += half * c[i + 3, j]


@inner
def _add_noise(p: np.ndarray, v: Vec, level: float, across: float, s: float) -> None:
    """Add variance of velocity (isotropic, and across the velocity) and of s."""
    v2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2]
    along = across / max(v2, 1.0)
    for i in range(3):
        p[i + 3, i + 3] += level + across
        for j in range(3):
            p[i + 3, j + 3] -= along * (v[i] * v[j])
    p[6, 6] += s


@inner
def shear(
    p: np.ndarray, v: Vec, motion: Motion, h: float, level: float, across: float, walk: float
) -> None:
    """Carry p through a step of h seconds and add the variances of its noise half-way."""
    _drift(p, 0.5 * h)
    _kick(p, motion, h)
    _add_noise(p, v, level, across, walk)
    _drift(p, 0.5 * h)


@inner
def noise_densities(model: int, force: float, params: TrackerParams) -> tuple[float, float]:
    """Spectral densities of the acceleration across the velocity and of ds/dt.

    Drag that the model has wrong in size walks ln beta; drag or lift that it has wrong in
    direction (a body that spirals) is white across the velocity, growing with the drag.
    """
    if model == BALLISTIC:
        lift = params.lift_ratio * force
        share = force / (force + params.drag_scale)
        return 2.0 * lift * lift * params.lift_time, params.drag_noise * share
    return params.steering_noise, params.thrust_noise


@inner
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


@inner
def _motion(
    model: int,
    r: Vec,
    v: Vec,
    s: float,
    p: np.ndarray,
    air: np.ndarray,
    earth: EarthParams,
    params: TrackerParams,
) -> Motion:
    """Acceleration and derivatives by the model of that number."""
    if model == BALLISTIC:
        return ballistic_motion(r, v, s, air, earth, params.ceiling)
    spread = p[3, 3] + p[4, 4] + p[5, 5]
    return boost_motion(r, v, s, params.exhaust_speed, spread, earth)


@inner
def _doubt(model: int, v: Vec, p: np.ndarray, force: float) -> float:
    """Variance of acceleration, each axis, from not knowing which way the thrust points."""
    if model == BALLISTIC:
        return 0.0
    spread = p[3, 3] + p[4, 4] + p[5, 5]
    return force * force * spread / (3.0 * (dot(v, v) + spread))


@inner
def predict(
    model: int,
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    radars: int,
    duration: float,
    air: np.ndarray,
    earth: EarthParams,
    params: TrackerParams,
) -> None:
    """Carry x (7,), p (7, 7) and the first `radars` blocks of c on by a duration [s]."""
    r = (x[0], x[1], x[2])
    v = (x[3], x[4], x[5])
    s = x[6]
    left = duration
    while left > 0.0:
        motion = _motion(model, r, v, s, p, air, earth, params)
        force = motion[6]
        longest = _longest_step(model, r, v, force, params.ceiling, earth.radius)
        h = left if left <= longest else left / ceil(left / longest)
        across, walk = noise_densities(model, force, params)
        level = h * params.free_noise + h * h * _doubt(model, v, p, force)
        shear(p, v, motion, h, level, h * across, h * walk)
        for k in range(radars):
            _shear_consider(c[k], motion, h)
        r, v, s = advance_state(r, v, s, motion, h)
        left -= h
        if left < 1e-9:
            left = 0.0
    x[0], x[1], x[2] = r
    x[3], x[4], x[5] = v
    x[6] = s


# --- Update ----------------------------------------------------------------------------------


@inner
def _update_scalar(
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    radars: int,
    radar: int,
    k: int,
    row: Vec,
    innovation: float,
    white: float,
    bias: float,
) -> tuple[float, float]:
    """Take in one component k of a measurement; returns its chi-square and log-likelihood.

    `white` and `bias` are variances.  P - K g' - g K' + S K K' equals the Joseph form of the
    state's block for any gain K, and stays symmetric to the last bit.
    """
    own = c[radar]
    g = (
        p[0, 0] * row[0] + p[0, 1] * row[1] + p[0, 2] * row[2] + own[0, k],
        p[1, 0] * row[0] + p[1, 1] * row[1] + p[1, 2] * row[2] + own[1, k],
        p[2, 0] * row[0] + p[2, 1] * row[1] + p[2, 2] * row[2] + own[2, k],
        p[3, 0] * row[0] + p[3, 1] * row[1] + p[3, 2] * row[2] + own[3, k],
        p[4, 0] * row[0] + p[4, 1] * row[1] + p[4, 2] * row[2] + own[4, k],
        p[5, 0] * row[0] + p[5, 1] * row[1] + p[5, 2] * row[2] + own[5, k],
        p[6, 0] * row[0] + p[6, 1] * row[1] + p[6, 2] * row[2] + own[6, k],
    )
    bias_part = row[0] * own[0, k] + row[1] * own[1, k] + row[2] * own[2, k] + bias
    total = row[0] * g[0] + row[1] * g[1] + row[2] * g[2] + bias_part + white
    inverse = 1.0 / total
    gain = (
        inverse * g[0], inverse * g[1], inverse * g[2], inverse * g[3],
        inverse * g[4], inverse * g[5], inverse * g[6],
    )  # fmt: skip
    for i in range(7):
        x[i] += gain[i] * innovation
        for j in range(7):
            p[i, j] -= (gain[i] * g[j] + g[i] * gain[j]) - total * (gain[i] * gain[j])
    for r in range(radars):
        block = c[r]
        for j in range(3):
            common = row[0] * block[0, j] + row[1] * block[1, j] + row[2] * block[2, j]
            if r == radar and j == k:
                common += bias
            for i in range(7):
                block[i, j] -= gain[i] * common
    chi_square = innovation * innovation * inverse
    return chi_square, -0.5 * (chi_square + log(total) + _LOG_TWO_PI)


@inner
def _linearisation_point(x: np.ndarray, p: np.ndarray, look: Look, sensor: Sensor) -> Vec:
    """Predicted position; while that is poor, a point towards the measured one.

    In the first looks the range of places where the target may be is so wide that the
    sphere of constant range bends away by more than the error in range.  The weight is
    that of the measurement in the sum of both spreads, near where the update will end.
    """
    at = (x[0], x[1], x[2])
    spread = p[0, 0] + p[1, 1] + p[2, 2]
    angle = look.sigma_u * look.sigma_u + look.sigma_v * look.sigma_v
    measured_spread = look.range * look.range * angle
    if spread < 0.25 * measured_spread:
        return at
    seen = position_from_measurement(look.range, look.u, look.v, sensor.position, sensor.basis)
    weight = spread / (spread + measured_spread)
    return add_scaled(at, weight, sub(seen, at))


@inner
def update(
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    radars: int,
    look: Look,
    sensor: Sensor,
) -> tuple[float, float]:
    """Take in one detection; returns NIS (three degrees of freedom) and log-likelihood.

    Range, u and v have independent errors, so they are taken one after another, all
    linearised at one point.
    """
    at = _linearisation_point(x, p, look, sensor)
    expected = predict_measurement(at, sensor.position, sensor.basis)
    h = measurement_jacobian(at, sensor.position, sensor.basis)
    rows = ((h[0], h[1], h[2]), (h[3], h[4], h[5]), (h[6], h[7], h[8]))
    seen = (look.range, look.u, look.v)
    white = (look.sigma_range, look.sigma_u, look.sigma_v)
    bias = (sensor.bias_range, sensor.bias_u, sensor.bias_v)
    nis = 0.0
    likelihood = 0.0
    for k in range(3):
        away = (x[0] - at[0], x[1] - at[1], x[2] - at[2])
        chi_square, part = _update_scalar(
            x, p, c, radars, sensor.radar, k, rows[k],
            seen[k] - expected[k] - dot(rows[k], away),
            white[k] * white[k], bias[k] * bias[k],
        )  # fmt: skip
        nis += chi_square
        likelihood += part
    return nis, likelihood
