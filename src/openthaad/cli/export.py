"""`thaad export`: a run in a format that another tool opens."""

from __future__ import annotations

from pathlib import Path

import click

from openthaad.cli.options import (
    FileToWrite,
    json_option,
    read_run,
    require_output,
    run_argument,
)
from openthaad.cli.output import say_written
from openthaad.exports import FORMATS, ending

_PICTURES = ("png", "svg", "pdf")
_OPENED_BY = {
    "czml": "Cesium viewers",
    "kml": "Google Earth and other globes",
    "acmi": "Tacview",
    "geojson": "GIS programs such as QGIS",
    "csv": "spreadsheets and statistics programs",
    "dis": "Wireshark and players of DIS traffic",
    **dict.fromkeys(_PICTURES, "papers and slides: timeline and flights in one picture"),
}
# How a file of each format may be named; one without an ending is left to whoever names it.
_ENDINGS = {
    "czml": (".czml", ".json"),
    "kml": (".kml", ".xml"),
    "acmi": (".acmi",),
    "geojson": (".geojson", ".json"),
    "csv": (".zip",),
    "dis": (".pcap",),
    **{form: (f".{form}",) for form in _PICTURES},
}


@click.command(epilog="Example: thaad export latest --format kml")
@run_argument
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice([*FORMATS, *_PICTURES]),
    help="; ".join(f"{form}: {_OPENED_BY[form]}" for form in FORMATS)
    + f"; {', '.join(_PICTURES)}: {_OPENED_BY['png']}.",
)
@click.option(
    "--out",
    type=FileToWrite(),
    help="File to write; if not given, one in this folder, named after the run.",
)
@json_option
def command(run: Path, form: str, out: Path | None, *, as_json: bool) -> None:
    """Write a run as a file that other tools open.

    RUN is a folder that thaad run wrote, or latest. CSV comes as a zip archive with one file
    for each table. DIS (IEEE 1278.1) comes as a capture file to look at; nothing is sent.
    """
    require_output(out, _ENDINGS[form], as_json=as_json)
    from openthaad.files import write_file

    content = _content(run, form)
    beside = form if form in _PICTURES else ending(form)
    path = write_file(out or Path(f"{run.resolve().name}.{beside}"), content)
    document = {"path": str(path), "format": form, "bytes": len(content)}
    said = f"{path}: {len(content) / 1e3:,.0f} kB for {_OPENED_BY[form]}"
    say_written(document, said, as_json=as_json)


def _content(run: Path, form: str) -> bytes:
    if form in _PICTURES:
        from openthaad.plots import battle_picture as drawn
    else:
        from openthaad.exports import export as drawn
    with read_run(run) as read:
        return drawn(read, form)
