"""The map of coverage states what it found."""

from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure

from openthaad.plots.coverage import _SHEETS, _words, finding


def trace(missile):
    place = SimpleNamespace(name="here")
    return SimpleNamespace(missile=missile, launch=place, aim=place)


def seen(missile, mode, first):
    return SimpleNamespace(missile=missile, launch="here", aim="here", mode=mode, first=first)


def test_the_title_counts_flights_once_and_only_those_seen():
    record = SimpleNamespace(
        scenario="two-modes",
        sites=[SimpleNamespace(name=n, mode=m) for m in ("terminal", "forward") for n in "ab"],
        traces=[trace("one"), trace("two"), trace("three")],
        seen=[
            seen("one", "terminal", None),
            seen("one", "forward", 80.0),
            seen("one", "forward", 90.0),
            seen("two", "forward", 70.0),
        ],
    )
    assert finding(record) == (
        "The A and B radars see 0 of 3 flights in terminal mode and "
        "2 of 3 flights in forward-based mode"
    )


@pytest.mark.parametrize("modes", [("terminal",), ("terminal", "forward")])
def test_title_and_notes_stay_on_the_sheet(modes):
    figure = Figure(figsize=_SHEETS[len(modes)])
    record = SimpleNamespace(
        scenario="two-modes",
        settings="0" * 10,
        rcs=None,
        sites=[
            SimpleNamespace(name=n, mode=m)
            for m in modes
            for n in ("north_west", "south_east", "in_between")
        ],
        traces=[trace("one")],
        seen=[],
    )
    _words(figure, record)
    figure.canvas.draw()
    title, notes = (text.get_window_extent() for text in figure.texts)
    legend = figure.legends[0].get_window_extent()
    assert max(title.x1, notes.x1) <= figure.bbox.x1
    assert notes.y0 >= 0.0
    assert "\n" in figure.texts[0].get_text()
    assert title.y1 <= figure.bbox.y1
    assert legend.y1 <= title.y0
