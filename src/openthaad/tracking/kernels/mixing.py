"""Interacting multiple models: boost and ballistic share six states, each has a seventh.

Bar-Shalom, Li, Kirubarajan, Estimation with Applications to Tracking and Navigation, Wiley
2001, chapter 11.  The seventh state means something else in each model, so what one
model lacks it takes from its prior before mixing, with the prior's spread: Granstrom,
Willett, Bar-Shalom, "Systematic approach to IMM mixing for unequal dimension states", IEEE
Trans. Aerospace and Electronic Systems 51 (2015).
"""

from math import exp

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels.filters import TrackerParams
from openthaad.tracking.kernels.motion import BALLISTIC, BOOST

_LEAST = 1e-12  # a mode's probability never falls below it, so that it can come back


@njit
def mode_after(
    mode: np.ndarray, duration: float, params: TrackerParams
) -> tuple[float, float, float]:
    """Share of each model's predecessors that changed over, and the predicted probabilities.

    Returns the weight of boost in what becomes ballistic, of ballistic in what becomes
    boost, and the predicted probability of boost.
    """
    out = 1.0 - exp(-duration / params.burn_time)
    back = 1.0 - exp(-duration / params.relight_time)
    boost = (1.0 - out) * mode[BOOST] + back * mode[BALLISTIC]
    ballistic = out * mode[BOOST] + (1.0 - back) * mode[BALLISTIC]
    return out * mode[BOOST] / ballistic, back * mode[BALLISTIC] / boost, boost


@njit
def _prior(model: int, params: TrackerParams) -> tuple[float, float]:
    """Mean and variance of a model's seventh state before anything is known."""
    if model == BALLISTIC:
        return params.log_beta, params.log_beta_sigma * params.log_beta_sigma
    return params.thrust, params.thrust_sigma * params.thrust_sigma


@njit
def mix(track: np.void, radars: int, duration: float, params: TrackerParams) -> None:
    """Mix both models' estimates and predict their probabilities over a duration [s]."""
    mode = track["mode_probability"]
    into_ballistic, into_boost, boost = mode_after(mode, duration, params)
    mode[BOOST] = boost
    mode[BALLISTIC] = 1.0 - boost
    x, p, c = track["x"], track["p"], track["c"]
    d = (
        x[0, 0] - x[1, 0], x[0, 1] - x[1, 1], x[0, 2] - x[1, 2],
        x[0, 3] - x[1, 3], x[0, 4] - x[1, 4], x[0, 5] - x[1, 5],
    )  # fmt: skip
    _mix_common(p, d, into_boost, into_ballistic)
    _mix_private(x[BOOST], p[BOOST], d, -1.0, into_boost, _prior(BOOST, params))
    _mix_private(x[BALLISTIC], p[BALLISTIC], d, 1.0, into_ballistic, _prior(BALLISTIC, params))
    for i in range(6):
        x[BOOST, i] -= into_boost * d[i]
        x[BALLISTIC, i] += into_ballistic * d[i]
    for r in range(radars):
        _mix_consider(c[BOOST, r], c[BALLISTIC, r], into_boost, into_ballistic)


@njit
def _mix_common(p: np.ndarray, d: tuple[float, ...], into_a: float, into_b: float) -> None:
    """Covariance of the six common states; d is the difference of the means, a minus b."""
    spread_a = into_a * (1.0 - into_a)
    spread_b = into_b * (1.0 - into_b)
    a, b = p[BOOST], p[BALLISTIC]
    for i in range(6):
        for j in range(6):
            dd = d[i] * d[j]
            step = b[i, j] - a[i, j]
            a[i, j] += into_a * step + spread_a * dd
            b[i, j] += -into_b * step + spread_b * dd


@njit
def _mix_private(
    x: np.ndarray,
    p: np.ndarray,
    d: tuple[float, ...],
    sign: float,
    weight: float,
    prior: tuple[float, float],
) -> None:
    """Seventh state: keep (1 - weight) of it and take the rest from the prior.

    `sign` d is the other model's mean of the common states less this one's.
    """
    keep = 1.0 - weight
    e = prior[0] - x[6]
    p[6, 6] = keep * p[6, 6] + weight * prior[1] + weight * keep * e * e
    for i in range(6):
        p[i, 6] = keep * p[i, 6] + weight * keep * sign * d[i] * e
        p[6, i] = p[i, 6]
    x[6] += weight * e


@njit
def _mix_consider(a: np.ndarray, b: np.ndarray, into_a: float, into_b: float) -> None:
    for j in range(3):
        for i in range(6):
            step = b[i, j] - a[i, j]
            a[i, j] += into_a * step
            b[i, j] -= into_b * step
        a[6, j] *= 1.0 - into_a
        b[6, j] *= 1.0 - into_b


@njit
def weigh(mode: np.ndarray, boost: float, ballistic: float) -> None:
    """Bayes on the models' probabilities with their log-likelihoods of one detection."""
    top = max(boost, ballistic)
    a = mode[BOOST] * exp(boost - top)
    b = mode[BALLISTIC] * exp(ballistic - top)
    share = min(max(a / (a + b), _LEAST), 1.0 - _LEAST)
    mode[BOOST] = share
    mode[BALLISTIC] = 1.0 - share
