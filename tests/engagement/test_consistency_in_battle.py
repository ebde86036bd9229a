"""The tracker against the engine's own flights, which it was not tuned on."""

from typing import NamedTuple

import numpy as np
import pytest

from openthaad.kernels.frames import ecef_to_geodetic
from openthaad.tracking.consistency import average_by_second, normalised_error

# Only what the tracker sees counts here, so that no run is cut short by a hit.
HELD = "hold_fire = true"
FREE_FALL_FLOOR = 100e3


class Errors(NamedTuple):
    """One run's warhead track: seconds and NEES by phase, seconds and NIS in free fall."""

    rising: tuple
    falling_free: tuple
    reentry: tuple
    looks: tuple


def whole(upper):
    """Covariance (n, 6, 6) of position and velocity, from upper triangles (n, 28)."""
    matrix = np.zeros((len(upper), 7, 7))
    i, j = np.triu_indices(7)
    matrix[:, i, j] = upper
    matrix[:, j, i] = upper
    return matrix[:, :6, :6]


def nees_of(rows):
    """Whole seconds and NEES of track rows."""
    truth = np.hstack([rows["true_position"], rows["true_velocity"]])
    mean = np.hstack([rows["position"], rows["velocity"]])
    nees = normalised_error(truth, mean, whole(rows["covariance"]))
    return np.floor(rows["time"]).astype(int), nees


def errors_of(log):
    """Errors of the confirmed tracks whose last look was at the warhead; None if lost."""
    rows = log["tracks"][(log["tracks"]["object"] == 0) & (log["tracks"]["status"] == 1)]
    declared = rows["time"][rows["is_burnout_declared"] == 1]
    if len(declared) == 0:
        return None
    start = max(rows["time"][0] + 10.0, declared.min())
    height = np.array([ecef_to_geodetic(tuple(p))[2] for p in rows["true_position"]])
    top = rows["time"][height.argmax()]
    is_free = (rows["time"] >= start) & (height > FREE_FALL_FLOOR)
    is_low = (rows["time"] > top) & (height <= FREE_FALL_FLOOR)
    free = rows[is_free]
    looks = log["detections"]
    looks = looks[(looks["object"] == 0) & np.isfinite(looks["nis"])]
    looks = looks[(looks["time"] >= free["time"][0]) & (looks["time"] <= free["time"][-1])]
    return Errors(
        nees_of(rows[~is_free & ~is_low]),
        nees_of(free),
        nees_of(rows[is_low]),
        (np.floor(looks["time"]).astype(int), looks["nis"]),
    )


# The mending of what happens at separation was done on seeds 0 to 299.
SEEDS = [
    pytest.param(range(5000, 5060), id="60 runs"),
    pytest.param(range(1000, 1200), id="200 runs", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=SEEDS)
def campaign(request, run, single):
    text = single(battery=HELD)
    found = [errors_of(run(text, seed=seed).log) for seed in request.param]
    # One missile of 200 leaves the search fence before its track has found its velocity.
    assert found.count(None) <= 0.02 * len(found)
    return [errors for errors in found if errors is not None]


def averages(campaign, phase, degrees):
    """Second by second over all runs, where at least half of them are."""
    parts = [getattr(errors, phase) for errors in campaign]
    seconds = np.concatenate([part[0] for part in parts])
    values = np.concatenate([part[1] for part in parts])
    return average_by_second(seconds, values, degrees=degrees, least=len(campaign) // 2)


def test_free_fall_is_tracked_for_minutes(campaign):
    assert min(len(errors.falling_free[0]) for errors in campaign) > 100


def test_in_free_fall_the_stated_error_is_the_true_one(campaign):
    nees = averages(campaign, "falling_free", 6)
    # Never above the band.  Below it now and then, and for a stretch, as neighbouring seconds
    # share the biases: the filter states its error some 4 % too large (mean NEES 5.5 of 6).
    assert (nees.mean <= nees.high).mean() >= 0.99
    assert nees.is_inside().mean() >= 0.75


def test_in_free_fall_the_innovations_are_as_stated(campaign):
    nis = averages(campaign, "looks", 3)
    assert nis.is_inside().mean() >= 0.97


def test_no_warhead_track_is_led_astray_by_the_spent_body(campaign):
    worst = max(errors.falling_free[1].mean() for errors in campaign)
    # One run's mean over its free fall is of six strongly correlated values: chi-square with
    # six degrees, which goes beyond 30 in one of 25,000.
    assert worst < 30.0


@pytest.mark.parametrize("phase", ["rising", "reentry"])
def test_elsewhere_the_stated_error_is_within_a_factor_of_two(campaign, phase):
    nees = averages(campaign, phase, 6)
    assert nees.mean.min() > 3.0
    assert nees.mean.max() < 12.0
