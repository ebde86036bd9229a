"""The footprint's answer for a cell is the closed loop's, noise off, on the same flight."""

from collections import Counter

import numpy as np
import pytest

from openthaad.engagement.engine import play
from openthaad.scenario import scenario_from_document
from openthaad.studies.footprint import footprint, grid
from openthaad.studies.footprint.stage import set_stage

pytestmark = pytest.mark.slow
_BOX = (125.4, 33.6, 129.6, 38.2)
_CELLS = 24


def scenario_of(missile, start, apogee_km):
    threat = {"missile": missile, "from": start, "to": "daegu"}
    if apogee_km:
        threat["apogee_km"] = apogee_km
    return scenario_from_document(
        {
            "name": "cells",
            "epoch": "2017-09-08T00:00:00Z",
            "threats": [threat],
            "radars": {"seongju": {"place": "seongju", "boresight_deg": 345}},
            "batteries": {"seongju": {"place": "seongju", "radars": ["seongju"]}},
        }
    )


def loop_answer(stage, batch, j, *, hold_fire):
    """Opportunities, cause and number of shots of the closed loop for one flight of a batch."""
    batteries, assets = stage.world.batteries.copy(), stage.world.assets.copy()
    options = stage.world.options.copy()
    batteries["hold_fire"] = hold_fire
    assets["position"] = batch.aims[j]
    options["horizon"] = batch.leads[j]["impact_time"] + 120.0
    world = stage.world._replace(
        plans=batch.plans[j : j + 1].copy(), batteries=batteries, assets=assets, options=options
    )
    threat = play(world, seed=0).state.threats[0]
    return int(threat["opportunities"]), int(threat["cause"]), int(threat["shots"])


def differing(scenario, count, *, hold_fire):
    record = footprint(scenario, cells=grid(_BOX, _CELLS))
    layer, stage = record.layers[0], set_stage(scenario, scenario.threats[0])
    flown = np.flatnonzero(layer.chances["is_flown"])
    found, differ = Counter(), []
    for i in np.random.default_rng(7).choice(flown, count, replace=False):
        batch = next(b for b in layer.batches if b.cells.start <= i < b.cells.stop)
        chances, cause, shots = loop_answer(
            stage, batch, i - batch.cells.start, hold_fire=hold_fire
        )
        row = layer.chances[i]
        own, own_cause = int(row["opportunities"]), int(row["cause"])
        found[own, own_cause] += 1
        # Shots at the spent body beside a warhead that was never engageable are the cause
        # that the loop gives; without them it is that of the footprint.
        if chances != own or (chances == 0 and shots == 0 and cause != own_cause):
            differ.append((int(i), chances, cause, own, own_cause))
    assert len(found) >= 3, "the sample tells nothing apart"
    return differ


@pytest.mark.parametrize(
    ("missile", "start", "apogee_km"),
    [("scud-c", "hwangju", None), ("nodong", "kusong", 400.0)],
)
def test_the_loop_finds_the_same_chances_and_the_same_cause(missile, start, apogee_km):
    assert differing(scenario_of(missile, start, apogee_km), 50, hold_fire=0) == []


def test_where_a_bright_body_hides_the_warhead_only_shots_at_the_body_make_a_difference():
    # On its least-energy arc a Nodong's warhead is lost beside its body.  A battery that
    # shoots the body frees the beam, and then sees the warhead: the loop, firing, finds a
    # chance there that a count without shots does not have.
    scenario = scenario_of("nodong", "kusong", None)
    held = differing(scenario, 40, hold_fire=1)
    assert len(held) <= 1
    assert all(own == loop for _, loop, _, own, _ in held), "only the limit may differ"
    fired = differing(scenario, 40, hold_fire=0)
    assert len(fired) <= 4
    assert all(loop >= own for _, loop, _, own, _ in fired)
