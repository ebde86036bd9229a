"""When fire control runs its cycle, and how long a cycle is."""

import numpy as np
import pytest

from openthaad.engine import cycles
from openthaad.engine.tables import CLOCK, OPTIONS
from openthaad.radar.kernels.scheduling import ROUNDING

pytestmark = pytest.mark.usefixtures("uncompiled")


def played(period, count):
    """Cycles of a loop that waits for the next one, as `engine.loop` does: index of periods."""
    found, coming = [], period
    for index in range(10_000):
        if 0.1 * (index + 1) >= coming - ROUNDING:
            coming += period
            found.append(index)
            if len(found) == count:
                return found
    raise AssertionError


@pytest.mark.parametrize("period", [0.1, 0.13, 0.25, 0.3, 0.5, 0.7, 1.0, 1.7, 2.0, 5.0, 10.0])
def test_cycles_are_numbered_and_last_from_one_to_the_next(period):
    options, clock = np.zeros(1, OPTIONS)[0], np.zeros(1, CLOCK)[0]
    options["period"], options["fire_control_period"] = 0.1, period
    last = -1
    for k, index in enumerate(played(period, 40)):
        clock["period_index"] = index
        assert cycles.number(options, clock) == k
        assert cycles.length(options, clock) == pytest.approx(0.1 * (index - last))
        last = index


def test_a_cycle_of_a_second_is_a_second_to_the_bit():
    options, clock = np.zeros(1, OPTIONS)[0], np.zeros(1, CLOCK)[0]
    options["period"], options["fire_control_period"] = 0.1, 1.0
    for k in range(2000):
        clock["period_index"] = 10 * k + 9
        assert cycles.length(options, clock) == 1.0
