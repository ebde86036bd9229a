"""What an entry of each kind must and may hold, and in which units: as the built-in ones."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from openthaad.catalogue import ours
from openthaad.catalogue.entries import Entry, nearest
from openthaad.catalogue.values import Value
from openthaad.errors import CatalogueError
from openthaad.units import units_like

_ABOUT = {
    "missiles": (
        "propellant",
        "programme",
        "stages",
        "separates",
        "ascent_drag_curve",
        "reentry_drag_curve",
    ),
    "radars": (),
    "trackers": (),
    "interceptors": ("ascent_drag_curve",),
    "batteries": ("interceptor",),
    "boosters": ("propellant", "ascent_drag_curve"),
}
# Stated for comparison, or for readers; no model needs them.
_FOR_READERS = {
    "published_range",
    "length",
    "burnout_speed",
    "module_count",
    "booster_dry_mass",
}
# Rules of the models that came into the catalogue with release 0.2.0 or after it, and the
# built-in entry from which one that gives none of them takes them.
_RULES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "missiles": ("kn-23", ("glide_rate", "glide_onset", "glide_fade")),
    "radars": (
        "an-tpy-2",
        (
            "swerling_case",
            "monopulse_slope",
            "beam_edge",
            "interval_harmless_factor",
            "confirm_dwell_factor",
            "track_share_maximum",
            "confirm_blur",
            "absorption_scale_height",
            "surface_refractivity",
        ),
    ),
    "interceptors": (
        "thaad",
        (
            "burnout_speed_elevation",
            "boost_dead_band",
            "boost_dead_band_sigmas",
            "retiming_maximum",
            "blind_lag_factor",
            "failure_seen_after",
            "overrun_time",
        ),
    ),
    "batteries": (
        "thaad",
        (
            "decision_period",
            "zone_sigmas",
            "harmless_review",
            "closing_speed_minimum",
            "handover_sigmas",
            "channel_hold_time",
        ),
    ),
    "trackers": (
        "thaad",
        (
            "debris_odds",
            "companion_distance",
            "companion_speed",
            "look_evidence_maximum",
            "look_independence_time",
        ),
    ),
}
_STAGE = ("propellant_mass", "dry_mass", "isp_vacuum", "isp_sea_level", "burn_time")
_SEPARATED = ("separation_delay", "separation_speed", "body_length", "body_drag_coefficient")
_IN_ONE_PIECE = re.compile(r"rcs_(body|warhead)_|reentry_mass$")
_MOST_STAGES = 4


def rules() -> set[str]:
    """List the paths of the values that are rules of the models, not facts about a thing."""
    paths = {f"{kind}.{name}.{key}" for kind, (name, keys) in _RULES.items() for key in keys}
    tracker = ours.load("trackers", "thaad")
    return paths | {f"trackers.thaad.{key}" for key in tracker.values}


def with_rules(kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a whole entry with the rules of the models that it leaves out.

    They are what every entry of its kind had when they stood in the code, each with the
    source of the built-in entry that has it; a missile that cannot glide needs none.
    """
    values = document.get("values")
    if kind not in _RULES or "like" in document or not isinstance(values, Mapping):
        return dict(document)
    name, keys = _RULES[kind]
    if kind == "missiles" and "lift_to_drag_max" not in values:
        return dict(document)
    usual = ours.load(kind, name)
    left = {key: usual.values[key] for key in keys if key not in values}
    given = document.get("sources")
    cited = {item.source: usual.sources[item.source] for item in left.values()}
    more = {key: item.in_file_units() for key, item in left.items()}
    sources = cited | dict(given) if isinstance(given, Mapping) else given
    return {**document, "sources": sources, "values": {**values, **more}}


def check_shape(entry: Entry, where: str) -> None:
    """Hold a user's entry to what the models need, and its values to the units of ours.

    Raises
    ------
    CatalogueError
        A value or a word is missing or unknown, or has a unit of another sort; the message
        names the file and the key.
    """
    _check_about(entry, where)
    known = _known(entry.kind)
    for key in entry.values:
        if _plain(key) not in known:
            raise CatalogueError(
                f"{where}: {key} is not a value of {entry.kind}{nearest(key, sorted(known))}",
                key=f"{where}: {key}",
                allowed=sorted(known),
            )
    if missing := sorted(_needed(entry) - set(entry.values)):
        raise CatalogueError(
            f"{where} lacks the values {', '.join(missing)}; {_begin_from(entry.kind)}",
            key=f"{where}: {missing[0]}",
            allowed=missing,
        )
    for key, item in entry.values.items():
        _check_value(f"{where}: {key}", item, known[_plain(key)])


def _check_about(entry: Entry, where: str) -> None:
    missing = [key for key in _ABOUT[entry.kind] if key not in entry.about]
    if missing:
        raise CatalogueError(
            f"{where}: about lacks {', '.join(missing)}; {_begin_from(entry.kind)}",
            key=f"{where}: about.{missing[0]}",
        )
    stages = entry.about.get("stages", 1)
    if not 1 <= stages <= _MOST_STAGES:
        raise CatalogueError(
            f"{where}: about.stages must be from 1 to {_MOST_STAGES}, got {stages}",
            key=f"{where}: about.stages",
            value=stages,
        )
    propellant = entry.about.get("propellant", "liquid")
    if propellant not in ("liquid", "solid"):
        raise CatalogueError(
            f"{where}: about.propellant must be liquid or solid, got {propellant!r}",
            key=f"{where}: about.propellant",
            value=propellant,
            allowed=["liquid", "solid"],
        )


def _check_value(where: str, item: Value, like: Value) -> None:
    alike = units_like(like.unit)
    if item.unit not in alike:
        raise CatalogueError(
            f"{where} is in {item.unit}, and must be in {' or '.join(alike)}",
            key=where,
            value=item.unit,
            allowed=list(alike),
        )


def _needed(entry: Entry) -> set[str]:
    """Keys of the values that the models ask for."""
    every = [set(ours.load(entry.kind, name).values) for name in ours.names(entry.kind)]
    needed = set.intersection(*every) - _FOR_READERS
    if entry.kind != "missiles":
        return needed
    stages = range(1, entry.about["stages"] + 1)
    needed |= {f"stage{n}_{key}" for n in stages for key in _STAGE}
    if entry.about["separates"]:
        return needed | set(_SEPARATED)
    return {key for key in needed if not _IN_ONE_PIECE.match(key)}


@cache
def _known(kind: str) -> Mapping[str, Value]:
    """Every value that an entry of this kind may have, the least positive of ours of each."""
    found: dict[str, Value] = {}
    for name in ours.names(kind):
        for key, item in ours.load(kind, name).values.items():
            plain = _plain(key)
            if plain not in found or item.low < found[plain].low:
                found[plain] = item
    return found


def _plain(key: str) -> str:
    """Take the number of a stage out of a key: what one stage may have, each may."""
    return re.sub(r"^stage\d+_", "stage1_", key)


def _begin_from(kind: str) -> str:
    """Say how an entry is begun from one that has everything."""
    examples = {"missiles": "nodong", "radars": "an-tpy-2", "boosters": "liquid"}
    return (
        "give what is missing, or begin from an entry that has it: "
        f'like = "{examples.get(kind, "thaad")}" at the top of the file'
    )
