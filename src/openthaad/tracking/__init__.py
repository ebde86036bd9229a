"""The tracker as a reader sets it, and the harness that says whether it is consistent."""

from openthaad.tracking.consistency import Consistency, chi_square_band, consistency
from openthaad.tracking.settings import TrackerSettings

__all__ = ["Consistency", "TrackerSettings", "chi_square_band", "consistency"]
