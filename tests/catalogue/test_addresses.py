"""Which number belongs to which value: addressed draws of the catalogue."""

import numpy as np
import pytest

from openthaad.catalogue import kinds, load, names
from openthaad.catalogue.draws import LAST_SAMPLE, PURPOSE, address, uniform
from openthaad.kernels import random

PATH = "missiles.nodong.diameter"


@pytest.mark.parametrize(("seed", "sample"), [(0, 1), (7, 3), (2**63 - 1, LAST_SAMPLE)])
def test_the_draw_is_that_of_the_kernels_at_the_same_address(seed, sample):
    entities, time_bin = address(PATH)
    purpose = random.with_sample(PURPOSE, sample)
    expected = random.uniform(seed, 0, purpose, entities & 0xFFFFFFFF, entities >> 32, time_bin)
    assert uniform(seed, sample, PATH) == expected


def test_the_purpose_is_that_of_the_kernels():
    assert int(random.CATALOGUE) == PURPOSE


def test_no_two_values_of_the_catalogue_share_an_address():
    paths = [
        f"{kind}.{name}.{key}"
        for kind in kinds()
        for name in names(kind)
        for key in load(kind, name).values
    ]
    assert len({address(path) for path in paths}) == len(paths)


def test_seed_sample_and_path_each_change_the_draw():
    first = uniform(1, 1, PATH)
    assert len({first, uniform(2, 1, PATH), uniform(1, 2, PATH), uniform(1, 1, "a.b.c")}) == 4


def test_draws_over_samples_fill_the_unit_interval_evenly():
    # 4000 draws, 20 cells: chi-square with 19 degrees of freedom stays below 43.8 in 99.9 %.
    draws = np.array([uniform(5, k, PATH) for k in range(1, 4001)])
    counts = np.histogram(draws, bins=20, range=(0.0, 1.0))[0]
    assert ((counts - 200.0) ** 2 / 200.0).sum() < 43.8


def test_draws_of_two_values_are_not_correlated():
    # Standard error of a correlation of 2000 independent pairs: 0.022.
    pairs = [
        (uniform(5, k, PATH), uniform(5, k, "missiles.nodong.cep")) for k in range(1, 2001)
    ]
    assert abs(np.corrcoef(np.transpose(pairs))[0, 1]) < 0.08
