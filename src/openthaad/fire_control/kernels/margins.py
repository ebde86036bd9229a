"""By how much a limit was missed: the signed margin of the limit that stopped a battery.

In the limit's own unit, SI: metres of altitude, of reach or of divert; radians of a sector or
above the horizon; metres per second of closing or climbing speed; seconds; probability.
Negative by what was missing, of all candidates that the limit stopped the least; NaN where
there is no such number.  Picture only.
"""

from math import acos, inf, nan, pi

import numpy as np

from openthaad.fire_control.kernels import search
from openthaad.fire_control.kernels.defence import Defence
from openthaad.fire_control.kernels.search import Meeting
from openthaad.interceptor.kernels import flyout
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec
from openthaad.radar.kernels import sight as sights

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
        if search.may_engage_on(battery, defence.radars[r], r):
            best = max(best, _of_radar(defence.radars[r], meeting.position))
    return best if best > -inf else nan


@njit
def of_sector(meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Radians that the nearest launcher would have to turn further than it can."""
    best = -pi
    first = battery["first_launcher"]
    for k in range(first, first + battery["launcher_count"]):
        launcher = defence.launchers[k]
        off = search.off_azimuth(launcher, meeting.position)
        best = max(best, launcher["azimuth_half_width"] - off)
    return best


@njit
def _of_closing(meeting: Meeting, battery: np.void, defence: Defence) -> float:
    """Metres per second that the closing speed lacks."""
    table = defence.flyouts[battery["number"]]
    _, _, _, speed, angle = flyout.flyout(table, meeting.distance, meeting.height)
    closing = search.closing_speed(meeting, battery, speed, angle)
    return closing - search.LEAST_CLOSING_SPEED


@njit
def _of_handover(meeting: Meeting, flown: float, battery: np.void, defence: Defence) -> float:
    """Metres that divert lacks of the track's error."""
    interceptor = defence.interceptors[battery["interceptor"]]
    return search.divert_reach(interceptor, flown) - search.SIGMAS * meeting.sigma


@njit
def _of_cap(limit: int, meeting: Meeting, battery: np.void) -> float:
    """Metres by which an intercept breaks a published cap."""
    if limit == _FLOOR:
        return float(meeting.height - battery["floor"])
    if limit == _CEILING:
        return float(battery["ceiling"] - meeting.height)
    return float(battery["reach"] - meeting.distance)


@njit
def of_candidate(
    limit: int, path: np.ndarray, candidate: np.void, battery: np.void, defence: Defence
) -> float:
    """Margin of a limit that one candidate of a predicted path fails."""
    meeting = search.meeting_at(path, candidate["time"], battery)
    if limit in (_FLOOR, _CEILING, _REACH):
        return _of_cap(limit, meeting, battery)
    if limit == _UNREACHABLE:
        return of_reach(meeting, battery, defence)
    if limit == _WINDOW:
        interceptor = defence.interceptors[battery["interceptor"]]
        return float(meeting.height - interceptor["seeker_floor"])
    if limit == _COVERAGE:
        return of_coverage(meeting, battery, defence)
    if limit == _SECTOR:
        return of_sector(meeting, battery, defence)
    if limit == _GEOMETRY:
        return _of_closing(meeting, battery, defence)
    if limit == _HANDOVER:
        flown = candidate["time"] - candidate["launch"]
        return _of_handover(meeting, flown, battery, defence)
    if limit == _ASCENDING:
        return -search.climb_rate(meeting)
    return nan


@njit
def _of_path(
    engagement: np.void, path: np.ndarray, found: np.ndarray, battery: np.void,
    defence: Defence, is_capped: int,
) -> float:  # fmt: skip
    """Least that any candidate lacks of the limit named; NaN where none says."""
    limit = engagement["limit"]
    best = -inf
    for j in range(found.shape[0]):
        if search.limit_of(found[j], is_capped) == limit:
            # A comparison with NaN is false, so that one never wins.
            margin = of_candidate(limit, path, found[j], battery, defence)
            best = max(best, margin)
    return best if best > -inf else nan


@njit
def _of_engagement(
    engagement: np.void, path: np.ndarray, found: np.ndarray, battery: np.void,
    defence: Defence, is_capped: int,
) -> float:  # fmt: skip
    """Margin of the limit that a battery met in this cycle of fire control."""
    limit = engagement["limit"]
    if limit < _TIME:
        return _of_path(engagement, path, found, battery, defence, is_capped)
    if limit == _TIME:
        return float(engagement["last_launch_time"] - engagement["earliest_time"])
    if limit == _PK:
        return float(engagement["kill_probability"] - battery["min_kill_probability"])
    return nan


@njit
def note(
    engagement: np.void, path: np.ndarray, found: np.ndarray, battery: np.void,
    defence: Defence, is_capped: int,
) -> None:  # fmt: skip
    """Keep how near the battery came to passing the limit that it met in this cycle."""
    keep_nearest(
        engagement, _of_engagement(engagement, path, found, battery, defence, is_capped)
    )


@njit
def keep_nearest(row: np.void, margin: float) -> None:
    """Keep the margin that was nearest to passing; NaN counts for nothing."""
    if margin > row["margin"] or np.isnan(row["margin"]):
        row["margin"] = margin
