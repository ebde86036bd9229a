"""What holds of the frames for every place and every vector."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openthaad.constants import EARTH_POLAR_RADIUS
from openthaad.earth.kernels import frames
from openthaad.kernels.vector import add_scaled, norm, rotate, unit

latitudes = st.floats(-pi / 2, pi / 2)
longitudes = st.floats(-pi, pi)
altitudes = st.floats(-10e3, 10e6)
numbers = st.floats(-1e7, 1e7)
vectors = st.tuples(numbers, numbers, numbers).filter(lambda v: norm(v) > 1.0)


@given(latitudes, longitudes, altitudes)
def test_position_there_and_back(latitude, longitude, altitude):
    position = frames.geodetic_to_ecef(latitude, longitude, altitude)
    again = frames.geodetic_to_ecef(*frames.ecef_to_geodetic(position))
    assert again == pytest.approx(position, abs=2e-6)


@given(latitudes, longitudes, altitudes)
def test_going_up_adds_to_the_altitude_and_nothing_else(latitude, longitude, altitude):
    position = frames.geodetic_to_ecef(latitude, longitude, altitude)
    higher = add_scaled(position, 1000.0, frames.up_direction(position))
    assert frames.altitude(higher) == pytest.approx(altitude + 1000.0, abs=1e-3)
    assert frames.ecef_to_geodetic(higher)[0] == pytest.approx(latitude, abs=1e-9)


@given(latitudes, longitudes, altitudes)
def test_altitude_is_the_distance_to_the_nearest_ground(latitude, longitude, altitude):
    position = frames.geodetic_to_ecef(latitude, longitude, altitude)
    assert frames.altitude(position) <= norm(position) - EARTH_POLAR_RADIUS + 1e-3


@given(latitudes, longitudes, vectors)
def test_a_local_vector_keeps_its_length_and_comes_back(latitude, longitude, vector):
    basis = frames.enu_basis(latitude, longitude)
    local = frames.to_basis(basis, vector)
    assert norm(local) == pytest.approx(norm(vector), rel=1e-12)
    assert frames.from_basis(basis, local) == pytest.approx(vector, abs=1e-7)


@given(vectors)
def test_azimuth_elevation_and_range_are_the_vector(vector):
    azimuth, elevation, distance = frames.azimuth_elevation_range(vector)
    direction = frames.from_azimuth_elevation(azimuth, elevation)
    assert 0.0 <= azimuth <= 2.0 * pi
    assert [distance * x for x in direction] == pytest.approx(vector, abs=1e-7)


@given(vectors, vectors, st.floats(-10.0, 10.0))
def test_rotation_keeps_length_and_undoes_itself(vector, axis, angle):
    turned = rotate(vector, unit(axis), angle)
    assert norm(turned) == pytest.approx(norm(vector), rel=1e-12)
    assert rotate(turned, unit(axis), -angle) == pytest.approx(vector, abs=1e-7)
