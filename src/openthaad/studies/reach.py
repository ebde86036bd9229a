"""How far a radar sees, mode by mode: the quarrel of 2016-17 about China and Russia.

No range is a parameter. Two things end a radar's sight: the lowest elevation it uses, below
which low targets hide, and the signal, which far and faint ones do not return. A third ends
what it finds by itself: it searches one row of beams, so a target is found where that row
passes, not wherever a beam could be pointed. All are computed from the scenario's radar, with
the battle's own lines of sight; for the radar at Seongju they are set beside the published
600 and 2,000 km.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Place, places
from openthaad.earth.geodesy import distance
from openthaad.errors import ScenarioError
from openthaad.radar.model import MODES
from openthaad.radar.site import RadarSite, RowReach
from openthaad.scenario import Scenario, locate
from openthaad.scenario.schema import Radar
from openthaad.studies.radar_sites import radar_sites

Array = NDArray[np.float64]
CROSS_SECTIONS = (0.01, 0.1, 1.0)  # m2; warhead from ahead, warhead from the side, spent body
HEIGHTS = (100e3, 300e3)  # m; about the end of boost, and coasting
CLAIMED = {"terminal": 600e3, "forward": 2000e3}  # m
CLAIM_SOURCE = "US-China Economic and Security Review Commission, 2016 Annual Report, p. 448"
_SITE = 50e3  # m from Seongju that the radar of the quarrel may stand
COUNTRIES = ("China", "Russia")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edge:
    """How far one mode sees one cross-section at one height, in a beam pointed at it.

    Attributes
    ----------
    rcs, height : float
        Cross-section [m2] and height above WGS 84 [m].
    azimuth, ground_range : (N,) array
        Directions [rad], and the farthest distance on the ground in each [m]; 0 for nowhere.
    places : tuple of str
        Titles of the launch areas over which it is seen.
    """

    rcs: float
    height: float
    azimuth: Array
    ground_range: Array
    places: tuple[str, ...]

    @property
    def farthest(self) -> float:
        """Greatest distance of all azimuths [m]."""
        return float(self.ground_range.max(initial=0.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModeReach:
    """One mode's sight.

    Attributes
    ----------
    edges : tuple of Edge
        In a beam pointed at the target.
    rows : dict of float to RowReach
        Where the row that is searched sees a cross-section [m2].
    claimed : float or None
        Published distance [m] of the radar at Seongju; None for any other.
    """

    mode: str
    dwell: float
    revisit: float
    minimum_elevation: float
    search_elevation: float
    claimed: float | None
    edges: tuple[Edge, ...]
    rows: dict[float, RowReach]

    def edge(self, rcs: float, height: float) -> Edge:
        """Return the edge for a cross-section [m2] and a height [m]."""
        return next(e for e in self.edges if e.rcs == rcs and e.height == height)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it, in degrees and kilometres."""
        return {
            "mode": self.mode,
            "dwell_s": self.dwell,
            "revisit_s": self.revisit,
            "search_elevation_deg": float(np.degrees(self.search_elevation)),
            "claimed_km": self.claimed and self.claimed / 1e3,
            "edges": [
                {
                    "rcs_m2": edge.rcs,
                    "height_km": edge.height / 1e3,
                    "farthest_km": edge.farthest / 1e3,
                    "launch_areas": list(edge.places),
                }
                for edge in self.edges
            ],
            "searched": [
                {
                    "rcs_m2": rcs,
                    "range_at_boresight_km": row.at_boresight / 1e3,
                    "range_at_edge_km": row.at_edge / 1e3,
                }
                for rcs, row in self.rows.items()
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """A radar's sight from its place, facing one way, in each of its modes.

    Attributes
    ----------
    latitude, longitude, boresight : float
        [rad].
    snr : float
        Signal to noise asked of one look as long as the search's [1].
    launch_areas : tuple of Place
        The catalogue's, in the countries of the quarrel.
    """

    radar: str
    title: str
    latitude: float
    longitude: float
    boresight: float
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
            "modes": [mode.to_dict() for mode in self.modes],
        }


def reach(
    scenario: Scenario,
    *,
    cross_sections: Sequence[float] = CROSS_SECTIONS,
    heights: Sequence[float] = HEIGHTS,
) -> Reach:
    """Compute how far the first radar of a scenario sees, in both modes.

    Parameters
    ----------
    scenario : Scenario
        Its first radar, with all that the scenario says of it.
    cross_sections, heights : sequence of float
        Of the targets [m2, m].

    Raises
    ------
    ScenarioError
        The scenario has no radar.

    Notes
    -----
    Seen in a beam: above the lowest elevation and the skyline, inside the sector, and one look
    as long as the search's, straight at the target, gives the signal to noise that the search
    asks for. Seen by the search: the same on a beam of the row that is searched, with the mean
    loss beside a beam's middle. Longer looks, at what is known to be there, see farther.
    """
    if not scenario.radars:
        raise ScenarioError("the scenario has no radar, so nothing is seen", key="radars")
    name = next(iter(scenario.radars))
    first = scenario.model_copy(update={"radars": {name: scenario.radars[name]}})
    sites = radar_sites(first, MODES)
    areas = tuple(
        p for p in places().values() if p.kind == "launch_area" and p.country in COUNTRIES
    )
    site = sites[0]
    modes = tuple(_mode(v, cross_sections, heights, areas) for v in sites)
    return Reach(
        radar=site.title,
        title=site.place.replace("_", " ").title(),
        latitude=site.latitude,
        longitude=site.longitude,
        boresight=site.boresight,
        snr=float(site.row["search_snr"]),
        modes=modes if _is_disputed(first.radars[name]) else tuple(map(_unclaimed, modes)),
        launch_areas=areas,
    )


def _is_disputed(radar: Radar) -> bool:
    """Whether it is the radar whose published ranges the quarrel is about."""
    is_near = distance(locate(radar.site), places()["seongju"]) < _SITE
    return radar.type == "an-tpy-2" and is_near


def _unclaimed(mode: ModeReach) -> ModeReach:
    return replace(mode, claimed=None)


def _mode(
    site: RadarSite, sizes: Sequence[float], heights: Sequence[float], areas: tuple[Place, ...]
) -> ModeReach:
    row = site.row
    return ModeReach(
        mode=site.mode,
        dwell=float(row["search_dwell"]),
        revisit=site.revisit,
        minimum_elevation=float(row["min_elevation"]),
        search_elevation=float(row["search_elevation"]),
        claimed=CLAIMED[site.mode],
        edges=tuple(_edge(site, rcs, height, areas) for height in heights for rcs in sizes),
        rows={rcs: site.search_row(rcs) for rcs in sizes},
    )


def _edge(site: RadarSite, rcs: float, height: float, areas: tuple[Place, ...]) -> Edge:
    azimuth, ground_range = site.edge(rcs, height)
    lon = np.degrees([area.longitude for area in areas])
    lat = np.degrees([area.latitude for area in areas])
    signal = site.looks_above(lon, lat, height)["unit_snr"] * rcs * site.row["search_dwell"]
    return Edge(
        rcs=rcs,
        height=height,
        azimuth=azimuth,
        ground_range=ground_range,
        places=tuple(
            area.title.partition(",")[0]
            for area, found in zip(areas, signal, strict=True)
            if found >= site.row["search_snr"]
        ),
    )
