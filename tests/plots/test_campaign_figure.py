"""How an estimate closes in: no less doubt than its text, and no band cut without a sign."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from openthaad.campaigns.gathering import Step
from openthaad.campaigns.ignorance import apart
from openthaad.campaigns.statistics import Estimate
from openthaad.plots import convergence
from openthaad.plots.campaign import told

WORDS = {"title": "A raid: leakers", "quantity": "leakers", "foot": "seed 7"}


def step(runs, mean=2.0, half=None):
    half = 6.0 / np.sqrt(runs) if half is None else half
    given = {"mean": mean, "low": mean - half, "high": mean + half, "level": 0.95}
    return Step(runs=runs, estimate=Estimate(**given, method="made up"))


@pytest.fixture
def drawn(monkeypatch, tmp_path):
    """Draw, and return the figure as it was saved."""
    kept = []
    saved = Figure.savefig

    def keep(figure, *given, **named):
        kept.append(figure)
        return saved(figure, *given, **named)

    monkeypatch.setattr(Figure, "savefig", keep)

    def draw(steps, **more):
        convergence(steps, tmp_path / "it.svg", **WORDS, **more)
        return kept[-1]

    return draw


def unknown(middle):
    means = np.linspace(middle - 1.0, middle + 1.0, 21)
    return apart(means, np.full(21, 0.5), np.full(21, 16.0))


def words(figure):
    return " ".join(text.get_text() for text in figure.findobj() if hasattr(text, "get_text"))


def test_the_draws_of_the_catalogue_stand_beside_the_line(drawn):
    figure = drawn([step(n) for n in range(2, 400)], unknown=unknown(4.0))
    line, beside = figure.axes
    low, high = line.get_ylim()
    assert low < 2.0
    assert high > 5.0
    assert beside.get_ylim() == (low, high)
    told_there = words(figure).replace("\n", " ")
    assert "nine in ten" in told_there
    assert "Chance moves a run by 0.71" in told_there
    assert "outside the range of nine in ten draws" in told_there


def test_best_estimates_among_the_draws_get_no_word():
    assert "outside" not in told(unknown(2.0), 2.0)


def test_the_band_of_the_first_runs_is_not_cut_without_a_sign(drawn):
    told_there = words(drawn([step(n) for n in range(2, 2000)]))
    assert "runs the interval is wider than the frame" in told_there
    assert "wider" not in words(drawn([step(n, half=0.1) for n in range(2, 2000)]))


def test_what_is_drawn_of_the_settled_band_is_whole(drawn):
    axes = drawn([step(n) for n in range(2, 2000)]).axes[0]
    low, high = axes.get_ylim()
    last = step(100).estimate
    assert low < last.low
    assert last.high < high
