"""One run and its folder: tables with units, a manifest, the answer."""

from openthaad.runs.build import Run, as_run, finite
from openthaad.runs.ground import geodetic
from openthaad.runs.schema import TABLES, Column
from openthaad.runs.store import dump_json, read_documents, read_folder, write_folder
from openthaad.runs.thinning import thin

__all__ = [
    "TABLES",
    "Column",
    "Run",
    "as_run",
    "dump_json",
    "finite",
    "geodetic",
    "read_documents",
    "read_folder",
    "thin",
    "write_folder",
]
