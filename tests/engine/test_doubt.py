"""The paths to the ends of a track's error."""

import numpy as np
import pytest

from openthaad.engine import doubt
from openthaad.tracking.kernels.prediction import PATH

SPREADS = ([[9.0, 3.0, -2.0], [3.0, 25.0, 4.0], [-2.0, 4.0, 16.0]], np.diag([4.0, 0.0, 1.0]))


def plain(kernel):
    """Python function of a kernel."""
    return getattr(kernel, "py_func", kernel)


def upper(spread):
    return np.asarray(spread)[np.triu_indices(3)]


@pytest.mark.parametrize("spread", SPREADS)
def test_three_axes_make_up_the_error(spread):
    axes = np.array([plain(doubt.axis_of_error)(upper(spread), k) for k in range(3)])
    assert axes.T @ axes == pytest.approx(np.asarray(spread), abs=1e-12)


def test_a_path_is_moved_two_sigma_to_either_side_and_bears_no_error():
    nodes, moved = np.zeros(2, PATH), np.zeros(2, PATH)
    nodes["position"] = [[1e6, 2e6, 3e6], [4e6, 5e6, 6e6]]
    nodes["covariance"] = [upper(SPREADS[0]), upper(SPREADS[1])]
    shifts = []
    for way in range(doubt.WAYS):
        plain(doubt.write_path)(nodes, 2, way, 0.0, moved)
        shifts.append(moved["position"] - nodes["position"])
        assert not moved["covariance"].any()
    assert not shifts[0].any()
    for k in range(3):
        assert shifts[2 * k + 1] == pytest.approx(-shifts[2 * k + 2])
    total = sum(np.einsum("ni,nj->nij", shift, shift) for shift in shifts)
    assert total == pytest.approx(2.0 * 4.0 * np.array(SPREADS), abs=1e-6)


def test_a_push_that_the_track_does_not_know_of_grows_with_time():
    nodes, moved = np.zeros(2, PATH), np.zeros(2, PATH)
    nodes["time"] = [100.0, 160.0]
    nodes["covariance"] = [upper(SPREADS[1])] * 2
    total = 0.0
    for way in range(doubt.WAYS):
        plain(doubt.write_path)(nodes, 2, way, 5.0, moved)
        total = total + np.einsum("ni,nj->nij", moved["position"], moved["position"])
    pushed = [np.array(SPREADS[1]), np.array(SPREADS[1]) + (5.0 * 60.0) ** 2 * np.eye(3)]
    assert total == pytest.approx(2.0 * 4.0 * np.array(pushed))
