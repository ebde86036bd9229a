"""`thaad infer`: what a reported test means."""

from __future__ import annotations

from math import radians
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openthaad.cli.loading import entries_set
from openthaad.cli.options import (
    FIGURE,
    Own,
    PlaceType,
    Quantity,
    catalogue_option,
    json_option,
    set_option,
)
from openthaad.cli.output import note, note_if_cold, paragraph, print_json, print_table
from openthaad.errors import NoSolutionError, ScenarioError

if TYPE_CHECKING:
    from datetime import datetime

    from openthaad.scenario import Location
    from openthaad.studies.inference import Inference


@click.command(
    epilog="Example: thaad infer --apogee-km 4475 --range-km 950 --time-s 3180 "
    "--from pyongyang --bearing-deg 80"
)
@click.option(
    "--apogee-km",
    type=Quantity(least=1.0, most=20_000.0),
    required=True,
    help="Reported apogee.",
)
@click.option(
    "--range-km",
    type=Quantity(least=20.0, most=40_075.0),
    required=True,
    help="Reported range over the ground.",
)
@click.option(
    "--time-s", type=Quantity(least=10.0, most=21_600.0), help="Reported flight time."
)
@click.option(
    "--from",
    "launch",
    type=PlaceType(),
    metavar="PLACE",
    help="Launch site: LAT,LON or a name. Needs --bearing-deg.",
)
@click.option(
    "--bearing-deg",
    type=Quantity(least=-180.0, most=360.0),
    help="Bearing from launch to impact, clockwise from north. Needs --from.",
)
@click.option(
    "--propellant",
    type=click.Choice(["liquid", "solid"]),
    help="Propellant of the missile, if known; it narrows the intervals.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    metavar="YYYY-MM-DD",
    help="Date (UTC): use the atmosphere of that day over the launch site (NRLMSIS) instead "
    "of the standard one. Needs --from.",
)
@click.option(
    "--out",
    type=FIGURE,
    help="Draw the reported flight and the longest one, as PNG, SVG or PDF.",
)
@set_option
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    *,
    apogee_km: float,
    range_km: float,
    time_s: float | None,
    launch: Location | None,
    bearing_deg: float | None,
    propellant: str | None,
    date: datetime | None,
    out: Path | None,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Infer from a reported test the burnout speed, flight time and longest range.

    It also says whether the reported numbers are consistent.

    Generic liquid and solid boosters fly the reported test, with every unknown value moved over
    its range. The longest range is for the same boosters with the same payload. --set changes a
    value of these boosters, such as boosters.solid.isp_vacuum=270.
    """
    _require_together(launch, bearing_deg)
    from openthaad.studies.inference import Report, Spot, booster_names, infer_from

    boosters = entries_set("boosters", booster_names(propellant), sets, own)
    note_if_cold("run_shoot", 15)

    spot = launch and Spot(
        latitude=launch.latitude, longitude=launch.longitude, altitude=launch.altitude
    )
    record = infer_from(
        Report(
            apogee=1e3 * apogee_km,
            ground_range=1e3 * range_km,
            time=time_s,
            launch=spot,
            bearing=None if bearing_deg is None else radians(bearing_deg),
            propellant=propellant,
            date=date,
        ),
        boosters,
    )
    if out is not None:
        _draw(record, out)
    if as_json:
        print_json(record.to_dict())
        return
    _print_inference(record)


def _require_together(launch: Location | None, bearing_deg: float | None) -> None:
    if (launch is None) != (bearing_deg is None):
        missing = "--bearing-deg" if bearing_deg is None else "--from"
        raise ScenarioError(
            f"--from and --bearing-deg belong together: {missing} is missing",
            key=missing,
            allowed="both or neither",
        )


def _draw(record: Inference, out: Path) -> None:
    if not record.readings:
        raise NoSolutionError(
            f"nothing to draw: {record.verdict.why}", key="--out", value=str(out)
        )
    from openthaad.plots import inference_figure

    note(f"drawn: {inference_figure(record, out)}")


def _print_inference(record: Inference) -> None:
    """Print the numbers, then the verdict, then the answer in a sentence."""
    document = record.to_dict()
    rows = []
    for name, unit, bounds, digits in (
        ("speed at burnout", "km/s", document["burnout"]["speed_km_s"], 2),
        ("burnout altitude", "km", document["burnout"]["altitude_km"], 0),
        ("burnout time", "s", document["burnout"]["time_s"], 0),
        ("flight time", "s", document["flight_time_s"], 0),
        ("longest range", "km", document["max_range_km"], 0),
    ):
        if bounds is not None:
            cells = [f"{bounds[end]:,.{digits}f}" for end in ("low", "value", "high")]
            rows.append((name, *cells, unit))
    if document["max_range_is_global"]:
        rows[-1] = (*rows[-1][:-1], "km; half the Earth's circumference is 20,015 km")
    if rows:
        print_table(["", "low", "value", "high", "unit"], rows, right=["low", "value", "high"])
    if record.with_rotation is not None:
        click.echo(
            f"with the Earth's rotation, in the direction of the test: "
            f"{record.with_rotation / 1e3:,.0f} km"
        )
    verdict = "consistent" if record.verdict.consistent else "not consistent"
    paragraph(f"{verdict}: {record.verdict.why}")
    if record.readings:
        paragraph(record.sentence)
    paragraph(f"The answer changes if {record.flips_if}.")
