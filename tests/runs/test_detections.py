"""What a tracker of one's own is given: what the radars reported, and nothing of the truth."""

from dataclasses import fields

import numpy as np
import pytest
from numba import config

import openthaad
from openthaad.errors import RecordError
from openthaad.runs import as_run

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="a battle; minutes uncompiled")


@pytest.fixture(scope="module")
def run():
    scenario = openthaad.load_scenario("pyeongtaek-seconds", ["environment.refraction=none"])
    return as_run(openthaad.simulate(scenario, seed=1))


def test_they_lie_where_the_objects_were(run):
    found = openthaad.detections(run)
    seen = run.numbers("detections", "object")[:, 0].astype(int)
    rows = run.rows("truth")
    away = []
    for k in np.flatnonzero(seen >= 0)[:: max(len(seen) // 50, 1)]:
        path = [row for row in rows if row["object"] == seen[k]]
        times = np.array([row["time_s"] for row in path])
        places = np.array([[row[f"{axis}_ecef_m"] for axis in "xyz"] for row in path])
        truth = [np.interp(found.time[k], times, places[:, axis]) for axis in range(3)]
        cross = found.measured[k, 0] * found.sigma[k, 1:].max()
        sigma = np.hypot(found.sigma[k, 0], cross)
        away.append(np.linalg.norm(found.position_ecef[k] - truth) / sigma)
    assert len(away) > 20
    assert np.median(away) < 3.0


def test_they_hold_no_truth(run):
    names = {field.name for field in fields(openthaad.detections(run))}
    assert names == {"time", "radar", "measured", "sigma", "snr", "position_ecef", "faces"}


def test_they_are_a_line_in_a_session(run):
    found = openthaad.detections(run)
    assert repr(found) == f"Detections({len(found)} of {', '.join(found.faces)})"


def test_the_face_looks_where_the_scenario_says(run):
    (face,) = openthaad.detections(run).faces.values()
    axes = np.stack([face.right_ecef, face.up_ecef, face.normal_ecef])
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)


def test_what_is_no_run_is_refused_in_words():
    with pytest.raises(RecordError, match="from what openthaad"):
        openthaad.detections(3)
