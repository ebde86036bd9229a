"""One number: its range, unit, basis and source."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from math import exp, floor, isfinite, log, sqrt
from types import MappingProxyType
from typing import Any

from openthaad.errors import CatalogueError
from openthaad.units import TO_SI, from_db, to_db

BASES = ("stated", "derived", "assumed")
# How a value is drawn; `count` is a whole number, `none` has no draw of its own.
DISTRIBUTIONS = ("triangular", "log-triangular", "uniform", "count", "none")
_REQUIRED = ("value", "low", "high", "unit", "basis", "source")
# Power of another value with which one goes: thrust and drag go with far lower ones.
_STEEPEST = 10.0
_OPTIONAL = ("note", "distribution", "follows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One number, in SI, with the range it may lie in and where it came from.

    `unit` is the unit of the data file; `basis` is `stated`, `derived`, `assumed`, or
    `set` where a user has overridden the catalogue.  `follows` names values of the same
    entry that this one goes with, each with its power: where one of them is drawn or set
    at twice its best estimate, this one is multiplied by two to that power.  `own` is the
    entry of a user's catalogue that gives it, empty for a value of the built-in catalogue.
    """

    value: float
    low: float
    high: float
    unit: str
    basis: str
    source: str
    note: str = ""
    distribution: str = "triangular"
    follows: Mapping[str, float] = attribute(default_factory=dict)
    own: str = ""

    @property
    def is_uncertain(self) -> bool:
        """Whether it has a draw of its own."""
        return self.low < self.high and self.distribution != "none"

    def quantile(self, uniform: float) -> float:
        """Value below which a draw falls with probability `uniform` in [0, 1], SI."""
        if not self.is_uncertain:
            return self.value
        if self.distribution == "count":
            return _count_quantile(self.low, self.value, self.high, uniform)
        if self.distribution == "uniform":
            return self.low + uniform * (self.high - self.low)
        if self.distribution == "log-triangular":
            low, mode, high = log(self.low), log(self.value), log(self.high)
            return exp(_triangular_quantile(low, mode, high, uniform))
        return _triangular_quantile(self.low, self.value, self.high, uniform)

    def in_file_units(self) -> dict[str, Any]:
        """Return the fields as the data file prints them."""
        numbers = {
            field: from_si(getattr(self, field), self.unit)
            for field in ("value", "low", "high")
        }
        words = {"unit": self.unit, "basis": self.basis, "source": self.source}
        more: dict[str, Any] = {"distribution": self.distribution}
        if self.follows:
            more["follows"] = dict(self.follows)
        if self.note:
            more["note"] = self.note
        return numbers | words | more


def _triangular_quantile(low: float, mode: float, high: float, uniform: float) -> float:
    width = high - low
    if uniform * width <= mode - low:
        return low + sqrt(uniform * width * (mode - low))
    return high - sqrt((1.0 - uniform) * width * (high - mode))


def _count_quantile(low: float, mode: float, high: float, uniform: float) -> float:
    """Whole number next to a triangular draw; its ends lie half a count beyond the range."""
    drawn = floor(_triangular_quantile(low - 0.5, mode, high + 0.5, uniform) + 0.5)
    return float(min(max(drawn, low), high))


def to_si(number: float, unit: str) -> float:
    """Convert from a catalogue unit to SI; decibels become a power ratio."""
    return from_db(number) if unit == "dB" else number * TO_SI[unit]


def from_si(number: float, unit: str) -> float:
    """Convert from SI to a catalogue unit, to 12 digits (a file's 0.35 stays 0.35)."""
    raw = to_db(number) if unit == "dB" else number / TO_SI[unit]
    return float(f"{raw:.12g}")


def parse(where: str, table: object, sources: Mapping[str, str]) -> Value:
    """Check one inline table of a data file and convert it to SI.

    Parameters
    ----------
    where : str
        File and field, for messages.
    table : object
        What the file holds there.
    sources : Mapping of str to str
        The file's own list of sources.

    Raises
    ------
    CatalogueError
        A field is missing, unknown, not finite, out of order or cites no known source.
    """
    if not isinstance(table, dict):
        raise CatalogueError(
            f"{where} must be a table with {', '.join(_REQUIRED)}", key=where, value=table
        )
    _check_fields(where, table)
    _check_words(where, table, sources)
    low, value, high = (_number(where, table, field) for field in ("low", "value", "high"))
    if not low <= value <= high:
        raise CatalogueError(f"{where} must have low <= value <= high", key=where, value=value)
    return Value(
        value=value,
        low=low,
        high=high,
        unit=table["unit"],
        basis=table["basis"],
        source=table["source"],
        note=table.get("note", ""),
        distribution=table.get("distribution", "triangular"),
        follows=_follows(where, table.get("follows", {})),
    )


def _follows(where: str, table: object) -> Mapping[str, float]:
    if not isinstance(table, dict) or not all(map(_is_number, table.values())):
        raise CatalogueError(
            f"{where} must give follows as a table of values and powers", key=where
        )
    for key, power in table.items():
        if abs(power) > _STEEPEST:
            raise CatalogueError(
                f"{where} follows {key} to the power {power:g}, which must be "
                f"-{_STEEPEST:g} to {_STEEPEST:g}",
                key=where,
                value=power,
            )
    return MappingProxyType({key: float(power) for key, power in table.items()})


def _check_fields(where: str, table: dict[str, Any]) -> None:
    if missing := [field for field in _REQUIRED if field not in table]:
        raise CatalogueError(f"{where} lacks {', '.join(missing)}", key=where)
    if unknown := sorted(set(table) - set(_REQUIRED) - set(_OPTIONAL)):
        allowed = [*_REQUIRED, *_OPTIONAL]
        raise CatalogueError(
            f"{where} has unknown key {', '.join(unknown)}", key=where, allowed=allowed
        )


def _check_words(where: str, table: dict[str, Any], sources: Mapping[str, str]) -> None:
    units = [*TO_SI, "dB"]
    if table["unit"] not in units:
        raise CatalogueError(
            f"{where} has unknown unit {table['unit']!r}", key=where, allowed=units
        )
    if table["basis"] not in BASES:
        raise CatalogueError(
            f"{where} has basis {table['basis']!r}, not one of {', '.join(BASES)}", key=where
        )
    if table["source"] not in sources:
        raise CatalogueError(
            f"{where} cites {table['source']!r}, absent from [sources]",
            key=where,
            allowed=sorted(sources),
        )
    shape = table.get("distribution", "triangular")
    if shape not in DISTRIBUTIONS:
        raise CatalogueError(
            f"{where} has distribution {shape!r}, not one of {', '.join(DISTRIBUTIONS)}",
            key=where,
        )
    if shape == "log-triangular" and not _is_number(table["low"], above=0.0):
        raise CatalogueError(f"{where} is log-triangular, so low must be above 0", key=where)


def _is_number(item: object, above: float = float("-inf")) -> bool:
    is_real = isinstance(item, int | float) and not isinstance(item, bool)
    return is_real and isfinite(item) and item > above  # type: ignore[arg-type, operator]


def _number(where: str, table: dict[str, Any], field: str) -> float:
    item = table[field]
    if not _is_number(item):
        raise CatalogueError(
            f"{where} has {field} {item!r}, which is not a finite number", key=where, value=item
        )
    return to_si(float(item), table["unit"])
