"""Run folders as the page sees them: by name, inside one folder, never beyond."""

import json
import re
from pathlib import Path
from typing import Any

from openthaad import reports
from openthaad.console.schemas import RunSummary
from openthaad.errors import StorageError
from openthaad.reports.words import missile_title, spot_title
from openthaad.runs import Run, read_folder

MAX_LISTED = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_KINDS = {"hit": "hit", "kill": "hit"}


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
    """List the run folders inside a folder, newest first; what cannot be read is left out."""
    if not root.is_dir():
        return []
    found = []
    for path in sorted(root.glob("*/manifest.json"), key=_written, reverse=True)[:MAX_LISTED]:
        try:
            found.append(_summary(root, path))
        except (StorageError, OSError, ValueError, KeyError):
            continue
    return found


def _written(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _summary(root: Path, path: Path) -> RunSummary:
    name = path.parent.name
    file_of(root, name, "manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    outcome = json.loads(file_of(root, name, "outcome.json").read_text(encoding="utf-8"))
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
    document: dict[str, Any] = read_folder(find_run(root, name)).manifest["document"]
    return document


def describe(root: Path, name: str) -> dict[str, Any]:
    """Return what the page shows of a run: the answer, who came, what happened, where."""
    run = read_folder(find_run(root, name))
    told = reports.explain(run)["threats"]
    return {
        "name": name,
        "title": run.manifest["title"],
        "question": run.manifest["question"],
        "scenario": run.manifest["scenario"],
        "seed": run.manifest["seed"],
        "digest": run.manifest["digest"],
        "command": run.manifest["command"],
        "headline": reports.headline(run.outcome),
        "summary": run.outcome["summary"],
        "threats": [{**threat, **_who(run, threat["id"])} for threat in told],
        "geometry": {
            key: run.manifest["geometry"][key] for key in ("radars", "batteries", "assets")
        },
        "reach_m": _farthest(run),
    }


def _who(run: Run, number: int) -> dict[str, Any]:
    threat = next(item for item in run.outcome["threats"] if item["id"] == number)
    return {
        "outcome": threat["outcome"],
        "title": missile_title(threat["missile"]),
        "from": spot_title(threat["launch"]),
        "to": spot_title(threat["aim"]),
    }


def _farthest(run: Run) -> float | None:
    """Range of the farthest detection [m], to which the page draws the fan."""
    ranges = run.numbers("detections", "range_m")
    return float(ranges.max()) if len(ranges) else None
