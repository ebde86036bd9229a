"""Detection statistics: signal needed, and probability given."""

from openthaad.radar.detectability import probability_for_snr, snr_for_probability
from openthaad.units import from_db, to_db


def required_signal(*, detection: float, false_alarm: float, swerling: int) -> dict[str, float]:
    """Signal-to-noise ratio [dB] of one pulse for a detection probability."""
    return {"snr_db": to_db(snr_for_probability(detection, false_alarm, swerling))}


def detection_probability(
    *, snr_db: float, false_alarm: float, swerling: int
) -> dict[str, float]:
    """Detection probability [1] of one pulse."""
    return {"probability": probability_for_snr(from_db(snr_db), false_alarm, swerling)}
