"""A figure is saved whole or not at all."""

import dataclasses

import pytest
from matplotlib import rc_context, rcParams
from matplotlib.figure import Figure
from matplotlib.text import Text

from openthaad.errors import ScenarioError, StorageError
from openthaad.plots import battle_picture, saving
from openthaad.plots.saving import MISSING, own_style, save
from openthaad.runs import as_run


@pytest.mark.parametrize("ending", ["png", "PNG", "pdf", "svg"])
def test_the_ending_says_the_format_and_folders_are_made(tmp_path, ending):
    path = save(Figure(), tmp_path / "new" / f"figure.{ending}")
    assert path.read_bytes()[:5] in (b"\x89PNG\r", b"%PDF-", b"<?xml")
    assert [path] == list(path.parent.iterdir())


def test_what_stood_there_stays_where_drawing_is_interrupted(tmp_path, monkeypatch):
    path = tmp_path / "figure.png"
    path.write_bytes(b"before")

    def interrupted(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(Figure, "savefig", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(Figure(), path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_ending_and_a_wrong_place_are_told_apart(tmp_path):
    with pytest.raises(ScenarioError, match="PNG, PDF or SVG"):
        save(Figure(), tmp_path / "figure.bmp")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        save(Figure(), tmp_path / "file" / "figure.png")
    assert caught.value.key == "path"


HANGUL = "\uc131\uc8fc \ud3ec\ub300"  # the battery at Seongju


@pytest.fixture
def drawn(outcome):
    """The picture of a battle under a title, in a format."""
    return lambda title, form="svg": battle_picture(
        as_run(dataclasses.replace(outcome, title=title)), form
    )


def test_the_users_own_settings_change_nothing(drawn):
    before = drawn("A raid", "png")
    theirs = {
        "savefig.bbox": "tight",
        "font.size": 20.0,
        "axes.facecolor": "red",
        "lines.linewidth": 7.0,
        "savefig.transparent": True,
        "text.usetex": False,
        "font.family": ["serif"],
    }
    with rc_context(theirs):
        assert drawn("A raid", "png") == before
        assert rcParams["font.size"] == 20.0
    assert rcParams["savefig.bbox"] is None


def test_words_are_drawn_as_written_and_not_as_mathematics(drawn):
    priced = Text(text="A $2bn battery or a $1bn one")
    with own_style():
        own = Text(text="A $2bn battery or a $1bn one")
    assert priced.get_parse_math()
    assert not own.get_parse_math()
    assert drawn("A $2bn battery or a $1bn one") == drawn("A $2bn battery or a $1bn one")
    assert b"A $2bn battery or a $1bn one" in drawn("A $2bn battery or a $1bn one")


def test_letters_without_a_font_are_said_to_be_missing(drawn, monkeypatch):
    monkeypatch.setattr(saving, "_font_with", lambda _letters: None)
    content = drawn(f"Raid on {HANGUL}, 2017").decode()
    assert f"Raid on {MISSING}, 2017" in content


def test_letters_of_another_font_are_drawn_in_it(monkeypatch):
    monkeypatch.setattr(saving, "_font_with", lambda _letters: "DejaVu Serif")
    figure = Figure()
    text = figure.text(0.1, 0.1, HANGUL)
    saving._find_fonts(figure)
    assert text.get_fontfamily() == ["DejaVu Sans", "DejaVu Serif"]
    assert text.get_text() == HANGUL


def test_a_font_is_found_by_its_letters():
    saving._font_with.cache_clear()
    assert saving._font_with("a\u00e9") is not None
    assert saving._font_with("\U0010fffd") is None


def test_ticks_say_what_is_missing_too(monkeypatch):
    monkeypatch.setattr(saving, "_font_with", lambda _letters: None)
    figure = Figure()
    axes = figure.subplots()
    axes.set_yticks([0.0], [HANGUL])
    saving._find_fonts(figure)
    assert [text.get_text() for text in axes.get_yticklabels()] == [MISSING]


def test_fonts_of_a_pdf_are_truetype(drawn):
    content = drawn("A raid", "pdf")
    assert b"/CIDFontType2" in content
    assert b"/Type3" not in content
