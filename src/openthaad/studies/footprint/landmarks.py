"""Places on a map with an answer of their own: cities and assets, flown to exactly.

A cell answers for its middle, and a city lies somewhere in a cell: near the edge of a zone the
two differ, and how depends on the grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

import numpy as np

from openthaad import catalogue
from openthaad.catalogue.countries import Box, City, Country
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import NoSolutionError
from openthaad.kernels.path import NODE
from openthaad.records import Flight
from openthaad.scenario import Scenario
from openthaad.scenario.fields import Location, locate
from openthaad.studies.footprint.flights import Batch, Way
from openthaad.studies.footprint.land import Land, cities_in
from openthaad.threat.flight import ecef, fly_to
from openthaad.threat.kernels.fan import FanStatus
from openthaad.threat.kernels.flight import FLIGHT, PLAN

# Flights kept for the next map of the same missile from the same place: some 50 kB each.
_KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A city, or an asset of the scenario (without people counted)."""

    name: str
    at: Location
    population: int | None = None


def landmarks_of(scenario: Scenario, land: Land | None, box: Box) -> list[Landmark]:
    """Return the large cities of the land on a map, the largest first, and the assets."""
    cities = [
        Landmark(name=city.name, at=_site(city, country), population=city.population)
        for city, country in (cities_in(land.countries, box) if land else [])
    ]
    assets = [Landmark(name=n, at=locate(a.site)) for n, a in scenario.assets.items()]
    return cities + assets


def _site(city: City, country: Country) -> Location:
    """Where a city lies: where the catalogue's place of its name does, if it has one."""
    place = catalogue.places().get(city.name.lower().replace(" ", "_"))
    if place is not None and (place.kind, place.country) == ("city", country.name):
        return locate(place.name)
    return Location(city.name, radians(city.latitude_deg), radians(city.longitude_deg), 0.0)


def fly_to_each(
    way: Way, launch: Location, places: Sequence[Location], around: Surroundings
) -> Batch:
    """Fly a missile from one place to each of some places, as the battle flies it."""
    return batch_of([_flight(way, launch, at, around) for at in places], places)


def _flight(way: Way, launch: Location, at: Location, around: Surroundings) -> Flight | None:
    """Fly to a place exactly; None where the missile does not reach it."""
    try:
        return fly_to(
            way.missile, launch, at, mode=way.mode, value=way.value, surroundings=around
        )
    except NoSolutionError:
        return None


def batch_of(flights: Sequence[Flight | None], places: Sequence[Location]) -> Batch:
    """Lay flights out as a batch, one for each place; None where there is no flight."""
    count = len(flights)
    plans = np.zeros(count, PLAN)
    leads, bodies = np.zeros(count, FLIGHT), np.zeros(count, FLIGHT)
    status = np.full(count, int(FanStatus.TOO_FAR))
    nodes, used = [np.zeros(0, NODE)], 0
    for i, flight in enumerate(flights):
        if flight is None:
            continue
        status[i] = int(FanStatus.HIT)
        plans[i], leads[i] = flight.plan[0], flight.summary[0]
        leads[i]["first_node"] = used
        used += len(flight.nodes)
        nodes.append(flight.nodes)
        if len(flight.body):
            bodies[i] = flight.body[0]
            bodies[i]["first_node"] = used
            used += len(flight.body_nodes)
            nodes.append(flight.body_nodes)
    return Batch(
        cells=slice(0, count),
        aims=np.array([ecef(at) for at in places]).reshape(-1, 3),
        plans=plans,
        leads=leads,
        bodies=bodies,
        status=status,
        nodes=np.concatenate(nodes),
    )
