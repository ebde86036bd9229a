"""What goes to the terminal: documents for programs, tables for people, notes on the side."""

from __future__ import annotations

import io
import json
import math
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

from openthaad.characters import shown, shown_in_json
from openthaad.files import STANDARD_OUTPUT, descriptor

if TYPE_CHECKING:
    from rich.text import Text

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
_NARROWEST, _FILE_WIDTH = 40, 120


def print_json(document: object) -> None:
    """Print exactly one JSON document on standard output; numbers not finite become null."""
    is_ascii = not _writes_unicode()
    text = json.dumps(finite(document), indent=2, ensure_ascii=is_ascii, allow_nan=False)
    click.echo(text if is_ascii else shown_in_json(text))


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


def say_written(document: Mapping[str, object], words: str, *, as_json: bool) -> None:
    """Say what file was written; beside the answer where the file is standard output itself."""
    to_output = descriptor(Path(str(document["path"]))) == STANDARD_OUTPUT
    if as_json:
        print_json(document)
    else:
        (note if to_output else click.echo)(shown(words))


def note(text: str) -> None:
    """Say something on standard error, beside the answer."""
    click.echo(shown(text), err=True)


def note_if_cold(entry: str, seconds: int) -> None:
    """Say that an entry kernel will be compiled, and for how long, if it is not yet.

    This imports Numba.
    """
    from numba import config

    from openthaad.kernels.store import kernels_are_compiled

    if not (config.DISABLE_JIT or kernels_are_compiled(entry)):
        note(
            f"compiling the engine, about {seconds} s, this once; later commands start at once"
        )


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()
) -> None:
    """Print a table that fits the terminal; the columns named in `right` are numbers."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    lines = box.SIMPLE_HEAD if _writes_unicode() else box.ASCII2
    table = Table(box=lines, pad_edge=False)
    cells = [[_cell(item) for item in row] for row in rows]
    # What a row is about is not broken in two where there is room for it.
    first = max((len(row[0]) for row in cells if row), default=0)
    for number, column in enumerate(columns):
        is_whole = number == 0 and first <= terminal_width() // 2
        justify: Literal["left", "right"] = "right" if column in right else "left"
        table.add_column(column, justify=justify, overflow="fold", no_wrap=is_whole)
    for row in cells:
        table.add_row(*row)
    # Drawn aside first: Rich would end the program its own way where a pipe is closed.
    drawn = io.StringIO()
    Console(file=drawn, width=terminal_width(), no_color=True).print(table)
    click.echo("\n".join(line.rstrip() for line in drawn.getvalue().strip("\n").splitlines()))


def _cell(item: object) -> Text:
    from rich.text import Text

    return Text("" if item is None else shown(str(item)))  # markup in data is not ours to obey


def terminal_width() -> int:
    """Columns to write in: the terminal's, or what COLUMNS says, or plenty for a file."""
    columns = shutil.get_terminal_size(fallback=(_FILE_WIDTH, 0)).columns
    return max(columns, _NARROWEST)


def paragraph(text: str) -> None:
    """Print text, wrapped to the terminal."""
    click.echo(textwrap.fill(shown(text), terminal_width()))


def _writes_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
