import numpy as np
import pytest

from openthaad.runs import thin

TIME = np.arange(200.0)


def drawn(time, position, rows):
    return np.stack([np.interp(time, time[rows], c[rows]) for c in position.T], axis=-1)


def test_a_straight_path_keeps_its_ends_only():
    assert thin(TIME, np.outer(TIME, [1.0, 2.0, 3.0]), 1.0).tolist() == [0, 199]


@pytest.mark.parametrize("tolerance", [0.1, 1.0, 30.0])
def test_no_left_out_sample_is_further_off_than_allowed(tolerance):
    path = np.stack([np.cos(TIME / 40.0), np.sin(TIME / 25.0), TIME**2 / 4e4], axis=-1) * 100.0
    rows = thin(TIME, path, tolerance)
    away = np.linalg.norm(path - drawn(TIME, path, rows), axis=1)
    assert away.max() <= tolerance
    assert len(rows) < len(TIME)


def test_a_corner_is_kept():
    path = np.stack([np.abs(TIME - 77.0), TIME], axis=-1)
    assert 77 in thin(TIME, path, 1e-6)


@pytest.mark.parametrize("count", [1, 2])
def test_short_paths_are_kept_whole(count):
    assert thin(TIME[:count], np.zeros((count, 3)), 1.0).tolist() == list(range(count))
