"""The KN-23 class, aimed by its glide."""

from math import radians

import numpy as np
import pytest
from numba import config

from openthaad.catalogue import find_place, load
from openthaad.errors import NoSolutionError
from openthaad.scenario.fields import Location
from openthaad.threat.aiming import Mode
from openthaad.threat.document import flight_document
from openthaad.threat.flight import fly_plan, fly_to
from openthaad.threat.missile import Missile

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")

LAUNCH = find_place("hodo")
AIM = Location("", radians(35.7214), radians(128.6434), 0.0)  # 420 km on


@pytest.fixture(scope="module")
def missile():
    return Missile.from_entry(load("missiles", "kn-23"))


@pytest.fixture(scope="module")
def flight(missile):
    return fly_to(missile, LAUNCH, AIM, mode=Mode.APOGEE, value=50e3)


def test_it_lands_on_its_aim_from_its_apogee(flight):
    assert flight.roots[0]["miss"] < 1.0
    assert flight.summary[0]["apogee_altitude"] == pytest.approx(50e3, rel=5e-4)


def test_its_impact_is_within_a_metre_of_the_converged_one(missile, flight):
    plan = flight.plan.copy()
    plan[0]["tolerance"] = 1e-4
    for angle in (radians(-40.0), float(plan[0]["glide_angle"]), 0.0):
        plan[0]["glide_angle"] = angle
        exact = fly_plan(missile, plan).summary[0]["impact_position"]
        usual = plan.copy()
        usual[0]["tolerance"] = 1.0
        found = fly_plan(missile, usual).summary[0]["impact_position"]
        assert np.linalg.norm(found - exact) < 1.0


def test_the_nearer_aim_is_dived_at_more_steeply(missile, flight):
    farther = Location("", radians(34.9), radians(128.85), 0.0)
    long = fly_to(missile, LAUNCH, farther, mode=Mode.APOGEE, value=50e3)
    assert long.plan[0]["glide_angle"] > flight.plan[0]["glide_angle"]


def test_the_document_says_how_the_lift_is_used(missile, flight):
    document = flight_document(flight, missile, LAUNCH, AIM)
    glide = document["reentry"]["glide"]
    assert document["launch"]["branch"] == "glide"
    assert glide["path_angle_deg"] == document["launch"]["roots"][0]["glide_angle_deg"] < 0.0
    assert glide["lift_to_drag_max"] == missile.glide_ratio


def test_without_an_apogee_it_flies_without_lift(missile):
    low = fly_to(missile, LAUNCH, AIM, mode=Mode.DEPRESSED)
    assert flight_document(low, missile, LAUNCH, AIM)["reentry"]["glide"] is None


def test_an_aim_that_no_glide_reaches_is_told_what_would_be_reached(missile):
    near = Location("", radians(37.9), radians(128.0), 0.0)
    with pytest.raises(NoSolutionError, match=r"lands after \d+ to \d+ km") as caught:
        fly_to(missile, LAUNCH, near, mode=Mode.APOGEE, value=50e3)
    assert "lower apogee" in caught.value.hint


def test_an_apogee_out_of_its_power_is_an_error(missile):
    with pytest.raises(NoSolutionError, match="cannot climb to 2000 km"):
        fly_to(missile, LAUNCH, AIM, mode=Mode.APOGEE, value=2000e3)
