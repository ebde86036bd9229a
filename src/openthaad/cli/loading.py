"""Loading the scenario of a command, and saying what its settings moved."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module
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
    """Load a scenario with its settings; note what moved with them, and what looks swapped."""
    from openthaad.scenario import load_scenario

    known = own.catalogue
    loaded = load_scenario(scenario, sets, seed=seed, sample=sample, catalogue=known)
    if any(text.partition("=")[0].strip().endswith(_SITES) for text in sets):
        from openthaad.scenario.moving import moves

        for sentence in moves(load_scenario(scenario, catalogue=known), loaded):
            note(sentence)
    from openthaad.scenario.sites import swapped_in

    for words in swapped_in(loaded):
        note(f"note: {words}")
    return loaded


def entries_set(kind: str, names: Sequence[str], sets: Sequence[str], own: Own) -> list[Entry]:
    """Load catalogue entries with their settings, for a command that reads no scenario."""
    entries = [own.catalogue.load(kind, name) for name in names]
    if not sets:
        return entries
    from openthaad.scenario.settings import entries_with

    return entries_with(entries, sets, own.catalogue)


def import_beside(module: str) -> None:
    """Import what is needed later while kernels run, which do not hold the interpreter."""
    threading.Thread(target=import_module, args=(module,), daemon=True).start()
