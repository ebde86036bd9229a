"""Threat evaluation: where a track will come down, and whether that is defended.

Picture only.  No verdict is given before burnout is declared: a missile that still burns
can land anywhere.
"""

from math import sqrt

import numpy as np

from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis
from openthaad.kernels.codes import Role, Verdict
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec, dot, sub

_PENDING = int(Verdict.PENDING)
_HARMLESS = int(Verdict.HARMLESS)
_THREATENING = int(Verdict.THREATENING)
_DEBRIS = int(Verdict.DEBRIS)
_WATCHED = int(Role.WATCHED)
_ROLE_THREATENING = int(Role.THREATENING)
_GUIDED = int(Role.GUIDED)


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


@njit
def threatened_asset(status: np.void, assets: np.ndarray, sigmas: float) -> int:
    """Asset of the highest value whose zone the impact ellipse meets, -1 if none.

    The ellipse has so many sigmas.  Of equal values the nearest in sigmas; of equal nearness
    the first.
    """
    latitude, longitude, _ = ecef_to_geodetic(vec(status["impact_position"]))
    east, north, _ = enu_basis(latitude, longitude)
    best, best_value, best_distance = -1, -1.0, np.inf
    for a in range(assets.shape[0]):
        distance = distance_to_zone(status, assets[a], east, north)
        if distance > sigmas:
            continue
        value = assets[a]["value"]
        if value > best_value or (value == best_value and distance < best_distance):
            best, best_value, best_distance = a, value, distance
    return best


@njit
def judge(status: np.void, asset: int, is_debris: bool, time: float) -> None:
    """Verdict on a track that threatens an asset, or none (-1)."""
    verdict = _HARMLESS
    if asset >= 0:
        verdict = _DEBRIS if is_debris else _THREATENING
    status["asset"] = asset
    if verdict != status["verdict"]:
        status["verdict"] = verdict
        if verdict == _THREATENING and np.isnan(status["verdict_time"]):
            status["verdict_time"] = time
    set_role(status)


@njit
def set_role(status: np.void) -> None:
    """What the radar should do about a track."""
    if status["in_flight"] > 0:
        status["role"] = _GUIDED
    elif status["verdict"] == _THREATENING and status["assessed_killed"] == 0:
        status["role"] = _ROLE_THREATENING
    else:
        status["role"] = _WATCHED
