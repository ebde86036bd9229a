"""Printed examples of MathWorks' radar pages: range, power, rays in the CRPL atmosphere.

Pages radareqrng, radareqpow, refractionexp, height2range and height2grndrange of the Radar
Toolbox and Phased Array System Toolbox references; numbers as printed there.
"""

from math import degrees, radians

import pytest

from openthaad.constants import SPEED_OF_LIGHT
from openthaad.earth.refraction import air, exponential_decay, trace_ray
from openthaad.radar.kernels import equation

WAVELENGTH = SPEED_OF_LIGHT / 10e9


def constant(energy_gain, temperature, loss):
    aperture = equation.effective_aperture(energy_gain, WAVELENGTH)
    return equation.constant(1.0, energy_gain, aperture, temperature, loss)


def test_range_of_a_megawatt_pulse_of_ten_microseconds():
    per_watt = constant(100.0, 290.0, 1.0)
    slant_range = equation.range_for_snr(1e6 * per_watt, 1.0, 10**0.6, 10e-6)
    assert slant_range == pytest.approx(41056.6, abs=0.1)


def test_peak_power_for_ten_decibels_at_fifty_kilometres():
    per_watt = constant(1000.0, 300.0, 10**0.3)
    power = 10.0 / equation.snr(per_watt, 0.5, 50e3, 1e-6)
    assert power == pytest.approx(2_280_882.0, abs=1.0)


@pytest.mark.parametrize(
    ("refractivity", "decay"), [(200, 0.1184), (313, 0.1439), (450, 0.2233)]
)
def test_decay_of_the_exponential_atmosphere(refractivity, decay):
    assert 1e3 * exponential_decay(refractivity) == pytest.approx(decay, abs=6e-5)


def test_ray_at_two_degrees_reaches_one_kilometre():
    point = trace_ray(radians(2.0), 1e3, air=air(), site_height=10.0)
    # Printed to five figures: 2.7143e4 m of ground range, 1.9666 degrees.
    assert point.ground_range == pytest.approx(27143.0, abs=0.6)
    assert degrees(point.true_elevation) == pytest.approx(1.9666, abs=6e-5)
