"""Curves and tables: CSV files, each with its source beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from openthaad.catalogue.entries import DATA, Entry, nearest
from openthaad.catalogue.reading import parsed
from openthaad.catalogue.values import BASES
from openthaad.errors import CatalogueError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FIELDS = {"title", "basis", "source", "note", "columns"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of equal length, SI, the first strictly rising; and where they came from."""

    name: str
    title: str
    basis: str
    source: str
    note: str
    columns: Mapping[str, NDArray[np.float64]]


@cache
def load_table(name: str) -> Table:
    """Read ``data/tables/<name>.csv`` and the ``<name>.source.toml`` beside it.

    Raises
    ------
    CatalogueError
        The table or its source is absent, a cell is not a finite number, or the first
        column does not rise.
    """
    folder = DATA / "tables"
    known = sorted(path.stem for path in folder.glob("*.csv"))
    if name not in known:
        raise CatalogueError(
            f"no table {name!r}{nearest(name, known)}", key="tables", value=name, allowed=known
        )
    text = (folder / f"{name}.csv").read_text(encoding="utf-8")
    source = folder / f"{name}.source.toml"
    if not source.exists():
        raise CatalogueError(f"table {name} has no {source.name} beside it", key=name)
    return read_table(text, source.read_text(encoding="utf-8"), name=name)


def curve_of(entry: Entry, key: str) -> Table:
    """Return the curve that an entry names under `key`: a user's own, or one of the catalogue.

    Raises
    ------
    CatalogueError
        There is no such table, or the entry names none.
    """
    name = entry.about.get(key)
    if name is None:
        raise CatalogueError(
            f"{entry.kind}/{entry.name} lacks {key} under about", key=f"about.{key}"
        )
    own = entry.tables.get(name)
    table = load_table(str(name)) if own is None else table_from(own, str(name))
    if missing := sorted({"mach", "cd"} - set(table.columns)):
        raise CatalogueError(
            f"table {name} is no drag curve: it lacks the column {missing[0]}", key=str(name)
        )
    return table


def read_table(text: str, source: str, *, name: str) -> Table:
    """Check the text of one table and of its source.

    Raises
    ------
    CatalogueError
        A cell is not a finite number, a row is short, the first column does not rise, or
        the source does not describe exactly these columns.
    """
    return table_from(table_document(text, source, name=name), name)


def table_document(text: str, source: str, *, name: str) -> dict[str, Any]:
    """Join a CSV file and its source into one document, `columns` with their numbers.

    Raises
    ------
    CatalogueError
        A cell is no number, a row is short, or the source describes other columns.
    """
    about = parsed(source, f"{name}.source.toml")
    _check_fields(about, name)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split(",") if lines else []
    if header != list(about["columns"]):
        raise CatalogueError(
            f"{name}.csv has columns {header}, its source describes {list(about['columns'])}",
            key=name,
        )
    try:
        rows = [[float(cell) for cell in line.split(",")] for line in lines[1:]]
    except ValueError as error:
        raise CatalogueError(f"{name}.csv: {error}", key=name) from error
    if not rows or any(len(row) != len(header) for row in rows):
        raise CatalogueError(
            f"{name}.csv needs {len(header)} finite numbers in every row", key=name
        )
    columns = {key: [row[i] for row in rows] for i, key in enumerate(header)}
    return about | {"columns": columns}


def table_from(document: Mapping[str, Any], name: str) -> Table:
    """Check a table's document.

    Raises
    ------
    CatalogueError
        A field is missing or unknown, a cell is not a finite number, or the first column does
        not rise.
    """
    import numpy as np  # noqa: PLC0415 (the catalogue's numbers, and wrong input, need no NumPy)

    _check_fields(document, name)
    columns = document["columns"]
    try:
        rows = np.array(list(columns.values()), np.float64)
    except (ValueError, TypeError, AttributeError) as error:
        raise CatalogueError(f"{name}.csv: {error}", key=name) from error
    if rows.ndim != 2 or not rows.size or not np.isfinite(rows).all():
        raise CatalogueError(
            f"{name}.csv needs {len(columns)} finite numbers in every row", key=name
        )
    if not (np.diff(rows[0]) > 0.0).all():
        raise CatalogueError(f"{name}.csv: the first column must rise", key=name)
    return Table(
        name=name,
        title=document["title"],
        basis=document["basis"],
        source=document["source"],
        note=document["note"],
        columns=MappingProxyType({key: rows[i].copy() for i, key in enumerate(columns)}),
    )


def _check_fields(document: Mapping[str, Any], name: str) -> None:
    if set(document) != _FIELDS or document["basis"] not in BASES:
        raise CatalogueError(
            f"{name}.source.toml needs exactly {', '.join(sorted(_FIELDS))}, and a known basis",
            key=name,
        )
