"""The map of coverage states what it found."""

from types import SimpleNamespace

from openthaad.plots.coverage import finding


def trace(missile):
    place = SimpleNamespace(name="here")
    return SimpleNamespace(missile=missile, launch=place, aim=place)


def seen(missile, mode, first):
    return SimpleNamespace(missile=missile, launch="here", aim="here", mode=mode, first=first)


def test_the_title_counts_flights_once_and_only_those_seen():
    record = SimpleNamespace(
        scenario="two-modes",
        views=[SimpleNamespace(name=n, mode=m) for m in ("terminal", "forward") for n in "ab"],
        traces=[trace("one"), trace("two"), trace("three")],
        seen=[
            seen("one", "terminal", None),
            seen("one", "forward", 80.0),
            seen("one", "forward", 90.0),
            seen("two", "forward", 70.0),
        ],
    )
    assert finding(record) == (
        "The 2 radars of two-modes see 0 of 3 flights in terminal mode and "
        "2 of 3 flights in forward-based mode"
    )
