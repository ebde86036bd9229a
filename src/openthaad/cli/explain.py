"""`thaad explain`: the story of each threat of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openthaad.cli.options import json_option
from openthaad.cli.output import print_json
from openthaad.errors import ScenarioError


@click.command(
    epilog="Example: thaad explain runs/korea-2017-seed0-8d3c433df6 3",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("threat", type=int, required=False)
@json_option
def command(run: Path, threat: int | None, *, as_json: bool) -> None:
    """Tell what happened to each threat of a run, or to one, in sentences with times.

    RUN is a folder that thaad run wrote.
    """
    _require_run(run)
    from openthaad import reports

    story = reports.explain(run, threat)
    if as_json:
        print_json(story)
        return
    for i, told in enumerate(story["threats"]):
        click.echo("\n" * (i > 0) + _told(told))


def _require_run(run: Path) -> None:
    """Refuse what is no run folder before anything heavy is imported."""
    if (run / "manifest.json").is_file():
        return
    from openthaad.scenario.fields import nearest

    folders = sorted(path.parent for path in Path("runs").glob("*/manifest.json"))
    known = [str(folder) for folder in folders[-20:]]
    what = "is not a run folder" if run.exists() else "is not there"
    hint = nearest(str(run), known) or "thaad run SCENARIO writes one"
    raise ScenarioError(
        f"{run} {what}; {hint}", key="RUN", value=str(run), allowed=known or None, hint=hint
    )


def _told(told: dict[str, Any]) -> str:
    """Write one threat's story: its headline, then a line per event."""
    lines = [told["headline"]]
    lines += [f"  {event['time_s']:8.1f} s  {event['text']}" for event in told["timeline"]]
    return "\n".join(lines)
