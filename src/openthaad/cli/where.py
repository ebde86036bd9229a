"""`thaad where`: one place in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openthaad.cli.loading import load
from openthaad.cli.options import Own, catalogue_option, json_option, located, set_option
from openthaad.cli.output import note, note_if_cold, paragraph, print_json
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread
from openthaad.cli.usage import MayBeNegative
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.scenario import Location, Scenario


@click.command(
    cls=MayBeNegative,
    epilog="Example: thaad where busan --scenario korea-2017 --missile nodong",
)
@click.argument("place")
@click.option(
    "--scenario",
    default="korea-2017",
    show_default=True,
    help="Scenario that gives the defence, the missiles and their launch points.",
)
@click.option("--missile", help="Only this missile.")
@set_option
@catalogue_option
@json_option
def command(
    place: str,
    *,
    scenario: str,
    missile: str | None,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Say which missiles a place is defended against, how many shots there are, and why.

    It also says which catalogue values would change the answer.

    PLACE is the name of an asset of the scenario, LAT,LON in degrees, or a name of the
    catalogue. Each missile of the scenario flies there without noise. Then each catalogue value
    behind the answer is moved, one at a time, to both ends of its range, and the published caps
    are switched off.
    """
    loaded = load(scenario, sets, own)
    note_unread("where", [loaded], sets)
    at = _place(loaded, place)
    note_if_cold("survey", 45)
    from openthaad.reports.place import place_lines, place_sentence
    from openthaad.studies.place import where

    with Progress("moving every value over its range") as progress:
        spot = where(loaded, at, missile=missile, progress=progress)
    answer = place_sentence(spot)
    if as_json:
        print_json({"answer": answer, **spot.to_dict()})
        return
    paragraph(answer)
    for line in place_lines(spot):
        click.echo()
        paragraph(line[0].upper() + line[1:])
    click.echo()
    paragraph(f"{spot.tried} catalogue values were moved one at a time; combinations were not.")


def _place(scenario: Scenario, word: str) -> Location:
    """Return the asset of the scenario that a word names, or else the place that it means."""
    from openthaad.scenario.fields import nearest
    from openthaad.scenario.sites import asset_called, sites, swapped_words

    if (asset := asset_called(scenario, word)) is not None:
        return asset
    try:
        at = located(word, scenario.catalogue, "PLACE")
    except ScenarioError as error:
        if (hint := nearest(word, scenario.assets)) is None:
            raise
        raise ScenarioError(
            f"PLACE {word}: neither an asset of {scenario.name} nor a place of the catalogue "
            f"has that name; {hint}",
            key="PLACE",
            value=word,
            allowed=[*scenario.assets, "LAT,LON", "a place of the catalogue"],
            hint=hint,
        ) from error
    if at.name not in scenario.catalogue.places():
        words = swapped_words(at, {site.at for site in sites(scenario)})
        if words is not None:
            note(f"note: {words}")
    return at
