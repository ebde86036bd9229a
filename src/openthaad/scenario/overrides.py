"""Catalogue values set by a scenario, or drawn: `missiles.nodong.payload_mass_kg = 700`."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from pydantic import ValidationInfo

from openthaad.catalogue import BUILT_IN, Catalogue, Entry, kinds
from openthaad.catalogue.values import from_si, to_si
from openthaad.errors import CatalogueError
from openthaad.scenario.fields import known_to, wrong

_RCS = ("rcs", "rcs_m2")
_RCS_REFERENCE = "rcs_warhead_nose"
_ROUNDING = 1e-9  # of a number kept to 12 digits


def flattened(table: object, info: ValidationInfo) -> object:
    """Turn nested override tables into dotted paths, each checked against the catalogue.

    Raises
    ------
    PydanticCustomError
        A path is unknown, or its number is none that it may be set to.
    """
    if not isinstance(table, dict):
        return table
    paths: dict[str, object] = {}
    _collect(table, "", paths)
    known = known_to(info)
    return {_checked(path, number, known): number for path, number in paths.items()}


def _collect(table: Mapping[str, object], stem: str, paths: dict[str, object]) -> None:
    for key, value in table.items():
        path = f"{stem}.{key}" if stem else str(key)
        if isinstance(value, dict):
            _collect(value, path, paths)
        else:
            paths[path] = value


def _checked(path: str, number: object, known: Catalogue) -> str:
    """Return the path with the name of the entry in place of an alias."""
    try:
        kind, name, key = split(path, known)
        entry = known.load(kind, name)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise wrong(f"must be a number, got {number!r}", key=path, value=number)
        with_override(entry, key, float(number))
    except CatalogueError as error:
        text = error.message.removeprefix(f"{path} ")
        allowed = error.allowed if isinstance(error.allowed, str | list) else None
        raise wrong(text, allowed=allowed, hint=error.hint, key=path, value=number) from None
    except OverflowError:
        raise wrong("is too large a number", key=path) from None
    return f"{kind}.{entry.name}.{key}"


def with_number(entry: Entry, path: str, number: object) -> Entry:
    """Set the value at a path into an entry to what was given from outside.

    Raises
    ------
    CatalogueError
        It is no number, or none that the value may be set to.
    """
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise CatalogueError(f"{path} must be a number, got {number!r}", key=path)
    try:
        return with_override(entry, path.rpartition(".")[2], float(number))
    except OverflowError:
        raise CatalogueError(f"{path} is too large a number", key=path) from None


def split(path: str, known: Catalogue = BUILT_IN) -> tuple[str, str, str]:
    """Take a catalogue path apart into kind, name and key.

    Raises
    ------
    CatalogueError
        It has not three parts.
    """
    parts = path.split(".")
    if len(parts) != 3:
        near = get_close_matches(path, paths(known), n=3, cutoff=0.5)
        raise CatalogueError(
            f"{path!r} is not KIND.NAME.KEY of the catalogue",
            key=path,
            hint=f"did you mean {' or '.join(near)}?" if near else None,
        )
    return parts[0], parts[1], parts[2]


def paths(known: Catalogue = BUILT_IN) -> list[str]:
    """List every catalogue path that can be set."""
    return [
        f"{kind}.{name}.{key}"
        for kind in kinds()
        for name in known.names(kind)
        for key in _keys(known.load(kind, name))
    ]


def _keys(entry: Entry) -> list[str]:
    """List what can be set of an entry: its values, and a missile's cross-sections as one."""
    return [*entry.values, *(_RCS if _RCS_REFERENCE in entry.values else ())]


def with_override(entry: Entry, key: str, number: float) -> Entry:
    """Set one value of an entry, in the file's unit.

    `rcs_m2` of a missile is the warhead seen nose on; every other cross-section of that
    missile moves by the same factor, so that its shape stays what it was.

    Raises
    ------
    CatalogueError
        The key is unknown, or the number is none that it may be set to.
    """
    if key in _RCS and _RCS_REFERENCE in entry.values:
        return entry.with_overrides(_scaled_rcs(entry, key, number))
    return entry.with_overrides({key: number})


def require_known(entry: Entry, key: str) -> None:
    """Check that an entry has a value to set.

    Raises
    ------
    CatalogueError
        It has none of this name; the message gives the nearest.
    """
    if not (key in _RCS and _RCS_REFERENCE in entry.values):
        entry.key_meant_by(key)


def _scaled_rcs(entry: Entry, path: str, number: float) -> dict[str, float]:
    """All cross-sections of a missile [m2], by the factor by which one of them is set."""
    scaled = {k: item.value for k, item in entry.values.items() if k.startswith("rcs_")}
    reference = scaled[_RCS_REFERENCE]
    allowed = entry.range_of(_RCS_REFERENCE)
    for key, area in scaled.items():
        own = entry.range_of(key)
        ratios = [own.low / area, own.high / area]
        allowed = allowed.narrowed(reference, ratios, 1.0)
    if not allowed.holds(number):
        why = "; every cross-section of the missile goes with it"
        raise entry.not_in(allowed, path, number, why)
    return {key: number / reference * area for key, area in scaled.items()}


def checked_draws(table: object, info: ValidationInfo) -> object:
    """Flatten a table of drawn values; each must be drawable and lie in its range.

    Raises
    ------
    PydanticCustomError
        A path is unknown, or its number is outside what can be drawn.
    """
    paths = flattened(table, info)
    for path, number in paths.items() if isinstance(paths, dict) else ():
        kind, name, key = split(path)
        values = known_to(info).load(kind, name).values
        if key not in values or not values[key].is_uncertain:
            raise wrong("has no draw of its own", key=path, value=number)
        item = values[key]
        low, high = from_si(item.low, item.unit), from_si(item.high, item.unit)
        slack = _ROUNDING * max(abs(low), abs(high))
        if not low - slack <= float(number) <= high + slack:
            text = f"was drawn outside its range, {low:g} to {high:g} {item.unit}"
            hint = "to set it outside its range, give it under overrides"
            raise wrong(text, key=path, value=number, hint=hint)
    return paths


def entry_as_set(
    overrides: Mapping[str, float],
    kind: str,
    name: str,
    *,
    drawn: Mapping[str, float] = MappingProxyType({}),
    known: Catalogue = BUILT_IN,
) -> Entry:
    """Load a catalogue entry with the values that are drawn and those that are set.

    What is set wins over what is drawn; a value that follows others goes with both, unless
    it is set itself.  `Scenario.entry` calls this with the scenario's own.

    Parameters
    ----------
    overrides : Mapping of str to float
        `Scenario.overrides`, in the units of the files.
    kind, name : str
        Which entry.
    drawn : Mapping of str to float
        `Scenario.drawn`, in the units of the files.
    known : Catalogue
        `Scenario.catalogue`.

    Raises
    ------
    CatalogueError
        There is no such entry.
    """
    entry = known.load(kind, name)
    draws = {
        key: to_si(number, entry.values[key].unit)
        for key, number in _of_entry(drawn, kind, entry.name)
    }
    entry = entry.with_draws(draws)
    for key, number in _of_entry(overrides, kind, entry.name):
        entry = with_override(entry, key, number)
    return entry


def _of_entry(paths: Mapping[str, float], kind: str, name: str) -> Iterator[tuple[str, float]]:
    """Yield key and number of the paths into one entry, in their order."""
    for path, number in paths.items():
        its_kind, its_name, key = split(path)
        if (its_kind, its_name) == (kind, name):
            yield key, number
