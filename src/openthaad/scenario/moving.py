"""Moving a battery: what stands with it goes along, what stands elsewhere stays."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from openthaad.catalogue import title_of
from openthaad.earth import geodesy
from openthaad.scenario.fields import Position, locate
from openthaad.scenario.schema import Scenario

# Things this near are at its site: places of the catalogue are known to a kilometre or so [m].
_SITE = 3_000.0


class Companions(NamedTuple):
    """What stands with a battery, by name.

    Attributes
    ----------
    radars : tuple of str
        Radars at its site that it fires on, and no battery elsewhere does.
    stay : tuple of str
        Radars that it fires on and that do not go along.
    assets : tuple of str
        The defended place at its site that bears its name, or that of its place.
    """

    radars: tuple[str, ...]
    stay: tuple[str, ...]
    assets: tuple[str, ...]


def companions(scenario: Scenario, name: str) -> Companions:
    """Return what goes along when a battery is moved."""
    battery = scenario.batteries[name]
    elsewhere = {
        radar
        for other in scenario.batteries.values()
        if not _is_near(battery.site, other.site)
        for radar in other.radars
    }
    along = tuple(
        radar
        for radar in battery.radars
        if _is_near(battery.site, scenario.radars[radar].site) and radar not in elsewhere
    )
    own = {name, battery.site if isinstance(battery.site, str) else name}
    return Companions(
        radars=along,
        stay=tuple(radar for radar in battery.radars if radar not in along),
        assets=tuple(
            key
            for key, asset in scenario.assets.items()
            if key in own and _is_near(battery.site, asset.site)
        ),
    )


def move_battery(
    document: dict[str, Any], scenario: Scenario, name: str, place: object
) -> Companions:
    """Move a battery in a scenario's document, with what stands at its site.

    Parameters
    ----------
    document : dict
        Changed in place.
    scenario : Scenario
        As it is before the move: says what stands where.
    name : str
        Of the battery.
    place : object
        As a scenario file gives it: a name, or latitude and longitude [deg].
    """
    along = companions(scenario, name)
    _put(document["batteries"][name], place)
    for radar in along.radars:
        _put(document["radars"][radar], place)
    for asset in along.assets:
        _put(document["assets"][asset], place)
    return along


def moves(before: Scenario, after: Scenario) -> list[str]:
    """Say of each battery that moved what went with it, and what of its site stayed."""
    return [
        sentence
        for name, battery in after.batteries.items()
        if name in before.batteries and not _is_near(before.batteries[name].site, battery.site)
        for sentence in _of_battery(name, before, after)
    ]


def _of_battery(name: str, before: Scenario, after: Scenario) -> Iterator[str]:
    old, new = before.batteries[name].site, after.batteries[name].site
    went, stayed = list[str](), list[str]()
    for what, sites, now in (
        ("the radar", before.radars, after.radars),
        ("the asset", before.assets, after.assets),
    ):
        for key, thing in sites.items():
            if _is_near(thing.site, old) and key in now:
                moved = _is_near(now[key].site, new)
                (went if moved else stayed).append(f"{what} {key}")
    if went:
        yield f"{' and '.join(went)} moved with battery {name} to {_title(new)}"
    if stayed:
        yield f"{' and '.join(stayed)} did not move with battery {name}"


def _title(site: str | Position) -> str:
    """Name a place shortly: by its name, or by its coordinates."""
    name = locate(site).name
    return title_of(name) if "," in name else name.replace("_", " ").title()


def _put(table: dict[str, Any], place: object) -> None:
    table.pop("position", None)
    table["place"] = place


def _is_near(one: str | Position, other: str | Position) -> bool:
    a, b = locate(one), locate(other)
    _, _, away = geodesy.inverse(a.longitude, a.latitude, b.longitude, b.latitude, radians=True)
    return bool(away <= _SITE)
