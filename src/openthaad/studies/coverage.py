"""What radars see: volumes and edges, and how long a given flight is in view and in track.

Each radar of a scenario is asked in each of its modes.  A flight is its lead: the whole
missile, then its warhead; its cross-section follows the aspect, or is one number for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, degrees, inf, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from openthaad import threat as threats
from openthaad.catalogue import Entry
from openthaad.errors import NoSolutionError, ScenarioError
from openthaad.kernels import cross_section, sighting
from openthaad.kernels.battle import sampling
from openthaad.radar import MODES, Look, Radar, Station, detection_range, from_entry, station
from openthaad.radar import air as named_air
from openthaad.records import Flight
from openthaad.scenario import Scenario, locate, settings_hash
from openthaad.scenario.fields import Location
from openthaad.scenario.raid import trajectory_of
from openthaad.scenario.schema import Radar as RadarSetting
from openthaad.scenario.schema import Threat
from openthaad.threat import Missile
from openthaad.units import to_db

Array = NDArray[np.float64]
CROSS_SECTIONS = (0.01, 0.1, 1.0)  # m2
HEIGHTS = (100e3, 300e3, 1000e3)  # m
_RING = 10e3  # m, between the distances tried for an edge
_FARTHEST = 4000e3  # m
_GEOD = Geod(ellps="WGS84")
_TO_ECEF = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_STEP = 1.0  # s, between samples of a flight
_MINUTE = 60.0  # s of track that is asked of a cross-section
_ASPECTS = ("nose", "side", "tail")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace:
    """A flight sampled: time (N,) [s], position and velocity (N, 3) ECEF [m, m/s]."""

    missile: str
    launch: Location
    aim: Location
    apogee: float  # m
    time: Array
    position_ecef: Array
    velocity_ecef: Array
    is_whole: NDArray[np.bool_]
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one radar in one mode sees of one flight.

    Attributes
    ----------
    first, last : float or None
        Seen first and last [s]: above the lowest elevation and in the field of regard, and one
        look of the mode's search gives the signal asked for.
    in_view : float
        Seconds of geometry alone.
    in_track : float
        Seconds after the first sight in which the longest look gives the signal for a track.
    best_snr_db : float
        Of one search look; None where it is never in view.
    rcs_to_be_seen, rcs_for_a_minute : float
        Constant cross-section [m2] that would just be seen once, or tracked for 60 s.
    """

    radar: str
    mode: str
    missile: str
    launch: str
    aim: str
    first: float | None
    last: float | None
    in_view: float
    in_track: float
    best_snr_db: float | None
    rcs_to_be_seen: float | None
    rcs_for_a_minute: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "radar": self.radar,
            "mode": self.mode,
            "missile": self.missile,
            "launch": self.launch,
            "aim": self.aim,
            "first_seen_s": self.first,
            "last_seen_s": self.last,
            "in_view_s": self.in_view,
            "in_track_s": self.in_track,
            "best_snr_db": self.best_snr_db,
            "rcs_to_be_seen_m2": self.rcs_to_be_seen,
            "rcs_for_60_s_of_track_m2": self.rcs_for_a_minute,
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """One radar in one mode: where it stands, and what it asks of an echo."""

    name: str
    mode: str
    radar: Radar
    place: Location
    boresight: float
    snr_search: float
    snr_track: float
    longest_dwell: float
    refraction: str

    @cached_property
    def station(self) -> Station:
        """The radar set up at its place."""
        return station(
            self.radar,
            latitude=self.place.latitude,
            longitude=self.place.longitude,
            altitude=self.place.altitude,
            boresight=self.boresight,
            air=named_air(self.refraction),
        )

    def range_of(self, rcs: float) -> float:
        """Slant range [m] straight ahead at which one search look just sees a cross-section."""
        return detection_range(
            self.radar, rcs, snr=self.snr_search, dwell=self.radar.search.dwell
        )

    def volume(self, rcs: float) -> float:
        """Volume [m3] in which one search look sees a cross-section.

        Cone by cone: a third of the range cubed over all directions above the lowest
        elevation and inside the field of regard.
        """
        elevations = np.radians(np.arange(0.5, 90.0, 1.0))
        azimuths = np.radians(np.arange(-89.0, 90.0, 2.0))
        total = 0.0
        for elevation in elevations:
            if elevation < self.station.lowest_elevation:
                continue
            for azimuth in azimuths:
                scan = _scan_angle(float(elevation), float(azimuth), self.radar.face_tilt)
                if scan > self.radar.field_of_regard:
                    continue
                reach = detection_range(
                    self.radar, rcs, snr=self.snr_search, dwell=self.radar.search.dwell,
                    look=Look(elevation=float(elevation), scan_angle=scan),
                )  # fmt: skip
                total += reach**3 / 3.0 * cos(elevation) * radians(1.0) * radians(2.0)
        return total

    def edge(self, rcs: float, height: float) -> tuple[Array, Array]:
        """Azimuths [rad] and the farthest ground ranges [m] seen at a height; 0 for nowhere."""
        azimuth = self.boresight + np.radians(np.linspace(-90.0, 90.0, 91))
        distance = np.arange(_RING, _FARTHEST, _RING)
        around, away = np.meshgrid(azimuth, distance, indexing="ij")
        start = (
            np.full(away.size, self.place.longitude),
            np.full(away.size, self.place.latitude),
        )
        lon, lat, _ = _GEOD.fwd(*start, around.ravel(), away.ravel(), radians=True)
        points = _TO_ECEF.transform(
            np.degrees(lon), np.degrees(lat), np.full(away.size, height)
        )
        signal = self.unit_signal(self.rows(np.stack(points, axis=-1)))
        seen = (signal * rcs * self.radar.search.dwell >= self.snr_search).reshape(away.shape)
        last = len(distance) - 1 - seen[:, ::-1].argmax(axis=1)
        return azimuth, np.where(seen.any(axis=1), distance[last], 0.0)

    def rows(self, position_ecef: Array) -> Array:
        """Sightings (N, 6) of positions."""
        rows = np.empty((len(position_ecef), 6))
        points = np.ascontiguousarray(position_ecef, dtype=np.float64)
        sighting.sight_along(points, self.station.standpoint, self.station.table, rows)
        return rows

    def unit_signal(self, rows: Array) -> Array:
        """Signal to noise per square metre and second of look; 0 out of view."""
        view = (rows[:, 3] >= self.station.lowest_elevation) & (
            rows[:, 4] <= self.radar.field_of_regard
        )
        signal = self.radar.snr_constant * rows[:, 5] / rows[:, 0] ** 4
        return np.where(view, signal, 0.0)


def _scan_angle(elevation: float, azimuth: float, tilt: float) -> float:
    """Angle off the face's normal of a direction, azimuth from boresight [rad]."""
    cosine = cos(elevation) * cos(azimuth) * cos(tilt) + sin(elevation) * sin(tilt)
    return float(np.arccos(min(max(cosine, -1.0), 1.0)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Coverage:
    """What the radars of a scenario see.

    Attributes
    ----------
    views : list of View
        One per radar and mode.
    traces : list of Trace
        The scenario's flights.
    seen : list of Seen
        One per view and flight.
    rcs : float or None
        One cross-section for every flight [m2]; None: by aspect.
    """

    scenario: str
    settings: str
    views: list[View]
    traces: list[Trace]
    seen: list[Seen]
    rcs: float | None
    unreached: list[str]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "scenario": self.scenario,
            "settings": self.settings,
            "rcs_m2": self.rcs,
            "radars": [self._radar(view) for view in self.views],
            "flights": [seen.to_dict() for seen in self.seen],
            "not_flown": self.unreached,
        }

    def sizes(self) -> Sequence[float]:
        """Cross-sections of edges and volumes [m2]."""
        return CROSS_SECTIONS if self.rcs is None else (self.rcs,)

    def _radar(self, view: View) -> dict[str, Any]:
        largest = self.sizes()[-1]
        return {
            "name": view.name,
            "mode": view.mode,
            "lat_deg": degrees(view.place.latitude),
            "lon_deg": degrees(view.place.longitude),
            "boresight_deg": degrees(view.boresight),
            "minimum_elevation_deg": degrees(view.station.lowest_elevation),
            "range_km": view.range_of(largest) / 1e3,
            "range_for_m2": largest,
            "edges": [
                {
                    "rcs_m2": rcs,
                    "range_km": view.range_of(rcs) / 1e3,
                    "volume_km3": view.volume(rcs) / 1e9,
                    "farthest_ground_range_km": {
                        f"at_{height / 1e3:.0f}_km": float(view.edge(rcs, height)[1].max())
                        / 1e3
                        for height in HEIGHTS
                    },
                }
                for rcs in self.sizes()
            ],
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
    views = views_of(scenario, (mode,) if mode else MODES)
    traces, unreached = [], []
    for threat in _different(scenario.threats):
        try:
            traces.append(trace_of(scenario, threat))
        except NoSolutionError as error:
            unreached.append(str(error))
    return Coverage(
        scenario=scenario.name,
        settings=settings_hash(scenario),
        views=views,
        traces=traces,
        seen=[look(view, trace, rcs) for view in views for trace in traces],
        rcs=rcs,
        unreached=unreached,
    )


def views_of(
    scenario: Scenario,
    modes: Sequence[str],
    entry_of: Callable[[str, str], Entry] | None = None,
) -> list[View]:
    """Set every radar of a scenario up in every mode.

    `entry_of` gives the catalogue entry of a kind and name, the scenario's own by default.
    """
    views = []
    for name, setting in _once(scenario.radars).items():
        entry = (entry_of or scenario.entry)("radars", setting.type)
        values = entry.nominal()
        views += [
            View(
                name=name,
                mode=mode,
                radar=from_entry(entry, mode),
                place=locate(setting.site),
                boresight=radians(setting.boresight_deg),
                snr_search=values["snr_search"] * values["beam_shape_loss"],
                snr_track=values["snr_track"],
                longest_dwell=values["dwell_maximum"],
                refraction=scenario.environment.refraction,
            )
            for mode in modes
        ]
    return views


def _once(radars: Mapping[str, RadarSetting]) -> dict[str, RadarSetting]:
    """Leave out radars that differ in their mode alone, for each is asked in both.

    What is left of several is called after its place.
    """
    groups: dict[str, list[tuple[str, RadarSetting]]] = {}
    for name, setting in radars.items():
        groups.setdefault(repr(setting.model_copy(update={"mode": "terminal"})), []).append(
            (name, setting)
        )
    once = {}
    for members in groups.values():
        name, setting = members[0]
        site = setting.site
        if len(members) > 1 and isinstance(site, str) and site not in radars:
            name = site
        once[name] = setting
    return once


def _different(given: Sequence[Threat]) -> list[Threat]:
    kinds = {
        (t.missile, str(t.origin), str(t.aim), t.trajectory, t.apogee_km, t.loft_deg): t
        for t in reversed(given)
    }
    return list(reversed(kinds.values()))


def trace_of(scenario: Scenario, threat: Threat) -> Trace:
    """Fly a threat and sample its lead every second.

    Raises
    ------
    NoSolutionError
        It cannot reach its aim.
    """
    entry = scenario.entry("missiles", threat.missile)
    mode, value = trajectory_of(threat)
    launch, aim = locate(threat.origin), locate(threat.aim)
    missile = Missile.from_entry(entry)
    flight = threats.fly_to(missile, launch, aim, mode=mode, value=value)
    end = float(flight.summary[0]["impact_time"])
    time = np.arange(0.0, end, _STEP)
    position, velocity = _sampled(flight, time)
    separation = float(flight.summary[0]["separation_time"])
    return Trace(
        missile=threat.missile,
        launch=launch,
        aim=aim,
        apogee=float(flight.summary[0]["apogee_altitude"]),
        time=time,
        position_ecef=position,
        velocity_ecef=velocity,
        is_whole=~(time >= separation)
        if np.isfinite(separation)
        else np.ones(len(time), np.bool_),
        entry=entry,
    )


def _sampled(flight: Flight, time: Array) -> tuple[Array, Array]:
    position, velocity = np.empty((len(time), 3)), np.empty((len(time), 3))
    sampling.sample(flight.nodes, 0, len(flight.nodes), time, position, velocity)
    return position, velocity


def cross_sections(trace: Trace, view: View) -> Array:
    """Cross-section (N,) [m2] that a radar sees of a flight, by aspect."""
    values = trace.entry.nominal()
    whole = [values[f"rcs_missile_{aspect}"] for aspect in _ASPECTS]
    separates = bool(trace.entry.about["separates"])
    front = [values[f"rcs_warhead_{aspect}"] for aspect in _ASPECTS] if separates else whole
    site = view.station.standpoint.position_ecef
    areas = np.where(trace.is_whole[:, None], np.array(whole), np.array(front))
    out = np.empty(len(trace.time))
    cross_section.along(trace.position_ecef, trace.velocity_ecef, site, areas, out)
    return out


def look(view: View, trace: Trace, rcs: float | None) -> Seen:
    """Say what a radar sees of a flight."""
    unit = view.unit_signal(view.rows(trace.position_ecef))
    area = cross_sections(trace, view) if rcs is None else np.full(len(unit), rcs)
    search = unit * view.radar.search.dwell
    seen = search * area >= view.snr_search
    times = trace.time[seen]
    first = float(times[0]) if len(times) else None
    held = unit * view.longest_dwell
    tracked = (held * area >= view.snr_track) & (
        trace.time >= (inf if first is None else first)
    )
    best = float((search * area).max(initial=0.0))
    return Seen(
        radar=view.name,
        mode=view.mode,
        missile=trace.missile,
        launch=trace.launch.name,
        aim=trace.aim.name,
        first=first,
        last=float(times[-1]) if len(times) else None,
        in_view=float((unit > 0.0).sum() * _STEP),
        in_track=float(tracked.sum() * _STEP),
        best_snr_db=to_db(best) if best > 0.0 else None,
        rcs_to_be_seen=_needed(search, view.snr_search, 1),
        rcs_for_a_minute=_needed(held, view.snr_track, round(_MINUTE / _STEP)),
    )


def _needed(signal: Array, snr: float, samples: int) -> float | None:
    """Constant cross-section [m2] that gives a signal in so many samples; None: no view."""
    ordered = np.sort(signal[signal > 0.0])[::-1]
    return float(snr / ordered[samples - 1]) if len(ordered) >= samples else None


__all__ = ["Coverage", "Seen", "Trace", "View", "coverage", "look", "trace_of", "views_of"]
