"""Intervals, held to SciPy and to simulation."""

import numpy as np
import pytest
from scipy import stats

from openthaad.campaigns.quantities import Tally
from openthaad.campaigns.sequences import ChanceSequence, MeanSequence
from openthaad.campaigns.statistics import bootstrap_mean, caution, clopper_pearson, mean_of


def tally_of(numbers):
    tally = Tally()
    tally.add(np.asarray(numbers, np.int64))
    return tally


@pytest.mark.parametrize(("successes", "runs"), [(0, 30), (7, 30), (30, 30), (123, 10_000)])
def test_clopper_pearson_is_scipys(successes, runs):
    ours = clopper_pearson(successes, runs)
    theirs = stats.binomtest(successes, runs).proportion_ci(0.95, method="exact")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=1e-12)


def test_a_tally_has_the_mean_and_variance_of_its_numbers():
    numbers = np.random.default_rng(1).poisson(3.0, 500)
    tally = Tally()
    for piece in np.array_split(numbers, 7):
        tally.add(piece)
    assert tally.mean == pytest.approx(numbers.mean())
    assert tally.variance == pytest.approx(numbers.var(ddof=1))
    assert tally.total == 500


@pytest.mark.parametrize("rate", [0.4, 3.0])
def test_the_bootstrap_is_scipys_within_its_own_noise(rate):
    numbers = np.random.default_rng(2).poisson(rate, 300)
    ours = bootstrap_mean(tally_of(numbers))
    theirs = stats.bootstrap(
        (numbers,), np.mean, method="BCa", rng=np.random.default_rng(3)
    ).confidence_interval
    # Two sets of 9999 draws: their ends differ by a few hundredths of the width.
    assert ours.low == pytest.approx(theirs.low, abs=0.04 * ours.width)
    assert ours.high == pytest.approx(theirs.high, abs=0.04 * ours.width)


def test_runs_that_are_all_alike_leave_the_mean_in_doubt():
    estimate = mean_of(tally_of([0] * 100), 0, 12)
    assert estimate.low == 0.0
    assert estimate.high == pytest.approx(12 * clopper_pearson(0, 100).high)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([0, 1], "2 runs are few"),
        ([0, 1] * 14, "28 runs are few"),
        ([0] * 55 + [1] * 5, "only 5 of 60 runs differ"),
        ([0, 1, 2] * 20, None),
        ([0], None),  # an exact bound, which holds with one run
        ([2] * 60, None),
    ],
)
def test_an_interval_that_is_likely_too_narrow_says_so(numbers, words):
    tally = tally_of(numbers)
    found = caution(tally, mean_of(tally, 0, 4))
    assert found is None if words is None else found.startswith(words)


def misses(make, draw, truth, *, campaigns=300, runs=600):
    """Share of campaigns whose sequence ever left the truth out, looked at all the time."""
    random = np.random.default_rng(4)
    missed = 0
    for _ in range(campaigns):
        sequence, numbers = make(), draw(random, runs)
        for piece in np.array_split(numbers, runs // 10):
            sequence.add(piece)
            estimate = sequence.estimate()
            if not estimate.low <= truth <= estimate.high:
                missed += 1
                break
    return missed / campaigns


def ones(chance):
    return lambda random, runs: (random.random(runs) < chance).astype(np.int64)


@pytest.mark.parametrize("chance", [0.03, 0.5, 0.9])
def test_a_sequence_for_a_chance_holds_at_all_times(chance):
    # 5 % may be missed; 300 campaigns of a true 5 % would show more than 8.5 % once in 300.
    assert misses(ChanceSequence, ones(chance), chance) <= 0.085


def test_a_sequence_for_a_mean_holds_at_all_times():
    draw = lambda random, runs: random.binomial(12, 0.2, runs)  # noqa: E731
    assert misses(lambda: MeanSequence(0, 12), draw, 2.4, campaigns=100, runs=400) <= 0.11


def test_a_fixed_interval_looked_at_all_the_time_does_not_hold():
    class Fixed:
        def __init__(self):
            self.tally = Tally()

        def add(self, numbers):
            self.tally.add(numbers)

        def estimate(self):
            return clopper_pearson(round(self.tally.mean * self.tally.total), self.tally.total)

    assert misses(Fixed, ones(0.5), 0.5) > 0.1


def test_sequences_do_not_hang_on_how_they_are_fed():
    numbers = np.random.default_rng(5).binomial(4, 0.3, 100)
    whole, pieces = MeanSequence(0, 4), MeanSequence(0, 4)
    whole.add(numbers)
    for piece in np.array_split(numbers, 9):
        pieces.add(piece)
    assert whole.estimate() == pieces.estimate()


def test_sequences_close_in_and_are_wider_than_a_fixed_interval():
    numbers = ones(0.3)(np.random.default_rng(6), 4000)
    sequence = ChanceSequence()
    sequence.add(numbers[:400])
    early = sequence.estimate()
    sequence.add(numbers[400:])
    late = sequence.estimate()
    fixed = clopper_pearson(int(numbers.sum()), len(numbers))
    assert late.width < 0.4 * early.width
    assert fixed.width < late.width < 2.0 * fixed.width
