"""`thaad compare`: two cases played with the same luck."""

from __future__ import annotations

from typing import Any

import click

from openthaad.cli.campaign import (
    means_options,
    of_option,
    playing,
    require_figure,
    runs_option,
    seed_option,
)
from openthaad.cli.options import json_option
from openthaad.cli.output import note, paragraph, print_json, print_table
from openthaad.errors import ScenarioError


@click.command(
    epilog="Example: thaad compare korea-2017 --set-b batteries.seongju.launchers=2 --runs 200"
)
@click.argument("a")
@click.argument("b", required=False)
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
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Draw how the difference converged, as PNG, PDF or SVG.",
)
@means_options
@json_option
def command(*, a: str, b: str | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401 (one per option)
    """Play two cases with the same luck and say how much B differs from A.

    A and B are scenarios; without B, both are A, and --set-a or --set-b makes them differ.
    """
    from openthaad.scenario import load_scenario, settings_hash

    first = load_scenario(a, options["sets_a"])
    second = load_scenario(b or a, options["sets_b"])
    if settings_hash(first) == settings_hash(second):
        raise ScenarioError(
            "A and B are the same, so there is nothing to compare",
            key="B",
            allowed="another scenario as B, or --set-a or --set-b",
            hint="for instance --set-b batteries.seongju.launchers=2",
        )
    require_figure(options["out"])
    with playing(options) as means:
        from openthaad.campaigns import play_comparison
        from openthaad.reports.campaign import comparison_sentence

        found = play_comparison(first, second, means, runs=options["runs"], of=options["of"])
    document = found.to_dict()
    document["answer"] = comparison_sentence(document)
    if options["out"]:
        from openthaad.plots import convergence

        document["figure"] = str(convergence(found.trail, options["out"], **found.caption()))
    for words in document["corrupt_parts"]:
        note(f"played again: {words}")
    if as_json:
        print_json(document)
    else:
        _print(document)


def _print(document: dict[str, Any]) -> None:
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
    click.echo()
    rate = document["runs_per_s"]
    pace = f"{rate:.1f} runs/s" if rate else "all from the store"
    click.echo(f"seed {document['seed']}, digest {document['digest'][:12]}, {pace}")
    if document.get("figure"):
        click.echo(f"figure:  {document['figure']}")
    click.echo(f"rows:    {document['store']}")
