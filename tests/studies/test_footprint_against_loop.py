"""The footprint's answer for a cell is the closed loop's, noise off, on the same flight.

And it is the median of the noisy loop's.
"""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import binomtest

from openthaad.engagement.engine import play
from openthaad.scenario import scenario_from_document
from openthaad.studies.footprint import footprint, grid
from openthaad.studies.footprint.chance import noisy_world
from openthaad.studies.footprint.setup import set_up
from openthaad.studies.footprint.threads import work

pytestmark = pytest.mark.slow
_BOX = (125.4, 33.6, 129.6, 38.2)
_CELLS = 24
# Warhead and spent body are one echo for so long after they part [s].
_PARTING = 3.0


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


def loop_answer(setup, batch, j, *, hold_fire):
    """What the closed loop makes of one flight of a batch: the state of its threat."""
    batteries, assets = setup.world.batteries.copy(), setup.world.assets.copy()
    options = setup.world.options.copy()
    batteries["hold_fire"] = hold_fire
    assets["position"] = batch.aims[j]
    options["horizon"] = batch.leads[j]["impact_time"] + 120.0
    world = setup.world._replace(
        plans=batch.plans[j : j + 1].copy(), batteries=batteries, assets=assets, options=options
    )
    return play(world, seed=0).state.truth.threats[0]


def layer_of(scenario):
    return footprint(scenario, cells=grid(_BOX, _CELLS)).layers[0]


def differing(scenario, count, *, hold_fire):
    layer, setup = layer_of(scenario), set_up(scenario, scenario.threats[0])
    flown = np.flatnonzero(layer.chances["is_flown"])
    found, differ = Counter(), []
    for i in np.random.default_rng(7).choice(flown, count, replace=False):
        batch = next(b for b in layer.batches if b.cells.start <= i < b.cells.stop)
        threat = loop_answer(setup, batch, i - batch.cells.start, hold_fire=hold_fire)
        chances, cause, shots = (int(threat[n]) for n in ("opportunities", "cause", "shots"))
        row = layer.chances[i]
        own, own_cause = int(row["opportunities"]), int(row["cause"])
        found[own, own_cause] += 1
        # Shots at the spent body beside a warhead that is never engageable are the cause that
        # the loop gives; without them it is that of the footprint.
        if chances != own or (chances == 0 and shots == 0 and cause != own_cause):
            differ.append((int(i), chances, cause, own, own_cause))
        # Passing over what cannot matter moves no moment of the chain.  A track that is about
        # to take the spent body for its own can be engaged for the loop, but not on the map.
        apart = threat["engageable_time"] - row["separation_time"]
        names = ["detected_time", "confirmed_time"]
        names += ["engageable_time"] if not 0.0 <= apart < _PARTING else []
        differ += [
            (int(i), name, threat[name], row[name])
            for name in names
            if np.isfinite(row[name]) and abs(threat[name] - row[name]) > 1e-6
        ]
    assert len(found) >= 3, "the sample tells nothing apart"
    return differ


_CASES = [("scud-c", "hwangju", None), ("nodong", "kusong", 400.0), ("nodong", "kusong", None)]


@pytest.mark.parametrize(("missile", "start", "apogee_km"), _CASES)
@pytest.mark.parametrize("hold_fire", [0, 1])
def test_the_loop_finds_the_same_chances_and_the_same_cause(
    missile, start, apogee_km, hold_fire
):
    scenario = scenario_of(missile, start, apogee_km)
    assert differing(scenario, 40, hold_fire=hold_fire) == []


def rounds_fired(setup, batch, j):
    """Rounds that the closed loop fires one after the other while no hit kills."""
    interceptors = setup.world.interceptors.copy()
    batteries, assets = setup.world.batteries.copy(), setup.world.assets.copy()
    options = setup.world.options.copy()
    interceptors["p_kill_given_hit"] = 0.0
    for name, value in (("look", 1), ("salvo", 1), ("max_rounds", 8)):
        batteries[name] = value
    batteries["min_kill_probability"] = 0.0
    assets["position"] = batch.aims[j]
    options["horizon"] = batch.leads[j]["impact_time"] + 120.0
    world = setup.world._replace(
        plans=batch.plans[j : j + 1].copy(),
        interceptors=interceptors,
        batteries=batteries,
        assets=assets,
        options=options,
    )
    return int(play(world, seed=0).state.truth.threats[0]["shots"])


@pytest.mark.parametrize("start", ["hwangju", "kittaeryong"])
def test_the_shots_counted_are_those_fired_while_none_kills(start):
    # One body, so that no round goes to a spent one.
    scenario = scenario_of("scud-c", start, None)
    layer, setup = layer_of(scenario), set_up(scenario, scenario.threats[0])
    flown = np.flatnonzero(layer.chances["is_flown"])
    fired, counted = [], []
    for i in np.random.default_rng(3).choice(flown, 60, replace=False):
        batch = next(b for b in layer.batches if b.cells.start <= i < b.cells.stop)
        fired.append(rounds_fired(setup, batch, i - batch.cells.start))
        counted.append(int(layer.chances["opportunities"][i]))
    off = np.subtract(fired, counted)
    assert {0, 1, 2} <= set(fired)
    # The count is made at first sight; along an edge between two counts a second decides.
    assert np.abs(off).max() <= 1
    assert np.mean(off != 0) <= 0.1
    assert ((np.array(fired) > 0) == (np.array(counted) > 0)).all()


@pytest.mark.parametrize(("missile", "start", "apogee_km"), _CASES)
def test_a_chance_on_the_map_is_one_in_more_than_half_of_the_noisy_battles(
    missile, start, apogee_km
):
    runs, more, cells = 7, 40, 20
    scenario = scenario_of(missile, start, apogee_km)
    layer, setup = layer_of(scenario), set_up(scenario, scenario.threats[0])
    flown = np.flatnonzero(layer.chances["is_flown"])
    picked = np.random.default_rng(11).choice(flown, cells, replace=False)

    def engaged(i, runs):
        batch = next(b for b in layer.batches if b.cells.start <= i < b.cells.stop)
        world = noisy_world(setup.world, batch, i - batch.cells.start)
        played = (play(world, seed=5, run=run).state.truth.threats[0] for run in range(runs))
        return sum(int(threat["opportunities"] > 0) for threat in played)

    counts = np.array(work(lambda i: engaged(i, runs), list(picked)))
    is_open = layer.chances["opportunities"][picked] > 0
    assert is_open.any()
    assert not is_open.all()
    # Where the few battles say otherwise, many must not: on the edge it is one in two.
    for i in picked[is_open != (counts > runs / 2)]:
        side = "less" if layer.chances["opportunities"][i] > 0 else "greater"
        assert binomtest(engaged(i, more), more, 0.5, alternative=side).pvalue > 0.01, i
