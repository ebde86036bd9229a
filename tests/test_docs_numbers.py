"""Numbers in the pages are those that commands print (`docs/numbers.toml`)."""

import importlib.util
import tomllib
from pathlib import Path

import numba
import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "numbers.toml"
ANEW = "python builders/docs_numbers.py"

needs_compiled = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="whole battles; minutes")


def program():
    path = ROOT / "builders" / "docs_numbers.py"
    spec = importlib.util.spec_from_file_location("docs_numbers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILDER = program()
SENTENCES = BUILDER.sentences()
QUICK = [one for one in SENTENCES if not one.get("slow")]
SLOW = [one for one in SENTENCES if one.get("slow")]


@pytest.fixture(scope="module")
def builder():
    return BUILDER


def title(sentence):
    return f"{sentence['page']}: {sentence['text'][:50]}"


def agrees(builder, sentence):
    page = (ROOT / sentence["page"]).read_text("utf-8")
    found = builder.pattern(sentence).search(page)
    assert found, f"{sentence['page']} has no sentence like: {sentence['text']}"
    assert list(found.groups()) == builder.formatted(sentence), ANEW


@needs_compiled
@pytest.mark.parametrize("sentence", QUICK, ids=title)
def test_a_page_has_the_numbers_that_the_command_prints(builder, sentence):
    agrees(builder, sentence)


@pytest.mark.parametrize("sentence", SENTENCES, ids=title)
def test_a_page_has_the_sentence(builder, sentence):
    page = (ROOT / sentence["page"]).read_text("utf-8")
    assert len(builder.pattern(sentence).findall(page)) == 1


@needs_compiled
@pytest.mark.parametrize("sentence", SLOW, ids=title)
def test_a_page_has_the_numbers_of_a_long_command(builder, sentence, pytestconfig):
    if not pytestconfig.getoption("--long-commands"):
        pytest.skip("minutes: pytest --long-commands")
    agrees(builder, sentence)


def test_long_numbers_are_of_the_results_and_the_catalogue_of_today(builder):
    listed = tomllib.loads(LIST.read_text("utf-8"))
    assert listed["made_from"] == builder.made_from(), (
        f"stored results or catalogue moved: {ANEW}"
    )


def test_a_number_is_found_wherever_its_line_breaks(builder):
    sentence = {"text": "over {share:.0f} % of the land (two shots {two})"}
    found = builder.pattern(sentence).search("a map\nover 71 % of\nthe land (two shots 27)")
    assert found.groups() == ("71", "27")


def test_a_row_of_a_table_has_its_own_words_and_numbers_with_spaces(builder):
    entry = {"text": "| <place> | {shots} |", "rows": "places"}
    _, busan = builder.rows(entry, {"places": [{"place": "Seoul"}, {"place": "Busan"}]})
    found = builder.pattern(busan).search("| Seoul | 0, no time |\n| Busan | 1, hit |")
    assert found.groups() == ("1, hit",)


def test_code_may_use_what_stands_above_it(builder):
    entry = {"text": "{b}", "words": {"k": "3"}, "a": "int(k)", "b": "median([a, 5])"}
    assert builder.numbers(entry)["b"] == 4


def test_a_number_before_a_full_stop_is_found_whole(builder):
    sentence = {"text": "with a chance of {chance:.2f}."}
    assert builder.pattern(sentence).search("with a chance of 0.56. So").groups() == ("0.56",)
