"""The radar: its equation term by term, its reach and its rays."""

from openthaad.radar.detectability import probability_for_snr, snr_for_probability
from openthaad.radar.equation import (
    EquationTerms,
    Look,
    detection_range,
    path_transmission,
    radar_equation_terms,
)
from openthaad.radar.model import MODES, Radar, SearchFence, from_entry, from_values
from openthaad.radar.refraction import (
    RayPoint,
    air,
    bending_table,
    exponential_decay,
    four_thirds_height,
    ray_height,
    trace_ray,
)

__all__ = [
    "MODES",
    "EquationTerms",
    "Look",
    "Radar",
    "RayPoint",
    "SearchFence",
    "air",
    "bending_table",
    "detection_range",
    "exponential_decay",
    "four_thirds_height",
    "from_entry",
    "from_values",
    "path_transmission",
    "probability_for_snr",
    "radar_equation_terms",
    "ray_height",
    "snr_for_probability",
    "trace_ray",
]
