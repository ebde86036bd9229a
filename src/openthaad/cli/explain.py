"""`thaad explain`: the story of each threat of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openthaad.cli.influence import ask_of_a_run
from openthaad.cli.options import json_option, read_run, run_argument
from openthaad.cli.output import paragraph, print_json


@click.command(
    epilog="Example: thaad explain runs/korea-2017-seed0-8d3c433df6 3",
    context_settings={"ignore_unknown_options": True},
)
@run_argument
@click.argument("threat", type=int, required=False)
@json_option
def command(run: Path, threat: int | None, *, as_json: bool) -> None:
    """Tell what happened to each threat of a run, or to one, in sentences with times.

    RUN is a folder that thaad run wrote.
    """
    from openthaad import reports

    with read_run(run) as read:
        story = reports.explain(read, threat)
    if as_json:
        print_json(story)
        return
    for i, told in enumerate(story["threats"]):
        click.echo("\n" * (i > 0) + _told(told))
    click.echo()
    flips = story["flips_if"]
    paragraph(f"flips if {flips}" if flips else ask_of_a_run(story["command"]))


def _told(told: dict[str, Any]) -> str:
    """Write one threat's story: its headline, then a line per event."""
    lines = [told["headline"]]
    lines += [f"  {event['time_s']:8.1f} s  {event['text']}" for event in told["timeline"]]
    return "\n".join(lines)
