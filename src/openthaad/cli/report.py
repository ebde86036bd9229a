"""`thaad report`: a run as one page that opens anywhere."""

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


@click.command(epilog="Example: thaad report latest")
@run_argument
@click.option(
    "--out",
    type=FileToWrite(),
    help="File to write; if not given, one in this folder, named after the run.",
)
@json_option
def command(run: Path, out: Path | None, *, as_json: bool) -> None:
    """Write one HTML file: answer, map, timeline, causes, assumptions, how to repeat the run.

    RUN is a folder that thaad run wrote, or latest. The file needs no network and prints well.
    """
    require_output(out, (".html", ".htm"), as_json=as_json)
    from openthaad.files import write_file
    from openthaad.reports import report

    with read_run(run) as read:
        content = report(read).encode()
    path = write_file(out or Path(f"{run.resolve().name}.html"), content)
    document = {"path": str(path), "bytes": len(content)}
    said = f"{path}: {len(content) / 1e3:,.0f} kB; open it in a browser"
    say_written(document, said, as_json=as_json)
