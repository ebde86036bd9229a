"""The three containers of a run: World (never changes), State (changes), Log (grows).

Each is one pointer to a kernel (`kernels.containers`), so a kernel of the engine may be handed
the whole.  A kernel of a subsystem is handed the rows, tables and containers that are its own.
"""

from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.fire_control.kernels.defence import Candidates, Defence, Readiness
from openthaad.kernels.containers import container
from openthaad.kernels.truth import Truth
from openthaad.threat.kernels.flight import Missiles
from openthaad.tracking.kernels.association import Dwell
from openthaad.tracking.kernels.filters import Tracker


@container
class World(NamedTuple):
    """What is the same in every run of a scenario."""

    options: np.ndarray  # OPTIONS, one row
    around: Surroundings
    missiles: Missiles
    plans: np.ndarray  # PLAN, one row per threat
    threats: np.ndarray  # THREAT
    objects: np.ndarray  # OBJECT
    radars: np.ndarray  # RADAR
    sensors: np.ndarray  # SENSORS: the radars as the tracker knows them
    tracker: Tracker
    batteries: np.ndarray  # BATTERY
    launchers: np.ndarray  # LAUNCHER
    interceptors: np.ndarray  # INTERCEPTOR
    flyouts: np.ndarray  # FLYOUT, one row per battery
    assets: np.ndarray  # ASSET
    recorded_detections: np.ndarray  # LOG_DETECTION, used in a replay
    recorded_looks: np.ndarray  # LOG_LOOK

    @property
    def defence(self) -> Defence:
        """What fire control works with."""
        return Defence(
            self.radars, self.batteries, self.launchers, self.interceptors, self.flyouts
        )


@container
class Picture(NamedTuple):
    """What the defence has: its radars, its tracks, its shots."""

    radars: np.ndarray  # RADAR_STATE
    detections: np.ndarray  # DETECTION of this period
    tracks: np.ndarray  # TRACK
    statuses: np.ndarray  # TRACK_STATUS, row by row with tracks
    engagements: np.ndarray  # ENGAGEMENT of every track and battery (tracks, batteries)
    paths: np.ndarray  # PATH per track row (tracks, nodes)
    aimed: np.ndarray  # tracks looked at this period and not yet seen
    shots: np.ndarray  # SHOT
    orders: np.ndarray  # SHOT_ORDER, row by row with shots
    launchers: np.ndarray  # LAUNCHER_STATE
    batteries: np.ndarray  # BATTERY_STATE

    @property
    def readiness(self) -> Readiness:
        """What batteries and launchers have left."""
        return Readiness(self.batteries, self.launchers)


# What searches may see, as far as it was asked.
WATCH = np.dtype(
    [
        ("clear_until", "f8"),  # no search sees anything before [s]
        ("busy_until", "f8"),  # some search may see something until [s]
    ],
    align=True,
)


@container
class Prospect(NamedTuple):
    """What bounds from when on a search may see an object, in a battle without noise."""

    needed: np.ndarray  # SNR from which a search takes note, by radar and object
    fences: np.ndarray  # lowest and highest true elevation [rad] that a search may reach
    gains: np.ndarray  # how fast an object's speed may grow at most [m/s²], by object
    watch: np.ndarray  # WATCH, one row


@container
class Scratch(NamedTuple):
    """What is worked with and means nothing afterwards."""

    order: np.ndarray  # detections by time
    dwell: Dwell  # its looks are DETECTION rows
    candidates: Candidates
    before: np.ndarray  # ENGAGEMENT of one track, as the last cycle left it
    mean: np.ndarray  # (7,)
    covariance: np.ndarray  # (7, 7)
    sights: np.ndarray  # one period's seeker record
    prospect: Prospect


@container
class State(NamedTuple):
    """Everything that a run changes, and the truth that it is held against."""

    clock: np.ndarray  # CLOCK, one row
    truth: Truth
    picture: Picture
    scratch: Scratch


@container
class Log(NamedTuple):
    """What is kept of a run, appended in order."""

    counts: np.ndarray  # LOG_COUNT, one row
    detections: np.ndarray  # LOG_DETECTION
    tracks: np.ndarray  # LOG_TRACK
    decisions: np.ndarray  # LOG_DECISION
    looks: np.ndarray  # LOG_LOOK
    flights: np.ndarray  # LOG_FLIGHT
    occupancy: np.ndarray  # LOG_OCCUPANCY
