"""`thaad catalogue`: every number with its range, basis and source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import suppress
from math import degrees
from typing import TYPE_CHECKING, Any

import click

from openthaad.cli.options import Own, catalogue_option, json_option
from openthaad.cli.output import (
    paragraph,
    print_json,
    print_table,
    terminal_width,
)
from openthaad.cli.usage import NearestGroup
from openthaad.errors import CatalogueError

if TYPE_CHECKING:
    from openthaad.catalogue import Entry, Place, Value


@click.group(cls=NearestGroup, epilog="Example: thaad catalogue show missiles/nodong")
def command() -> None:
    """Look up any number and its source."""


@command.command("list", epilog="Example: thaad catalogue list")
@catalogue_option
@json_option
def list_entries(*, own: Own, as_json: bool) -> None:
    """List every entry and every place; --catalogue adds and checks your own."""
    from openthaad import catalogue

    known = own.catalogue
    entries = [known.load(k, name) for k in catalogue.kinds() for name in known.names(k)]
    places = known.places().values()
    if as_json:
        print_json(
            {
                "entries": [
                    {
                        "kind": e.kind,
                        "name": e.name,
                        "title": e.title,
                        "values": len(e.values),
                        "aliases": list(e.aliases),
                        "file": known.where(e.kind, e.name),
                    }
                    for e in entries
                ],
                "places": [_place_document(place) for place in places],
                "fingerprint": known.fingerprint(),
            }
        )
        return
    rows = [(f"{e.kind}/{e.name}", e.title, len(e.values), _bases(e)) for e in entries]
    print_table(["entry", "what it is", "values", "basis"], rows, right=["values"])
    print_table(
        ["place", "what it is", "kind", "where", "country"],
        [(p.name, p.title, p.kind.replace("_", " "), _where(p), p.country) for p in places],
    )
    click.echo("thaad catalogue show KIND/NAME prints every value with its source.")


@command.command(epilog="Example: thaad catalogue show interceptors/thaad")
@click.argument("entry", metavar="KIND/NAME")
@catalogue_option
@json_option
def show(entry: str, *, own: Own, as_json: bool) -> None:
    """Print every value of one entry with its range, basis, source and note."""
    from openthaad.catalogue.basis import basis

    kind, name = _meant(entry, own)
    if kind == "places":
        _show_place(name, own, as_json=as_json)
        return
    found = own.catalogue.load(kind, name)
    if as_json:
        print_json(
            {
                "kind": found.kind,
                "name": found.name,
                "title": found.title,
                "about": dict(found.about),
                "values": {key: _value_document(found, key) for key in found.values},
                "sources": dict(found.sources),
                "basis": basis(found.values.values()),
            }
        )
        return
    _print_entry(found)


def _meant(word: str, own: Own) -> tuple[str, str]:
    """Find the one entry or place that KIND/NAME, a name or an alias means."""
    from openthaad import catalogue

    known = own.catalogue
    kind, slash, name = word.partition("/")
    if slash and (kind == "places" or kind in catalogue.kinds()):
        return kind, name
    found = list(_called(word, own))
    if len(found) == 1:
        return found[0]
    if found:
        several = ["/".join(one) for one in found]
        text = f"{word!r} is the name of several entries: {', '.join(several)}"
        raise CatalogueError(text, key="KIND/NAME", value=word, allowed=several)
    if slash and " " not in kind and kind.islower():
        catalogue.names(kind)  # says that there is no such kind
    every = [f"{k}/{known_name}" for k in catalogue.kinds() for known_name in known.names(k)]
    hint = catalogue.nearest(word, [one.partition("/")[2] for one in every])
    raise CatalogueError(
        f"there is no entry {word!r} in the catalogue{hint}",
        key="KIND/NAME",
        value=word,
        allowed=every,
        hint=hint.lstrip("; ") or None,
    )


def _called(word: str, own: Own) -> Iterator[tuple[str, str]]:
    """Yield kind and name of everything that goes by a name; places where nothing else does."""
    from openthaad import catalogue

    found = False
    for kind in catalogue.kinds():
        with suppress(CatalogueError):
            yield kind, own.catalogue.name_of(kind, word)
            found = True
    if not found:
        with suppress(CatalogueError):
            yield "places", own.catalogue.find_place(word).name


def _print_entry(entry: Entry) -> None:
    """Print what it is, its values, then in sentences what a table has no room for."""
    paragraph(f"{entry.kind}/{entry.name}: {entry.title}")
    for key, item in entry.about.items():
        _indented(f"{key.replace('_', ' ')}: {_plainly(item)}")
    click.echo()
    numbers = {source: f"[{k}]" for k, source in enumerate(entry.sources, start=1)}
    rows = [_row(entry, key, numbers) for key in entry.values]
    columns = ["value of", "best", "lowest", "highest", "unit", "may be set", "basis", "from"]
    print_table(columns, rows, right=columns[1:4])
    _print_notes(entry)
    click.echo("sources:")
    for key, reference in entry.sources.items():
        _indented(f"{numbers[key]} {key}: {reference}")


def _value_document(entry: Entry, key: str) -> dict[str, Any]:
    allowed = entry.range_of(key)
    return entry.values[key].in_file_units() | {
        "allowed": {"low": allowed.low, "high": allowed.high}
    }


def _row(entry: Entry, key: str, numbers: dict[str, str]) -> tuple[str, ...]:
    item, allowed = entry.values[key], entry.range_of(key)
    shown = item.in_file_units()
    unit = "" if shown["unit"] == "1" else shown["unit"]
    ends = ("", "") if item.low == item.high else (f"{shown['low']:g}", f"{shown['high']:g}")
    limits = f"{allowed.low:g} to {allowed.high:g}"
    return (key, f"{shown['value']:g}", *ends, unit, limits, item.basis, numbers[item.source])


def _print_notes(entry: Entry) -> None:
    """Print the notes, what follows what, and how values are drawn."""
    for title, lines in (
        ("notes", [f"{key}: {item.note}" for key, item in entry.values.items() if item.note]),
        ("follows others", [_followed(key, entry.values[key]) for key in entry.order]),
        ("drawn", _shapes(entry)),
    ):
        if lines:
            click.echo(f"{title}:")
        for line in lines:
            _indented(line)


def _followed(key: str, item: Value) -> str:
    powers = [
        other if power == 1.0 else f"{other} to the power {power:g}"
        for other, power in item.follows.items()
    ]
    own = ", and has a range of its own" if item.is_uncertain else ""
    return f"{key} follows {', '.join(powers)}{own}"


def _shapes(entry: Entry) -> list[str]:
    """Say how the values are drawn that are not drawn from a triangle over their range."""
    words = {
        "log-triangular": "in the logarithm",
        "count": "as whole numbers",
        "uniform": "evenly",
    }
    found = {
        how: [k for k, v in entry.values.items() if v.distribution == shape and v.is_uncertain]
        for shape, how in words.items()
    }
    return [f"{how}: {', '.join(keys)}" for how, keys in found.items() if keys]


def _plainly(item: object) -> str:
    if isinstance(item, bool):
        return "yes" if item else "no"
    if isinstance(item, list):
        return ", ".join(map(str, item)) or "nothing"
    return str(item)


def _indented(text: str) -> None:
    """Print a line within the terminal, set in; what runs over is set in further."""
    width = terminal_width()
    click.echo(textwrap.fill(text, width, initial_indent="  ", subsequent_indent="    "))


def _bases(entry: Entry) -> str:
    """Count the values of each basis: `12 stated, 3 derived, 20 assumed`."""
    bases = [item.basis for item in entry.values.values()]
    counts = [(bases.count(basis), basis) for basis in ("stated", "derived", "assumed")]
    return ", ".join(f"{count} {basis}" for count, basis in counts if count)


def _where(place: Place) -> str:
    from openthaad.catalogue import place_words

    return place_words(degrees(place.latitude), degrees(place.longitude))


def _place_document(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "title": place.title,
        "kind": place.kind,
        "country": place.country,
        "lat_deg": round(degrees(place.latitude), 9),
        "lon_deg": round(degrees(place.longitude), 9),
        "altitude_m": place.altitude,
        "uncertainty_km": place.uncertainty / 1e3,
        "source": place.source,
        "note": place.note,
        "aliases": list(place.aliases),
    }


def _show_place(name: str, own: Own, *, as_json: bool) -> None:
    document = _place_document(own.catalogue.find_place(name))
    if as_json:
        print_json(document)
        return
    for key, item in document.items():
        if item not in ("", []):
            click.echo(f"{key}: {_plainly(item)}")
