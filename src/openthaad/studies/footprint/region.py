"""The grid of a footprint, and the frame that it fills."""

from dataclasses import dataclass
from math import cos, degrees, radians

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from openthaad.studies.footprint.land import country_at, outlines

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
# A country that is wider or longer than this is mapped by a square about the battery [deg].
_WIDEST = 8.0


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


def frame_about(latitude: float, longitude: float) -> Box:
    """Box to map about a battery [rad]: its country, where a map can hold that, or a square."""
    return _frame_of_country(latitude, longitude) or _square(latitude, longitude)


def frame_of_launches(latitude: float, longitude: float) -> Box:
    """Box to map about a launch point [rad]: its country, where a map can hold that."""
    west, south, east, north = _NORTH_KOREA
    if west < degrees(longitude) < east and south < degrees(latitude) < north:
        return _NORTH_KOREA
    return frame_about(latitude, longitude)


def _frame_of_country(latitude: float, longitude: float) -> Box | None:
    """Box about the large parts of the country that holds a place [rad]; None if too wide."""
    home = country_at(degrees(latitude), degrees(longitude))
    parts = [part for part in outlines(home).geoms if part.area > _LARGE] if home else []
    if not parts:
        return None
    west, south, east, north = MultiPolygon(parts).bounds
    if max(east - west, north - south) > _WIDEST:
        return None
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def _square(latitude: float, longitude: float) -> Box:
    """Square about a place; it ends at a pole, and near one it is a strip all around it."""
    lat, lon = degrees(latitude), degrees(longitude)
    half = min(_HALF_SIDE / max(cos(radians(lat)), 0.01), 180.0)
    return lon - half, max(lat - _HALF_SIDE, -90.0), lon + half, min(lat + _HALF_SIDE, 90.0)
