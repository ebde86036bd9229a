"""The length of a step: how it follows the error, and where it must end."""

from math import inf

import numpy as np
import pytest

from openthaad.catalogue.air import exponential_table, us76_table
from openthaad.catalogue.drag import drag_table
from openthaad.kernels.path import Motion
from openthaad.threat.kernels import stepping

US76 = us76_table()
DRAG = drag_table([([0.0, 0.8, 1.0, 1.2, 4.0], [0.2, 0.25, 0.4, 0.5, 0.2])])[0]
RADIUS = 6378137.0


@pytest.mark.parametrize("error", np.geomspace(1e-12, 1e9, 22))
def test_the_power_by_way_of_the_exponent_is_within_four_percent(error):
    assert stepping.shortening(float(error)) == pytest.approx(error ** (-3 / 16), rel=0.04)


def test_a_step_never_leaves_a_sliver_before_the_end_of_a_phase():
    assert stepping.fit(3.0, 2.0) == 2.0
    assert stepping.fit(1.9, 2.0) == 1.0
    assert stepping.fit(0.5, 2.0) == 0.5


def to_corner(step, height, rate, air=US76):
    """Over the equator, straight up or down, in free fall."""
    now = Motion(0.0, (RADIUS + height, 0.0, 0.0), (rate, 0.0, 0.0), (-9.8, 0.0, 0.0))
    return stepping.to_corner(step, now, (height, rate), air, 1.0 / 500.0)


@pytest.mark.parametrize(
    ("height", "rate", "corner"),
    [
        (5e3, 900.0, 11e3),
        (11e3, 900.0, 11.5e3),
        (11e3 - 20.0, 900.0, 11.5e3),  # one so near counts as reached
        (30e3, -2000.0, 20.5e3),
        (20.5e3 + 20.0, -2000.0, 20e3),
        (200e3, -3000.0, 119e3),  # where there begins to be air
    ],
)
def test_a_step_ends_at_the_next_corner_of_the_air(height, rate, corner):
    s = to_corner(100.0, height, rate)
    assert height + rate * s - 0.5 * 9.8 * s * s == pytest.approx(corner, abs=1e-6)


def test_a_step_that_meets_no_corner_stays_as_it_is():
    assert to_corner(5.0, 5e3, 900.0) == 5.0
    assert to_corner(100.0, 90e3, 3000.0) == 100.0  # nothing above 72 km on the way up
    assert to_corner(100.0, 15e3, 200.0) == 100.0  # it turns before 20 km
    assert to_corner(100.0, 5e3, 900.0, exponential_table(top=50e3)) == 100.0


def within_bends(step, mach, rate, low):
    """At 300 m/s for Mach 1, speed changing at a rate [m/s²]."""
    return stepping.within_bends(
        step, (300.0 * mach, 0.0, 0.0), (rate, 0.0, 0.0), DRAG, (low, mach)
    )


def test_a_step_passes_one_point_of_the_drag_curve_at_most():
    s = within_bends(100.0, 0.7, 30.0, 0)
    assert 0.8 < 0.7 + 0.1 * s < 1.0
    s = within_bends(100.0, 1.1, -30.0, 2)
    assert 1.1 - 0.1 * s == pytest.approx(0.8)
    assert within_bends(0.5, 0.7, 30.0, 0) == 0.5


def test_a_step_ends_where_the_drag_curve_turns_level():
    assert 3.0 + 0.1 * within_bends(100.0, 3.0, 30.0, 3) == pytest.approx(4.0)
    assert 5.0 - 0.1 * within_bends(100.0, 5.0, -30.0, 4) == pytest.approx(4.0)
    assert within_bends(7.0, 4.0, 30.0, 4) == 7.0


def test_at_rest_nothing_bends():
    assert within_bends(4.0, 0.0, 30.0, 0) == 4.0


def test_a_step_cut_short_lets_the_next_be_as_long_as_was_wanted():
    assert stepping.next_step(0.1, 4.0, 1e-9, 1.0, 50e3, 1000.0) == 4.0
    assert stepping.next_step(4.0, 4.0, 1.0, 1.0, 50e3, 1000.0) == pytest.approx(3.6, rel=0.04)


def test_steps_shrink_as_the_air_thickens_ahead():
    up, down = (stepping.next_step(4.0, 4.0, 0.5, 1.0, 40e3, rate) for rate in (3e3, -3e3))
    assert down < 0.8 * up
    assert stepping.next_step(4.0, 4.0, 0.5, 1.0, 400e3, -3e3) == up


def test_an_error_is_forgiven_more_the_less_time_it_has_left():
    assert stepping.leniency(50e3, 10.0) == 1.0
    far, near, nearest = (stepping.leniency(h, -2000.0) for h in (700e3, 60e3, -5.0))
    assert 1.0 == far < near < nearest < inf
