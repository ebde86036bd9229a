"""What the radars of a scenario see: how far, and of each flight when, how long and how surely.

Each radar is asked in each of its modes, alone; and all of them together as the scenario has
them, which is what a run plays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees
from typing import Any

from openthaad.errors import NoSolutionError, ScenarioError
from openthaad.radar.model import MODES
from openthaad.radar.site import RadarSite
from openthaad.scenario import Scenario, settings_hash
from openthaad.scenario.schema import Threat
from openthaad.studies.radar_sites import radar_sites
from openthaad.studies.sightings import (
    Seen,
    Trace,
    battle_of,
    chance_of_any,
    look,
    trace_of,
)

CROSS_SECTIONS = (0.01, 0.1, 1.0)  # m2
HEIGHTS = (100e3, 300e3, 1000e3)  # m


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What all radars of a scenario see of one flight, as a run of it alone without noise.

    Attributes
    ----------
    first : float or None
        First detection [s after launch]; the median of the runs with noise.
    radar : str or None
        That sees it first.
    in_track : float
        Seconds with a confirmed track of the missile or its warhead.
    cause : str or None
        Why it is not seen.
    is_body_only : bool
        All that is seen is its spent body.
    chance : float
        That the search of any of them finds it.
    """

    missile: str
    launch: str
    aim: str
    first: float | None
    radar: str | None
    in_track: float
    cause: str | None
    is_body_only: bool
    chance: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "missile": self.missile,
            "launch": self.launch,
            "aim": self.aim,
            "first_seen_s": self.first,
            "first_seen_by": self.radar,
            "in_track_s": self.in_track,
            "not_seen_because": self.cause,
            "only_body_seen": self.is_body_only,
            "chance_seen": self.chance,
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Coverage:
    """What the radars of a scenario see.

    Attributes
    ----------
    sites : list of RadarSite
        One per radar and mode.
    traces : list of Trace
        The scenario's flights.
    seen : list of Seen
        One per site and flight.
    together : list of Together
        One per flight.
    rcs : float or None
        One cross-section for every flight [m2]; None: by aspect.
    """

    scenario: str
    settings: str
    sites: list[RadarSite]
    traces: list[Trace]
    seen: list[Seen]
    together: list[Together]
    rcs: float | None
    unreached: list[str]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "scenario": self.scenario,
            "settings": self.settings,
            "rcs_m2": self.rcs,
            "radars": [self._radar(site) for site in self.sites],
            "flights": [seen.to_dict() for seen in self.seen],
            "together": [seen.to_dict() for seen in self.together],
            "not_flown": self.unreached,
        }

    def sizes(self) -> Sequence[float]:
        """Cross-sections of edges and volumes [m2]."""
        return CROSS_SECTIONS if self.rcs is None else (self.rcs,)

    def _radar(self, site: RadarSite) -> dict[str, Any]:
        largest = self.sizes()[-1]
        row = site.row
        return {
            "name": site.name,
            "mode": site.mode,
            "lat_deg": degrees(site.latitude),
            "lon_deg": degrees(site.longitude),
            "boresight_deg": degrees(site.boresight),
            "minimum_elevation_deg": degrees(row["min_elevation"]),
            "sector_half_width_deg": degrees(row["sector_half_width"]),
            "range_km": site.range_of(largest) / 1e3,
            "range_for_m2": largest,
            "search": {
                "elevation_deg": degrees(row["search_elevation"]),
                "rows": int(row["search_rows"]),
                "dwell_s": float(row["search_dwell"]),
                "revisit_s": site.revisit,
            },
            "edges": [_edges(site, rcs) for rcs in self.sizes()],
        }


def _edges(site: RadarSite, rcs: float) -> dict[str, Any]:
    """How far a site sees one cross-section: in a beam pointed at it, and where it searches."""
    row = site.search_row(rcs)
    return {
        "rcs_m2": rcs,
        "range_km": site.range_of(rcs) / 1e3,
        "searched_range_km": {
            "at_boresight": row.at_boresight / 1e3,
            "at_edge": row.at_edge / 1e3,
        },
        "volume_km3": site.volume(rcs) / 1e9,
        "farthest_ground_range_km": {
            f"at_{height / 1e3:.0f}_km": float(site.edge(rcs, height)[1].max()) / 1e3
            for height in HEIGHTS
        },
    }


def coverage(
    scenario: Scenario, *, rcs: float | None = None, mode: str | None = None
) -> Coverage:
    """Work out what the radars of a scenario see, in both modes or one.

    Parameters
    ----------
    scenario : Scenario
        Its radars, and every different flight of its threats.
    rcs : float, optional
        One cross-section for everything [m2]; by aspect from the catalogue otherwise.
    mode : str, optional
        "terminal" or "forward"; both otherwise.

    Raises
    ------
    ScenarioError
        The scenario has no radar.
    """
    if not scenario.radars:
        raise ScenarioError("the scenario has no radar, so nothing is seen", key="radars")
    traces, unreached = [], []
    for threat in _different(scenario.threats):
        try:
            traces.append(trace_of(scenario, threat, rcs))
        except NoSolutionError as error:
            unreached.append(str(error))
    sites = radar_sites(scenario, MODES)
    asked = [site for site in sites if mode in (None, site.mode)]
    return Coverage(
        scenario=scenario.name,
        settings=settings_hash(scenario),
        sites=asked,
        traces=traces,
        seen=[look(site, trace) for site in asked for trace in traces],
        together=[_together(scenario, trace) for trace in traces],
        rcs=rcs,
        unreached=unreached,
    )


def _together(scenario: Scenario, trace: Trace) -> Together:
    found = battle_of(trace.world)
    own = [
        site
        for name, setting in scenario.radars.items()
        for site in radar_sites(
            scenario.model_copy(update={"radars": {name: setting}}), (setting.mode,)
        )
    ]
    return Together(
        missile=trace.missile,
        launch=trace.launch.name,
        aim=trace.aim.name,
        first=found.first,
        radar=None if found.first is None else list(scenario.radars)[found.radar],
        in_track=found.in_track,
        cause=found.cause,
        is_body_only=found.is_body_only,
        chance=chance_of_any(own, trace),
    )


def _different(given: Sequence[Threat]) -> list[Threat]:
    kinds: dict[tuple[object, ...], Threat] = {
        (t.missile, str(t.origin), str(t.aim), t.trajectory, t.apogee_km, t.loft_deg): t
        for t in reversed(given)
    }
    return list(reversed(kinds.values()))


__all__ = ["Coverage", "RadarSite", "Seen", "Together", "Trace", "coverage", "radar_sites"]
