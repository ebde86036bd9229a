"""One place in words: what it is defended from, and what would change that."""

from collections.abc import Iterator
from math import degrees

from openthaad.catalogue.places import place_words, places, standing
from openthaad.fire_control.limits import missed_by
from openthaad.reports.words import listed
from openthaad.studies.place import Defended, Flip, Spot

_SHOTS = {1: "one shot", 2: "two shots, the second after the first is assessed"}
_SHOWN = 4


def place_sentence(spot: Spot) -> str:
    """Answer in one sentence."""
    name = _name(spot)
    site = listed([battery.replace("_", " ").title() for battery in spot.batteries])
    has = "have" if len(spot.batteries) > 1 else "has"
    coming = [m for m in spot.missiles if m.opportunities is not None]
    safe = [_title(m) for m in coming if m.opportunities]
    open_to = [_title(m) for m in coming if not m.opportunities]
    if not coming:
        return f"None of the missiles of {spot.scenario} reaches {name} from its launch site."
    parts = []
    if safe:
        parts.append(f"{site} {has} a shot at {listed(safe)}")
    if open_to:
        parts.append(
            f"none at {listed(open_to)}"
            if safe
            else f"{site} {has} no shot at {listed(open_to)}"
        )
    return f"For {name}, " + ", and ".join(parts) + "."


def _name(spot: Spot) -> str:
    """Name the place; an asset that bears no name of the catalogue with where it is."""
    title = spot.place.name.replace("_", " ").title()
    if spot.asset is None:
        return title
    at = degrees(spot.place.latitude), degrees(spot.place.longitude)
    if spot.asset.replace("-", "_") in places():
        return standing(spot.asset, *at)
    return f"the asset {title.replace('-', ' ')} at {place_words(*at)}"


def _title(missile: Defended) -> str:
    start = missile.launch.replace("_", " ").title()
    return f"the {missile.title} from {start}"


def place_lines(spot: Spot) -> Iterator[str]:
    """Yield a sentence or two for each missile."""
    for missile in spot.missiles:
        if missile.opportunities is None:
            yield f"{_title(missile)} does not reach this place."
            continue
        yield f"{_title(missile)}: {_verdict(missile)}. {_change(missile)}"


def _verdict(missile: Defended) -> str:
    if missile.opportunities:
        usual = f"{missile.opportunities} shots one after another"
        seen, shot = missile.times_s["detected_s"], missile.times_s["launch_s"]
        return (
            f"{_SHOTS.get(missile.opportunities, usual)}; seen {seen:.0f} s after launch, "
            f"first shot at {shot:.0f} s"
        )
    why = _missed(missile, missile.limit)
    if missile.limited_by == "cap":
        return f"no shot: {why} (a published cap; without it there is a shot)"
    free = missile.limit_without_caps
    if free != missile.limit:
        also = _missed(missile, free)
        return f"no shot: {why}; even without the published caps there is none: {also}"
    return f"no shot: {why} (physics, under these assumptions)"


def _missed(missile: Defended, limit: str | None) -> str:
    """Say what limit was met, and by how much."""
    return missed_by(limit, missile.margins.get(limit or "", {}).get("margin"))


def _change(missile: Defended) -> str:
    if not missile.flips_if:
        return "No single catalogue value changes this answer anywhere in its range."
    told = [_flip(flip) for flip in missile.flips_if[:_SHOWN]]
    more = len(missile.flips_if) - len(told)
    return f"This answer changes with {listed(told)}" + (f", and {more} more." if more else ".")


def _flip(flip: Flip) -> str:
    if flip.setting is False:
        return f"{flip.key} off"
    unit = "" if flip.unit == "1" else f" {flip.unit}"
    return f"{flip.key} at {flip.setting:g}{unit} ({flip.basis}; {flip.value:g} now)"
