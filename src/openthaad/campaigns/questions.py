"""Questions to stored campaigns in SQL, answered by DuckDB, which may only read."""

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
        try:
            _make_view(database, [f"{protocol}{separator}{folder}" for folder in found])
            _require_reading(duckdb, database, sql)
            return database.sql(sql).to_arrow_table()
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise StorageError(
                f"cannot read the store {store}: {error}", key="STORE"
            ) from error
        except duckdb.Error as error:
            raise _wrong(sql, str(error)) from error


def _make_view(database: "duckdb.DuckDBPyConnection", found: list[str]) -> None:
    files = ", ".join(f"'{_quoted(folder)}/{PARTS}/*.parquet'" for folder in found)
    database.execute(
        f"create view {RUNS} as "  # noqa: S608 - the folders are quoted
        "select * exclude (filename), parse_path(filename)[-3] as campaign "
        f"from read_parquet([{files}], filename = true)"
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _require_reading(duckdb: Any, database: Any, sql: str) -> None:  # noqa: ANN401
    """Refuse anything but one statement that reads."""
    statements = database.extract_statements(sql)
    reads = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
    if len(statements) != 1 or statements[0].type not in reads:
        raise _wrong(sql, "it must be one statement that reads, such as SELECT or SUMMARIZE")


def _wrong(sql: str, why: str) -> ScenarioError:
    return ScenarioError(
        f"SQL: {why}",
        key="SQL",
        value=sql,
        allowed=f"one SELECT from the table {RUNS}",
        hint=f"DESCRIBE {RUNS} lists its columns",
    )
