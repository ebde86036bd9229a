"""The values that draws point to, played at both ends of their ranges."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from openthaad import campaigns
from openthaad.scenario import load_scenario
from openthaad.studies.campaign_flips import campaign_flips, rank_correlations

SCENARIO = load_scenario("pyeongtaek-seconds")


def test_rank_correlations_are_scipys():
    random = np.random.default_rng(1)
    draws, answers = random.random((40, 3)), random.integers(0, 3, 40)
    found = rank_correlations(draws, answers)
    assert found == pytest.approx([spearmanr(column, answers)[0] for column in draws.T])


def test_answers_that_do_not_vary_go_with_nothing():
    assert list(rank_correlations(np.random.default_rng(1).random((5, 2)), np.ones(5))) == [
        0,
        0,
    ]


@pytest.mark.slow
def test_the_values_that_the_draws_point_to_are_played_at_both_ends():
    means = campaigns.Means(seed=1)
    around = campaigns.vary(SCENARIO, means, samples=6, runs=3)
    found = campaign_flips(SCENARIO, around, means)
    assert len(found.swings) == 4
    assert found.quantity == "missiles that leak, mean of 3 runs"
    alone = campaigns.play_campaign(SCENARIO, means, runs=3)
    assert found.base == pytest.approx(alone.estimate("leakers").mean)
    assert campaign_flips(SCENARIO, around, means) == found
