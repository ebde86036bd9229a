"""How a missile that glides is aimed: the pitch gives the apogee, the glide the distance.

Everything burns. Lift acts only on the way down, so the two are solved one after the other.
"""

from collections.abc import Callable
from math import inf, isnan, nan, radians
from typing import NamedTuple

from openthaad.threat.kernels.shooting import Shot
from openthaad.threat.search import GOOD, Range, along

_STEEPEST = radians(-85.0)  # the steepest path angle that a dive is told to hold
_PITCHES = tuple(radians(x) for x in (2.0, 8.0, 15.0, 25.0, 38.0, 55.0, 75.0, 89.0))
_TRIES = 60


class Glide(NamedTuple):
    """What came of aiming a glide at an apogee."""

    shot: Shot | None  # onto the aim; None if there is none
    angle: float  # path angle held on the way down [rad]
    shortest: float  # over the ground at this apogee, diving [m]
    longest: float  # gliding level as long as it can [m]


def _root(
    value: Callable[[float], float], low: float, high: float, done: Callable[[float], bool]
) -> float:
    """Zero of a rising function between two arguments, by false position (Illinois)."""
    at_low, at_high = value(low), value(high)
    x = high
    for _ in range(_TRIES):
        x = high - at_high * (high - low) / (at_high - at_low)
        if not low < x < high:
            x = 0.5 * (low + high)
        at = value(x)
        if done(at) or high - low < 1e-13:
            break
        if at < 0.0:
            low, at_low = x, at
            at_high *= 0.5
        else:
            high, at_high = x, at
            at_low *= 0.5
    return x


def _pitch_for(r: Range, apogee: float) -> float:
    """Pitch whose flight climbs to an apogee [m]; NaN if none of those tried brackets it."""

    def excess(pitch: float) -> float:
        top = r.shoot(r.bearing, pitch, inf).apogee
        # A flight that never climbed has no apogee: no number, which is not above zero.
        return max(0.0, top) - apogee

    below = nan
    for pitch in _PITCHES:
        if excess(pitch) < 0.0:
            below = pitch
        elif not isnan(below):
            return _root(excess, below, pitch, lambda at: abs(at) < 1e-5 * apogee)
        else:
            return nan
    return nan


def solve_glide(r: Range, apogee: float) -> Glide:
    """Aim with an apogee [m]; the range's plan ends as the last flight's."""
    plan = r.plan
    plan["glide_angle"] = nan
    pitch = _pitch_for(r, apogee)
    if not pitch > 0.0:
        return Glide(None, nan, nan, nan)
    azimuth = r.bearing

    def flown(angle: float) -> Shot:
        nonlocal azimuth
        plan["glide_angle"] = angle
        shot = r.shoot(azimuth, pitch, inf)
        azimuth = shot.azimuth + shot.turn
        return shot

    shortest, longest = along(flown(_STEEPEST)), along(flown(0.0))
    if not shortest <= r.distance <= longest:
        return Glide(None, nan, shortest, longest)
    best: list[tuple[Shot, float]] = []

    def excess(angle: float) -> float:
        shot = flown(angle)
        if not best or shot.miss < best[0][0].miss:
            best[:] = [(shot, angle)]
        return along(shot) - r.distance

    _root(excess, _STEEPEST, 0.0, lambda _: best[0][0].miss < GOOD)
    shot, angle = best[0]
    plan["glide_angle"] = angle
    return Glide(shot, angle, shortest, longest)
