from math import inf, nan, pi, radians

import numpy as np
import pytest

from openthaad.catalogue.air import exponential_table
from openthaad.earth.kernels.drag import DRAG
from openthaad.earth.kernels.frames import altitude, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.kernels import flight
from openthaad.threat.kernels.flight import FlightStatus

AROUND = Surroundings(WGS84, exponential_table())
STILL = (0.0, 0.0, 0.0)


@pytest.fixture
def rig():
    """A one-stage missile of 6 t on the equator, aimed north."""
    stages = np.zeros(1, dtype=flight.STAGE)
    stages[0] = (4000.0, 1000.0, 150e3, 0.2, 66.0, 60.0, 0.0, 0.6, 0)
    missiles = np.zeros(1, dtype=flight.MISSILE)
    row = missiles[0]
    row["stage_count"] = 1
    row["separates"] = 1
    row["payload_mass"] = 1000.0
    row["reentry_mass"], row["reentry_area"] = 800.0, 0.5
    row["separation_delay"], row["separation_speed"] = 5.0, 3.0
    row["body_area"] = 5.0
    stages["mass_flow"] = stages["propellant_mass"] / stages["burn_time"]
    drags = np.zeros(1, dtype=DRAG)
    drags[0]["count"], drags[0]["cd"][0] = 1, 0.2
    plans = np.zeros(1, dtype=flight.PLAN)
    plan = plans[0]
    plan["position"] = geodetic_to_ecef(0.0, 1.0, 0.0)
    plan["vertical_time"], plan["pitch_end_time"] = 5.0, 40.0
    plan["pitch_final"], plan["programme"] = radians(45.0), 1
    plan["cutoff_time"], plan["max_time"], plan["tolerance"] = inf, 3600.0, 1.0
    return plan, flight.Missiles(missiles, stages, drags)


def fly(rig, *, error=STILL, phase=nan, rows=2000):
    plan, missiles = rig
    nodes = np.zeros(rows, dtype=flight.NODE)
    out = np.zeros(2, dtype=flight.FLIGHT)
    flight.run_fly(plan, missiles, AROUND, flight.Delivery(error, phase), nodes, out[0])
    return out[0], nodes[: out[0]["node_count"]]


def test_a_flight_ends_at_the_impact_altitude(rig):
    out, nodes = fly(rig)
    assert out["status"] == FlightStatus.IMPACT
    assert altitude(tuple(out["impact_position"])) == pytest.approx(0.0, abs=2e-3)
    assert nodes[-1]["time"] == out["impact_time"]


def test_an_impact_altitude_above_the_launch_site_is_met_on_the_way_down(rig):
    rig[0]["impact_altitude"] = 1500.0
    out, _ = fly(rig)
    assert altitude(tuple(out["impact_position"])) == pytest.approx(1500.0, abs=2e-3)
    assert out["impact_time"] > out["apogee_time"]


def test_times_count_from_the_epoch(rig):
    at_zero, _ = fly(rig)
    rig[0]["launch_time"] = 100.0
    later, nodes = fly(rig)
    assert nodes[0]["time"] == 100.0
    assert later["impact_time"] == pytest.approx(at_zero["impact_time"] + 100.0)


def test_a_cut_off_leaves_propellant_aboard(rig):
    rig[0]["cutoff_time"] = 50.0
    out, _ = fly(rig)
    assert out["burnout_time"] == 50.0
    assert out["burnout_mass"] == pytest.approx(6000.0 - 50.0 * 4000.0 / 60.0)


def test_separation_keeps_momentum(rig):
    out, nodes = fly(rig)
    after = nodes[np.searchsorted(nodes["time"], out["separation_time"], side="right") - 1]
    before = nodes[np.searchsorted(nodes["time"], out["separation_time"], side="left")]
    total = 800.0 * after["velocity"] + out["body_mass"] * out["body_velocity"]
    assert total / out["burnout_mass"] == pytest.approx(before["velocity"], abs=1e-9)
    gap = np.linalg.norm(after["velocity"] - out["body_velocity"])
    assert gap == pytest.approx(3.0)


def test_the_spent_body_falls_short_of_the_warhead(rig):
    lead, _ = fly(rig)
    plan, missiles = rig
    nodes = np.zeros(2000, dtype=flight.NODE)
    body = np.zeros(1, dtype=flight.FLIGHT)[0]
    flight.run_fly_body(plan, missiles, AROUND, lead, nodes, body)
    assert body["status"] == FlightStatus.IMPACT
    assert body["impact_time"] > lead["impact_time"]
    assert body["impact_position"][2] < lead["impact_position"][2]


def test_nothing_separates_from_an_unseparated_missile(rig):
    plan, missiles = rig
    missiles.kinds["separates"] = 0
    lead, nodes = fly(rig)
    body = np.zeros(1, dtype=flight.FLIGHT)[0]
    status = flight.run_fly_body(plan, missiles, AROUND, lead, nodes, body)
    assert status == FlightStatus.NO_BODY
    assert lead["reentry_mass"] == 2000.0


def test_a_delivery_error_changes_the_burnout_velocity_by_itself(rig):
    nominal, _ = fly(rig)
    wrong, _ = fly(rig, error=(1.0, -2.0, 0.5))
    change = wrong["burnout_velocity"] - nominal["burnout_velocity"]
    assert change == pytest.approx((1.0, -2.0, 0.5), abs=1e-9)


def test_the_spiral_turns_only_unseparated_missiles_and_only_with_a_phase(rig):
    missile = rig[1].kinds[0]
    missile["spiral_lift"], missile["spiral_rate"] = 0.1, pi
    whole = [fly(rig, phase=phase)[0]["impact_position"].copy() for phase in (nan, 0.0)]
    missile["separates"] = 0
    spiral = [fly(rig, phase=phase)[0]["impact_position"].copy() for phase in (nan, 0.0, 3.0)]
    assert (whole[0] == whole[1]).all()
    gaps = [np.linalg.norm(p - spiral[0]) for p in spiral[1:]]
    assert all(1.0 < gap < 5e3 for gap in gaps)


def test_two_stages_burn_one_after_the_other_and_the_first_is_dropped(rig):
    plan, missiles = rig
    two = np.concatenate([missiles.stages, missiles.stages])
    two[0]["coast_time"], two[0]["thrust_vacuum"] = 4.0, 300e3
    missiles.kinds["stage_count"] = 2
    out, nodes = fly((plan, missiles._replace(stages=two)))
    assert out["burnout_time"] == 124.0
    assert out["burnout_mass"] == pytest.approx(2000.0)
    assert {60.0, 64.0} <= set(nodes["time"])


def test_a_cut_off_before_the_second_ignition_leaves_the_second_stage_unburnt(rig):
    plan, missiles = rig
    two = np.concatenate([missiles.stages, missiles.stages])
    two[0]["coast_time"], two[0]["thrust_vacuum"] = 4.0, 300e3
    missiles.kinds["stage_count"] = 2
    plan["cutoff_time"] = 62.0
    out, _ = fly((plan, missiles._replace(stages=two)))
    assert out["burnout_time"] == 60.0
    assert out["burnout_mass"] == pytest.approx(6000.0)


def test_a_full_table_is_reported(rig):
    out, _ = fly(rig, rows=20)
    assert out["status"] == FlightStatus.OUT_OF_NODES
    assert out["node_count"] == 20


def test_a_flight_that_stays_up_is_reported(rig):
    rig[0]["max_time"] = 200.0
    assert fly(rig)[0]["status"] == FlightStatus.OUT_OF_TIME


def test_a_missile_pitched_into_the_ground_is_reported(rig):
    rig[0]["pitch_final"] = radians(-60.0)
    assert fly(rig)[0]["status"] == FlightStatus.CRASHED


def test_usual_flights_need_few_nodes(rig):
    assert len(fly(rig)[1]) < 400
