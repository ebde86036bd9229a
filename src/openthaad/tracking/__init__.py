"""The tracker as a reader sets it, and the harness that says whether it is consistent."""

from openthaad.tracking.settings import TrackerSettings

__all__ = ["TrackerSettings"]
