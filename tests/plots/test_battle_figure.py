"""The picture of a battle."""

from dataclasses import replace
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from openthaad.errors import ScenarioError
from openthaad.plots import battle_figure, battle_picture
from openthaad.plots.battle import _figure, _kinds, finding
from openthaad.records import OUTCOMES
from openthaad.runs import as_run


@pytest.mark.parametrize(
    ("form", "head"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")]
)
def test_the_same_run_gives_the_same_bytes(outcome, form, head):
    pictures = [battle_picture(as_run(outcome), form) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(head)


def test_the_words_name_missiles_seed_and_basis(outcome, tmp_path):
    text = battle_figure(as_run(outcome), tmp_path / "it.svg").read_text()
    threat = outcome.threats[0]
    for words in (f"{threat['id']}  ", f"seed {outcome.seed}", "stated", "altitude [km]"):
        assert words in text


def test_a_battle_without_anything_has_a_picture(outcome):
    tables = {name: rows[:0] for name, rows in outcome.tables.items()}
    empty = as_run(replace(outcome, threats=[], shots=[], tables=tables))
    assert battle_picture(empty, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("end", sorted(OUTCOMES))
def test_what_became_of_a_missile_is_written_whole(outcome, end):
    threats = [{**threat, "outcome": end} for threat in outcome.threats]
    figure = _figure(as_run(replace(outcome, threats=threats)))
    sheet = FigureCanvasAgg(figure).get_renderer()
    written = [t for t in figure.axes[0].texts if t.get_text().split() == OUTCOMES[end].split()]
    assert len(written) == len(threats)
    boxes = [text.get_window_extent(sheet) for text in written]
    assert max(box.x1 for box in boxes) < figure.bbox.x1
    heights = sorted((box.y0, box.y1) for box in boxes)
    assert all(top <= low for (_, top), (low, _) in pairwise(heights))


def test_a_format_that_is_not_drawn_is_refused(outcome, tmp_path):
    with pytest.raises(ScenarioError, match="PNG, PDF or SVG"):
        battle_figure(as_run(outcome), tmp_path / "it.gif")


def test_the_title_is_the_answer_and_the_key_holds_what_is_drawn(outcome):
    run = as_run(outcome)
    ends = [threat["outcome"] for threat in run.outcome["threats"]]
    assert finding(run).startswith(f"{ends.count('intercepted')} of {len(ends)} missiles")
    named = {kind["label"] for kind in _kinds(run)}
    assert ("leaked" in named) == ("leaked" in ends)
    assert "other end" not in named or set(ends) - {"leaked", "intercepted"}
    tables = {name: rows[:0] for name, rows in outcome.tables.items()}
    quiet = as_run(replace(outcome, threats=[], shots=[], tables=tables))
    assert finding(quiet) == "No missile was launched"
    assert "interceptor" not in {kind["label"] for kind in _kinds(quiet)}
