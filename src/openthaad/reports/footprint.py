"""A footprint in words: the sentence that answers, and the table of cities."""

from collections.abc import Iterator

from openthaad.reports.words import listed, missile_title
from openthaad.studies.footprint import SHORT_LIMITS, Footprint


def missiles_of(record: Footprint) -> str:
    """Name the missiles of a footprint, each once."""
    return listed(list(dict.fromkeys(missile_title(layer.missile) for layer in record.layers)))


def sentence(record: Footprint) -> str:
    """Answer in one sentence: how much is covered, and what takes the rest away."""
    site = listed([battery["name"].title() for battery in record.batteries])
    areas = {n: record.to_area(n) for n in (1, 2)}
    if record.is_launch_area and record.aim is not None:
        return (
            f"{site} has an opportunity against a {missiles_of(record)} aimed at "
            f"{record.aim['name']} from {areas[1]:,.0f} km2 of the launch points mapped, and "
            f"two or more from {areas[2]:,.0f} km2."
        )
    share, free = record.land_share(1), record.land_share(1, caps=False)
    people = record.population_share()
    text = (
        f"Against the {missiles_of(record)}, {site} has an opportunity over {share:.0%} of the "
        f"land of the Republic of Korea ({areas[1]:,.0f} km2 with the sea), two or more over "
        f"{record.land_share(2):.0%}; without the published caps it would be {free:.0%}"
    )
    if people is not None:
        text += f". Of the people of its large cities {people:.0%} live there"
        seoul = next((row for row in record.cities() if row["name"] == "Seoul"), None)
        if seoul is not None and seoul["opportunities"] is not None:
            text += ", Seoul " + ("included" if seoul["opportunities"] else "not")
    return text + "."


def city_rows(record: Footprint) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, people, opportunities and what stands in the way, city by city."""
    for row in record.cities():
        shots = "-" if row["opportunities"] is None else str(row["opportunities"])
        why = SHORT_LIMITS.get(row["limit"] or "", "")
        if row["limited_by"] != "none":
            why += f" ({row['limited_by']})"
        yield row["name"], f"{row['population']:,}", shots, why
