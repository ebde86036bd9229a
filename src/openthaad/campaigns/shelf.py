"""A stored campaign as somebody finds it: its plan, its parts, and what is wrong with them."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import fsspec

from openthaad.campaigns.plan import Part, key_of
from openthaad.campaigns.store import ANSWER, PLAN, CorruptPart, Parts, folders, opened
from openthaad.errors import StorageError


class Piece(NamedTuple):
    """Rows of a part that no earlier part has, from run `first_run` on."""

    part: Part
    first_run: int
    is_cut: bool  # earlier parts have some of its rows


@dataclass(frozen=True, eq=False)
class Shelf:
    """A campaign's folder.

    Attributes
    ----------
    name : str
        Of the folder.
    plan : dict
        Its plan, as `Plan.document` wrote it.
    parts : Parts
    """

    name: str
    plan: dict[str, Any]
    parts: Parts

    @cached_property
    def _pieces(self) -> dict[int, list[Piece]]:
        """By case, what holds each of its runs once: parts of a longer campaign overlap."""
        by_case = defaultdict[int, list[Piece]](list)
        ends = defaultdict[int, int](int)
        for part in sorted(self.parts.listed(), key=lambda p: (p.case, p.first, -p.runs)):
            end = ends[part.case]
            if part.first + part.runs <= end:
                continue
            first = self.plan["cases"][part.case]["first_run"] + max(part.first, end)
            by_case[part.case].append(Piece(part, first, part.first < end))
            ends[part.case] = part.first + part.runs
        return dict(by_case)

    def whole_and_cut(self) -> list[list[Piece]]:
        """Return the pieces: those that are whole in one list, each of the others in its own.

        Raises
        ------
        StorageError
            A part is not what was written.
        """
        pieces = [piece for lines in self._pieces.values() for piece in lines]
        for piece in pieces:
            self._check(piece.part)
        whole = [piece for piece in pieces if not piece.is_cut]
        return [lines for lines in [whole, *([p] for p in pieces if p.is_cut)] if lines]

    def _check(self, part: Part) -> None:
        try:
            self.parts.read(part)
        except CorruptPart as error:
            raise StorageError(
                f"{self.name}: {part.words()} is damaged: {error}; the command that began this "
                "campaign plays it again",
                key="STORE",
                value=self.parts.path(part),
            ) from error
        except OSError as error:
            raise _unreadable(self.parts.path(part), error) from error

    def remarks(self) -> list[str]:
        """Say what is missing, and what lies there that is no part of the campaign."""
        said = []
        missing = self._missing()
        if missing:
            said.append(
                f"{self.name}: {missing} runs are missing; the command that began this "
                "campaign plays them"
            )
        if not self.parts.files.exists(f"{self._folder}/{ANSWER}"):
            said.append(
                f"{self.name}: this campaign has no answer yet, so it may be unfinished"
            )
        if strangers := self.parts.strangers():
            said.append(
                f"{self.name}: left out {', '.join(strangers)}: no part of this campaign"
            )
        return said

    @property
    def _folder(self) -> str:
        return self.parts.folder.rpartition("/")[0]

    def _missing(self) -> int:
        """Count the runs that other cases, later parts or the answer show to be missing."""
        pieces = self._pieces
        ends = [lines[-1].part.first + lines[-1].part.runs for lines in pieces.values()]
        wanted = max([*ends, self._answered()], default=0)
        there = sum(
            piece.part.first + piece.part.runs - (piece.first_run - self._offset(piece))
            for lines in pieces.values()
            for piece in lines
        )
        return wanted * len(self.plan["cases"]) - there

    def _offset(self, piece: Piece) -> int:
        return int(self.plan["cases"][piece.part.case]["first_run"])

    def _answered(self) -> int:
        """Return how many runs the answer of a campaign of one case is about."""
        if len(self.plan["cases"]) > 1:
            return 0
        try:
            answer = json.loads(self.parts.files.cat_file(f"{self._folder}/{ANSWER}"))
            runs = answer["runs"]
        except (OSError, ValueError, TypeError, KeyError):
            return 0
        return runs if isinstance(runs, int) else 0


def shelves(url: str) -> list[Shelf]:
    """Return the campaigns at a store, or the one whose folder the URL is.

    Raises
    ------
    ScenarioError
        There is no campaign there.
    StorageError
        The store cannot be read, or a plan in it is damaged.
    """
    files, _ = opened(url)
    return [_shelf(files, folder) for folder in folders(url)]


def _shelf(files: fsspec.AbstractFileSystem, folder: str) -> Shelf:
    path = f"{folder}/{PLAN}"
    try:
        plan = json.loads(files.cat_file(path))
        key = key_of(plan)
        firsts = [case["first_run"] for case in plan["cases"]]
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged(path, f"it is no plan ({error})") from error
    name = folder.rpartition("/")[2]
    if not name.endswith(key) or not all(isinstance(first, int) for first in firsts):
        raise _damaged(path, "it is not the plan that this folder is named for")
    return Shelf(name, plan, Parts(files, folder, key))


def _damaged(path: str, reason: str) -> StorageError:
    return StorageError(
        f"{path} is damaged: {reason}; the command that began this campaign writes it anew",
        key="STORE",
        value=path,
    )


def _unreadable(path: str, error: OSError) -> StorageError:
    reason = error.strerror or str(error) or type(error).__name__
    return StorageError(f"cannot read {path}: {reason}", key="STORE", value=path)
