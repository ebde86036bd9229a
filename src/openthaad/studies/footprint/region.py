"""The grid of a footprint, and the country whose land is counted."""

from dataclasses import dataclass
from math import cos, degrees, radians

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.ops import unary_union

from openthaad.catalogue import korea

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]  # west, south, east, north [deg]; east may pass 180
CELLS, LEAST_CELLS, MOST_CELLS = 60, 4, 400  # along each side of a map
# Half the side of the square about a battery, or about a launch point, elsewhere [deg].
_HALF_SIDE = 2.8
# North Korea and the sea about it, for launch areas there.
_NORTH_KOREA = (124.0, 37.6, 130.8, 43.1)
# Only parts of a country as large as this set the frame of its map [square degrees].
_LARGE = 0.1
_MARGIN = 0.15  # deg


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of equal steps in latitude and longitude.

    Attributes
    ----------
    box : tuple of float
        West, south, east, north edge of the outermost cells [deg].
    rows, columns : int
        South to north, west to east.
    """

    box: Box
    rows: int
    columns: int

    @property
    def latitude_deg(self) -> Array:
        """Middles of the rows."""
        return _middles(self.box[1], self.box[3], self.rows)

    @property
    def longitude_deg(self) -> Array:
        """Middles of the columns; may run on past 180."""
        return _middles(self.box[0], self.box[2], self.columns)

    def places(self) -> Array:
        """Latitude and longitude (N, 2) [rad] of every cell, row by row from the south."""
        lat, lon = np.meshgrid(self.latitude_deg, self.longitude_deg, indexing="ij")
        return np.radians(np.stack([lat.ravel(), lon.ravel()], axis=-1))


def _middles(low: float, high: float, count: int) -> Array:
    step = (high - low) / count
    values: Array = np.asarray(low + step * (np.arange(count) + 0.5), dtype=np.float64)
    return values


def grid(box: Box, cells: int) -> Grid:
    """Cut a box into cells x cells."""
    return Grid(box=box, rows=cells, columns=cells)


def country() -> MultiPolygon:
    """Return the land of the Republic of Korea."""
    parts = [Polygon(part[0], part[1:]) for part in korea.polygons()]
    whole = unary_union([part if part.is_valid else part.buffer(0.0) for part in parts])
    return whole if isinstance(whole, MultiPolygon) else MultiPolygon([whole])


def frame_about(latitude: float, longitude: float) -> Box:
    """Box to map about a battery [rad]: the country it stands in, or a square."""
    land = country()
    if land.contains(Point(degrees(longitude), degrees(latitude))):
        main = MultiPolygon([part for part in land.geoms if part.area > _LARGE])
        west, south, east, north = main.bounds
        return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN
    return _square(latitude, longitude)


def frame_of_launches(latitude: float, longitude: float) -> Box:
    """Box to map about a launch point [rad]: the north of Korea, or a square."""
    west, south, east, north = _NORTH_KOREA
    inside = west < degrees(longitude) < east and south < degrees(latitude) < north
    return _NORTH_KOREA if inside else _square(latitude, longitude)


def _square(latitude: float, longitude: float) -> Box:
    lat, lon = degrees(latitude), degrees(longitude)
    half = _HALF_SIDE / max(cos(radians(lat)), 0.1)
    return lon - half, lat - _HALF_SIDE, lon + half, lat + _HALF_SIDE
