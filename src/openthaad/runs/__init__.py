"""One run and its folder: tables with units, a manifest, the answer."""

from typing import TYPE_CHECKING

from openthaad.importing import on_demand as _on_demand

if TYPE_CHECKING:
    from openthaad.runs.build import Run, as_run, finite
    from openthaad.runs.ground import geodetic
    from openthaad.runs.reading import read_documents, read_folder
    from openthaad.runs.schema import TABLES, Column
    from openthaad.runs.store import dump_json, write_folder
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

__getattr__, __dir__ = _on_demand(
    __name__,
    {
        "Column": ".schema",
        "Run": ".build",
        "TABLES": ".schema",
        "as_run": ".build",
        "dump_json": ".store",
        "finite": ".build",
        "geodetic": ".ground",
        "read_documents": ".reading",
        "read_folder": ".reading",
        "thin": ".thinning",
        "write_folder": ".store",
    },
)
