"""Air tables: smoothness, edges and the exponential closed form."""

from math import exp, inf

import numpy as np
import pytest

from openthaad.catalogue.air import exponential_table, us76_table
from openthaad.constants import STANDARD_GRAVITY
from openthaad.earth.kernels import atmosphere


@pytest.fixture(scope="module")
def air():
    return us76_table()


def test_an_exponential_table_gives_back_its_formula():
    table = exponential_table(density=1.3, scale_height=7000.0)
    for altitude in (-2e3, 0.0, 333.0, 81e3, 150e3):
        expected = 1.3 * exp(-altitude / 7000.0)
        assert atmosphere.density(table, altitude) == pytest.approx(expected, rel=1e-12)
        weight = expected * STANDARD_GRAVITY * 7000.0
        assert atmosphere.pressure(table, altitude) == pytest.approx(weight, rel=1e-12)


@pytest.mark.parametrize("altitude", [500.0, 11e3, 86e3, 120e3, 500e3])
def test_density_and_its_slope_do_not_jump_at_a_row(air, altitude):
    below = atmosphere.log_density_and_slope(air, altitude - 1e-6)
    above = atmosphere.log_density_and_slope(air, altitude + 1e-6)
    assert below == pytest.approx(above, rel=1e-7)


@pytest.mark.parametrize("altitude", [-700.0, 0.0, 10_777.0, 65_250.0, 86_001.0, 300_100.0])
def test_the_slope_is_the_derivative_of_the_logarithm(air, altitude):
    logarithm, slope = atmosphere.log_density_and_slope(air, altitude)
    ahead, behind = (atmosphere.density(air, altitude + d) for d in (0.5, -0.5))
    assert slope == pytest.approx(np.log(ahead / behind), rel=1e-5)
    assert logarithm == atmosphere.log_density(air, altitude)
    assert exp(logarithm) == atmosphere.density(air, altitude)


def test_below_sea_level_the_logarithms_go_on_straight(air):
    ratio = atmosphere.density(air, -400.0) / atmosphere.density(air, 0.0)
    assert atmosphere.density(air, -800.0) == pytest.approx(1.225 * ratio**2, rel=1e-6)
    assert atmosphere.pressure(air, -400.0) > 101325.0


def test_above_the_table_there_is_no_air(air):
    assert atmosphere.density(air, 1e6) > 0.0
    assert atmosphere.density(air, 1e6 + 1.0) == 0.0
    assert atmosphere.log_density_and_slope(air, 2e6) == (-inf, 0.0)
    assert atmosphere.pressure(air, 2e6) == 0.0


def test_the_speed_of_sound_is_held_outside_the_table(air):
    assert atmosphere.sound_speed(air, -5e3) == atmosphere.sound_speed(air, 0.0)
    assert atmosphere.sound_speed(air, 3e6) == atmosphere.sound_speed(air, 1e6)


def test_the_speed_of_sound_is_that_of_the_interpolated_pressure_and_density(air):
    for altitude in (1_234.0, 25_300.0, 70_010.0, 99_990.0, 250_250.0):
        ratio = atmosphere.pressure(air, altitude) / atmosphere.density(air, altitude)
        assert atmosphere.sound_speed(air, altitude) ** 2 == pytest.approx(
            1.4 * ratio, rel=1e-3
        )


def test_density_only_falls(air):
    altitudes = np.arange(-5e3, 1e6, 1_237.0)
    assert np.all(np.diff([atmosphere.density(air, h) for h in altitudes]) < 0.0)


def test_a_caller_may_change_its_copy_of_the_standard(air):
    mine = us76_table()
    mine["ln_density"] += 1.0
    assert atmosphere.density(us76_table(), 0.0) == atmosphere.density(air, 0.0)


def test_an_exponential_table_refuses_a_negative_scale_height():
    with pytest.raises(ValueError, match="scale_height must be finite and positive"):
        exponential_table(scale_height=-1.0)


@pytest.mark.parametrize("altitude", [0.0, 320.0, 11_250.0, 33_333.0, 85_700.0, 1.2e5, 9.9e5])
@pytest.mark.parametrize("burns", [False, True])
def test_a_flight_meets_the_air_of_the_table(air, altitude, burns):
    # 2e-6: the polynomials share value, slope and bend with the table's curves at its rows.
    rho, slowness, push = atmosphere.air_at(air, 1.0 / 500.0, altitude, burns)
    assert rho == pytest.approx(atmosphere.density(air, altitude), rel=2e-6)
    assert 1.0 / slowness == pytest.approx(atmosphere.sound_speed(air, altitude), rel=2e-6)
    assert push == pytest.approx(burns * atmosphere.pressure(air, altitude), rel=2e-6)


def test_a_flight_meets_air_below_sea_level_and_none_above_the_table(air):
    rho, _, push = atmosphere.air_at(air, 1.0 / 500.0, -400.0, True)
    assert rho == pytest.approx(atmosphere.density(air, -400.0), rel=1e-3)
    assert push == pytest.approx(atmosphere.pressure(air, -400.0), rel=1e-3)
    assert atmosphere.air_at(air, 1.0 / 500.0, -1e6, True)[0] < 1e2
    assert atmosphere.air_at(air, 1.0 / 500.0, 1e6 + 1.0, True) == (0.0, 0.0, 0.0)


def test_the_corners_are_those_of_the_standard_rounded_over_one_row(air):
    # Its layers end at 11, 20, 32, 47, 51 and 71 km of geopotential altitude.
    ends = [11_019.0, 20_063.0, 32_162.0, 47_350.0, 51_413.0, 71_802.0]
    corners = sorted(set(air["corner_above"]) - {np.inf})
    assert corners[::2] == [500.0 * (end // 500.0) for end in ends]
    assert corners[1::2] == [500.0 * (end // 500.0 + 1.0) for end in ends]
    assert air["corner_below"][30] == 11_500.0
    assert air["corner_above"][30] == 20_000.0


def test_air_that_is_smooth_has_no_corners():
    assert set(exponential_table()["corner_above"]) == {np.inf}
