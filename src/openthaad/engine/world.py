"""The three containers of a run: World (never changes), State (changes), Log (grows).

They are handed whole only to `loop.advance`; everything below it gets single tables and
rows, which is what keeps compile time down.
"""

from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.gravity import EarthParams
from openthaad.tracking.kernels.filters import TrackerParams


class World(NamedTuple):
    """What is the same in every run of a scenario."""

    options: np.ndarray  # OPTIONS, one row
    earth: EarthParams
    air: np.ndarray  # AIR
    drags: np.ndarray  # DRAG
    stages: np.ndarray  # STAGE
    missiles: np.ndarray  # MISSILE
    plans: np.ndarray  # PLAN, one row per threat
    threats: np.ndarray  # THREAT
    objects: np.ndarray  # OBJECT
    radars: np.ndarray  # RADAR
    bends: np.ndarray  # refraction tables (n, elevation, height) [rad]
    masks: np.ndarray  # terrain mask per radar and degree of azimuth [rad]
    sensors: np.ndarray  # SENSORS: the radars as the tracker knows them
    tracker: TrackerParams
    batteries: np.ndarray  # BATTERY
    launchers: np.ndarray  # LAUNCHER
    interceptors: np.ndarray  # INTERCEPTOR
    flyouts: np.ndarray  # FLYOUT, one row per battery
    assets: np.ndarray  # ASSET
    recorded_detections: np.ndarray  # LOG_DETECTION, used in a replay
    recorded_looks: np.ndarray  # LOG_LOOK


class State(NamedTuple):
    """Everything that a run changes.  Truth and Picture are separate tables."""

    clock: np.ndarray  # CLOCK, one row
    nodes: np.ndarray  # truth: NODE of every object
    flights: np.ndarray  # truth: FLIGHT per object
    objects: np.ndarray  # truth: OBJECT_STATE
    threats: np.ndarray  # truth: THREAT_STATE
    radars: np.ndarray  # RADAR_STATE; its biases are truth
    detections: np.ndarray  # DETECTION of this period
    extras: np.ndarray  # truth: DETECTION_TRUTH, row by row with detections
    order: np.ndarray  # detections by time
    group: np.ndarray  # DETECTION: scratch, those of one dwell
    tracks: np.ndarray  # TRACK
    statuses: np.ndarray  # TRACK_STATUS
    origins: np.ndarray  # truth: TRACK_TRUTH, for the record
    paths: np.ndarray  # PATH per track row (tracks, nodes)
    candidates: np.ndarray  # CANDIDATE: scratch of one search for an intercept
    aimed: np.ndarray  # tracks looked at this period and not yet seen
    given: np.ndarray  # scratch of association: track row per detection
    doubts: np.ndarray  # scratch of association: probability that it is another track's
    mean: np.ndarray  # scratch (7,)
    covariance: np.ndarray  # scratch (7, 7)
    sights: np.ndarray  # scratch: one period's seeker record
    object_positions: np.ndarray  # truth: scratch of the seeker (objects, 3)
    object_flags: np.ndarray  # truth: scratch of the seeker
    object_threats: np.ndarray  # truth: threat of each object
    shot_threats: np.ndarray  # truth: threat each shot was fired at, for the record
    shots: np.ndarray  # SHOT
    orders: np.ndarray  # picture: SHOT_ORDER, row by row with shots
    shot_truth: np.ndarray  # SHOT_TRUTH
    launchers: np.ndarray  # LAUNCHER_STATE
    batteries: np.ndarray  # BATTERY_STATE


class Log(NamedTuple):
    """What is kept of a run, appended in order."""

    counts: np.ndarray  # LOG_COUNT, one row
    detections: np.ndarray  # LOG_DETECTION
    tracks: np.ndarray  # LOG_TRACK
    decisions: np.ndarray  # LOG_DECISION
    looks: np.ndarray  # LOG_LOOK
    flights: np.ndarray  # LOG_FLIGHT
    occupancy: np.ndarray  # LOG_OCCUPANCY
