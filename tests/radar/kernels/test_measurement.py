from math import radians, sqrt

import numpy as np
import pytest

from openthaad.constants import SPEED_OF_LIGHT
from openthaad.earth.kernels import frames
from openthaad.radar.kernels import face, measurement

SITE = frames.geodetic_to_ecef(radians(36.05), radians(128.22), 680.0)
BASIS = face.face_basis(radians(36.05), radians(128.22), radians(330.0), radians(30.0))
TARGET = frames.geodetic_to_ecef(radians(39.2), radians(126.8), 180e3)
SIGMA = (20.0, 3e-4, 6e-4)


def test_range_error_is_the_textbook_form():
    sigma = measurement.sigma_range(50.0, 10e6, 0.0)
    assert sigma == pytest.approx(SPEED_OF_LIGHT / (2 * 10e6 * sqrt(100.0)), rel=1e-14)


def test_direction_error_is_a_sixteenth_of_the_beam_at_17_db():
    # 2 S/N = 100: width / (1.6 x 10).
    assert measurement.sigma_direction(50.0, 0.016, 0.0, 1.6) == pytest.approx(1e-3, rel=1e-14)


def test_floors_hold_at_any_signal():
    assert measurement.sigma_range(1e12, 10e6, 1.5) == pytest.approx(1.5, rel=1e-6)
    assert measurement.sigma_direction(1e12, 0.006, 5e-5, 1.6) == pytest.approx(5e-5, rel=1e-6)


def test_position_gives_back_its_measurement():
    measured = measurement.predict_measurement(TARGET, SITE, BASIS)
    again = measurement.position_from_measurement(*measured, SITE, BASIS)
    # u and v lose 1e-16 each over 400 km.
    assert again == pytest.approx(TARGET, abs=1e-6)


def test_jacobian_is_the_derivative_of_the_measurement():
    rows = np.array(measurement.measurement_jacobian(TARGET, SITE, BASIS)).reshape(3, 3)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 10.0
        ahead = measurement.predict_measurement(tuple(TARGET + step), SITE, BASIS)
        behind = measurement.predict_measurement(tuple(TARGET - step), SITE, BASIS)
        slope = (np.array(ahead) - np.array(behind)) / 20.0
        assert rows[:, axis] == pytest.approx(slope, rel=1e-6, abs=1e-12)


def test_noise_scales():
    measured = measurement.measure((11.0, 22.0, 33.0), SIGMA, (1.0, 0.0, -1.0))
    assert measured == (11.0 + SIGMA[0], 22.0, 33.0 - SIGMA[2])
