"""What was seen of a whole missile says nothing of the warhead that has left it."""

import numpy as np
import pytest

from openthaad.engine.tables import DETECTION, TRACK_STATUS
from openthaad.kernels.codes import TrackStatus
from openthaad.tracking.kernels import classification, initiation
from openthaad.tracking.kernels.association import Dwell
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.tracks import TRACK


def plain(kernel):
    """Python function of a kernel."""
    return getattr(kernel, "py_func", kernel)


@pytest.fixture
def parting(monkeypatch):
    """Part a confirmed track, or find nothing new beside it."""

    def note(*, is_companion):
        table, statuses = np.zeros(1, TRACK), np.zeros(1, TRACK_STATUS)
        table[0]["status"] = TrackStatus.CONFIRMED
        table[0]["separation_time"] = np.nan
        statuses[0]["lead_log_odds"], statuses[0]["feature_time"] = -77.0, 150.0
        dwell = Dwell(np.zeros(2, DETECTION), np.array([0, -1]), np.zeros(2))
        tracker = Tracker(None, None)
        monkeypatch.setattr(initiation.gating, "is_companion", lambda *_: is_companion)
        monkeypatch.setattr(initiation.tracks, "widen_for_separation", lambda *_: None)
        monkeypatch.setattr(initiation, "_is_news", plain(initiation._is_news))
        monkeypatch.setattr(classification, "forget_looks", plain(classification.forget_looks))
        monkeypatch.setattr(initiation, "measurement_of", lambda row: row)
        plain(initiation.note_separations)(table, statuses, dwell, 2, None, tracker)
        return statuses[0]

    return note


def test_the_odds_start_anew_when_a_track_is_seen_to_part(parting):
    status = parting(is_companion=True)
    assert status["lead_log_odds"] == 0.0
    assert status["feature_time"] < 0.0  # the next look counts, however soon


def test_they_go_on_beside_what_did_not_part_from_it(parting):
    assert parting(is_companion=False)["lead_log_odds"] == -77.0
