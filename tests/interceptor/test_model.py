"""The interceptor record."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from openthaad.catalogue import load
from openthaad.interceptor.model import Interceptor

ENTRY = load("interceptors", "thaad")
THAAD = Interceptor.from_entry(ENTRY)


def test_the_catalogue_entry_makes_an_interceptor():
    assert THAAD.mass == 900.0
    assert THAAD.booster_dry_mass == pytest.approx(ENTRY.nominal()["booster_dry_mass"], abs=0.1)


def test_its_row_carries_every_value():
    row = THAAD.row()[0]
    assert row["seeker_half_field"] == 0.5 * THAAD.seeker_field_of_view
    assert row["separation_time"] == THAAD.booster_burn_time + THAAD.separation_delay
    flow = THAAD.booster_propellant_mass / THAAD.booster_burn_time
    sea_level = row["thrust_vacuum"] - 101_325.0 * row["exit_area"]
    assert sea_level == pytest.approx(flow * THAAD.booster_isp_sea_level * 9.80665)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"mass": -1.0}, "mass"),
        ({"mass": nan}, "mass"),
        ({"seeker_noise": -1e-6}, "seeker_noise"),
        ({"reliability": 1.2}, "reliability"),
        ({"guidance_time_constant": inf}, "guidance_time_constant"),
        ({"booster_isp_sea_level": 400.0}, "booster_isp_sea_level"),
        ({"booster_propellant_mass": 890.0}, "case"),
        ({"canister_elevation_minimum": 1.55}, "canister_elevation_minimum"),
        ({"drag_mach": (1.0,)}, "drag curve"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, word):
    with pytest.raises(ValueError, match=word):
        replace(THAAD, **change)


def test_a_missing_value_is_named():
    values = dict(ENTRY.nominal())
    del values["turn_rate"]
    curve = np.array([0.0, 5.0])
    with pytest.raises(ValueError, match="turn_rate"):
        Interceptor.from_values("thaad", values, drag_mach=curve, drag_cd=curve)
