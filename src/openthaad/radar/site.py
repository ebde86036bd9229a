"""One radar at a place: how far it sees in a beam pointed anywhere, and where it searches.

Its row is that of the battle, and its lines of sight, limits and signals are the battle's own
(`radar.kernels.looks`); so what a study says of a radar is what a battle does with it.
"""

from dataclasses import dataclass
from functools import cached_property
from math import degrees, pi, radians

import numpy as np
from numpy.typing import NDArray

from openthaad.earth import geodesy
from openthaad.radar.kernels.looks import LOOK, look_along
from openthaad.radar.kernels.rows import OBJECT

Array = NDArray[np.float64]
_RING = 10e3  # m, between the distances tried for an edge
_FARTHEST = 4000e3  # m
_AROUND = 181  # azimuths of an edge
_START = 500e3  # m, first guess of a range
_ROUNDS = 6  # of guesses; bending changes little with range, so each gains three digits
_INSIDE = 1e-6  # rad, by which a ray at the lowest elevation is kept above it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowReach:
    """How far the row that is searched sees a cross-section, beam by beam.

    Attributes
    ----------
    azimuth : (N,) array
        Of the beams' middles, clockwise from north [rad].
    slant_range, ground_range, height : (N,) array
        Where one look of the search just gives the signal asked for [m]; 0 where the radar
        may not look.
    """

    azimuth: Array
    slant_range: Array
    ground_range: Array
    height: Array

    @property
    def at_boresight(self) -> float:
        """Slant range of the beam in the middle [m]."""
        return float(self.slant_range[len(self.slant_range) // 2])

    @property
    def at_edge(self) -> float:
        """Shortest slant range of a beam that may look [m]; 0 where none may."""
        seen = self.slant_range[self.slant_range > 0.0]
        return float(seen.min()) if len(seen) else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class RadarSite:
    """One radar at a place, in one mode: how it looks, and what it asks of an echo.

    Attributes
    ----------
    title, place : str
        Of the catalogue's radar, and the name of where it stands.
    radars : (1,) array of RADAR
        The radar as a battle has it.
    beam_shape_loss : float
        Mean over a search beam, a power ratio above 1.
    snr_track : float
        Asked of a look at a track [1].
    """

    name: str
    mode: str
    title: str
    place: str
    radars: NDArray[np.void]
    beam_shape_loss: float
    snr_track: float

    @property
    def row(self) -> np.void:
        """Return its row of RADAR."""
        row: np.void = self.radars[0]
        return row

    @property
    def latitude(self) -> float:
        """Geodetic latitude [rad]."""
        return float(self.row["latitude"])

    @property
    def longitude(self) -> float:
        """Longitude [rad]."""
        return float(self.row["longitude"])

    @property
    def boresight(self) -> float:
        """Azimuth of the face, clockwise from north [rad]."""
        return float(self.row["boresight"])

    @property
    def revisit(self) -> float:
        """Time from a search beam to the same beam if search has all the radar's time [s]."""
        row = self.row
        return float(row["search_columns"] * row["search_rows"] * row["search_dwell"])

    def looks_at(
        self,
        positions: Array,
        *,
        velocities: Array | None = None,
        is_whole: NDArray[np.bool_] | None = None,
        objects: NDArray[np.void] | None = None,
    ) -> NDArray[np.void]:
        """Rows of LOOK at positions (N, 3) [m, ECEF]; without an object, of 1 m2."""
        looks = np.zeros(len(positions), LOOK)
        look_along(
            self.radars,
            one_square_metre() if objects is None else objects,
            np.zeros(len(positions), np.bool_) if is_whole is None else is_whole,
            np.ascontiguousarray(positions, dtype=np.float64),
            np.zeros_like(positions) if velocities is None else velocities,
            looks,
        )
        return looks

    def reach_along(self, azimuth: Array, elevation: Array, rcs: float, snr: float) -> Array:
        """Slant ranges [m] in directions at which a search look gives a signal; 0 unallowed."""
        true = np.array(elevation, dtype=np.float64)
        distance = np.full(true.shape, _START)
        allowed = np.ones(true.shape, np.bool_)
        for _ in range(_ROUNDS):
            looks = self.looks_at(self._point(azimuth, true, distance))
            allowed = looks["is_allowed"] == 1
            true += elevation + _INSIDE - looks["elevation"]
            signal = looks["unit_snr"] * rcs * self.row["search_dwell"] / snr
            distance = np.where(signal > 0.0, distance * signal**0.25, distance)
        return np.where(allowed, distance, 0.0)

    def _point(self, azimuth: Array, elevation: Array, distance: Array) -> Array:
        """Positions (N, 3) [m, ECEF] in true directions from the radar."""
        level = np.cos(elevation)
        east, north, up = (np.array(self.row[axis]) for axis in ("east", "north", "up"))
        pointing = (
            (level * np.sin(azimuth))[:, None] * east
            + (level * np.cos(azimuth))[:, None] * north
            + np.sin(elevation)[:, None] * up
        )
        points: Array = np.array(self.row["position"]) + distance[:, None] * pointing
        return points

    @cached_property
    def _sky(self) -> tuple[Array, Array, Array]:
        """Azimuths, elevations and the reach [m] on 1 m2 over the whole sky, by cells."""
        azimuth, elevation = np.meshgrid(
            self.boresight + np.radians(np.arange(-179.0, 180.0, 2.0)),
            np.radians(np.arange(0.5, 90.0, 1.0)),
        )
        around, up = azimuth.ravel(), elevation.ravel()
        return around, up, self.reach_along(around, up, 1.0, float(self.row["search_snr"]))

    def range_of(self, rcs: float) -> float:
        """Farthest slant range [m] at which a look straight at a target gives the signal.

        Over every direction in which the radar may look, with a look as long as the search's.
        """
        return float(self._sky[2].max() * rcs**0.25)

    def volume(self, rcs: float) -> float:
        """Volume [m3] in which a look straight at a cross-section gives the signal."""
        _, elevation, reach = self._sky
        cones = reach**3 / 3.0 * np.cos(elevation) * radians(1.0) * radians(2.0)
        return float(cones.sum() * rcs**0.75)

    def search_row(self, rcs: float) -> RowReach:
        """How far the lowest row that is searched sees a cross-section, on a mean beam."""
        row = self.row
        beams = np.arange(0.5, float(row["search_columns"]))
        first = self.boresight - float(row["sector_half_width"])
        azimuth: Array = first + beams * float(row["search_column_spacing"])
        elevation = np.full(len(azimuth), float(row["search_elevation"]))
        asked = float(row["search_snr"]) * self.beam_shape_loss
        distance = self.reach_along(azimuth, elevation, rcs, asked)
        points = self._point(azimuth, elevation, distance)
        x, y, z = points.T
        lon, lat, height = geodesy.to_geodetic(x, y, z)
        start_lon, start_lat = self._start(len(azimuth))
        ground = np.asarray(geodesy.inverse(start_lon, start_lat, lon, lat)[2])
        return RowReach(
            azimuth=azimuth, slant_range=distance, ground_range=ground, height=height
        )

    def _start(self, count: int) -> tuple[Array, Array]:
        """Longitude and latitude of the radar [deg], so many times."""
        return np.full(count, degrees(self.longitude)), np.full(count, degrees(self.latitude))

    @cached_property
    def _levels(self) -> dict[float, Array]:
        return {}

    def edge(self, rcs: float, height: float) -> tuple[Array, Array]:
        """Azimuths [rad] and the farthest ground ranges [m] seen at a height; 0 for nowhere.

        With a look straight at the target, as long as the search's.
        """
        azimuth = self.boresight + np.linspace(-pi, pi, _AROUND)
        distance = np.arange(_RING, _FARTHEST, _RING)
        if height not in self._levels:
            around, away = np.meshgrid(azimuth, distance, indexing="ij")
            lon, lat = self._start(away.size)
            lon, lat, _ = geodesy.direct(lon, lat, np.degrees(around.ravel()), away.ravel())
            looks = self.looks_above(np.asarray(lon), np.asarray(lat), height)
            self._levels[height] = looks["unit_snr"].reshape(away.shape)
        seen = self._levels[height] * rcs * self.row["search_dwell"] >= self.row["search_snr"]
        last = len(distance) - 1 - seen[:, ::-1].argmax(axis=1)
        return azimuth, np.where(seen.any(axis=1), distance[last], 0.0)

    def looks_above(self, lon: Array, lat: Array, height: float) -> NDArray[np.void]:
        """Rows of LOOK at 1 m2 above places [deg] at a height [m]."""
        points = geodesy.to_ecef(lon, lat, np.full(len(lon), height))
        return self.looks_at(np.stack(points, axis=-1))


def one_square_metre() -> NDArray[np.void]:
    """Row of OBJECT of a thing that shows 1 m2 to every side."""
    table = np.zeros(1, OBJECT)
    table["rcs"] = table["boost_rcs"] = 1.0
    table["swerling"] = 1
    return table
