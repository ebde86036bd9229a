from math import log10

import pytest

from openthaad.radar.detectability import probability_for_snr, snr_for_probability


@pytest.mark.parametrize("case", [0, 1, 3])
@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9, 0.99])
def test_signal_and_probability_undo_each_other(case, probability):
    snr = snr_for_probability(probability, 1e-6, case)
    assert probability_for_snr(snr, 1e-6, case) == pytest.approx(probability, abs=1e-7)


def test_steady_target_needs_what_albersheim_says():
    # W. J. Albersheim, Proc. IEEE 69(7), 1981: within 0.2 dB for one pulse.
    a, b = log10(0.62 / 1e-6), 0.0
    a, b = 2.302585 * a, 2.302585 * log10(0.9 / 0.1)
    albersheim = 10 * log10(a + 0.12 * a * b + 1.7 * b)
    assert 10 * log10(snr_for_probability(0.9, 1e-6, 0)) == pytest.approx(albersheim, abs=0.2)


def test_fluctuation_costs_signal_where_certainty_is_asked_for():
    steady, dominant, many = (snr_for_probability(0.95, 1e-6, case) for case in (0, 3, 1))
    assert steady < dominant < many


def test_unknown_fluctuation_is_refused():
    with pytest.raises(ValueError, match="swerling"):
        snr_for_probability(0.9, 1e-6, 2)


@pytest.mark.parametrize("probability", [0.0, 1.0, 1e-9, float("nan")])
def test_probabilities_out_of_reach_are_refused(probability):
    with pytest.raises(ValueError, match="probability"):
        snr_for_probability(probability, 1e-6, 1)
