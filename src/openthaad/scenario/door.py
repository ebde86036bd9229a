"""The last check of a World: every number that a kernel is given is one."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.engine.world import World
from openthaad.errors import CatalogueError

# What may be infinite or no number, and what that means stands with the column.
_OPEN = {("plans", "cutoff_time"), ("plans", "glide_angle"), ("air", "corner_below")}
_OPEN |= {("air", "corner_above")}


def require_numbers(world: World) -> None:
    """Refuse a World in which something is no finite number.

    Raises
    ------
    CatalogueError
        What is set makes a thing that cannot be computed with; the message names it.
    """
    for name, table in world._asdict().items():
        if not isinstance(table, np.ndarray):
            continue
        for column, numbers in _floats(table):
            if (name, column) not in _OPEN and not np.isfinite(numbers).all():
                where = f"{column.replace('_', ' ')} of the {name}" if column else name
                raise CatalogueError(
                    f"with these settings, the {where} is not a finite number; set fewer "
                    "values, or values nearer to those of the catalogue",
                    key="overrides",
                )


def _floats(table: NDArray[Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the names and numbers of a table's columns of floats, those within others too."""
    if table.dtype.names is None:
        if table.dtype.kind == "f":
            yield "", table
        return
    for column in table.dtype.names:
        inner = table[column]
        if inner.dtype.names is not None:
            yield from ((f"{column} {name}", numbers) for name, numbers in _floats(inner))
        elif inner.dtype.kind == "f":
            yield column, inner
