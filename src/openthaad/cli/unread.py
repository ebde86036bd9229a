"""Saying which of a user's settings a command does not read, so that none counts in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from openthaad.cli.output import note

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
# Keys of a scenario that a command does not read; `run` and `campaign` read all.
UNREAD = {
    "run": _WORDS,
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
        if not _is_among(stored, values):
            yield path


def _is_among(stored: str, values: set[str]) -> bool:
    """Say whether a value is read; `rcs` stands for every cross-section of a missile."""
    entry, _, key = stored.rpartition(".")
    if key in ("rcs", "rcs_m2"):
        return any(value.startswith(f"{entry}.rcs_") for value in values)
    return stored in values


def _as_stored(scenario: Scenario, path: str) -> str | None:
    """Path of a catalogue value in the scenario's overrides; None for what is none."""
    kind, _, rest = path.partition(".")
    key = rest.rpartition(".")[2]
    for stored in scenario.overrides:
        if stored == path:
            return stored
        # A unit at the end, or the name of an entry under an alias.
        if stored.startswith(f"{kind}.") and key.startswith(stored.rpartition(".")[2]):
            return stored
    return None


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


def note_unread(command: str, scenario: Scenario, sets: Sequence[str]) -> None:
    """Say on standard error which settings a command does not read."""
    from openthaad.errors import OpenThaadError

    if not sets:
        return
    try:
        found = list(unread(command, scenario, sets))
    except OpenThaadError:
        return  # the command itself says what cannot be flown
    for path in found:
        note(f"note: --set {path} changes nothing here: thaad {command} does not read it")
