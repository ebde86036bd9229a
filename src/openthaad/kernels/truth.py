"""Where things truly are: for a radar's dwell, a seeker, the end of a shot, and the record.

Neither the tracker nor fire control nor guidance may import this (a contract).
"""

from typing import NamedTuple

import numpy as np

from openthaad.kernels.containers import container


@container
class Truth(NamedTuple):
    """What a run knows and nobody in it does."""

    items: np.ndarray  # OBJECT: what each object is
    objects: np.ndarray  # OBJECT_STATE: where it is
    flights: np.ndarray  # FLIGHT of each object
    nodes: np.ndarray  # NODE of every object's path
    object_threats: np.ndarray  # threat of each object
    threats: np.ndarray  # THREAT_STATE
    engagements: np.ndarray  # ENGAGEMENT_RECORD of every threat and battery
    faults: np.ndarray  # RADAR_FAULT: this run's errors of site and orientation
    extras: np.ndarray  # DETECTION_TRUTH, row by row with the picture's detections
    origins: np.ndarray  # TRACK_TRUTH, row by row with tracks
    shots: np.ndarray  # SHOT_TRUTH, row by row with the picture's shots
    shot_threats: np.ndarray  # threat that each shot was fired at, for the record
    positions: np.ndarray  # scratch of the seeker (objects, 3)
    flags: np.ndarray  # scratch of the seeker
