"""The radar, interceptor and battery entries agree with what is published about them."""

from math import cos, pi

import pytest

from openthaad.catalogue import load
from openthaad.constants import BOLTZMANN, SPEED_OF_LIGHT

RADAR = load("radars", "an-tpy-2").nominal()
LEWIS_POSTOL_GAIN = 103_000.0  # recalled in the reference


def test_average_power_is_modules_times_peak_times_duty():
    power = RADAR["module_count"] * RADAR["module_peak_power"] * RADAR["duty"]
    assert power == pytest.approx(RADAR["average_power"], rel=0.01)


def test_the_range_of_lewis_and_postol_comes_out_within_one_percent():
    # 0.01 m2, signal-to-noise 20, 100 ms: 866 km with 500 K and 7 dB.
    aperture = RADAR["aperture_area"] * RADAR["aperture_efficiency"]
    gain = 4 * pi * aperture / (SPEED_OF_LIGHT / RADAR["frequency"]) ** 2
    assert gain == pytest.approx(LEWIS_POSTOL_GAIN, rel=0.01)
    signal = RADAR["average_power"] * 0.1 * gain * aperture * 0.01
    noise = BOLTZMANN * RADAR["system_temperature"] * RADAR["system_loss"] * 20.0
    reach = (signal / ((4 * pi) ** 2 * noise)) ** 0.25
    assert reach == pytest.approx(866e3, rel=0.01)


def test_the_beam_is_that_of_the_aperture():
    # Beam solid angle x area = wavelength squared, within the taper's factor.
    wavelength = SPEED_OF_LIGHT / RADAR["frequency"]
    product = RADAR["beamwidth_azimuth"] * RADAR["beamwidth_elevation"] * RADAR["aperture_area"]
    assert 0.6 < product / wavelength**2 < 1.2


@pytest.mark.parametrize(("mode", "revisit"), [("terminal", 1.7), ("forward", 34.3)])
def test_a_fence_of_one_row_takes_as_long_as_the_design_says(mode, revisit):
    beams = 2 * RADAR[f"{mode}_search_half_width"] / RADAR[f"{mode}_search_beam_spacing"]
    rows = RADAR[f"{mode}_search_rows"]
    assert beams * rows * RADAR[f"{mode}_search_dwell"] == pytest.approx(revisit, rel=0.02)


def test_both_modes_have_the_same_keys():
    def of(mode):
        return {key.removeprefix(mode) for key in RADAR if key.startswith(mode)}

    assert of("terminal_") == of("forward_")


def test_the_face_sees_the_horizon_and_high_elevations():
    tilt, half = RADAR["face_tilt"], RADAR["field_of_regard"]
    assert tilt - half < 0.0
    assert cos(tilt + half) < cos(1.4)  # past 80 degrees


def test_the_interceptor_s_masses_add_up():
    values = load("interceptors", "thaad").nominal()
    parts = ("booster_propellant_mass", "booster_dry_mass", "kill_vehicle_mass")
    assert sum(values[part] for part in parts) == pytest.approx(values["mass"], abs=1.0)


def test_the_battery_has_48_rounds():
    values = load("batteries", "thaad").nominal()
    assert values["launchers"] * values["rounds_per_launcher"] == 48


def test_the_battery_names_its_interceptor_and_radar():
    about = load("batteries", "thaad").about
    assert load("interceptors", about["interceptor"])
    assert load("radars", about["radar"])
