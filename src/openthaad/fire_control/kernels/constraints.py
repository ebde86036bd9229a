"""What an intercept has to keep to, and by how much it keeps or breaks it.

A constraint is a signed margin, negative by what is missing, in its own unit, SI: metres of
altitude, of reach or of divert; radians of a sector or above the horizon; metres per second of
closing or climbing speed.  The constraints of one intercept are asked in the order of `Limit`,
cheap ones first.  NaN stands for a margin that nobody can tell.
Picture only: predicted paths, sites and tables.
"""

from math import acos, inf, nan, pi
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude, ground_range, up_direction
from openthaad.fire_control.kernels.defence import Defence
from openthaad.interceptor.kernels import flyout
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, dot, norm, sub
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
    return meeting_of(position, velocity, sigma, battery)


@njit
def meeting_of(position: Vec, velocity: Vec, sigma: float, battery: np.void) -> Meeting:
    distance = ground_range(vec(battery["position"]), position)
    return Meeting(position, velocity, sigma, distance, altitude(position))


# --- Margins ----------------------------------------------------------------------------------


@njit
def of_cap(limit: int, meeting: Meeting, battery: np.void) -> float:
    """Metres by which an intercept keeps within a published cap."""
    if limit == _FLOOR:
        return float(meeting.height - battery["floor"])
    if limit == _CEILING:
        return float(battery["ceiling"] - meeting.height)
    return float(battery["reach"] - meeting.distance)


@njit
def of_reach(meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Metres by which a point lies beyond what an interceptor reaches at its altitude.

    Too near the battery, by how much nearer than the least range; higher than any flight gets,
    by how much higher.
    """
    table = defence.flyouts[battery["number"]]
    nearest = meeting.distance - battery["min_range"]
    if nearest < 0.0:
        return float(nearest)
    reach = flyout.reach_at(table, meeting.height)
    if reach > 0.0:
        beyond = reach - meeting.distance
        return float(beyond) if beyond < 0.0 else nan
    beyond = flyout.highest(table) - meeting.height
    return float(beyond) if beyond < 0.0 else nan


@njit
def of_seeker(meeting: Meeting, interceptor: np.void) -> float:
    """Metres of altitude above the lowest at which the seeker's window survives."""
    return float(meeting.height - interceptor["seeker_floor"])


@njit
def may_engage_on(battery: np.void, radar: np.void, r: int) -> bool:
    """Say whether a battery may use radar r for an engagement."""
    return bool((battery["radar_mask"] >> r) & 1 == 1 and radar["can_engage"] == 1)


@njit
def _of_radar(radar: np.void, position: Vec) -> float:
    """Radians by which a point lies outside what a radar may look at."""
    sight = sights.line_of_sight(radar, position)
    above = sight[3] - sights.lowest_elevation(radar, sight)
    turn = radar["sector_half_width"] - abs(sights.off_boresight(radar, sight[1]))
    scan = radar["field_of_regard"] - acos(min(max(sight[6], -1.0), 1.0))
    return float(min(above, turn, scan))


@njit
def of_coverage(meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Radians by which a point lies outside what the battery's best radar may look at."""
    best = -inf
    for r in range(defence.radars.shape[0]):
        if may_engage_on(battery, defence.radars[r], r):
            best = max(best, _of_radar(defence.radars[r], meeting.position))
    return best if best > -inf else nan


@njit
def off_azimuth(launcher: np.void, position: Vec) -> float:
    """Angle [rad] between a launcher's azimuth and that of a point."""
    off = flyout.azimuth_to(vec(launcher["position"]), position) - launcher["azimuth"]
    return abs(np.arctan2(np.sin(off), np.cos(off)))


@njit
def of_sector(meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Radians that the nearest launcher would have to turn further than it can."""
    best = -pi
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        launcher = defence.launchers[k]
        off = off_azimuth(launcher, meeting.position)
        best = max(best, launcher["azimuth_half_width"] - off)
    return best


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
def _of_closing(meeting: Meeting, battery: np.void, speed: float, angle: float) -> float:
    """Metres per second of closing speed above the least, from the table's arrival."""
    return float(closing_speed(meeting, battery, speed, angle) - battery["least_closing_speed"])


@njit
def of_handover(meeting: Meeting, time: float, battery: np.void, interceptor: np.void) -> float:
    """Metres by which guidance could shift an intercept further than it may be wrong.

    That is so many sigmas of the predicted position.  time [s]: since the launch.
    """
    budget = interceptor["midcourse_share"] * interceptor["divert_delta_v"]
    budget *= time - interceptor["separation_time"]
    return float(budget - battery["handover_sigmas"] * meeting.sigma)


@njit
def of_descent(meeting: Meeting) -> float:
    """Metres per second at which the target comes down."""
    return -dot(meeting.velocity, up_direction(meeting.position))


# --- What is broken ---------------------------------------------------------------------------


@njit
def _is_covered(battery: np.void, radars: np.ndarray, position: Vec) -> bool:
    """Some radar that this battery may use can look at the point."""
    for r in range(radars.shape[0]):
        if may_engage_on(battery, radars[r], r) and sights.can_look(radars[r], position):
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
    return bool(half >= 3.14159 or off_azimuth(launcher, position) <= half)


@njit
def _separates(interceptor: np.void, time: float) -> bool:
    """Say whether a kill vehicle flies by itself a time [s] after its launch."""
    # Before the kill vehicle separates there is nothing that could meet the target.
    return bool(interceptor["separation_time"] < time <= interceptor["flight_time_maximum"])


@njit
def cap_broken(battery: np.void, meeting: Meeting) -> int:
    """Published cap that an intercept breaks, or NONE, as where caps are switched off."""
    if battery["caps_on"] == 0:
        return _NONE
    for limit in (_FLOOR, _CEILING, _REACH):
        if of_cap(limit, meeting, battery) < 0.0:
            return limit
    return _NONE


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
    if of_seeker(meeting, interceptor) < 0.0:
        return _WINDOW, time
    if not _is_covered(battery, defence.radars, meeting.position):
        return _COVERAGE, time
    if not _is_in_launcher_sector(defence.launchers, battery, meeting.position):
        return _SECTOR, time
    if _of_closing(meeting, battery, speed, angle) < 0.0:
        return _GEOMETRY, time
    if of_handover(meeting, time, battery, interceptor) < 0.0:
        return _HANDOVER, time
    if battery["require_descending"] == 1 and of_descent(meeting) < 0.0:
        return _ASCENDING, time
    return _NONE, time


@njit
def margin(limit: int, meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Margin by which an intercept breaks a limit other than time."""
    interceptor = defence.interceptors[battery["interceptor"]]
    if limit in (_FLOOR, _CEILING, _REACH):
        return of_cap(limit, meeting, battery)
    if limit == _UNREACHABLE:
        return of_reach(meeting, battery, defence)
    if limit == _WINDOW:
        return of_seeker(meeting, interceptor)
    if limit == _COVERAGE:
        return of_coverage(meeting, battery, defence)
    if limit == _SECTOR:
        return of_sector(meeting, battery, defence)
    if limit == _ASCENDING:
        return of_descent(meeting)
    table = defence.flyouts[battery["number"]]
    _, time, _, speed, angle = flyout.flyout(table, meeting.distance, meeting.height)
    if limit == _GEOMETRY:
        return _of_closing(meeting, battery, speed, angle)
    if limit == _HANDOVER:
        return of_handover(meeting, time, battery, interceptor)
    return nan
