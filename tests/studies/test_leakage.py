"""What the number of leakers rests on."""

import numba
import pytest

from openthaad.engagement.expectation import Expectation, expectation
from openthaad.scenario import load_scenario, uncertain_values
from openthaad.studies import leakage
from openthaad.studies.leakage import leakage_influence
from openthaad.studies.memory import Memory

compiled = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="engagements uncompiled")
SCENARIO = "pyeongtaek-seconds"


def expected(*sets):
    return expectation(load_scenario(SCENARIO, list(sets))).leakers


@compiled
def test_without_a_shot_every_missile_leaks():
    assert expected("batteries.seongju.hold_fire=true") == 2.0


@compiled
def test_the_chance_of_a_leak_is_one_less_reliability_times_lethality():
    # Each missile is shot at once and hit, or there is no time for it and it leaks.
    sure = expected(
        "interceptors.thaad.reliability=1.0",
        "interceptors.thaad.kill_probability_given_hit=1.0",
    )
    even = expected(
        "interceptors.thaad.reliability=0.5",
        "interceptors.thaad.kill_probability_given_hit=0.8",
    )
    hit = 2.0 - sure
    assert 0.5 < hit <= 2.0
    assert 2.0 - even == pytest.approx(0.4 * hit, rel=1e-9)


@compiled
def test_it_is_the_same_every_time():
    assert expected() == expected()


@compiled
@pytest.mark.slow
def test_shares_add_up_and_the_decisive_value_is_not_a_stated_one():
    found = leakage_influence(load_scenario(SCENARIO))
    assert sum(found.shares().values()) == pytest.approx(1.0)
    assert found.decisive.axis.item.basis in {"assumed", "derived"}
    assert found.basis()["by_count"]["assumed"] > 50


class Played:
    """Stands in for an engagement: leakers fall with power, time in track with temperature."""

    def __init__(self, monkeypatch):
        self.count = 0
        self.scenario = load_scenario("seoul")
        read = {axis.path: axis.item for axis in uncertain_values(self.scenario)}
        monkeypatch.setattr(leakage, "values_read", lambda _: read)
        monkeypatch.setattr(leakage, "expectation", self)

    def __call__(self, scenario):
        self.count += 1
        values = scenario.entry("radars", "an-tpy-2").nominal()
        seeker = scenario.entry("interceptors", "thaad").nominal()["seeker_noise"]
        return Expectation(
            81e3 / values["average_power"] + 1e3 * seeker, values["system_temperature"]
        )


def test_values_that_change_nothing_together_are_not_played_alone(monkeypatch):
    played = Played(monkeypatch)
    found = leakage.leakage_influence(played.scenario, workers=1)
    axes = uncertain_values(played.scenario)
    assert {s.axis.path for s in found.swings} == {axis.path for axis in axes}
    assert {s.axis.key for s in found.moving} == {"average_power", "seeker_noise"}
    assert played.count < 2 * len(axes) - 40


def test_each_engagement_is_played_once_and_an_interrupt_loses_none(monkeypatch, tmp_path):
    played = Played(monkeypatch)
    path = tmp_path / "a.jsonl"
    assert leakage.remembered_influence(played.scenario, Memory(path)) is None

    def stop(share):
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leakage.leakage_influence(
            played.scenario, memory=Memory(path), progress=stop, workers=1
        )
    before = played.count
    assert leakage.remembered_influence(played.scenario, Memory(path)) is None
    whole = leakage.leakage_influence(played.scenario, memory=Memory(path), workers=1)
    once = played.count
    assert leakage.remembered_influence(played.scenario, Memory(path)) == whole
    assert played.count == once
    fresh = Played(monkeypatch)
    assert leakage.leakage_influence(fresh.scenario, workers=1) == whole
    assert fresh.count == once
    assert before < once


def test_a_difference_moves_by_what_each_case_does(monkeypatch):
    played = Played(monkeypatch)
    first = played.scenario
    second = load_scenario("seoul", ["radars.an-tpy-2.system_temperature=550"])
    twice = load_scenario("seoul", ["radars.an-tpy-2.average_power_kw=60"])
    alike = leakage.difference_influence(first, second, (Memory(), Memory()), workers=1)
    assert (alike.base, alike.moving) == (0.0, ())
    found = leakage.difference_influence(first, twice, (Memory(), Memory()), workers=1)
    power = next(s for s in found.swings if s.axis.key == "average_power")
    assert found.base == pytest.approx(81 / 60 - 1.0)
    assert power.at_low == pytest.approx(81 / 60 - 81 / 60)  # B has its own, A has 60 kW
    assert {s.axis.key for s in found.moving} == {"average_power"}
