"""Maps of 60 x 60 cells and campaigns: what many flights and many runs cost on all cores.

No peer makes either; a campaign is held against itself on one core.
"""

import os
from math import nan
from time import perf_counter

import openthaad
from openthaad.campaigns import campaign, with_settings
from openthaad.scenario import Scenario
from openthaad.studies.footprint import footprint
from openthaad.threat.flight import FLIGHTS

Row = tuple[str, float, str, float, str]
SCENARIO = "korea-2017"
_RUNS = 80
# Ten kilometres north of Seongju, radar and battery together.
_MOVED = (
    "radars.seongju.place=[36.14, 128.21]",
    "batteries.seongju.place=[36.13, 128.22]",
)


def maps(missile: str) -> list[Row]:
    """Time the first map of a missile, warm, and one with the defence moved.

    From one launch point; a mix, or a scenario with more of them, is as many maps.
    """
    scenario, moved = (
        _from_one_place(openthaad.load_scenario(SCENARIO, settings), missile)
        for settings in ((), _MOVED)
    )
    footprint(scenario, missile=missile, cells=6)
    began = perf_counter()
    FLIGHTS.clear()
    first = footprint(scenario, missile=missile)
    middle = perf_counter()
    footprint(moved, missile=missile, flights=first)
    ended = perf_counter()
    cells = int(first.chances["is_flown"].sum())
    note = f"{cells:,} of {first.grid.rows * first.grid.columns:,} cells in range"
    return [
        (f"footprint, {missile}, first map", middle - began, "", nan, note),
        (f"footprint, {missile}, moved", ended - middle, "", nan, "flights kept"),
    ]


def _from_one_place(scenario: Scenario, missile: str) -> Scenario:
    """Return the scenario with the first of its threats of a missile alone."""
    threat = next(threat for threat in scenario.threats if threat.missile == missile)
    return scenario.model_copy(update={"threats": [threat]})


def campaigns() -> list[Row]:
    """Time a campaign on one core and on all of them [s a run]."""
    scenario = with_settings(openthaad.load_scenario(SCENARIO), ())
    campaign(scenario, runs=2, seed=1)
    found = list[Row]()
    alone = nan
    for workers in (1, os.cpu_count() or 1):
        began = perf_counter()
        campaign(scenario, runs=_RUNS, workers=workers)
        each = (perf_counter() - began) / _RUNS
        peer = "" if workers == 1 else "ours on one core"
        note = f"{1.0 / each:.2f} runs/s, {_RUNS} runs"
        found.append(
            (f"{SCENARIO}, a run of a campaign, {workers} threads", each, peer, alone, note)
        )
        alone = each
    return found


def rows() -> list[Row]:
    """Measure maps and campaigns."""
    return [*maps("scud-c"), *maps("nodong"), *campaigns()]
