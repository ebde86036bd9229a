"""Run folders as the page sees them: by name, inside one folder, never beyond."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from openthaad import reports
from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.console.schemas import RunSummary
from openthaad.errors import StorageError
from openthaad.runs import Run, read_documents, read_folder

MAX_LISTED = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
# What the defence itself knows of; all else is told by the truth.
_PICTURE = frozenset(
    (
        "detected", "confirmed", "burnout_declared", "verdict", "not_engageable", "engageable",
        "shot", "acquired", "assessed", "track_dropped",
    )
)  # fmt: skip


def find_run(root: Path, name: str) -> Path:
    """Return the run folder of a name.

    Raises
    ------
    StorageError
        There is none of that name directly inside `root`; links that lead out do not count.
    """
    missing = StorageError(f"there is no run {name!r}", code="no_run", key="run", value=name)
    if not _NAME.fullmatch(name):
        raise missing
    inside = root.resolve()
    folder = (inside / name).resolve()
    if folder.parent != inside or not (folder / "manifest.json").is_file():
        raise missing
    return folder


def file_of(root: Path, name: str, file: str) -> Path:
    """Return a file of a run folder by its fixed name; it too may not lead out."""
    folder = find_run(root, name)
    path = (folder / file).resolve()
    if path.parent != folder or not path.is_file():
        raise StorageError(f"run {name!r} has no {file}", code="no_file", key="run", value=name)
    return path


def list_runs(root: Path) -> list[RunSummary]:
    """List the run folders inside a folder, newest first; one that is damaged says how."""
    if not root.is_dir():
        return []
    paths = sorted(root.glob("*/manifest.json"), key=_written, reverse=True)[:MAX_LISTED]
    found = (_summary_or_damage(root, path) for path in paths)
    return [summary for summary in found if summary is not None]


def _summary_or_damage(root: Path, path: Path) -> RunSummary | None:
    """Return a line of the list; None for what is no run folder of this folder."""
    name = path.parent.name
    try:
        file_of(root, name, "manifest.json")
    except (StorageError, OSError):
        return None
    try:
        return _summary(root, path)
    except Exception as error:  # noqa: BLE001 (whatever somebody wrote there, the others are listed)
        return RunSummary(
            name=name, title=name, scenario=name, written=_written(path), damaged=_damage(error)
        )


def _damage(error: Exception) -> str:
    """Say what is wrong with a run folder."""
    if isinstance(error, StorageError):
        return error.message
    if isinstance(error, KeyError):
        return f"its manifest or its outcome lacks {error.args[0]!r}"
    if isinstance(error, ValidationError):
        return f"its {error.errors()[0]['loc'][0]} is not what it must be"
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror}"
    return "its manifest or its outcome is damaged"


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone since it was found
        return 0.0


def _summary(root: Path, path: Path) -> RunSummary:
    name = path.parent.name
    file_of(root, name, "outcome.json")
    manifest, outcome = read_documents(path.parent)
    return RunSummary.model_validate(
        {
            "name": name,
            "title": manifest["title"] or manifest["scenario"],
            "scenario": manifest["scenario"],
            "seed": manifest["seed"],
            "written": _written(path),
            **{k: outcome["summary"][k] for k in ("threats", "intercepted", "leaked", "shots")},
        }
    )


def scenario_of(root: Path, name: str) -> dict[str, Any]:
    """Return the scenario of a run, as run."""
    folder = find_run(root, name)
    with _told(name):
        document: dict[str, Any] = read_folder(folder).manifest["document"]
        return {"name": str(document["name"]), **document}


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Say in words that the files of a run are not what this program writes."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise StorageError(
            f"run {name!r} is damaged: {_damage(error)}",
            code="damaged", key="run", value=name,
            hint=f"run {name!r} is damaged: {_damage(error)}; play it again",
        ) from error  # fmt: skip


def describe(root: Path, name: str) -> dict[str, Any]:
    """Return what the page shows of a run: the answer, who came, what happened, where.

    Raises
    ------
    StorageError
        There is no such run, or it is damaged.
    """
    folder = find_run(root, name)
    with _told(name):
        run = read_folder(folder)
        _summary(root, folder / "manifest.json")  # what the list calls damaged is not shown
        return _description(name, run)


def _description(name: str, run: Run) -> dict[str, Any]:
    told = reports.explain(run)["threats"]
    threats = {item["id"]: item for item in run.outcome["threats"]}
    return {
        "name": name,
        "title": run.manifest["title"],
        "question": run.manifest["question"],
        "scenario": run.manifest["scenario"],
        "seed": run.manifest["seed"],
        "digest": run.manifest["digest"],
        "command": run.manifest["command"],
        "headline": " ".join([reports.headline(run.outcome), *run.remarks]),
        "summary": run.outcome["summary"],
        "threats": [
            {**threat, **_who(threats[threat["id"]]), "timeline": _events(threat["timeline"])}
            for threat in told
        ],
        "geometry": {
            key: run.manifest["geometry"][key] for key in ("radars", "batteries", "assets")
        },
        "reach_m": _farthest(run),
    }


def _events(timeline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark the events of a story that the defence knows of."""
    return [{**event, "in_picture": event["event"] in _PICTURE} for event in timeline]


def _who(threat: dict[str, Any]) -> dict[str, Any]:
    return {
        "outcome": threat["outcome"],
        "title": missile_of(threat),
        "from": spot_title(threat["launch"]),
        "to": aim_of(threat),
    }


def _farthest(run: Run) -> float | None:
    """Range of the farthest detection [m], to which the page draws the fan."""
    ranges = run.numbers("detections", "range_m")
    return float(ranges.max()) if len(ranges) else None
