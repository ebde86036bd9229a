"""How far round the Earth a trial flight went, and which way, where it came down far away.

Seen from the launch, an impact beyond the antipode lies behind.  And near the antipode the
bearing of an impact says nothing of the launch: the Earth turns by up to 15 degrees below the
flight.  Seen from a frame that does not turn, a flight stays in one plane; its aim is where
the turning Earth will have carried it.
"""

from enum import IntEnum
from math import atan2, cos, inf, pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.threat.kernels.flight import FlightStatus
from openthaad.threat.kernels.shooting import Shot

Array = NDArray[np.float64]
ROUND = 2.0 * pi * EARTH_MEAN_RADIUS
# Aims farther than this are aimed at in the frame that does not turn [m].
FAR = pi / 3.0 * EARTH_MEAN_RADIUS
_BEHIND = 0.1  # rad


class Way(IntEnum):
    """How distances and bearings about the aim are counted, and which way round."""

    OVER_THE_GROUND = 0  # in the Earth's frame, the short way
    SHORT = 1  # seen from space
    LONG = 2  # seen from space, setting out away from the aim


class Flown(NamedTuple):
    """Rows of a trial: what was flown, and the Earth's rotation rate [rad/s]."""

    plan: np.void
    flight: np.void
    omega: float


class Heading(NamedTuple):
    """Where a point lies from the launch, over the sphere."""

    arc: float  # [rad], 0 .. 2 pi
    towards: Array  # horizontal direction at the launch, a unit vector


def _turned(vector: Array, angle: float) -> Array:
    """Rotate about the Earth's axis."""
    c, s = cos(angle), sin(angle)
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1], vector[2]])


def _heading(up: Array, point: Array, *, long_way: bool) -> Heading:
    """Heading of a point, the long way if it lies beyond the antipode."""
    height = float(point @ up)
    level = point - height * up
    away = float(np.linalg.norm(level))
    arc, towards = atan2(away, height), level / away
    return Heading(2.0 * pi - arc, -towards) if long_way else Heading(arc, towards)


def _up(flown: Flown) -> Array:
    position: Array = flown.plan["position"]
    return position / float(np.linalg.norm(position))


def _at_impact(flown: Flown, point: Array) -> Array:
    """Where a point of the Earth has turned to by the impact, in what was ECEF at launch."""
    row = flown.flight
    return _turned(point, flown.omega * float(row["impact_time"] - row["launch_time"]))


def _passes_antipode(flown: Flown) -> bool:
    """Whether a flight that came down went more than half round the Earth."""
    row = flown.flight
    burnt = flown.omega * float(row["burnout_time"] - row["launch_time"])
    place = row["burnout_position"]
    speed = row["burnout_velocity"] + np.cross([0.0, 0.0, flown.omega], place)
    up, impact = _up(flown), _at_impact(flown, row["impact_position"])
    ahead = np.cross(np.cross(_turned(place, burnt), _turned(speed, burnt)), up)
    arc = atan2(float(impact @ ahead), float(impact @ up) * float(np.linalg.norm(ahead)))
    # A steep flight may come down a little behind.
    return arc < -_BEHIND


def unwound(shot: Shot, flown: Flown, distance: float) -> Shot:
    """Count a flight past the antipode as one that goes farther, not as one behind.

    About an aim that is not far (`distance` [m]), one far beyond counts as on its bearing:
    near the antipode a bearing says nothing.
    """
    past = abs(shot.turn) > 0.5 * pi and flown.flight["status"] == FlightStatus.IMPACT
    if past and _passes_antipode(flown):
        turn = shot.turn - pi if shot.turn > 0.0 else shot.turn + pi
        shot = shot._replace(distance=ROUND - shot.distance, turn=turn)
    if distance < FAR and shot.distance > 2.0 * FAR:
        return shot._replace(turn=0.0)
    return shot


def seen_from_space(shot: Shot, flown: Flown, aim: Array, distance: float) -> Shot:
    """Give a shot the distance and turn it has in the frame that does not turn.

    The distance is `distance` [m], the aim's, and as much more or less as the shot came
    down beyond the aim or short of it.  A far aim lies ahead whichever way the shot set out.
    """
    if not shot.miss < inf:
        return shot._replace(distance=2.0 * ROUND)
    row, up = flown.flight, _up(flown)
    if row["status"] != FlightStatus.IMPACT:
        return shot
    impact = _at_impact(flown, row["impact_position"])
    to_impact = _heading(up, impact, long_way=_passes_antipode(flown))
    to_aim = _heading(up, _at_impact(flown, aim), long_way=False)
    if EARTH_MEAN_RADIUS * to_aim.arc > 2.0 * FAR and to_aim.towards @ to_impact.towards < 0.0:
        to_aim = Heading(2.0 * pi - to_aim.arc, -to_aim.towards)
    aside = float(np.cross(to_aim.towards, to_impact.towards) @ up)
    return shot._replace(
        distance=distance + EARTH_MEAN_RADIUS * (to_impact.arc - to_aim.arc),
        turn=atan2(aside, float(to_aim.towards @ to_impact.towards)),
    )
