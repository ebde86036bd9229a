"""Questions to stored campaigns in SQL, answered by DuckDB, which may only read the parts."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import fsspec
import pyarrow as pa

from openthaad.campaigns.store import PARTS, folders
from openthaad.errors import ScenarioError, StorageError

if TYPE_CHECKING:
    import duckdb

RUNS = "runs"


def query(store: str, sql: str) -> pa.Table:
    """Ask the rows of the campaigns at a store.

    They are one table, `runs`: the columns of `rows.NAMES`, and `campaign`, the name of the
    folder that a row is from.

    Parameters
    ----------
    store : str
        Folder or URL that `thaad campaign` wrote to, or one campaign in it.
    sql : str
        One statement that reads.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    ScenarioError
        There is no campaign at the store, or the statement is wrong or does not read.
    StorageError
        A part cannot be read.
    """
    import duckdb  # noqa: PLC0415 (only questions wait for it)

    found = folders(store)
    with duckdb.connect() as database:
        protocol, separator, _ = store.rpartition("://")
        if separator:
            database.register_filesystem(fsspec.core.url_to_fs(store)[0])
        parts = [_quoted(f"{protocol}{separator}{folder}/{PARTS}/") for folder in found]
        try:
            _lock(database, parts)
            _make_view(database, parts)
            _require_reading(duckdb, database, sql)
            return _columns_apart(database.sql(sql).to_arrow_table())
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise StorageError(
                f"cannot read the store {store}: {error}", key="STORE"
            ) from error
        except duckdb.Error as error:
            raise _wrong(sql, str(error)) from error


def _lock(database: "duckdb.DuckDBPyConnection", parts: list[str]) -> None:
    """Let a statement open no file but the parts, no variable of Python, and no lock."""
    database.execute(f"set allowed_directories = [{', '.join(parts)}]")
    database.execute("set enable_external_access = false")
    database.execute("set python_enable_replacements = false")
    database.execute("set lock_configuration = true")


def _make_view(database: "duckdb.DuckDBPyConnection", parts: list[str]) -> None:
    files = ", ".join(f"{folder} || '*.parquet'" for folder in parts)
    database.execute(
        f"create view {RUNS} as "  # noqa: S608 - the folders are quoted
        "select * exclude (filename), parse_path(filename)[-3] as campaign "
        f"from read_parquet([{files}], filename = true)"
    )


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
        raise _wrong(
            sql, "it must be one statement that only reads, such as SELECT or SUMMARIZE"
        )


def _wrong(sql: str, why: str) -> ScenarioError:
    return ScenarioError(
        f"SQL: {why}",
        key="SQL",
        value=sql,
        allowed=f"one SELECT from the table {RUNS}",
        hint=f"DESCRIBE {RUNS} lists its columns",
    )
