"""What the seeker sees and does not."""

from math import cos, radians, sin

import numpy as np
import pytest

from openthaad.interceptor.kernels import seeker as kernel
from openthaad.interceptor.kernels.flight import INTERCEPTOR, SHOT_TRUTH
from openthaad.kernels.random import Draws

AHEAD = (1.0, 0.0, 0.0)
DRAWS = Draws(1, 0, 1, 0)


def seeker(half_field_deg=1.0, floor=40e3, noise=1e-4, seeker_range=100e3):
    row = np.zeros(1, INTERCEPTOR)[0]
    row["seeker_half_field"] = radians(half_field_deg)
    row["seeker_floor"] = floor
    row["seeker_noise"] = noise
    truth = np.zeros(1, SHOT_TRUTH)[0]
    truth["seeker_range"] = seeker_range
    return row, truth


def at(angle_deg, distance=50e3):
    angle = radians(angle_deg)
    return distance * cos(angle), distance * sin(angle), 0.0


@pytest.mark.parametrize(
    ("angle", "distance", "height", "seen"),
    [
        (0.99, 50e3, 80e3, True),
        (1.01, 50e3, 80e3, False),
        (0.0, 99e3, 80e3, True),
        (0.0, 101e3, 80e3, False),
        (0.0, 50e3, 39e3, False),
    ],
)
def test_it_sees_within_field_and_range_and_above_its_floor(angle, distance, height, seen):
    row, truth = seeker()
    assert kernel.in_view(row, truth, at(angle, distance), AHEAD, height) == seen


def test_a_pointing_error_costs_field_of_view():
    row, truth = seeker()
    truth["pointing"] = (radians(0.5), 0.0)
    sides = [kernel.in_view(row, truth, at(angle), AHEAD, 80e3) for angle in (0.8, -0.8)]
    assert sorted(sides) == [False, True]


def test_noise_has_its_sigma_on_both_axes_and_no_bias():
    row, truth = seeker(noise=2e-4)
    looks = [kernel.sighted(row, truth, (5e4, 0.0, 0.0), 5, k, DRAWS) for k in range(4000)]
    across = np.array(looks)[:, 1:]
    # Four standard errors of 4000 looks.
    assert across.std(axis=0) == pytest.approx([2e-4, 2e-4], rel=0.045)
    assert across.mean(axis=0) == pytest.approx([0.0, 0.0], abs=4 * 2e-4 / 4000**0.5)


def test_a_look_repeats_at_its_address_and_differs_elsewhere():
    row, truth = seeker()

    def look(canister, time_bin):
        return kernel.sighted(row, truth, (5e4, 0.0, 0.0), canister, time_bin, DRAWS)

    assert look(1, 10) == look(1, 10)
    assert len({look(1, 10), look(2, 10), look(1, 11)}) == 3


def test_it_locks_on_what_is_nearest_to_the_expected_sight():
    places = np.array([at(0.5), at(0.2), at(0.0)])
    active = np.array([1, 1, 0])
    assert kernel.nearest_to_sight((0.0, 0.0, 0.0), AHEAD, places, active) == 1
