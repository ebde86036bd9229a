"""Saying which of a user's settings a command does not read, so that none counts in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from openthaad.catalogue.entries import KINDS
from openthaad.cli.output import note
from openthaad.errors import CatalogueError

if TYPE_CHECKING:
    from openthaad.scenario import Scenario

_WORDS = ("title", "question", "description")
# What one missile, flown alone and without noise, leaves unread.
_ONE_MISSILE = (
    "noise", "horizon_s", "threats.*.launch_s", "threats.*.count", "threats.*.spacing_s",
    "threats.*.reliable", "threats.*.reliability",
)  # fmt: skip
_FIRST_SHOTS = (
    *_ONE_MISSILE, "assets.*", "batteries.*.doctrine.mode", "batteries.*.doctrine.salvo",
    "batteries.*.doctrine.max_rounds", "batteries.*.doctrine.kill_assessment_error",
    "batteries.*.doctrine.launch_spacing_s",
)  # fmt: skip
# Keys of a scenario that a command does not read.
UNREAD = {
    "run": _WORDS,
    "campaign": _WORDS,
    "compare": _WORDS,
    "coverage": (*_WORDS, *_ONE_MISSILE, "batteries.*"),
    "where": (*_WORDS, *_FIRST_SHOTS, "threats.*.to", "threats.*.aim"),
    "footprint": (*_WORDS, *_FIRST_SHOTS),
}
_KINDS = {"coverage": ("radars", "missiles")}


def unread(command: str, scenario: Scenario, sets: Sequence[str]) -> Iterator[str]:
    """Yield the paths of `--set` that change nothing of what a command answers."""
    paths = [text.partition("=")[0].strip() for text in sets]
    values: set[str] | None = None
    for path in paths:
        key = path.replace("[", ".").replace("]", "")
        if any(fnmatchcase(key, pattern) for pattern in UNREAD[command]):
            yield path
            continue
        stored = _as_stored(scenario, key)
        if stored is None:
            continue
        if values is None:
            values = _values(command, scenario)
        if not values.intersection(_meant(scenario, stored)):
            yield path


def _meant(scenario: Scenario, stored: str) -> set[str]:
    """Paths of the values that an override sets; its key may end in a unit."""
    kind, name, key = stored.split(".")
    entry = scenario.entry(kind, name)
    if key in ("rcs", "rcs_m2"):  # every cross-section of the missile
        keys = [one for one in entry.values if one.startswith("rcs_")]
    else:
        keys = [entry.key_meant_by(key)]
    return {f"{kind}.{name}.{one}" for one in keys}


def _as_stored(scenario: Scenario, path: str) -> str | None:
    """Path of a catalogue value in the scenario's overrides; None for what is none."""
    parts = path.removeprefix("overrides.").split(".")
    if len(parts) != 3 or parts[0] not in KINDS:
        return None
    kind, name, key = parts
    try:
        stored = f"{kind}.{scenario.catalogue.name_of(kind, name)}.{key}"
    except CatalogueError:
        return None  # a radar or a battery of the scenario
    return stored if stored in scenario.overrides else None


def _values(command: str, scenario: Scenario) -> set[str]:
    from openthaad.scenario.world import values_read

    read = set(values_read(scenario))
    if command in _KINDS:
        read = {path for path in read if path.startswith(_KINDS[command])}
    if command == "where":
        from openthaad.studies.place import read_before_a_shot

        read = {
            path for threat in scenario.threats for path in read_before_a_shot(scenario, threat)
        }
    return read


def note_unread(
    command: str, scenarios: Sequence[Scenario], sets: Sequence[str], option: str = "--set"
) -> None:
    """Say on standard error which settings a command reads in none of its scenarios."""
    from openthaad.errors import OpenThaadError

    left = [text.partition("=")[0].strip() for text in sets]
    try:
        for scenario in scenarios:
            left = list(unread(command, scenario, left)) if left else []
    except OpenThaadError:
        return  # the command itself says what cannot be flown
    for path in left if scenarios else ():
        note(f"note: {option} {path} changes nothing: thaad {command} does not read it")
