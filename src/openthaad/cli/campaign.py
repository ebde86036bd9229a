"""`thaad campaign`: many runs, what they say together, and questions to those stored."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from openthaad.cli.influence import ASK, draw_beside, what_flips
from openthaad.cli.loading import load
from openthaad.cli.options import FIGURE, Quantity, catalogue_option, json_option, set_option
from openthaad.cli.output import note, note_if_cold, paragraph, print_json, print_table
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.campaigns import Campaign, Means, Standing, Sweep
    from openthaad.scenario import Scenario
    from openthaad.studies.influence import Influence

MOST_RUNS = 10_000_000
_MANY_RUNS = 5_000  # from here on a campaign says before it begins how long it may take
_SECONDS_A_MISSILE = 0.111 / 12  # of a core: a battle of korea-2017 (docs/performance.md)
runs_option = click.option(
    "--runs",
    type=click.IntRange(1, MOST_RUNS),
    default=1000,
    show_default=True,
    help="Number of runs, of the scenario or of each case; with --until-interval, the most "
    "to play.",
)
of_option = click.option(
    "--of",
    default="leakers",
    show_default=True,
    metavar="QUANTITY",
    help="Quantity to estimate: leakers, p_no_leak, intercepted or engaged.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    show_default=True,
    help="Seed of the random numbers; run 0 is the run of thaad run with this seed.",
)


def means_options(command: Any) -> Any:  # noqa: ANN401 (a decorator of whatever click makes)
    """Add the options that say what a campaign is played with."""
    for option in (
        click.option(
            "--resume",
            is_flag=True,
            help="Only continue a campaign that the store already holds, with the same "
            "settings; never start a new one. Stored runs are never played again, with or "
            "without this.",
        ),
        click.option(
            "--store",
            default="campaigns",
            show_default=True,
            metavar="URL",
            help="Folder, or any fsspec URL, in which to put the campaign's own folder.",
        ),
        click.option(
            "--dask", metavar="ADDRESS", help="Play on the workers of this Dask scheduler."
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 1024),
            help="Threads on this machine; if not given, one for each core.",
        ),
    ):
        command = option(command)
    return command


class _WithQuery(click.Command):
    """The command, and behind the word `query` another one."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 (click's signature)
    ) -> click.Context:
        """Go to the other command where the first word is its name."""
        if args[:1] == ["query"]:
            return query.make_context(f"{info_name} query", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(epilog='Example: thaad campaign query campaigns "select avg(leaked) from runs"')
@click.argument("store")
@click.argument("sql")
@json_option
def query(*, store: str, sql: str, as_json: bool) -> None:
    """Ask stored campaigns a question in SQL; the table is called runs."""
    from openthaad.campaigns.questions import query as ask

    table = ask(store, sql)
    if as_json:
        print_json({"columns": table.column_names, "rows": _plain(table.to_pylist())})
        return
    numbers = [
        field.name for field in table.schema if str(field.type).startswith(("int", "double"))
    ]
    rows = [[_cell(value) for value in row.values()] for row in table.to_pylist()]
    print_table(table.column_names, rows, right=numbers)


def _cell(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Replace what JSON has no word for, such as dates and decimals, by text."""
    return [{key: _plain_value(value) for key, value in row.items()} for row in rows]


def _plain_value(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    if isinstance(value, Decimal):  # what a sum of whole numbers is, too
        return int(value) if value == int(value) else float(value)
    is_plain = isinstance(value, bool | int | float | str | None)
    return value if is_plain else str(value)


@click.command(
    cls=_WithQuery,
    epilog="Example: thaad campaign korea-2017 --runs 1000 --vary catalogue. To query "
    "stored campaigns: thaad campaign query --help",
)
@click.argument("scenario")
@runs_option
@click.option(
    "--until-interval",
    "until",
    type=Quantity(above=0.0, most=1e6),
    metavar="WIDTH",
    help="Stop once the interval of the quantity estimated is no wider than this.",
)
@of_option
@seed_option
@set_option
@click.option(
    "--grid",
    "grids",
    multiple=True,
    metavar="KEY=V1,V2,...",
    help="Play each of these values of a key; if given again, every combination.",
)
@click.option(
    "--latin",
    "latins",
    multiple=True,
    metavar="KEY=LOW..HIGH",
    help="Spread a key over its range; if given again, as a Latin hypercube.",
)
@click.option(
    "--points",
    type=click.IntRange(2, 100_000),
    default=16,
    show_default=True,
    help="Number of cases in the hypercube.",
)
@click.option(
    "--vary",
    type=click.Choice(["nominal", "catalogue"]),
    default="nominal",
    help="catalogue: also draw every uncertain value within its range, and report that "
    "uncertainty separately from chance.",
)
@click.option(
    "--samples",
    type=click.IntRange(2, 100_000),
    default=64,
    show_default=True,
    help="Number of draws of the catalogue with --vary catalogue.",
)
@click.option(
    "--runs-per-sample",
    "inner",
    type=click.IntRange(2, 100_000),
    default=16,
    show_default=True,
    help="Runs for each draw, and for each point of --sobol.",
)
@click.option(
    "--sobol",
    "sobol_points",
    type=click.IntRange(2, 65_536),
    metavar="N",
    help="Say which unknowns matter most: Sobol indices from N points, a power of two.",
)
@click.option(
    "--unknown",
    "unknowns",
    multiple=True,
    metavar="KIND.NAME.KEY",
    help="Compute an index for this value alone; if not given, one for each catalogue entry.",
)
@click.option(
    "--out",
    type=FIGURE,
    metavar="FILE",
    help="Draw how the estimate converged, as PNG, PDF or SVG.",
)
@means_options
@catalogue_option
@json_option
def command(*, scenario: str, as_json: bool, **options: Any) -> None:  # noqa: ANN401 (one per option)
    """Play a scenario many times and say how many missiles leak, with an interval.

    SCENARIO is a built-in name (thaad scenario list) or a TOML file.
    """
    loaded = load(scenario, options["sets"], options["own"])
    note_unread("campaign", [loaded], options["sets"])
    cases = cases_asked_for(loaded, options)
    varied = [case for case, _ in cases]
    note_unread("campaign", varied, options["grids"], "--grid")
    note_unread("campaign", varied, options["latins"], "--latin")
    _refuse_mixtures(options, is_sweep=bool(cases))
    if options["sobol_points"] is not None:
        _require_sobol(loaded, options)
    _announce(loaded, max(len(cases), 1), options)
    with playing(options) as means:
        if cases:
            from openthaad import campaigns
            from openthaad.catalogue.basis import basis
            from openthaad.scenario.world import values_read

            found = campaigns.sweep(cases, means, runs=options["runs"])
            document = {"scenario": loaded.name, **_of_no_case(), **found.to_dict()}
            document["basis"] = basis(values_read(loaded).values())
        else:
            document = _one_case(loaded, means, options)
    for words in document["corrupt_parts"]:
        note(f"played again: {words}")
    if as_json:
        print_json(document)
    elif cases:
        _print_sweep(found, document)
    else:
        _print_campaign(document)


def _announce(scenario: Scenario, cases: int, options: dict[str, Any]) -> None:
    """Say before a long campaign how many runs it takes, and about how long."""
    runs = cases * options["runs"]
    if options["vary"] == "catalogue":
        runs += options["samples"] * options["inner"]
    if runs < _MANY_RUNS:
        return
    of_cases = f"{cases:,} cases of {options['runs']:,} runs are " if cases > 1 else ""
    stored = "stored runs are not played again"
    if options["dask"]:
        note(f"{of_cases}{runs:,} runs; {stored}")
        return
    from openthaad.campaigns import Workers

    threads = options["workers"] or Workers().threads
    missiles = sum(threat.count for threat in scenario.threats)
    took = _duration(runs * missiles * _SECONDS_A_MISSILE / threads)
    note(f"{of_cases}{runs:,} runs, about {took} on {threads} quiet cores; {stored}")


def _duration(seconds: float) -> str:
    """Write a time that is known roughly.

    >>> _duration(40.0), _duration(500.0), _duration(20_000.0)
    ('40 s', '8 min', '5.6 h')
    """
    if seconds < 100.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 7200.0 else f"{seconds / 3600.0:.1f} h"


def cases_asked_for(scenario: Scenario, options: dict[str, Any]) -> Sequence[Any]:
    """Return the cases of --grid and --latin, none where neither is given."""
    from openthaad import campaigns

    axes = {key: _split_list(text) for key, text in map(_pair, options["grids"])}
    ranges = {key: _range(key, text) for key, text in map(_pair, options["latins"])}
    if not axes and not ranges:
        return []
    rows = campaigns.grid(axes)
    if ranges:
        cube = campaigns.hypercube(ranges, options["points"], options["seed"])
        rows = [{**row, **point} for row in rows for point in cube]
    return campaigns.scenarios_of(scenario, rows)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise _wrong_axis(text)
    return key.strip(), value.strip()


def _split_list(text: str) -> list[str]:
    """Split at commas; a place's LAT,LON needs a semicolon between places.

    >>> _split_list("1, 2"), _split_list("35.1,129;36.0,128.1")
    (['1', '2'], ['35.1,129', '36.0,128.1'])
    """
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def _range(key: str, text: str) -> tuple[float, float]:
    try:
        low, high = (float(part) for part in text.split(".."))
    except ValueError:
        raise _wrong_axis(f"{key}={text}") from None
    if not low < high:
        raise _wrong_axis(f"{key}={text}")
    return low, high


def _wrong_axis(text: str) -> ScenarioError:
    return ScenarioError(
        f"{text!r} is neither KEY=V1,V2,... (for --grid) nor KEY=LOW..HIGH (for --latin)",
        key="--grid/--latin",
        value=text,
        allowed="batteries.NAME.launchers=2,4,6 or radars.NAME.boresight_deg=325..355",
    )


def _refuse_mixtures(options: dict[str, Any], *, is_sweep: bool) -> None:
    """Refuse options that ask for two things at once."""
    single = {
        "--until-interval": options["until"] is not None,
        "--vary catalogue": options["vary"] == "catalogue",
        "--sobol": options["sobol_points"] is not None,
        "--out": options["out"] is not None,
    }
    for name, is_given in single.items():
        if is_sweep and is_given:
            raise ScenarioError(
                f"{name} works on one case, but --grid and --latin make several",
                key=name.split()[0],
                allowed=f"{name} without --grid and --latin",
            )


def _require_sobol(scenario: Scenario, options: dict[str, Any]) -> None:
    """Refuse what no Sobol index can be computed of, before anything is played."""
    from openthaad.campaigns import ignorance, sensitivity

    sensitivity.require_points(options["sobol_points"])
    if options["unknowns"]:
        sensitivity.chosen(ignorance.unknowns(scenario), options["unknowns"])


@contextmanager
def playing(options: dict[str, Any]) -> Iterator[Means]:
    """Make the means of a campaign, with a bar; say how to resume where it is interrupted."""
    note_if_cold("advance", 45)
    from openthaad import campaigns
    from openthaad.cli.application import Terminated

    given = {"threads": options["workers"]} if options["workers"] else {}
    workers = campaigns.Workers(dask=options["dask"], **given)
    with Progress("playing the campaign") as progress:

        def show(standing: Standing) -> None:
            progress(standing.runs / standing.of, _standing_words(standing))

        try:
            yield campaigns.Means(
                seed=options["seed"],
                store=options["store"],
                workers=workers,
                must_resume=options["resume"],
                progress=show,
            )
        except (KeyboardInterrupt, Terminated) as stop:
            stop.add_note(
                f"finished parts are kept in {options['store']}; to go on from them, give the "
                "same command with --resume"
            )
            raise


def _standing_words(standing: Standing) -> str:
    words = f"run {standing.runs} of {standing.of}"
    if standing.estimate is None:
        return words
    e = standing.estimate
    return f"{words}: {e.mean:.3f} ({e.low:.3f} to {e.high:.3f})"


def _one_case(scenario: Scenario, means: Means, options: dict[str, Any]) -> dict[str, Any]:
    """Play one scenario, and around it what is asked about the unknown."""
    from openthaad import campaigns
    from openthaad.reports.campaign import sentence

    found = campaigns.play_campaign(
        scenario, means, runs=options["runs"], until=options["until"], of=options["of"]
    )
    document = {**found.to_dict(), "sobol": None, "flips_if": None, "influence": None}
    if options["vary"] == "catalogue":
        around = campaigns.vary(
            scenario, means, samples=options["samples"], runs=options["inner"]
        )
        document["ignorance"] = around.to_dict()
        document["chance"] = around.spread(options["of"])["chance"] or document["chance"]
        from openthaad.studies.campaign_flips import campaign_flips

        flips = campaign_flips(scenario, around, means, of=options["of"])
        _add_flips(document, flips)
        foot = found.caption()["foot"].replace("\n", ". ") + "."
        document["tornado"] = draw_beside(flips, options["out"], foot)
    if options["sobol_points"] is not None:
        which = campaigns.sobol(
            scenario, means, points=options["sobol_points"], runs=options["inner"],
            of=options["of"], only=options["unknowns"],
        )  # fmt: skip
        document["sobol"] = which.to_dict()
    document["answer"] = sentence(document, options["of"])
    if options["out"]:
        document["figure"] = _figure(found, options["out"], document["ignorance"])
    return document


def _add_flips(document: dict[str, Any], found: Influence | None) -> None:
    if found is not None:
        document |= {"flips_if": found.flips_if(), "influence": found.to_dict()}
        document["basis"]["flips_if"] = document["flips_if"]
        document["basis"]["moves_most"] = found.moves_most()


def _figure(found: Campaign, path: str, ignorance: dict[str, Any] | None) -> str:
    from openthaad.plots import convergence

    unknown = None if ignorance is None else ignorance[found.of]
    return str(convergence(found.trail, path, **found.caption(), unknown=unknown))


def _of_no_case() -> dict[str, Any]:
    """Return what is said of one scenario where there are many."""
    return dict.fromkeys(("runs", "leakers", "p_no_leak", "chance", "ignorance"))


def _print_campaign(document: dict[str, Any]) -> None:
    rows = [
        (words, *_numbers(document[name]))
        for name, words in (
            ("leakers", "missiles that leak"),
            ("p_no_leak", "chance that none leaks"),
            ("intercepted", "missiles destroyed"),
            ("engaged", "missiles shot at"),
        )
    ]
    columns = ("of a run", "mean", "low", "high")
    print_table(columns, rows, right=columns[1:])
    causes = ", ".join(
        f"{cause.replace('_', ' ')} {count}"
        for cause, count in document["leaks_by_cause"].items()
    )
    click.echo()
    paragraph(f"{document['runs']} runs; leaks by cause: {causes or 'none'}")
    if document["not_played"]:
        paragraph(f"{document['not_played']} runs could not be flown and are left out")
    if document["sobol"]:
        _print_sobol(document["sobol"])
    click.echo()
    paragraph(document["answer"])
    paragraph(_flips(document))
    click.echo()
    _print_footing(document)


def _flips(document: dict[str, Any]) -> str:
    """Say what flips the answer, of the values that were tried."""
    if document["influence"] is None:
        return ASK.format("--vary catalogue")
    most = document["basis"]["moves_most"]
    if most is None:
        return "none of the values that the draws point to changes it alone"
    return what_flips(document["flips_if"], most)


def _print_sobol(sobol: dict[str, Any]) -> None:
    rows = [
        (one["unknown"], *_numbers({**one["total"], "mean": one["total"]["value"]}))
        for one in sobol["unknowns"]
    ]
    click.echo()
    columns = ("share of the uncertainty, by Sobol's total index", "index", "low", "high")
    print_table(columns, rows, right=columns[1:])


def _numbers(estimate: dict[str, Any] | None) -> list[str]:
    if estimate is None:
        return ["-", "-", "-"]
    return [f"{estimate[name]:.3f}" for name in ("mean", "low", "high")]


def _print_sweep(found: Sweep, document: dict[str, Any]) -> None:
    keys = list(found.settings[0])
    rows = [
        (
            *(words[key] for key in keys),
            *_numbers(case["leakers"]),
            *_numbers(case["p_no_leak"]),
        )
        for words, case in zip(found.settings, document["cases"], strict=True)
    ]
    numbers = ("leakers", "low", "high", "none leaks", "low ", "high ")
    print_table((*keys, *numbers), rows, right=numbers)
    _print_footing(document)


def _print_footing(document: dict[str, Any]) -> None:
    rate = document["runs_per_s"]
    pace = f"{rate:.1f} runs/s on {os.cpu_count()} cores" if rate else "all from the store"
    click.echo(f"seed {document['seed']}, digest {document['digest'][:12]}, {pace}")
    for name in ("figure", "tornado"):
        if document.get(name):
            click.echo(f"{name + ':':<9}{document[name]}")
    click.echo(f"rows:    {document['store']}")
    click.echo(f"ask:     thaad campaign query {document['store']} 'describe runs'")
