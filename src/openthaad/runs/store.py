"""Run folders: written beside their place and renamed when whole."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from openthaad.errors import StorageError
from openthaad.runs.build import Run
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
    with storage(f"cannot write the run folder {folder}", folder):
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear(folder)
        bring_back(folder)
        _write_beside(folder, lambda part: _fill(part, run, more))
    return folder


def dump_json(document: object) -> str:
    """Write JSON as the folder holds it: no number that is not finite, one indent."""
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _fill(part: Path, run: Run, more: Mapping[str, str | bytes]) -> None:
    for name, table in run.tables.items():
        pq.write_table(table, part / f"{name}.parquet", compression="zstd")
    answers = {OUTCOME: dump_json(run.outcome), MANIFEST: dump_json(run.manifest)}
    for name, content in {**more, **answers}.items():
        raw = content.encode() if isinstance(content, str) else content
        (part / name).write_bytes(raw)
    sums = {path.name: sum_of(path) for path in sorted(part.iterdir())}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (part / SUMS).write_text("".join(lines), encoding="utf-8")


def sum_of(path: Path) -> str:
    """Return the SHA-256 digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def storage(message: str, place: Path) -> Iterator[None]:
    """Say of what fails in here what could not be done, and where."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"{message}: {error}", key="folder", value=str(place)) from error


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
