"""CSV: every table of a run, units in the column names, zipped together."""

import io
import zipfile

from pyarrow import csv

from openthaad.runs import Run

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same run, whenever it is written


def document(run: Run) -> bytes:
    """Return the tables of a run as a zip archive of CSV files."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, table in run.tables.items():
            written = io.BytesIO()
            csv.write_csv(table, written)
            packed.writestr(zipfile.ZipInfo(f"{name}.csv", _EPOCH), written.getvalue())
    return archive.getvalue()
