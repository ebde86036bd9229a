"""Drag tables."""

import numpy as np
import pytest

from openthaad.catalogue.drag import drag_table
from openthaad.earth.kernels.drag import drag_coefficient, drag_from, drag_near

MACH = [0.0, 0.8, 1.1, 3.0, 8.0]
CD = [0.2, 0.25, 0.5, 0.3, 0.15]


@pytest.fixture(scope="module")
def row():
    return drag_table([(MACH, CD)])[0]


def test_between_its_points_it_is_the_level_ended_spline_of_scipy(row):
    interpolate = pytest.importorskip("scipy.interpolate")
    machs = np.linspace(0.0, 8.0, 321)
    got = [drag_coefficient(row, mach) for mach in machs]
    spline = interpolate.CubicSpline(MACH, CD, bc_type="clamped")
    assert got == pytest.approx(spline(machs), rel=1e-12)


@pytest.mark.parametrize(("mach", "cd"), [(-1.0, 0.2), (8.0, 0.15), (30.0, 0.15)])
def test_beyond_its_ends_it_is_constant(row, mach, cd):
    assert drag_coefficient(row, mach) == cd


def test_it_passes_its_points(row):
    assert [drag_coefficient(row, mach) for mach in MACH] == pytest.approx(CD, rel=1e-14)


def test_a_table_of_one_point_is_a_constant():
    one = drag_table([([1.0], [0.7])])[0]
    assert drag_coefficient(one, 0.5) == drag_coefficient(one, 5.0) == 0.7


def test_two_points_are_joined_without_a_corner():
    two = drag_table([([1.0, 3.0], [0.2, 0.4])])[0]
    assert drag_coefficient(two, 2.0) == pytest.approx(0.3)
    assert drag_coefficient(two, 1.01) == pytest.approx(0.2, abs=2e-5)


def test_a_full_table_uses_its_last_point():
    full = drag_table([(np.arange(24.0), np.ones(24) + np.arange(24.0))])[0]
    assert drag_coefficient(full, 22.999) == pytest.approx(24.0, abs=1e-4)
    assert drag_coefficient(full, 99.0) == 24.0


@pytest.mark.parametrize("low", [0, 2, 4])
def test_a_look_from_any_earlier_one_finds_the_same(row, low):
    for mach in (-0.5, 0.0, 0.79, 0.8, 1.7, 3.0, 7.99, 8.0, 25.0):
        cd, below = drag_near(row, mach, low)
        assert cd == pytest.approx(drag_coefficient(row, mach), rel=1e-13)
        assert MACH[below] <= max(mach, 0.0)
    part = drag_table([([1.0, 2.0, 3.0], [0.2, 0.4, 0.3])])[0]
    assert drag_near(part, 0.5, 1) == (0.2, 0)


@pytest.mark.parametrize("low", range(5))
def test_a_look_from_any_point_is_the_same_to_the_bit(row, low):
    for mach in np.linspace(-0.5, 9.0, 191):
        cd, below = drag_from(row, mach, low)
        assert cd == drag_coefficient(row, mach)
        if 0.0 < mach < 8.0:
            assert MACH[below] <= mach < MACH[below + 1]
