"""The tracker as a reader sets it, and the harness that says whether it is consistent."""

from openthaad.tracking.consistency import (
    Averages,
    Consistency,
    average_by_second,
    chi_square_band,
    consistency,
)
from openthaad.tracking.settings import TrackerSettings

__all__ = [
    "Averages",
    "Consistency",
    "TrackerSettings",
    "average_by_second",
    "chi_square_band",
    "consistency",
]
