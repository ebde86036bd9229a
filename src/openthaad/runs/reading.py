"""Run folders, read back and checked."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from openthaad.characters import shown_in
from openthaad.errors import StorageError
from openthaad.runs.build import FORMAT, Run
from openthaad.runs.checking import (
    Answer,
    Manifest,
    as_written,
    check_document,
    check_tables,
    check_together,
    damaged,
)
from openthaad.runs.schema import TABLES
from openthaad.runs.store import MANIFEST, OUTCOME, SUMS, storage, sum_of
from openthaad.swapping import bring_back


def read_folder(place: str | os.PathLike[str]) -> Run:
    """Read a run folder back.

    Control characters in its words are written out (`openthaad.characters.shown`). A file that
    is not what the run wrote is said in `remarks`.

    Raises
    ------
    StorageError
        It is no run folder, a file of it is missing or damaged, or a later version wrote it.
    """
    folder = Path(place)
    manifest, answer = read_documents(folder)
    with storage(f"cannot read the run folder {folder}", folder):
        tables = {name: _read_table(folder, name) for name in TABLES}
        check_tables(tables, answer, str(folder))
        return Run(manifest=manifest, outcome=answer, tables=tables, remarks=_remarks(folder))


def read_documents(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read what a run folder says of itself: manifest and answer, without the tables.

    Raises
    ------
    StorageError
        It is no run folder, one of the two is missing or damaged, or a later version wrote it.
    """
    with suppress(OSError):
        bring_back(folder)
    if not (folder / MANIFEST).is_file():
        raise StorageError(
            f"{folder} is not a run folder: it has no {MANIFEST}",
            key="RUN",
            value=str(folder),
            hint="give a folder that thaad run wrote, such as runs/korea-2017-seed1-...",
        )
    with storage(f"cannot read the run folder {folder}", folder):
        manifest, answer = _read_json(folder / MANIFEST), _read_json(folder / OUTCOME)
    if manifest.get("format") != FORMAT:
        raise StorageError(
            f"{folder} has format {manifest.get('format')!r}; this version reads {FORMAT}",
            key="RUN",
            value=str(folder),
        )
    check_document(Manifest, manifest, MANIFEST, str(folder))
    check_document(Answer, answer, OUTCOME, str(folder))
    check_together(manifest, answer, str(folder))
    return manifest, answer


def _read_json(path: Path) -> dict[str, Any]:
    """Read a document that is a table of JSON, with the words of it shown."""
    try:
        document = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse_number)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
        raise damaged(path.name, reason, str(path.parent)) from error
    except (ValueError, RecursionError) as error:
        raise damaged(path.name, f"it is not JSON ({error})", str(path.parent)) from error
    if not isinstance(document, dict):
        raise damaged(path.name, "it is not a table", str(path.parent))
    shown: dict[str, Any] = shown_in(document)
    return shown


def _refuse_number(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _read_table(folder: Path, name: str) -> pa.Table:
    path = folder / f"{name}.parquet"
    try:
        with pq.ParquetFile(path) as file:  # `read_table` would import pandas where it is
            table = file.read()
    except (pa.ArrowException, ValueError) as error:
        reason = f"it is not a Parquet file ({str(error).splitlines()[0]})"
        raise damaged(path.name, reason, str(folder)) from error
    return as_written(name, table, str(folder))


def _remarks(folder: Path) -> tuple[str, ...]:
    """Say which of the files that are read are not those that the run wrote."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:  # an earlier version wrote it
        return ()
    except UnicodeDecodeError as error:
        raise damaged(SUMS, f"byte {error.start} is not UTF-8", str(folder)) from error
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    read = [MANIFEST, OUTCOME, *(f"{name}.parquet" for name in TABLES)]
    changed = [name for name in read if sums.get(name) != sum_of(folder / name)]
    if not changed:
        return ()
    what = f"{', '.join(changed)} {'is' if len(changed) == 1 else 'are'}"
    cause = f"edited or damaged since (another SHA-256 digest than in {SUMS})"
    return (f"{what} not what the run wrote: {cause}.",)
