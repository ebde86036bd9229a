"""A spent body that falls behind as it meets the air keeps its track."""

import numpy as np
import pytest

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.codes import TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels import initiation
from openthaad.tracking.kernels.association import Dwell
from openthaad.tracking.kernels.filters import Sensor, Tracker
from openthaad.tracking.kernels.motion import BALLISTIC
from openthaad.tracking.kernels.replay import LOOKS
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings

adopt = njit(cache=True)(getattr(initiation.adopt, "py_func", initiation.adopt))
PARAMS = TrackerSettings().params()
TRACKER = Tracker(Surroundings(WGS84, us76_table()), PARAMS)
# A face on the equator that looks straight up: ranges are heights.
SENSOR = Sensor(
    0, (6378137.0, 0.0, 0.0), ((0, 1.0, 0), (0, 0, 1.0), (1.0, 0, 0)), 5.0, 1e-4, 1e-4
)
HEIGHT = 70e3


def adopted(climb, behind):
    """Owner of a detection so many metres behind a declared track, and the track."""
    table = np.zeros(1, TRACK)
    track = table[0]
    track["active"], track["status"] = 1, TrackStatus.CONFIRMED
    track["is_burnout_declared"] = 1
    track["x"][BALLISTIC] = 6378137.0 + HEIGHT, 0.0, 0.0, climb, 1500.0, 0.0, PARAMS.log_beta
    track["p"][BALLISTIC] = np.diag([10.0, 10.0, 10.0, 1.0, 1.0, 1.0, 0.6])
    look = np.zeros(1, LOOKS)
    look["range"] = HEIGHT + behind
    look["sigma_range"], look["sigma_u"], look["sigma_v"] = 1.0, 1e-4, 1e-4
    owner = np.array([-1])
    adopt(table, Dwell(look, owner, np.zeros(1)), 1, SENSOR, TRACKER)
    return owner[0], track


def test_a_falling_track_that_missed_its_detection_takes_the_one_just_behind():
    # Drag on a spent body of 2.5 km/s at 70 km is 1.2 m/s²: 6 m of it in three seconds.
    owner, track = adopted(-2000.0, 20.0)
    assert owner == 0
    assert track["x"][BALLISTIC, 6] == PARAMS.body_log_beta


@pytest.mark.parametrize(("climb", "behind"), [(2000.0, 20.0), (-2000.0, 200.0)])
def test_a_climbing_track_or_a_detection_far_off_is_left_alone(climb, behind):
    owner, track = adopted(climb, behind)
    assert owner == -1
    assert track["x"][BALLISTIC, 6] == PARAMS.log_beta
