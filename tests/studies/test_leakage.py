"""What the number of leakers rests on."""

import numba
import pytest

from openthaad.engagement.expectation import expectation
from openthaad.scenario import load_scenario
from openthaad.studies.leakage import leakage_influence

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="engagements uncompiled")
SCENARIO = "pyeongtaek-seconds"


def expected(*sets):
    return expectation(load_scenario(SCENARIO, list(sets))).leakers


def test_without_a_shot_every_missile_leaks():
    assert expected("batteries.seongju.hold_fire=true") == 2.0


def test_the_chance_of_a_leak_is_one_less_reliability_times_lethality():
    # One missile is out of reach and leaks; the other is shot at once, and is hit.
    sure = expected(
        "interceptors.thaad.reliability=1.0",
        "interceptors.thaad.kill_probability_given_hit=1.0",
    )
    even = expected(
        "interceptors.thaad.reliability=0.5",
        "interceptors.thaad.kill_probability_given_hit=0.8",
    )
    hit = 2.0 - sure
    assert 0.5 < hit <= 1.0
    assert 2.0 - even == pytest.approx(0.4 * hit, rel=1e-9)


def test_it_is_the_same_every_time():
    assert expected() == expected()


@pytest.mark.slow
def test_shares_add_up_and_the_decisive_value_is_not_a_stated_one():
    found = leakage_influence(load_scenario(SCENARIO))
    assert sum(found.shares().values()) == pytest.approx(1.0)
    assert found.decisive.axis.item.basis in {"assumed", "derived"}
    assert found.basis()["by_count"]["assumed"] > 50
