"""What a footprint says: cells, areas, cities, and the sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import degrees
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from openthaad.catalogue.countries import SOURCE
from openthaad.fire_control.limits import LIMITS, MarginKind
from openthaad.kernels.codes import Cause, Limit
from openthaad.studies.footprint.contour import area, common, feature, outline
from openthaad.studies.footprint.flights import Batch
from openthaad.studies.footprint.land import Land
from openthaad.studies.footprint.landmarks import Landmark
from openthaad.studies.footprint.region import Grid

OUT_OF_RANGE = "out_of_missile_range"
LEVELS = (1, 2)
_KM2 = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """What the defence can do against one threat, cell by cell.

    Attributes
    ----------
    missile, title, launch : str
        What comes, by name and as its entry is called, and from where.
    launch_at : dict
        Its place in degrees.
    chances : (N,) array of CHANCE
    batches : list of Batch
        The flights, for use with another defence.
    at_landmarks : (M,) array of CHANCE
        What can be done at each landmark of the footprint.
    """

    missile: str
    title: str
    launch: str
    launch_at: dict[str, float]
    chances: NDArray[np.void]
    batches: list[Batch]
    at_landmarks: NDArray[np.void]


def limit_name(row: np.void) -> str | None:
    """Return the furthest limit met under the caps, by name; None where there is a shot."""
    if row["is_flown"] == 0:
        return OUT_OF_RANGE
    if row["opportunities"] > 0:
        return None
    return _named(row, int(row["limit"]))


def limit_without_caps(row: np.void) -> str | None:
    """Return the furthest limit met with the caps off; None where there is a shot then."""
    if row["is_flown"] == 0:
        return OUT_OF_RANGE
    if row["free_opportunities"] > 0:
        return None
    return _named(row, int(row["free_limit"]))


def margin_of(row: np.void, *, caps: bool = True) -> float | None:
    """Return by how much the limit named was missed, negative, in the limit's unit; or None."""
    kind = "" if caps else "free_"
    if row["is_flown"] == 0 or row[f"{kind}opportunities"] > 0 or row[f"{kind}limit"] == 0:
        return None
    name = Limit(int(row[f"{kind}limit"])).name.lower()
    margin = LIMITS[name].margin_in_unit(float(row[f"{kind}margin"]))
    return None if margin is None else round(margin, 3)


def _margin_named(row: np.void, *, caps: bool) -> tuple[str, float, MarginKind] | None:
    """Return the limit named, by how much it was missed and how that is told; None: untold."""
    margin = margin_of(row, caps=caps)
    if margin is None:
        return None
    name = Limit(int(row["limit" if caps else "free_limit"])).name.lower()
    kind = LIMITS[name].margin
    return None if kind is None else (name, margin, kind)


def amount_missed(row: np.void, *, caps: bool = True) -> str | None:
    """Write by how much the limit named was missed, with its unit; None: nobody can tell."""
    told = _margin_named(row, caps=caps)
    return None if told is None else told[2].amount(told[1])


def margins(row: np.void, batteries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Say by how much the limits named, with the caps and without, were missed, and by whom.

    By limit: `margin`, negative by what is missing, its `unit` and the `battery` that came
    nearest to a shot.
    """
    found = {}
    for caps in (False, True):
        told = _margin_named(row, caps=caps)
        if told is not None:
            name, margin, kind = told
            battery = batteries[int(row["battery" if caps else "free_battery"])]["name"]
            found[name] = {"margin": margin, "unit": kind.unit, "battery": battery}
    return found


def _named(row: np.void, limit: int) -> str:
    """Name a limit, or where fire control never looked for a shot, what the battle gives."""
    return Limit(limit).name.lower() if limit > 0 else Cause(int(row["cause"])).name.lower()


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
    land : Land or None
        The land counted: that of the batteries' countries; None where there is none.
    landmarks : list of Landmark
        The land's large cities and the assets, each with an answer of its own.
    at_landmarks : (M,) array of CHANCE
        As `chances`.
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
    land: Land | None
    landmarks: list[Landmark]
    at_landmarks: NDArray[np.void]
    aim: dict[str, Any] | None
    basis: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say in a line what it is."""
        missiles = ", ".join(dict.fromkeys(layer.missile for layer in self.layers))
        cells = f"{self.grid.rows} x {self.grid.columns} cells"
        return f"Footprint({self.scenario!r}: {missiles}; {cells}; settings {self.settings})"

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

    def cities(self) -> list[dict[str, Any]]:
        """List the large cities of the land counted with what can be done for each."""
        return [
            {
                **_place(mark),
                "population": mark.population,
                **_verdict(row),
                "margins": margins(row, self.batteries),
            }
            for mark, row in self._marked()
            if mark.population is not None
        ]

    @property
    def assets(self) -> list[dict[str, Any]]:
        """List the assets of the scenario with what can be done for each."""
        return [
            {**_place(mark), **_verdict(row), "margins": margins(row, self.batteries)}
            for mark, row in self._marked()
            if mark.population is None
        ]

    def _marked(self) -> Iterable[tuple[Landmark, np.void]]:
        return zip(self.landmarks, self.at_landmarks, strict=True)

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
                {"missile": layer.missile, "title": layer.title, "launch": layer.launch}
                for layer in self.layers
            ],
            "aim": self.aim,
            "area_km2": {str(n): self.to_area(n) for n in LEVELS},
            "area_without_caps_km2": {str(n): self.to_area(n, caps=False) for n in LEVELS},
            "land": self._land_document(),
            "cities": self.cities(),
            "population_share": self.population_share(),
            "assets": self.assets,
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
                **_verdict(row),
                "margins": margins(row, self.batteries),
            }
            for (lat, lon), row in zip(places, self.chances, strict=True)
        ]

    def limits_named(self) -> tuple[list[str | None], NDArray[np.int64]]:
        """Name the limits of all kinds of cell, and say of which kind each cell is."""
        rows = self.chances
        told = (rows["is_flown"], rows["opportunities"] > 0, rows["limit"], rows["cause"])
        kinds = np.stack([column.astype(np.int64) for column in told])
        _, first, kind = np.unique(kinds, axis=1, return_index=True, return_inverse=True)
        return [limit_name(rows[k]) for k in first], kind.ravel()

    def limits(self) -> list[dict[str, str | None]]:
        """List the limits of the cells with their codes, words and colours."""
        met, _ = self.limits_named()
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


def _place(mark: Landmark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "lat_deg": round(degrees(mark.at.latitude), 6),
        "lon_deg": round(degrees(mark.at.longitude), 6),
    }


def _verdict(row: np.void) -> dict[str, Any]:
    flown = row["is_flown"] == 1
    return {
        "opportunities": int(row["opportunities"]) if flown else None,
        "opportunities_without_caps": int(row["free_opportunities"]) if flown else None,
        "limit": limit_name(row),
        "limited_by": limited_by(row),
        "limit_without_caps": limit_without_caps(row),
    }
