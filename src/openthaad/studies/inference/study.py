"""What a reported test means: burnout speed, flight time, longest range, consistency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import degrees, radians
from typing import Any

from openthaad.catalogue import Entry, find_place, load
from openthaad.catalogue.basis import basis
from openthaad.errors import ScenarioError
from openthaad.scenario.arguments import require_number
from openthaad.studies.inference.arcs import Arc, Spot
from openthaad.studies.inference.booster import booster_names
from openthaad.studies.inference.ellipse import (
    HALF_WAY,
    Ellipse,
    Turning,
    ground_arc,
    range_of,
)
from openthaad.studies.inference.longest import longest_flight
from openthaad.studies.inference.report import LIMITS, Report
from openthaad.studies.inference.spread import (
    Bounds,
    Reading,
    range_bounds,
    read_as,
    scene_of,
)
from openthaad.studies.inference.verdict import Verdict, judge
from openthaad.studies.inference.words import EFFECT_WORDS
from openthaad.studies.influence import shares_by_basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacuum:
    """The two-body answer, SI: from the ground over a sphere at rest, and from the burnout.

    Attributes
    ----------
    speed, flight_time, longest_range : float
        Of the arc from ground to ground.
    from_burnout : Ellipse or None
        From where and when the first reading burns out, over a sphere that turns where place
        and bearing are known; its speed is relative to the ground, its time from launch.
    """

    speed: float
    flight_time: float
    longest_range: float
    from_burnout: Ellipse | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inference:
    """What a reported test means, SI.

    Attributes
    ----------
    report : Report
    vacuum : Vacuum or None
        None where the range is more than half of the circumference.
    readings : tuple of Reading
        The report read as a liquid and as a solid; empty if neither can fly so.
    burnout_speed, burnout_altitude, burnout_time, flight_time, max_range : Bounds or None
        Speed relative to the turning Earth [m/s]; the longest range is that of an Earth at
        rest, with what the missile carried.
    with_rotation : float or None
        Longest range in the direction of the test on the turning Earth [m], where known.
    verdict : Verdict
    flips_if : str
    """

    report: Report
    vacuum: Vacuum | None
    readings: tuple[Reading, ...]
    burnout_speed: Bounds | None
    burnout_altitude: Bounds | None
    burnout_time: Bounds | None
    flight_time: Bounds | None
    max_range: Bounds | None
    with_rotation: float | None
    verdict: Verdict
    flips_if: str

    def __repr__(self) -> str:
        """Say in a line what it is: the answer."""
        return f"Inference({self.sentence!r})"

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        if self.max_range is None or self.burnout_speed is None or self.flight_time is None:
            return f"No answer: {self.verdict.why}."
        low, value, high = (x / 1e3 for x in self.max_range)
        reach = f"{value:,.0f} km ({low:,.0f} to {high:,.0f})"
        if self.max_range.high >= HALF_WAY:
            reach = f"{value:,.0f} km ({low:,.0f} to anywhere on Earth)"
        if self.max_range.value >= HALF_WAY:
            reach = f"anywhere on Earth (at least {low:,.0f} km)"
        if self.max_range.low >= HALF_WAY:
            reach = "anywhere on Earth"
        return (
            f"{self.burnout_speed.value / 1e3:.2f} km/s at burnout and "
            f"{self.flight_time.value:,.0f} s in flight; with the same payload, as far as "
            f"{reach}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the inference as JSON holds it."""
        report = self.report
        return {
            "reported": {
                "apogee_km": report.apogee / 1e3,
                "range_km": report.ground_range / 1e3,
                "time_s": report.time,
                "bearing_deg": None if report.bearing is None else degrees(report.bearing),
                "launch": _place(report),
                "propellant": report.propellant,
            },
            "atmosphere": report.atmosphere,
            "burnout_speed_km_s": self.burnout_speed and self.burnout_speed.value / 1e3,
            "burnout": {
                "speed_km_s": _bounds(self.burnout_speed, 1e3),
                "altitude_km": _bounds(self.burnout_altitude, 1e3),
                "time_s": _bounds(self.burnout_time, 1.0),
            },
            "flight_time_s": _bounds(self.flight_time, 1.0),
            "max_range_km": _bounds(self.max_range, 1e3),
            "max_range_is_global": bool(self.max_range and self.max_range.high >= HALF_WAY),
            "max_range_with_rotation_km": self.with_rotation and self.with_rotation / 1e3,
            "consistent": self.verdict.consistent,
            "kind": self.verdict.kind,
            "why": self.verdict.why,
            "flips_if": self.flips_if,
            "answer": self.sentence,
            "vacuum": None if self.vacuum is None else _two_body(self.vacuum),
            "readings": [_reading(reading) for reading in self.readings],
            "basis": {
                "by_count": _by_count(self.readings),
                "by_influence": _by_influence(self.readings),
            },
        }


def infer(  # noqa: PLR0913 (what a report may say)
    *,
    apogee_km: float,
    range_km: float,
    time_s: float | None = None,
    launch: Spot | tuple[float, float] | str | None = None,
    bearing_deg: float | None = None,
    propellant: str | None = None,
    date: datetime | None = None,
) -> Inference:
    """Infer what a reported test means.

    Parameters
    ----------
    apogee_km, range_km : float
        As reported.
    time_s : float, optional
        From launch to impact, where reported.
    launch : Spot, (latitude, longitude) in degrees, or str, optional
        Where it was launched; a string is a name of the catalogue. With `bearing_deg`.
    bearing_deg : float, optional
        From launch to impact, clockwise from north.
    propellant : str, optional
        `liquid` or `solid`, where it is known: it narrows the intervals.
    date : datetime, optional
        UTC; with `launch`. The air is then NRLMSIS there and then, not the standard atmosphere.

    Returns
    -------
    Inference
        With a verdict; a report that no flight satisfies is an answer, not an error.

    Raises
    ------
    ScenarioError
        A number is out of its limits, or a place is given without a bearing.
    """
    for name, value in (("apogee_km", apogee_km), ("range_km", range_km), ("time_s", time_s)):
        if value is not None or name != "time_s":
            require_number(name, value, *LIMITS[name])
    if bearing_deg is not None:
        require_number("bearing_deg", bearing_deg, -360.0, 360.0)
    if date is not None and not isinstance(date, datetime):
        raise ScenarioError(
            f"date must be a datetime, got {date!r}", key="date", allowed="a datetime in UTC"
        )
    return infer_from(
        Report(
            apogee=1e3 * apogee_km,
            ground_range=1e3 * range_km,
            time=time_s,
            launch=_spot(launch),
            bearing=None if bearing_deg is None else radians(bearing_deg),
            propellant=propellant,
            date=date,
        )
    )


_PAIR = 2  # latitude, longitude


def _spot(launch: Spot | tuple[float, float] | str | None) -> Spot | None:
    if launch is None or isinstance(launch, Spot):
        return launch
    if isinstance(launch, str):
        place = find_place(launch)
        return Spot(latitude=place.latitude, longitude=place.longitude, altitude=place.altitude)
    if not isinstance(launch, tuple | list) or len(launch) != _PAIR:
        raise ScenarioError(
            f"launch must be a place, got {launch!r}",
            key="launch",
            allowed="a name of the catalogue, or (latitude, longitude) in degrees",
        )
    latitude, longitude = launch
    require_number("latitude", latitude, -90.0, 90.0)
    require_number("longitude", longitude, -180.0, 360.0)
    return Spot(latitude=radians(latitude), longitude=radians(longitude))


def infer_from(report: Report, boosters: Sequence[Entry] = ()) -> Inference:
    """Infer what a report means; see `infer`.

    Parameters
    ----------
    report : Report
    boosters : Sequence of Entry
        What it is read as; those of the catalogue for its propellant if not given.

    Returns
    -------
    Inference
        With a verdict; a report that no flight satisfies is an answer, not an error.
    """
    if report.ground_range > HALF_WAY:
        return _without_reading(report, None)
    ellipse = ground_arc(report.apogee, report.ground_range)
    if not boosters:
        boosters = [load("boosters", kind) for kind in booster_names(report.propellant)]
    found = [read_as(entry, report, ellipse.speed) for entry in boosters]
    readings = tuple(reading for reading in found if reading is not None)
    if not readings:
        return _without_reading(report, ellipse)
    times = _joint(readings, "flight_time")
    return Inference(
        report=report,
        vacuum=_vacuum(ellipse, report, readings[0].arc),
        readings=readings,
        burnout_speed=_joint(readings, "burnout_speed"),
        burnout_altitude=_joint(readings, "burnout_altitude"),
        burnout_time=_joint(readings, "burnout_time"),
        flight_time=times,
        max_range=range_bounds(_joint(readings, "reach")),
        with_rotation=_with_rotation(report, readings),
        verdict=judge(report, times, ellipse),
        flips_if=_flips_if(readings),
    )


def _without_reading(report: Report, ellipse: Ellipse | None) -> Inference:
    return Inference(
        report=report,
        vacuum=None if ellipse is None else _vacuum(ellipse, report),
        readings=(),
        burnout_speed=None,
        burnout_altitude=None,
        burnout_time=None,
        flight_time=None,
        max_range=None,
        with_rotation=None,
        verdict=judge(report, None, ellipse),
        flips_if="one of the reported numbers is wrong, or the flight was not ballistic",
    )


def _vacuum(ellipse: Ellipse, report: Report, arc: Arc | None = None) -> Vacuum:
    from_burnout = None
    if arc is not None:
        scene = scene_of(report)
        from_burnout = Turning(
            latitude=scene.launch.latitude,
            bearing=scene.bearing,
            height=arc.burnout_altitude,
            downrange=arc.burnout_downrange,
            delay=arc.burnout_time,
            omega=scene.earth.omega,
        ).arc(report.apogee, report.ground_range)
    return Vacuum(
        speed=ellipse.speed,
        flight_time=ellipse.flight_time,
        longest_range=range_of(ellipse.speed),
        from_burnout=from_burnout,
    )


def _joint(readings: tuple[Reading, ...], quantity: str) -> Bounds:
    """Interval that holds those of all readings, about the mean of their values."""
    each = [reading.bounds(quantity) for reading in readings]
    return Bounds(
        min(b.low for b in each),
        sum(b.value for b in each) / len(each),
        max(b.high for b in each),
    )


def _with_rotation(report: Report, readings: tuple[Reading, ...]) -> float | None:
    if not report.turns_known:
        return None
    scene = scene_of(report)
    speeds = [longest_flight(r.arc, scene).reach for r in readings]
    return range_of(sum(speeds) / len(speeds))


def _flips_if(readings: tuple[Reading, ...]) -> str:
    """Name the assumption that moves the longest range most, with both ends."""
    moves: list[tuple[float, str]] = []
    for reading in readings:
        start = range_of(reading.nominal.reach)
        for effect in reading.effects:
            if effect.basis == "stated":
                continue
            reaches = [start if o is None else range_of(o.reach) for o in effect.outcomes]
            text = (
                f"{_with_article(EFFECT_WORDS[effect.name])} "
                f"({reading.booster.propellant} booster) is {effect.ends[0]} or "
                f"{effect.ends[1]}: longest range "
                f"{reaches[0] / 1e3:,.0f} or {reaches[1] / 1e3:,.0f} km"
            )
            moves.append((abs(reaches[1] - reaches[0]), text))
    if len(readings) == 2:
        a, b = (range_of(reading.nominal.reach) for reading in readings)
        text = (
            f"the booster is liquid or solid: longest range {a / 1e3:,.0f} or {b / 1e3:,.0f} km"
        )
        moves.append((abs(a - b), text))
    largest, text = max(moves)
    if largest == 0.0:
        return "the payload is heavier than the test's: no assumption puts any place out of "
        "reach"
    return text


def _with_article(words: str) -> str:
    return words if words.startswith("the ") else f"the {words}"


def _bounds(bounds: Bounds | None, unit: float) -> dict[str, float] | None:
    return None if bounds is None else bounds.to_dict(unit)


def _two_body(vacuum: Vacuum) -> dict[str, Any]:
    later = vacuum.from_burnout
    return {
        "launch_speed_km_s": vacuum.speed / 1e3,
        "flight_time_s": vacuum.flight_time,
        "max_range_km": vacuum.longest_range / 1e3,
        "from_burnout": later
        and {"speed_km_s": later.speed / 1e3, "flight_time_s": later.flight_time},
    }


def _place(report: Report) -> dict[str, float] | None:
    if report.launch is None:
        return None
    return {
        "lat_deg": degrees(report.launch.latitude),
        "lon_deg": degrees(report.launch.longitude),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    start = range_of(reading.nominal.reach) / 1e3
    return {
        "propellant": reading.booster.propellant,
        "stages": reading.booster.stage_count,
        "burnout_speed_km_s": reading.bounds("burnout_speed").to_dict(1e3),
        "burnout_time_s": reading.nominal.burnout_time,
        "burnout_altitude_km": reading.nominal.burnout_altitude / 1e3,
        "burnout_angle_deg": degrees(reading.arc.burnout_angle),
        "velocity_given_km_s": reading.arc.velocity / 1e3,
        "lost_in_boost_km_s": (reading.arc.velocity - reading.arc.burnout_speed) / 1e3,
        "flight_time_s": reading.bounds("flight_time").to_dict(),
        "max_range_km": range_bounds(reading.bounds("reach")).to_dict(1e3),
        "max_range_apogee_km": reading.longest.apogee / 1e3,
        "max_range_flight_time_s": reading.longest.flight_time,
        "effects": [
            {
                "name": effect.name,
                "what": EFFECT_WORDS[effect.name],
                "basis": effect.basis,
                "ends": list(effect.ends),
                "flight_time_s": [o and o.flight_time for o in effect.outcomes],
                "max_range_km": [
                    start if o is None else range_of(o.reach) / 1e3 for o in effect.outcomes
                ],
            }
            for effect in reading.effects
        ],
    }


def _by_influence(readings: tuple[Reading, ...]) -> dict[str, float] | None:
    """Shares of the swing of the longest range, all values moved one at a time."""
    found = [
        (effect.basis, effect.swing("reach", reading.nominal))
        for reading in readings
        for effect in reading.effects
    ]
    return shares_by_basis((basis, up - down) for basis, (down, up) in found)


def _by_count(readings: tuple[Reading, ...]) -> dict[str, int]:
    read = [v for reading in readings for v in reading.booster.entry.values.values()]
    counts: dict[str, int] = basis(read)["by_count"]
    return counts
