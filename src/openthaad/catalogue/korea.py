"""The land and the large cities of the Republic of Korea, for shares of what is defended.

`builders/korea.py` makes the data file; `korea.source.toml` beside it says from what.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import radians
from typing import Any

from openthaad.catalogue.entries import DATA

DATA_FILE = DATA / "tables" / "korea.json"
NAME = "Republic of Korea"
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city and how many live in it."""

    name: str
    latitude: float  # rad
    longitude: float  # rad
    population: int


@cache
def polygons() -> tuple[tuple[Ring, ...], ...]:
    """Return the country's polygons: of each the shore, then holes; (lon, lat) in degrees."""
    return tuple(
        tuple([(float(x), float(y)) for x, y in ring] for ring in part)
        for part in _document()["polygons"]
    )


@cache
def cities() -> tuple[City, ...]:
    """Return every city of 300,000 people or more, the largest first."""
    return tuple(
        City(
            name=row["name"],
            latitude=radians(row["lat_deg"]),
            longitude=radians(row["lon_deg"]),
            population=row["population"],
        )
        for row in _document()["cities"]
    )


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA_FILE.read_text(encoding="utf-8"))
    return loaded
