"""One place, one answer: `where`, the map, `coverage` and the battle agree anywhere on Earth.

Missiles of every class from anywhere to anywhere, batteries near and far, any boresight: the
same shot or none, the same limit, the same first detection as in the battle without noise.
"""

from contextlib import suppress
from math import asin, degrees

import numpy as np
import pytest
from pyproj import Geod

from openthaad.engagement.engine import play
from openthaad.errors import NoSolutionError
from openthaad.scenario import locate, scenario_from_document
from openthaad.scenario.world import build_world
from openthaad.studies.footprint import footprint, grid
from openthaad.studies.footprint.setup import alone, set_up
from openthaad.studies.place import chance_at
from openthaad.studies.sightings import battle_of, trace_of

GEOD = Geod(ellps="WGS84")
# Ground ranges [km] to draw from; some are out of reach in the way drawn, and drawn again.
RANGES = {
    "scud-b": (60.0, 300.0),
    "scud-c": (80.0, 500.0),
    "scud-er": (150.0, 900.0),
    "nodong": (200.0, 1200.0),
    "kn-23": (120.0, 450.0),
    "pukguksong-2": (400.0, 1300.0),
    "musudan": (600.0, 3200.0),
    "hwasong-12": (900.0, 4500.0),
    "notional-icbm": (3000.0, 10000.0),
}
KM = 1e3


def beside(rng, lat, lon, near, far):
    """Draw a place between two distances [km] of another, and say in which direction [deg]."""
    bearing = rng.uniform(0.0, 360.0)
    x, y, _ = GEOD.fwd(lon, lat, bearing, KM * rng.uniform(near, far))
    return y, x


def arc(rng, missile, reach):
    """Draw how a missile is flown: what a threat of a scenario says of it."""
    if missile == "kn-23" and rng.random() < 0.7:
        return {"apogee_km": float(rng.uniform(30.0, 60.0))}
    drawn = rng.random()
    if drawn < 0.2:
        return {"trajectory": "depressed"}
    return {"apogee_km": reach * rng.uniform(0.25, 0.8)} if drawn < 0.4 else {}


def placement(rng):
    """Draw a missile, its launch point and its aim, and a battery with its radar."""
    missile = rng.choice(list(RANGES))
    start = degrees(asin(rng.uniform(-1.0, 1.0))), rng.uniform(-180.0, 180.0)
    reach = rng.uniform(*RANGES[missile])
    aim = beside(rng, *start, reach, reach)
    about, near, far = [(aim, 0.0, 150.0), (aim, 150.0, 700.0), (start, 20.0, 250.0)][
        rng.choice(3, p=[0.7, 0.2, 0.1])
    ]
    site = beside(rng, *about, near, far)
    towards, _, _ = GEOD.inv(site[1], site[0], start[1], start[0])
    boresight = towards + rng.normal(0.0, 25.0) if rng.random() < 0.75 else rng.uniform(0, 360)
    height = float(rng.uniform(0.0, 1500.0)) if rng.random() < 0.3 else 0.0
    battery = {"lat_deg": site[0], "lon_deg": site[1], "altitude_m": height}
    radar = {
        "position": list(beside(rng, *site, 0.0, 5.0)),
        "boresight_deg": float(boresight % 360.0),
        "mode": "terminal" if rng.random() < 0.85 else "forward",
    }
    return scenario_from_document(
        {
            "name": "anywhere",
            "epoch": "2020-01-01T00:00:00Z",
            "threats": [
                {"missile": missile, "from": list(start), "to": list(aim)}
                | arc(rng, missile, reach)
            ],
            "radars": {"radar": radar},
            "batteries": {
                "battery": {
                    "position": battery,
                    "radars": ["radar"],
                    "caps": bool(rng.random() < 0.7),
                }
            },
        }
    )


def battle(world):
    """Play the battle with its fire held: what became possible of its one threat."""
    batteries = world.batteries.copy()
    batteries["hold_fire"] = 1
    return play(world._replace(batteries=batteries), seed=0).state.truth.threats[0]


def answer(row):
    """Whether there is a shot; if not, what stood in the way; and when it was first seen."""
    shot = bool(row["opportunities"] > 0)
    limit = None if shot else (int(row["limit"]), int(row["cause"]))
    seen = float(row["detected_time"])
    return shot, limit, None if np.isnan(seen) else round(seen, 6)


def sighting(scenario, threat):
    """When `coverage` says that all radars together first see a threat."""
    first = battle_of(trace_of(scenario, threat).world).first
    return None if first is None else round(first, 6)


def own_cell(scenario, rng):
    """Map a few cells about the aim; a cell's chance, and the battle on that cell's flight."""
    aim = locate(scenario.threats[0].aim)
    lat, lon = degrees(aim.latitude), degrees(aim.longitude)
    box = (lon - 0.6, max(lat - 0.4, -90.0), lon + 0.6, min(lat + 0.4, 90.0))
    layer = footprint(scenario, cells=grid(box, 4)).layers[0]
    flown = np.flatnonzero(layer.chances["is_flown"])
    if not len(flown):
        raise NoSolutionError("no cell about the aim can be reached")
    i = int(rng.choice(flown))
    batch = next(b for b in layer.batches if b.cells.start <= i < b.cells.stop)
    world = set_up(scenario, scenario.threats[0]).world
    assets, options = world.assets.copy(), world.options.copy()
    j = i - batch.cells.start
    assets["position"] = batch.aims[j]
    options["horizon"] = batch.leads[j]["impact_time"] + 120.0
    plans = batch.plans[j : j + 1].copy()
    return layer.chances[i], battle(world._replace(plans=plans, assets=assets, options=options))


def differing(seed, count, *, maps):
    """Place so many batteries and missiles at random; those that have two answers."""
    rng = np.random.default_rng(seed)
    differ, answers = [], set()
    while count > 0:
        scenario = placement(rng)
        threat = scenario.threats[0]
        try:
            world, _ = build_world(alone(scenario, threat))
        except NoSolutionError:
            continue
        count -= 1
        found = answer(battle(world))
        answers.add(found[:2])
        pairs = [
            ("where", answer(chance_at(scenario, threat, locate(threat.aim))), found),
            ("coverage", sighting(scenario, threat), found[2]),
        ]
        if maps:
            with suppress(NoSolutionError):
                cell, played = own_cell(scenario, rng)
                pairs.append(("map", answer(cell), answer(played)))
        differ += [(scenario.document(), *pair) for pair in pairs if pair[1] != pair[2]]
    return differ, answers


def test_where_the_map_and_the_battle_agree_at_some_places():
    differ, answers = differing(2026, 10, maps=True)
    assert differ == []
    assert len(answers) > 3, "the sample tells nothing apart"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_the_map_and_the_battle_agree_anywhere(seed):
    differ, answers = differing(seed, 100, maps=True)
    assert differ == []
    assert {shot for shot, _ in answers} == {True, False}
    assert len(answers) > 8
