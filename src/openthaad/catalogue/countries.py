"""The land and the large cities of every country, for maps and for shares of what is defended.

`builders/countries.py` makes the data file; `countries.source.toml` beside it says from what.
Shores and borders are those Natural Earth draws: de facto, who holds the ground.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from openthaad.catalogue.entries import DATA

DATA_FILE = DATA / "tables" / "countries.json"
SOURCE = "Natural Earth 4.1, 1:10 million"
TURNS = (-360.0, 0.0, 360.0)
Point = tuple[float, float]  # longitude, latitude [deg]
Ring = list[Point]
Box = tuple[float, float, float, float]  # west, south, east, north [deg]


@dataclass(frozen=True, slots=True)
class City:
    """A city and how many live in it."""

    name: str
    latitude_deg: float
    longitude_deg: float
    population: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Country:
    """A country, or a territory with land of its own on the map.

    Attributes
    ----------
    code : str
        ISO 3166-1 numeric; empty where there is none.
    name : str
        Short, in English: South Korea, Guam.
    cities : tuple of City
        Of 300,000 people or more, the largest first; the largest few where fewer are so large.
    """

    code: str
    name: str
    cities: tuple[City, ...]
    _parts: tuple[tuple[tuple[int, ...], ...], ...]

    @cached_property
    def polygons(self) -> tuple[tuple[Ring, ...], ...]:
        """Of each polygon the shore, then holes; longitudes run on past 180 where it does."""
        return tuple(tuple(_ring(ring) for ring in part) for part in self._parts)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """West, south, east, north of each polygon [deg]."""
        return tuple(_box(part[0]) for part in self._parts)

    def touches(self, box: Box) -> bool:
        """Say whether a polygon's own box meets a box [deg], by whole turns."""
        west, south, east, north = box
        return any(
            w + turn < east and e + turn > west and s < north and n > south
            for w, s, e, n in self.boxes
            for turn in TURNS
        )


@cache
def countries() -> tuple[Country, ...]:
    """Return every country, by name."""
    return tuple(
        Country(
            code=row["code"],
            name=row["name"],
            cities=tuple(City(*city) for city in row["cities"]),
            _parts=tuple(tuple(tuple(ring) for ring in part) for part in row["polygons"]),
        )
        for row in _document()["countries"]
    )


def countries_in(box: Box) -> tuple[Country, ...]:
    """Return the countries some of whose land may lie in a box [deg]."""
    return tuple(country for country in countries() if country.touches(box))


@cache
def shores() -> tuple[tuple[Ring, bool], ...]:
    """Return every coast and border as a line, and whether it is a border; no Antarctica.

    A line over 180 degrees runs on past it.
    """
    uses = Counter(
        number if number >= 0 else ~number
        for row in _document()["countries"]
        for part in row["polygons"]
        for ring in part
        for number in ring
    )
    return tuple((_unwrapped(_arc(number)), count > 1) for number, count in uses.items())


def _ring(numbers: tuple[int, ...]) -> Ring:
    """Join the arcs of a ring; a negative number means that the arc runs backwards."""
    points: Ring = []
    for number in numbers:
        arc = _arc(number) if number >= 0 else _arc(~number)[::-1]
        points.extend(arc[1:] if points else arc)
    return _unwrapped(points)


def _box(numbers: tuple[int, ...]) -> Box:
    """Bounds of a ring, from those of its arcs; a ring over 180 degrees has to be unrolled."""
    wests, souths, easts, norths = zip(
        *(_arc_box(number if number >= 0 else ~number) for number in numbers), strict=True
    )
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    return (west, south, east, north) if east - west <= 180.0 else _bounds(_ring(numbers))


def _unwrapped(ring: Ring) -> Ring:
    """Let longitude run on past 180 degrees, so that no line jumps across the map."""
    turn, before = 0.0, ring[0][0]
    out: Ring = []
    for x, y in ring:
        if abs(x - before) > 180.0:
            turn += 360.0 if x < before else -360.0
        before = x
        out.append((x + turn, y))
    return out


@cache
def _arc(number: int) -> Ring:
    unit = float(_document()["per_degree"])
    return [(a / unit, b / unit) for a, b in zip(*_steps(number), strict=True)]


@cache
def _arc_box(number: int) -> Box:
    unit = float(_document()["per_degree"])
    x, y = (list(steps) for steps in _steps(number))
    return min(x) / unit, min(y) / unit, max(x) / unit, max(y) / unit


def _steps(number: int) -> tuple[Iterator[int], Iterator[int]]:
    """Longitudes and latitudes of an arc, in whole steps of the file."""
    flat = _document()["arcs"][number]
    return accumulate(flat[0::2]), accumulate(flat[1::2])


def _bounds(ring: Ring) -> Box:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA_FILE.read_text(encoding="utf-8"))
    return loaded
