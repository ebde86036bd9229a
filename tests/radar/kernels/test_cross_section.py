from math import cos

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.radar.kernels import cross_section

# The first call compiles, and a run finds what the last one found.
settings.register_profile("kernels", deadline=None, derandomize=True)
settings.load_profile("kernels")

NOSE, SIDE, TAIL = 0.02, 1.5, 0.3
RCS = st.floats(1e-4, 1e2)


def test_law_passes_through_its_three_values():
    assert cross_section.interpolate(NOSE, SIDE, TAIL, 1.0) == pytest.approx(NOSE)
    assert cross_section.interpolate(NOSE, SIDE, TAIL, 0.0) == pytest.approx(SIDE)
    assert cross_section.interpolate(NOSE, SIDE, TAIL, -1.0) == pytest.approx(TAIL)


@pytest.mark.parametrize("angle", [0.0, 1.5707963267948966, 3.141592653589793])
def test_law_is_level_at_its_three_values(angle):
    h = 1e-4
    ahead = cross_section.interpolate(NOSE, SIDE, TAIL, cos(angle + h))
    behind = cross_section.interpolate(NOSE, SIDE, TAIL, cos(angle - h))
    assert (ahead - behind) / (2 * h) == pytest.approx(0.0, abs=1e-3)


@given(RCS, RCS, RCS, st.floats(-1.0, 1.0))
def test_law_stays_between_its_values(nose, side, tail, cosine):
    found = cross_section.interpolate(nose, side, tail, cosine)
    lowest, highest = min(nose, side, tail), max(nose, side, tail)
    assert lowest * (1 - 1e-12) <= found <= highest * (1 + 1e-12)


@given(RCS, RCS, RCS, st.floats(-1.0, 1.0), st.floats(1.0, 100.0))
def test_larger_values_are_larger_from_every_side(nose, side, tail, cosine, factor):
    small = cross_section.interpolate(nose, side, tail, cosine)
    large = cross_section.interpolate(factor * nose, factor * side, factor * tail, cosine)
    assert large == pytest.approx(factor * small, rel=1e-12)


def test_a_body_flying_at_the_radar_shows_its_nose():
    cosine = cross_section.cosine_of_aspect((10.0, 0.0, 0.0), (-5.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    assert cosine == 1.0


def test_a_body_at_rest_is_seen_from_the_side():
    assert cross_section.cosine_of_aspect((1.0, 0, 0), (0.0, 0.0, 0.0), (0.0, 0, 0)) == 0.0
