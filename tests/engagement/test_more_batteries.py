"""Another battery never takes an opportunity away, wherever it stands."""

from math import asin, degrees

import numpy as np
import pytest
from pyproj import Geod

from openthaad.engagement.engine import play
from openthaad.errors import OpenThaadError
from openthaad.scenario import scenario_from_document
from openthaad.scenario.world import build_world

GEOD = Geod(ellps="WGS84")
# Ground ranges flown [km].
RANGES = {"scud-c": (200, 480), "nodong": (500, 1100), "scud-er": (300, 900),
          "musudan": (1500, 3000)}  # fmt: skip
KM = 1e3


def beside(rng, place, far):
    """Draw a place within a distance [km] of another."""
    lon, lat, _ = GEOD.fwd(
        place["lon_deg"], place["lat_deg"], rng.uniform(0.0, 360.0), KM * rng.uniform(0.0, far)
    )
    return {"lat_deg": lat, "lon_deg": lon}


def placement(rng):
    """Draw a small raid on one asset, its radar and one battery, and then a second battery."""
    missile = str(rng.choice(list(RANGES)))
    aim = {
        "lat_deg": degrees(asin(rng.uniform(-0.9, 0.9))),
        "lon_deg": rng.uniform(-180.0, 180.0),
    }
    bearing, reach = rng.uniform(0.0, 360.0), rng.uniform(*RANGES[missile])
    lon, lat, _ = GEOD.fwd(aim["lon_deg"], aim["lat_deg"], bearing, KM * reach)
    threat = {
        "missile": missile,
        "from": {"lat_deg": lat, "lon_deg": lon},
        "to": aim,
        "count": int(rng.integers(1, 4)),
        "spacing_s": 20,
    }
    document = {
        "name": "placed",
        "epoch": "2017-09-08T00:00:00Z",
        "threats": [threat],
        "assets": {"city": {"place": aim, "radius_km": 15}},
        "radars": {"radar": {"place": beside(rng, aim, 150), "boresight_deg": bearing}},
        "batteries": {
            "first": {"type": "thaad", "place": beside(rng, aim, 150), "radars": ["radar"]}
        },
    }
    second = {"type": "thaad", "place": beside(rng, aim, 250), "radars": ["radar"]}
    return document, {**document, "batteries": {**document["batteries"], "second": second}}


def opportunities(document, seed):
    """Opportunities at each missile, in a battle with noise and with fire."""
    world, _ = build_world(scenario_from_document(document))
    return play(world, seed=seed).state.truth.threats["opportunities"].tolist()


def compared(rng, count):
    """Play `count` placements with one battery and with two: pairs of opportunities."""
    while count > 0:
        one, two = placement(rng)
        try:
            few, more = opportunities(one, count), opportunities(two, count)
        except OpenThaadError:  # out of the missile's range, or a station at sea
            continue
        count -= 1
        yield from zip(few, more, strict=True)


@pytest.mark.slow
def test_a_second_battery_lowers_no_opportunity_at_200_placements():
    pairs = list(compared(np.random.default_rng(12), 200))
    assert [pair for pair in pairs if pair[1] < pair[0]] == []
    # Not for want of anything to lower, nor of a battery that adds something.
    assert sum(few > 0 for few, _ in pairs) > 100
    assert sum(more > few for few, more in pairs) > 10
