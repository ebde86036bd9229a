"""The chances of the endgame, for every run that can be."""

import pytest

from openthaad.engagement import simulate
from openthaad.scenario import load_scenario


@pytest.mark.parametrize("seed", [0, 3])
def test_a_shot_that_was_given_up_does_not_spoil_the_chances(seed):
    # In seed 0 one shot never came near: it has no closing speed to reckon back from.
    outcome = simulate(load_scenario("korea-2017"), seed=seed)
    assert 0.0 < outcome.endgame["p_acquire"] <= 1.0


def test_without_shots_there_are_no_chances():
    outcome = simulate(load_scenario("seoul"), seed=1)
    assert outcome.endgame == {"p_acquire": None, "p_hit": None, "p_kill_given_hit": None}
