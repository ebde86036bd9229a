"""The tracker against the engine's own flights, which it was not tuned on."""

import numpy as np
import pytest

from openthaad.kernels.frames import ecef_to_geodetic
from openthaad.tracking.consistency import chi_square_band, normalised_error

RUNS = 60
# Only what the tracker sees counts here, so that no run is cut short by a hit.
HELD = "hold_fire = true"


def whole(upper):
    """Covariance (n, 6, 6) of position and velocity, from upper triangles (n, 28)."""
    matrix = np.zeros((len(upper), 7, 7))
    i, j = np.triu_indices(7)
    matrix[:, i, j] = upper
    matrix[:, j, i] = upper
    return matrix[:, :6, :6]


def free_fall(log):
    """Rows of warhead tracks from 10 s after confirmation and burnout down to 100 km."""
    rows = log["tracks"]
    rows = rows[(rows["object"] == 0) & (rows["status"] == 1)]
    burnout = rows["time"][rows["is_burnout_declared"] == 1]
    if len(burnout) == 0:
        return rows[:0]
    start = max(rows["time"][0] + 10.0, burnout[0])
    height = np.array([ecef_to_geodetic(tuple(p))[2] for p in rows["true_position"]])
    return rows[(rows["time"] >= start) & (height > 100e3)]


@pytest.fixture(scope="module")
def by_second(run, single):
    """Second, number of runs and mean NEES wherever most of the runs are in free fall."""
    seconds, nees = [], []
    for seed in range(RUNS):
        rows = free_fall(run(single(battery=HELD), seed=seed).log)
        truth = np.hstack([rows["true_position"], rows["true_velocity"]])
        mean = np.hstack([rows["position"], rows["velocity"]])
        seconds.append(np.floor(rows["time"]).astype(int))
        nees.append(normalised_error(truth, mean, whole(rows["covariance"])))
    seconds, nees = np.concatenate(seconds), np.concatenate(nees)
    kept = [s for s in np.unique(seconds) if (seconds == s).sum() >= RUNS // 2]
    counts = np.array([(seconds == s).sum() for s in kept])
    return np.array(kept), counts, np.array([nees[seconds == s].mean() for s in kept])


def test_free_fall_lasts_for_minutes(by_second):
    assert len(by_second[0]) > 100


def test_the_stated_error_is_the_true_one_in_free_fall(by_second):
    """Mean NEES of six states; the figures measured are in `docs/models/tracker.md`."""
    _, counts, nees = by_second
    low, high = chi_square_band(6.0 * counts)
    inside = (low / counts < nees) & (nees < high / counts)
    found = f"mean {nees.mean():.2f}, {nees.min():.2f} to {nees.max():.2f}, {inside.mean():.3f}"
    assert 3.0 < nees.mean() < 9.0, found
