"""A battle with tracks lost, found again and taken for each other is still told readably."""

import re
from itertools import pairwise

import pytest

from openthaad import load_scenario, simulate
from openthaad.reports import explain

MOMENTS = ("detected_s", "confirmed_s", "judged_threatening_s", "engageable_s", "first_shot_s")


@pytest.fixture(scope="module", params=[("irbm", 0), ("irbm", 1), ("korea-2017", 2)])
def played(request):
    name, seed = request.param
    return simulate(load_scenario(name), seed=seed)


def test_no_moment_of_a_missile_comes_before_the_one_that_leads_to_it(played):
    """A first shot may be fired on the track of a spent body: then that is its first track."""
    for threat in played.threats:
        times = [threat[key] for key in MOMENTS if threat[key] is not None]
        assert all(a <= b for a, b in pairwise(times)), threat


def test_tracks_that_followed_a_warhead_one_after_another_are_numbered(played):
    for threat in explain(played)["threats"]:
        lines = [line["text"] for line in threat["timeline"]]
        confirmed = [text for text in lines if re.search("confirmed", text)]
        assert len(set(confirmed)) == len(confirmed)


def test_a_judgement_that_goes_back_and_forth_is_told_once_and_counted(played):
    for threat in explain(played)["threats"]:
        texts = [re.sub(r"[(]predicted.*", "", line["text"]) for line in threat["timeline"]]
        judged = [text for text in texts if "judged" in text or "classified" in text]
        assert all(judged.count(text) <= 2 for text in judged)


def test_what_was_left_out_is_counted():
    told = explain(simulate(load_scenario("korea-2017"), seed=2), 9)["threats"][0]["timeline"]
    (last,) = [line["text"] for line in told if "back and forth" in line["text"]]
    assert last.endswith("after four more changes back and forth")
