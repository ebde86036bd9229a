"""Candidate intercepts along a predicted path, and what each of them fails.

Every row of the track's predicted path is a candidate.  Where two neighbours fail for
different reasons, the moments at which the reason changes are found between them and become
candidates too: what can be done does not hang on where the rows happen to lie.
Picture only: predicted paths, sites and tables.
"""

from math import inf, sqrt

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
_LEAST_CLOSING_SPEED = 500.0
# The predicted intercept point may move by three sigma and still be within the divert.
_SIGMAS = 3.0
# Halvings that place a change of limit between two rows: 8 s to 30 ms.
_HALVINGS = 8
# Changes of limit looked for between two rows: from one limit to none to another.
_CHANGES = 3


@njit
def axis_sigma(c: prediction.Symmetric) -> float:
    """Root mean square over the axes of a position's error [m]."""
    return sqrt((c[0] + c[3] + c[5]) / 3.0)


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
def cap_at(battery: np.void, position: Vec) -> int:
    """Published cap that a place breaks, or NONE."""
    distance = ground_range(vec(battery["position"]), position)
    return _cap(battery, distance, altitude(position))


@njit(fold=True)
def _is_covered(battery: np.void, radars: np.ndarray, position: Vec) -> bool:
    """Some radar that this battery may use can look at the point."""
    for r in range(radars.shape[0]):
        if (battery["radar_mask"] >> r) & 1 == 0 or radars[r]["can_engage"] == 0:
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
def faces(launcher: np.void, position: Vec) -> bool:
    """Say whether a launcher's azimuth sector takes in a point."""
    half = launcher["azimuth_half_width"]
    if half >= 3.14159:
        return True
    off = flyout.azimuth_to(vec(launcher["position"]), position) - launcher["azimuth"]
    return abs(np.arctan2(np.sin(off), np.cos(off))) <= half


@njit(fold=True)
def _closing_speed(
    site: Vec, position: Vec, velocity: Vec, up: Vec, speed: float, angle: float
) -> float:
    """Speed [m/s] at which interceptor and target close, from the table's arrival."""
    out = sub(position, site)
    rise = dot(out, up)
    level = (out[0] - rise * up[0], out[1] - rise * up[1], out[2] - rise * up[2])
    size = max(norm(level), 1.0)
    c = speed * np.cos(angle) / size
    s = speed * np.sin(angle)
    own = (c * level[0] + s * up[0], c * level[1] + s * up[1], c * level[2] + s * up[2])
    return norm(sub(velocity, own))


@njit(fold=True)
def examine(
    position: Vec, velocity: Vec, sigma: float, battery: np.void, defence: Defence
) -> tuple[int, float]:
    """Give the first constraint but time that a candidate fails, or NONE; and fly-out time.

    Position [m] and velocity [m/s] of the target are ECEF; `sigma` [m] is the error of the
    position, each axis.
    """
    site = vec(battery["position"])
    distance = ground_range(site, position)
    height = altitude(position)
    cap = _cap(battery, distance, height)
    if cap != _NONE:
        return cap, inf
    if distance < battery["min_range"]:
        return _UNREACHABLE, inf
    table = defence.flyouts[battery["number"]]
    status, time, _, speed, angle = flyout.flyout(table, distance, height)
    interceptor = defence.interceptors[battery["interceptor"]]
    # Before the kill vehicle separates there is nothing that could meet the target.
    separated, longest = interceptor["separation_time"], interceptor["flight_time_maximum"]
    if status != flyout.REACHABLE or not separated < time <= longest:
        return _UNREACHABLE, inf
    if height < interceptor["seeker_floor"]:
        return _WINDOW, time
    if not _is_covered(battery, defence.radars, position):
        return _COVERAGE, time
    if not _is_in_launcher_sector(defence.launchers, battery, position):
        return _SECTOR, time
    up = up_direction(position)
    if _closing_speed(site, position, velocity, up, speed, angle) < _LEAST_CLOSING_SPEED:
        return _GEOMETRY, time
    budget = interceptor["midcourse_share"] * interceptor["divert_delta_v"]
    budget *= time - separated
    if _SIGMAS * sigma > budget:
        return _HANDOVER, time
    if battery["require_descending"] == 1 and dot(velocity, up) > 0.0:
        return _ASCENDING, time
    return _NONE, time


@njit
def _write(row: np.void, time: float, limit: int, flown: float) -> None:
    row["time"] = time
    row["limit"] = limit
    row["launch"] = time - flown


@njit(fold=True)
def _examine_at(
    path: np.ndarray, time: float, row: np.void, battery: np.void, defence: Defence
) -> int:
    """Write the candidate at a time of a predicted path; its limit."""
    position, velocity = prediction.position_at(path, time)
    sigma = axis_sigma(prediction.covariance_at(path, time))
    limit, flown = examine(position, velocity, sigma, battery, defence)
    _write(row, time, limit, flown)
    return limit


@njit
def _copy(source: np.void, target: np.void) -> None:
    target["time"] = source["time"]
    target["limit"] = source["limit"]
    target["launch"] = source["launch"]


@njit(fold=True)
def _find_changes(
    path: np.ndarray, found: np.ndarray, n: int, j: int, limit: int, battery: np.void,
    defence: Defence,
) -> int:  # fmt: skip
    """Add the candidates either side of every change between candidate n - 1 and one to come.

    That one is row j of the path and has `limit`; for it and the rows after it there must be
    room.  Returns the new number.
    """
    high = found.shape[0] - 1
    to_come, after = path.shape[0] - j, path[j]["time"]
    for _ in range(_CHANGES):
        before = found[n - 1]["limit"]
        if before == limit or n + 2 + to_come > high:
            return n
        low, top = found[n - 1]["time"], after
        has_low, has_high = False, False
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + top)
            there = _examine_at(path, middle, found[high], battery, defence)
            if there == before:
                low, has_low = middle, True
                _copy(found[high], found[n])
            else:
                top, has_high = middle, True
                _copy(found[high], found[n + 1])
        if has_low:
            n += 1
        else:
            _copy(found[n + 1], found[n])
        if not has_high:
            return n
        n += 1
    return n


@njit(fold=True)
def examine_path(
    path: np.ndarray, battery: np.void, defence: Defence, found: np.ndarray
) -> int:
    """Fill the candidates of a predicted path in order of time; their number."""
    n = ZERO
    for j in range(path.shape[0]):
        node = path[j]
        limit, flown = examine(
            vec(node["position"]), vec(node["velocity"]), axis_sigma(node["covariance"]),
            battery, defence,
        )  # fmt: skip
        if j > 0:
            n = _find_changes(path, found, n, j, limit, battery, defence)
        _write(found[n], node["time"], limit, flown)
        n += 1
    return n


@njit
def fails(candidate: np.void, forgiven: int) -> bool:
    """Say whether a candidate fails anything but a limit that is forgiven."""
    return candidate["limit"] != _NONE and candidate["limit"] != forgiven


@njit
def next_intercept(
    found: np.ndarray, earliest: float, j: int, forgiven: int
) -> tuple[int, float, float]:
    """First intercept from candidate j on whose launch is not before a time.

    `forgiven` is a limit that does not count, or NONE.  The candidate at or after it (one past
    the last where there is none), its time and its launch [s].
    Between two candidates that fail nothing the launch goes with the intercept in
    proportion, true to a tenth of a second over the rows' eight seconds at most.
    """
    n = found.shape[0]
    while j < n and (fails(found[j], forgiven) or found[j]["launch"] < earliest):
        j += 1
    if j == n:
        return n, inf, inf
    time, launch = found[j]["time"], found[j]["launch"]
    if j == 0 or fails(found[j - 1], forgiven) or found[j - 1]["launch"] >= earliest:
        return j, time, launch
    before = found[j - 1]
    share = (earliest - before["launch"]) / (launch - before["launch"])
    return j, before["time"] + share * (time - before["time"]), earliest
