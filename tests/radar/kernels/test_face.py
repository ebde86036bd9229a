from math import cos, pi, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.earth.kernels import frames
from openthaad.kernels.vector import cross, dot, norm, sub
from openthaad.radar.kernels import face

# The first call compiles, and a run finds what the last one found.
settings.register_profile("kernels", deadline=None, derandomize=True)
settings.load_profile("kernels")

SEONGJU = (radians(36.0492), radians(128.2225))
ANGLE = st.floats(-1.5, 1.5)


@given(ANGLE, st.floats(-3.1, 3.1), st.floats(0.0, 6.2), ANGLE)
def test_axes_are_orthonormal_and_up_cross_right_is_the_normal(lat, lon, boresight, tilt):
    right, up, normal = face.face_basis(lat, lon, boresight, tilt)
    assert norm(sub(cross(up, right), normal)) == pytest.approx(0.0, abs=1e-14)
    assert dot(right, up) == pytest.approx(0.0, abs=1e-14)


def test_normal_points_at_the_boresight_and_tilt():
    _, _, normal = face.face_basis(*SEONGJU, radians(-45.0) + 2 * pi, radians(30.0))
    local = frames.to_basis(frames.enu_basis(*SEONGJU), normal)
    azimuth, elevation, _ = frames.azimuth_elevation_range(local)
    assert azimuth == pytest.approx(radians(315.0), abs=1e-12)
    assert elevation == pytest.approx(radians(30.0), abs=1e-12)


def test_right_is_clockwise_of_boresight():
    right, _, _ = face.face_basis(*SEONGJU, 0.0, radians(30.0))
    east, _, _ = frames.enu_basis(*SEONGJU)
    assert right == pytest.approx(east, abs=1e-15)


@given(st.floats(-0.6, 0.6), st.floats(-0.6, 0.6))
def test_direction_cosines_give_back_their_direction(u, v):
    basis = face.face_basis(*SEONGJU, 1.0, 0.5)
    d = face.direction(u, v, basis)
    assert norm(d) == pytest.approx(1.0, abs=1e-14)
    assert face.direction_cosines(d, basis)[:2] == pytest.approx((u, v), abs=1e-14)


def test_field_of_regard_is_a_cone():
    half = radians(60.0)
    assert face.is_in_field_of_regard(cos(radians(59.9)), half)
    assert not face.is_in_field_of_regard(cos(radians(60.1)), half)
    assert not face.is_in_field_of_regard(-1.0, half)


def test_half_a_width_off_costs_half_the_power_each_way():
    assert face.beam_transmission(0.5, 0.0, 1.0, 2.0) == pytest.approx(0.25, rel=1e-12)
    assert face.beam_transmission(0.0, 1.0, 1.0, 2.0) == pytest.approx(0.25, rel=1e-12)
    assert face.beam_transmission(0.0, 0.0, 1.0, 2.0) == 1.0


def test_elevation_of_the_vertical_is_ninety_degrees():
    site = frames.geodetic_to_ecef(*SEONGJU, 0.0)
    above = frames.geodetic_to_ecef(*SEONGJU, 1e5)
    up = frames.up_direction(site)
    # asin near 1 keeps half the digits.
    assert face.elevation(above, site, up) == pytest.approx(pi / 2, abs=1e-7)
