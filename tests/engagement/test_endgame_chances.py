"""The chances of the endgame, for every run that can be."""

from math import prod

import pytest

from openthaad.catalogue import load
from openthaad.engagement import endgame, simulate
from openthaad.scenario import load_scenario


@pytest.mark.parametrize("seed", [0, 3])
def test_a_shot_that_was_given_up_does_not_spoil_the_chances(seed):
    # In seed 0 one shot never came near: it has no closing speed to reckon back from.
    outcome = simulate(load_scenario("korea-2017"), seed=seed)
    assert 0.0 < outcome.endgame["p_acquire"] <= 1.0


def test_without_shots_there_are_no_chances():
    outcome = simulate(load_scenario("seoul"), seed=1)
    assert set(outcome.endgame.values()) == {None}


def test_the_chance_of_a_kill_is_the_product_of_all_factors_that_stand_beside_it():
    factors = simulate(load_scenario("korea-2017"), seed=3).endgame
    thaad = load("interceptors", "thaad").nominal()
    assert factors["p_reliable"] == pytest.approx(thaad["reliability"])
    assert factors["p_kill_given_hit"] == pytest.approx(thaad["kill_probability_given_hit"])
    names = ("p_reliable", "p_acquire", "p_hit", "p_kill_given_hit")
    assert factors["p_kill"] == pytest.approx(prod(factors[name] for name in names))
    assert factors["p_kill"] < 0.96 * factors["p_acquire"]


def test_each_shot_is_given_its_own_path_and_no_other(world, run, monkeypatch):
    played, seen = run("korea-2017", seed=3), []
    flights = played.tables["interceptors"]
    monkeypatch.setattr(endgame, "handover", lambda s, _w, _s, path: seen.append((s, path)))
    endgame.shot_odds(world("korea-2017"), played.state, flights, 3)
    assert [s for s, _ in seen] == list(range(len(played.shots)))
    assert all((path["shot"] == s).all() for s, path in seen)
    assert sum(len(path) for _, path in seen) == len(flights)
