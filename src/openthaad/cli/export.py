"""`thaad export`: a run in a format that another tool opens."""

from __future__ import annotations

from pathlib import Path

import click

from openthaad.cli.options import json_option, run_argument
from openthaad.cli.output import print_json
from openthaad.exports import FORMATS, ending

_OPENED_BY = {
    "czml": "Cesium viewers",
    "kml": "Google Earth and other globes",
    "acmi": "Tacview",
    "geojson": "GIS programs such as QGIS",
    "csv": "spreadsheets and statistics programs",
    "dis": "Wireshark and players of DIS traffic",
}


@click.command(epilog="Example: thaad export runs/korea-2017-seed0-8d3c433df6 --format kml")
@run_argument
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(list(FORMATS)),
    help="; ".join(f"{form}: {who}" for form, who in _OPENED_BY.items()) + ".",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; beside you, named after the run, if not given.",
)
@json_option
def command(run: Path, form: str, out: Path | None, *, as_json: bool) -> None:
    """Write a run as a file that other tools open.

    RUN is a folder that thaad run wrote. CSV comes as a zip archive with a file per table, DIS
    (IEEE 1278.1) as a capture file: a log to look at, nothing is sent.
    """
    from openthaad.exports import export
    from openthaad.runs import read_folder, write_file

    content = export(read_folder(run), form)
    path = write_file(out or Path(f"{run.resolve().name}.{ending(form)}"), content)
    if as_json:
        print_json({"path": str(path), "format": form, "bytes": len(content)})
        return
    click.echo(f"{path}: {len(content) / 1e3:,.0f} kB for {_OPENED_BY[form]}")
