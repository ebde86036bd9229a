"""Run folders: written beside their place and renamed when whole, and read back."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
from openthaad.swapping import beside, bring_back, clear, put_folder, remove

MANIFEST, OUTCOME = "manifest.json", "outcome.json"
SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it


def write_folder(run: Run, folder: Path, more: Mapping[str, str | bytes]) -> Path:
    """Write a run folder; a finished one at the same place is replaced.

    What somebody else put into the old one, such as notes, is taken along.

    Parameters
    ----------
    run : Run
        What to write.
    folder : Path
        Where; its parents are made.
    more : Mapping of str to str or bytes
        Further files by name, such as the replay and the page.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StorageError
        The disk is full, the place is not writable, or it holds something that is no run
        folder. Nothing half-written is left.
    """
    with _storage(f"cannot write the run folder {folder}", folder):
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear(folder)
        bring_back(folder)
        _write_beside(folder, lambda part: _fill(part, run, more))
    return folder


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
    with _storage(f"cannot read the run folder {folder}", folder):
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
    with _storage(f"cannot read the run folder {folder}", folder):
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


def dump_json(document: object) -> str:
    """Write JSON as the folder holds it: no number that is not finite, one indent."""
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


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


def _fill(part: Path, run: Run, more: Mapping[str, str | bytes]) -> None:
    for name, table in run.tables.items():
        pq.write_table(table, part / f"{name}.parquet", compression="zstd")
    answers = {OUTCOME: dump_json(run.outcome), MANIFEST: dump_json(run.manifest)}
    for name, content in {**more, **answers}.items():
        raw = content.encode() if isinstance(content, str) else content
        (part / name).write_bytes(raw)
    sums = {path.name: _sum(path) for path in sorted(part.iterdir())}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (part / SUMS).write_text("".join(lines), encoding="utf-8")


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
    changed = [name for name in read if sums.get(name) != _sum(folder / name)]
    if not changed:
        return ()
    what = f"{', '.join(changed)} {'is' if len(changed) == 1 else 'are'}"
    cause = f"edited or damaged since (another SHA-256 digest than in {SUMS})"
    return (f"{what} not what the run wrote: {cause}.",)


@contextmanager
def _storage(message: str, place: Path, *, key: str = "folder") -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"{message}: {error}", key=key, value=str(place)) from error


def _refuse_foreign(folder: Path) -> None:
    """Replace nothing but a run folder or an empty one."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StorageError(
            f"{folder} is a file; choose another place", key="folder", value=str(folder)
        )
    if any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise StorageError(
            f"{folder} holds other files; choose an empty or a new folder",
            key="folder",
            value=str(folder),
        )


def _write_beside(folder: Path, fill: Callable[[Path], None]) -> None:
    part = beside(folder)
    try:
        part.mkdir()
        fill(part)
        _keep_notes(folder, part)
        put_folder(part, folder)
    finally:
        remove(part)


def _keep_notes(folder: Path, part: Path) -> None:
    """Take along what somebody put into the folder that is to be replaced."""
    if not folder.is_dir():
        return
    ours = _written(folder) | {path.name for path in part.iterdir()}
    for path in sorted(folder.iterdir()):
        if path.name in ours:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, part / path.name, symlinks=True)
        else:
            shutil.copy2(path, part / path.name, follow_symlinks=False)


def _written(folder: Path) -> set[str]:
    """Return the names of the files that a run wrote into its folder."""
    by_every_run = {MANIFEST, OUTCOME, SUMS, *(f"{name}.parquet" for name in TABLES)}
    with suppress(OSError, UnicodeDecodeError):
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        by_every_run |= {line.partition("  ")[2] for line in lines}
    return by_every_run
