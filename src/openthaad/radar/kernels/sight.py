"""The line of sight from a radar to a point in space, and whether the radar may look there."""

from math import atan2, cos, floor, pi, sin, sqrt

import numpy as np

from openthaad.earth.kernels import frames, refraction
from openthaad.earth.kernels.frames import Basis
from openthaad.kernels.cells import floored
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, add_scaled, dot, norm, scale, sub
from openthaad.radar.kernels import face

_DEGREE = pi / 180.0
_TURN = 2.0 * pi

# Range [m]; azimuth [rad]; true and apparent elevation [rad]; u, v and cosine off boresight.
Sight = tuple[float, float, float, float, float, float, float]


@njit
def basis(radar: np.void) -> Basis:
    """Right, up and normal of the face, ECEF."""
    return vec(radar["face_right"]), vec(radar["face_up"]), vec(radar["face_normal"])


@njit
def range_and_elevation(radar: np.void, position: Vec) -> tuple[float, float]:
    """Range [m] and true elevation [rad] of a position: what a sight holds, and cheaper."""
    rel = sub(position, vec(radar["position"]))
    east = dot(rel, vec(radar["east"]))
    north = dot(rel, vec(radar["north"]))
    return norm(rel), atan2(dot(rel, vec(radar["up"])), sqrt(east * east + north * north))


@njit
def line_of_sight(radar: np.void, position: Vec) -> Sight:
    """Where a radar sees a position; the apparent elevation is what its beam must have."""
    rel = sub(position, vec(radar["position"]))
    east = dot(rel, vec(radar["east"]))
    north = dot(rel, vec(radar["north"]))
    up = dot(rel, vec(radar["up"]))
    level = sqrt(east * east + north * north)
    true = atan2(up, level)
    height = frames.altitude(position) - radar["altitude"]
    apparent = refraction.apparent_elevation(radar["bend"], true, height)
    u, v, cosine = face.direction_cosines(rel, basis(radar))
    return norm(rel), atan2(east, north), true, apparent, u, v, cosine


@njit
def is_above(radar: np.void, position: Vec, sine: float) -> bool:
    """Say whether a position truly stands above an elevation of that sine."""
    rel = sub(position, vec(radar["position"]))
    return dot(rel, vec(radar["up"])) > sine * norm(rel)


@njit
def lowest_elevation(radar: np.void, sight: Sight) -> float:
    """Lowest apparent elevation [rad] of a beam that way: its least one, or the skyline's."""
    return lowest_at(radar, sight[1])


@njit
def lowest_at(radar: np.void, azimuth: float) -> float:
    """Lowest apparent elevation [rad] of a beam at an azimuth [rad]."""
    degree = floored(azimuth / _DEGREE + 0.5) % 360
    return float(max(radar["min_elevation"], radar["mask"][degree]))


@njit
def is_above_horizon(radar: np.void, sight: Sight) -> bool:
    """Above the least elevation and the skyline [rad]."""
    return sight[3] >= lowest_elevation(radar, sight)


@njit
def off_boresight(radar: np.void, azimuth: float) -> float:
    """Azimuth [rad] clockwise from the boresight, in -pi..pi."""
    off = azimuth - radar["boresight"]
    return off - _TURN * floor(off / _TURN + 0.5)


@njit
def is_in_sector(radar: np.void, sight: Sight) -> bool:
    """Inside the azimuth sector and the cone that the face can scan."""
    if abs(off_boresight(radar, sight[1])) > radar["sector_half_width"]:
        return False
    return face.is_in_field_of_regard(sight[6], radar["field_of_regard"])


@njit
def can_look(radar: np.void, position: Vec) -> bool:
    """Say whether a radar may look at a position: above the horizon and in its sector.

    As the whole line of sight would say, and cheaper: the air raises what is seen, so that what
    truly stands above the lowest elevation needs no bending.
    """
    rel = sub(position, vec(radar["position"]))
    cosine = dot(rel, vec(radar["face_normal"])) * (1.0 / norm(rel))
    if not face.is_in_field_of_regard(cosine, radar["field_of_regard"]):
        return False
    azimuth = atan2(dot(rel, vec(radar["east"])), dot(rel, vec(radar["north"])))
    if abs(off_boresight(radar, azimuth)) > radar["sector_half_width"]:
        return False
    _, elevation = range_and_elevation(radar, position)
    if elevation >= lowest_at(radar, azimuth):
        return True
    sight = line_of_sight(radar, position)
    return is_above_horizon(radar, sight)


@njit
def direction_of_beam(radar: np.void, azimuth: float, elevation: float) -> Vec:
    """u, v and cosine off boresight of a direction given by azimuth and true elevation."""
    level = cos(elevation)
    pointing = scale(level * sin(azimuth), vec(radar["east"]))
    pointing = add_scaled(pointing, level * cos(azimuth), vec(radar["north"]))
    pointing = add_scaled(pointing, sin(elevation), vec(radar["up"]))
    return face.direction_cosines(pointing, basis(radar))
