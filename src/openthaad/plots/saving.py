"""Saving a figure whole: drawn in memory, written beside its place, renamed."""

import io
from pathlib import Path

from matplotlib.figure import Figure

from openthaad.errors import ScenarioError
from openthaad.runs import write_file

_FORMATS = ("pdf", "png", "svg")
_DPI = 144


def save(figure: Figure, path: str | Path) -> Path:
    """Save a figure; the ending says the format.

    An interrupt or a full disk leaves what stood there before, never half a picture.

    Raises
    ------
    ScenarioError
        The ending is of no format that is drawn.
    StorageError
        It cannot be written.
    """
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in _FORMATS:
        raise ScenarioError(
            f"a figure is a PNG, PDF or SVG file, got {path}",
            key="path",
            value=str(path),
            allowed=[f"FILE.{form}" for form in _FORMATS],
        )
    content = io.BytesIO()
    figure.savefig(content, format=form, dpi=_DPI)
    return write_file(path, content.getvalue())
