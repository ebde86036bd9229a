"""What the cases name: small functions by subject, each a mapping of results with units."""

from collections.abc import Callable
from types import MappingProxyType

from openthaad.studies.validation.computations import (
    detection,
    earth,
    engagement,
    flights,
    homing,
    levinger,
    radar,
    reentry,
    rockets,
    statistics,
    vacuum,
)

Computation = Callable[..., dict[str, float]]

_FUNCTIONS: dict[str, Computation] = {
    "absorption": radar.absorption,
    "air": earth.standard_air,
    "an-tpy-2": radar.an_tpy_2,
    "decay": radar.decay,
    "detection-probability": detection.detection_probability,
    "entry": reentry.entry,
    "exact-interval": statistics.exact_interval,
    "farthest-shot": vacuum.farthest_shot,
    "from-ecef": earth.from_ecef,
    "geodesic": earth.geodesic,
    "homing-miss": homing.homing_miss,
    "impulsive-flight": vacuum.impulsive_flight,
    "inferred-flight": flights.inferred,
    "layers": statistics.layers,
    "leakers-by-single-shots": engagement.leakers_by_single_shots,
    "levinger-flight": levinger.flight_of_2005,
    "longest-flight": flights.longest_flight,
    "longest-gravity-turn": rockets.longest_gravity_turn,
    "pulse-power": radar.pulse_power,
    "pulse-range": radar.pulse_range,
    "ray-at-range": radar.ray_at_range,
    "ray-to-height": radar.ray_to_height,
    "received-power": radar.received_power,
    "record-chance": engagement.record_chance,
    "reported-flight": flights.reported_flight,
    "required-signal": detection.required_signal,
    "search-signal": radar.search_signal,
    "straight-entry": reentry.straight_entry,
    "to-ecef": earth.to_ecef,
    "two-body-flight": vacuum.two_body_flight,
}
COMPUTATIONS = MappingProxyType(_FUNCTIONS)
