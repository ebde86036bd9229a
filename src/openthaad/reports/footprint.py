"""A footprint in words: the sentence that answers, and the table of cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from openthaad.catalogue import standing
from openthaad.catalogue.titles import spot_title
from openthaad.fire_control.limits import missed_by
from openthaad.reports.words import listed
from openthaad.studies.footprint import Footprint

if TYPE_CHECKING:
    from openthaad.studies.footprint.chance import ChanceMap
    from openthaad.studies.footprint.samples import Spread


def missiles_of(record: Footprint) -> str:
    """Name the missiles of a footprint, each once."""
    return listed(list(dict.fromkeys(layer.title for layer in record.layers)))


def sentence(record: Footprint) -> str:
    """Answer in one sentence: how much is covered, and what takes the rest away."""
    site = listed([standing(b["name"], b["lat_deg"], b["lon_deg"]) for b in record.batteries])
    has = "has" if len(record.batteries) == 1 else "have"
    if record.is_launch_area and record.aim is not None:
        areas = {n: record.to_area(n) for n in (1, 2)}
        if not areas[1]:
            return (
                f"{site} {has} no shot at a {missiles_of(record)} aimed at "
                f"{spot_title(record.aim)} from anywhere on the map{_without_caps(record)}."
            )
        return (
            f"{site} {has} at least one shot at a {missiles_of(record)} aimed at "
            f"{spot_title(record.aim)} from {areas[1]:,.0f} km2 of the launch area mapped, "
            f"and two or more from {areas[2]:,.0f} km2."
        )
    if not record.to_area(1):
        nothing = f"no shot anywhere on the map{_without_caps(record)}"
        return f"Against the {missiles_of(record)}, {site} {has} {nothing}."
    return f"Against the {missiles_of(record)}, {site} {has} {_reach(record)}{_people(record)}."


def _without_caps(record: Footprint) -> str:
    """Say of a map without a shot what it would be without the published caps."""
    free = record.to_area(1, caps=False)
    if not free:
        return ", with the published caps or without them"
    return f"; without the published caps, at least one over {free:,.0f} km2"


def _reach(record: Footprint) -> str:
    """Say over how much there is an opportunity: of the land counted, or of the map."""
    areas = {n: record.to_area(n) for n in (1, 2)}
    if record.land is None:
        return (
            f"at least one shot over {areas[1]:,.0f} km2 of land and sea, and two or more over "
            f"{areas[2]:,.0f} km2; without the published caps, at least one over "
            f"{record.to_area(1, caps=False):,.0f} km2"
        )
    return (
        f"at least one shot over {record.land_share(1):.0%} of {record.land.title} "
        f"({areas[1]:,.0f} km2 including sea), and two or more over "
        f"{record.land_share(2):.0%}; without the published caps, at least one over "
        f"{record.land_share(1, caps=False):.0%}"
    )


def _people(record: Footprint) -> str:
    """Say what share of the people of large cities has one, and whether the largest has."""
    people, rows = record.population_share(), record.cities()
    if people is None:
        return ""
    text = f". Of the people in its large cities, {people:.0%} live there"
    if rows[0]["opportunities"] is None:
        return text
    is_or_not = "is" if rows[0]["opportunities"] else "is not"
    return f"{text}; {rows[0]['name']} {is_or_not} covered"


def spread_sentence(drawn: Spread) -> str:
    """Say how far the share of land moves over draws of the catalogue."""
    if not drawn.done:
        return "The missile reaches the map in no draw of the catalogue."
    told = [f"Over {drawn.done} draws of {drawn.axes} catalogue values,"]
    share = drawn.to_dict()["land_share"]
    if share is not None:
        told.append(
            f"the share of land covered is {share['low']:.0%} to {share['high']:.0%} in nine "
            f"draws of ten (median {share['median']:.0%}), on {drawn.cells} x {drawn.cells} "
            "cells;"
        )
    if drawn.cities:
        city, covered = next(iter(drawn.cities.items()))
        told.append(f"{city} is covered in {covered:.0%} of them")
    return " ".join(told).rstrip(";") + "."


def chance_sentence(odds: ChanceMap) -> str:
    """Say what share of the cells is saved how often."""
    reached = odds.kills[odds.kills >= 0]
    if not len(reached):
        return "No missile reaches a cell of the coarser map."
    often = (reached >= 0.5 * odds.runs).mean()
    return (
        f"With {odds.runs} full battles played at each of {len(reached)} cells, the defence "
        f"destroys the missile in at least half of the battles at {often:.0%} of the cells, "
        f"and in {reached.mean() / odds.runs:.0%} of all battles."
    )


def _missed(row: Mapping[str, Any], limit: str | None) -> str:
    """Say what limit a city met, and by how much."""
    return missed_by(limit, row["margins"].get(limit, {}).get("margin"))


def city_rows(record: Footprint) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, people, opportunities and what stands in the way, city by city."""
    for row in record.cities():
        shots = "-" if row["opportunities"] is None else str(row["opportunities"])
        why = _missed(row, row["limit"])
        free = row["limit_without_caps"]
        if row["limited_by"] == "physics" and free != row["limit"]:
            why += f"; without the caps {_missed(row, free)}"
        elif row["limited_by"] != "none":
            why += f" ({row['limited_by']})"
        yield row["name"], f"{row['population']:,}", shots, why
