"""Worlds that tests play in, each built once, and runs kept so that no two tests play one."""

from functools import lru_cache
from typing import NamedTuple

import pytest

from openthaad.engagement import play
from openthaad.engagement.allocate import trimmed
from openthaad.engagement.engine import tables_of
from openthaad.scenario import load_scenario
from openthaad.scenario.load import scenario_from_text
from openthaad.scenario.world import build_world

# One Nodong at Busan, against the whole battery at Seongju: long, high, two opportunities.
SINGLE = """
name = "single"
epoch = 2017-09-08T00:00:00Z
[[threats]]
missile = "nodong"
from = "sunchon"
to = "busan"
{threat}
[radars.seongju]
place = "seongju"
boresight_deg = 345
{radar}
[batteries.seongju]
place = "seongju"
radars = ["seongju"]
launchers = 6
{battery}
[assets.busan]
place = "busan"
radius_km = 20
{more}
"""


class Run(NamedTuple):
    """What a run left: its state, its log trimmed, and everything under its table's name."""

    state: object
    log: dict
    tables: dict

    @property
    def threats(self):
        return self.state.truth.threats

    @property
    def shots(self):
        return self.tables["shots"]


@lru_cache(maxsize=64)
def _world(text, sets):
    if text.startswith("\n"):
        return build_world(scenario_from_text(text, where="text", stem="text", sets=sets))
    return build_world(load_scenario(text, sets))


@lru_cache(maxsize=64)
def _run(text, sets, seed):
    played = play(_world(text, sets)[0], seed=seed)
    return Run(played.state, trimmed(played.log), tables_of(played))


@pytest.fixture(scope="session")
def single():
    """TOML of the single Nodong, with lines of one's own in its tables."""

    def text(threat="", radar="", battery="", more=""):
        return SINGLE.format(threat=threat, radar=radar, battery=battery, more=more)

    return text


@pytest.fixture(scope="session")
def world():
    """Build (once) the World of a scenario by name or text, with settings."""
    return lambda text, *sets: _world(text, sets)[0]


@pytest.fixture(scope="session")
def run():
    """Play (once) a scenario by name or text, with settings and a seed."""
    return lambda text, *sets, seed=0: _run(text, sets, seed)


@pytest.fixture(scope="session")
def played():
    """Play a World that a test has changed; nothing is kept."""

    def call(world, seed=0, **more):
        result = play(world, seed=seed, **more)
        return Run(result.state, trimmed(result.log), tables_of(result))

    return call
