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
from openthaad.campaigns.plan import Part, Plan, key_of
from openthaad.campaigns.rows import Rows, from_arrow, to_arrow
from openthaad.errors import ScenarioError, StorageError

PLAN, ANSWER, PARTS = "plan.json", "campaign.json", "parts"


class CorruptPart(Exception):  # noqa: N818 (a finding, not an error: the part is played again)
    """A part file is not what was written; says how it is known."""


class Parts:
    """Part files of one plan in a folder: which there are, and what is in them.

    Parameters
    ----------
    files : AbstractFileSystem
    folder : str
        The campaign's folder there.
    key : str
        Of the plan.
    """

    def __init__(self, files: fsspec.AbstractFileSystem, folder: str, key: str) -> None:
        self.files, self.key = files, key
        self.folder = f"{folder}/{PARTS}"

    def listed(self) -> set[Part]:
        """Return the parts that are there, whole or not."""
        return {part for name in self._names() if (part := self._part_named(name)) is not None}

    def strangers(self) -> list[str]:
        """Return the names of Parquet files that are no part of this plan."""
        names = [name.rsplit("/", 1)[-1] for name in self._names()]
        return sorted(
            n for n in names if n.endswith(".parquet") and self._part_named(n) is None
        )

    def path(self, part: Part) -> str:
        """Return the path of a part's file in the file system."""
        return f"{self.folder}/{self.name(part)}"

    def name(self, part: Part) -> str:
        """Return the name of a part's file."""
        return f"{self.key}-case{part.case:05d}-run{part.first:010d}-{part.runs:04d}.parquet"

    def read(self, part: Part) -> Rows:
        """Read a part and hold it to its address and its digest.

        Raises
        ------
        CorruptPart
            It is not what was written.
        OSError
            It cannot be read.
        """
        raw = self.files.cat_file(self.path(part))
        try:
            table = pq.read_table(io.BytesIO(raw))
            rows = from_arrow(table)
            words = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise CorruptPart(f"it cannot be read ({_first_line(error)})") from error
        if words.get("plan") != self.key or words.get("part") != json.dumps(part):
            raise CorruptPart("it belongs to another part")
        if len(rows) != part.runs or words.get("digest") != digest_of(rows):
            raise CorruptPart("its rows are not those that were written")
        return rows

    def _names(self) -> list[str]:
        self.files.invalidate_cache()
        return [str(name) for name in self.files.ls(self.folder, detail=False)]

    def _part_named(self, path: str) -> Part | None:
        """Return the part that a file is named for, or None for any other file."""
        name = path.rsplit("/", 1)[-1]
        words = name.removesuffix(".parquet").split("-")
        with suppress(ValueError, IndexError):
            case, first = words[1].removeprefix("case"), words[2].removeprefix("run")
            part = Part(int(case), int(first), int(words[3]))
            return part if name == self.name(part) else None
        return None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


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
        self._files, root = opened(url)
        self._root = f"{root.rstrip('/')}/{plan.folder()}"
        self._parts = Parts(self._files, self._root, self._key)
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
        if not self._has_whole_plan():
            self.write_json(PLAN, self.plan.document())

    def has_plan(self) -> bool:
        """Say whether this campaign was begun here before."""
        with self._storage("cannot read the store"):
            return bool(self._files.exists(f"{self._root}/{PLAN}"))

    def _has_whole_plan(self) -> bool:
        try:
            document = json.loads(self._files.cat_file(f"{self._root}/{PLAN}"))
        except (OSError, ValueError):
            return False
        return isinstance(document, dict) and key_of(document) == self._key

    def finished(self) -> set[Part]:
        """List the parts that are there, whole or not."""
        with self._storage("cannot read the store"):
            return self._parts.listed()

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
        self._write(f"{PARTS}/{self._parts.name(part)}", file.getvalue())

    def read(self, part: Part) -> Rows:
        """Read a part back and check it.

        Raises
        ------
        CorruptPart
            It is not what was written.
        StorageError
            The store cannot be read.
        """
        with self._storage("cannot read the store"):
            return self._parts.read(part)

    def discard(self, part: Part) -> None:
        """Remove a part."""
        with self._storage("cannot remove a corrupt part"), suppress(FileNotFoundError):
            self._files.rm_file(self._parts.path(part))

    def write_json(self, name: str, document: dict[str, Any]) -> None:
        """Write a document beside the parts, all or nothing."""
        self._write(name, json.dumps(document, indent=1, allow_nan=False).encode())

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


def opened(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
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
            hint="is the server up, and the address right?",
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
    files, root = opened(url)
    root = root.rstrip("/")
    try:
        if files.exists(f"{root}/{PLAN}"):
            return [root]
        inside = files.ls(root, detail=False) if files.isdir(root) else []
        found = [path for path in map(str, inside) if files.exists(f"{path}/{PLAN}")]
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
    return sorted(found)
