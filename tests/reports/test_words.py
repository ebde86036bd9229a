import re
from pathlib import Path

import pytest

from openthaad.catalogue import load, title_of
from openthaad.catalogue.titles import missile_of, missile_title, spot_title
from openthaad.kernels.codes import Cause, Event, Limit, Outcome, ShotResult
from openthaad.records import OUTCOMES
from openthaad.reports import words
from openthaad.reports.story import _SENTENCES

BATTERY = [{"floor_km": 40.0, "ceiling_km": 150.0, "reach_km": 200.0}]


def names(codes):
    return {code.name.lower() for code in codes} - {"none"}


def test_every_cause_has_words():
    assert set(words.CAUSES) == names(Cause)


def test_every_limit_has_words():
    assert set(words.LIMITS) == names(Limit)


def test_every_outcome_has_words():
    assert set(OUTCOMES) == names(Outcome)


def test_every_event_has_a_sentence():
    assert set(_SENTENCES) == names(Event)


def test_every_result_has_words_long_and_short():
    assert set(words.RESULTS) == set(words.RESULTS_SHORT)
    assert set(words.RESULTS) == names(ShotResult)


def test_a_cap_is_named_with_its_number_and_as_a_cap():
    said = words.because("below_floor", BATTERY)
    assert "40 km floor (published cap)" in said


@pytest.mark.parametrize("cause", words.CAUSES)
def test_no_cause_leaves_a_gap(cause):
    assert not re.search(r"[{}]", words.because(cause, BATTERY))


def test_no_cause_is_no_words():
    assert words.because(None) == ""


def test_a_miss_that_nobody_measured_is_said_so():
    assert words.result_in_words("miss", None) == "misses by an unknown distance"


def test_names_of_the_catalogue_are_written_out():
    assert missile_title(load("missiles", "scud-b")) == "Scud-B"
    assert missile_of({"missile": "my-own", "title": "Own No. 1"}) == "Own No. 1"
    assert title_of("busan") == "Busan"
    assert spot_title({}) == "a place without a name"


def test_the_pages_files_are_in_the_package():
    folder = Path(words.__file__).parent / "assets"
    assert {p.name for p in folder.iterdir()} >= {"page.html", "page.css", "page"}
