"""One engagement: a scenario played in the compiled engine, and what came of it."""

from openthaad.engagement.engine import Played, play, simulate

__all__ = ["Played", "play", "simulate"]
