"""`thaad serve`: the console in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from openthaad.cli.output import note
from openthaad.errors import ScenarioError


@click.command(epilog="Example: thaad serve --port 8750")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; any but this machine's own asks visitors for a token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8750,
    show_default=True,
    help="Port to listen at; 0 takes a free one.",
)
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder of the runs to replay; it need not be there yet.",
)
def command(host: str, port: int, runs: Path) -> None:
    """Open the console: replay runs on a globe, move a battery and see what it defends.

    The page needs no network. It is served to this machine alone unless --host says
    otherwise; then a token is needed, and the link that is printed holds it. Ctrl-C ends it.
    """
    if runs.exists() and not runs.is_dir():
        raise ScenarioError(
            f"--runs {runs} is a file, not a folder",
            key="--runs",
            value=str(runs),
            allowed="a folder",
        )
    from openthaad import console

    def say(link: str) -> None:
        click.echo(f"console:  {link}")
        note("open it in a browser; Ctrl-C ends it")

    console.serve(console.Address(host, port), runs, say)
