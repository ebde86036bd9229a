"""Whatever is thrown at the reader of scenarios, it answers in its own words."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.errors import OpenThaadError
from openthaad.scenario import (
    Scenario,
    ScenarioFileError,
    load_scenario,
    scenario_from_document,
)
from openthaad.scenario.load import scenario_from_text

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.binary()
)
KEYS = st.one_of(
    st.sampled_from([*Scenario.model_fields, "from", "to", "missile", "place", "cue", "mode"]),
    st.text(max_size=8),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)
    ),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(KEYS, TREES, max_size=8)


@settings(max_examples=40)
@given(DOCUMENTS)
def test_any_document_is_a_scenario_or_a_list_of_problems(document):
    with contextlib.suppress(OpenThaadError):
        scenario_from_document(document)


@settings(max_examples=40)
@given(DOCUMENTS)
def test_any_field_of_a_good_scenario_may_be_anything(changes):
    document = load_scenario("irbm").document()
    with contextlib.suppress(OpenThaadError):
        scenario_from_document(document | changes)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(OpenThaadError):
        scenario_from_text(text, where="text", stem="text")


@given(
    st.one_of(
        st.text(),
        st.builds(
            "{}={}".format,
            st.lists(KEYS, min_size=1, max_size=5).map(".".join),
            st.text(max_size=12),
        ),
    )
)
def test_any_setting_is_taken_or_refused(setting):
    with contextlib.suppress(OpenThaadError):
        load_scenario("irbm", [setting])


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 3000 + " = 1",
        "[" + "a . " * 3000 + "a]",
        "a = " + "{b = " * 100 + "1" + "}" * 100,
        "a = " + "[" * 200 + "]" * 200,
        "a = " + "[" * 9000,
        "overrides" + ".a" * 38 + " = 1",
    ],
)
def test_what_is_nested_too_deep_is_refused_in_words(text):
    with pytest.raises(ScenarioFileError, match="nested too deep"):
        scenario_from_text(text, where="text", stem="text")
