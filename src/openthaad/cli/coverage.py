"""`thaad coverage`: what the radars see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from openthaad.cli.influence import draw_influence, print_influence
from openthaad.cli.loading import load
from openthaad.cli.options import (
    FolderToWrite,
    Own,
    Quantity,
    catalogue_option,
    json_option,
    set_option,
)
from openthaad.cli.output import note, note_if_cold, paragraph, print_json, print_table
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread

if TYPE_CHECKING:
    from openthaad.studies.coverage import Coverage


@click.command(epilog="Example: thaad coverage strategic-reach --mode forward --rcs-m2 0.1")
@click.argument("scenario", default="strategic-reach")
@click.option(
    "--rcs-m2",
    "rcs",
    type=Quantity(above=0.0, most=1e9),
    help="One cross-section for every target; if not given, the catalogue's, by aspect.",
)
@click.option(
    "--mode",
    type=click.Choice(["terminal", "forward"]),
    help="Only this mode; if not given, both.",
)
@click.option(
    "--out",
    type=FolderToWrite(),
    default=Path("coverages"),
    show_default=True,
    help="Folder for the map.",
)
@set_option
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    scenario: str,
    *,
    rcs: float | None,
    mode: str | None,
    out: Path,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Say when each radar sees the scenario's missiles, for how long, and how likely it is.

    Each radar of the scenario is computed alone in both modes, whichever mode the scenario
    sets, because the published 600 and 2,000 km are claims to examine. Then all radars are
    computed together as the scenario sets them up, which is what `thaad run` plays. A missile
    counts as seen when the battle without noise detects it, its warhead or its spent body;
    that battle is the median of runs with noise. The chance is the probability that the
    search finds any of them at all.
    """
    loaded = load(scenario, sets, own)
    note_unread("coverage", [loaded], sets)
    note_if_cold("advance", 45)
    from openthaad import plots
    from openthaad.reports.coverage import coverage_sentence
    from openthaad.studies.coverage import coverage
    from openthaad.studies.coverage_influence import coverage_influence

    record = coverage(loaded, rcs=rcs, mode=mode)
    picture = plots.coverage_map(record, out / f"{record.scenario}-{record.settings}.png")
    with Progress("moving every value over its range") as progress:
        found = coverage_influence(loaded, record, progress=progress)
    foot = f"Scenario {record.scenario}, settings {record.settings}, no noise."
    drawn = draw_influence(found, picture.with_stem(f"{picture.stem}-influence"), foot)
    answer = coverage_sentence(record)
    if as_json:
        rests = {} if found is None else {"basis": found.basis()}
        print_json({"answer": answer, **record.to_dict(), **rests})
        for line in (f"map: {picture}", *drawn):
            note(line)
        return
    paragraph(answer)
    _print_flights(record)
    for line in record.unreached:
        paragraph(f"not flown: {line}")
    if found is not None:
        print_influence(found)
    for line in (f"map:      {picture}", *drawn):
        click.echo(line)


def _print_flights(record: Coverage) -> None:
    """Print a table for each mode: a row for a flight, a column for a radar."""
    from openthaad.reports.coverage import MOST_ROWS, flight_rows, mode_title, together_rows
    from openthaad.reports.words import unit_title

    if not record.traces:
        return
    names = dict.fromkeys(site.name for site in record.sites)
    for mode in dict.fromkeys(site.mode for site in record.sites):
        rows = list(flight_rows(record, mode))
        click.echo()
        click.echo(
            f"{mode_title(mode)}: first and last seen, seconds after launch, and time in track"
        )
        print_table(["from", "to", *map(unit_title, names)], rows[:MOST_ROWS])
        if len(rows) > MOST_ROWS:
            paragraph(f"{len(rows) - MOST_ROWS} more flights are not shown; --json lists all")
    click.echo()
    click.echo(
        "All radars together, as the scenario sets them up: first seen, by which radar, and "
        "the chance"
    )
    print_table(
        ["from", "to", "first seen", "by", "chance"], [*together_rows(record)][:MOST_ROWS]
    )
    paragraph(
        "Times are seconds after launch, the median of many runs; the chance that the search "
        "finds the flight is in brackets. A flight is found when its missile, its warhead or "
        "its spent body is detected; in track is the missile or its warhead. Missed by the "
        "search: a beam pointed at one of them would see it, but the radar searches one row "
        "of beams and does not look again for what has passed it. Too faint: even a beam "
        "pointed at them would not see them in one search dwell; it would just see a missile "
        "of the cross-section given in brackets. For more, add --json."
    )
