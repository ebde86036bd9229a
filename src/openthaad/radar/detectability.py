"""How much signal a detection takes."""

from math import log

from openthaad.checks import require_between, require_probability
from openthaad.radar.kernels import detection

SWERLING_CASES = (detection.STEADY, detection.SWERLING_1, detection.SWERLING_3)
_MOST = 1e8  # no probability below 1 - 1e-7 needs more signal than this


def snr_for_probability(
    probability: float, false_alarm_probability: float = 1e-6, swerling: int = 1
) -> float:
    """Mean signal-to-noise ratio [1] of one dwell that gives a detection probability.

    Parameters
    ----------
    probability : float
        Of detection, above the false-alarm probability and at most 1 - 1e-6.
    false_alarm_probability : float
        Per resolution cell, 1e-30 to 0.1.
    swerling : int
        Fluctuation: 0 (none), 1 or 3.

    Raises
    ------
    ValueError
        A probability is out of range, or the case is not one of 0, 1, 3.

    References
    ----------
    .. [1] J. I. Marcum, P. Swerling, "Studies of target detection by pulsed radar",
       *IRE Transactions on Information Theory* IT-6(2), 1960.

    Examples
    --------
    >>> round(snr_for_probability(0.9, 1e-6, swerling=0), 1)
    20.8
    """
    require_between(1e-30, 0.1, false_alarm_probability=false_alarm_probability)
    require_between(false_alarm_probability, 1.0 - 1e-6, probability=probability)
    _require_case(swerling)
    if swerling == detection.SWERLING_1:
        return log(false_alarm_probability) / log(probability) - 1.0
    threshold = detection.threshold(false_alarm_probability)
    low, high = 0.0, _MOST
    while high - low > 1e-9 * (1.0 + low):
        middle = 0.5 * (low + high)
        if detection.probability(middle, threshold, swerling) < probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def probability_for_snr(
    snr: float, false_alarm_probability: float = 1e-6, swerling: int = 1
) -> float:
    """Detection probability of one dwell at a mean signal-to-noise ratio [1].

    Raises
    ------
    ValueError
        The false-alarm probability is no probability, or the case is not one of 0, 1, 3.
    """
    require_probability(false_alarm_probability=false_alarm_probability)
    _require_case(swerling)
    threshold = detection.threshold(false_alarm_probability)
    return detection.probability(float(snr), threshold, swerling)


def _require_case(swerling: int) -> None:
    if swerling not in SWERLING_CASES:
        raise ValueError(f"swerling must be one of {SWERLING_CASES}, got {swerling!r}")
