"""Engageability: whether a track can be shot at, when, how often, and what stops it.

Every row of the track's predicted path is a candidate intercept.  A candidate passes the
constraints in the order of `Limit`; the furthest constraint that any candidate reached is
the limit reported, so that it names what stood between the battery and its best chance.
Picture only: predicted paths, sites and tables.
"""

from math import exp, inf, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.kernels import flyout
from openthaad.kernels.battle import sight as sights
from openthaad.kernels.battle.codes import Limit, Preference
from openthaad.kernels.compiled import njit
from openthaad.kernels.frames import altitude, ground_range, up_direction
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, dot, norm, sub

_NONE = int(Limit.NONE)
_FLOOR = int(Limit.BELOW_FLOOR)
_CEILING = int(Limit.ABOVE_CEILING)
_REACH = int(Limit.BEYOND_REACH_CAP)
_UNREACHABLE = int(Limit.UNREACHABLE)
_WINDOW = int(Limit.SEEKER_WINDOW)
_COVERAGE = int(Limit.OUTSIDE_COVERAGE)
_SECTOR = int(Limit.LAUNCHER_SECTOR)
_GEOMETRY = int(Limit.GEOMETRY)
_HANDOVER = int(Limit.HANDOVER)
_ASCENDING = int(Limit.ASCENDING)
_TIME = int(Limit.NO_TIME)
_PK = int(Limit.BELOW_MINIMUM_PK)
_CERTAIN = int(Preference.MOST_CERTAIN)

# A kill vehicle cannot turn a tail chase into a hit: interceptor and target must close.
_LEAST_CLOSING_SPEED = 500.0
# The predicted intercept point may move by three sigma and still be within the divert.
_SIGMAS = 3.0
# Rounds that could be fired one after the other are counted up to this.
_MOST_OPPORTUNITIES = 8


class Window(NamedTuple):
    """What engageability found.  Times are since the epoch; NaN where there are none."""

    limit: int
    opportunities: int
    launch_time: float
    intercept_time: float
    row: int
    last_launch_time: float  # of any candidate that only time rules out
    kill_probability: float


@njit
def sigma_of(node: np.void) -> float:
    """Error of a predicted position, root mean square over the axes [m]."""
    c = node["covariance"]
    return sqrt((c[0] + c[3] + c[5]) / 3.0)


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


@njit
def _cap(battery: np.void, distance: float, height: float) -> int:
    """Published caps, where they are switched on."""
    if battery["caps_on"] == 0:
        return _NONE
    if height < battery["floor"]:
        return _FLOOR
    if height > battery["ceiling"]:
        return _CEILING
    if distance > battery["reach"]:
        return _REACH
    return _NONE


@njit
def _is_covered(
    battery: np.void, radars: np.ndarray, bends: np.ndarray, masks: np.ndarray, position: Vec
) -> bool:
    """Some radar that this battery may use can look at the point."""
    for r in range(radars.shape[0]):
        if (battery["radar_mask"] >> r) & 1 == 0 or radars[r]["can_engage"] == 0:
            continue
        sight = sights.line_of_sight(radars[r], bends[radars[r]["refraction"]], position)
        if sights.is_above_horizon(radars[r], masks[r], sight) and sights.is_in_sector(
            radars[r], sight
        ):
            return True
    return False


@njit
def _is_in_launcher_sector(launchers: np.ndarray, battery: np.void, position: Vec) -> bool:
    """Some launcher of the battery may turn that way; an empty battery lacks rounds first."""
    if battery["launcher_count"] == 0:
        return True
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        if faces(launchers[k], position):
            return True
    return False


@njit
def faces(launcher: np.void, position: Vec) -> bool:
    """Say whether a launcher's azimuth sector takes in a point."""
    half = launcher["azimuth_half_width"]
    if half >= 3.14159:
        return True
    off = flyout.azimuth_to(vec(launcher["position"]), position) - launcher["azimuth"]
    return abs(np.arctan2(np.sin(off), np.cos(off))) <= half


@njit
def _closing_speed(
    site: Vec, position: Vec, velocity: Vec, speed: float, angle: float
) -> float:
    """Speed [m/s] at which interceptor and target close, from the table's arrival."""
    up = up_direction(position)
    out = sub(position, site)
    rise = dot(out, up)
    level = (out[0] - rise * up[0], out[1] - rise * up[1], out[2] - rise * up[2])
    size = max(norm(level), 1.0)
    c = speed * np.cos(angle) / size
    s = speed * np.sin(angle)
    own = (c * level[0] + s * up[0], c * level[1] + s * up[1], c * level[2] + s * up[2])
    return norm(sub(velocity, own))


@njit
def examine(
    node: np.void, battery: np.void, interceptor: np.void, table: np.void,
    radars: np.ndarray, bends: np.ndarray, masks: np.ndarray, launchers: np.ndarray,
) -> tuple[int, float]:  # fmt: skip
    """Give the first constraint but time that a candidate fails, or NONE; and fly-out time."""
    position = vec(node["position"])
    site = vec(battery["position"])
    distance = ground_range(site, position)
    height = altitude(position)
    cap = _cap(battery, distance, height)
    if cap != _NONE:
        return cap, inf
    if distance < battery["min_range"]:
        return _UNREACHABLE, inf
    status, time, _, speed, angle = flyout.flyout(table, distance, height)
    if status != flyout.REACHABLE or time > interceptor["flight_time_maximum"]:
        return _UNREACHABLE, inf
    if height < interceptor["seeker_floor"]:
        return _WINDOW, time
    if not _is_covered(battery, radars, bends, masks, position):
        return _COVERAGE, time
    if not _is_in_launcher_sector(launchers, battery, position):
        return _SECTOR, time
    velocity = vec(node["velocity"])
    if _closing_speed(site, position, velocity, speed, angle) < _LEAST_CLOSING_SPEED:
        return _GEOMETRY, time
    coast = max(time - interceptor["separation_time"], 0.0)
    budget = interceptor["midcourse_share"] * interceptor["divert_delta_v"] * coast
    if _SIGMAS * sigma_of(node) > budget:
        return _HANDOVER, time
    if battery["require_descending"] == 1 and dot(velocity, up_direction(position)) > 0.0:
        return _ASCENDING, time
    return _NONE, time


@njit
def examine_path(
    nodes: np.ndarray, count: int, battery: np.void, interceptor: np.void, table: np.void,
    radars: np.ndarray, bends: np.ndarray, masks: np.ndarray, launchers: np.ndarray,
    limits: np.ndarray, launches: np.ndarray,
) -> None:  # fmt: skip
    """Fill the first limit and the launch time of every candidate."""
    for j in range(count):
        limit, time = examine(
            nodes[j], battery, interceptor, table, radars, bends, masks, launchers
        )
        limits[j] = limit
        launches[j] = nodes[j]["time"] - time


@njit
def _first_after(limits: np.ndarray, launches: np.ndarray, count: int, earliest: float) -> int:
    """First candidate that can still be launched at, -1 if none."""
    for j in range(count):
        if limits[j] == _NONE and launches[j] >= earliest:
            return j
    return -1


@njit
def count_opportunities(
    nodes: np.ndarray, limits: np.ndarray, launches: np.ndarray, count: int, earliest: float,
    look_time: float,
) -> int:  # fmt: skip
    """Rounds that could be fired one after the other, each after the last was assessed.

    Taking the earliest intercept every time gives the most, and never fewer for an earlier
    start.
    """
    rounds = 0
    j = 0
    while rounds < _MOST_OPPORTUNITIES:
        while j < count and (limits[j] != _NONE or launches[j] < earliest):
            j += 1
        if j == count:
            break
        rounds += 1
        earliest = nodes[j]["time"] + look_time
    return rounds


@njit
def _most_certain(
    nodes: np.ndarray, limits: np.ndarray, launches: np.ndarray, count: int, earliest: float,
    interceptor: np.void,
) -> int:  # fmt: skip
    """Candidate with the best estimated chance; the earliest of equals."""
    best, best_probability = -1, -1.0
    for j in range(count):
        if limits[j] != _NONE or launches[j] < earliest:
            continue
        p = kill_probability(interceptor, sigma_of(nodes[j]))
        if p > best_probability:
            best, best_probability = j, p
    return best


@njit
def find_window(
    nodes: np.ndarray, count: int, battery: np.void, interceptor: np.void,
    limits: np.ndarray, launches: np.ndarray, earliest: float,
) -> Window:  # fmt: skip
    """Choose an intercept among the examined candidates for a launch not before `earliest`."""
    furthest = _NONE
    last = -inf
    for j in range(count):
        if limits[j] == _NONE:
            last = max(last, launches[j])
            furthest = max(furthest, _TIME)
        else:
            furthest = max(furthest, limits[j])
    j = _first_after(limits, launches, count, earliest)
    if j < 0:
        return Window(furthest, 0, np.nan, np.nan, -1, last, 0.0)
    if battery["preference"] == _CERTAIN:
        j = _most_certain(nodes, limits, launches, count, earliest, interceptor)
    probability = kill_probability(interceptor, sigma_of(nodes[j]))
    rounds = count_opportunities(
        nodes, limits, launches, count, earliest, battery["assessment_delay"]
    )
    limit = _PK if probability < battery["min_kill_probability"] else _NONE
    return Window(limit, rounds, launches[j], nodes[j]["time"], j, last, probability)


@njit
def distance_to_zone(
    impact: Vec, bearing: float, major: float, minor: float, asset: np.void, east: Vec,
    north: Vec,
) -> float:  # fmt: skip
    """Distance of the predicted impact from the edge of a zone, in sigmas towards it.

    Zero inside.  The ellipse's major axis lies at `bearing` clockwise from north.
    """
    away = sub(vec(asset["position"]), impact)
    e, n = dot(away, east), dot(away, north)
    distance = sqrt(e * e + n * n)
    if distance <= asset["radius"]:
        return 0.0
    along = (e * np.sin(bearing) + n * np.cos(bearing)) / distance
    across2 = 1.0 - along * along
    sigma = sqrt(major * major * along * along + minor * minor * max(across2, 0.0))
    return (distance - asset["radius"]) / max(sigma, 1.0)
