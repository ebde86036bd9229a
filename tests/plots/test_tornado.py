"""The picture of what moves an answer."""

from dataclasses import replace
from math import nan

import pytest
from PIL import Image

from openthaad.cli.influence import draw_beside
from openthaad.errors import StorageError
from openthaad.plots import tornado
from openthaad.scenario import load_scenario, uncertain_values
from openthaad.studies.influence import Influence, Swing, in_order

FOOT = "Scenario korea-2017, seed 7."


@pytest.fixture(scope="module")
def found():
    """Return fifteen values that move an answer: one way, both ways, and to no answer."""
    axes = uncertain_values(load_scenario("korea-2017"))[:15]
    made = [
        Swing(axis=axis, base=1.0, at_low=1.0 - 0.05 * k, at_high=1.0 + 0.02 * k)
        for k, axis in enumerate(axes)
    ]
    made[3] = replace(made[3], at_high=nan)
    return Influence(quantity="share", unit="km", base=1.0, swings=in_order(made))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_it_is_drawn_in_the_format_that_the_ending_says(found, tmp_path, ending):
    path = tornado(found, tmp_path / f"it.{ending}", foot=FOOT)
    assert path.stat().st_size > 5_000


def test_it_is_as_high_as_it_has_bars(found, tmp_path):
    few = replace(found, swings=found.swings[:3])
    sizes = []
    for one in (few, found):
        with Image.open(tornado(one, tmp_path / "it.png", foot=FOOT)) as picture:
            sizes.append(picture.size)
    assert sizes[0][0] == sizes[1][0]
    assert sizes[0][1] < sizes[1][1]


def test_the_words_of_the_picture_name_values_ranges_and_basis(found, tmp_path):
    text = tornado(found, tmp_path / "it.svg", foot=FOOT).read_text()
    swing = found.moving[1]
    for words in (swing.axis.words, swing.axis.item.basis, "no answer", "12 of 14", "seed 7"):
        assert words in text


def test_where_nothing_moves_the_answer_there_is_no_picture(found, tmp_path):
    still = replace(
        found, swings=tuple(replace(s, at_low=1.0, at_high=1.0) for s in found.swings)
    )
    assert tornado(still, tmp_path / "it.png", foot=FOOT) is None
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_said(found, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        tornado(found, tmp_path / "file" / "it.png", foot=FOOT)


def test_it_is_drawn_beside_the_figure_that_was_asked_for(found, tmp_path):
    assert draw_beside(found, None, FOOT) is None
    assert draw_beside(None, str(tmp_path / "it.svg"), FOOT) is None
    beside = draw_beside(found, str(tmp_path / "it.svg"), FOOT)
    assert beside == str(tmp_path / "it-influence.svg")
