"""The tracker against the engine's own flights, which it was not tuned on."""

import numpy as np
import pytest

from openthaad.kernels.frames import ecef_to_geodetic
from openthaad.tracking.consistency import chi_square_band, normalised_error

RUNS = 60
# A run whose mean is above this has taken a look at the spent body for one at the warhead.
CONTAMINATED = 15.0
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
def by_run(run, single):
    """Seconds and NEES of every run, in free fall."""
    found = []
    for seed in range(RUNS):
        rows = free_fall(run(single(battery=HELD), seed=seed).log)
        truth = np.hstack([rows["true_position"], rows["true_velocity"]])
        mean = np.hstack([rows["position"], rows["velocity"]])
        nees = normalised_error(truth, mean, whole(rows["covariance"]))
        found.append((np.floor(rows["time"]).astype(int), nees))
    return found


def test_free_fall_is_tracked_for_minutes(by_run):
    assert min(len(seconds) for seconds, _ in by_run) > 100


def test_few_tracks_are_led_astray_by_the_spent_body(by_run):
    # 11 of 100 when it was measured: a known weakness, written down in the tracker's notes.
    astray = sum(nees.mean() > CONTAMINATED for _, nees in by_run)
    assert astray <= 0.3 * RUNS


def test_of_the_others_the_stated_error_is_the_true_one(by_run):
    """Mean NEES of six states by second, against the band that holds 99 % of a right filter."""
    clean = [(s, n) for s, n in by_run if n.mean() <= CONTAMINATED]
    seconds = np.concatenate([s for s, _ in clean])
    nees = np.concatenate([n for _, n in clean])
    kept = [s for s in np.unique(seconds) if (seconds == s).sum() >= RUNS // 2]
    counts = np.array([(seconds == s).sum() for s in kept])
    means = np.array([nees[seconds == s].mean() for s in kept])
    low, high = chi_square_band(6.0 * counts)
    inside = (low / counts < means) & (means < high / counts)
    # Neighbouring seconds share the biases, so a right filter may leave for a stretch.
    assert inside.mean() > 0.9
