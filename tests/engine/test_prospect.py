"""Nothing that a search may see is missed by what bounds it."""

from math import atan2, radians

import numpy as np
import pytest

from openthaad.engine import prospect
from openthaad.kernels.path import NODE
from openthaad.radar.kernels import detection
from openthaad.radar.kernels.rows import RADAR
from openthaad.threat.kernels.flight import FLIGHT

pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.mark.parametrize("speed", [0.0, 300.0, 3000.0])
@pytest.mark.parametrize("gain", [1.0, 40.0, 90.0])
def test_nothing_reaches_the_fence_before_its_time(speed, gain):
    # Straight up beside the radar, as hard as it may: no missile reaches the fence sooner.
    away, low = 150e3, radians(4.0)
    fence = np.array([low, radians(9.0)])
    wait = prospect.wait_for_fence(fence, away, 0.0, speed, gain)
    risen = speed * wait + 0.5 * gain * wait * wait
    assert wait > 0.0
    assert atan2(risen, away) <= low + 1e-12
    assert atan2(1.01 * risen, away) > 0.99 * low


def test_what_stands_in_the_fence_is_not_waited_for():
    fence = np.array([radians(4.0), radians(9.0)])
    assert prospect.wait_for_fence(fence, 150e3, radians(6.0), 1000.0, 10.0) == 0.0


@pytest.mark.parametrize(
    ("velocity", "acceleration", "gain"),
    [
        ((0.0, 1000.0, 0.0), (0.0, 40.0, 0.0), 40.0),
        ((0.0, 1000.0, 0.0), (30.0, 40.0, 0.0), 40.0),  # across the flight no speed is gained
        ((0.0, 1000.0, 0.0), (0.0, -40.0, 0.0), 0.0),
        ((0.0, 0.5, 0.0), (30.0, 40.0, 0.0), 50.0),  # on its pad it may go any way
    ],
)
def test_speed_grows_by_what_pushes_along_it(velocity, acceleration, gain):
    flight, nodes = np.zeros(1, FLIGHT)[0], np.zeros(6, NODE)
    flight["first_node"], flight["node_count"] = 2, 3
    nodes["velocity"] = (0.0, 1000.0, 0.0)
    nodes["acceleration"][[0, 5]] = (0.0, 900.0, 0.0)  # another's
    nodes["velocity"][3], nodes["acceleration"][3] = velocity, acceleration
    # Never less than at a node, nor more than a little above it.
    found = prospect.greatest_gain(flight, nodes)
    assert gain < found <= 1.05 * gain + 1.0


@pytest.mark.parametrize("swerling", [1, 3])
def test_an_echo_of_the_least_snr_is_just_worth_a_note(swerling):
    radar = np.zeros(1, RADAR)[0]
    radar["false_alarm_probability"] = 1e-6
    least = prospect.snr_needed(radar, swerling)
    threshold = -np.log(1e-6)
    for snr, is_noted in ((0.999 * least, False), (1.001 * least, True)):
        assert (detection.probability(snr, threshold, swerling) >= 1e-3) == is_noted
