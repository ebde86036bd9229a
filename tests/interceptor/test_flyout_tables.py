"""Fly-out tables as records."""

from dataclasses import replace

import pytest

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.interceptor.flyout import flyout_table, reach
from openthaad.interceptor.kernels.flyout import FlyoutStatus
from openthaad.interceptor.model import Interceptor

AIR = us76_table()
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))


def test_a_table_is_built_once():
    assert flyout_table(THAAD, AIR) is flyout_table(THAAD, AIR)


def test_another_interceptor_has_another_table():
    slower = replace(THAAD, booster_propellant_mass=600.0)
    assert flyout_table(slower, AIR) is not flyout_table(THAAD, AIR)


def test_a_table_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        flyout_table(THAAD, AIR)["range_step"] = 1.0


def test_a_place_can_be_looked_up():
    found = reach(flyout_table(THAAD, AIR), 100e3, 80e3)
    assert found.status is FlyoutStatus.REACHABLE
    assert found.time == pytest.approx(60.0, abs=8.0)
    assert 1500.0 < found.speed < 2780.0
