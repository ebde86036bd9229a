"""Three-vectors against hand-worked cases."""

from math import isnan, pi

import numpy as np
import pytest

from openthaad.kernels import vector

A = (1.0, -2.0, 3.0)
B = (0.5, 4.0, -1.0)
X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def test_sums_and_products_agree_with_numpy():
    a, b = np.array(A), np.array(B)
    assert vector.add(A, B) == tuple(a + b)
    assert vector.sub(A, B) == tuple(a - b)
    assert vector.scale(2.5, A) == tuple(2.5 * a)
    assert vector.add_scaled(A, -3.0, B) == tuple(a - 3.0 * b)
    assert vector.dot(A, B) == a @ b
    assert vector.cross(A, B) == tuple(np.cross(a, b))
    assert vector.norm(A) == pytest.approx(np.linalg.norm(a), rel=1e-15)


def test_unit_has_length_one_and_the_same_direction():
    u = vector.unit(A)
    assert vector.norm(u) == pytest.approx(1.0, abs=1e-15)
    assert vector.norm(vector.cross(u, A)) < 1e-15


def test_a_null_vector_has_no_direction():
    try:
        found = vector.unit((0.0, 0.0, 0.0))
    except ZeroDivisionError:  # as plain Python divides
        return
    assert all(isnan(x) for x in found)


@pytest.mark.parametrize("angle", [1e-12, 1e-3, 1.0, pi / 2, 3.0, pi - 1e-9])
def test_angle_is_accurate_where_the_cosine_is_flat(angle):
    turned = vector.rotate(X, Z, angle)
    assert vector.angle_between(X, turned) == pytest.approx(angle, rel=1e-12, abs=1e-15)


def test_a_quarter_turn_about_z_takes_x_to_y():
    assert vector.rotate(X, Z, pi / 2) == pytest.approx(Y, abs=1e-15)


def test_rotation_about_a_diagonal_permutes_the_axes():
    diagonal = vector.unit((1.0, 1.0, 1.0))
    assert vector.rotate(A, diagonal, 2 * pi / 3) == pytest.approx((A[2], A[0], A[1]))
