"""Engageability: whether a track can be shot at, when, how often, and what stops it.

A candidate intercept (`candidates`) passes the constraints in the order of `Limit`; the
furthest constraint that any candidate reached is the limit reported, so that it names what
stood between the battery and its best chance.  Picture only: predicted paths and candidates.
"""

from math import ceil, exp, inf, nan, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.fire_control.kernels.candidates import axis_sigma, next_intercept
from openthaad.fire_control.kernels.defence import Cycle
from openthaad.kernels.codes import Limit, Preference
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, dot, sub
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.tracking.kernels import prediction

_NONE = int(Limit.NONE)
_HANDOVER = int(Limit.HANDOVER)
_TIME = int(Limit.NO_TIME)
_PK = int(Limit.BELOW_MINIMUM_PK)
_CERTAIN = int(Preference.MOST_CERTAIN)

# Rounds that could be fired one after the other are counted up to this.
_MOST_OPPORTUNITIES = 8


class Window(NamedTuple):
    """What engageability found.  Times are since the epoch; NaN where there are none."""

    limit: int
    launch_time: float
    intercept_time: float
    last_launch_time: float  # of any candidate that only time rules out
    kill_probability: float


@njit
def acquisition_probability(interceptor: np.void, sigma: float) -> float:
    """Share of predicted intercepts whose error the seeker's field of view takes in.

    A circular Gaussian error of `sigma` per axis against the half field at the mean
    acquisition range.
    """
    if sigma <= 0.0:
        return 1.0
    reach = interceptor["seeker_range"] * sin(interceptor["seeker_half_field"])
    ratio = reach / sigma
    return 1.0 - exp(-0.5 * ratio * ratio)


@njit
def kill_probability(interceptor: np.void, sigma: float) -> float:
    """Fire control's own estimate of one round's chance, hit taken as sure once acquired."""
    works = interceptor["reliability"] * interceptor["p_kill_given_hit"]
    return works * acquisition_probability(interceptor, sigma)


@njit(fold=True)
def count_opportunities(
    found: np.ndarray, earliest: float, look_time: float, cycle: Cycle
) -> int:
    """Rounds that could be fired one after the other, each after the last was assessed.

    A later round leaves in a cycle of fire control, one every period from `cycle` on.  By
    then the missile has been followed for the flight of a round: that the track of now does
    not reach so far ahead (HANDOVER) says nothing of it.  Taking the earliest intercept
    every time gives the most, and never fewer for an earlier start.
    """
    now, period = cycle
    rounds = 0
    j = 0
    forgiven = _NONE
    while rounds < _MOST_OPPORTUNITIES:
        j, time, _ = next_intercept(found, earliest, j, forgiven)
        if j == found.shape[0]:
            break
        rounds += 1
        forgiven = _HANDOVER
        earliest = now + period * ceil((time + look_time - now) / period - ROUNDING)
    return rounds


@njit
def _most_certain(
    path: np.ndarray, found: np.ndarray, first: int, least: float, interceptor: np.void
) -> int:
    """Candidate from `first` on with a better estimated chance than `least`, the best; or -1.

    The earliest of equals.
    """
    best = -1
    earliest = found[first]["launch"]
    for j in range(first, found.shape[0]):
        if found[j]["limit"] != _NONE or found[j]["launch"] < earliest:
            continue
        p = kill_probability(interceptor, sigma_at(path, found[j]["time"]))
        if p > least:
            best, least = j, p
    return best


@njit
def sigma_at(path: np.ndarray, time: float) -> float:
    """Error of a predicted position at a time, root mean square over the axes [m]."""
    return axis_sigma(prediction.covariance_at(path, time))


@njit(fold=True)
def find_window(
    path: np.ndarray, battery: np.void, interceptor: np.void, found: np.ndarray, earliest: float
) -> Window:
    """Choose an intercept among the examined candidates for a launch not before `earliest`."""
    furthest = _NONE
    last = -inf
    for j in range(found.shape[0]):
        if found[j]["limit"] == _NONE:
            last = max(last, found[j]["launch"])
            furthest = max(furthest, _TIME)
        else:
            furthest = max(furthest, found[j]["limit"])
    j, time, launch = next_intercept(found, earliest, 0, _NONE)
    if j == found.shape[0]:
        return Window(furthest, nan, nan, last, 0.0)
    probability = kill_probability(interceptor, sigma_at(path, time))
    if battery["preference"] == _CERTAIN:
        k = _most_certain(path, found, j, probability, interceptor)
        if k >= 0:
            time, launch = found[k]["time"], found[k]["launch"]
            probability = kill_probability(interceptor, sigma_at(path, time))
    limit = _PK if probability < battery["min_kill_probability"] else _NONE
    return Window(limit, launch, time, last, probability)


@njit
def distance_to_zone(status: np.void, asset: np.void, east: Vec, north: Vec) -> float:
    """Distance of a track's predicted impact from the edge of a zone, in sigmas towards it.

    Zero inside.  East and north are unit vectors at the impact, ECEF.
    """
    bearing = status["impact_bearing"]
    major, minor = status["impact_sigma_major"], status["impact_sigma_minor"]
    away = sub(vec(asset["position"]), vec(status["impact_position"]))
    e, n = dot(away, east), dot(away, north)
    distance = sqrt(e * e + n * n)
    if distance <= asset["radius"]:
        return 0.0
    along = (e * np.sin(bearing) + n * np.cos(bearing)) / distance
    across2 = 1.0 - along * along
    sigma = sqrt(major * major * along * along + minor * minor * max(across2, 0.0))
    return (distance - asset["radius"]) / max(sigma, 1.0)
