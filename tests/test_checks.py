"""Argument checks: what passes, what does not, and what the message says."""

from math import inf, nan, radians

import pytest

from openthaad import checks


@pytest.mark.parametrize("value", [nan, inf, -inf])
@pytest.mark.parametrize(
    "check", [checks.require_finite, checks.require_positive, checks.require_not_negative]
)
def test_what_is_not_finite_is_refused_by_name(check, value):
    with pytest.raises(ValueError, match="mass must be finite"):
        check(length=1.0, mass=value)


def test_positive_refuses_zero_and_not_negative_takes_it():
    checks.require_not_negative(mass=0.0)
    with pytest.raises(ValueError, match=r"mass must be finite and positive, got 0\.0"):
        checks.require_positive(mass=0.0)


def test_not_negative_refuses_the_negative():
    with pytest.raises(ValueError, match=r"not negative, got -1\.0"):
        checks.require_not_negative(mass=-1.0)


@pytest.mark.parametrize("value", [-0.1, 1.1, nan])
def test_a_probability_lies_between_zero_and_one(value):
    checks.require_probability(low=0.0, high=1.0)
    with pytest.raises(ValueError, match=r"p_kill must be between 0\.0 and 1\.0"):
        checks.require_probability(p_kill=value)


def test_a_latitude_of_95_degrees_is_refused_in_degrees():
    checks.require_place(latitude=radians(90.0), longitude=radians(-180.0))
    with pytest.raises(ValueError, match="latitude must be between -90 and 90 degrees, got 95"):
        checks.require_place(latitude=radians(95.0), longitude=0.0)
    with pytest.raises(ValueError, match="longitude must be between -180 and 360"):
        checks.require_place(latitude=0.0, longitude=nan)


def test_a_sequence_must_rise():
    checks.require_rising(mach=[0.0, 1.0, 2.0])
    with pytest.raises(ValueError, match="mach must rise, but entry 2"):
        checks.require_rising(mach=[0.0, 1.0, 1.0])
