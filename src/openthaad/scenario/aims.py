"""Where a raid is aimed, and whether the scenario lists anything to lose there."""

from math import degrees
from typing import Any

from openthaad.earth.geodesy import distance
from openthaad.scenario.fields import Location, locate
from openthaad.scenario.schema import Scenario


def place_document(place: Location) -> dict[str, Any]:
    """Name and coordinates of a place for JSON."""
    return {
        "name": place.name,
        "lat_deg": degrees(place.latitude),
        "lon_deg": degrees(place.longitude),
        "altitude_m": place.altitude,
    }


def aimed_asset(scenario: Scenario, aim: Location) -> int:
    """Index of the asset whose zone holds the aim point, -1 if none does."""
    for k, asset in enumerate(scenario.assets.values()):
        at = locate(asset.site)
        if distance(at, aim) <= 1e3 * asset.radius_km:
            return k
    return -1


def undefended(scenario: Scenario) -> list[dict[str, Any]]:
    """Places that missiles are aimed at and no asset of the scenario holds, each once.

    What lands there costs nothing and counts as no leak, which somebody may not have meant.
    A scenario without a battery defends nothing, so nothing is said of it.

    Returns
    -------
    list of dict
        As in the JSON: name and coordinates, with the number of `missiles`.
    """
    if not scenario.batteries:
        return []
    found: dict[str, dict[str, Any]] = {}
    for threat in scenario.threats:
        aim = locate(threat.aim)
        if aimed_asset(scenario, aim) < 0:
            place = found.setdefault(aim.name, {**place_document(aim), "missiles": 0})
            place["missiles"] += threat.count
    return list(found.values())
