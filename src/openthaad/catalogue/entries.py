"""Reading catalogue files."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from graphlib import CycleError, TopologicalSorter
from math import isfinite, prod
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openthaad.catalogue.values import Value, parse, to_si
from openthaad.errors import CatalogueError

DATA = Path(__file__).parent / "data"
KINDS = ("missiles", "radars", "interceptors", "batteries", "boosters")
_SECTIONS = {"name", "about", "sources", "values"}

# What a catalogue file may say about itself besides numbers.
_ABOUT: dict[str, type] = {
    "title": str,
    "country": str,
    "note": str,
    "propellant": str,
    "programme": str,
    "stages": int,
    "separates": bool,
    "ascent_drag_curve": str,
    "reentry_drag_curve": str,
    "interceptor": str,
    "radar": str,
    "used_in_fit": list,
    "kept_out_of_fit": list,
}


class _Noted(dict[str, float]):
    """Numbers by key, which notes the keys that are looked up."""

    def __init__(self, numbers: Mapping[str, float], read: set[str]) -> None:
        super().__init__(numbers)
        self._read = read

    def __getitem__(self, key: str) -> float:
        self._read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (as dict has it)
        if key in self:
            self._read.add(key)
        return super().get(key, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One catalogue file: a name, words about it, its sourced values.

    `about` holds strings, counts and flags (propellant, whether the warhead separates, names
    of drag curves); everything with a unit or a range is in `values`, SI. `best` keeps the
    file's best estimates, `own` what was drawn or set before values followed each other, and
    `order` names the values that follow others, each after those that it follows. `read`
    collects the keys that models have looked up in `nominal`, for what a result rests on; every
    changed copy begins with an empty one.
    """

    name: str
    kind: str
    title: str
    about: Mapping[str, Any]
    values: Mapping[str, Value]
    sources: Mapping[str, str]
    best: Mapping[str, float]
    own: Mapping[str, float]
    order: tuple[str, ...]
    read: set[str] = field(init=False, default_factory=set, compare=False, repr=False)

    def cited(self, key: str) -> dict[str, Any]:
        """Return a value as its file prints it, with the source in full."""
        item = self.values[key]
        return item.in_file_units() | {"source": self.sources.get(item.source, item.source)}

    def nominal(self) -> dict[str, float]:
        """Best estimate of every value, SI; `read` notes each that is then looked up."""
        return _Noted({key: item.value for key, item in self.values.items()}, self.read)

    def sample(self, uniforms: Sequence[float]) -> dict[str, float]:
        """One draw of every value, SI, from one uniform in [0, 1] per value.

        The uniforms belong to the keys in sorted order; the caller addresses them, so a
        draw does not depend on what else was drawn. Values without a draw of their own use
        theirs up.

        Raises
        ------
        ValueError
            There are not as many uniforms as values.
        """
        pairs = zip(sorted(self.values), uniforms, strict=True)
        drawn = {key: self.values[key].quantile(float(u)) for key, u in pairs}
        return self.with_draws(drawn).nominal()

    def with_draws(self, drawn: Mapping[str, float]) -> "Entry":
        """Put other numbers [SI] in place of best estimates; range, basis and source stay.

        What a user has set stays; values that follow others go with them.
        """
        moved = {k: float(x) for k, x in drawn.items() if self.values[k].basis != "set"}
        return self._settled(self.values, {**self.own, **moved})

    def _settled(self, values: Mapping[str, Value], own: Mapping[str, float]) -> "Entry":
        """Let each value go with those that it follows, unless a user has set it."""
        numbers = dict(own)
        for key in self.order:
            if values[key].basis != "set":
                numbers[key] *= prod(
                    (numbers[other] / self.best[other]) ** power
                    for other, power in values[key].follows.items()
                )
        settled = {key: replace(item, value=numbers[key]) for key, item in values.items()}
        return replace(self, values=MappingProxyType(settled), own=MappingProxyType(dict(own)))

    def read_through(self) -> set[str]:
        """Keys that models have looked up, and those that these follow."""
        keys = set(self.read)
        for key in reversed(self.order):
            if key in keys:
                keys |= set(self.values[key].follows)
        return keys

    def with_overrides(self, overrides: Mapping[str, float]) -> "Entry":
        """Replace values by numbers in the file's units; their basis becomes `set`.

        A key is a value's name, alone or with its unit (`diameter`, `diameter_m`).

        Raises
        ------
        CatalogueError
            The key is unknown, or the number is not finite or has the wrong sign.
        """
        values, own = dict(self.values), dict(self.own)
        for path, number in overrides.items():
            key = self._key_meant_by(path)
            values[key] = self._override(path, values[key], number)
            own[key] = values[key].value
        return self._settled(values, own)

    def _key_meant_by(self, path: str) -> str:
        for key, item in self.values.items():
            if path in (key, f"{key}_{unit_suffix(item.unit)}"):
                return key
        hint = nearest(path, self.values)
        raise CatalogueError(
            f"{self.kind}/{self.name} has no value {path!r}{hint}",
            key=f"{self.kind}.{self.name}.{path}",
            allowed=sorted(self.values),
            hint=hint.lstrip("; ") or None,
        )

    def _override(self, path: str, old: Value, number: float) -> Value:
        where = f"{self.kind}.{self.name}.{path}"
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise CatalogueError(f"{where} must be a number", key=where, value=number)
        if not isfinite(number):
            raise CatalogueError(f"{where} must be finite", key=where, value=number)
        new = to_si(float(number), old.unit)
        if new < 0.0 <= old.low or new == 0.0 < old.low:
            sign = "positive" if old.low > 0.0 else "zero or positive"
            raise CatalogueError(
                f"{where} must be {sign} ({old.unit})", key=where, value=number
            )
        return replace(old, value=new, low=new, high=new, basis="set", source="set", note="")


def unit_suffix(unit: str) -> str:
    """Spell a unit as the end of a field name: `m/s` is `m_s`, dimensionless is empty."""
    return "" if unit == "1" else unit.replace("/", "_").replace("^", "").lower()


def nearest(word: str, known: "Sequence[str] | Mapping[str, Any]") -> str:
    """Return '; did you mean ...?' for the closest spellings, or nothing."""
    close = get_close_matches(word.lower(), list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def kinds() -> tuple[str, ...]:
    """List the kinds of entry."""
    return KINDS


def names(kind: str) -> list[str]:
    """List the entries of one kind, sorted.

    Raises
    ------
    CatalogueError
        There is no such kind.
    """
    if kind not in KINDS:
        raise CatalogueError(
            f"no catalogue kind {kind!r}{nearest(kind, KINDS)}",
            key=kind,
            allowed=list(KINDS),
        )
    return sorted(path.stem for path in (DATA / kind).glob("*.toml"))


@cache
def load(kind: str, name: str) -> Entry:
    """Read ``data/<kind>/<name>.toml`` and check every field of it.

    Raises
    ------
    CatalogueError
        The entry is absent, or a value lacks a unit, a range or a known source.
    """
    known = names(kind)
    if name not in known:
        hint = nearest(name, known)
        raise CatalogueError(
            f"no {kind} entry {name!r}{hint or '; known: ' + ', '.join(known)}",
            key=kind,
            value=name,
            allowed=known,
            hint=hint.lstrip("; ") or None,
        )
    text = (DATA / kind / f"{name}.toml").read_text(encoding="utf-8")
    return read_entry(text, kind=kind, name=name)


def read_entry(text: str, *, kind: str, name: str) -> Entry:
    """Check the text of one catalogue file.

    Raises
    ------
    CatalogueError
        The text is not TOML, or breaks a rule of the catalogue; the message names the field.
    """
    where = f"{name}.toml"
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{where} is not valid TOML: {error}", key=where) from error
    if wrong := sorted(set(raw) ^ _SECTIONS):
        verb = "lacks" if wrong[0] in _SECTIONS else "has unknown section"
        raise CatalogueError(f"{where} {verb} {wrong[0]}", key=where, allowed=sorted(_SECTIONS))
    sources = raw["sources"]
    values = {
        key: parse(f"{where}: {key}", table, sources) for key, table in raw["values"].items()
    }
    _check_sources(where, sources, values)
    best = MappingProxyType({key: item.value for key, item in values.items()})
    return Entry(
        name=name,
        kind=kind,
        title=str(raw["name"]),
        about=MappingProxyType(_about(where, raw["about"])),
        values=MappingProxyType(values),
        sources=MappingProxyType(sources),
        best=best,
        own=best,
        order=_order(where, values),
    )


def _order(where: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Values that follow others, each after those that it follows."""
    for key, item in values.items():
        for other in item.follows:
            _check_followed(f"{where}: {key}", other, values)
    graph = {key: set(item.follows) for key, item in values.items()}
    try:
        ordered = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise CatalogueError(f"{where}: {circle} follow each other", key=where) from error
    return tuple(key for key in ordered if values[key].follows)


def _check_followed(where: str, other: str, values: Mapping[str, Value]) -> None:
    if other not in values:
        raise CatalogueError(
            f"{where} follows {other!r}, which is no value{nearest(other, values)}",
            key=where,
            allowed=sorted(values),
        )
    if values[other].low <= 0.0:
        raise CatalogueError(f"{where} follows {other}, which may be 0", key=where)


def _about(where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    for key, item in table.items():
        if key not in _ABOUT:
            raise CatalogueError(
                f"{where}: about has unknown key {key}{nearest(key, _ABOUT)}",
                key=f"{where}: about.{key}",
                allowed=sorted(_ABOUT),
            )
        if type(item) is not _ABOUT[key]:
            raise CatalogueError(
                f"{where}: about.{key} must be a {_ABOUT[key].__name__}, got {item!r}",
                key=f"{where}: about.{key}",
                value=item,
            )
    return dict(table)


def _check_sources(
    where: str, sources: Mapping[str, object], values: Mapping[str, Value]
) -> None:
    for key, item in sources.items():
        if not isinstance(item, str) or not item.strip():
            raise CatalogueError(
                f"{where}: source {key} must be a reference in words", key=where
            )
    if unused := sorted(set(sources) - {item.source for item in values.values()}):
        raise CatalogueError(f"{where}: source {unused[0]} is cited by no value", key=where)


@cache
def fingerprint() -> str:
    """Hash of every catalogue file, SHA-256 in hex; goes into each run's manifest."""
    digest = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in {".toml", ".csv"}:
            digest.update(path.relative_to(DATA).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
