"""Two objects in one cell of range give one detection."""

import numpy as np
import pytest
from numba import njit

from openthaad.engine.tables import DETECTION, DETECTION_TRUTH
from openthaad.radar.kernels import resolution
from openthaad.radar.kernels.rows import RADAR

merge = njit(cache=True)(getattr(resolution.merge, "py_func", resolution.merge))
# 50 MHz resolve 3 m.
BANDWIDTH = 50e6


@pytest.fixture
def scene():
    """Detections of one dwell, as many metres further than 300 km as asked for."""

    def build(*metres):
        radar = np.zeros(1, RADAR)
        radar["bandwidth"] = BANDWIDTH
        detections = np.zeros(len(metres) + 1, DETECTION)
        extras = np.zeros(len(metres) + 1, DETECTION_TRUTH)
        for i, extra in enumerate(metres):
            detections[i]["range"] = 300e3 + extra + 0.5
            detections[i]["snr"] = 10.0 * (i + 1)
            extras[i]["range"] = 300e3 + extra
            extras[i]["object"] = i
        return radar[0], detections, extras

    return build


def test_a_pair_within_the_cell_is_one_detection_at_the_centre_of_power(scene):
    radar, detections, extras = scene(0.0, 1.5)
    assert merge(radar, detections, extras, 0, 2) == 1
    # The stronger, at 1.5 m, has two thirds of the power; its error of 0.5 m stays.
    assert detections[0]["range"] == pytest.approx(300e3 + 1.0 + 0.5)
    assert detections[0]["snr"] == 30.0
    assert extras[0]["object"] == 1


def test_a_pair_further_apart_stays_two(scene):
    radar, detections, extras = scene(0.0, 3.5)
    assert merge(radar, detections, extras, 0, 2) == 2
    assert extras["object"][:2].tolist() == [0, 1]


def test_what_lies_apart_from_a_merged_pair_is_kept(scene):
    radar, detections, extras = scene(0.0, 1.0, 50.0)
    assert merge(radar, detections, extras, 0, 3) == 2
    assert sorted(extras["object"][:2].tolist()) == [1, 2]


def test_two_dwells_do_not_merge(scene):
    radar, detections, extras = scene(0.0, 1.0)
    detections[1]["dwell_number"] = 7
    assert merge(radar, detections, extras, 0, 2) == 2


def test_detections_before_the_first_are_left_alone(scene):
    radar, detections, extras = scene(0.0, 1.0)
    assert merge(radar, detections, extras, 1, 2) == 2
