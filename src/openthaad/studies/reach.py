"""How far a radar sees, mode by mode: the quarrel of 2016-17 about China and Russia.

No range is a parameter. Two things end a radar's sight: the lowest elevation it uses, below
which low targets hide, and the signal, which far and faint ones do not return. Both are
computed from the catalogue's values, for stated cross-sections and heights, and set beside
the published 600 and 2,000 km.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from openthaad.catalogue import Entry, Place, places
from openthaad.kernels import sighting
from openthaad.radar import MODES, Radar, Station, from_entry, station

Array = NDArray[np.float64]
CROSS_SECTIONS = (0.01, 0.1, 1.0)  # m2; warhead from ahead, warhead from the side, spent body
HEIGHTS = (100e3, 300e3)  # m; about the end of boost, and coasting
CLAIMED = {"terminal": 600e3, "forward": 2000e3}  # m
CLAIM_SOURCE = "US-China Economic and Security Review Commission, 2016 Annual Report, p. 448"
COUNTRIES = ("China", "Russia")
_AZIMUTHS = 77
_AROUND = 76.0  # degrees either side of boresight; far targets are seen within 60
_STEP = 5e3  # m, between the distances tried
_FARTHEST = 3000e3  # m
_GEOD = Geod(ellps="WGS84")
_TO_ECEF = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edge:
    """How far one mode sees one cross-section at one height.

    Attributes
    ----------
    rcs, height : float
        Cross-section [m2] and height above WGS 84 [m].
    ground_range : (N,) array
        Farthest distance on the ground by azimuth [m]; 0 where nothing is seen.
    places : tuple of str
        Titles of the launch areas over which it is seen.
    """

    rcs: float
    height: float
    ground_range: Array
    places: tuple[str, ...]

    @property
    def farthest(self) -> float:
        """Greatest distance of all azimuths [m]."""
        return float(self.ground_range.max(initial=0.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModeReach:
    """One mode's sight: its edges, and the distance [m] claimed for it."""

    mode: str
    dwell: float
    minimum_elevation: float
    claimed: float
    edges: tuple[Edge, ...]

    def edge(self, rcs: float, height: float) -> Edge:
        """Return the edge for a cross-section [m2] and a height [m]."""
        return next(e for e in self.edges if e.rcs == rcs and e.height == height)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """A radar's sight from one place, facing one way, in each of its modes.

    Attributes
    ----------
    latitude, longitude, boresight : float
        [rad].
    azimuth : (N,) array
        Directions of the edges, clockwise from north [rad].
    snr : float
        Signal to noise asked of one search dwell, at the edge of a beam [1].
    launch_areas : tuple of Place
        The catalogue's, in the countries of the quarrel.
    """

    radar: str
    title: str
    latitude: float
    longitude: float
    boresight: float
    azimuth: Array
    snr: float
    modes: tuple[ModeReach, ...]
    launch_areas: tuple[Place, ...]

    def mode(self, name: str) -> ModeReach:
        """Return one mode's sight."""
        return next(mode for mode in self.modes if mode.mode == name)

    def to_dict(self) -> dict[str, Any]:
        """Return the reach as JSON holds it, in degrees and kilometres."""
        return {
            "radar": self.radar,
            "boresight_deg": float(np.degrees(self.boresight)),
            "modes": [
                {
                    "mode": mode.mode,
                    "dwell_s": mode.dwell,
                    "claimed_km": mode.claimed / 1e3,
                    "edges": [
                        {
                            "rcs_m2": edge.rcs,
                            "height_km": edge.height / 1e3,
                            "farthest_km": edge.farthest / 1e3,
                            "launch_areas": list(edge.places),
                        }
                        for edge in mode.edges
                    ],
                }
                for mode in self.modes
            ],
        }


def reach(
    entry: Entry,
    place: Place,
    boresight: float,
    *,
    cross_sections: Sequence[float] = CROSS_SECTIONS,
    heights: Sequence[float] = HEIGHTS,
) -> Reach:
    """Compute how far a radar of the catalogue sees from a place.

    Parameters
    ----------
    entry : Entry
        The radar, with both modes' values.
    place : Place
        Where it stands.
    boresight : float
        Azimuth of its face, clockwise from north [rad].
    cross_sections, heights : sequence of float
        Of the targets [m2, m].

    Notes
    -----
    Seen means: above the lowest elevation of the mode (rays bent by the exponential reference
    atmosphere), inside the field of regard, and one dwell of the mode's search gives the
    signal to noise asked for after the loss of beam shape. Cumulative detection over several
    looks would add a little, a shorter dwell take a little; tracking, with longer dwells than
    terminal search, follows further than search finds.
    """
    values = entry.nominal()
    snr = values["snr_search"] * values["beam_shape_loss"]
    azimuth = boresight + np.radians(np.linspace(-_AROUND, _AROUND, _AZIMUTHS))
    areas = tuple(
        p for p in places().values() if p.kind == "launch_area" and p.country in COUNTRIES
    )
    modes = []
    for name in MODES:
        radar = from_entry(entry, name)
        edges = _edges(radar, place, boresight, snr, (azimuth, cross_sections, heights, areas))
        modes.append(
            ModeReach(
                mode=name,
                dwell=radar.search.dwell,
                minimum_elevation=radar.minimum_elevation,
                claimed=CLAIMED[name],
                edges=tuple(edges),
            )
        )
    return Reach(
        radar=entry.title,
        title=place.name.replace("_", " ").title(),
        latitude=place.latitude,
        longitude=place.longitude,
        boresight=boresight,
        azimuth=azimuth,
        snr=snr,
        modes=tuple(modes),
        launch_areas=areas,
    )


def _edges(
    radar: Radar,
    place: Place,
    boresight: float,
    snr: float,
    asked: tuple[Array, Sequence[float], Sequence[float], tuple[Place, ...]],
) -> list[Edge]:
    azimuth, cross_sections, heights, areas = asked
    site = station(
        radar,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude=place.altitude,
        boresight=boresight,
    )
    distance = np.arange(_STEP, _FARTHEST, _STEP)
    edges = []
    for height in heights:
        unit = _unit_signal(site, *_grid(place, azimuth, distance), height)
        over = _unit_signal(site, *_positions(areas), height)
        for rcs in cross_sections:
            seen = unit.reshape(len(azimuth), len(distance)) * rcs >= snr
            last = len(distance) - 1 - seen[:, ::-1].argmax(axis=1)
            edges.append(
                Edge(
                    rcs=rcs,
                    height=height,
                    ground_range=np.where(seen.any(axis=1), distance[last], 0.0),
                    places=tuple(
                        area.title.partition(",")[0]
                        for area, signal in zip(areas, over, strict=True)
                        if signal * rcs >= snr
                    ),
                )
            )
    return edges


def _grid(place: Place, azimuth: Array, distance: Array) -> tuple[Array, Array]:
    """Longitudes and latitudes [deg] at every distance [m] in every direction [rad]."""
    around, away = np.meshgrid(np.degrees(azimuth), distance, indexing="ij")
    start = np.degrees([place.longitude, place.latitude])
    lon, lat, _ = _GEOD.fwd(
        np.full(away.size, start[0]), np.full(away.size, start[1]), around.ravel(), away.ravel()
    )
    return np.asarray(lon), np.asarray(lat)


def _positions(areas: Sequence[Place]) -> tuple[Array, Array]:
    return (
        np.degrees([area.longitude for area in areas]),
        np.degrees([area.latitude for area in areas]),
    )


def _unit_signal(site: Station, lon: Array, lat: Array, height: float) -> Array:
    """Signal to noise of one search dwell on 1 m2 above places [deg]; 0 where out of sight."""
    points = np.stack(_TO_ECEF.transform(lon, lat, np.full(len(lon), height)), axis=-1)
    rows = np.empty((len(points), 6))
    sighting.sight_along(np.ascontiguousarray(points), site.standpoint, site.table, rows)
    seen = (rows[:, 3] >= site.lowest_elevation) & (rows[:, 4] <= site.radar.field_of_regard)
    signal = site.radar.snr_constant * site.radar.search.dwell * rows[:, 5] / rows[:, 0] ** 4
    return np.where(seen, signal, 0.0)
