"""The threat: missiles, their flights, and how they are aimed."""

from openthaad.threat.aiming import Mode
from openthaad.threat.document import flight_document
from openthaad.threat.flight import (
    Position,
    Surroundings,
    blank_plan,
    ecef,
    fly_plan,
    fly_to,
    how_it_ended,
    standard_surroundings,
)
from openthaad.threat.missile import DragCurve, Missile, MissileTables, Stage, missile_tables
from openthaad.threat.schedule import Burn, burns

__all__ = [
    "Burn",
    "DragCurve",
    "Missile",
    "MissileTables",
    "Mode",
    "Position",
    "Stage",
    "Surroundings",
    "blank_plan",
    "burns",
    "ecef",
    "flight_document",
    "fly_plan",
    "fly_to",
    "how_it_ended",
    "missile_tables",
    "standard_surroundings",
]
