"""What a footprint says: cells, areas, cities, and the sentence."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from openthaad.catalogue.countries import SOURCE, City
from openthaad.kernels.battle.codes import Cause, Limit
from openthaad.studies.footprint.contour import area, common, feature, outline
from openthaad.studies.footprint.flights import Batch
from openthaad.studies.footprint.land import Land, cities_in, into, land_of
from openthaad.studies.footprint.region import Grid
from openthaad.studies.limits import LIMITS

OUT_OF_RANGE = "out_of_missile_range"
CAPS = (Limit.BELOW_FLOOR, Limit.ABOVE_CEILING, Limit.BEYOND_REACH_CAP)
LEVELS = (1, 2)
_KM2 = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """What the defence can do against one threat, cell by cell.

    Attributes
    ----------
    missile, launch : str
        What comes, and from where.
    launch_at : dict
        Its place in degrees.
    chances : (N,) array of CHANCE
    batches : list of Batch
        The flights, for use with another defence.
    """

    missile: str
    launch: str
    launch_at: dict[str, float]
    chances: NDArray[np.void]
    batches: list[Batch]


def limit_name(row: np.void) -> str | None:
    """Return the first limit met, by name; None where there is an opportunity.

    A published cap is named only where a shot could be taken without it; where physics
    leaves none either, the limit is what physics sets.
    """
    if row["is_flown"] == 0:
        return OUT_OF_RANGE
    if row["opportunities"] > 0:
        return None
    limit = row["limit"]
    if limit in CAPS and limited_by(row) == "physics" and row["free_limit"] > 0:
        limit = row["free_limit"]
    if limit > 0:
        return Limit(int(limit)).name.lower()
    return Cause(int(row["cause"])).name.lower()


def limited_by(row: np.void) -> str:
    """Say whether a published cap or physics left no opportunity."""
    if row["is_flown"] == 0 or row["opportunities"] > 0:
        return "none"
    return "cap" if row["free_opportunities"] > 0 else "physics"


def worst(layers: list[NDArray[np.void]]) -> NDArray[np.void]:
    """Return, cell by cell, the chance of the layer against which there are fewest.

    A layer whose missile does not reach a cell does not count there.
    """
    stack = np.stack(layers)
    key = stack["opportunities"] * 100 + stack["free_opportunities"]
    key = np.where(stack["is_flown"] == 1, key, np.iinfo(np.int64).max)
    chosen: NDArray[np.void] = stack[key.argmin(axis=0), np.arange(stack.shape[1])]
    return chosen


@dataclass(frozen=True, kw_only=True, eq=False)
class Footprint:
    """Whom a defence covers against a missile, or a mix, or whence it denies a launch.

    Attributes
    ----------
    is_launch_area : bool
        Cells are launch points, all at one aim, and not aims.
    layers : list of Layer
        One for every missile and launch point (or aim).
    chances : (N,) array of CHANCE
        The mix: of every cell the layer with the fewest opportunities.
    batteries, radars : list of dict
        Name, place in degrees, caps in km; sector in degrees.
    aim : dict or None
        Of a launch area.
    basis : dict
        What it rests on: `by_count`, the catalogue values read, by where they came from.
    """

    scenario: str
    title: str
    settings: str
    is_launch_area: bool
    grid: Grid
    layers: list[Layer]
    chances: NDArray[np.void]
    batteries: list[dict[str, Any]]
    radars: list[dict[str, Any]]
    assets: list[dict[str, Any]]
    aim: dict[str, Any] | None
    basis: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def land(self) -> Land | None:
        """The land counted: that of the batteries' countries; None where there is none."""
        sites = [(battery["lat_deg"], battery["lon_deg"]) for battery in self.batteries]
        return None if self.is_launch_area else land_of(sites, self.grid.box)

    def zone(self, opportunities: int, *, caps: bool = True) -> MultiPolygon:
        """Return the outline of the cells with so many opportunities or more."""
        column = "opportunities" if caps else "free_opportunities"
        return self._zones[opportunities, column]

    @cached_property
    def _zones(self) -> dict[tuple[int, str], MultiPolygon]:
        return {
            (n, column): outline(self.grid, self.chances[column] >= n)
            for n in LEVELS
            for column in ("opportunities", "free_opportunities")
        }

    def land_share(self, opportunities: int = 1, *, caps: bool = True) -> float | None:
        """Share of the land counted that lies in a zone; None where no land is counted."""
        if self.land is None:
            return None
        zone = self.zone(opportunities, caps=caps)
        return area(common(zone, self.land.shape)) / self.land.area

    def to_area(self, opportunities: int = 1, *, caps: bool = True) -> float:
        """Area of a zone, land and sea [km2]."""
        return _KM2 * area(self.zone(opportunities, caps=caps))

    def at(self, latitude_deg: float, longitude_deg: float) -> np.void:
        """Return the chance in the cell that holds a place."""
        west, south, east, north = self.grid.box
        row = int((latitude_deg - south) / (north - south) * self.grid.rows)
        away = into(longitude_deg, west) - west
        column = int(away / (east - west) * self.grid.columns)
        row = min(max(row, 0), self.grid.rows - 1)
        column = min(max(column, 0), self.grid.columns - 1)
        found: np.void = self.chances[row * self.grid.columns + column]
        return found

    def cities(self) -> list[dict[str, Any]]:
        """List the large cities of the land counted with what can be done for each."""
        return [
            {
                "name": city.name,
                "lat_deg": city.latitude_deg,
                "lon_deg": city.longitude_deg,
                "population": city.population,
                **self._verdict(city.latitude_deg, city.longitude_deg),
            }
            for city in self._cities
        ]

    @cached_property
    def _cities(self) -> list[City]:
        return cities_in(self.land.countries, self.grid.box) if self.land else []

    def _verdict(self, lat: float, lon: float) -> dict[str, Any]:
        row = self.at(lat, lon)
        flown = row["is_flown"] == 1
        return {
            "opportunities": int(row["opportunities"]) if flown else None,
            "opportunities_without_caps": int(row["free_opportunities"]) if flown else None,
            "limit": limit_name(row),
            "limited_by": limited_by(row),
        }

    def population_share(self) -> float | None:
        """Share of the people of the listed cities who live where there is an opportunity."""
        rows = [row for row in self.cities() if row["opportunities"] is not None]
        total = sum(row["population"] for row in rows)
        if total == 0:
            return None
        covered = sum(row["population"] for row in rows if row["opportunities"] > 0)
        return float(covered / total)

    def to_dict(self) -> dict[str, Any]:
        """Return the footprint as JSON holds it."""
        return {
            "scenario": self.scenario,
            "settings": self.settings,
            "cells_are": "launch_points" if self.is_launch_area else "aim_points",
            "missiles": [
                {"missile": layer.missile, "launch": layer.launch} for layer in self.layers
            ],
            "aim": self.aim,
            "area_km2": {str(n): self.to_area(n) for n in LEVELS},
            "area_without_caps_km2": {str(n): self.to_area(n, caps=False) for n in LEVELS},
            "land": self._land_document(),
            "cities": [] if self.is_launch_area else self.cities(),
            "population_share": None if self.is_launch_area else self.population_share(),
            "assets": [
                {**asset, **self._verdict(asset["lat_deg"], asset["lon_deg"])}
                for asset in ([] if self.is_launch_area else self.assets)
            ],
            "batteries": self.batteries,
            "radars": self.radars,
            "basis": self.basis,
            "cells": self.cells(),
            "limits": self.limits(),
            "geojson": self.geojson(),
        }

    def _land_document(self) -> dict[str, Any] | None:
        if self.land is None:
            return None
        return {
            "name": self.land.name,
            "is_whole": self.land.is_whole,
            "polygon": SOURCE,
            "area_km2": _KM2 * self.land.area,
            "share": {str(n): self.land_share(n) for n in LEVELS},
            "share_without_caps": {str(n): self.land_share(n, caps=False) for n in LEVELS},
        }

    def cells(self) -> list[dict[str, Any]]:
        """List every cell."""
        places = np.degrees(self.grid.places())
        return [
            {
                "lat_deg": round(float(lat), 5),
                "lon_deg": round((float(lon) + 180.0) % 360.0 - 180.0, 5),
                "opportunities": int(row["opportunities"]) if row["is_flown"] else None,
                "opportunities_without_caps": int(row["free_opportunities"])
                if row["is_flown"]
                else None,
                "limit": limit_name(row),
                "limited_by": limited_by(row),
            }
            for (lat, lon), row in zip(places, self.chances, strict=True)
        ]

    def limits(self) -> list[dict[str, str]]:
        """List the limits of the cells with their codes, words and colours."""
        met = {limit_name(row) for row in self.chances}
        return [kind.to_dict() for name, kind in LIMITS.items() if name in met]

    def geojson(self) -> dict[str, Any]:
        """Return the zones, and the batteries, as a GeoJSON feature collection."""
        zones = [
            feature(
                self.zone(n, caps=caps),
                {
                    "opportunities_at_least": n,
                    "caps": caps,
                    "area_km2": round(self.to_area(n, caps=caps), 1),
                },
            )
            for n in LEVELS
            for caps in (True, False)
        ]
        points = [
            {
                "type": "Feature",
                "properties": {"battery": battery["name"]},
                "geometry": {
                    "type": "Point",
                    "coordinates": [battery["lon_deg"], battery["lat_deg"]],
                },
            }
            for battery in self.batteries
        ]
        return {"type": "FeatureCollection", "features": [*zones, *points]}
