"""Reading catalogue files: every field is checked, and a variant is joined to its base."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from math import prod
from types import MappingProxyType
from typing import Any

from openthaad.catalogue.entries import Entry, nearest, require_range
from openthaad.catalogue.ranges import range_of
from openthaad.catalogue.values import Value, from_si, parse
from openthaad.characters import stray_in
from openthaad.errors import CatalogueError

_SECTIONS = {"name", "about", "sources", "values"}
_OF_A_VARIANT = {"name", "like", "about", "sources", "values"}
# Facts about one entry alone, which a variant of it does not take over.
_OWN_FACTS = {"aliases", "aliases_source", "note", "used_in_fit", "kept_out_of_fit", "title"}
# The one value that is computed from others outside of the catalogue (`scenario.defence`).
_FITTED = "booster_propellant_mass"

# What a catalogue file may say about itself besides numbers.
_ABOUT: dict[str, type] = {
    "title": str,
    "country": str,
    "note": str,
    "aliases": list,
    "aliases_source": str,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What an entry is called: its kind and name, and the file that messages name."""

    kind: str
    name: str
    where: str
    is_own: bool = False

    @property
    def path(self) -> str:
        """Kind and name, as `thaad catalogue show` takes them."""
        return f"{self.kind}/{self.name}"


def read_entry(text: str, *, kind: str, name: str) -> Entry:
    """Check the text of one file of the built-in catalogue.

    Raises
    ------
    CatalogueError
        The text is not TOML, or breaks a rule of the catalogue; the message names the field.
    """
    label = Label(kind=kind, name=name, where=f"{name}.toml")
    entry = entry_from(parsed(text, label.where), label)
    check_ranges(entry, label.where)
    return entry


def parsed(text: str, where: str) -> dict[str, Any]:
    """Parse the TOML of a catalogue file.

    Raises
    ------
    CatalogueError
        It is not TOML, or some text in it holds a control character.
    """
    try:
        document = tomllib.loads(text)
        found = stray_in(document)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise CatalogueError(f"{where} is not valid TOML: {error}", key=where) from error
    if found is not None:
        key, character = found
        raise CatalogueError(
            f"{where}: {key} holds the control character {character}",
            key=key,
            value=character,
            allowed="text without control characters",
        )
    return document


def entry_from(
    document: Mapping[str, Any],
    label: Label,
    *,
    base: Entry | None = None,
    tables: Mapping[str, Any] = MappingProxyType({}),
) -> Entry:
    """Check the document of one entry.

    Parameters
    ----------
    document : Mapping
        What its file holds.
    label : Label
    base : Entry, optional
        The entry that it is `like`: what the document does not give is taken from there, and
        values that follow one that it does give go with it.
    tables : Mapping, optional
        Curves of the user's own.

    Raises
    ------
    CatalogueError
        It breaks a rule of the catalogue; the message names the file and the field.
    """
    where = label.where
    _check_sections(document, where, base)
    own_sources = _table(document, "sources", where)
    own = {} if base is None else dict(base.sources)
    sources = own | dict(own_sources)
    given = {
        key: parse(f"{where}: {key}", table, sources)
        for key, table in _table(document, "values", where).items()
    }
    if label.is_own:
        given = {key: replace(item, own=label.path) for key, item in given.items()}
    about = _about(where, _table(document, "about", where))
    _check_sources(where, own_sources, given, about, base)
    values = given if base is None else _as_variant(base, given)
    if base is not None:
        about = {k: v for k, v in base.about.items() if k not in _OWN_FACTS} | about
    best = MappingProxyType({key: item.value for key, item in values.items()})
    is_fitted_to_base = base is not None and _FITTED not in given
    return Entry(
        name=label.name,
        kind=label.kind,
        title=str(document["name"]),
        about=MappingProxyType(about),
        values=MappingProxyType(values),
        sources=MappingProxyType(_cited(sources, values, about)),
        best=best,
        own=best,
        order=_order(label, values),
        fitted=base.fitted if base is not None and is_fitted_to_base else best,
        aliases=tuple(about.get("aliases", ())),
        tables=MappingProxyType(dict(tables)),
    )


def _check_sections(document: Mapping[str, Any], where: str, base: Entry | None) -> None:
    allowed = _SECTIONS if base is None else _OF_A_VARIANT
    needed = _SECTIONS if base is None else {"name"}
    if unknown := sorted(set(document) - allowed):
        hint = nearest(unknown[0], sorted(allowed))
        raise CatalogueError(
            f"{where} has unknown section {unknown[0]}{hint}",
            key=where,
            allowed=sorted(allowed),
        )
    if missing := sorted(needed - set(document)):
        raise CatalogueError(f"{where} lacks {missing[0]}", key=where, allowed=sorted(allowed))
    if not isinstance(document["name"], str) or not document["name"].strip():
        raise CatalogueError(
            f'{where}: name must be words, such as "Nodong"', key=where, value=document["name"]
        )


def _table(document: Mapping[str, Any], section: str, where: str) -> Mapping[str, Any]:
    table = document.get(section, {})
    if not isinstance(table, Mapping):
        raise CatalogueError(f"{where}: {section} must be a table", key=f"{where}: {section}")
    return table


def _as_variant(base: Entry, given: Mapping[str, Value]) -> dict[str, Value]:
    """Join the values given to those of the base; what follows a value given goes with it."""
    values = {**base.values, **given}
    for key in base.order:
        if key in given:
            continue
        factor = prod(
            (values[other].value / base.values[other].value) ** power
            for other, power in values[key].follows.items()
        )
        if factor != 1.0:
            values[key] = _scaled(values[key], factor, base.name)
    return values


def _scaled(item: Value, factor: float, base: str) -> Value:
    followed = ", ".join(item.follows)
    return replace(
        item,
        value=factor * item.value,
        low=factor * item.low,
        high=factor * item.high,
        basis="derived",
        note=f"that of {base} times {factor:.4g}: it goes with {followed}",
    )


def _cited(
    sources: Mapping[str, str], values: Mapping[str, Value], about: Mapping[str, Any]
) -> dict[str, str]:
    """Keep the sources that the entry cites: a variant does not cite all those of its base."""
    cited = {item.source for item in values.values()} | {about.get("aliases_source")}
    return {key: words for key, words in sources.items() if key in cited}


def check_ranges(entry: Entry, where: str) -> None:
    """Hold the values of an entry, and their ends, to what such values may be.

    Raises
    ------
    CatalogueError
        One of them is not in its range, or no entry of the kind has it.
    """
    for key, item in entry.values.items():
        allowed = require_range(where, entry.kind, key, item.unit)
        for name in ("low", "value", "high"):
            number = from_si(getattr(item, name), item.unit)
            if not allowed.holds(number):
                raise CatalogueError(
                    f"{where}: {key} must be {allowed.words()}, got {name} = {number:.6g}",
                    key=f"{where}: {key}",
                    value=number,
                    allowed=allowed.words(),
                )


def _order(label: Label, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Values that follow others, each after those that it follows."""
    for key, item in values.items():
        for other in item.follows:
            _check_followed(f"{label.where}: {key}", label.kind, other, values)
    graph = {key: set(item.follows) for key, item in values.items()}
    try:
        ordered = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise CatalogueError(
            f"{label.where}: {circle} follow each other", key=label.where
        ) from error
    return tuple(key for key in ordered if values[key].follows)


def _check_followed(where: str, kind: str, other: str, values: Mapping[str, Value]) -> None:
    if other not in values:
        raise CatalogueError(
            f"{where} follows {other!r}, which is not a value{nearest(other, values)}",
            key=where,
            allowed=sorted(values),
        )
    allowed = range_of(kind, other)
    if values[other].low <= 0.0 or (allowed is not None and allowed.low <= 0.0):
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
    _check_aliases(where, table)
    return dict(table)


def _check_aliases(where: str, table: Mapping[str, Any]) -> None:
    aliases = table.get("aliases", [])
    if not all(isinstance(word, str) and word.strip() for word in aliases):
        raise CatalogueError(
            f"{where}: about.aliases must be a list of names in quotes",
            key=f"{where}: about.aliases",
            value=aliases,
        )
    if bool(aliases) != ("aliases_source" in table):
        lacks = "aliases_source" if aliases else "aliases"
        raise CatalogueError(
            f"{where}: about needs both aliases and aliases_source, or neither; "
            f"it lacks {lacks}",
            key=f"{where}: about.{lacks}",
        )


def _check_sources(
    where: str,
    sources: Mapping[str, object],
    values: Mapping[str, Value],
    about: Mapping[str, Any],
    base: Entry | None,
) -> None:
    for key, item in sources.items():
        if not isinstance(item, str) or not item.strip():
            raise CatalogueError(
                f"{where}: source {key} must be a reference in words", key=where
            )
        if base is not None and base.sources.get(key, item) != item:
            raise CatalogueError(
                f"{where}: source {key} is another source of {base.kind}/{base.name}; "
                "give yours a name of its own",
                key=f"{where}: sources.{key}",
            )
    aliases = about.get("aliases_source")
    if aliases is not None and aliases not in {*sources, *(base.sources if base else ())}:
        raise CatalogueError(
            f"{where}: about.aliases_source cites {aliases!r}, absent from [sources]",
            key=f"{where}: about.aliases_source",
            allowed=sorted(sources),
        )
    cited = {item.source for item in values.values()} | {aliases}
    if unused := sorted(set(sources) - cited):
        raise CatalogueError(
            f"{where}: source {unused[0]} is not cited by any value", key=where
        )
