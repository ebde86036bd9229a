"""The unit table, row by row, and decibels."""

from math import pi

import pytest

from openthaad.units import TO_SI, from_db, to_db

# unit: how many of it make how many SI units, written the other way round from the table.
ROWS = {
    "1": (1, 1),
    "percent": (100, 1),
    "m": (1, 1),
    "km": (1, 1000),
    "cm": (100, 1),
    "mm": (1000, 1),
    "m2": (1, 1),
    "cm2": (10_000, 1),
    "km2": (1, 1_000_000),
    "kg": (1, 1),
    "g": (1000, 1),
    "t": (1, 1000),
    "kg/m2": (1, 1),
    "kg/m3": (1, 1),
    "kg/s": (1, 1),
    "s": (1, 1),
    "ms": (1000, 1),
    "us": (1_000_000, 1),
    "min": (1, 60),
    "h": (1, 3600),
    "d": (1, 86_400),
    "Hz": (1, 1),
    "kHz": (1, 1000),
    "MHz": (1, 1_000_000),
    "GHz": (1, 1_000_000_000),
    "1/s": (1, 1),
    "m/s": (1, 1),
    "km/s": (1, 1000),
    "m/s2": (1, 1),
    "m2/s3": (1, 1),
    "m2/s5": (1, 1),
    "gee": (1, 9.80665),
    "rad": (1, 1),
    "mrad": (1000, 1),
    "urad": (1_000_000, 1),
    "deg": (180, pi),
    "rad/s": (1, 1),
    "deg/s": (180, pi),
    "N": (1, 1),
    "kN": (1, 1000),
    "kgf": (1, 9.80665),
    "tf": (1, 9806.65),
    "Pa": (1, 1),
    "hPa": (1, 100),
    "kPa": (1, 1000),
    "MPa": (1, 1_000_000),
    "W": (1, 1),
    "kW": (1, 1000),
    "MW": (1, 1_000_000),
    "J": (1, 1),
    "kJ": (1, 1000),
    "MJ": (1, 1_000_000),
    "K": (1, 1),
}


def test_every_unit_has_a_row_here():
    assert set(TO_SI) == set(ROWS)


@pytest.mark.parametrize("unit", TO_SI)
def test_the_factor_goes_to_si(unit):
    count, si = ROWS[unit]
    assert count * TO_SI[unit] == pytest.approx(si, rel=1e-15)


def test_decibels_there_and_back():
    assert from_db(3.0) == pytest.approx(1.9952623)
    assert to_db(0.001) == pytest.approx(-30.0)
    assert to_db(from_db(-17.3)) == pytest.approx(-17.3)
