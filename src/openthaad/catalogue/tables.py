"""Curves and tables: CSV files, each with its source beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from openthaad.catalogue.entries import DATA, nearest
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


def read_table(text: str, source: str, *, name: str) -> Table:
    """Check the text of one table and of its source.

    Raises
    ------
    CatalogueError
        A cell is not a finite number, a row is short, the first column does not rise, or
        the source does not describe exactly these columns.
    """
    about = tomllib.loads(source)
    if set(about) != _FIELDS or about["basis"] not in BASES:
        raise CatalogueError(
            f"{name}.source.toml needs exactly {', '.join(sorted(_FIELDS))}, and a known basis",
            key=name,
        )
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split(",")
    if header != list(about["columns"]):
        raise CatalogueError(
            f"{name}.csv has columns {header}, its source describes {list(about['columns'])}",
            key=name,
        )
    rows = _rows(name, lines[1:], len(header))
    return Table(
        name=name,
        title=about["title"],
        basis=about["basis"],
        source=about["source"],
        note=about["note"],
        columns=MappingProxyType({key: rows[:, i].copy() for i, key in enumerate(header)}),
    )


def _rows(name: str, lines: list[str], width: int) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415 (the catalogue's numbers, and wrong input, need no NumPy)

    try:
        rows = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    except ValueError as error:
        raise CatalogueError(f"{name}.csv: {error}", key=name) from error
    if rows.ndim != 2 or rows.shape[1] != width or not np.isfinite(rows).all():
        raise CatalogueError(f"{name}.csv needs {width} finite numbers in every row", key=name)
    if not (np.diff(rows[:, 0]) > 0.0).all():
        raise CatalogueError(f"{name}.csv: the first column must rise", key=name)
    return rows
