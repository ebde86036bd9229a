"""How far the answer moves when what is not known goes through its range, one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import degrees, hypot
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry
from openthaad.catalogue.msis import nrlmsis_table
from openthaad.catalogue.values import from_si
from openthaad.earth.kernels.gravity import WGS84
from openthaad.errors import NoSolutionError
from openthaad.studies.inference import report as reports
from openthaad.studies.inference.arcs import (
    RESTING,
    Arc,
    Scene,
    Spot,
    find_arc,
    near_arc,
)
from openthaad.studies.inference.booster import Booster, likely_booster, stages_for
from openthaad.studies.inference.ellipse import range_of
from openthaad.studies.inference.longest import Longest, longest_flight
from openthaad.studies.inference.report import Report
from openthaad.threat.kernels.flight import Programme


class Outcome(NamedTuple):
    """What one set of assumptions says of a report, SI.

    `reach` stands for the longest range: the launch speed that flies it in vacuum, in which
    effects add up where ranges do not.
    """

    burnout_speed: float
    flight_time: float
    reach: float
    burnout_altitude: float
    burnout_time: float


class Bounds(NamedTuple):
    """A best estimate and the ends of its interval."""

    low: float
    value: float
    high: float

    def to_dict(self, unit: float = 1.0) -> dict[str, float]:
        """Return the bounds in a unit of this many SI units."""
        return {"low": self.low / unit, "value": self.value / unit, "high": self.high / unit}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one assumption does: its name, its two ends in words, the outcome at each."""

    name: str
    ends: tuple[str, str]
    outcomes: tuple[Outcome | None, Outcome | None]
    basis: str

    def swing(self, quantity: str, nominal: Outcome) -> tuple[float, float]:
        """How far the assumption takes a quantity down and up from the nominal answer."""
        base = getattr(nominal, quantity)
        moves = [getattr(o, quantity) - base for o in self.outcomes if o is not None]
        return min([0.0, *moves]), max([0.0, *moves])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The report read as the test of one kind of booster."""

    booster: Booster
    arc: Arc
    longest: Longest
    nominal: Outcome
    effects: tuple[Effect, ...]

    def bounds(self, quantity: str) -> Bounds:
        """Interval from every effect, each counted with its whole range, as independent."""
        value = getattr(self.nominal, quantity)
        swings = [effect.swing(quantity, self.nominal) for effect in self.effects]
        down, up = hypot(*(s[0] for s in swings)), hypot(*(s[1] for s in swings))
        return Bounds(value - down, value, value + up)


class Case(NamedTuple):
    """One set of assumptions: booster, scene, apogee and range [m]."""

    booster: Booster
    scene: Scene
    apogee: float
    ground_range: float


def scene_of(report: Report) -> Scene:
    """Return where the report's flight is computed."""
    if report.launch is None or report.bearing is None:
        return Scene(reports.ASSUMED_LAUNCH, reports.ASSUMED_BEARING, RESTING)
    air = None if report.date is None else _air(report.date, report.launch)
    return Scene(report.launch, report.bearing, WGS84, air)


@lru_cache(maxsize=8)
def _air(date: datetime, place: Spot) -> NDArray[np.void]:
    """Return the air above a place at a time, NRLMSIS with usual solar activity."""
    return nrlmsis_table(date, place.latitude, place.longitude)


def read_as(entry: Entry, report: Report, speed: float) -> Reading | None:
    """Read a report as the test of a booster; None if no such booster flies so.

    Parameters
    ----------
    entry : Entry
        A booster of the catalogue.
    report : Report
    speed : float
        Launch speed of the vacuum arc [m/s].
    """
    booster = likely_booster(entry, speed)
    case = Case(booster, scene_of(report), report.apogee, report.ground_range)
    arc = find_arc(*case)
    if arc is None:
        return None
    longest = longest_flight(arc, _at_rest(case.scene))
    effects = [
        Effect(
            name=name,
            ends=ends,
            outcomes=(_outcome(cases[0], arc, longest), _outcome(cases[1], arc, longest)),
            basis=basis,
        )
        for name, ends, cases, basis in _variations(case, speed)
    ]
    if not report.turns_known:
        effects.append(_rotation(case, arc, longest))
    return Reading(
        booster=booster,
        arc=arc,
        longest=longest,
        nominal=_as_outcome(arc, longest),
        effects=tuple(effects),
    )


def _at_rest(scene: Scene) -> Scene:
    return scene._replace(earth=RESTING)


def _as_outcome(arc: Arc, longest: Longest) -> Outcome:
    return Outcome(
        burnout_speed=arc.burnout_speed,
        flight_time=arc.flight_time,
        reach=longest.reach,
        burnout_altitude=arc.burnout_altitude,
        burnout_time=arc.burnout_time,
    )


def _outcome(case: Case | None, nominal: Arc, longest: Longest) -> Outcome | None:
    """Outcome of a case; None if it cannot fly so."""
    if case is None:
        return None
    try:
        return _flown(case, nominal, longest)
    except NoSolutionError:
        return None


def _flown(case: Case, nominal: Arc, longest: Longest) -> Outcome | None:
    """Fly a case, looked for near the nominal one first."""
    arc = None
    same = case.booster.stage_count == nominal.booster.stage_count
    if same and case.booster.programme == nominal.booster.programme:
        arc = near_arc(*case, nominal.velocity, nominal.leaning)
    if arc is None:
        arc = find_arc(*case)
        same = False
    if arc is None:
        return None
    near = longest.pitch if same and not longest.is_global else None
    return _as_outcome(arc, longest_flight(arc, _at_rest(case.scene), near))


Variation = tuple[str, tuple[str, str], tuple[Case | None, Case | None], str]


def _variations(case: Case, speed: float) -> Iterator[Variation]:
    """Yield every assumption with the cases at the two ends of its range."""
    values = case.booster.entry.values
    for name in sorted(set(values) - {"one_stage_speed", "two_stage_speed"}):
        item = values[name]
        is_unused = case.booster.stage_count == 1 and name in _OF_UPPER_STAGES
        if is_unused or not item.is_uncertain:  # a value that was set has no range
            continue
        unit = "" if item.unit == "1" else f" {item.unit}"
        ends = [f"{from_si(x, item.unit):g}{unit}" for x in (item.low, item.high)]
        low, high = (
            case._replace(booster=case.booster.changed(name, x)) for x in (item.low, item.high)
        )
        yield name, (ends[0], ends[1]), (low, high), item.basis
    yield from _of_design(case, speed)
    yield from _of_the_report(case)


_OF_UPPER_STAGES = {
    "first_stage_share",
    "stage_pause",
    "upper_isp_vacuum",
    "upper_thrust_to_weight",
}


def _of_design(case: Case, speed: float) -> Iterator[Variation]:
    booster = case.booster
    held = replace(booster, programme=Programme.LINEAR_PITCH)
    yield (
        "steering",
        ("held attitude", "gravity turn"),
        (case._replace(booster=held), None),
        ("assumed"),
    )
    values = booster.entry.values
    one, two = values["one_stage_speed"], values["two_stage_speed"]
    counts = (stages_for(speed, one.high, two.high), stages_for(speed, one.low, two.low))
    if counts[0] != counts[1]:
        cases = [
            None
            if count == booster.stage_count
            else case._replace(booster=replace(booster, stage_count=count))
            for count in counts
        ]
        yield "stages", (f"{counts[0]}", f"{counts[1]}"), (cases[0], cases[1]), "assumed"


def _of_the_report(case: Case) -> Iterator[Variation]:
    for name, share in (
        ("apogee", reports.APOGEE_SCATTER),
        ("ground_range", reports.RANGE_SCATTER),
    ):
        nominal = getattr(case, name)
        low, high = (1.0 - share) * nominal, (1.0 + share) * nominal
        cases = (case._replace(**{name: low}), case._replace(**{name: high}))
        ends = (f"{low / 1e3:,.0f} km", f"{high / 1e3:,.0f} km")
        yield f"reported {name.replace('ground_', '')}", ends, cases, "stated"


def _rotation(case: Case, arc: Arc, longest: Longest) -> Effect:
    """Effect of the Earth's rotation where neither place nor bearing is known."""
    found: list[tuple[float, Outcome]] = []
    for bearing in reports.ROTATION_BEARINGS:
        scene = Scene(reports.ROTATION_LAUNCH, bearing, WGS84)
        outcome = _outcome(case._replace(scene=scene), arc, longest)
        if outcome is not None:
            found.append((bearing, outcome))
    found.sort(key=lambda pair: pair[1].reach)
    words = [f"towards {degrees(bearing):.0f} deg" for bearing, _ in found]
    ends = (words[0], words[-1]) if found else ("", "")
    outcomes = (found[0][1], found[-1][1]) if found else (None, None)
    return Effect(name="direction of flight", ends=ends, outcomes=outcomes, basis="assumed")


def range_bounds(reach: Bounds) -> Bounds:
    """Turn speeds that stand for ranges into those ranges [m]."""
    return Bounds(*(range_of(max(x, 0.0)) for x in reach))
