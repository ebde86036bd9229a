"""Candidate intercepts along a predicted path, and what each of them fails.

Every row of the track's predicted path is a candidate.  Where two neighbours fail for
different reasons, the moments at which the reason changes are found between them and become
candidates too: what can be done does not hang on where the rows happen to lie.
The published caps are a mask over the same candidates: a map asks of each what it fails with
them and without them.
Picture only: predicted paths, sites and tables.
"""

from math import inf
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude, ground_range, up_direction
from openthaad.fire_control.kernels.defence import Defence
from openthaad.interceptor.kernels import flyout
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, dot, norm, sub
from openthaad.kernels.whole import ZERO
from openthaad.radar.kernels import sight as sights
from openthaad.tracking.kernels import prediction

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

# A kill vehicle cannot turn a tail chase into a hit: interceptor and target must close.
LEAST_CLOSING_SPEED = 500.0
# The predicted intercept point may move by three sigma and still be within the divert.
SIGMAS = 3.0
# Halvings that place a change of limit between two rows: 8 s to 30 ms.
_HALVINGS = 8
# Changes of limit looked for between two rows: from one limit to none to another.
_CHANGES = 3


class Meeting(NamedTuple):
    """Where and how a target would be met, as predicted."""

    position: Vec  # ECEF [m]
    velocity: Vec  # ECEF [m/s]
    sigma: float  # error of the position, each axis [m]
    distance: float  # over the ground from the battery [m]
    height: float  # above the ellipsoid [m]


@njit
def meeting_at(path: np.ndarray, time: float, battery: np.void) -> Meeting:
    """Where a predicted path would be met at a time [s]."""
    position, velocity = prediction.position_at(path, time)
    sigma = prediction.axis_sigma(prediction.covariance_at(path, time))
    return _meeting(position, velocity, sigma, battery)


@njit
def _meeting(position: Vec, velocity: Vec, sigma: float, battery: np.void) -> Meeting:
    distance = ground_range(vec(battery["position"]), position)
    return Meeting(position, velocity, sigma, distance, altitude(position))


@njit
def cap_at(battery: np.void, meeting: Meeting) -> int:
    """Published cap that an intercept breaks, or NONE, as where caps are switched off."""
    if battery["caps_on"] == 0:
        return _NONE
    if meeting.height < battery["floor"]:
        return _FLOOR
    if meeting.height > battery["ceiling"]:
        return _CEILING
    if meeting.distance > battery["reach"]:
        return _REACH
    return _NONE


@njit
def may_engage_on(battery: np.void, radar: np.void, r: int) -> bool:
    """Say whether a battery may use radar r for an engagement."""
    return bool((battery["radar_mask"] >> r) & 1 == 1 and radar["can_engage"] == 1)


@njit
def _is_covered(battery: np.void, radars: np.ndarray, position: Vec) -> bool:
    """Some radar that this battery may use can look at the point."""
    for r in range(radars.shape[0]):
        if not may_engage_on(battery, radars[r], r):
            continue
        sight = sights.line_of_sight(radars[r], position)
        if sights.is_above_horizon(radars[r], sight) and sights.is_in_sector(radars[r], sight):
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
def off_azimuth(launcher: np.void, position: Vec) -> float:
    """Angle [rad] between a launcher's azimuth and that of a point."""
    off = flyout.azimuth_to(vec(launcher["position"]), position) - launcher["azimuth"]
    return abs(np.arctan2(np.sin(off), np.cos(off)))


@njit
def faces(launcher: np.void, position: Vec) -> bool:
    """Say whether a launcher's azimuth sector takes in a point."""
    half = launcher["azimuth_half_width"]
    return bool(half >= 3.14159 or off_azimuth(launcher, position) <= half)


@njit
def closing_speed(meeting: Meeting, battery: np.void, speed: float, angle: float) -> float:
    """Speed [m/s] at which interceptor and target close, from the table's arrival."""
    up = up_direction(meeting.position)
    out = sub(meeting.position, vec(battery["position"]))
    rise = dot(out, up)
    level = (out[0] - rise * up[0], out[1] - rise * up[1], out[2] - rise * up[2])
    size = max(norm(level), 1.0)
    c = speed * np.cos(angle) / size
    s = speed * np.sin(angle)
    own = (c * level[0] + s * up[0], c * level[1] + s * up[1], c * level[2] + s * up[2])
    return norm(sub(meeting.velocity, own))


@njit
def _separates(interceptor: np.void, time: float) -> bool:
    """Say whether a kill vehicle flies by itself a time [s] after its launch."""
    # Before the kill vehicle separates there is nothing that could meet the target.
    return bool(interceptor["separation_time"] < time <= interceptor["flight_time_maximum"])


@njit
def divert_reach(interceptor: np.void, time: float) -> float:
    """Distance [m] by which guidance may shift an intercept a time [s] after the launch."""
    budget = interceptor["midcourse_share"] * interceptor["divert_delta_v"]
    return float(budget * (time - interceptor["separation_time"]))


@njit
def examine(meeting: Meeting, battery: np.void, defence: Defence) -> tuple[int, float]:
    """Give the first constraint but caps and time that an intercept fails; and fly-out time.

    The constraint is a Limit, NONE where there is none; the time [s] is infinite where no
    interceptor gets there.
    """
    if meeting.distance < battery["min_range"]:
        return _UNREACHABLE, inf
    table = defence.flyouts[battery["number"]]
    status, time, _, speed, angle = flyout.flyout(table, meeting.distance, meeting.height)
    interceptor = defence.interceptors[battery["interceptor"]]
    if status != flyout.REACHABLE or not _separates(interceptor, time):
        return _UNREACHABLE, inf
    if meeting.height < interceptor["seeker_floor"]:
        return _WINDOW, time
    if not _is_covered(battery, defence.radars, meeting.position):
        return _COVERAGE, time
    if not _is_in_launcher_sector(defence.launchers, battery, meeting.position):
        return _SECTOR, time
    if closing_speed(meeting, battery, speed, angle) < LEAST_CLOSING_SPEED:
        return _GEOMETRY, time
    if SIGMAS * meeting.sigma > divert_reach(interceptor, time):
        return _HANDOVER, time
    if battery["require_descending"] == 1 and climb_rate(meeting) > 0.0:
        return _ASCENDING, time
    return _NONE, time


@njit
def climb_rate(meeting: Meeting) -> float:
    """Speed [m/s] at which the target climbs."""
    return dot(meeting.velocity, up_direction(meeting.position))


@njit
def _examine_at(meeting: Meeting, battery: np.void, defence: Defence, row: np.void) -> None:
    """Write what a candidate at the row's time fails, with the caps and without them."""
    cap = cap_at(battery, meeting)
    row["limit"] = row["free_limit"] = cap
    row["launch"] = -inf
    if cap == _NONE or battery["beyond_caps"] == 1:
        limit, flown = examine(meeting, battery, defence)
        row["free_limit"] = limit
        row["launch"] = row["time"] - flown
        if cap == _NONE:
            row["limit"] = limit


@njit
def _fail_alike(one: np.void, other: np.void) -> bool:
    """Say whether two candidates fail the same, with the caps and without them."""
    return bool(one["limit"] == other["limit"] and one["free_limit"] == other["free_limit"])


@njit
def _find_changes(
    path: np.ndarray, found: np.ndarray, n: int, j: int, battery: np.void, defence: Defence
) -> int:
    """Add the candidates either side of every change between candidate n - 1 and one to come.

    That one is row j of the path; it lies in the last row of `found`, and for it and the rows
    after it there must be room.  Returns the new number.
    """
    last = found.shape[0] - 1
    high = last - 1
    to_come = path.shape[0] - j
    for _ in range(_CHANGES):
        before = found[n - 1]
        if _fail_alike(before, found[last]) or n + 2 + to_come > high:
            return n
        low, top = before["time"], found[last]["time"]
        has_low, has_high = False, False
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + top)
            found[high]["time"] = middle
            _examine_at(meeting_at(path, middle, battery), battery, defence, found[high])
            if _fail_alike(found[high], before):
                low, has_low = middle, True
                found[n] = found[high]
            else:
                top, has_high = middle, True
                found[n + 1] = found[high]
        if has_low:
            n += 1
        else:
            found[n] = found[n + 1]
        if not has_high:
            return n
        n += 1
    return n


@njit
def examine_path(
    path: np.ndarray, battery: np.void, defence: Defence, found: np.ndarray
) -> int:
    """Fill the candidates of a predicted path in order of time; their number."""
    n = ZERO
    last = found[found.shape[0] - 1]
    for j in range(path.shape[0]):
        node = path[j]
        last["time"] = node["time"]
        sigma = prediction.axis_sigma(node["covariance"])
        here = _meeting(vec(node["position"]), vec(node["velocity"]), sigma, battery)
        _examine_at(here, battery, defence, last)
        if j > 0:
            n = _find_changes(path, found, n, j, battery, defence)
        found[n] = last
        n += 1
    return n


@njit
def limit_of(candidate: np.void, is_capped: int) -> int:
    """Give what a candidate fails with the published caps (1) or without them (0)."""
    return int(candidate["limit"] if is_capped == 1 else candidate["free_limit"])
