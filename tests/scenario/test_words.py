"""Words that a terminal would obey or a file cannot hold are refused at the door."""

import pytest

from openthaad.catalogue.reading import parsed
from openthaad.errors import CatalogueError, ScenarioError
from openthaad.scenario import load_scenario, scenario_from_document

ESCAPES = {"\x1b[31m": r"\x1b", "\x07": r"\x07", "\x7f": r"\x7f", "\x9b": r"\x9b",
           "\u202e": r"\u202e", "\u2028": r"\u2028", "\ufffe": r"\ufffe"}  # fmt: skip


def document(**more):
    return load_scenario("seoul").document() | more


@pytest.mark.parametrize(("text", "name"), ESCAPES.items())
@pytest.mark.parametrize("key", ["title", "question", "description"])
def test_a_control_character_is_refused_by_its_name(key, text, name):
    with pytest.raises(ScenarioError) as stopped:
        scenario_from_document(document(**{key: f"a {text} b"}))
    assert stopped.value.key == key
    assert f"{key}: holds the control character {name}" in stopped.value.message
    assert text not in stopped.value.message


def test_a_setting_is_held_to_it_too():
    with pytest.raises(ScenarioError, match="control character"):
        load_scenario("seoul", [r'title="\u001b]0;owned"'])


def test_an_entry_of_a_catalogue_is_held_to_it_too():
    with pytest.raises(
        CatalogueError, match=r"x\.toml: about\.note holds the control character"
    ):
        parsed('[about]\nnote = "\\u0007"\n', "x.toml")


def test_a_title_is_one_line_and_a_description_may_have_several():
    with pytest.raises(ScenarioError, match="title: must be one line"):
        scenario_from_document(document(title="one\ntwo"))
    assert (
        scenario_from_document(document(description="one\n\ttwo")).description == "one\n\ttwo"
    )


@pytest.mark.parametrize(
    "title", ["한글 제목", "A & B <c> \"d\" 'e'", "$$ ]]> <![CDATA[", "=1+1"]
)
def test_words_of_every_script_and_marks_of_every_format_are_taken(title):
    assert scenario_from_document(document(title=title)).title == title


@pytest.mark.parametrize("epoch", ["9999-12-31T23:59:59Z", "9999-12-31T23:00:00-05:00"])
def test_an_epoch_at_the_end_of_the_calendar_is_refused_in_words(epoch):
    with pytest.raises(ScenarioError, match="epoch"):
        scenario_from_document(document(epoch=epoch))


@pytest.mark.parametrize("year", ["0001", "1958", "9998"])
def test_other_years_are_taken(year):
    assert scenario_from_document(document(epoch=f"{year}-06-01T00:00:00Z")).epoch.year == int(
        year
    )
