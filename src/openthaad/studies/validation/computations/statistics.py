"""Intervals, and chances of records."""

from openthaad.campaigns.statistics import clopper_pearson


def exact_interval(*, successes: int, trials: int, level: float) -> dict[str, float]:
    """Clopper and Pearson's interval of a proportion [1]."""
    found = clopper_pearson(successes, trials, level)
    return {"low": found.low, "high": found.high}


def layers(*, stops: list[float]) -> dict[str, float]:
    """Share that independent layers stop together [1]."""
    through = 1.0
    for share in stops:
        through *= 1.0 - share
    return {"stopped": 1.0 - through}
