"""Blocks in registers against the same algebra on matrices."""

import numpy as np
import pytest

from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels import spread


@njit
def reduced(p, row, own, k):
    """Project along a gradient and take the observation of variance 1/k off."""
    a = spread.read(p)
    g = spread.add_columns(spread.along(a, row), 1.0, spread.read_column(own, 1))
    spread.write(p, spread.reduce(a, g, k))
    spread.write_column(own, 2, g)


@njit
def drifted(p, h):
    spread.write(p, spread.drift(spread.read(p), h))


@pytest.fixture
def matrix():
    root = np.random.default_rng(1).standard_normal((7, 7))
    return root @ root.T


def test_a_drift_is_a_shear_of_the_matrix(matrix):
    shear = np.eye(7)
    shear[:3, 3:6] = 0.3 * np.eye(3)
    expected = shear @ matrix @ shear.T
    drifted(matrix, 0.3)
    np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(matrix, matrix.T)


def test_an_observation_takes_off_a_matrix_of_rank_one(matrix):
    own = np.random.default_rng(2).standard_normal((7, 3))
    h = np.array([0.2, -0.5, 0.8, 0.0, 0.0, 0.0, 0.0])
    g = matrix @ h + own[:, 1]
    expected = matrix - 0.05 * np.outer(g, g)
    reduced(matrix, (0.2, -0.5, 0.8), own, 0.05)
    np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(own[:, 2], g, rtol=1e-12)
    np.testing.assert_array_equal(matrix, matrix.T)
