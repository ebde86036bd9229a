"""Many flights of one missile, each onto a place of its own.

A fan has one free number per flight: `reach`, the range for which pitch, cut-off and angle of
glide are taken from a table of aimed flights (FAMILY).  Reach and azimuth are corrected by how
far and how far aside the flight came down, and the next flight starts from the corrections of
the last, so that neighbours take little more than one trial each.
"""

from enum import IntEnum
from math import atan2, cos, inf
from typing import NamedTuple

import numpy as np

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, angle_between, dot, sub
from openthaad.threat.kernels.flight import Missiles, fly_body
from openthaad.threat.kernels.shooting import Trial, shoot

FAMILY = np.dtype(
    [
        ("reach", "f8"),  # ground range [m], rising
        ("pitch", "f8"),  # final thrust elevation [rad]
        ("cutoff", "f8"),  # since launch [s]; inf: everything burns
        ("glide", "f8"),  # path angle held on the way down [rad]; NaN: no lift
    ],
    align=True,
)


class FanStatus(IntEnum):
    """How one flight of a fan ended."""

    HIT = 0
    TOO_FAR = 1  # beyond the longest flight of the family
    TOO_NEAR = 2  # nearer than its shortest
    MISSED = 3  # the corrections did not settle
    NO_ROOM = 4  # the table of nodes is full


_HIT = int(FanStatus.HIT)
_TOO_FAR = int(FanStatus.TOO_FAR)
_TOO_NEAR = int(FanStatus.TOO_NEAR)
_MISSED = int(FanStatus.MISSED)
_NO_ROOM = int(FanStatus.NO_ROOM)
# A flight of a fan comes down within this of its aim [m].
TOLERANCE = 150.0
_TRIALS = 12
# From this trial on a correction goes by what the last one did: a steep dive hardly answers.
_STUBBORN = 3
_FLATTEST, _STEEPEST = 0.2, 5.0
# Nodes that the longest flight and its body may take.
_MOST_NODES = 1200


@container
class Fan(NamedTuple):
    """Flights of one missile, a row each, and the table that they are taken from."""

    family: np.ndarray  # FAMILY
    aims: np.ndarray  # ECEF [m], (flights, 3)
    plans: np.ndarray  # PLAN: the launch points, then what was flown
    leads: np.ndarray  # FLIGHT of the warheads, or of the whole missiles
    bodies: np.ndarray  # FLIGHT of the spent bodies
    status: np.ndarray  # FanStatus


# What the last flight would have needed to come down on its aim: aside [rad], beyond [m].
Correction = tuple[float, float]


@njit
def member(family: np.ndarray, reach: float) -> tuple[float, float, float]:
    """Pitch, cut-off and angle of glide for a range, between the rows of the family."""
    last = family.shape[0] - 1
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if family[middle]["reach"] <= reach:
            low = middle
        else:
            high = middle
    a, b = family[low], family[high]
    share = (reach - a["reach"]) / (b["reach"] - a["reach"])
    pitch = a["pitch"] + share * (b["pitch"] - a["pitch"])
    glide = a["glide"] + share * (b["glide"] - a["glide"])
    if a["cutoff"] == inf or b["cutoff"] == inf:
        return pitch, inf, glide
    return pitch, a["cutoff"] + share * (b["cutoff"] - a["cutoff"]), glide


@njit
def bearing_to(origin: Vec, aim: Vec) -> float:
    """Azimuth [rad] of the aim, clockwise from north."""
    latitude, longitude, _ = ecef_to_geodetic(origin)
    east, north, _ = enu_basis(latitude, longitude)
    away = sub(aim, origin)
    return atan2(dot(away, east), dot(away, north))


@njit
def _aim(
    fan: Fan, i: int, missiles: Missiles, around: Surroundings, nodes: np.ndarray,
    correction: Correction,
) -> tuple[int, Correction]:  # fmt: skip
    """Correct azimuth and reach until flight i comes down within the tolerance.

    Returns FanStatus and what this flight would have needed.
    """
    plan, flight, family = fan.plans[i], fan.leads[i], fan.family
    aim = vec(fan.aims[i])
    aside, beyond = correction
    origin = vec(plan["position"])
    distance = EARTH_MEAN_RADIUS * angle_between(origin, aim)
    bearing = bearing_to(origin, aim)
    shortest, longest = family[0]["reach"], family[family.shape[0] - 1]["reach"]
    if distance + beyond > longest:
        return _TOO_FAR, (aside, beyond)
    if distance + beyond < shortest:
        return _TOO_NEAR, (aside, beyond)
    slope, last_reach, last_distance = 1.0, 0.0, 0.0
    for k in range(_TRIALS):
        reach = distance + beyond
        pitch, cutoff, glide = member(family, reach)
        plan["glide_angle"] = glide
        trial = Trial(aim, bearing + aside, pitch, cutoff)
        shot = shoot(plan, missiles, around, trial, nodes, flight)
        if not shot.miss < inf:
            return _MISSED, (aside, beyond)
        aside += min(max(shot.turn, -0.3), 0.3)
        along = shot.distance * cos(shot.turn)
        if k >= _STUBBORN and reach != last_reach:
            slope = (along - last_distance) / (reach - last_reach)
            slope = min(max(slope, _FLATTEST), _STEEPEST)
        last_reach, last_distance = reach, along
        beyond += (distance - along) / slope
        if shot.miss < TOLERANCE:
            # What is left of the miss helps the neighbour.
            return _HIT, (aside, beyond)
        if distance + beyond > longest:
            return _TOO_FAR, (aside, beyond)
        if distance + beyond < shortest:
            return _TOO_NEAR, (aside, beyond)
    return _MISSED, (aside, beyond)


@njit(cache=True, nogil=True)
def fly_fan(fan: Fan, missiles: Missiles, around: Surroundings, nodes: np.ndarray) -> int:
    """Fly every plan onto its aim, and the spent bodies; rows of nodes used.

    `leads` and `bodies` point into `nodes`.
    """
    used = 0
    correction = 0.0, 0.0
    for i in range(fan.plans.shape[0]):
        if nodes.shape[0] - used < _MOST_NODES:
            fan.status[i] = _NO_ROOM
            continue
        plan, lead, body = fan.plans[i], fan.leads[i], fan.bodies[i]
        code, needed = _aim(fan, i, missiles, around, nodes[used:], correction)
        fan.status[i] = code
        if code != _HIT:
            continue
        correction = needed
        lead["first_node"] = used
        used += lead["node_count"]
        if missiles.kinds[plan["missile"]]["separates"] == 1:
            body["first_node"] = used
            fly_body(plan, missiles, around, lead, nodes, body)
            used += body["node_count"]
    return used
