"""Catalogue entries: sourced values under one name, drawn, set, and following each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from math import isfinite, prod
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openthaad.catalogue.values import Value, to_si
from openthaad.errors import CatalogueError

DATA = Path(__file__).parent / "data"
KINDS = ("missiles", "radars", "interceptors", "batteries", "boosters")


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
