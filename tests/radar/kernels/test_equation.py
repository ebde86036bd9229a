from math import pi, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.constants import BOLTZMANN
from openthaad.radar.kernels import equation

# The first call compiles, and a run finds what the last one found.
settings.register_profile("kernels", deadline=None, derandomize=True)
settings.load_profile("kernels")

CONSTANT = 1e24
SHELL = equation.air_shell(4.2e3)


def test_gain_and_aperture_undo_each_other():
    area = equation.effective_aperture(1e4, 0.03)
    assert equation.gain(area, 0.03) == pytest.approx(1e4, rel=1e-15)


def test_signal_to_noise_of_hand_written_equation():
    constant = equation.constant(1e3, 100.0, 2.0, 290.0, 4.0)
    snr = equation.snr(constant, 0.5, 1e4, 0.01)
    by_hand = 1e3 * 0.01 * 100.0 * 2.0 * 0.5
    by_hand /= (4 * pi) ** 2 * BOLTZMANN * 290.0 * 4.0 * 1e16
    assert snr == pytest.approx(by_hand, rel=1e-14)


def test_range_goes_with_the_fourth_root_of_the_cross_section():
    small = equation.range_for_snr(CONSTANT, 0.01, 20.0, 0.1)
    large = equation.range_for_snr(CONSTANT, 0.16, 20.0, 0.1)
    assert large / small == pytest.approx(2.0, rel=1e-14)


@given(st.floats(1e-4, 1e2), st.floats(0.1, 1e4), st.floats(1e-3, 1.0))
def test_range_inverts_the_equation(rcs, snr, dwell):
    slant_range = equation.range_for_snr(CONSTANT, rcs, snr, dwell)
    assert equation.snr(CONSTANT, rcs, slant_range, dwell) == pytest.approx(snr)


@pytest.mark.parametrize("elevation_deg", [20.0, 45.0, 90.0])
def test_steep_paths_through_the_air_go_with_the_cosecant(elevation_deg):
    elevation = radians(elevation_deg)
    path = equation.air_path(elevation, SHELL)
    # The sphere shortens it by 0.5 % at 20 degrees.
    assert path == pytest.approx(1.0 / sin(elevation), rel=6e-3)


def test_path_through_the_air_stays_bounded_at_and_below_the_horizontal():
    level = equation.air_path(0.0, SHELL)
    assert 50.0 < level < 65.0
    assert equation.air_path(-0.1, SHELL) == level


@given(st.floats(0.0, pi / 2), st.floats(0.0, pi / 2))
def test_a_lower_path_never_loses_less_to_the_air(a, b):
    low, high = min(a, b), max(a, b)
    at_low = equation.air_transmission(low, 0.1, SHELL)
    assert at_low <= equation.air_transmission(high, 0.1, SHELL) * (1 + 1e-12)


def test_scan_loss_follows_the_power_of_the_cosine_and_ends_behind_the_face():
    assert equation.scan_transmission(0.5, 3.0) == pytest.approx(0.125)
    assert equation.scan_transmission(1.0, 3.0) == 1.0
    assert equation.scan_transmission(-0.1, 3.0) == 0.0
