"""The places of a scenario: its assets by name, and coordinates given the wrong way round."""

from collections.abc import Iterable, Iterator, Sequence
from math import degrees
from typing import NamedTuple

from openthaad.catalogue.naming import folded
from openthaad.earth.geodesy import distance
from openthaad.scenario.fields import Location, Position, locate
from openthaad.scenario.schema import Scenario

_FAR, _NEAR = 1_000e3, 300e3  # m; of what is nowhere near the scenario, and of what is in it
_LARGEST_LATITUDE = 90.0


class Site(NamedTuple):
    """Something of a scenario that is somewhere: its dotted path, its role, its place."""

    key: str
    role: str  # launch, aim or defence
    given: str | Position
    at: Location


def sites(scenario: Scenario) -> Iterator[Site]:
    """Yield every place of a scenario."""
    for k, threat in enumerate(scenario.threats):
        yield Site(f"threats.{k}.from", "launch", threat.origin, locate(threat.origin))
        yield Site(f"threats.{k}.to", "aim", threat.aim, locate(threat.aim))
    for kind in ("radars", "batteries", "assets"):
        for name, thing in getattr(scenario, kind).items():
            field = "place" if thing.place is not None else "position"
            yield Site(f"{kind}.{name}.{field}", "defence", thing.site, locate(thing.site))


def asset_called(scenario: Scenario, word: str) -> Location | None:
    """Return where the asset of a name stands, called by that name; None if there is none."""
    for name in sorted(scenario.assets, key=lambda name: name != word):
        if folded(name) == folded(word) and "," not in word:
            return locate(scenario.assets[name].site)._replace(name=name)
    return None


def swapped_in(scenario: Scenario) -> list[str]:
    """Say which coordinates of a scenario were given with the longitude first, it seems.

    A place is held against those of the other roles, since what stands together may all have
    been given the wrong way round.
    """
    every = list(sites(scenario))
    found = []
    for site in every:
        if isinstance(site.given, Position):
            others = {other.at for other in every if other.role != site.role}
            words = swapped_words(site.at, others)
            if words is not None:
                found.append(f"{site.key}: {words}")
    return found


def swapped_words(at: Location, others: Iterable[Location]) -> str | None:
    """Say that coordinates make sense the other way round only, None where they do not.

    Parameters
    ----------
    at : Location
        As given.
    others : iterable of Location
        What it should be near to.
    """
    latitude, longitude = degrees(at.latitude), degrees(at.longitude)
    known: Sequence[Location] = list(others)
    if not known or abs(longitude) > _LARGEST_LATITUDE:
        return None
    turned = at._replace(latitude=at.longitude, longitude=at.latitude)
    away = min(distance(at, one) for one in known)
    near = min(distance(turned, one) for one in known)
    if away < _FAR or near > _NEAR:
        return None
    return (
        f"{latitude:g},{longitude:g} is {away / 1e3:,.0f} km from the rest of the scenario, "
        f"{longitude:g},{latitude:g} would be {near / 1e3:,.0f} km from it; "
        "latitude comes first"
    )
