"""One trial flight of a search: fly it, and say where it came down about the aim.

Ground distances are angles at the Earth's centre times the mean radius; the miss is the
straight distance from impact to aim.
"""

from math import asin, atan2, inf, pi
from typing import NamedTuple

import numpy as np

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.earth.kernels.heights import climb_rate
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, add_scaled, angle_between, cross, dot, norm, sub, unit
from openthaad.threat.kernels.flight import PLANNED, FlightStatus, Missiles, fly


class Trial(NamedTuple):
    """What is tried, and at what."""

    aim: Vec  # ECEF [m]
    azimuth: float  # of the launch [rad]
    pitch: float  # final thrust elevation [rad]
    cutoff: float  # since launch [s]; inf: everything burns


class Shot(NamedTuple):
    """A trial flight: what was tried, and where it came down."""

    pitch: float
    cutoff: float
    azimuth: float
    distance: float  # launch to impact over the ground [m]
    turn: float  # from the aim's bearing to the impact's, positive to the left [rad]
    apogee: float
    angle: float  # flight-path angle at burnout [rad]
    miss: float


@njit
def _left_of(origin: Vec, aim: Vec, point: Vec) -> float:
    """Angle at the origin from the aim's bearing to the point's, positive to the left."""
    up = unit(origin)
    to_aim = add_scaled(aim, -dot(aim, up), up)
    to_point = add_scaled(point, -dot(point, up), up)
    return atan2(dot(cross(to_aim, to_point), up), dot(to_aim, to_point))


@njit
def burn_time(missile: np.void, stages: np.ndarray) -> float:
    """Launch to the last burnout when everything burns [s]."""
    first = missile["first_stage"]
    last = first + missile["stage_count"] - 1
    burns, coasts = 0.0, 0.0
    for k in range(first, last + 1):
        burns += stages[k]["burn_time"]
        if k < last:
            coasts += stages[k]["coast_time"]
    return burns + coasts


@njit
def shoot(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    trial: Trial,
    nodes: np.ndarray,
    flight: np.void,
) -> Shot:
    """Fly one trial; `plan`, `nodes` and `flight` are overwritten."""
    aim, azimuth, pitch, cutoff = trial
    plan["azimuth"] = azimuth
    plan["pitch_final"] = pitch
    plan["cutoff_time"] = cutoff
    missile = missiles.kinds[plan["missile"]]
    start = plan["vertical_time"]
    end = min(cutoff, burn_time(missile, missiles.stages))
    plan["pitch_end_time"] = start + missile["pitch_fraction"] * (end - start)
    status = fly(plan, missiles, around, PLANNED, nodes, flight)
    impact = vec(flight["impact_position"])
    origin = vec(plan["position"])
    if status not in (FlightStatus.IMPACT.value, FlightStatus.CRASHED.value):
        return Shot(pitch, cutoff, azimuth, pi * EARTH_MEAN_RADIUS, 0.0, inf, 0.0, inf)
    angle = 0.0
    if status == FlightStatus.IMPACT.value:
        speed = vec(flight["burnout_velocity"])
        rate = climb_rate(vec(flight["burnout_position"]), speed)
        angle = asin(min(max(rate / norm(speed), -1.0), 1.0))
    return Shot(
        pitch,
        cutoff,
        azimuth,
        EARTH_MEAN_RADIUS * angle_between(origin, impact),
        _left_of(origin, aim, impact),
        flight["apogee_altitude"],
        angle,
        norm(sub(impact, aim)),
    )


@njit(cache=True, nogil=True)
def run_shoot(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    trial: Trial,
    nodes: np.ndarray,
    flight: np.void,
) -> Shot:
    """`shoot` for callers outside the kernels."""
    return shoot(plan, missiles, around, trial, nodes, flight)
