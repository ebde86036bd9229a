"""Chance apart from ignorance, and the unknown that matters, on made-up battles."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from SALib.test_functions import Ishigami

from openthaad.campaigns.cases import latin_hypercube
from openthaad.campaigns.ignorance import apart, unknowns, vary
from openthaad.campaigns.sensitivity import by_entry, estimators, indices, saltelli, sobol
from openthaad.errors import ScenarioError


def made_up(samples, runs, ignorance, chance, seed=1):
    random = np.random.default_rng(seed)
    truths = 5.0 + ignorance * random.standard_normal(samples)
    played = truths[:, None] + chance * random.standard_normal((samples, runs))
    return apart(played.mean(axis=1), played.var(axis=1, ddof=1), np.full(samples, runs))


def test_chance_and_ignorance_are_told_apart():
    found = made_up(4000, 5, ignorance=0.5, chance=2.0)
    assert found["chance"]["sd"] == pytest.approx(2.0, rel=0.02)
    # The means of five runs vary by 1.02, most of it chance.
    assert found["ignorance"]["sd"] == pytest.approx(0.5, rel=0.1)
    assert found["ignorance"]["sd_low"] < 0.5 < found["ignorance"]["sd_high"]


def test_the_spread_of_the_draws_is_that_of_ignorance():
    found = made_up(4000, 5, ignorance=0.5, chance=2.0)["spread"]
    assert found["p95"] - found["p05"] == pytest.approx(2 * 1.645 * 0.5, rel=0.1)


def test_without_ignorance_there_is_little_of_it():
    found = made_up(400, 50, ignorance=0.0, chance=1.0)
    assert found["share"] < 0.01


def test_a_latin_hypercube_has_one_point_in_every_slice():
    cube = latin_hypercube(3, 50, seed=7)
    for column in cube.T:
        assert sorted(np.floor(50 * column)) == list(range(50))


def ishigami(points, seed=0):
    matrices = saltelli(3, [[0], [1], [2]], points, seed)
    return np.array([Ishigami.evaluate(np.pi * (2.0 * m - 1.0)) for m in matrices])


def test_ishigami_has_the_indices_of_the_closed_form():
    # a = 7, b = 0.1: Saltelli and others, 2008, section 4.6.
    v1, v2 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8
    v13 = 0.01 * np.pi**8 * 8 / 225
    whole = v1 + v2 + v13
    first, total = estimators(ishigami(8192))
    assert first == pytest.approx([v1 / whole, v2 / whole, 0.0], abs=0.01)
    assert total == pytest.approx([(v1 + v13) / whole, v2 / whole, v13 / whole], abs=0.01)


def test_indices_are_salibs():
    answers = ishigami(512)
    answers = (answers - answers[:2].mean()) / answers[:2].std()
    a, b, mixed = answers[0], answers[1], answers[2:]
    first, total = estimators(answers)
    for k in range(3):
        # SALib takes the variance of A and B too; its arrays are columns.
        one = salib.first_order(a[:, None], mixed[k][:, None], b[:, None])
        all_of_it = salib.total_order(a[:, None], mixed[k][:, None], b[:, None])
        assert first[k] == pytest.approx(one.item(), rel=1e-6, abs=1e-9)
        assert total[k] == pytest.approx(all_of_it.item(), rel=1e-6, abs=1e-9)


def test_indices_come_with_intervals_that_hold_them_largest_first():
    found = indices(ishigami(1024), ["x1", "x2", "x3"])
    assert [one["unknown"] for one in found] == ["x1", "x2", "x3"]
    truth = {"x1": 0.558, "x2": 0.442, "x3": 0.244}
    for one in found:
        assert one["total"]["low"] < truth[one["unknown"]] < one["total"]["high"]


def test_where_nothing_varies_nothing_matters():
    assert indices(np.ones((4, 8)), ["a", "b"]) == []


def test_points_without_an_answer_are_left_out():
    answers = ishigami(256)
    answers[3, 5] = np.nan
    kept = np.delete(answers, 5, axis=1)
    assert indices(answers, list("abc")) == indices(kept, list("abc"))


def test_varied_cases_differ_and_are_addressed(scenario, means):
    found = vary(scenario, means(), samples=3, runs=2)
    document = found.to_dict()
    assert document["samples"] == 3
    assert document["unknowns"] > 20
    again = vary(scenario, means(), samples=3, runs=2)
    assert again.sweep.played.runs == 0
    assert again.to_dict()["digest"] == document["digest"]


def test_an_index_for_each_entry_or_for_values_named(scenario, means):
    found = sobol(scenario, means(), points=2, runs=1, only=["batteries.thaad.reaction_time"])
    assert len(found.sweep.cases) == 2 * 3


@pytest.mark.parametrize("points", [1, 3, 6])
def test_points_that_are_no_power_of_two_are_refused(scenario, means, points):
    with pytest.raises(ScenarioError, match="power of two"):
        sobol(scenario, means(), points=points)


def test_an_unknown_that_is_none_is_refused_with_the_nearest(scenario, means):
    with pytest.raises(ScenarioError, match=r"batteries\.thaad\.reaction_time"):
        sobol(scenario, means(), points=2, only=["batteries.thaad.reaction_tim"])


def test_values_of_one_entry_make_one_group(scenario):
    groups = by_entry(unknowns(scenario))
    assert "radars.an-tpy-2" in groups
    assert sum(map(len, groups.values())) == len(unknowns(scenario))
