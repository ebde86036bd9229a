"""`--set KEY=VALUE`: a dotted path into the scenario or the catalogue, and a TOML value."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from openthaad.catalogue import BUILT_IN, Catalogue, Entry
from openthaad.errors import CatalogueError
from openthaad.scenario import moving, overrides
from openthaad.scenario.problems import Problem, ScenarioFileError, fields_at, model_at
from openthaad.scenario.schema import Scenario

# What a shell strips the quotes of: a word, or LAT,LON.
_BARE_WORD = re.compile(r"[A-Za-z][\w-]*|[-+]?[0-9.]+,[-+]?[0-9.]+")
_WHERE = "--set"
_MOST_HINTS = 6
_SITE_DEPTH = 3  # of batteries.NAME.place


def apply_settings(
    document: dict[str, Any], sets: Sequence[str], known: Catalogue = BUILT_IN
) -> dict[str, Any]:
    """Return a copy of a scenario's document with each `KEY=VALUE` set in it.

    A path into the catalogue becomes an override carried by the scenario. Whether the value
    fits is left to the checks of the scenario; here only the path must exist.

    Raises
    ------
    ScenarioFileError
        A setting is not KEY=VALUE, its value is not TOML, or its path leads nowhere.
    """
    pairs: list[tuple[str, object]] = []
    problems: list[Problem] = []
    for text in sets:
        try:
            pairs.append(_parse(text))
        except ScenarioFileError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioFileError(_WHERE, problems)
    return with_values_set(document, pairs, known)


def entries_with(
    entries: Sequence[Entry], sets: Sequence[str], known: Catalogue = BUILT_IN
) -> list[Entry]:
    """Return catalogue entries with each `KEY=VALUE` set in them, as in a scenario.

    Raises
    ------
    ScenarioFileError
        A setting is none, is of something else, or its number may not be.
    """
    document = apply_settings({}, sets, known)
    found = {f"{entry.kind}.{entry.name}": entry for entry in entries}
    problems = [_not_of(found, path) for path in document.keys() - {"overrides"}]
    for path, number in document.get("overrides", {}).items():
        stem = path.rpartition(".")[0]
        if stem not in found:
            problems.append(_not_of(found, path))
            continue
        try:
            found[stem] = overrides.with_number(found[stem], path, number)
        except CatalogueError as error:
            text = error.message.removeprefix(f"{path} ")
            problems.append(Problem(key=path, text=text, value=str(number), hint=error.hint))
    if problems:
        raise ScenarioFileError(_WHERE, problems)
    return list(found.values())


def _not_of(stems: Iterable[str], path: str) -> Problem:
    """Return the problem of a path that leads away from the entries that are read."""
    known = list(stems)
    verb = "is" if len(known) == 1 else "are"
    shows = [f"thaad catalogue show {stem.replace('.', '/')}" for stem in known]
    lists = "lists its keys" if len(known) == 1 else "list their keys"
    return Problem(
        key=path,
        text=f"is not read here: only {' and '.join(known)} {verb}",
        allowed=[f"{stem}.KEY" for stem in known],
        hint=f"{' and '.join(shows)} {lists}",
    )


def with_values_set(
    document: dict[str, Any],
    pairs: Iterable[tuple[str, object]],
    known: Catalogue = BUILT_IN,
    where: str = _WHERE,
) -> dict[str, Any]:
    """Return a copy of a scenario's document with the value at each dotted path set in it.

    `where` is what an error says the settings were given to.

    Raises
    ------
    ScenarioFileError
        A path leads nowhere.
    """
    result = copy.deepcopy(document)
    problems: list[Problem] = []
    for key, value in pairs:
        try:
            _set(result, key, value, known)
        except ScenarioFileError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioFileError(where, problems)
    return result


def _wrong(problem: Problem) -> ScenarioFileError:
    return ScenarioFileError(_WHERE, [problem])


def _parse(text: str) -> tuple[str, object]:
    key, equals, raw = (part.strip() for part in text.partition("="))
    if not key or not equals:
        raise _wrong(
            Problem(
                key=text,
                text="a setting is KEY=VALUE",
                allowed="KEY=VALUE",
                hint="for instance batteries.NAME.launchers=2",
            )
        )
    try:
        table = tomllib.loads(f"value = {raw}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        table = {}
    if list(table) == ["value"]:
        return key, table["value"]
    if _BARE_WORD.fullmatch(raw):
        return key, raw
    raise _wrong(
        Problem(
            key=key,
            text=f"{raw[:60]!r} is not a TOML value",
            value=raw[:60],
            allowed="a number, true or false, a word, or a list in [ ]",
        )
    )


def _set(document: dict[str, Any], path: str, value: object, known: Catalogue) -> None:
    parts = path.split(".")
    if _is_site(document, parts) and _moved(document, parts, value, known):
        return
    if (table := _table_at(document, parts)) is not None:
        last = parts[-1]
        if isinstance(table, list):
            table[int(last)] = value
        else:
            table[last] = value
    elif catalogue_path := _catalogue_path(parts, known):
        document.setdefault("overrides", {})[catalogue_path] = value
    else:
        raise _wrong(_nowhere(document, path, value, known))


def _is_site(document: dict[str, Any], parts: Sequence[str]) -> bool:
    """Whether a path leads to the place of a radar, a battery or an asset that is there."""
    if len(parts) != _SITE_DEPTH or parts[2] not in ("place", "position"):
        return False
    table = document.get(parts[0])
    return isinstance(table, dict) and isinstance(table.get(parts[1]), dict)


def _moved(
    document: dict[str, Any], parts: Sequence[str], value: object, known: Catalogue
) -> bool:
    """Put a thing elsewhere, a battery with what stands with it; False for a wrong scenario."""
    if parts[0] != "batteries":
        document[parts[0]][parts[1]].pop("position", None)
        document[parts[0]][parts[1]]["place"] = value
        return True
    try:
        scenario = Scenario.model_validate(document, context={"catalogue": known})
    except ValidationError:
        return False
    moving.move_battery(document, scenario, parts[1], value)
    return True


def _table_at(
    document: dict[str, Any], parts: Sequence[str]
) -> dict[str, Any] | list[Any] | None:
    """Return the table of the document that holds the last part of a path, made if need be."""
    if parts[0] in ("overrides", "drawn", "sample", "catalogue") or not _is_in_schema(
        document, parts
    ):
        return None
    here: Any = document
    for part in parts[:-1]:
        here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
    return here if isinstance(here, dict | list) else None


def _is_in_schema(document: dict[str, Any], parts: Sequence[str]) -> bool:
    """Say whether a path leads to a field, through tables and lists that are there."""
    here: Any = document
    for depth, part in enumerate(parts):
        if isinstance(here, list):
            if not (part.isdecimal() and int(part) < len(here)):
                return False
            here = here[int(part)]
            continue
        if not isinstance(here, dict):
            return False
        known = fields_at(parts[:depth])
        if part not in (known or here):
            return False
        here = here.get(part, {})
    return True


def _catalogue_path(parts: Sequence[str], known: Catalogue) -> str | None:
    """Return a path into the catalogue as a scenario carries it, or None if it is none."""
    if parts[0] == "overrides":
        parts = parts[1:]
    if len(parts) != 3:
        return None
    kind, name, key = parts
    try:
        entry = known.load(kind, name)
        overrides.require_known(entry, key)
    except CatalogueError:
        return None
    return f"{kind}.{entry.name}.{key}"


def _nowhere(document: dict[str, Any], path: str, value: object, known: Catalogue) -> Problem:
    every = [*_scenario_paths(document, ()), *overrides.paths(known)]
    ends = [full for full in every if full.endswith(f".{path}")]
    close = ends[:_MOST_HINTS] or get_close_matches(path, every, n=3, cutoff=0.6)
    return Problem(
        key=path,
        text="no such path in the scenario or the catalogue",
        value=value if isinstance(value, bool | int | float | str) else None,
        allowed=close or ["see thaad scenario show NAME and thaad catalogue list"],
        hint=f"did you mean {' or '.join(close)}?" if close else None,
    )


def _scenario_paths(document: object, loc: tuple[int | str, ...]) -> list[str]:
    """List every path that leads to a field of this scenario, set or not."""
    found: list[str] = []
    keys: list[int | str] = [*fields_at(loc), *(document if isinstance(document, dict) else ())]
    if isinstance(document, list):
        keys = list(range(len(document)))
    for key in dict.fromkeys(keys):
        inner = (*loc, key)
        below = _value_at(document, key)
        is_open = below is None and model_at(inner) is not None
        if isinstance(below, dict | list) or is_open:
            found += _scenario_paths(below, inner)
        else:
            found.append(".".join(str(part) for part in inner))
    return found


def _value_at(document: object, key: int | str) -> object:
    if isinstance(document, list) and isinstance(key, int):
        return document[key]
    return document.get(key) if isinstance(document, dict) else None
