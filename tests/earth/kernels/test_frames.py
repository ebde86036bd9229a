"""Coordinates against closed forms on the ellipsoid."""

from math import cos, pi, radians, sin, sqrt

import numpy as np
import pytest

from openthaad.constants import (
    EARTH_EQUATORIAL_RADIUS,
    EARTH_FLATTENING,
    EARTH_MEAN_RADIUS,
    EARTH_POLAR_RADIUS,
)
from openthaad.earth.kernels import frames
from openthaad.kernels.vector import norm, sub

MICROMETRE = 1e-6
LATITUDES = [-90.0, -89.99999, -60.0, -1e-7, 0.0, 36.0, 45.0, 89.9, 90.0]
ALTITUDES = [-10e3, 0.0, 40e3, 150e3, 3e6, 10e6]


def test_the_equator_and_the_pole_lie_on_the_axes():
    assert frames.geodetic_to_ecef(0.0, 0.0, 0.0) == (EARTH_EQUATORIAL_RADIUS, 0.0, 0.0)
    x, y, z = frames.geodetic_to_ecef(pi / 2, 0.0, 100.0)
    assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert z == pytest.approx(EARTH_POLAR_RADIUS + 100.0, abs=1e-9)


@pytest.mark.parametrize("latitude_deg", LATITUDES)
@pytest.mark.parametrize("altitude", ALTITUDES)
def test_there_and_back_within_a_micrometre(latitude_deg, altitude):
    place = radians(latitude_deg), 2.2, altitude
    latitude, longitude, height = frames.ecef_to_geodetic(frames.geodetic_to_ecef(*place))
    assert latitude * EARTH_EQUATORIAL_RADIUS == pytest.approx(
        place[0] * EARTH_EQUATORIAL_RADIUS, abs=MICROMETRE
    )
    assert height == pytest.approx(altitude, abs=MICROMETRE)
    if abs(latitude_deg) < 90.0:
        assert longitude == pytest.approx(2.2, abs=1e-9)


@pytest.mark.parametrize("latitude_deg", LATITUDES)
@pytest.mark.parametrize("altitude", ALTITUDES)
def test_fast_altitude_is_right_to_a_micrometre(latitude_deg, altitude):
    position = frames.geodetic_to_ecef(radians(latitude_deg), -1.0, altitude)
    assert frames.altitude(position) == pytest.approx(altitude, abs=MICROMETRE)


def test_a_point_on_the_axis_has_a_vertical():
    assert frames.up_direction((0.0, 0.0, -7e6)) == pytest.approx((0.0, 0.0, -1.0))
    assert frames.altitude((0.0, 0.0, 7e6)) == pytest.approx(7e6 - EARTH_POLAR_RADIUS)


def test_up_is_the_normal_of_the_ellipsoid_and_not_the_radius():
    latitude = radians(45.0)
    position = frames.geodetic_to_ecef(latitude, 0.0, 50e3)
    assert frames.up_direction(position) == pytest.approx(
        (cos(latitude), 0.0, sin(latitude)), abs=1e-9
    )
    x, _, z = position
    # Geodetic and geocentric latitude differ by up to the flattening, about 0.19 degrees.
    assert z / x < 1.0 - EARTH_FLATTENING


def test_the_local_basis_is_right_handed_and_orthonormal():
    basis = np.array(frames.enu_basis(radians(36.05), radians(128.22)))
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-15)
    assert np.linalg.det(basis) == pytest.approx(1.0)


def test_local_components_there_and_back():
    basis = frames.enu_basis(0.6, 2.2)
    vector = (12.0, -7.0, 3.0)
    assert frames.from_basis(basis, frames.to_basis(basis, vector)) == pytest.approx(vector)


@pytest.mark.parametrize(
    ("vector", "azimuth_deg", "elevation_deg"),
    [
        ((0.0, 2.0, 0.0), 0.0, 0.0),
        ((3.0, 0.0, 0.0), 90.0, 0.0),
        ((0.0, -1.0, 0.0), 180.0, 0.0),
        ((-1.0, 0.0, 1.0), 270.0, 45.0),
        ((0.0, 0.0, 1.0), 0.0, 90.0),
        ((0.0, 1.0, -1.0), 0.0, -45.0),
    ],
)
def test_azimuth_runs_clockwise_from_north(vector, azimuth_deg, elevation_deg):
    azimuth, elevation, distance = frames.azimuth_elevation_range(vector)
    assert azimuth == pytest.approx(radians(azimuth_deg))
    assert elevation == pytest.approx(radians(elevation_deg))
    assert distance == pytest.approx(sqrt(sum(x * x for x in vector)))


def test_a_direction_has_the_azimuth_and_elevation_it_was_made_of():
    direction = frames.from_azimuth_elevation(4.0, 0.3)
    assert frames.azimuth_elevation_range(direction) == pytest.approx((4.0, 0.3, 1.0))


def test_ground_range_of_a_quarter_turn_is_a_quarter_of_the_circle():
    a = frames.geodetic_to_ecef(0.0, 0.0, 100e3)
    b = frames.geodetic_to_ecef(0.0, pi / 2, 0.0)
    assert frames.ground_range(a, b) == pytest.approx(EARTH_MEAN_RADIUS * pi / 2)


def test_a_place_a_metre_north_lies_along_north():
    here = frames.geodetic_to_ecef(0.6, 2.0, 0.0)
    there = frames.geodetic_to_ecef(0.6 + 1e-7, 2.0, 0.0)
    east, north, up = frames.to_basis(frames.enu_basis(0.6, 2.0), sub(there, here))
    assert north == pytest.approx(norm(sub(there, here)), rel=1e-9)
    assert abs(east) < MICROMETRE
    assert abs(up) < MICROMETRE
