"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from openthaad.cli.output import note
from openthaad.errors import OpenThaadError, ScenarioError, StorageError
from openthaad.files import STANDARD_OUTPUT, descriptor, obstacle_to_file, obstacle_to_folder

if TYPE_CHECKING:
    from openthaad.catalogue import Catalogue
    from openthaad.runs import Run
    from openthaad.scenario import Location

_OWN = "openthaad.own"  # where the catalogue of a command is kept, for its places
RUNS = Path("runs")  # where runs are written, and looked for
LATEST = "latest"  # a RUN: the one written last

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)


class Own(NamedTuple):
    """The catalogue that a command goes by, and the folders of the user's in it."""

    catalogue: Catalogue
    folders: tuple[Path, ...]

    def words(self) -> list[str]:
        """Write the options that give the same catalogue."""
        return [word for folder in self.folders for word in ("--catalogue", str(folder))]


def _read_own(
    ctx: click.Context, param: click.Parameter, folders: tuple[Path, ...]
) -> Own | None:
    """Read the user's own catalogue before any place or name is looked up."""
    del param
    from openthaad.catalogue import catalogue_from
    from openthaad.catalogue.folders import from_environment

    if ctx.resilient_parsing:
        return None
    folders = folders or tuple(from_environment())
    ctx.meta[_OWN] = own = Own(catalogue_from(folders), folders)
    return own


catalogue_option = click.option(
    "--catalogue",
    "own",
    type=click.Path(path_type=Path),
    multiple=True,
    is_eager=True,
    callback=_read_own,
    metavar="DIR",
    help="Folder with your own missiles, radars and so on; may be given again. "
    "OPENTHAAD_CATALOGUE sets one for every command.",
)


class Quantity(click.ParamType):  # type: ignore[type-arg] # generic from click 8.5 on only
    """A finite number within limits."""

    name = "number"

    def __init__(
        self,
        *,
        above: float | None = None,
        least: float | None = None,
        below: float | None = None,
        most: float | None = None,
    ) -> None:
        self._above, self._least, self._below, self._most = above, least, below, most

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; one out of the limits ends the command."""
        del ctx
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if math.isfinite(number) and self._admits(number):
            return number
        option = "/".join(param.opts) if param is not None else "value"
        raise ScenarioError(
            f"{option} must be {self.limits()}, got {value}{self._slip(number)}",
            key=option,
            value=str(value),
            allowed=self.limits(),
        )

    def _slip(self, number: float) -> str:
        """Ask about a number that is right in a unit a thousand times larger."""
        is_one = math.isfinite(number) and number > 1.0 and self._admits(1e-3 * number)
        return f"; did you mean {1e-3 * number:g}?" if is_one else ""

    def _admits(self, number: float) -> bool:
        return (
            (self._above is None or number > self._above)
            and (self._least is None or number >= self._least)
            and (self._below is None or number < self._below)
            and (self._most is None or number <= self._most)
        )

    def limits(self) -> str:
        """Say what is allowed: `a number above 0 and at most 90`."""
        words = {
            "above": self._above,
            "at least": self._least,
            "below": self._below,
            "at most": self._most,
        }
        if self._least is not None and self._most is not None:
            return f"a number from {_plain(self._least)} to {_plain(self._most)}"
        parts = [
            f"{word} {_plain(limit)}" for word, limit in words.items() if limit is not None
        ]
        return " ".join(["a number", " and ".join(parts)]).strip()


def _plain(limit: float) -> str:
    """Write a limit as people do: 20,000, not 2e+04."""
    return f"{limit:,.0f}" if float(limit).is_integer() else f"{limit:g}"


_A_PLACE = "LAT,LON in degrees, or a name as in thaad catalogue list"


class PlaceType(click.ParamType):  # type: ignore[type-arg] # generic from click 8.5 on only
    """A place: `LAT,LON` in degrees, or a name of the catalogue."""

    name = "place"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Location:
        """Return the location; a name or a coordinate that is none ends the command."""
        own = None if ctx is None else ctx.meta.get(_OWN)
        option = "/".join(param.opts) if param is not None else "PLACE"
        return located(value, None if own is None else own.catalogue, option)

    def limits(self) -> str:
        """Say what is allowed."""
        return _A_PLACE


def located(value: object, known: Catalogue | None, option: str) -> Location:
    """Return the place that a word of the command line means, in a catalogue.

    Raises
    ------
    ScenarioError
        It means none; the message says how coordinates are given.
    """
    from pydantic import TypeAdapter, ValidationError

    from openthaad.scenario.fields import Place, locate
    from openthaad.scenario.problems import from_pydantic

    context = {} if known is None else {"catalogue": known}
    try:
        return locate(TypeAdapter(Place).validate_python(value, context=context))
    except ValidationError as error:
        problem = from_pydantic(error.errors())[0]
        field = f" {problem.key}" if problem.key else ""
        raise ScenarioError(
            f"{option} {value}:{field} {problem.text}"
            + (f"; {problem.hint}" if problem.hint else ""),
            key=option,
            value=value,
            allowed=problem.allowed,
            hint=problem.hint or _A_PLACE,
        ) from None


def place_option(name: str, parameter: str, words: str) -> Callable[[Any], Any]:
    """Make a required option that takes a place."""
    return click.option(
        name, parameter, type=PlaceType(), required=True, metavar="PLACE", help=words
    )


class _Output(click.ParamType):  # type: ignore[type-arg] # generic from click 8.5 on only
    """A path to write to, refused before anything is computed if it cannot be written."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the path; one that cannot be written ends the command."""
        del ctx
        path = Path(str(value))
        option = "/".join(param.opts) if param is not None else "path"
        error = self._obstacle(path)
        if error is not None:
            error.key, error.message = option, f"{option}: {error.message}"
            raise error
        return path

    def _obstacle(self, path: Path) -> OpenThaadError | None:
        raise NotImplementedError


class FolderToWrite(_Output):
    """A folder to write into; it is made where it is not there."""

    name = "folder"

    def _obstacle(self, path: Path) -> OpenThaadError | None:
        return _named_as_file(path) or obstacle_to_folder(path)


def _named_as_file(path: Path) -> ScenarioError | None:
    """Return the error of a folder called what a file is called, unless it is there already.

    >>> _named_as_file(Path("map.png")).allowed, _named_as_file(Path("runs.2026"))
    ('a folder', None)
    """
    if path.suffix.lower() not in _OF_FILES or path.is_dir():
        return None
    return ScenarioError(
        f"{path} is named like a file, and several files are written: name the folder for them",
        key="path",
        value=str(path),
        allowed="a folder",
        hint=f"for instance {path.with_suffix('')}",
    )


# How files end that this program writes, one by one or several into a folder.
_OF_FILES = frozenset(
    (
        ".acmi", ".csv", ".czml", ".geojson", ".htm", ".html", ".jpg", ".json", ".kml",
        ".parquet", ".pcap", ".pdf", ".png", ".svg", ".toml", ".txt", ".xml", ".zip",
    )
)  # fmt: skip


class FileToWrite(_Output):
    """A file to write, or a pipe or character device; its name may have to end in a word.

    Parameters
    ----------
    endings : Sequence of str
        Such as `.png`; whatever it is called where there are none.
    """

    name = "file"

    def __init__(self, endings: Sequence[str] = ()) -> None:
        self._endings = endings

    def _obstacle(self, path: Path) -> OpenThaadError | None:
        return wrong_ending(path, self._endings) or obstacle_to_file(path)


def wrong_ending(path: Path, endings: Sequence[str]) -> ScenarioError | None:
    """Return the error of a file name that ends in none of these words, if there are any.

    >>> wrong_ending(Path("map.PNG"), [".png"]), wrong_ending(Path("map.jpg"), [".png"]).allowed
    (None, ['FILE.png'])
    """
    if not endings or path.name.lower().endswith(tuple(endings)):
        return None
    return ScenarioError(
        f"{path}: the name of this file must end in {' or '.join(endings)}",
        key="path",
        value=str(path),
        allowed=[f"FILE{ending}" for ending in endings],
    )


def require_output(out: Path | None, endings: Sequence[str], *, as_json: bool) -> None:
    """Refuse a file named for another format, and two documents on standard output.

    Raises
    ------
    ScenarioError
        The name has an ending, and none of these; or JSON goes where the file goes.
    """
    if out is None:
        return
    if as_json and descriptor(out) == STANDARD_OUTPUT:
        raise ScenarioError(
            f"--json and --out {out} would both write to standard output: give one of the two",
            key="--out",
            value=str(out),
            allowed="another file, or no --json",
        )
    error = wrong_ending(out, endings) if out.suffix else None
    if error is not None:
        error.key, error.message = "--out", f"--out: {error.message}"
        raise error


FIGURE = FileToWrite([".png", ".pdf", ".svg"])

vary_option = click.option(
    "--vary",
    type=click.Choice(["nominal", "catalogue"]),
    help="Use the best estimates, or draw every catalogue value within its range.",
)
sample_option = click.option(
    "--sample",
    type=click.IntRange(1, 2**31 - 1),
    metavar="NUMBER",
    help="Number of the catalogue draw; with --vary catalogue, 1 if not given.",
)


def sample_number(vary: str | None, sample: int | None) -> int:
    """Return which draw of the catalogue is asked for, 0 for the best estimates.

    Raises
    ------
    ScenarioError
        A draw is asked for by number and refused by --vary.
    """
    if vary == "nominal" and sample is not None:
        raise ScenarioError(
            "--vary nominal uses the best estimates, so it cannot be combined with --sample",
            key="--sample",
            value=sample,
            allowed="--vary catalogue",
            hint="leave out one of the two",
        )
    if sample is not None:
        return sample
    return 1 if vary == "catalogue" else 0


set_option = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a value of the scenario or the catalogue; may be given again.",
)


def _require_run(ctx: click.Context, param: click.Parameter, run: Path) -> Path:
    """Refuse what is no run folder before anything heavy is imported."""
    del ctx, param
    return find_run(run)


def find_run(run: Path) -> Path:
    """Return the run folder meant: a path, its name within `runs`, or `latest`.

    Raises
    ------
    ScenarioError
        There is no such run folder; the message names the nearest.
    """
    if is_run(run):
        return run
    if is_run(RUNS / run):
        return RUNS / run
    folders = sorted((path.parent for path in RUNS.glob("*/manifest.json")), key=_moment)
    if str(run) == LATEST and folders:
        return folders[-1]
    known = [str(folder) for folder in folders[-20:]]
    what = "is not a run folder" if run.exists() else "is not there"
    if str(run) == LATEST:
        what = f": there is no run in {RUNS.absolute()}"
    hint = _nearest_run(str(run), known)
    raise ScenarioError(
        f"{run} {what}; {hint}".replace(" :", ":"),
        key="RUN",
        value=str(run),
        allowed=known or None,
        hint=hint,
    )


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run."""
    return (folder / "manifest.json").is_file()


def _moment(folder: Path) -> tuple[float, str]:
    """When a run was written, and its name where two were written at once."""
    try:
        return ((folder / "manifest.json").stat().st_mtime, folder.name)
    except OSError:  # taken away meanwhile
        return (0.0, folder.name)


def _nearest_run(word: str, known: list[str]) -> str:
    """Say which run was meant: one that begins like it, or is spelt like it, or the latest."""
    from openthaad.scenario.fields import nearest

    if not known:
        return "thaad run SCENARIO writes one"
    begun = [one for one in reversed(known) if one.startswith((word, f"{RUNS}/{word}"))]
    if begun:
        return f"did you mean {' or '.join(begun[:3])}?"
    return nearest(word, known) or f"{LATEST} is {known[-1]}"


run_argument = click.argument(
    "run", type=click.Path(path_type=Path), callback=_require_run, metavar="RUN"
)


@contextmanager
def read_run(folder: Path) -> Iterator[Run]:
    """Read a run folder and say what must be known of it, whose fault it is if it fails.

    Raises
    ------
    StorageError
        It cannot be read; or it was changed after the run, in a way that cannot be told.
    """
    from openthaad.runs import read_folder

    run = read_folder(folder)
    for remark in run.remarks:
        note(f"note: {remark}")
    try:
        yield run
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if not run.remarks:
            raise
        raise StorageError(
            f"cannot read the run folder {folder}: {run.remarks[0]}",
            code="damaged",
            key="RUN",
            value=str(folder),
        ) from error
