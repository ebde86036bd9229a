"""Detection probabilities and draws beside SciPy's distributions."""

import numpy as np
import pytest
from scipy import integrate, stats

from openthaad.radar.kernels import detection

SIGNALS = [*np.geomspace(1e-3, 1e3, 60), *np.linspace(0.5, 60.0, 60)]


@pytest.mark.parametrize("false_alarm", [1e-2, 1e-4, 1e-6, 1e-8, 1e-12])
def test_marcum_q_is_the_tail_of_the_noncentral_chi_square(false_alarm):
    t = detection.threshold(false_alarm)
    ours = [detection.conditional(float(s), t) for s in SIGNALS]
    theirs = stats.ncx2.sf(2.0 * t, 2, 2.0 * np.array(SIGNALS))
    # Stated accuracy 1e-9; the sum stops where 1e-10 is left.
    assert np.abs(ours - theirs).max() < 1e-9


def test_marcum_q_is_the_tail_of_the_rice_distribution():
    t = detection.threshold(1e-6)
    theirs = stats.rice.sf(np.sqrt(2.0 * t), np.sqrt(2.0 * 12.0))
    assert detection.conditional(12.0, t) == pytest.approx(theirs, abs=1e-8)


@pytest.mark.parametrize("case", [1, 3])
@pytest.mark.parametrize("snr", [0.3, 3.0, 15.0, 60.0])
def test_closed_forms_are_marcum_averaged_over_the_gamma_law(case, snr):
    t = detection.threshold(1e-6)
    shape = 1.0 if case == 1 else 2.0
    law = stats.gamma(shape, scale=1.0 / shape)
    mean, _ = integrate.quad(
        lambda x: stats.ncx2.sf(2 * t, 2, 2 * snr * x) * law.pdf(x), 1e-12, 40.0, limit=400
    )
    assert detection.probability(snr, t, case) == pytest.approx(mean, abs=1e-7)


@pytest.mark.parametrize("case", [1, 3])
def test_draws_are_the_quantiles_of_the_gamma_law(case):
    uniforms = np.concatenate(
        [np.geomspace(1e-12, 0.5, 50), 1.0 - np.geomspace(1e-12, 0.5, 50)]
    )
    ours = [detection.fluctuation(float(u), case) for u in uniforms]
    shape = 1.0 if case == 1 else 2.0
    theirs = stats.gamma.ppf(uniforms, shape, scale=1.0 / shape)
    assert np.array(ours) == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("case", [0, 1, 3])
def test_noise_and_signal_drawn_as_such_are_detected_as_often(case):
    rng = np.random.default_rng(31)
    count, snr, t = 400_000, 8.0, detection.threshold(1e-3)
    shape = {1: 1.0, 3: 2.0}.get(case)
    power = snr * (rng.gamma(shape, 1.0 / shape, count) if shape else np.ones(count))
    noise = rng.standard_normal((2, count)) / np.sqrt(2.0)
    received = (np.sqrt(power) + noise[0]) ** 2 + noise[1] ** 2
    # Four standard errors of 400,000 trials are below 0.0032.
    expected = detection.probability(snr, t, case)
    assert (received > t).mean() == pytest.approx(expected, abs=0.0032)
