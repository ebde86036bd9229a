"""A run in formats that other tools open."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openthaad.runs import Run

# Format, the module that writes it, how its file ends.
FORMATS = {
    "czml": ("czml", "czml"),
    "kml": ("kml", "kml"),
    "acmi": ("acmi", "txt.acmi"),
    "geojson": ("geojson", "geojson"),
    "csv": ("csv", "csv.zip"),
    "dis": ("dis", "dis.pcap"),
}


def ending(form: str) -> str:
    """Return how the name of a file of this format ends, without the dot."""
    return FORMATS[form][1]


def export(run: Run, form: str) -> bytes:
    """Return a run in another format.

    Parameters
    ----------
    run : Run
        As `openthaad.runs.read_folder` gives it.
    form : str
        One of `FORMATS`.
    """
    # Imported when asked for: each brings its own library.
    writer = import_module(f"openthaad.exports.{FORMATS[form][0]}")
    document: str | bytes = writer.document(run)
    return document.encode() if isinstance(document, str) else document
