"""The radar: its equation term by term, its reach, its rays, and what it sees from a place."""

from openthaad.radar.coverage import (
    Boundary,
    Sight,
    Station,
    Visibility,
    coverage_boundary,
    first_visible,
    horizon_range,
    see,
    signal_to_noise,
    station,
)
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
    "Boundary",
    "EquationTerms",
    "Look",
    "Radar",
    "RayPoint",
    "SearchFence",
    "Sight",
    "Station",
    "Visibility",
    "air",
    "bending_table",
    "coverage_boundary",
    "detection_range",
    "exponential_decay",
    "first_visible",
    "four_thirds_height",
    "from_entry",
    "from_values",
    "horizon_range",
    "path_transmission",
    "probability_for_snr",
    "radar_equation_terms",
    "ray_height",
    "see",
    "signal_to_noise",
    "snr_for_probability",
    "station",
    "trace_ray",
]
