"""Which settings of a scenario are read: what is set and read by nothing is an error.

Reads are noted as they happen, like those of the catalogue, so there is no list of keys to
keep: a key that a file may have and no table of the World is made from does not pass unnoticed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# Words for readers, the date of exports, and what the catalogue reads: overrides and draws.
NOT_FOR_A_WORLD = frozenset(
    {
        "name", "title", "question", "description", "epoch",
        "overrides", "sample", "drawn", "catalogue",
    }
)  # fmt: skip


class Reads:
    """Which fields of which tables have been read."""

    def __init__(self) -> None:
        self._by_table: dict[int, tuple[object, set[str]]] = {}

    def note(self, table: object, name: str) -> None:
        """Note that a field was asked for; the table is kept, so that its id is its own."""
        self._by_table.setdefault(id(table), (table, set()))[1].add(name)

    def has(self, table: object, name: str) -> bool:
        """Say whether a field of a table has been read."""
        return name in self._by_table.get(id(table), (table, set()))[1]


_NOTING: ContextVar[Reads | None] = ContextVar("noting", default=None)


def note(table: object, name: str) -> None:
    """Note a read, if reads are being noted."""
    reads = _NOTING.get()
    if reads is not None:
        reads.note(table, name)


@contextmanager
def noting() -> Iterator[Reads]:
    """Note every field of a scenario's tables that is read in this block, by this thread."""
    reads = Reads()
    token = _NOTING.set(reads)
    try:
        yield reads
    finally:
        _NOTING.reset(token)


def unread(table: Any, reads: Reads, before: str = "") -> Iterator[str]:  # noqa: ANN401
    """Yield the path of every key set in a table, or in one within, that was not read."""
    for name in sorted(table.model_fields_set):
        value = vars(table).get(name)
        key = type(table).model_fields[name].alias or name
        if key in NOT_FOR_A_WORLD or value is None:
            continue
        path = f"{before}{key}"
        within = list(_tables_in(path, value))
        for inner, where in within:
            yield from unread(inner, reads, f"{where}.")
        if not within and not reads.has(table, name):
            yield path


def _tables_in(path: str, value: object) -> Iterator[tuple[Any, str]]:
    if hasattr(value, "model_fields_set"):
        yield value, path
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _tables_in(f"{path}.{name}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _tables_in(f"{path}.{number}", item)
