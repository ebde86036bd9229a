import numpy as np
import pytest
from scipy.stats import chi2

from openthaad.tracking.consistency import chi_square_band, consistency
from openthaad.tracking.kernels.replay import ESTIMATE


def test_chi_square_band_is_scipys():
    low, high = chi_square_band(np.array([300.0, 1200.0]), level=0.99)
    np.testing.assert_allclose(low, chi2.ppf(0.005, [300, 1200]), rtol=1e-3)
    np.testing.assert_allclose(high, chi2.ppf(0.995, [300, 1200]), rtol=1e-3)


def test_a_level_above_one_is_refused():
    with pytest.raises(ValueError, match="level must be between"):
        chi_square_band(np.array([10.0]), level=1.5)


def test_errors_drawn_from_the_covariance_have_six_degrees_of_freedom():
    rng = np.random.default_rng(3)
    root = rng.standard_normal((6, 6)) * np.array([1e3, 1e3, 1e3, 1.0, 1.0, 1.0])[:, None]
    log = np.zeros(4000, ESTIMATE)
    log["is_confirmed"] = 1
    log["covariance"][:, :6, :6] = root @ root.T
    log["nis"] = 3.0
    truth = rng.standard_normal((4000, 6)) @ root.T
    result = consistency([log], [truth])
    # 4000 draws in one second: the mean has a standard deviation of 0.055.
    assert result.nees[0] == pytest.approx(6.0, abs=0.2)
    assert result.share_inside() == 1.0


def test_a_covariance_four_times_too_small_is_noticed():
    log = np.zeros(100, ESTIMATE)
    log["is_confirmed"] = 1
    log["covariance"][:, :6, :6] = np.eye(6)
    truth = 2.0 * np.random.default_rng(4).standard_normal((100, 6))
    result = consistency([log], [truth])
    assert result.nees[0] > result.nees_high[0]
    assert result.share_inside() == 0.0
