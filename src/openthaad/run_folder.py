"""From an outcome to a whole run folder: tables, answer, replay and page."""

from pathlib import Path

from openthaad.exports import czml
from openthaad.records import Outcome
from openthaad.reports import page
from openthaad.runs import Run, as_run, write_folder


def write_run(outcome: Outcome, folder: Path, *, command: str | None = None) -> Path:
    """Write the run folder of an outcome; a finished one at the same place is replaced.

    Parameters
    ----------
    outcome : Outcome
        What the engine returned.
    folder : Path
        Where to write it.
    command : str, optional
        The command that repeats the run, options and all; scenario and seed where not given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StorageError
        It cannot be written; nothing half-written is left.
    """
    run = as_run(outcome, command)
    return write_folder(run, folder, pictures(run))


def pictures(run: Run) -> dict[str, str]:
    """Return the files of a run folder that people look at, by name."""
    return {"replay.czml": czml.document(run), "index.html": page.render(run)}
