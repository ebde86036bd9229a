import numpy as np
import pytest

from openthaad.engine import strides

_CYCLE = 1.0


@pytest.fixture
def pace():
    row = np.zeros(1, strides.PACE)[0]
    strides.set_out(row, False)
    return row


def looks(pace, first, last):
    """Cycles from the first to the last that are looked at, each to no avail."""
    seen = []
    for time in np.arange(first, last + 0.5):
        if strides.is_due(pace, time):
            seen.append(int(time))
            strides.step_on(pace, time, _CYCLE)
    return seen


def test_strides_grow_to_four_cycles(pace):
    assert looks(pace, 100, 120) == [100, 101, 103, 107, 111, 115, 119]


def test_every_cycle_is_looked_at_while_walking(pace):
    strides.walk(pace, 105.0)
    assert looks(pace, 100, 112) == [100, 101, 102, 103, 104, 105, 106, 108, 112]


def test_what_is_found_after_a_stride_is_gone_back_for_once(pace):
    assert looks(pace, 100, 106) == [100, 101, 103]
    assert strides.has_strided(pace, 107.0, _CYCLE)
    strides.turn_back(pace, 107.0)
    assert not strides.has_strided(pace, 107.0, _CYCLE)
    assert looks(pace, 104, 107) == [104, 105, 106, 107]


def test_the_next_cycle_is_no_stride(pace):
    strides.step_on(pace, 100.0, _CYCLE)
    assert not strides.has_strided(pace, 101.0, _CYCLE)
