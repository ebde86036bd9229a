"""`thaad explain`: the story of each threat of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openthaad.cli.influence import ask_of_a_run, what_flips
from openthaad.cli.options import find_run, is_run, json_option, read_run
from openthaad.cli.output import paragraph, print_json
from openthaad.cli.usage import MayBeNegative


@click.command(
    cls=MayBeNegative,
    epilog="Example: thaad explain latest 3",
)
@click.argument("words", nargs=-1, required=True, metavar="RUN [THREAT]")
@json_option
def command(words: tuple[str, ...], *, as_json: bool) -> None:
    """Tell what happened to each missile of a run, or to one, as a list of timed events.

    RUN is a folder that thaad run wrote, or latest. With several, each is explained in turn.
    """
    runs, threat = _split(words)
    from openthaad import reports

    stories = []
    for run in runs:
        with read_run(run) as read:
            stories.append(reports.explain(read, threat))
    if as_json and len(stories) > 1:
        told = zip(runs, stories, strict=True)
        print_json({"runs": [{"run": str(run), **story} for run, story in told]})
        return
    if as_json:
        print_json(stories[0])
        return
    for i, (run, story) in enumerate(zip(runs, stories, strict=True)):
        if len(runs) > 1:
            click.echo("\n" * (i > 0) + f"{run}:\n")
        _print(story)


def _split(words: Sequence[str]) -> tuple[list[Path], int | None]:
    """Tell the runs from the number of a threat, which comes last if at all."""
    *first, last = words
    if first and last.lstrip("-").isdecimal() and not is_run(Path(last)):
        return [find_run(Path(word)) for word in first], int(last)
    return [find_run(Path(word)) for word in words], None


def _print(story: dict[str, Any]) -> None:
    for i, told in enumerate(story["threats"]):
        click.echo("\n" * (i > 0) + _told(told))
    click.echo()
    basis = story["basis"]
    known = basis.get("by_influence") is not None
    paragraph(
        what_flips(story["flips_if"], basis.get("moves_most"))
        if known
        else ask_of_a_run(story["command"])
    )


def _told(told: dict[str, Any]) -> str:
    """Write one threat's story: its headline, then a line per event."""
    lines = [told["headline"]]
    lines += [f"  {event['time_s']:8.1f} s  {event['text']}" for event in told["timeline"]]
    return "\n".join(lines)
