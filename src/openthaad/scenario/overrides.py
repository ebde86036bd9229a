"""Catalogue values set by a scenario: `missiles.nodong.payload_mass_kg = 700`."""

from collections.abc import Mapping
from difflib import get_close_matches

from openthaad import catalogue
from openthaad.catalogue import Entry
from openthaad.errors import CatalogueError
from openthaad.scenario.fields import wrong

_RCS = ("rcs", "rcs_m2")
_RCS_REFERENCE = "rcs_warhead_nose"


def flattened(table: object) -> object:
    """Turn nested override tables into dotted paths, each checked against the catalogue.

    Raises
    ------
    PydanticCustomError
        A path is unknown, or its number is not finite or has the wrong sign.
    """
    if not isinstance(table, dict):
        return table
    paths: dict[str, object] = {}
    _collect(table, "", paths)
    for path, number in paths.items():
        _check(path, number)
    return paths


def _collect(table: Mapping[str, object], stem: str, paths: dict[str, object]) -> None:
    for key, value in table.items():
        path = f"{stem}.{key}" if stem else str(key)
        if isinstance(value, dict):
            _collect(value, path, paths)
        else:
            paths[path] = value


def _check(path: str, number: object) -> None:
    try:
        kind, name, key = split(path)
        entry = catalogue.load(kind, name)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise wrong(f"must be a number, got {number!r}", key=path, value=number)
        with_override(entry, key, float(number))
    except CatalogueError as error:
        allowed = error.allowed if isinstance(error.allowed, list) else None
        text = error.message.removeprefix(f"{path} ")
        raise wrong(text, allowed=allowed, hint=error.hint, key=path, value=number) from None
    except OverflowError:
        raise wrong("is too large a number", key=path) from None


def split(path: str) -> tuple[str, str, str]:
    """Take a catalogue path apart into kind, name and key.

    Raises
    ------
    CatalogueError
        It has not three parts.
    """
    parts = path.split(".")
    if len(parts) != 3:
        near = get_close_matches(path, paths(), n=3, cutoff=0.5)
        raise CatalogueError(
            f"{path!r} is not KIND.NAME.KEY of the catalogue",
            key=path,
            hint=f"did you mean {' or '.join(near)}?" if near else None,
        )
    return parts[0], parts[1], parts[2]


def paths() -> list[str]:
    """List every catalogue path that can be set."""
    return [
        f"{kind}.{name}.{key}"
        for kind in catalogue.kinds()
        for name in catalogue.names(kind)
        for key in catalogue.load(kind, name).values
    ]


def with_override(entry: Entry, key: str, number: float) -> Entry:
    """Set one value of an entry, in the file's unit.

    `rcs_m2` of a missile is the warhead seen nose on; every other cross-section of that
    missile moves by the same factor, so that its shape stays what it was.

    Raises
    ------
    CatalogueError
        The key is unknown, or the number is not finite or has the wrong sign.
    """
    if key in _RCS and _RCS_REFERENCE in entry.values:
        return entry.with_overrides(_scaled_rcs(entry, key, number))
    return entry.with_overrides({key: number})


def _scaled_rcs(entry: Entry, path: str, number: float) -> dict[str, float]:
    where = f"{entry.kind}.{entry.name}.{path}"
    if not 0.0 < number < float("inf"):
        raise CatalogueError(f"{where} must be positive (m2)", key=where, value=number)
    factor = number / entry.values[_RCS_REFERENCE].value
    return {
        key: factor * item.value for key, item in entry.values.items() if key.startswith("rcs_")
    }


def entry_as_set(overrides: Mapping[str, float], kind: str, name: str) -> Entry:
    """Load a catalogue entry with the values that a scenario sets.

    Parameters
    ----------
    overrides : Mapping of str to float
        `Scenario.overrides`.
    kind, name : str
        Which entry.

    Raises
    ------
    CatalogueError
        There is no such entry.
    """
    entry = catalogue.load(kind, name)
    for path, number in overrides.items():
        its_kind, its_name, key = split(path)
        if (its_kind, its_name) == (kind, name):
            entry = with_override(entry, key, number)
    return entry
