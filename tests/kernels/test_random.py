"""Addressed draws: arithmetic, distribution and independence.

The draws are fixed by their addresses, so a test here passes always or never; bounds are
four standard deviations of the statistic.
"""

from math import erfc, sqrt

import numpy as np
import pytest
from numba import config
from scipy import stats

from openthaad.kernels import random
from openthaad.kernels.compiled import njit

WORD = 2**64
SEED, RUN = 2017, 5
BLOCKS = 2_000 if config.DISABLE_JIT else 500_000
EDGES = [0, 1, 2**32 - 1, 2**32, 2**63, 2**64 - 1]
PURPOSES = [n for n, v in vars(random).items() if n.isupper() and isinstance(v, int)]


@njit
def fill(kind, out):
    for i in range(out.shape[0]):
        if kind == 0:
            four = random.uniforms(SEED, RUN, random.SEEKER, 1, 2, i)
        else:
            four = random.normals(SEED, RUN, random.SEEKER, 1, 2, i)
        for k in range(4):
            out[i, k] = four[k]


@pytest.fixture(scope="module")
def uniform_blocks():
    out = np.empty((BLOCKS, 4))
    fill(0, out)
    return out


@pytest.fixture(scope="module")
def normal_blocks():
    out = np.empty((BLOCKS, 4))
    fill(1, out)
    return out


@pytest.mark.parametrize("a", [*EDGES, 0xD2E7470EE14C6C93, 0x0123456789ABCDEF])
@pytest.mark.parametrize("b", [*EDGES, 0xCA5A826395121157])
def test_the_128_bit_product_is_that_of_python_integers(a, b):
    high, low = random.multiply(np.uint64(a), np.uint64(b))
    assert (int(high), int(low)) == divmod(a * b, WORD)


def test_purposes_are_numbered_once_and_for_all():
    numbers = sorted(getattr(random, name) for name in PURPOSES)
    assert numbers == list(range(len(PURPOSES)))
    assert (random.DELIVERY, random.SEEKER, random.RADAR_FALSE_MEASURE) == (0, 7, 13)


def test_an_address_gives_one_draw_for_ever():
    address = SEED, RUN, random.MEASUREMENT, 3, 4, 1234
    assert random.uniforms(*address) == random.uniforms(*address)
    assert random.uniform(*address) == random.uniforms(*address)[0]
    assert random.normal(*address) == random.normals(*address)[0]


def test_every_part_of_the_address_counts():
    base = [SEED, RUN, random.DETECTION, 1, 2, 3, 0]
    draws = {random.indexed_uniforms(*base)}
    for part in range(len(base)):
        changed = list(base)
        changed[part] += 1
        draws.add(random.indexed_uniforms(*changed))
    base[2] = random.with_sample(random.DETECTION, 1)
    draws.add(random.indexed_uniforms(*base))
    assert len(draws) == 9


def test_entities_are_not_interchangeable():
    one = random.uniforms(SEED, RUN, random.KILL, 1, 2, 0)
    assert one != random.uniforms(SEED, RUN, random.KILL, 2, 1, 0)


def test_sample_zero_is_the_bare_purpose():
    assert random.with_sample(random.KILL, 0) == random.KILL
    assert random.with_sample(random.KILL, 3) == random.KILL + 3 * 2**32


def test_index_zero_is_the_plain_draw():
    address = SEED, RUN, random.FLUCTUATION, 9, 8, 7
    assert random.indexed_normals(*address, 0) == random.normals(*address)


@pytest.mark.parametrize("word", [0, 1, 2**12 - 1, 2**63, 2**64 - 1])
def test_uniforms_never_reach_zero_or_one(word):
    assert 0.0 < random._open_unit(np.uint64(word)) < 1.0


def test_uniforms_are_uniform(uniform_blocks):
    for column in uniform_blocks.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-4
    bins = np.bincount((uniform_blocks.ravel() * 256).astype(int), minlength=256)
    assert stats.chisquare(bins).pvalue > 1e-4


def test_normals_have_the_moments_of_a_normal(normal_blocks):
    z = normal_blocks.ravel()
    n = z.size
    assert abs(z.mean()) < 4.0 / sqrt(n)
    assert abs(z.var() - 1.0) < 4.0 * sqrt(2.0 / n)
    assert abs(stats.skew(z)) < 4.0 * sqrt(6.0 / n)
    assert abs(stats.kurtosis(z)) < 4.0 * sqrt(24.0 / n)


def test_normals_follow_the_normal_distribution(normal_blocks):
    for column in normal_blocks.T:
        assert stats.kstest(column, "norm").pvalue > 1e-4


@pytest.mark.parametrize("limit", [1.0, 2.0, 3.0, 4.0])
def test_normals_have_the_tails_of_a_normal(normal_blocks, limit):
    beyond = int(np.sum(np.abs(normal_blocks) > limit))
    expected = normal_blocks.size * erfc(limit / sqrt(2.0))
    assert abs(beyond - expected) < 4.0 * sqrt(expected) + 1.0


def test_the_four_of_a_block_are_uncorrelated(normal_blocks):
    matrix = np.corrcoef(normal_blocks.T) - np.eye(4)
    assert np.abs(matrix).max() < 4.5 / sqrt(len(normal_blocks))
    # Box and Muller's pairs share a radius: their squares must be uncorrelated as well.
    squares = np.corrcoef((normal_blocks**2).T) - np.eye(4)
    assert np.abs(squares).max() < 4.5 / sqrt(len(normal_blocks))


@pytest.mark.parametrize("part", range(6))
def test_neighbouring_addresses_are_independent(part):
    count = 2_000
    here, there = np.empty(count), np.empty(count)
    for i in range(count):
        address = [SEED, RUN, random.SEEKER, 1, 2, 3]
        address[4 if part == 3 else 3] = 10 + i * 7
        here[i] = random.normal(*address)
        address[part] += 1
        there[i] = random.normal(*address)
    assert abs(np.corrcoef(here, there)[0, 1]) < 4.0 / sqrt(count)
