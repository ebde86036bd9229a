"""Catalogue entries: sourced values under one name, drawn, set, and following each other."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from math import prod
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openthaad.catalogue.ranges import Range, known_keys, range_of
from openthaad.catalogue.values import Value, from_si, to_si
from openthaad.errors import CatalogueError

DATA = Path(__file__).parent / "data"
KINDS = ("missiles", "radars", "trackers", "interceptors", "batteries", "boosters")


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
    `order` names the values that follow others, each after those that it follows. `fitted` are
    the numbers that fitted values, such as an interceptor's propellant, were fitted to;
    `tables` are curves of a user's own. `read` collects the keys that models have looked up in
    `nominal`, for what a result rests on; every changed copy begins with an empty one.
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
    fitted: Mapping[str, float]
    aliases: tuple[str, ...] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)
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
        settled = {
            key: item if item.value == numbers[key] else replace(item, value=numbers[key])
            for key, item in values.items()
        }
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
            The key is unknown, or the number is none that the value may be set to, or makes
            one that goes with it such a number.
        """
        values, own = dict(self.values), dict(self.own)
        keys = {path: self.key_meant_by(path) for path in overrides}
        for path, number in overrides.items():
            key = keys[path]
            values[key] = self._override(path, key, number)
            own[key] = values[key].value
        settled = self._settled(values, own)
        for path, number in overrides.items():
            settled.check_followers(path, keys[path], number)
        return settled

    def key_meant_by(self, path: str) -> str:
        """Return the key of a value given by its name, alone or with its unit.

        Raises
        ------
        CatalogueError
            The entry has no such value.
        """
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

    def range_of(self, key: str) -> Range:
        """Return what a value may be set to, in its unit, by itself.

        Raises
        ------
        CatalogueError
            No entry of this kind has such a value.
        """
        return require_range(f"{self.kind}.{self.name}", self.kind, key, self.values[key].unit)

    def _override(self, path: str, key: str, number: float) -> Value:
        if isinstance(number, bool) or not isinstance(number, int | float):
            where = f"{self.kind}.{self.name}.{path}"
            raise CatalogueError(f"{where} must be a number", key=where, value=number)
        old, allowed = self.values[key], self.range_of(key)
        if not allowed.holds(number):
            raise self.not_in(allowed, path, number)
        new = to_si(float(number), old.unit)
        return replace(old, value=new, low=new, high=new, basis="set", source="set", note="")

    def not_in(self, allowed: Range, path: str, number: float, why: str = "") -> CatalogueError:
        """Make the error that says what a value may be set to."""
        where = f"{self.kind}.{self.name}.{path}"
        return CatalogueError(
            f"{where} must be {allowed.words()}, got {number:.6g}{why}",
            key=where,
            value=number,
            allowed=allowed.words(),
        )

    def check_followers(self, path: str, key: str, number: float) -> None:
        """Check the values that go with one that has been set to a number, in its unit.

        Raises
        ------
        CatalogueError
            One of them comes out as what it must not be; the message says how far the value
            set may go.
        """
        left, outside = self.range_of(key), []
        for other in self.order:
            power, allowed = self._power(other, key), self.range_of(other)
            if not power:
                continue
            item = self.values[other]
            left = left.narrowed(
                number, [to_si(end, item.unit) / item.value for end in allowed[:2]], power
            )
            if not allowed.holds(from_si(item.value, item.unit)):
                outside.append(f"{other}, which goes with it, must be {allowed.words()}")
        if outside:
            raise self.not_in(left, path, number, f": {' and '.join(outside)}")

    def _power(self, other: str, key: str) -> float:
        """Power of one value with which another goes, directly and through those between."""
        if self.values[other].basis == "set":
            return 0.0
        return sum(
            power * (1.0 if between == key else self._power(between, key))
            for between, power in self.values[other].follows.items()
        )


@contextmanager
def made_of(entry: Entry) -> Iterator[None]:
    """Say of which entry, and with what set, a thing cannot be made.

    Raises
    ------
    CatalogueError
        A record made of the entry's values has refused them, or one of them is missing.
    """
    where = f"{entry.kind}/{entry.name}.toml"
    changed = [
        f"{key} = {from_si(item.value, item.unit):g} {item.unit}".removesuffix(" 1")
        for key, item in entry.values.items()
        if item.basis == "set"
    ]
    if changed:
        where += f" with {', '.join(changed)}"
    try:
        yield
    except KeyError as error:
        key = str(error.args[0])
        raise CatalogueError(f"{where} lacks {key}", key=key) from error
    except ValueError as error:
        raise CatalogueError(f"{where}: {error}", key=f"{entry.kind}.{entry.name}") from error


def unit_suffix(unit: str) -> str:
    """Spell a unit as the end of a field name: `m/s` is `m_s`, dimensionless is empty."""
    return "" if unit == "1" else unit.replace("/", "_").replace("^", "").lower()


def nearest(word: str, known: "Sequence[str] | Mapping[str, Any]") -> str:
    """Return '; did you mean ...?' for the closest spellings, or nothing."""
    close = get_close_matches(word.lower(), list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def require_range(where: str, kind: str, key: str, unit: str) -> Range:
    """Return what a value of a kind of entry may be, in a unit.

    Raises
    ------
    CatalogueError
        No entry of this kind has such a value.
    """
    found = range_of(kind, key)
    if found is None:
        known = known_keys(kind)
        hint = nearest(key, known)
        raise CatalogueError(
            f"{where} has unknown value {key}{hint}",
            key=f"{where}: {key}",
            allowed=known,
            hint=hint.lstrip("; ") or None,
        )
    return found.in_unit(unit)
