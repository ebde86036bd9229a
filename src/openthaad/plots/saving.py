"""Saving a figure whole: drawn in memory, written beside its place, renamed."""

import io
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from openthaad.errors import ScenarioError
from openthaad.files import write_file

# What each format would otherwise hold of the moment at which it is drawn.
_DATELESS: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None},
    "png": {},
    "svg": {"Date": None},
}
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
    if form not in _DATELESS:
        raise ScenarioError(
            f"a figure is a PNG, PDF or SVG file, got {path}",
            key="path",
            value=str(path),
            allowed=[f"FILE.{form}" for form in _DATELESS],
        )
    return write_file(path, as_bytes(figure, form))


def as_bytes(figure: Figure, form: str) -> bytes:
    """Return a figure as a file of a format; the same figure gives the same bytes."""
    content = io.BytesIO()
    with rc_context({"svg.hashsalt": "openthaad"}):
        figure.savefig(content, format=form, dpi=_DPI, metadata=_DATELESS[form])
    return content.getvalue()
