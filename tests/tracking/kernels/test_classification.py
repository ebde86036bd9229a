"""Which of the things that fly together is the warhead, by cross-section."""

from math import log

import numpy as np
import pytest

from openthaad.engine.tables import DETECTION, OPTIONS, TRACK_STATUS
from openthaad.kernels.codes import Discrimination, ObjectKind, TrackStatus
from openthaad.tracking.kernels import classification
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.motion import BALLISTIC
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings

pytestmark = pytest.mark.usefixtures("uncompiled")
FEATURES = int(Discrimination.FEATURES)


def tracker(**values):
    return Tracker(None, TrackerSettings(**values).params())


def pair(odds, *, away=0.0, faster=0.0):
    """Two confirmed tracks; the second is this many times likelier to be the warhead."""
    tracks, statuses = np.zeros(2, TRACK), np.zeros(2, TRACK_STATUS)
    tracks["active"], tracks["status"] = 1, TrackStatus.CONFIRMED
    tracks["mode_probability"][:, BALLISTIC] = 1.0
    tracks["x"][:, :, :6] = (7e6, 0.0, 0.0, 0.0, 3000.0, 0.0)
    tracks["x"][1, :, 1], tracks["x"][1, :, 4] = away, 3000.0 + faster
    statuses["lead_log_odds"] = -1.0, log(odds) - 1.0
    return tracks, statuses


def is_debris(made, discrimination=FEATURES, **values):
    return classification.is_debris(0, *made, discrimination, tracker(**values))


@pytest.mark.parametrize("odds", [5.0, 20.0, 100.0])
def test_a_track_is_debris_beside_one_that_looks_more_like_the_warhead(odds):
    assert is_debris(pair(1.01 * odds), debris_odds=odds)
    assert not is_debris(pair(0.99 * odds), debris_odds=odds)


@pytest.mark.parametrize("limit", [10e3, 30e3])
def test_what_flies_far_away_is_no_companion(limit):
    assert is_debris(pair(1e3, away=0.99 * limit), companion_distance=limit)
    assert not is_debris(pair(1e3, away=1.01 * limit), companion_distance=limit)


@pytest.mark.parametrize("limit", [30.0, 100.0])
def test_what_flies_at_another_speed_is_no_companion(limit):
    assert is_debris(pair(1e3, faster=-0.99 * limit), companion_speed=limit)
    assert not is_debris(pair(1e3, faster=-1.01 * limit), companion_speed=limit)


def test_a_companion_that_is_not_confirmed_says_nothing():
    made = pair(1e3)
    made[0]["status"][1] = TrackStatus.TENTATIVE
    assert not is_debris(made)


def test_without_discrimination_nothing_is_debris():
    assert not is_debris(pair(1e3), int(Discrimination.NONE))


@pytest.mark.parametrize(
    ("kind", "debris"), [(ObjectKind.LEAD, False), (ObjectKind.BODY, True), (-1, False)]
)
def test_perfect_discrimination_goes_by_what_was_reported(kind, debris):
    made = pair(1.0)
    made[1]["reported_kind"] = kind
    assert is_debris(made, int(Discrimination.PERFECT)) == debris


@pytest.mark.parametrize("most", [1.0, 2.0, 4.0])
def test_the_evidence_of_one_look_is_bounded_either_way(most):
    assert classification.log_likelihood_ratio(10.0, 0.01, 0.1, most) == -most
    assert classification.log_likelihood_ratio(0.0, 1e-6, 1.0, most) == most
    # ln 10 less 0.02 times 90.
    found = classification.log_likelihood_ratio(0.02, 0.01, 0.1, 4.0)
    assert found == pytest.approx(log(10.0) - 1.8)


@pytest.mark.parametrize("apart", [0.5, 2.0])
def test_looks_at_one_fluctuation_count_once(monkeypatch, apart):
    monkeypatch.setattr(classification, "apparent_rcs", lambda *_: 0.0)
    monkeypatch.setattr(classification.sights, "line_of_sight", lambda *_: None)
    options, status = np.zeros(1, OPTIONS)[0], np.zeros(1, TRACK_STATUS)[0]
    options["lead_rcs"], options["body_rcs"] = 0.01, 0.02
    detection = np.zeros(1, DETECTION)[0]
    classification.forget_looks(status)
    for time in (10.0, 10.0 + 0.9 * apart, 10.0 + 1.1 * apart):
        detection["time"] = time
        classification.note_look(
            status, options, None, detection, None, tracker(look_independence_time=apart)
        )
    assert status["lead_log_odds"] == pytest.approx(2.0 * log(2.0))
