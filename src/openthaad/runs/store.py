"""Run folders: written beside their place and renamed when whole, and read back."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from openthaad.errors import StorageError
from openthaad.runs.build import FORMAT, Run
from openthaad.runs.schema import TABLES

MANIFEST = "manifest.json"


def write_folder(run: Run, folder: Path, more: Mapping[str, str | bytes]) -> Path:
    """Write a run folder; a finished one at the same place is replaced.

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
        _clear_leftovers(folder)
        _write_beside(folder, lambda part: _fill(part, run, more))
    return folder


def read_folder(folder: Path) -> Run:
    """Read a run folder back.

    Raises
    ------
    StorageError
        It is no run folder, a file of it is missing or broken, or a later version wrote it.
    """
    if not (folder / MANIFEST).is_file():
        raise StorageError(
            f"{folder} is no run folder: it has no {MANIFEST}",
            key="RUN",
            value=str(folder),
            hint="give a folder that thaad run wrote, such as runs/korea-2017-seed1-...",
        )
    with _storage(f"cannot read the run folder {folder}", folder):
        manifest = _read_json(folder / MANIFEST)
        if manifest.get("format") != FORMAT:
            raise StorageError(
                f"{folder} has format {manifest.get('format')!r}; this version reads {FORMAT}",
                key="RUN",
                value=str(folder),
            )
        return Run(
            manifest=manifest,
            outcome=_read_json(folder / "outcome.json"),
            tables={name: pq.read_table(folder / f"{name}.parquet") for name in TABLES},
        )


def dump_json(document: object) -> str:
    """Write JSON as the folder holds it: no number that is not finite, one indent."""
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _read_json(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _fill(part: Path, run: Run, more: Mapping[str, str | bytes]) -> None:
    for name, table in run.tables.items():
        pq.write_table(table, part / f"{name}.parquet", compression="zstd")
    answers = {"outcome.json": dump_json(run.outcome), MANIFEST: dump_json(run.manifest)}
    for name, content in {**more, **answers}.items():
        raw = content.encode() if isinstance(content, str) else content
        (part / name).write_bytes(raw)


@contextmanager
def _storage(message: str, place: Path, *, key: str = "folder") -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException, json.JSONDecodeError) as error:
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
    part = folder.with_name(f".{folder.name}.part-{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    try:
        part.mkdir()
        fill(part)
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Remove what an interrupted writer left beside the place, and bring back what it moved."""
    for left in sorted(folder.parent.glob(f".{folder.name}.*-*")):
        owner = left.name.rpartition("-")[2]
        if not owner.isdigit() or _is_running(int(owner)):
            continue
        if left.name.startswith(f".{folder.name}.old-") and not folder.exists():
            left.rename(folder)
        elif left.name.startswith((f".{folder.name}.old-", f".{folder.name}.part-")):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
