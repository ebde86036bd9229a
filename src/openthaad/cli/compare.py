"""`thaad compare`: two cases played with the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from openthaad.cli.campaign import (
    means_options,
    of_option,
    playing,
    runs_option,
    seed_option,
)
from openthaad.cli.influence import ASK, draw_beside, print_influence
from openthaad.cli.loading import load
from openthaad.cli.options import FIGURE, RUNS, catalogue_option, json_option, set_option
from openthaad.cli.output import note, paragraph, print_json, print_table
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.scenario import Scenario
    from openthaad.studies.influence import Influence


@click.command(
    epilog="Example: thaad compare korea-2017 --set-b batteries.seongju.launchers=2 --runs 200"
)
@click.argument("a")
@click.argument("b", required=False)
@set_option
@click.option(
    "--set-a", "sets_a", multiple=True, metavar="KEY=VALUE", help="Set a value in A only."
)
@click.option(
    "--set-b", "sets_b", multiple=True, metavar="KEY=VALUE", help="Set a value in B only."
)
@runs_option
@of_option
@seed_option
@click.option(
    "--out",
    type=FIGURE,
    metavar="FILE",
    help="Draw how the difference converged, as PNG, PDF or SVG.",
)
@click.option(
    "--influence",
    "with_influence",
    is_flag=True,
    help="Say which assumptions the difference in leakers depends on, by moving each value "
    "through its range in both cases. Takes a minute or two, once.",
)
@means_options
@catalogue_option
@json_option
def command(*, a: str, b: str | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401 (one per option)
    """Play two cases with the same random numbers and say how much B differs from A.

    A and B are scenarios. Without B, both start from A, and --set-a or --set-b changes one.
    --set changes both.
    """
    from openthaad.scenario import settings_hash

    both = options["sets"]
    first = load(a, [*both, *options["sets_a"]], options["own"])
    second = load(b or a, [*both, *options["sets_b"]], options["own"])
    note_unread("compare", [first, second], both)
    note_unread("compare", [first], options["sets_a"], "--set-a")
    note_unread("compare", [second], options["sets_b"], "--set-b")
    if settings_hash(first) == settings_hash(second):
        change = _change_of(second)
        raise ScenarioError(
            "A and B are the same, so there is nothing to compare; name another scenario as B, "
            f"or change one of them, for instance with --set-b {change}",
            key="B",
            allowed="another scenario as B, or --set-a or --set-b",
            hint=f"for instance --set-b {change}",
        )
    with playing(options) as means:
        from openthaad.campaigns import play_comparison
        from openthaad.reports.campaign import comparison_sentence

        found = play_comparison(first, second, means, runs=options["runs"], of=options["of"])
    document = found.to_dict()
    document["answer"] = comparison_sentence(document)
    if options["out"]:
        from openthaad.plots import convergence

        document["figure"] = str(
            convergence(found.trail, options["out"], **found.caption(), unknown=None)
        )
    rests = _influence(first, second) if options["with_influence"] else None
    document["basis"] |= {} if rests is None else rests.basis()
    document["flips_if"] = document["basis"]["flips_if"]
    foot = found.caption()["foot"].replace("\n", ". ") + "."
    document["tornado"] = draw_beside(rests, options["out"], foot)
    for words in document["corrupt_parts"]:
        note(f"played again: {words}")
    if as_json:
        print_json(document)
    else:
        _print(document, rests)


def _change_of(scenario: Scenario) -> str:
    """Return a setting that makes another case of a scenario, of what it has."""
    for name, battery in scenario.batteries.items():
        return f"batteries.{name}.launchers={1 if battery.launchers == 2 else 2}"
    for name, radar in scenario.radars.items():
        other = "forward" if radar.mode == "terminal" else "terminal"
        return f"radars.{name}.mode={other}"
    return f"threats.0.count={scenario.threats[0].count + 1}"


def _influence(first: Scenario, second: Scenario) -> Influence:
    """Move every value in both cases; what `run --influence` found is not played again."""
    from openthaad.studies.leakage import difference_influence
    from openthaad.studies.memory import memory_of

    memories = memory_of(first, RUNS), memory_of(second, RUNS)
    with Progress("moving each value through its range") as progress:
        return difference_influence(first, second, memories, progress=progress)


def _print(document: dict[str, Any], rests: Influence | None) -> None:
    of = document["of"]
    rows = [
        (name, words, *(f"{estimate[key]:.3f}" for key in ("mean", "low", "high")))
        for name, words, estimate in (
            ("A", document["a"]["scenario"], document["a"][of]),
            ("B", document["b"]["scenario"], document["b"][of]),
            ("B - A", "run by run", document["difference"]),
        )
    ]
    columns = ("", of, "mean", "low", "high")
    print_table(columns, rows, right=columns[2:])
    click.echo()
    paragraph(document["answer"])
    if rests is None:
        paragraph(ASK.format("--influence (a minute or two, once)"))
    else:
        print_influence(rests)
    click.echo()
    rate = document["runs_per_s"]
    pace = f"{rate:.1f} runs/s" if rate else "all from the store"
    click.echo(f"seed {document['seed']}, digest {document['digest'][:12]}, {pace}")
    for name in ("figure", "tornado"):
        if document.get(name):
            click.echo(f"{name + ':':<9}{document[name]}")
    click.echo(f"rows:    {document['store']}")
