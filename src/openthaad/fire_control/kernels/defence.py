"""What a battery fights with: the tables that never change, and what is left of its means."""

from typing import NamedTuple

import numpy as np

from openthaad.kernels.containers import container


@container
class Defence(NamedTuple):
    """Batteries and what they can do; a row of BATTERY knows its rows in the other tables."""

    radars: np.ndarray  # RADAR
    batteries: np.ndarray  # BATTERY
    launchers: np.ndarray  # LAUNCHER
    interceptors: np.ndarray  # INTERCEPTOR
    flyouts: np.ndarray  # FLYOUT, row by row with batteries


@container
class Readiness(NamedTuple):
    """What batteries and launchers have left."""

    batteries: np.ndarray  # BATTERY_STATE
    launchers: np.ndarray  # LAUNCHER_STATE


@container
class Candidates(NamedTuple):
    """Scratch: what the search along one predicted path found, battery by battery."""

    rows: np.ndarray  # CANDIDATE (batteries, candidates)
    counts: np.ndarray  # of each battery; -1: not searched


class Cycle(NamedTuple):
    """A cycle of fire control, and whether the published caps hold in it."""

    time: float  # [s]
    period: float  # to the next [s]
    is_capped: int  # 0: the caps are left aside


class Solution(NamedTuple):
    """A launch that meets its target."""

    launch_time: float  # [s]
    flight_time: float  # [s]
    axis: tuple[float, float, float]  # of the canister, ECEF
    thrust: tuple[float, float, float]  # axis held in boost, ECEF
