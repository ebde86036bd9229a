"""Detection of one coherently integrated dwell by a square-law detector.

`threshold` is T = -ln(false-alarm probability), in units of the mean noise power.
J. I. Marcum and P. Swerling, *IRE Trans. Information Theory* IT-6(2), 1960.
"""

from math import exp, log, log1p, sqrt

import numpy as np

from openthaad.kernels.compiled import njit

STEADY = 0  # Swerling's case 0: does not fluctuate
SWERLING_1 = 1  # many equal scatterers: exponential power
SWERLING_3 = 3  # one dominant scatterer: chi-square power, four degrees of freedom

_TERMS = 2048
_RECIPROCAL = 1.0 / np.arange(1.0, _TERMS + 1.0)
_NEGLIGIBLE = 1e-10
_CERTAIN = 21.0  # exp(-21) < 1e-9


@njit(cache=True, nogil=True)
def threshold(false_alarm_probability: float) -> float:
    """Threshold [mean noise power] of a false-alarm probability [1]."""
    return -log(false_alarm_probability)


@njit
def _poisson_mixture(snr: float, threshold: float) -> float:
    """Sum the Poisson-weighted gamma tails until what is left cannot change the tenth place."""
    weight = exp(-snr)
    tail_term = exp(-threshold)
    left = 1.0 - weight
    tail = tail_term
    probability = weight * tail
    for n in range(_TERMS):
        if left * (1.0 - tail) < _NEGLIGIBLE:
            break
        weight *= snr * _RECIPROCAL[n]
        tail_term *= threshold * _RECIPROCAL[n]
        tail += tail_term
        left -= weight
        probability += weight * tail
    return probability + max(left, 0.0) * min(tail, 1.0)


@njit
def conditional(snr: float, threshold: float) -> float:
    """Return the detection probability [1] at an instantaneous S/N: Q1(sqrt(2S), sqrt(2T)).

    Marcum's Q to 1e-9 absolute, for thresholds up to 200; 0 or 1 where the bound
    exp(-(a - b)^2 / 2) of Q1(a, b) leaves less than that (M. K. Simon and M.-S. Alouini,
    *Digital Communication over Fading Channels*, Wiley, 2000).  At no signal it is the
    false-alarm probability.
    """
    half_gap = sqrt(max(snr, 0.0)) - sqrt(threshold)
    if half_gap * half_gap > _CERTAIN:
        return 1.0 if half_gap > 0.0 else 0.0
    return min(_poisson_mixture(max(snr, 0.0), threshold), 1.0)


@njit(cache=True, nogil=True)
def probability(mean_snr: float, threshold: float, swerling: int) -> float:
    """Average the detection probability [1] at a mean S/N over the fluctuation."""
    if swerling == SWERLING_1:
        return exp(-threshold / (1.0 + mean_snr))
    if swerling == SWERLING_3:
        total = 2.0 + mean_snr
        return exp(-2.0 * threshold / total) * (
            1.0 + 2.0 * mean_snr * threshold / (total * total)
        )
    return conditional(mean_snr, threshold)


@njit
def _chi_square_four(uniform: float) -> float:
    """Invert 1 - (1 + 2x) exp(-2x), to 1e-9 relative: branch-point series, then Newton.

    With y = 2x this is y - ln(1 + y) = -ln(1 - u), the lower branch of Lambert's W.
    """
    depth = -log1p(-uniform)
    g = sqrt(2.0 * depth)
    if g < 1.5:
        y = g * (1.0 + g * (1.0 / 3.0 + g * (1.0 / 36.0 - g / 270.0)))
    else:
        y = depth + log1p(depth + log1p(depth))
    if g > 0.01:
        for _ in range(3):
            y -= (y - log1p(y) - depth) * (1.0 + y) / y
    return 0.5 * y


@njit
def fluctuation(uniform: float, swerling: int) -> float:
    """Cross-section as a multiple of its mean [1], from a uniform in [0, 1); rises with it."""
    if swerling == SWERLING_1:
        return -log1p(-uniform)
    if swerling == SWERLING_3:
        return _chi_square_four(uniform)
    return 1.0


@njit
def mean_when_seen(chance: float, swerling: int) -> float:
    """Mean of the cross-section over its mean [1] where it is above its quantile 1 - chance.

    A look that sees with a small chance sees because the echo stood high.
    """
    chance = min(max(chance, 1e-9), 1.0)
    if swerling == SWERLING_1:
        return 1.0 - log(chance)
    if swerling == SWERLING_3:
        least = _chi_square_four(1.0 - chance)
        return 1.0 + 2.0 * least * least / (1.0 + 2.0 * least)
    return 1.0
