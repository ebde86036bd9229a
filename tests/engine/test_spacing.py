import numpy as np
import pytest

from openthaad.engine import spacing

_CYCLE = 1.0


@pytest.fixture
def row():
    row = np.zeros(1, spacing.SPACING)[0]
    spacing.begin(row, False)
    return row


def searches(row, first, last):
    """Cycles from the first to the last that are searched, each to no avail."""
    seen = []
    for time in np.arange(first, last + 0.5):
        if spacing.is_due(row, time):
            seen.append(int(time))
            spacing.set_next(row, time, _CYCLE)
    return seen


def test_steps_grow_to_four_cycles(row):
    assert searches(row, 100, 120) == [100, 101, 103, 107, 111, 115, 119]


def test_every_cycle_is_searched_where_that_is_asked(row):
    spacing.search_every_cycle(row, 105.0)
    assert searches(row, 100, 112) == [100, 101, 102, 103, 104, 105, 106, 108, 112]


def test_what_is_found_after_skipped_cycles_is_gone_back_for_once(row):
    assert searches(row, 100, 106) == [100, 101, 103]
    assert spacing.has_skipped(row, 107.0, _CYCLE)
    spacing.go_back(row, 107.0)
    assert not spacing.has_skipped(row, 107.0, _CYCLE)
    assert searches(row, 104, 107) == [104, 105, 106, 107]


def test_the_next_cycle_skips_none(row):
    spacing.set_next(row, 100.0, _CYCLE)
    assert not spacing.has_skipped(row, 101.0, _CYCLE)
