"""A user's own catalogue: folders of TOML and CSV files in the form of the built-in one."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openthaad.catalogue.entries import KINDS, nearest
from openthaad.catalogue.naming import folded
from openthaad.catalogue.places import read_places
from openthaad.catalogue.reading import parsed
from openthaad.catalogue.tables import table_document
from openthaad.errors import CatalogueError
from openthaad.files import read_text

VARIABLE = "OPENTHAAD_CATALOGUE"
BESIDE = "catalogue"  # the folder that is looked for beside a scenario file
_FOLDERS = (*KINDS, "tables", "places")


class Found(NamedTuple):
    """One file of a user's catalogue, read."""

    kind: str
    name: str
    where: str
    content: Any  # document of an entry or a table, or a Place


def from_environment() -> list[Path]:
    """Folders that the environment variable names, in its order."""
    named = os.environ.get(VARIABLE, "").split(os.pathsep)
    return [Path(folder) for folder in named if folder]


def files_in(folder: Path) -> Iterator[Found]:
    """Read every file of a user's catalogue.

    Raises
    ------
    CatalogueError
        There is no such folder, it holds nothing of a catalogue, or a file is not what it must
        be; the message names the file.
    StorageError
        A file cannot be read.
    """
    _check(folder)
    for kind in KINDS:
        for path in sorted((folder / kind).glob("*.toml")):
            _check_name(path)
            yield Found(kind, path.stem, str(path), parsed(_text(path), str(path)))
    for path in sorted((folder / "tables").glob("*.csv")):
        _check_name(path)
        yield Found("tables", path.stem, str(path), _table(path))
    for path in sorted((folder / "places").glob("*.toml")):
        for place in read_places(_text(path), str(path)).values():
            yield Found("places", place.name, str(path), place)


def _check(folder: Path) -> None:
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        raise CatalogueError(
            f"the catalogue folder {folder} {what}",
            key="--catalogue",
            value=str(folder),
            allowed=f"a folder with {', '.join(_FOLDERS)} in it",
        )
    inner = sorted(path.name for path in folder.iterdir() if path.is_dir())
    strays = sorted(path.name for path in folder.glob("*.toml"))
    if strays:
        raise CatalogueError(
            f"{folder / strays[0]} is not in a folder of its kind; put it into "
            f"{folder / 'missiles'}, or into one of {', '.join(_FOLDERS[1:])}",
            key=str(folder / strays[0]),
            allowed=list(_FOLDERS),
        )
    for name in inner:
        if name not in _FOLDERS and (hint := nearest(name, _FOLDERS)):
            raise CatalogueError(
                f"{folder / name} is not a folder of a catalogue{hint}",
                key=str(folder / name),
                allowed=list(_FOLDERS),
            )
    if not set(inner) & set(_FOLDERS):
        raise CatalogueError(
            f"{folder} contains no folder of a catalogue: {', '.join(_FOLDERS)}",
            key="--catalogue",
            value=str(folder),
            allowed=list(_FOLDERS),
        )


def _check_name(path: Path) -> None:
    """A name is what a scenario can say: small letters, digits, - and _."""
    good = path.stem.isascii() and path.stem == path.stem.lower()
    if not (good and path.stem.replace("-", "").replace("_", "").isalnum()):
        raise CatalogueError(
            f"{path}: the name of the file is the name of the entry, in small letters, digits, "
            "- and _",
            key=str(path),
            hint=f"call it {folded(path.stem) or 'mine'}{path.suffix}",
        )


def _table(path: Path) -> dict[str, Any]:
    source = path.with_suffix(".source.toml")
    if not source.is_file():
        raise CatalogueError(f"{path} has no {source.name} beside it", key=str(path))
    return table_document(_text(path), _text(source), name=str(path.with_suffix("")))


def _text(path: Path) -> str:
    return read_text(path, "a file of a catalogue", CatalogueError)


def folders_of(given: Sequence[str | Path] | None, beside: Path | None) -> list[Path]:
    """List the folders of a user's catalogue, each once.

    Parameters
    ----------
    given : Sequence of paths or None
        Those that the user names; None looks into the environment.
    beside : Path or None
        A scenario file; a folder `catalogue` in its folder is one of them.
    """
    folders = from_environment() if given is None else [Path(folder) for folder in given]
    if beside is not None and (beside.parent / BESIDE).is_dir():
        folders.append(beside.parent / BESIDE)
    return list({folder.resolve(): folder for folder in folders}.values())
