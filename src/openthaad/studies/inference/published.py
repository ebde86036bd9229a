"""Flights of which apogee, range and time are published: data/flights.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openthaad.studies.inference.report import Report

_FILE = Path(__file__).parent / "data" / "flights.toml"
# Official times further apart than this disagree: a minute is how times are rounded [s].
_AGREE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFlight:
    """A flight with a published time.

    Attributes
    ----------
    missile : str
    day : date
    report : Report
        What the first source gives, SI.
    official_times : tuple of float
        Of all sources [s].
    sources : tuple of str
    propellant : str
        What kind of missile it was; not part of the report.
    analysts_range : tuple of 2 floats or None
        Longest range that analysts read from the test, without rotation [m].
    """

    missile: str
    day: date
    report: Report
    official_times: tuple[float, ...]
    sources: tuple[str, ...]
    propellant: str
    analysts_range: tuple[float, float] | None

    @property
    def agrees(self) -> bool:
        """Whether the official times agree to the minute that they are rounded to."""
        return max(self.official_times) - min(self.official_times) <= _AGREE


@cache
def published_flights() -> tuple[PublishedFlight, ...]:
    """Return the published flights, the oldest first."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_flight(entry) for entry in data["flight"])


def _flight(entry: Mapping[str, Any]) -> PublishedFlight:
    first = entry["reports"][0]
    analysts = entry.get("max_range_km_analysts")
    return PublishedFlight(
        missile=entry["missile"],
        day=entry["date"],
        report=Report(
            apogee=1e3 * first["apogee_km"],
            ground_range=1e3 * first["range_km"],
            time=float(first["time_s"]),
        ),
        official_times=tuple(float(r["time_s"]) for r in entry["reports"] if "time_s" in r),
        sources=tuple(r["source"] for r in entry["reports"]),
        propellant=entry["propellant"],
        analysts_range=(1e3 * analysts[0], 1e3 * analysts[1]) if analysts else None,
    )
