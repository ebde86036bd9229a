"""Time passed over is spent as in the battle, and nothing that may be seen is passed over."""

from math import atan2, radians

import numpy as np
import pytest

from openthaad.engine import waiting
from openthaad.engine.tables import CLOCK, OPTIONS
from openthaad.radar.kernels.rows import RADAR, RADAR_STATE

PERIOD = 0.1


@pytest.mark.parametrize("dwell", [0.005, 0.03, 0.07])
def test_time_passed_over_at_once_is_spent_as_period_by_period(dwell):
    radars, states = np.zeros(1, RADAR), np.zeros(1, RADAR_STATE)
    radars["search_dwell"] = dwell
    clock = np.zeros(1, CLOCK)[0]
    clock["next_fire_control"] = 1.0
    options = np.zeros(1, OPTIONS)[0]
    options["period"], options["fire_control_period"] = PERIOD, 1.0
    waiting.pass_time(radars, states, clock, options, 144.9)
    bank = 0.0
    for _ in range(1449):
        bank += PERIOD
        bank -= max(int(np.ceil(bank / dwell - 1e-9)), 0) * dwell if bank > 0.0 else 0.0
    assert (clock["period_index"], states[0]["bank"]) == (1449, bank)
    assert clock["next_fire_control"] == pytest.approx(145.0)


@pytest.mark.parametrize("speed", [0.0, 300.0, 3000.0])
@pytest.mark.parametrize("gain", [1.0, 40.0, 90.0])
def test_nothing_reaches_the_fence_before_its_time(speed, gain):
    # Straight up beside the radar, as hard as it may: no missile reaches the fence sooner.
    away, low = 150e3, radians(4.0)
    fence = np.array([low, radians(9.0)])
    sight = (away, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    wait = waiting.wait_for_fence(fence, sight, speed, gain)
    risen = speed * wait + 0.5 * gain * wait * wait
    assert wait > 0.0
    assert atan2(risen, away) <= low + 1e-12
    assert atan2(1.01 * risen, away) > 0.99 * low


def test_what_stands_in_the_fence_is_not_waited_for():
    fence = np.array([radians(4.0), radians(9.0)])
    sight = (150e3, 0.0, radians(6.0), radians(6.1), 0.0, 0.0, 1.0)
    assert waiting.wait_for_fence(fence, sight, 1000.0, 10.0) == 0.0
