"""The raid of a scenario as table rows: one flight plan a missile, and all that will fly."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, isnan, log, radians, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry
from openthaad.catalogue.titles import missile_title
from openthaad.earth.geodesy import distance
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.engine import tables
from openthaad.errors import NoSolutionError
from openthaad.kernels.codes import ObjectKind
from openthaad.radar.kernels import rows
from openthaad.records import Flight
from openthaad.scenario.aims import aimed_asset, place_document
from openthaad.scenario.fields import locate
from openthaad.scenario.schema import Scenario, Threat
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import fly_plan, fly_to
from openthaad.threat.kernels.flight import Missiles
from openthaad.threat.missile import Missile, missile_tables

# Circular error probable over the standard deviation of one axis, circular normal.
_CEP_OVER_SIGMA = sqrt(2.0 * log(2.0))
_ASPECTS = ("nose", "side", "tail")


class Fluctuation(NamedTuple):
    """How an echo fluctuates."""

    decorrelation_time: float  # looks within it share a fluctuation [s]
    swerling: int  # case: 0, 1 or 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One missile of the raid, as reports name it."""

    missile: str
    title: str
    launch: dict[str, Any]
    aim: dict[str, Any]
    launch_s: float
    planned_impact_s: float
    range_km: float
    asset: int


class Raid(NamedTuple):
    """Tables of a raid, and what to call its missiles."""

    missiles: Missiles
    plans: NDArray[np.void]
    threats: NDArray[np.void]
    objects: NDArray[np.void]
    parts: list[Part]


def trajectory_of(threat: Threat) -> tuple[Mode, float]:
    """Return which of the possible flights a threat takes, and the value that fixes it."""
    if threat.apogee_km is not None:
        return Mode.APOGEE, 1e3 * threat.apogee_km
    if threat.loft_deg is not None:
        return Mode.LOFT, radians(threat.loft_deg)
    if threat.trajectory == "depressed":
        return Mode.DEPRESSED, float("nan")
    return Mode.STANDARD, float("nan")


def burnout_sensitivity(missile: Missile, flight: Flight, around: Surroundings) -> float:
    """Root mean square over direction of impact error per velocity error at burnout [s]."""
    straight = np.array(flight.summary[0]["impact_position"])
    total = 0.0
    for axis in range(3):
        error = (float(axis == 0), float(axis == 1), float(axis == 2))
        moved = fly_plan(missile, flight.plan, surroundings=around, burnout_error=error)
        away = np.array(moved.summary[0]["impact_position"]) - straight
        total += float(away @ away)
    return sqrt(0.5 * total)


def velocity_sigma(
    entry: Entry, missile: Missile, flight: Flight, around: Surroundings, range_m: float
) -> float:
    """Velocity error per axis at burnout [m/s] that gives the stated CEP at this range."""
    values = entry.nominal()
    cep = values["cep"] * range_m / values["cep_range"]
    return cep / (_CEP_OVER_SIGMA * burnout_sensitivity(missile, flight, around))


def object_rows(
    entry: Entry, i: int, fluctuation: Fluctuation, *, separates: bool
) -> NDArray[np.void]:
    """Rows of OBJECT for one missile: the lead, and its body where that separates."""
    values = entry.nominal()
    table = np.zeros(2 if separates else 1, rows.OBJECT)
    table["threat"] = i
    table["kind"] = [ObjectKind.LEAD, ObjectKind.BODY][: len(table)]
    table["swerling"] = fluctuation.swerling
    table["decorrelation_time"] = fluctuation.decorrelation_time
    whole = [values[f"rcs_missile_{aspect}"] for aspect in _ASPECTS]
    table["boost_rcs"] = whole
    table[0]["rcs"] = whole
    if separates:
        table[0]["rcs"] = [values[f"rcs_warhead_{aspect}"] for aspect in _ASPECTS]
        table[1]["rcs"] = [values[f"rcs_body_{aspect}"] for aspect in _ASPECTS]
    return table


def expected_rcs(entries: list[Entry]) -> tuple[float, float]:
    """What the defence expects of warheads and of bodies [m2]: geometric means over the raid.

    Seen from ahead, where a defended place sees them.  Missiles in one piece count as
    bodies.
    """
    leads, bodies = [], []
    for entry in entries:
        values = entry.nominal()
        if entry.about["separates"]:
            leads.append(values["rcs_warhead_nose"])
            bodies.append(values["rcs_body_nose"])
        else:
            bodies.append(values["rcs_missile_nose"])
    lead = _geometric_mean(leads or bodies)
    body = max(_geometric_mean(bodies), 1.01 * lead)
    return lead, body


def _geometric_mean(values: list[float]) -> float:
    return exp(sum(log(value) for value in values) / len(values))


def _require_separation(missile: Missile, flight: Flight) -> None:
    """Refuse a flight that ends before its warhead is off."""
    if missile.separates and isnan(flight.summary[0]["separation_time"]):
        raise NoSolutionError(
            f"{missile.name} comes down before its warhead separates, "
            f"{missile.separation_delay:g} s after its burnout; set a shorter separation_delay"
        )


class _Flown(NamedTuple):
    flight: Flight
    sigma: float


def build_raid(
    scenario: Scenario,
    around: Surroundings,
    fluctuation: Fluctuation,
    entries: Mapping[str, Entry] | None = None,
) -> Raid:
    """Aim every missile of a scenario and lay out what will fly.

    `entries` are its missiles as it has them, by name, where they are at hand.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim in the way asked for.
    """
    names = list(dict.fromkeys(threat.missile for threat in scenario.threats))
    if entries is None:
        entries = {n: scenario.entry("missiles", n) for n in names}
    missiles = {n: Missile.from_entry(entry) for n, entry in entries.items()}

    @cache
    def fly(k: int) -> _Flown:
        setting = scenario.threats[k]
        mode, value = trajectory_of(setting)
        missile = missiles[setting.missile]
        launch, aim = locate(setting.origin), locate(setting.aim)
        flight = fly_to(missile, launch, aim, mode=mode, value=value, surroundings=around)
        entry = entries[setting.missile]
        _require_separation(missile, flight)
        return _Flown(
            flight, velocity_sigma(entry, missile, flight, around, distance(launch, aim))
        )

    plans: list[NDArray[np.void]] = []
    rows: list[NDArray[np.void]] = []
    objects: list[NDArray[np.void]] = []
    parts: list[Part] = []
    for setting, launch_time in scenario.launches():
        k = scenario.threats.index(setting)
        flown = fly(k)
        plan = flown.flight.plan.copy()
        plan["missile"] = names.index(setting.missile)
        plan["launch_time"] = launch_time
        entry = entries[setting.missile]
        separates = missiles[setting.missile].separates
        part = _part(scenario, setting, entry, launch_time, flown.flight)
        row = np.zeros(1, tables.THREAT)
        row["burnout_velocity_sigma"] = flown.sigma
        row["reliability"] = _reliability(setting, entry)
        row["lead"] = sum(len(o) for o in objects)
        row["body"] = row["lead"] + 1 if separates else -1
        row["asset"] = part.asset
        objects.append(object_rows(entry, len(rows), fluctuation, separates=separates))
        plans.append(plan)
        rows.append(row)
        parts.append(part)
    return Raid(
        missile_tables([missiles[n] for n in names]),
        np.concatenate(plans),
        np.concatenate(rows),
        np.concatenate(objects),
        parts,
    )


def _reliability(setting: Threat, entry: Entry) -> float:
    if setting.reliability is not None:
        return setting.reliability
    return 1.0 if setting.reliable else entry.nominal()["reliability"]


def _part(
    scenario: Scenario, setting: Threat, entry: Entry, launch_time: float, flight: Flight
) -> Part:
    launch, aim = locate(setting.origin), locate(setting.aim)
    summary = flight.summary[0]
    return Part(
        missile=setting.missile,
        title=missile_title(entry),
        launch=place_document(launch),
        aim=place_document(aim),
        launch_s=launch_time,
        planned_impact_s=launch_time + float(summary["impact_time"]),
        range_km=1e-3 * distance(launch, aim),
        asset=aimed_asset(scenario, aim),
    )
