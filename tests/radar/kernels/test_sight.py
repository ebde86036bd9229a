"""Whether a radar may look at a place, asked the short way and the long way."""

from math import radians

import numpy as np
import pytest

from openthaad.radar.kernels import sight as sights
from openthaad.scenario import load_scenario
from openthaad.scenario.world import build_world


@pytest.fixture(scope="module")
def built():
    """The radar at Seongju, behind hills in the north-east and with air that bends."""
    world, _ = build_world(load_scenario("seoul"))
    row = world.radars[0]
    row["mask"][30:60] = radians(12.0)
    return row


@pytest.fixture(scope="module")
def radar(built, uncompiled):
    """The same, for kernels as Python."""
    return built


def places(radar, count):
    """Positions [m, ECEF] all round, most of them near the horizon and the hills' skyline."""
    rng = np.random.default_rng(5)
    azimuth = rng.uniform(-np.pi, np.pi, count)
    elevation = np.radians(rng.uniform(-3.0, 15.0, count))
    distance = 10.0 ** rng.uniform(3.5, 6.4, count)
    level = np.cos(elevation)
    axes = [np.sin(azimuth) * level, np.cos(azimuth) * level, np.sin(elevation)]
    basis = [radar["east"], radar["north"], radar["up"]]
    away = sum(np.outer(part, axis) for part, axis in zip(axes, basis, strict=True))
    return radar["position"] + distance[:, None] * away


def test_a_radar_may_look_where_the_whole_line_of_sight_says_so(radar):
    answers = set()
    for place in places(radar, 3000):
        position = tuple(place.tolist())
        sight = sights.line_of_sight(radar, position)
        above, inside = sights.is_above_horizon(radar, sight), sights.is_in_sector(radar, sight)
        assert sights.can_look(radar, position) == (above and inside)
        # Only the air may raise a place over the horizon: then the bending has to be asked for.
        raised = sight[2] < sights.lowest_elevation(radar, sight) <= sight[3]
        answers.add((bool(above), bool(inside), bool(raised)))
    assert len(answers) == 6


def test_range_and_elevation_are_those_of_the_line_of_sight(radar):
    for place in places(radar, 200):
        position = tuple(place.tolist())
        sight = sights.line_of_sight(radar, position)
        assert sights.range_and_elevation(radar, position) == (sight[0], sight[2])
