"""The acceptance figures of the tracker on synthetic flights (docs/models/tracker.md)."""

import numpy as np
import pytest

from openthaad.earth.kernels.frames import ecef_to_geodetic
from openthaad.tracking.consistency import consistency

RUNS = 200


@pytest.fixture(scope="module", params=["scud", "nodong"])
def campaign(request, air, flights):
    return flights.campaign(request.param, RUNS, air)


def altitudes(path, seconds):
    index = np.searchsorted(path[:, 0], seconds).clip(max=len(path) - 1)
    return np.array([ecef_to_geodetic(tuple(path[i, 1:4]))[2] for i in index])


def free_fall(campaign, result):
    """Seconds at least 10 s after every confirmation and declaration, down to 100 km."""
    start = max(campaign.confirmed.max() + 10.0, campaign.declared.max())
    falling = result.second > 0.5 * campaign.path[-1, 0]
    low = altitudes(campaign.path, result.second + 1.0) < 100e3
    return (result.second >= start) & ~(falling & low)


def test_free_fall_nees_is_inside_the_99_percent_band(campaign):
    result = consistency(campaign.logs, campaign.truths, least_runs=RUNS // 2)
    use = free_fall(campaign, result)
    inside = (result.nees_low < result.nees) & (result.nees < result.nees_high)
    assert use.sum() > 200
    # A right filter leaves a 99 % band in one second of a hundred.
    assert inside[use].mean() >= 0.99


def test_free_fall_nis_is_inside_the_band(campaign):
    result = consistency(campaign.logs, campaign.truths, least_runs=RUNS // 2)
    use = free_fall(campaign, result)
    inside = (result.nis_low < result.nis) & (result.nis < result.nis_high)
    assert inside[use].mean() >= 0.97


def test_boost_and_reentry_nees_are_within_a_factor_of_two(campaign):
    result = consistency(campaign.logs, campaign.truths, least_runs=RUNS // 2)
    rest = result.nees[~free_fall(campaign, result)]
    assert rest.max() < 12.0
    assert rest.min() > 3.0


def test_burnout_is_never_declared_early_and_soon_after(campaign):
    assert (campaign.declared > campaign.burn_time).all()
    # The Scud is first seen about when it burns out, at 430 km and 5 degrees.
    late = campaign.declared - np.maximum(campaign.burn_time, campaign.confirmed)
    assert np.quantile(late, 0.99) < 15.0


def test_no_track_is_without_a_declaration(campaign):
    assert np.isfinite(campaign.declared).all()
