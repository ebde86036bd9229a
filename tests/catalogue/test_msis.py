from datetime import UTC, datetime
from math import radians

import numpy as np
import pytest

from openthaad.catalogue.air import us76_table
from openthaad.catalogue.msis import nrlmsis_table
from openthaad.constants import EARTH_MEAN_RADIUS, STANDARD_GRAVITY

pytest.importorskip("pymsis")
SUMMER, WINTER = datetime(2017, 7, 15, 3, tzinfo=UTC), datetime(2017, 1, 15, 3, tzinfo=UTC)
SEONGJU = (radians(36.0), radians(128.2))


@pytest.fixture(scope="module")
def summer():
    return nrlmsis_table(SUMMER, *SEONGJU)


def test_it_has_the_altitudes_of_the_standard_atmosphere(summer):
    assert np.array_equal(summer["altitude"], us76_table()["altitude"])


def test_pressure_carries_the_weight_of_the_air_above(summer):
    # d ln p / dh = -rho g / p, to 80 km; higher up chemistry makes oxygen.
    low = summer[1:160]
    gravity = STANDARD_GRAVITY / (1.0 + low["altitude"] / EARTH_MEAN_RADIUS) ** 2
    weight = np.exp(low["ln_density"] - low["ln_pressure"]) * gravity
    assert low["ln_pressure_slope"] == pytest.approx(-weight, rel=0.01)


def test_it_is_within_a_third_of_the_standard_up_to_110_km(summer):
    ratio = np.exp(summer["ln_density"] - us76_table()["ln_density"])[:221]
    assert 0.66 < ratio.min() < 0.9
    assert 1.05 < ratio.max() < 1.34


def test_summer_is_denser_at_60_km_and_thinner_at_100_km(summer):
    winter = nrlmsis_table(WINTER, *SEONGJU)
    assert summer["ln_density"][120] > winter["ln_density"][120] + 0.1
    assert summer["ln_density"][200] < winter["ln_density"][200]


def test_solar_activity_matters_high_up_and_not_below_80_km(summer):
    active = nrlmsis_table(SUMMER, *SEONGJU, f107=220.0, f107_average=220.0, ap=50.0)
    change = active["ln_density"] - summer["ln_density"]
    assert abs(change[:160]).max() < 0.01
    assert change[600] > 0.2


def test_the_sound_is_that_of_air_at_the_model_s_temperature(summer):
    # 27 C on the ground in July.
    assert summer["sound_speed"][0] == pytest.approx(347.0, abs=4.0)
