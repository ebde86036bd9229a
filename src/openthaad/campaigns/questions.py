"""Questions to stored campaigns in SQL, answered by DuckDB from parts that were checked."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as ds

from openthaad.campaigns.shelf import Piece, Shelf, shelves
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    import duckdb

RUNS = "runs"


def query(store: str, sql: str, *, note: Callable[[str], None] | None = None) -> pa.Table:
    """Ask the rows of the campaigns at a store.

    They are one table, `runs`: the columns of `rows.NAMES`, and `campaign`, the name of the
    folder that a row is from. Each run is there once, however the campaign was cut into parts.

    Parameters
    ----------
    store : str
        Folder or URL that `thaad campaign` wrote to, or one campaign in it.
    sql : str
        One statement that reads.
    note : callable, optional
        Told, in a sentence each, what is missing in the store and what is in it that is no
        part of a campaign.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    ScenarioError
        There is no campaign at the store, or the statement is wrong or does not read.
    StorageError
        A part cannot be read, or is not what was written.
    """
    import duckdb  # noqa: PLC0415 (only questions wait for it)

    found = shelves(store)
    for remark in (remark for shelf in found for remark in shelf.remarks()):
        if note is not None:
            note(remark)
    with duckdb.connect() as database:
        try:
            _lock(database)
            _make_view(database, found)
            _require_reading(duckdb, database, sql)
            return _columns_apart(database.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            raise _wrong(sql, str(error)) from error


def _lock(database: "duckdb.DuckDBPyConnection") -> None:
    """Let a statement open no file, no variable of Python, and no lock."""
    database.execute("set enable_external_access = false")
    database.execute("set python_enable_replacements = false")
    database.execute("set lock_configuration = true")


def _make_view(database: "duckdb.DuckDBPyConnection", found: list[Shelf]) -> None:
    """Put the pieces of all campaigns under one name; DuckDB reads them as Arrow hands them."""
    selects = list[str]()
    for shelf in found:
        for lines in shelf.whole_and_cut():
            name = f"rows_{len(selects)}"
            files = [shelf.parts.path(piece.part) for piece in lines]
            database.register(name, ds.dataset(files, filesystem=shelf.parts.files))
            selects.append(_select(name, lines[0], shelf))
    text = " union all by name ".join(selects)
    database.execute(f"create view {RUNS} as {text}")


def _select(name: str, piece: Piece, shelf: Shelf) -> str:
    cut = f" where run >= {piece.first_run}" if piece.is_cut else ""
    return f"select *, {_quoted(shelf.name)} as campaign from {name}{cut}"  # noqa: S608 (quoted)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _columns_apart(table: pa.Table) -> pa.Table:
    """Number the columns of one name, of which a row as plain data would keep the last."""
    seen: Counter[str] = Counter()
    names = []
    for name in table.column_names:
        names.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return table.rename_columns(names)


def _require_reading(duckdb: Any, database: Any, sql: str) -> None:  # noqa: ANN401
    """Refuse anything but one statement that reads."""
    statements = database.extract_statements(sql)
    # EXPLAIN ANALYZE does what it explains, were it COPY ... TO.
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise _wrong(sql, "it must be one statement that reads, such as SELECT or SUMMARIZE")


def _wrong(sql: str, why: str) -> ScenarioError:
    return ScenarioError(
        f"SQL: {why}",
        key="SQL",
        value=sql,
        allowed=f"one SELECT from the table {RUNS}",
        hint=f"DESCRIBE {RUNS} lists its columns",
    )
