"""Reading scenario files: the built-in pack and the user's own."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from openthaad.catalogue import BUILT_IN, Catalogue, catalogue_from
from openthaad.catalogue.draws import LAST_SAMPLE
from openthaad.characters import stray_in
from openthaad.errors import CatalogueError, ScenarioError, StorageError
from openthaad.files import read_text as text_of
from openthaad.scenario.arguments import (
    require_path,
    require_seed,
    require_texts,
    require_whole,
)
from openthaad.scenario.draws import with_sample
from openthaad.scenario.fields import nearest
from openthaad.scenario.problems import (
    Problem,
    ScenarioFileError,
    from_pydantic,
    most_important_first,
)
from openthaad.scenario.schema import Scenario
from openthaad.scenario.settings import apply_settings, with_values_set

PACK = Path(__file__).parent / "pack"
MANIFEST = "manifest.json"  # of a run folder
# A user's own catalogue: its folder or folders, or one that has been read.
Own = str | Path | Sequence[str | Path] | Catalogue | None
_DEEPEST = 32  # tables within tables; a scenario has 4
_LONG_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){40}")


def pack_names() -> list[str]:
    """List the built-in scenarios, sorted."""
    return sorted(path.stem for path in PACK.glob("*.toml"))


def load_scenario(
    name_or_path: str | Path,
    sets: Sequence[str] = (),
    *,
    seed: int = 0,
    sample: int = 0,
    catalogue: Own = None,
) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a built-in scenario, a TOML file, or the folder of a run of it.
    sets : Sequence of str
        Settings `KEY=VALUE` on top of it, as `--set` takes them; they win over draws.
    seed, sample : int
        Draw the catalogue's values within their ranges, as sample number `sample` of this
        seed; 0 keeps the best estimates.
    catalogue : path, Sequence of paths or Catalogue, optional
        Folders with entries of your own; those that OPENTHAAD_CATALOGUE names if not given.
        A folder `catalogue` beside the file is always taken.

    Returns
    -------
    Scenario
        Checked; its `document()` repeats the run.

    Raises
    ------
    ScenarioError
        There is no such scenario, or it is not what it must be; all problems are listed.
    StorageError
        The file is there but cannot be read.

    Examples
    --------
    >>> scenario = load_scenario("korea-2017", ["batteries.seongju.launchers=2"])
    >>> scenario.batteries["seongju"].launchers
    2
    """
    require_path("SCENARIO", name_or_path, "the name of a scenario or a TOML file")
    require_texts("sets", sets, "a list of texts such as batteries.seongju.launchers=2")
    seed = require_seed(seed)
    sample = require_whole("sample", sample, 0, LAST_SAMPLE)
    path = find_scenario(name_or_path)
    known = catalogue_from(catalogue, beside=None if path.parent == PACK else path)
    where = str(name_or_path)
    if (path / MANIFEST).is_file():
        scenario = _scenario_of_run(path, sets, known)
    else:
        text = read_text(path)
        scenario = scenario_from_text(
            text, where=where, stem=path.stem, sets=sets, catalogue=known
        )
    return with_sample(scenario, seed=seed, sample=sample)


def scenario_from(
    source: str | Mapping[str, Any],
    sets: Sequence[str] = (),
    *,
    catalogue: Own = None,
) -> Scenario:
    """Make a scenario from a dict, or from TOML text.

    Parameters
    ----------
    source : Mapping or str
        The tables of a scenario file as Python has them, or its text. A scenario without a
        name is called `scenario`.
    sets : Sequence of str
        Settings `KEY=VALUE` on top of it, as `--set` takes them.
    catalogue : path, Sequence of paths or Catalogue, optional
        Folders with entries of your own; those that OPENTHAAD_CATALOGUE names if not given.

    Raises
    ------
    ScenarioFileError
        It breaks a rule; all problems are listed.
    CatalogueError
        An entry of your own breaks a rule.

    Examples
    --------
    >>> raid = [{"missile": "nodong", "from": "hwangju", "to": "busan", "count": 2}]
    >>> scenario = scenario_from({"epoch": "2017-09-07T00:00:00Z", "threats": raid})
    >>> str(scenario).partition(";")[0]
    "Scenario('scenario': 2 missiles, 0 radars, 0 batteries, 0 assets"
    """
    require_texts("sets", sets, "a list of texts such as batteries.seongju.launchers=2")
    known = catalogue_from(catalogue)
    if isinstance(source, str):
        return scenario_from_text(
            source, where="scenario", stem="scenario", sets=sets, catalogue=known
        )
    if not isinstance(source, Mapping):
        raise ScenarioError(
            f"a scenario is made from a dict or TOML text, got {type(source).__name__}",
            key="source",
            allowed="a dict or TOML text",
            hint="openthaad.load_scenario reads a file",
        )
    document = {"name": "scenario", **source}
    return scenario_from_document(apply_settings(document, sets, known), catalogue=known)


def _scenario_of_run(folder: Path, sets: Sequence[str], known: Catalogue) -> Scenario:
    """Return the scenario that a run folder keeps, with the entries that it was played with."""
    path = folder / MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))["document"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"{path} is damaged: it holds no scenario ({type(error).__name__})", key=str(path)
        ) from error
    carried = document.get("catalogue", {}) if isinstance(document, dict) else {}
    known = _joined(known, carried, str(folder))
    return scenario_from_document(
        apply_settings(document, sets, known), where=str(folder), catalogue=known
    )


def find_scenario(name_or_path: str | Path) -> Path:
    """Return the file of a scenario given by name or by path.

    Raises
    ------
    ScenarioError
        There is none.
    """
    path = Path(name_or_path)
    known = pack_names()
    if str(name_or_path) in known:
        return PACK / f"{name_or_path}.toml"
    try:
        exists = path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        exists = False
    if exists:
        return path
    if "=" in str(name_or_path):
        raise ScenarioError(
            f"{str(name_or_path)[:60]!r} is a setting, not a scenario; give it with --set",
            key="SCENARIO",
            value=str(name_or_path)[:200],
            allowed=[*known, "a TOML file"],
            hint=f"--set {str(name_or_path)[:60]}",
        )
    looks_like_a_file = path.suffix == ".toml" or len(path.parts) > 1
    what = "file" if looks_like_a_file else "scenario"
    hint = nearest(path.stem, known)
    name = str(name_or_path)[:200]
    raise ScenarioError(
        f"there is no {what} {name!r}; {hint or 'built in: ' + ', '.join(known)}",
        key="SCENARIO",
        value=name,
        allowed=[*known, "a TOML file"],
        hint=hint,
    )


def read_text(path: Path) -> str:
    """Read a scenario file as text.

    Raises
    ------
    ScenarioError
        It is a folder, larger than a megabyte, or no text.
    StorageError
        It cannot be opened or read.
    """
    if path.is_dir():
        raise ScenarioError(
            f"{path} is a folder, not a scenario file",
            key="SCENARIO",
            value=str(path),
            allowed="a scenario's name or a TOML file",
        )
    return text_of(path, "a scenario", ScenarioError)


def scenario_from_text(
    text: str,
    *,
    where: str,
    stem: str,
    sets: Sequence[str] = (),
    catalogue: Catalogue = BUILT_IN,
) -> Scenario:
    """Check the text of a scenario file.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        What messages call the file.
    stem : str
        Names the scenario where it does not name itself.
    sets : Sequence of str
        Settings `KEY=VALUE` on top of it.
    catalogue : Catalogue
        What its names mean.

    Raises
    ------
    ScenarioFileError
        It is not TOML, or breaks a rule; all problems are listed.
    """
    document = _parsed(text, where)
    document.setdefault("name", _name_from(stem))
    known = _joined(catalogue, document.get("catalogue", {}), where)
    return scenario_from_document(
        apply_settings(document, sets, known), where=where, catalogue=known
    )


def _parsed(text: str, where: str) -> dict[str, Any]:
    """Parse TOML that a scenario can be: a few tables deep, with numbers that can be read."""
    unusable = Problem(key="", text="not usable TOML: nested too deep, or a number too long")
    if _LONG_KEY.search(text):  # which takes the parser the square of its length
        raise ScenarioFileError(where, [unusable])
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(key="", text=f"not valid TOML: {error}", allowed="TOML 1.0")
        raise ScenarioFileError(where, [problem]) from error
    except (RecursionError, ValueError) as error:
        raise ScenarioFileError(where, [unusable]) from error
    if _is_deep(document):
        raise ScenarioFileError(where, [unusable])
    return document


def _is_deep(document: dict[str, Any]) -> bool:
    """Whether tables and lists are nested deeper than any scenario is."""
    level: list[object] = [document]
    for _ in range(_DEEPEST):
        level = [
            item
            for table in level
            for item in (table.values() if isinstance(table, dict) else table)  # type: ignore[attr-defined]
            if isinstance(item, dict | list)
        ]
    return bool(level)


def scenario_from_document(
    document: dict[str, Any], *, where: str = "scenario", catalogue: Catalogue = BUILT_IN
) -> Scenario:
    """Check a scenario given as a plain dict, as `Scenario.document` returns it.

    Parameters
    ----------
    document : dict
        With the entries of a user's own catalogue that it names under `catalogue`, if any.
    where : str
        What messages call it.
    catalogue : Catalogue
        What its names mean, beside those entries.

    Raises
    ------
    ScenarioFileError
        It breaks a rule; all problems are listed.
    """
    _refuse_stray(document, where)
    known = _joined(catalogue, document.get("catalogue", {}), where)
    try:
        return Scenario.model_validate(document, context={"catalogue": known})
    except ValidationError as error:
        problems = from_pydantic(error.errors())
        raise ScenarioFileError(where, most_important_first(problems, document)) from error


def _refuse_stray(document: dict[str, Any], where: str) -> None:
    """Refuse words that a terminal would obey, or that no figure and no other file can hold."""
    found = stray_in(document)
    if found is not None:
        key, character = found
        problem = Problem(
            key=key,
            text=f"holds the control character {character}",
            value=character,
            allowed="text without control characters",
        )
        raise ScenarioFileError(where, [problem])


def with_changes(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """Return a scenario with the value at each dotted path set; see `Scenario.changed`."""
    known = scenario.catalogue
    document = with_values_set(scenario.document(), values.items(), known, "changed")
    return scenario_from_document(document, where="changed", catalogue=known)


def _joined(known: Catalogue, carried: object, where: str) -> Catalogue:
    """Add the entries that a scenario carries to a catalogue."""
    is_whole = isinstance(carried, dict) and all(
        isinstance(table, dict) and all(isinstance(entry, dict) for entry in table.values())
        for table in carried.values()
    )
    if not is_whole:
        problem = Problem(key="catalogue", text="must be tables: catalogue.KIND.NAME")
        raise ScenarioFileError(where, [problem])
    try:
        return known.with_documents(carried, where)  # type: ignore[arg-type] # whole by now
    except CatalogueError as error:
        allowed = error.allowed
        problem = Problem(
            key="", text=error.message.removeprefix(f"{where}: "), allowed=allowed
        )
        raise ScenarioFileError(where, [problem]) from error


def _name_from(stem: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_")[:64] or "scenario"
