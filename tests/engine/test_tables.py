"""The battle's tables: a logged detection comes back, and truth stays apart."""

import numpy as np
import pytest

from openthaad.engine import tables
from openthaad.fire_control.kernels.rows import ENGAGEMENT
from openthaad.kernels import recording
from openthaad.kernels.codes import Task

pytestmark = pytest.mark.usefixtures("uncompiled")


def filled(kind, start):
    row = np.zeros(1, kind)
    for k, name in enumerate(kind.names):
        row[name] = start + k
    return row[0]


def test_a_logged_detection_comes_back_as_it_was():
    seen, extra = filled(tables.DETECTION, 1), filled(tables.DETECTION_TRUTH, 101)
    row = np.zeros(1, tables.LOG_DETECTION)[0]
    recording.note_detection(row, seen, extra, 7, 3.5)
    again, truth = np.zeros(1, tables.DETECTION)[0], np.zeros(1, tables.DETECTION_TRUTH)[0]
    recording.recall_detection(row, again, truth)
    assert again == seen
    assert truth == extra
    assert (row["track_number"], row["nis"]) == (7, 3.5)


@pytest.mark.parametrize("kind", [tables.DETECTION, tables.TRACK_STATUS, ENGAGEMENT])
def test_what_the_picture_holds_has_no_column_of_truth(kind):
    told = {"object", "threat", "true_range", "true_position", "echoes", "rcs", "fluctuation"}
    assert not told & set(kind.names)


def test_the_covariance_of_a_track_has_room_for_its_upper_triangle():
    assert tables.LOG_TRACK["covariance"].shape == (7 * 8 // 2,)


def test_a_second_is_shared_out_among_all_tasks():
    assert tables.LOG_OCCUPANCY["share"].shape == (len(Task),)


def test_a_record_of_an_engagement_has_what_the_engagement_tells():
    shared = {"limit", "limit_time", "limit_until", "margin", "engageable_time", "was_late"}
    assert shared <= set(ENGAGEMENT.names) & set(tables.ENGAGEMENT_RECORD.names)
    for name in shared:
        assert ENGAGEMENT[name] == tables.ENGAGEMENT_RECORD[name]
