"""`thaad coverage`: what the radars see."""

from __future__ import annotations

from pathlib import Path

import click

from openthaad.cli.options import Quantity, json_option, set_option
from openthaad.cli.output import note, note_if_cold, paragraph, print_json, print_table
from openthaad.errors import StorageError


@click.command(epilog="Example: thaad coverage strategic-reach --mode forward --rcs-m2 0.1")
@click.argument("scenario", default="strategic-reach")
@click.option(
    "--rcs-m2",
    "rcs",
    type=Quantity(above=0.0, most=1e9),
    help="One cross-section for everything; by aspect from the catalogue if not given.",
)
@click.option(
    "--mode",
    type=click.Choice(["terminal", "forward"]),
    help="Only this mode; else both.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("coverage"),
    show_default=True,
    help="Folder for the map.",
)
@set_option
@json_option
def command(
    scenario: str,
    *,
    rcs: float | None,
    mode: str | None,
    out: Path,
    sets: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what each radar sees of the scenario's flights: first, last, how long, how well.

    Every radar of the scenario is asked in both modes, whatever mode it has there: 600 and
    2,000 km are claims to examine. Volumes and edges go with it, and the cross-section that
    decides.
    """
    from openthaad.scenario import load_scenario

    loaded = load_scenario(scenario, sets)
    note_if_cold("sight_along", 20)
    from openthaad import plots
    from openthaad.reports.coverage import coverage_sentence, flight_rows
    from openthaad.studies.coverage import coverage

    record = coverage(loaded, rcs=rcs, mode=mode)
    picture = plots.coverage_map(
        record, _folder(out) / f"{record.scenario}-{record.settings}.png"
    )
    answer = coverage_sentence(record)
    if as_json:
        print_json({"answer": answer, **record.to_dict()})
        note(f"map: {picture}")
        return
    paragraph(answer)
    click.echo()
    columns = [
        "radar",
        "mode",
        "flight",
        "first",
        "last",
        "view",
        "track",
        "seen at",
        "60 s at",
    ]
    print_table(columns, flight_rows(record), right=columns[3:])
    paragraph(
        "Times in seconds; view and track are how long. The last two columns: the constant "
        "cross-section, in m2, that would just be seen once, or held in track for a minute."
    )
    for line in record.unreached:
        paragraph(f"not flown: {line}")
    click.echo(f"map:      {picture}")


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"cannot write to {out}: {error}", key="--out", value=str(out)
        ) from error
    return out
