"""A drawn missile still flies what it was fitted to."""

import importlib.util
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from openthaad.catalogue import load
from openthaad.catalogue.draws import uniform

BUILDERS = Path(__file__).parents[2] / "builders"
FITTED = ["hwasong-12", "musudan", "pukguksong-2", "scud-b", "scud-c"]
SOUTH = 180.0
pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="hundreds of flights")


@pytest.fixture(scope="module")
def builder():
    sys.path.insert(0, str(BUILDERS))
    spec = importlib.util.spec_from_file_location(
        "elasticities", BUILDERS / "fit_elasticities.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BUILDERS))


@pytest.mark.parametrize("name", FITTED)
def test_a_fitted_propellant_follows_as_the_fit_says(builder, name):
    item = load("missiles", name).values[builder.FITS[name].key]
    assert builder.powers(name) == pytest.approx(dict(item.follows), abs=0.02)


@pytest.mark.parametrize("name", FITTED)
def test_draws_of_a_fitted_missile_scatter_as_its_published_flight_does(builder, name):
    # Drawn apart from the rest, the propellant would scatter the range by 10 to 15 % for the
    # larger missiles; the published figures leave 2 to 5 %.
    flyer = sys.modules["fit_missiles"].Flyer
    entry = load("missiles", name)
    axes = {key: item for key, item in entry.values.items() if item.is_uncertain}
    ranges = []
    for sample in range(1, 21):
        draw = {k: v.quantile(uniform(1, sample, f"{name}.{k}")) for k, v in axes.items()}
        ranges.append(flyer(entry.with_draws(draw), {}, azimuth=SOUTH).farthest()[1].range)
    nominal = flyer(entry, {}, azimuth=SOUTH).farthest()[1].range
    assert np.std(ranges) / nominal < 0.06
    assert 0.9 < np.mean(ranges) / nominal < 1.1
