"""What goes to the terminal: documents for programs, tables for people, notes on the side."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
_NARROWEST = 40


def print_json(document: object) -> None:
    """Print exactly one JSON document on standard output; numbers not finite become null."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(finite(document), indent=2, ensure_ascii=not is_unicode, allow_nan=False)
    click.echo(text)


def finite(item: object) -> Json:
    """Copy plain data with every number that is not finite replaced by None.

    >>> finite({"a": [1.0, float("inf")]})
    {'a': [1.0, None]}
    """
    if isinstance(item, float):
        return item if math.isfinite(item) else None
    if isinstance(item, dict):
        return {str(key): finite(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [finite(value) for value in item]
    if item is None or isinstance(item, str | int | float):
        return item
    raise TypeError(f"{type(item).__name__} has no place in a JSON document")


def note(text: str) -> None:
    """Say something on standard error, beside the answer."""
    click.echo(text, err=True)


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
) -> None:
    """Print a table that fits the terminal; the columns named in `right` are numbers."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        is_number = column in right
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(item) for item in row))
    console().print(table)


def _cell(item: object) -> Text:
    from rich.text import Text

    return Text("" if item is None else str(item))  # markup in data is not ours to obey


def console() -> Console:
    """Make a rich console on standard output, as wide as the terminal or a hundred columns."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    plain = Console(file=sys.stdout, highlight=False, safe_box=True)
    width = max(plain.width, _NARROWEST) if is_terminal else max(plain.width, 110)
    return Console(file=sys.stdout, highlight=False, safe_box=True, width=width)


def place_words(latitude_deg: float, longitude_deg: float) -> str:
    """Write coordinates as people do.

    >>> place_words(-35.2, 149.1)
    '35.20 S, 149.10 E'
    """
    north = "N" if latitude_deg >= 0.0 else "S"
    east = "E" if longitude_deg >= 0.0 else "W"
    return f"{abs(latitude_deg):.2f} {north}, {abs(longitude_deg):.2f} {east}"
