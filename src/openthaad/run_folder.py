"""From an outcome to a whole run folder: tables, answer, replay and page."""

import os
from pathlib import Path

from openthaad.errors import ScenarioError
from openthaad.exports import czml
from openthaad.records import Outcome
from openthaad.reports import page
from openthaad.runs import Run, as_run, write_folder
from openthaad.scenario.arguments import require_path


def write_run(
    outcome: Outcome, folder: str | os.PathLike[str], *, command: str | None = None
) -> Path:
    """Write the run folder of an outcome; a finished one at the same place is replaced.

    Parameters
    ----------
    outcome : Outcome
        What the engine returned.
    folder : str or Path
        Where to write it.
    command : str, optional
        The command that repeats the run, options and all; scenario and seed where not given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ScenarioError
        `outcome` is no Outcome, or `folder` no path.
    StorageError
        It cannot be written; nothing half-written is left.
    """
    if not isinstance(outcome, Outcome):
        raise ScenarioError(
            f"outcome must be an Outcome, got {type(outcome).__name__}",
            key="outcome",
            allowed="what openthaad.simulate returns",
        )
    require_path("folder", folder, "a folder")
    run = as_run(outcome, command)
    return write_folder(run, Path(folder), pictures(run))


def pictures(run: Run) -> dict[str, str]:
    """Return the files of a run folder that people look at, by name."""
    return {"replay.czml": czml.document(run), "index.html": page.render(run)}
