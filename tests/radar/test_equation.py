from dataclasses import replace
from math import log10, pi, radians

import pytest

from openthaad.catalogue import load
from openthaad.radar.equation import (
    LookAngles,
    detection_range,
    path_transmission,
    radar_equation_terms,
)
from openthaad.radar.model import from_values

VALUES = load("radars", "an-tpy-2").nominal()
TPY_2 = from_values("an-tpy-2", VALUES)


def test_catalogue_radar_sees_a_hundredth_of_a_square_metre_near_lewis_and_postol():
    # 866 km is what 10 GHz, 500 K and 7 dB give; their own figure is recalled as 870 km.
    found = detection_range(TPY_2, 0.01, snr=20.0, dwell=0.1)
    assert found == pytest.approx(866e3, rel=0.01)


def test_terms_add_up_to_the_signal_asked_for():
    equation = radar_equation_terms(
        TPY_2, 0.02, snr=31.6, dwell=0.05, look=LookAngles(elevation=0.1, scan_angle=0.7)
    )
    assert equation.snr == pytest.approx(31.6, rel=1e-12)
    assert sum(equation.terms.values()) == pytest.approx(10 * log10(31.6), abs=1e-12)


def test_terms_of_a_range_give_back_the_range():
    forward = radar_equation_terms(TPY_2, 0.1, slant_range=1e6, dwell=0.1)
    back = radar_equation_terms(TPY_2, 0.1, snr=forward.snr, dwell=0.1)
    assert back.slant_range == pytest.approx(1e6, rel=1e-12)


def test_terms_without_scanning_and_air_cost_nothing():
    terms = radar_equation_terms(TPY_2, 1.0, slant_range=1e6).terms
    assert terms["scan_loss_db"] == 0.0
    assert terms["absorption_loss_db"] == 0.0


def test_scan_loss_at_sixty_degrees_is_nine_decibels():
    # cos^1.5 each way is cos^3, and cos 60 is a half.
    terms = radar_equation_terms(
        TPY_2, 1.0, slant_range=1e6, look=LookAngles(scan_angle=pi / 3)
    ).terms
    assert terms["scan_loss_db"] == pytest.approx(-9.03, abs=0.01)


def test_air_at_zenith_costs_the_catalogue_value():
    left = path_transmission(TPY_2, LookAngles(elevation=pi / 2))
    assert 1.0 / left == pytest.approx(TPY_2.zenith_absorption, rel=1e-3)


def test_printed_document_has_kilometres_and_terms():
    document = radar_equation_terms(TPY_2, 0.01, snr=20.0).to_dict()
    assert set(document) == {"range_km", "snr_db", "rcs_m2", "dwell_s", "terms"}
    assert document["range_km"] == pytest.approx(866.0, rel=0.01)


@pytest.mark.parametrize("given", [{}, {"snr": 20.0, "slant_range": 1e6}])
def test_both_or_neither_of_signal_and_range_are_refused(given):
    with pytest.raises(ValueError, match="exactly one"):
        radar_equation_terms(TPY_2, 1.0, **given)


@pytest.mark.parametrize("rcs", [0.0, -1.0, float("nan")])
def test_a_cross_section_that_is_not_positive_is_refused(rcs):
    with pytest.raises(ValueError, match="rcs"):
        detection_range(TPY_2, rcs, snr=20.0, dwell=0.1)


def test_hotter_receiver_sees_less_far():
    hot = replace(TPY_2, system_temperature=2.0 * TPY_2.system_temperature)
    ratio = detection_range(hot, 0.01, snr=20.0, dwell=0.1) / detection_range(
        TPY_2, 0.01, snr=20.0, dwell=0.1
    )
    assert ratio == pytest.approx(0.5**0.25, rel=1e-12)


def test_a_scan_angle_behind_the_face_is_refused():
    with pytest.raises(ValueError, match="scan_angle"):
        LookAngles(scan_angle=radians(91.0))
