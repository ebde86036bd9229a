"""Drag tables."""

import numpy as np
import pytest

from openthaad.kernels.aerodynamics import DRAG, drag_coefficient

MACH = [0.0, 0.8, 1.1, 3.0, 8.0]
CD = [0.2, 0.25, 0.5, 0.3, 0.15]


@pytest.fixture(scope="module")
def row():
    table = np.zeros(1, dtype=DRAG)
    table[0]["count"] = len(MACH)
    table[0]["mach"][: len(MACH)] = MACH
    table[0]["cd"][: len(CD)] = CD
    return table[0]


def test_between_its_points_it_agrees_with_numpy(row):
    machs = np.linspace(0.0, 8.0, 321)
    got = [drag_coefficient(row, mach) for mach in machs]
    assert got == pytest.approx(np.interp(machs, MACH, CD), rel=1e-14)


@pytest.mark.parametrize(("mach", "cd"), [(-1.0, 0.2), (8.0, 0.15), (30.0, 0.15)])
def test_beyond_its_ends_it_is_constant(row, mach, cd):
    assert drag_coefficient(row, mach) == cd


def test_a_table_of_one_point_is_a_constant():
    table = np.zeros(1, dtype=DRAG)
    table[0]["count"], table[0]["mach"][0], table[0]["cd"][0] = 1, 1.0, 0.7
    assert drag_coefficient(table[0], 0.5) == drag_coefficient(table[0], 5.0) == 0.7


def test_a_full_table_uses_its_last_point():
    table = np.zeros(1, dtype=DRAG)
    table[0]["count"] = 24
    table[0]["mach"][:] = np.arange(24.0)
    table[0]["cd"][:] = np.arange(24.0)
    assert drag_coefficient(table[0], 22.25) == 22.25
    assert drag_coefficient(table[0], 99.0) == 23.0
