"""What is assumed of unknown boosters, against missiles that are known."""

import pytest

from openthaad.catalogue import load, names
from openthaad.constants import STANDARD_GRAVITY
from openthaad.studies.inference.arcs import cutoff_for, velocity_given
from openthaad.studies.inference.booster import (
    PROPELLANTS,
    likely_booster,
    missile_for,
    shares,
    stages_for,
)
from openthaad.threat.missile import Missile


@pytest.mark.parametrize("name", sorted(set(names("missiles")) - {"kn-23", "notional-icbm"}))
def test_the_catalogue_s_missiles_lie_in_the_ranges(name):
    """All but the KN-23, which does not fly ballistically, and the one that nobody built."""
    missile = Missile.from_entry(load("missiles", name))
    values = load("boosters", load("missiles", name).about["propellant"]).values
    first = missile.stages[0]
    weight = STANDARD_GRAVITY * missile.launch_mass
    found = {
        "thrust_to_weight": first.thrust_sea_level / weight,
        "isp_vacuum": first.thrust_vacuum / first.mass_flow / STANDARD_GRAVITY,
        "sea_level_share": first.thrust_sea_level / first.thrust_vacuum,
        "sectional_mass": missile.launch_mass / first.area,
    }
    for key, number in found.items():
        assert 0.99 * values[key].low <= number <= 1.01 * values[key].high, key


@pytest.mark.parametrize("propellant", PROPELLANTS)
@pytest.mark.parametrize("speed", [1500.0, 5000.0, 7500.0])
def test_the_stages_give_the_velocity_asked_for(propellant, speed):
    booster = likely_booster(load("boosters", propellant), speed)
    missile = missile_for(booster, 1.2 * speed)
    assert velocity_given(missile, cutoff_for(missile, 1.2 * speed)) == pytest.approx(
        1.2 * speed
    )
    assert missile.payload_mass > 0.0
    assert sum(shares(booster)) == pytest.approx(1.0)


def test_stages_follow_the_speed():
    counts = [
        likely_booster(load("boosters", "solid"), v).stage_count
        for v in (2000.0, 4000.0, 7000.0)
    ]
    assert counts == [1, 2, 3]
    assert likely_booster(load("boosters", "liquid"), 5000.0).stage_count == 1
    assert stages_for(5.0, 5.7, 8.6) == 1


def test_an_intercontinental_liquid_burns_four_to_six_minutes():
    """T. Postol in New Scientist, 1 Sep 2001."""
    missile = missile_for(likely_booster(load("boosters", "liquid"), 7200.0), 8500.0, spare=0.0)
    assert 240.0 < missile.burn_time < 360.0
