"""Whom a battery defends, and what limits each place."""

from openthaad.fire_control.limits import LIMITS, SHOTS
from openthaad.studies.footprint.question import footprint, threats_for
from openthaad.studies.footprint.record import Footprint, Layer, limit_name, limited_by
from openthaad.studies.footprint.region import Grid, grid

__all__ = [
    "LIMITS",
    "SHOTS",
    "Footprint",
    "Grid",
    "Layer",
    "footprint",
    "grid",
    "limit_name",
    "limited_by",
    "threats_for",
]
