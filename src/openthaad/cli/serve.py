"""`thaad serve`: the console in a browser."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from openthaad.cli.options import Own, catalogue_option
from openthaad.cli.output import note
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.console.serve import Links


@click.command(epilog="Example: thaad serve --port 8750")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any but this machine's own asks visitors for a token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8750,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--url",
    help="Address at which visitors open the page through a proxy; they need a token too.",
)
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder with the runs to replay; it need not exist yet.",
)
@catalogue_option
def command(host: str, port: int, url: str | None, runs: Path, own: Own) -> None:
    """Open the console: replay runs on a globe, move a battery and see what it defends.

    The page needs no network. It is served to this machine only, unless --host or --url says
    otherwise; visitors then need a token, which the printed link contains. Ctrl-C ends it.
    """
    if runs.exists() and not runs.is_dir():
        raise ScenarioError(
            f"--runs {runs} is a file, not a folder",
            key="--runs",
            value=str(runs),
            allowed="a folder",
        )
    from openthaad import console
    from openthaad.catalogue.folders import VARIABLE

    # How every part of the console, and the processes that it starts, learn of them.
    os.environ[VARIABLE] = os.pathsep.join(str(folder) for folder in own.folders)

    def say(links: Links) -> None:
        click.echo(f"console:  {links.here}")
        if links.elsewhere:
            note(f"from other machines: {links.elsewhere}")
        if not runs.is_dir():
            note(f"--runs {runs}: there is no such folder yet, so there is no run to replay")
        note("open it in a browser; Ctrl-C ends it")

    _end(128 + console.serve(console.Address(host, port), runs, say, url))


def _end(code: int) -> NoReturn:
    """End the process; a map that is still computed does not hold it up.

    A thread in compiled code cannot be stopped, and Python would wait for it at its end.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    note("the console has ended")
    others = (thread for thread in threading.enumerate() if not thread.daemon)
    if any(thread is not threading.main_thread() for thread in others):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)
    sys.exit(code)
