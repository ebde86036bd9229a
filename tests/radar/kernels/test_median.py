"""What counts as seen without noise is the median of what is seen with it."""

from itertools import pairwise

import numpy as np
import pytest

from openthaad.engine.tables import OBJECT_STATE
from openthaad.radar.kernels import detection, median


def plain(kernel):
    """Python function of a kernel."""
    return getattr(kernel, "py_func", kernel)


sees, forget = plain(median.sees), plain(median.forget)


@pytest.fixture
def state():
    row = np.zeros(1, OBJECT_STATE)[0]
    forget(row)
    return row


def seen(state, chances):
    """Which of a row of looks see, each in a fluctuation of its own."""
    return [sees(state, 0, chance, 1.0, k) for k, chance in enumerate(chances)]


@pytest.mark.parametrize("chance", [0.02, 0.1, 0.3, 0.49, 0.5, 0.8, 1.0])
def test_the_number_seen_is_the_median_of_a_binomial(state, chance):
    looks = 200
    draws = np.random.default_rng(5).random((4001, looks)) < chance
    median = np.median(np.cumsum(draws, axis=1), axis=0)
    assert np.abs(np.cumsum(seen(state, [chance] * looks)) - median).max() <= 1.0


@pytest.mark.parametrize("chance", [0.02, 0.05, 0.1, 0.2, 0.35, 0.45])
def test_the_first_sight_comes_when_it_is_as_likely_as_not(state, chance):
    first = seen(state, [chance] * 60).index(True) + 1
    exact = int(np.ceil(np.log(0.5) / np.log1p(-chance)))
    assert abs(first - exact) <= max(1.0, 0.06 * exact)


def test_a_look_alone_sees_from_one_half_on(state):
    assert not seen(state, [0.499])[0]
    forget(state)
    assert seen(state, [0.5])[0]


def test_looks_of_one_fluctuation_count_as_the_best_of_them(state):
    assert [sees(state, 0, chance, 1.0, 7) for chance in (0.3, 0.2, 0.3, 0.3)] == [False] * 4
    assert state["credit"][0] == pytest.approx(0.3)
    assert sees(state, 0, 0.6, 1.0, 7)
    assert sees(state, 0, 0.9, 1.0, 7), "a better look at the same echo sees it again"


def test_a_sweep_finds_half_a_revisit_after_the_missile_has_entered(state):
    times = [k for k in range(200) if sees(state, 0, 1.0, 0.01, k)]
    assert times[0] == 49
    assert all(b - a == 100 for a, b in pairwise(times))


def test_what_is_hopeless_never_adds_up(state):
    assert not any(seen(state, [0.9 * median.NEGLIGIBLE] * 5000))


@pytest.mark.parametrize("swerling", [1, 3])
@pytest.mark.parametrize("chance", [0.01, 0.3, 0.9])
def test_an_echo_that_is_seen_stands_as_high_as_the_upper_part_of_its_distribution(
    swerling, chance
):
    uniforms = 1.0 - chance * (np.arange(4000) + 0.5) / 4000.0
    mean = np.mean([plain(detection.fluctuation)(u, swerling) for u in uniforms])
    assert plain(detection.mean_when_seen)(chance, swerling) == pytest.approx(mean, rel=3e-3)
