"""What a reported test means: from apogee, range and time to speed, reach and a verdict."""

from openthaad.studies.inference.arcs import Spot
from openthaad.studies.inference.booster import booster_names
from openthaad.studies.inference.ellipse import ground_arc, minimum_energy, range_of
from openthaad.studies.inference.published import PublishedFlight, published_flights
from openthaad.studies.inference.report import Report
from openthaad.studies.inference.study import Inference, infer, infer_from

__all__ = [
    "Inference",
    "PublishedFlight",
    "Report",
    "Spot",
    "booster_names",
    "ground_arc",
    "infer",
    "infer_from",
    "minimum_energy",
    "published_flights",
    "range_of",
]
