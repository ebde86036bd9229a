"""Loading the scenario of a command, and saying what its settings moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openthaad.cli.options import Own
from openthaad.cli.output import note

if TYPE_CHECKING:
    from openthaad.catalogue import Entry
    from openthaad.scenario import Scenario

_SITES = (".place", ".position")


def load(
    scenario: str, sets: Sequence[str], own: Own, *, seed: int = 0, sample: int = 0
) -> Scenario:
    """Load a scenario with its settings; note what moved with a battery, and what stayed."""
    from openthaad.scenario import load_scenario

    known = own.catalogue
    loaded = load_scenario(scenario, sets, seed=seed, sample=sample, catalogue=known)
    if any(text.partition("=")[0].strip().endswith(_SITES) for text in sets):
        from openthaad.scenario.moving import moves

        for sentence in moves(load_scenario(scenario, catalogue=known), loaded):
            note(sentence)
    return loaded


def entry_set(kind: str, name: str, sets: Sequence[str], own: Own) -> Entry:
    """Load a catalogue entry with its settings, for a command that reads no scenario."""
    entry = own.catalogue.load(kind, name)
    if not sets:
        return entry
    from openthaad.scenario.settings import entry_with

    return entry_with(entry, sets, own.catalogue)
