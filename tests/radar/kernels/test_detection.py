from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.radar.kernels import detection

# The first call compiles, and a run finds what the last one found.
settings.register_profile("kernels", deadline=None, derandomize=True)
settings.load_profile("kernels")

T = -log(1e-6)
UNIFORMS = (np.arange(20_000) + 0.5) / 20_000


def test_threshold_is_the_logarithm_of_the_false_alarm_probability():
    assert detection.threshold(1e-6) == pytest.approx(13.8155105579643, rel=1e-14)


@pytest.mark.parametrize("case", [0, 1, 3])
def test_without_signal_detections_are_false_alarms(case):
    # The tenth place is where the steady case stops summing.
    assert detection.probability(0.0, T, case) == pytest.approx(1e-6, abs=1e-10)


def test_strong_and_weak_signals_are_certain():
    assert detection.conditional(1e6, T) == 1.0
    assert detection.conditional(0.0, 60.0) == 0.0


@given(st.floats(0.0, 200.0), st.floats(0.0, 200.0), st.floats(1e-12, 1e-2))
def test_more_signal_is_never_less_likely_seen(a, b, false_alarm):
    t = detection.threshold(false_alarm)
    low, high = min(a, b), max(a, b)
    # 1e-9 is the step from the sum to its bound.
    assert detection.conditional(low, t) <= detection.conditional(high, t) + 1e-9


@given(st.floats(0.01, 100.0), st.floats(1.0, 10.0), st.floats(0.0, 1.0, exclude_max=True))
def test_larger_cross_section_with_the_same_draw_is_never_seen_less(snr, factor, uniform):
    for case in (0, 1, 3):
        x = detection.fluctuation(uniform, case)
        small = detection.conditional(snr * x, T)
        assert detection.conditional(factor * snr * x, T) >= small - 1e-9


@pytest.mark.parametrize("case", [0, 1, 3])
@pytest.mark.parametrize("snr", [1.0, 10.0, 40.0])
def test_conditional_probability_averages_to_the_closed_form(case, snr):
    factors = [detection.fluctuation(u, case) for u in UNIFORMS]
    mean = np.mean([detection.conditional(snr * x, T) for x in factors])
    # Midpoint rule with 20,000 strata: the steep ends leave 1e-5.
    assert mean == pytest.approx(detection.probability(snr, T, case), abs=2e-5)


@pytest.mark.parametrize("case", [1, 3])
def test_fluctuation_has_unit_mean_and_the_variance_of_its_case(case):
    x = np.array([detection.fluctuation(u, case) for u in UNIFORMS])
    assert x.mean() == pytest.approx(1.0, abs=1e-3)
    assert x.var() == pytest.approx(1.0 if case == 1 else 0.5, abs=5e-3)


@given(st.floats(1e-12, 1.0 - 1e-12))
def test_dominant_scatterer_draw_inverts_its_distribution(uniform):
    y = 2.0 * detection.fluctuation(uniform, 3)
    # Compare whichever tail is small, so that the test is sharp at both ends.
    if uniform > 0.5:
        assert (1.0 + y) * exp(-y) == pytest.approx(1.0 - uniform, rel=1e-6, abs=1e-15)
    elif uniform > 1e-6:
        assert 1.0 - (1.0 + y) * exp(-y) == pytest.approx(uniform, rel=1e-6)
    else:
        assert 0.5 * y * y * (1.0 - 2.0 * y / 3.0) == pytest.approx(uniform, rel=1e-5)
