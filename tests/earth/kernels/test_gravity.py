"""Gravity and the rotating frame against closed forms."""

import numpy as np
import pytest

from openthaad.constants import (
    EARTH_EQUATORIAL_RADIUS,
    EARTH_GM,
    EARTH_J2,
    EARTH_POLAR_RADIUS,
    EARTH_ROTATION_RATE,
)
from openthaad.earth.kernels.gravity import (
    WGS84,
    EarthParams,
    frame_acceleration,
    gravity,
    gravity_gradient,
)

POINT_MASS = EarthParams(EARTH_GM, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
POINTS = [(6.5e6, 1e6, -2e6), (7e6, 0.0, 0.0), (1e5, -2e5, 6.6e6), (-3e6, 4e6, 5e6)]


def potential(position):
    """Gravitational potential with J2, as Vallado and others print it [m²/s²]."""
    r = np.linalg.norm(position)
    sine = position[2] / r
    j2 = EARTH_J2 * (EARTH_EQUATORIAL_RADIUS / r) ** 2 * (3.0 * sine**2 - 1.0) / 2.0
    return EARTH_GM / r * (1.0 - j2)


def difference(function, position, step):
    """Central differences of a function by each coordinate."""
    for axis in np.eye(3):
        ahead = function(tuple(position + step * axis))
        behind = function(tuple(position - step * axis))
        yield (np.array(ahead) - np.array(behind)) / (2.0 * step)


def test_without_j2_it_is_inverse_square():
    r = 7e6
    assert gravity((0.0, r, 0.0), POINT_MASS) == pytest.approx((0.0, -EARTH_GM / r**2, 0.0))


@pytest.mark.parametrize("position", POINTS)
def test_gravity_is_the_gradient_of_the_potential(position):
    slope = list(difference(potential, np.array(position), 100.0))
    # The potential has ten digits left after the differences over 200 m.
    assert gravity(position, WGS84) == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize("position", POINTS)
def test_the_gradient_is_the_derivative_of_gravity(position):
    columns = list(difference(lambda p: gravity(p, WGS84), np.array(position), 10.0))
    matrix = np.array(gravity_gradient(position, WGS84)).reshape(3, 3)
    assert matrix == pytest.approx(np.array(columns).T, abs=1e-14)


@pytest.mark.parametrize("position", POINTS)
def test_the_potential_is_harmonic(position):
    xx, _, _, _, yy, _, _, _, zz = gravity_gradient(position, WGS84)
    assert abs(xx + yy + zz) < 1e-12 * abs(xx)


def test_weight_on_the_ellipsoid_is_the_normal_gravity_of_wgs84():
    # NGA.STND.0036 prints 9.7803253359 at the equator and 9.8321849379 at the poles.  What
    # is left out here, the normal field's J4 = -2.37e-6, is 44 and 116 um/s² of that.
    equator = (EARTH_EQUATORIAL_RADIUS, 0.0, 0.0)
    turn = frame_acceleration(equator, (0.0, 0.0, 0.0), EARTH_ROTATION_RATE)
    weight = -(gravity(equator, WGS84)[0] + turn[0])
    assert weight == pytest.approx(9.7803253359, abs=5e-5)
    pole = gravity((0.0, 0.0, EARTH_POLAR_RADIUS), WGS84)
    assert -pole[2] == pytest.approx(9.8321849379, abs=1.3e-4)


def test_frame_acceleration_is_minus_two_w_cross_v_minus_w_cross_w_cross_r():
    position, velocity = np.array(POINTS[0]), np.array([300.0, -2000.0, 900.0])
    omega = np.array([0.0, 0.0, EARTH_ROTATION_RATE])
    expected = -2.0 * np.cross(omega, velocity) - np.cross(omega, np.cross(omega, position))
    got = frame_acceleration(tuple(position), tuple(velocity), EARTH_ROTATION_RATE)
    assert got == pytest.approx(tuple(expected), abs=1e-15)


def test_a_body_at_rest_in_space_keeps_its_place_there():
    # Seen from the turning frame it circles: v = -w x r, a = w x (w x r) exactly.
    w, r = EARTH_ROTATION_RATE, 7e6
    assert frame_acceleration((r, 0.0, 0.0), (0.0, -w * r, 0.0), w) == pytest.approx(
        (-w * w * r, 0.0, 0.0)
    )
