"""`thaad validate`: the scorecard against published numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openthaad.cli.options import json_option
from openthaad.cli.output import note_if_cold, paragraph, print_json, print_table
from openthaad.cli.progress import Progress

if TYPE_CHECKING:
    from openthaad.studies.validation import Result, Score


@click.command(epilog="Example: thaad validate hwasong-12")
@click.argument("name", required=False)
@json_option
def command(*, name: str | None, as_json: bool) -> None:
    """Compare the program with published numbers: all, or those whose name begins with NAME.

    Exits with 1 if a case fails. Cases used to fit a value, and numbers without a source, are
    shown but not counted.
    """
    note_if_cold("advance", 130)
    from openthaad.studies.validation import basis, check, load_cases, score

    cases = load_cases(name)
    with Progress("checking") as tell:
        results = check(cases, tell)
    counted = score(results)
    if as_json:
        document = {
            "cases": [r.to_dict() for r in results],
            "score": counted.to_dict(),
            "basis": basis(results),
        }
        print_json(document)
    else:
        _print(results, counted)
    if not all(r.passes for r in results):
        raise click.exceptions.Exit(1)


def _print(results: list[Result], counted: Score) -> None:
    rows = [
        (
            r.case.name,
            f"{r.case.published:.6g}",
            f"{r.case.tolerance:.2g}",
            f"{r.computed:.6g}",
            r.case.unit,
            "pass" if r.passes else "FAIL",
            "" if r.case.counts else ("fit" if r.case.used_in_fit else "no source"),
            r.case.source,
        )
        for r in results
    ]
    columns = ["case", "published", "+-", "computed", "unit", "", "not counted", "source"]
    print_table(columns, rows, right=["published", "+-", "computed"])
    for r in results:
        if not r.passes:
            paragraph(f"{r.case.name} fails: {r.reason}.")
    for group, (passed, total) in counted.groups.items():
        click.echo(f"{group}: {passed} of {total}")
    click.echo(
        f"{counted.passed} of {counted.total} published numbers are met; "
        f"{counted.others_passed} of {counted.others} more are not counted, being used in a "
        "fit or without a source"
    )
