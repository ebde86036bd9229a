"""What a radar sees of one flight: the battle without noise, played with it alone.

The battle's own search, tracker and picture say when a flight is seen and held.  Beside that
stand the chance that the search finds it at all, which depends on where the sweep stands when
the missile rises, and what a beam pointed straight at it would give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry
from openthaad.engagement.allocate import make_state
from openthaad.engagement.engine import play
from openthaad.engine import lookout, sampling
from openthaad.engine.start import begin
from openthaad.engine.world import World
from openthaad.kernels.codes import Cause, ObjectKind, TrackStatus
from openthaad.radar.kernels import rows
from openthaad.radar.kernels.looks import LOOK
from openthaad.radar.site import RadarSite, one_square_metre
from openthaad.scenario import Scenario, locate
from openthaad.scenario.fields import Location
from openthaad.scenario.radars import sensors_of
from openthaad.scenario.schema import Threat
from openthaad.scenario.world import PERIOD, build_world
from openthaad.units import to_db

Array = NDArray[np.float64]
PHASES = 128  # places of the sweep at the start over which a chance is taken
_STEP = 1.0  # s, between samples of a flight for maps
_MINUTE = 60.0  # s of track that is asked of a cross-section
_LARGEST, _SMALLEST = 1e4, 1e-5  # m2, between which a cross-section is looked for
_HALVINGS = 24


class Part(NamedTuple):
    """Path of the missile, then warhead, or of its spent body, at the start of each period."""

    first: int  # period in which it begins
    position: Array  # (N, 3) ECEF [m]
    velocity: Array
    is_whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace:
    """A flight sampled: time (N,) [s], position (N, 3) ECEF [m], of the missile, then warhead.

    Attributes
    ----------
    world : World
        The scenario's radars and this one missile, without noise and without batteries.
    parts : list of Part
        One per object, period by period.
    end : float
        Impact, after launch [s].
    """

    missile: str
    launch: Location
    aim: Location
    apogee: float  # m
    end: float
    time: Array
    position_ecef: Array
    entry: Entry
    world: World
    parts: list[Part]

    @property
    def periods(self) -> int:
        """Periods of the battle from launch to impact."""
        return len(self.parts[0].position)


def alone(scenario: Scenario, threat: Threat) -> Scenario:
    """Return the scenario with one missile of one threat, no battery and no noise."""
    single = threat.model_copy(update={"count": 1, "launch_s": 0.0, "spacing_s": 0.0})
    changes = {"threats": [single], "batteries": {}, "noise": False, "horizon_s": None}
    return scenario.model_copy(update=changes)


def trace_of(scenario: Scenario, threat: Threat, rcs: float | None = None) -> Trace:
    """Fly a threat through the air of the scenario; one cross-section for all, where given.

    Raises
    ------
    NoSolutionError
        It cannot reach its aim.
    """
    world, _ = build_world(alone(scenario, threat))
    if rcs is not None:
        world.objects["rcs"] = world.objects["boost_rcs"] = rcs
    state = make_state(world)
    begin(world, state, 0, 0)
    lead = state.truth.flights[0]
    end = float(lead["impact_time"])
    time: Array = np.arange(0.0, end, _STEP)
    position, _ = _sampled(state.truth.nodes, lead, time)
    parts = [
        _part(state.truth.nodes, flight, item, int(kind), end)
        for flight, item, kind in zip(
            state.truth.flights, state.truth.objects, world.objects["kind"], strict=True
        )
    ]
    return Trace(
        missile=threat.missile,
        launch=locate(threat.origin),
        aim=locate(threat.aim),
        apogee=float(lead["apogee_altitude"]),
        end=end,
        time=time,
        position_ecef=position,
        entry=scenario.entry("missiles", threat.missile),
        world=world,
        parts=parts,
    )


def _part(
    nodes: NDArray[np.void], flight: np.void, item: np.void, kind: int, end: float
) -> Part:
    starts = float(item["start_time"])
    first = int(np.ceil(starts / PERIOD - 1e-9))
    last = int(min(float(item["end_time"]), end) / PERIOD)
    time = PERIOD * np.arange(first, last + 1, dtype=np.float64)
    position, velocity = _sampled(nodes, flight, time)
    is_whole = np.full(len(time), kind == ObjectKind.LEAD)
    return Part(first, position, velocity, is_whole & (time < float(item["separation_time"])))


def _sampled(nodes: NDArray[np.void], flight: np.void, time: Array) -> tuple[Array, Array]:
    position, velocity = np.empty((len(time), 3)), np.empty((len(time), 3))
    first, count = int(flight["first_node"]), int(flight["node_count"])
    sampling.sample(nodes, first, count, time, position, velocity)
    return position, velocity


@dataclass(frozen=True, slots=True, kw_only=True)
class InBeam:
    """What the radar equation allows: a beam pointed straight at the missile or its warhead.

    Attributes
    ----------
    first, last : float or None
        A look as long as the search's gives the signal that the search asks for [s].
    held : float
        Seconds from then on in which the longest look gives the signal for a track.
    best_snr_db : float or None
        Of a look as long as the search's; None where it is never in view.
    rcs_to_be_seen, rcs_for_a_minute : float or None
        Constant cross-section [m2] that would just be seen once, or held for 60 s.
    body_first : float or None
        A look as long as the search's, at its spent body, gives that signal first [s].
    """

    first: float | None
    last: float | None
    held: float
    best_snr_db: float | None
    rcs_to_be_seen: float | None
    rcs_for_a_minute: float | None
    body_first: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "first_s": self.first,
            "last_s": self.last,
            "held_s": self.held,
            "best_snr_db": self.best_snr_db,
            "rcs_to_be_seen_m2": self.rcs_to_be_seen,
            "rcs_for_60_s_of_track_m2": self.rcs_for_a_minute,
            "body_first_s": self.body_first,
        }


class Battle(NamedTuple):
    """What a battle without noise shows of a flight."""

    first: float | None  # s; of the missile or anything of it
    last: float | None
    in_track: float  # s; of the missile or its warhead
    radar: int  # that saw it first; -1: none
    cause: str | None  # why it was not seen
    is_body_only: bool  # all that was seen is its spent body


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one radar in one mode sees of one flight.

    Attributes
    ----------
    first, last : float or None
        First and last detection of the missile or of what is left of it [s], as the battle
        without noise has it: the median of the runs with noise.
    in_track : float
        Seconds with a confirmed track of the missile or its warhead.
    cause : str or None
        Why it is not seen, in the words of `Cause`.
    is_body_only : bool
        All that is seen is its spent body.
    chance : float
        That the search finds it or what is left of it, over where its sweep stands when the
        missile rises.
    in_view : float
        Seconds above the lowest elevation and in the sector.
    rcs_for_even_chance : float or None
        Constant cross-section [m2] that the search finds half the time.
    in_beam : InBeam
    """

    radar: str
    mode: str
    missile: str
    launch: str
    aim: str
    first: float | None
    last: float | None
    in_track: float
    cause: str | None
    is_body_only: bool
    chance: float
    in_view: float
    rcs_for_even_chance: float | None
    in_beam: InBeam

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
            "in_track_s": self.in_track,
            "not_seen_because": self.cause,
            "only_body_seen": self.is_body_only,
            "chance_seen": self.chance,
            "in_view_s": self.in_view,
            "rcs_for_even_chance_m2": self.rcs_for_even_chance,
            "in_beam": self.in_beam.to_dict(),
        }


def battle_of(world: World) -> Battle:
    """Play the battle without noise and read what it shows of its first missile."""
    played = play(world, seed=0)
    threat = played.state.truth.threats[0]
    count = played.log.counts[0]
    detections = played.log.detections[: int(count["detections"])]
    origins = detections["object"]
    rows = played.log.tracks[: int(count["tracks"])]
    held = (rows["object"] == 0) & (rows["status"] == int(TrackStatus.CONFIRMED))
    first = float(threat["detected_time"])
    is_seen = isfinite(first)
    cause = lookout.cause_of_sight(
        played.state.truth.threats, float(played.state.truth.flights[0]["impact_time"])
    )
    return Battle(
        first=first if is_seen else None,
        last=float(detections["time"].max()) if is_seen else None,
        in_track=float(held.sum()) * float(world.options[0]["track_log_period"]),
        radar=int(threat["detected_radar"]),
        cause=None if is_seen else Cause(int(cause)).name.lower(),
        is_body_only=is_seen and not bool((origins == 0).any()),
    )


def looks_of(
    site: RadarSite, trace: Trace, objects: NDArray[np.void] | None = None
) -> NDArray[np.void]:
    """Rows of LOOK (objects, periods) of a radar at all parts of a flight; as 1 m2 if none."""
    looks = np.zeros((len(trace.parts), trace.periods), LOOK)
    looks["row"] = -1
    for o, part in enumerate(trace.parts):
        whole = one_square_metre() if objects is None else objects[o : o + 1]
        found = site.looks_at(
            part.position, velocities=part.velocity, is_whole=part.is_whole, objects=whole
        )
        looks[o, part.first : part.first + len(found)] = found[: trace.periods - part.first]
    return looks


def chance_of(
    site: RadarSite, trace: Trace, looks: NDArray[np.void], scale: float = 1.0
) -> float:
    """Chance that the search finds a flight, with its cross-sections multiplied by `scale`."""
    return float(
        lookout.search_chance(
            site.radars,
            np.zeros(1, rows.RADAR_STATE),
            trace.world.plans,
            trace.world.objects,
            looks,
            scale,
            PERIOD,
            PHASES,
        )
    )


def look(site: RadarSite, trace: Trace) -> Seen:
    """Say what a radar sees of a flight."""
    found = battle_of(trace.world._replace(radars=site.radars, sensors=sensors_of(site.radars)))
    looks = looks_of(site, trace, trace.world.objects)
    metre = looks_of(site, trace)
    return Seen(
        radar=site.name,
        mode=site.mode,
        missile=trace.missile,
        launch=trace.launch.name,
        aim=trace.aim.name,
        first=found.first,
        last=found.last,
        in_track=found.in_track,
        cause=found.cause,
        is_body_only=found.is_body_only,
        chance=chance_of(site, trace, looks),
        in_view=float(looks[0]["is_allowed"].sum() * PERIOD),
        rcs_for_even_chance=_even(site, trace, metre),
        in_beam=_in_beam(site, looks["unit_snr"], metre[0]["unit_snr"]),
    )


def _even(site: RadarSite, trace: Trace, metre: NDArray[np.void]) -> float | None:
    """Constant cross-section [m2] that the search finds half the time."""
    low, high = np.log(_SMALLEST), np.log(_LARGEST)
    if chance_of(site, trace, metre, _LARGEST) < 0.5:
        return None
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if chance_of(site, trace, metre, float(np.exp(middle))) < 0.5:
            low = middle
        else:
            high = middle
    return float(np.exp(high))


def _in_beam(site: RadarSite, unit: Array, metre: Array) -> InBeam:
    """Say what looks straight at a flight give, from their signal per second of look.

    unit : (objects, periods) array; the first is the missile, then its warhead.
    """
    row = site.row
    search = unit[0] * row["search_dwell"]
    seen = np.flatnonzero(search >= row["search_snr"])
    bodies = np.flatnonzero((unit[1:] * row["search_dwell"] >= row["search_snr"]).any(axis=0))
    first = float(seen[0] * PERIOD) if len(seen) else None
    held = unit[0] * row["dwell_max"] >= site.snr_track
    held &= PERIOD * np.arange(len(held)) >= (inf if first is None else first)
    best = float(search.max(initial=0.0))
    return InBeam(
        first=first,
        last=float(seen[-1] * PERIOD) if len(seen) else None,
        held=float(held.sum() * PERIOD),
        best_snr_db=to_db(best) if best > 0.0 else None,
        rcs_to_be_seen=_needed(metre * row["search_dwell"], float(row["search_snr"]), 1),
        rcs_for_a_minute=_needed(
            metre * row["dwell_max"], site.snr_track, round(_MINUTE / PERIOD)
        ),
        body_first=float(bodies[0] * PERIOD) if len(bodies) else None,
    )


def _needed(signal: Array, snr: float, samples: int) -> float | None:
    """Constant cross-section [m2] that gives a signal in so many samples; None: not seen."""
    ordered = np.sort(signal[signal > 0.0])[::-1]
    return float(snr / ordered[samples - 1]) if len(ordered) >= samples else None


def chance_of_any(sites: Sequence[RadarSite], trace: Trace) -> float:
    """Chance that at least one of several radars' searches finds a flight."""
    missed = 1.0
    for site in sites:
        missed *= 1.0 - chance_of(site, trace, looks_of(site, trace, trace.world.objects))
    return 1.0 - missed
