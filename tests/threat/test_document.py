import json
from math import log, radians

import pytest

from openthaad.scenario.fields import Location
from openthaad.threat.document import flight_document
from openthaad.threat.flight import fly_to
from openthaad.threat.schedule import burns

LAUNCH = Location("", radians(38.99), radians(127.62), 0.0)
AIM = Location("", radians(36.5), radians(127.9), 100.0)


@pytest.fixture
def flight(missile):
    return fly_to(missile, LAUNCH, AIM)


@pytest.fixture
def document(missile, flight):
    return flight_document(flight, missile, LAUNCH, AIM)


def test_a_flight_is_a_json_document_with_all_that_the_contract_names(document):
    again = json.loads(json.dumps(document, allow_nan=False))
    assert {"missile", "range_km", "apogee_km", "flight_time_s", "earth", "atmosphere"} < set(
        again
    )
    assert {"launch", "stages", "burnout", "reentry", "impact", "losses"} < set(again)
    assert {"azimuth_deg", "programme", "cutoff_s", "branch", "roots"} < set(again["launch"])
    assert len(again["path"][0]) == 7


def test_the_stage_table_ends_at_the_cut_off_with_the_flight_s_mass(document):
    stage = document["stages"][-1]
    assert stage["end_s"] == document["launch"]["cutoff_s"] == document["burnout"]["time_s"]
    assert stage["mass_after_kg"] == pytest.approx(document["burnout"]["mass_kg"])


def test_the_miss_is_measured_from_the_aim(document):
    assert document["impact"]["miss_m"] < 1.0
    assert document["impact"]["altitude_m"] == pytest.approx(100.0, abs=0.01)


def test_losses_close_the_budget_of_speed(missile, flight, document):
    # Vacuum exhaust speed times ln(mass ratio) = burnout speed + gravity + drag + back-pressure
    # and steering; the last two are not counted and must be positive and small.
    (burn,) = burns(missile, flight.plan[0])
    exhaust = burn.stage.thrust_vacuum / burn.stage.mass_flow
    ideal = exhaust * log(burn.mass / burn.end_mass)
    known = 1e3 * document["burnout"]["speed_km_s"] + sum(document["losses"].values())
    assert 0.0 < ideal - known < 0.15 * ideal


def test_the_spent_body_has_its_own_impact(document):
    assert document["spent_body"]["impact"]["time_s"] > document["flight_time_s"]
