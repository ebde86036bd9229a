"""`thaad footprint`: whom a battery covers, and what limits each place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from openthaad.cli.influence import ASK, draw_influence, print_influence
from openthaad.cli.loading import import_beside, load
from openthaad.cli.options import FolderToWrite, Own, catalogue_option, json_option, set_option
from openthaad.cli.output import finite, note, note_if_cold, paragraph, print_json, print_table
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.scenario import Scenario
    from openthaad.studies.footprint import Footprint
    from openthaad.studies.footprint.chance import ChanceMap
    from openthaad.studies.footprint.samples import Spread
    from openthaad.studies.influence import Influence

_CITIES = 12  # largest cities in the table


@click.command(epilog="Example: thaad footprint korea-2017 --missile scud-c --cells 40")
@click.argument("scenario", default="korea-2017")
@click.option(
    "--missile",
    help="Only this missile; if not given, each missile of the "
    "scenario and all of them together.",
)
@click.option(
    "--launch-area",
    is_flag=True,
    help="Map launch points instead, for the scenario's first aim: from which can a missile be "
    "stopped?",
)
@click.option(
    "--cells",
    type=click.IntRange(4, 400),
    default=60,
    show_default=True,
    help="Cells along each side of the map.",
)
@click.option(
    "--out",
    type=FolderToWrite(),
    default=Path("footprints"),
    show_default=True,
    help="Folder for the map, the GeoJSON and the JSON.",
)
@click.option(
    "--samples",
    type=click.IntRange(0, 10_000),
    default=0,
    help="Repeat the map for this many draws of the catalogue, to show how uncertain it is.",
)
@click.option(
    "--runs",
    type=click.IntRange(0, 100_000),
    default=0,
    help="Play this many full battles at each cell of a coarser grid, for the kill "
    "probability.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    show_default=True,
    help="Seed for --samples and --runs; the map itself uses no random numbers.",
)
@click.option(
    "--influence",
    "with_influence",
    is_flag=True,
    help="Say which assumptions the map depends on, by moving each value through its range. "
    "Takes minutes.",
)
@set_option
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    scenario: str,
    *,
    missile: str | None,
    launch_area: bool,
    cells: int,
    out: Path,
    samples: int,
    runs: int,
    seed: int,
    with_influence: bool,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Map where a defence has no shot, one shot or more, and what limits it.

    SCENARIO is a built-in name (thaad scenario list) or a TOML file: its batteries, its radars,
    and the missiles that are flown at every cell. Each cell is played without noise up to
    the first shot, with the published caps and without them.
    """
    if launch_area and (samples or runs):
        _refuse_launch_area()
    loaded = load(scenario, sets, own)
    note_unread("footprint", [loaded], sets)
    from openthaad.reports.footprint import chance_sentence, sentence, spread_sentence
    from openthaad.studies.footprint import footprint, threats_for

    threats_for(loaded, missile)  # what is misspelt is said before anything is compiled
    note_if_cold("survey", 45)
    import_beside("openthaad.plots.footprint")
    with Progress("flying the missile to every cell") as progress:
        record = footprint(
            loaded, missile=missile, launch_area=launch_area, cells=cells, progress=progress
        )
    name = "-".join([record.scenario, missile or "mix", record.settings])
    folder = out / (name + ("-launch-area" if launch_area else ""))
    document = {"answer": sentence(record), **record.to_dict()}
    lines = []
    if samples:
        drawn = _repeated(loaded, record, missile, samples=samples, seed=seed)
        document["catalogue"] = drawn.to_dict()
        lines.append(spread_sentence(drawn))
    if runs:
        odds = _played(loaded, record, missile, runs=runs, seed=seed)
        document["chance"] = odds.to_dict()
        lines.append(chance_sentence(odds))
    rests = _influence(loaded, record, missile) if with_influence else None
    if rests is not None:
        document["basis"] = rests.basis()
    _write(folder, document)
    pictures = _draw(record, rests, folder)
    if as_json:
        print_json(document)
    else:
        _print(record, sentence(record), lines, rests)
    for line in pictures:
        (note if as_json else click.echo)(line)


def _repeated(
    scenario: Scenario, record: Footprint, missile: str | None, *, samples: int, seed: int
) -> Spread:
    """Repeat the map over draws of the catalogue, beside a bar with the time left."""
    from openthaad.studies.footprint.samples import spread

    with Progress("repeating the map over the catalogue") as progress:
        return spread(
            scenario, record, missile=missile, samples=samples, seed=seed, progress=progress
        )


def _played(
    scenario: Scenario, record: Footprint, missile: str | None, *, runs: int, seed: int
) -> ChanceMap:
    """Play battles at every cell of a coarser grid, beside a bar with the time left."""
    from openthaad.studies.footprint.chance import chance_map

    with Progress("playing battles at every cell") as progress:
        return chance_map(
            scenario, record, missile=missile, runs=runs, seed=seed, progress=progress
        )


def _draw(record: Footprint, rests: Influence | None, folder: Path) -> list[str]:
    """Draw the map, and what moves it where that was asked; a line for each file says where."""
    from openthaad.plots import footprint_map

    picture = footprint_map(record, folder / "footprint.png")
    foot = f"Scenario {record.scenario}, settings {record.settings}, no noise, so no seed."
    drawn = draw_influence(rests, folder / "influence.png", foot)
    return [f"map:      {picture}", *drawn, f"GeoJSON:  {folder / 'footprint.geojson'}"]


def _influence(scenario: Scenario, record: Footprint, missile: str | None) -> Influence:
    """Move every value through its range, beside a bar with the time left."""
    from openthaad.studies.footprint_influence import footprint_influence

    with Progress("moving each value through its range") as progress:
        return footprint_influence(scenario, record, missile=missile, progress=progress)


def _refuse_launch_area() -> NoReturn:
    raise ScenarioError(
        "--launch-area is mapped without draws or battles: leave out --samples and --runs",
        key="--launch-area",
    )


def _write(folder: Path, document: dict[str, object]) -> None:
    from openthaad.files import write_file

    plain = {key: finite(part) for key, part in document.items()}
    for name, part in (("json", plain), ("geojson", plain["geojson"])):
        text = json.dumps(part, allow_nan=False)
        write_file(folder / f"footprint.{name}", text.encode())


def _print(record: Footprint, answer: str, lines: list[str], rests: Influence | None) -> None:
    from openthaad.reports.footprint import city_rows

    paragraph(answer)
    click.echo()
    if not record.is_launch_area:
        rows = list(city_rows(record))
        print_table(
            ["city", "people", "opportunities", "first limit"],
            rows[:_CITIES],
            right=["people", "opportunities"],
        )
        if len(rows) > _CITIES:
            paragraph(
                f"The {_CITIES} largest of {len(rows)} cities; the others are in --json and in "
                f"footprint.json beside the map."
            )
    if len(record.layers) > 1:
        paragraph(
            "Each place is scored by the missile that gives the defence the fewest chances."
        )
    paragraph(
        "An opportunity is a shot that can be taken and assessed before the next one. "
        "Whether it kills is a separate question (thaad run)."
    )
    for line in lines:
        paragraph(line)
    if rests is None:
        paragraph(ASK.format("--influence (a minute or two)"))
    else:
        print_influence(rests, most=10)
