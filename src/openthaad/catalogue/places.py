"""Named points on the Earth: launch sites, cities, radar sites, coarse launch areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, degrees, hypot, isfinite, radians
from typing import Any

from openthaad.catalogue.entries import DATA
from openthaad.catalogue.reading import parsed
from openthaad.errors import CatalogueError

PLACE_KINDS = ("launch_site", "launch_area", "city", "site")
_FIELDS: dict[str, tuple[type, ...]] = {
    "title": (str,),
    "kind": (str,),
    "country": (str,),
    "latitude_deg": (float, int),
    "longitude_deg": (float, int),
    "altitude_m": (float, int),
    "uncertainty_km": (float, int),
    "source": (str,),
    "aliases": (list,),
    "note": (str,),
}
_OPTIONAL = {"aliases", "note"}
_SAME_PLACE_DEG = 0.05  # 5 km
_LIMITS = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "altitude_m": (-500.0, 9000.0),
    "uncertainty_km": (0.0, 500.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named point: geodetic latitude and longitude [rad], altitude above WGS 84 [m].

    `uncertainty` [m] is how far the thing meant may lie from the point given.
    """

    name: str
    title: str
    kind: str
    country: str
    latitude: float
    longitude: float
    altitude: float
    uncertainty: float
    source: str
    note: str = ""
    aliases: tuple[str, ...] = ()


def place_words(latitude_deg: float, longitude_deg: float) -> str:
    """Write coordinates as people do.

    >>> place_words(-35.2, 149.1)
    '35.20 S, 149.10 E'
    """
    north = "N" if latitude_deg >= 0.0 else "S"
    east = "E" if longitude_deg >= 0.0 else "W"
    return f"{abs(latitude_deg):.2f} {north}, {abs(longitude_deg):.2f} {east}"


def title_of(name: str) -> str:
    """Return the short title of a place by its name, or its coordinates as people write them.

    >>> title_of("datong"), title_of("47.6,-122.3"), title_of("abu-dhabi"), title_of("McMurdo")
    ('Datong', '47.60 N, 122.30 W', 'Abu Dhabi', 'McMurdo')
    """
    known = places().get(name)
    if known is not None:
        return known.title.partition(",")[0]
    try:
        latitude, longitude = (float(part) for part in name.split(","))
    except ValueError:
        spaced = name.replace("_", " ")
        return spaced.replace("-", " ").title() if name.islower() else spaced
    return place_words(latitude, longitude)


def standing(name: str, latitude_deg: float, longitude_deg: float) -> str:
    """Name a battery or a radar; where its name is that of another place, with where it is.

    >>> standing("seongju", 36.05, 128.22), standing("seongju", 36.9628, 127.0311)
    ('Seongju', 'Seongju at Pyeongtaek')
    >>> standing("north_2", 36.05, 128.22), standing("seongju", 10.0, 20.0)
    ('North 2', 'Seongju at 10.00 N, 20.00 E')
    """
    title = name.replace("_", " ").replace("-", " ").title()
    named = places().get(name.replace("-", "_"))
    if named is None or _is_near(named, latitude_deg, longitude_deg):
        return title
    here = [one for one in places().values() if _is_near(one, latitude_deg, longitude_deg)]
    where = title_of(here[0].name) if here else place_words(latitude_deg, longitude_deg)
    return f"{title} at {where}"


def _is_near(place: Place, latitude_deg: float, longitude_deg: float) -> bool:
    """Whether a point is the place, to a few kilometres: a radar stands beside its battery."""
    east = (longitude_deg - degrees(place.longitude)) * cos(place.latitude)
    return hypot(latitude_deg - degrees(place.latitude), east) < _SAME_PLACE_DEG


def places() -> Mapping[str, Place]:
    """Return every place of the built-in catalogue, by name."""
    return _places()


@cache
def _places() -> Mapping[str, Place]:
    path = DATA / "places" / "places.toml"
    return read_places(path.read_text(encoding="utf-8"), path.name)


def read_places(text: str, file: str = "places.toml") -> dict[str, Place]:
    """Check the text of a file of places; return each by its name.

    Raises
    ------
    CatalogueError
        The text is not TOML, or a field is missing, unknown, of the wrong type or out of range.
    """
    raw = parsed(text, file)
    for section in ("sources", "places"):
        if not isinstance(raw.get(section), dict):
            raise CatalogueError(f"{file} lacks the table {section}", key=file)
    if unknown := sorted(set(raw) - {"sources", "places"}):
        raise CatalogueError(f"{file} has unknown section {unknown[0]}", key=file)
    sources = raw["sources"]
    return {
        name: _place(f"{file}: {name}", name, table, sources)
        for name, table in raw["places"].items()
    }


def _place(where: str, name: str, table: object, sources: Mapping[str, str]) -> Place:
    if not isinstance(table, dict):
        raise CatalogueError(f"{where} must be a table", key=where)
    _check_fields(where, table)
    _check_numbers(where, table)
    if table["kind"] not in PLACE_KINDS:
        raise CatalogueError(
            f"{where} has kind {table['kind']!r}", key=where, allowed=list(PLACE_KINDS)
        )
    if table["source"] not in sources:
        raise CatalogueError(
            f"{where} cites {table['source']!r}, absent from [sources]", key=where
        )
    return Place(
        name=name,
        title=table["title"],
        kind=table["kind"],
        country=table["country"],
        latitude=radians(table["latitude_deg"]),
        longitude=radians(table["longitude_deg"]),
        altitude=float(table["altitude_m"]),
        uncertainty=1e3 * table["uncertainty_km"],
        source=sources[table["source"]],
        note=table.get("note", ""),
        aliases=tuple(str(word) for word in table.get("aliases", ())),
    )


def _check_fields(where: str, table: dict[str, Any]) -> None:
    if missing := sorted(set(_FIELDS) - _OPTIONAL - set(table)):
        raise CatalogueError(f"{where} lacks {', '.join(missing)}", key=where)
    for key, item in table.items():
        if key not in _FIELDS:
            raise CatalogueError(
                f"{where} has unknown key {key}", key=where, allowed=sorted(_FIELDS)
            )
        if type(item) not in _FIELDS[key]:
            raise CatalogueError(f"{where}: {key} has the wrong type", key=where, value=item)


def _check_numbers(where: str, table: dict[str, Any]) -> None:
    for key, (low, high) in _LIMITS.items():
        if not (isfinite(table[key]) and low <= table[key] <= high):
            raise CatalogueError(
                f"{where}: {key} must lie between {low:g} and {high:g}",
                key=where,
                value=table[key],
            )
