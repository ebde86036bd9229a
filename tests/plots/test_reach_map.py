from dataclasses import replace

import matplotlib as mpl
import pytest

from openthaad.errors import StorageError
from openthaad.plots import reach_map
from openthaad.reports.reach import reach_sentence
from openthaad.scenario import load_scenario
from openthaad.studies.reach import reach


@pytest.fixture(scope="module")
def record():
    return reach(load_scenario("radar-reach"))


def test_the_map_is_a_picture_of_modest_size(record, tmp_path):
    path = reach_map(record, tmp_path / "reach.png")
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert path.stat().st_size < 600e3


def test_the_map_says_what_it_assumes(record, tmp_path):
    with mpl.rc_context({"svg.fonttype": "none"}):
        text = reach_map(record, tmp_path / "reach.svg").read_text()
    for word in (
        "600 km",
        "2,000 km",
        "Terminal mode",
        "launch areas",
        "assumed",
        "facing 330°, finds 0.01 m²",
        f"{record.modes[0].rows[0.01].at_boresight / 1e3:,.0f} km away in terminal mode",
    ):
        assert word in text


def test_a_place_that_cannot_be_written_is_named(record, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write"):
        reach_map(record, tmp_path / "file" / "reach.png")


def test_the_sentence_names_both_modes_and_both_claims(record):
    said = reach_sentence(record)
    assert said.startswith("The radar at Seongju, facing 330 degrees, searches")
    assert "terminal mode (published: 600 km)" in said
    assert "forward-based mode (published: 2,000 km)" in said


def test_only_the_radar_at_seongju_is_held_against_what_was_claimed(tmp_path):
    record = reach(load_scenario("irbm"))
    said = reach_sentence(record)
    assert said.startswith("The radar at Guam")
    assert "published" not in said
    assert record.to_dict()["modes"][0]["claimed_km"] is None
    with mpl.rc_context({"svg.fonttype": "none"}):
        text = reach_map(record, tmp_path / "reach.svg").read_text()
    assert "claimed" not in text.lower()


def test_every_word_and_claim_lies_on_the_map_wherever_the_radar_faces(record, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "openthaad.plots.reach.save", lambda figure, _path: drawn.append(figure)
    )
    reach_map(replace(record, boresight=1.4), "unused.png")
    (figure,) = drawn
    figure.canvas.draw()
    sheet = figure.bbox
    texts = [*figure.texts, *(text for ax in figure.axes for text in ax.texts)]
    assert any("2,000 km" in text.get_text() for text in texts)
    for text in texts:
        box = text.get_window_extent()
        beyond = (sheet.x0 - box.x0, box.x1 - sheet.x1, sheet.y0 - box.y0, box.y1 - sheet.y1)
        assert max(beyond) <= 0.0, text.get_text()
