"""Where a campaign keeps its parts: a folder of Parquet files, here or at any fsspec URL."""

import io
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from openthaad.campaigns.digest import digest_of
from openthaad.campaigns.plan import Part, Plan
from openthaad.campaigns.rows import Rows, from_arrow, to_arrow
from openthaad.errors import ScenarioError, StorageError

PLAN, ANSWER, PARTS = "plan.json", "campaign.json", "parts"


class CorruptPart(Exception):  # noqa: N818 (a finding, not an error: the part is played again)
    """A part file is not what was written; says how it is known."""


class Store:
    """The parts of one plan.

    A part is written under another name and renamed when whole, carries its address and the
    digest of its rows, and is checked against both whenever it is read.

    Parameters
    ----------
    url : str
        Folder that holds the folders of campaigns: a path, or a URL that fsspec knows.
    plan : Plan

    Raises
    ------
    ScenarioError
        The URL is of a kind that is not known or not installed here.
    StorageError
        Its server cannot be reached.
    """

    def __init__(self, url: str, plan: Plan) -> None:
        self.plan = plan
        self._key = plan.key
        self._files, root = _opened(url)
        self._root = f"{root.rstrip('/')}/{plan.folder()}"
        self.url = f"{url.rstrip('/')}/{plan.folder()}"

    def prepare(self) -> None:
        """Make the folder and write the plan into it, where that is not done.

        Raises
        ------
        StorageError
            The place cannot be reached or written.
        """
        with self._storage("cannot make the campaign's folder"):
            self._files.makedirs(f"{self._root}/{PARTS}", exist_ok=True)
        if not self.has_plan():
            self.write_json(PLAN, self.plan.document())

    def has_plan(self) -> bool:
        """Say whether this campaign was begun here before."""
        with self._storage("cannot read the store"):
            return bool(self._files.exists(f"{self._root}/{PLAN}"))

    def finished(self) -> set[Part]:
        """List the parts that are there, whole or not."""
        with self._storage("cannot read the store"):
            self._files.invalidate_cache()
            names = self._files.ls(f"{self._root}/{PARTS}", detail=False)
        return {part for name in names if (part := self._part_named(name)) is not None}

    def write(self, part: Part, rows: Rows) -> None:
        """Write a part, all or nothing.

        Raises
        ------
        StorageError
            It cannot be written; nothing half-written bears its name.
        """
        words = {"plan": self._key, "part": json.dumps(part), "digest": digest_of(rows)}
        file = io.BytesIO()
        pq.write_table(to_arrow(rows, words), file, compression="zstd")
        self._write(f"{PARTS}/{self._name(part)}", file.getvalue())

    def read(self, part: Part) -> Rows:
        """Read a part back and check it.

        Raises
        ------
        CorruptPart
            It is not what was written.
        StorageError
            The store cannot be read.
        """
        path = f"{self._root}/{PARTS}/{self._name(part)}"
        with self._storage("cannot read the store"):
            raw = self._files.cat_file(path)
        try:
            table = pq.ParquetFile(io.BytesIO(raw)).read()
            rows = from_arrow(table)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise CorruptPart(f"it cannot be read ({str(error).splitlines()[0]})") from error
        words = {
            key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()
        }
        if words.get("plan") != self._key or words.get("part") != json.dumps(part):
            raise CorruptPart("it belongs to another part")
        if len(rows) != part.runs or words.get("digest") != digest_of(rows):
            raise CorruptPart("its rows differ from those that were written")
        return rows

    def discard(self, part: Part) -> None:
        """Remove a part."""
        with self._storage("cannot remove a corrupt part"), suppress(FileNotFoundError):
            self._files.rm_file(f"{self._root}/{PARTS}/{self._name(part)}")

    def write_json(self, name: str, document: dict[str, Any]) -> None:
        """Write a document beside the parts, all or nothing."""
        self._write(name, json.dumps(document, indent=1, allow_nan=False).encode())

    def _name(self, part: Part) -> str:
        return f"{self._key}-case{part.case:05d}-run{part.first:010d}-{part.runs:04d}.parquet"

    def _part_named(self, path: str) -> Part | None:
        """Return the part that a file is named for, or None for any other file."""
        name = path.rsplit("/", 1)[-1]
        words = name.removesuffix(".parquet").split("-")
        with suppress(ValueError, IndexError):
            case, first = words[1].removeprefix("case"), words[2].removeprefix("run")
            part = Part(int(case), int(first), int(words[3]))
            return part if name == self._name(part) else None
        return None

    def _write(self, name: str, raw: bytes) -> None:
        final = f"{self._root}/{name}"
        beside = f"{final}.{os.getpid()}-{uuid.uuid4().hex[:8]}.partial"
        with self._storage("cannot write to the store"):
            try:
                self._files.pipe_file(beside, raw)
                self._files.mv(beside, final)
            except BaseException:
                with suppress(OSError):
                    self._files.rm_file(beside)
                raise

    @contextmanager
    def _storage(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error) or type(error).__name__
            raise StorageError(
                f"{what} {self.url}: {reason}; finished parts are kept, and the same command "
                "goes on from them",
                key="--store",
                value=self.url,
                hint=reason,
            ) from error


def _opened(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """Return the file system of a URL and the path in it."""
    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise ScenarioError(
            f"--store {url}: {error}",
            key="--store",
            value=url,
            allowed="a folder, or a URL whose kind fsspec knows and has installed",
        ) from error
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise StorageError(
            f"cannot reach the store {url}: {reason}",
            key="--store",
            value=url,
            hint="check that the server is running and that the address is right",
        ) from error
    return files, str(path)


def folders(url: str) -> list[str]:
    """List the campaigns at a store, or the one whose folder the URL is; paths fsspec takes.

    Raises
    ------
    ScenarioError
        There is no campaign there.
    StorageError
        The store cannot be read.
    """
    files, root = _opened(url)
    root = root.rstrip("/")
    try:
        if files.exists(f"{root}/{PLAN}"):
            return [root]
        found = files.glob(f"{root}/*/{PLAN}")
    except OSError as error:
        raise StorageError(f"cannot read the store {url}: {error}", key="STORE") from error
    if not found:
        raise ScenarioError(
            f"{url} holds no campaign; thaad campaign writes one, into campaigns unless told "
            "otherwise",
            key="STORE",
            value=url,
            allowed="a folder that thaad campaign wrote to",
        )
    return sorted(str(path).removesuffix(f"/{PLAN}") for path in found)
