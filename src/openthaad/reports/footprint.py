"""A footprint in words: the sentence that answers, and the table of cities."""

from collections.abc import Iterator

from openthaad.reports.words import listed, missile_title, spot_title
from openthaad.studies.footprint import SHORT_LIMITS, Footprint
from openthaad.studies.footprint.chance import ChanceMap
from openthaad.studies.footprint.samples import Spread


def missiles_of(record: Footprint) -> str:
    """Name the missiles of a footprint, each once."""
    return listed(list(dict.fromkeys(missile_title(layer.missile) for layer in record.layers)))


def sentence(record: Footprint) -> str:
    """Answer in one sentence: how much is covered, and what takes the rest away."""
    site = listed([battery["name"].title() for battery in record.batteries])
    has = "has" if len(record.batteries) == 1 else "have"
    areas = {n: record.to_area(n) for n in (1, 2)}
    if record.is_launch_area and record.aim is not None:
        return (
            f"{site} {has} an opportunity against a {missiles_of(record)} aimed at "
            f"{spot_title(record.aim)} from {areas[1]:,.0f} km2 of the launch points mapped, "
            f"and two or more from {areas[2]:,.0f} km2."
        )
    share, free = record.land_share(1), record.land_share(1, caps=False)
    people = record.population_share()
    text = (
        f"Against the {missiles_of(record)}, {site} {has} an opportunity over {share:.0%} of "
        f"the land of the Republic of Korea ({areas[1]:,.0f} km2 with the sea), two or more "
        f"over {record.land_share(2):.0%}; without the published caps it would be {free:.0%}"
    )
    if people is not None:
        text += f". Of the people of its large cities {people:.0%} live there"
        seoul = next((row for row in record.cities() if row["name"] == "Seoul"), None)
        if seoul is not None and seoul["opportunities"] is not None:
            text += ", Seoul " + ("included" if seoul["opportunities"] else "not")
    return text + "."


def spread_sentence(drawn: Spread) -> str:
    """Say how far the share of land moves over draws of the catalogue."""
    share = drawn.to_dict()["land_share"]
    if share is None:
        return "In no draw of the catalogue does the missile reach the map."
    seoul = drawn.cities.get("Seoul")
    text = (
        f"Over {len(drawn.shares)} draws of {drawn.axes} catalogue values the share of land "
        f"is {share['low']:.0%} to {share['high']:.0%} (nine in ten), {share['median']:.0%} in "
        f"the middle, on {drawn.cells} x {drawn.cells} cells"
    )
    return text + ("." if seoul is None else f"; Seoul is covered in {seoul:.0%} of them.")


def chance_sentence(odds: ChanceMap) -> str:
    """Say what share of the cells is saved how often."""
    reached = odds.kills[odds.kills >= 0]
    if not len(reached):
        return "No missile reaches a cell of the coarser map."
    often = (reached >= 0.5 * odds.runs).mean()
    return (
        f"In {odds.runs} whole battles at each of {len(reached)} cells, {often:.0%} of the "
        f"cells are saved in half of the battles or more; the mean is "
        f"{reached.mean() / odds.runs:.0%}."
    )


def city_rows(record: Footprint) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, people, opportunities and what stands in the way, city by city."""
    for row in record.cities():
        shots = "-" if row["opportunities"] is None else str(row["opportunities"])
        why = SHORT_LIMITS.get(row["limit"] or "", "")
        if row["limited_by"] != "none":
            why += f" ({row['limited_by']})"
        yield row["name"], f"{row['population']:,}", shots, why
