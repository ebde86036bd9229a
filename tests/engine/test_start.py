"""The beginning of a run: nothing has happened yet, and errors are drawn as they are told."""

from math import pi

import numpy as np
import pytest

from openthaad.engine import start
from openthaad.engine.tables import ENGAGEMENT_RECORD, OBJECT_STATE, THREAT, THREAT_STATE
from openthaad.kernels.codes import Outcome, Status
from openthaad.kernels.random import Draws
from openthaad.threat.kernels import flight as flights
from openthaad.threat.kernels.flight import FLIGHT

IMPACT = int(flights.FlightStatus.IMPACT)
NOISE, QUIET = Draws(7, 3, 1, 0), Draws(7, 3, 0, 0)
pytestmark = pytest.mark.usefixtures("uncompiled")


def used_up(kind):
    """A row in which everything has some value from before."""
    row = np.zeros(1, kind)
    for name in kind.names:
        row[name] = 3
    return row


def test_nothing_has_happened_to_a_missile_on_its_pad():
    row = used_up(THREAT_STATE)[0]
    start.clear_threat(row)
    assert row["outcome"] == Outcome.UNRESOLVED
    for name in THREAT_STATE.names:
        if name.endswith("_time"):
            assert np.isnan(row[name]), name
    for name in (
        "above_horizon",
        "in_sector",
        "viewed",
        "waited",
        "shots",
        "opportunities",
        "has_failed",
    ):
        assert row[name] == 0, name
    assert row["battery"] == row["detected_radar"] == row["kill_shot"] == -1


def test_no_time_lies_inside_a_spell_that_has_not_begun():
    row = used_up(THREAT_STATE)[0]
    start.clear_threat(row)
    assert row["dismissed_from"] == row["dismissed_since"] == np.inf
    for name in ("dismissed_until", "in_view_until", "seeable_until"):
        assert row[name] == -np.inf


def test_no_battery_has_had_a_chance_yet():
    rows = np.concatenate([used_up(ENGAGEMENT_RECORD), used_up(ENGAGEMENT_RECORD)])
    start.clear_records(rows)
    for row in rows:
        assert (row["limit"], row["opportunities"], row["was_late"]) == (0, 0, 0)
        assert np.isnan([row["margin"], row["engageable_time"]]).all()
        assert row["limit_time"] == row["limit_until"] == row["chance_until"] == -np.inf


def test_without_noise_a_missile_flies_as_planned():
    threat = np.zeros(1, THREAT)[0]
    threat["burnout_velocity_sigma"] = 5.0
    assert start.delivery(threat, 0, QUIET) == flights.PLANNED


def test_delivery_errors_have_the_sigma_stated_per_axis():
    threat = np.zeros(1, THREAT)[0]
    threat["burnout_velocity_sigma"] = 5.0
    drawn = [start.delivery(threat, 0, Draws(7, run, 1, 0)) for run in range(400)]
    errors = np.array([way.burnout_error for way in drawn])
    # 1200 draws: a standard error of 2 % of sigma; of the mean, 0.14.
    assert errors.std() == pytest.approx(5.0, rel=0.08)
    assert abs(errors.mean()) < 0.6
    phases = np.array([way.spiral_phase for way in drawn])
    assert 0.0 <= phases.min() < 0.2
    assert 2.0 * pi - 0.2 < phases.max() < 2.0 * pi


def test_missiles_of_a_raid_draw_apart():
    threat = np.zeros(1, THREAT)[0]
    threat["burnout_velocity_sigma"] = 5.0
    first, second = (start.delivery(threat, i, NOISE).burnout_error for i in range(2))
    assert not np.isclose(first, second).any()


@pytest.mark.parametrize(
    ("reliability", "low", "high"), [(1.0, 0, 0), (0.0, 1, 1), (0.8, 0.14, 0.26)]
)
def test_missiles_fail_as_often_as_they_are_unreliable(reliability, low, high):
    threat = np.zeros(1, THREAT)[0]
    threat["reliability"] = reliability
    failed = [start.fails(threat, 0, Draws(1, run, 1, 0)) for run in range(400)]
    assert low <= np.mean(failed) <= high


def test_without_noise_no_missile_fails():
    threat = np.zeros(1, THREAT)[0]
    threat["reliability"] = 0.1
    assert not any(start.fails(threat, i, QUIET) for i in range(20))


@pytest.mark.parametrize(("separation", "kept"), [(80.0, 80.0), (np.nan, np.inf)])
def test_what_never_separates_stays_whole_for_ever(separation, kept):
    flight, item = np.zeros(1, FLIGHT)[0], used_up(OBJECT_STATE)[0]
    flight["separation_time"], flight["impact_time"], flight["first_node"] = (
        separation,
        500.0,
        40,
    )
    start.open_object(item, flight, 25.0)
    assert item["separation_time"] == kept
    assert (item["start_time"], item["end_time"], item["cursor"]) == (25.0, 500.0, 40)
    assert np.isnan(item["destroyed_time"])
    assert not item["credit"].any()


@pytest.fixture
def raid(battle, monkeypatch):
    """A battle whose flights are three nodes long and end as told."""
    made = battle(threats=2, bodies=True)
    ends = {"status": IMPACT, "body": IMPACT}

    def fly(plan, missiles, around, way, nodes, flight):
        flight["node_count"], flight["impact_time"] = 3, 500.0
        flight["burnout_time"], flight["separation_time"] = 60.0, 65.0
        return ends["status"]

    def fly_body(plan, missiles, around, lead, nodes, flight):
        flight["node_count"], flight["impact_time"], flight["separation_time"] = (
            4,
            480.0,
            np.nan,
        )
        return ends["body"]

    monkeypatch.setattr(flights, "fly", fly)
    monkeypatch.setattr(flights, "fly_body", fly_body)
    made.world.plans["launch_time"] = [20.0, 30.0]
    return made, ends


def begin(made, seed=1):
    return start.begin(made.world, made.state, seed, 0)


def test_paths_lie_one_behind_the_other(raid):
    made, _ = raid
    assert begin(made) == Status.DONE
    assert list(made.state.truth.flights["first_node"]) == [0, 3, 7, 10]


def test_a_missile_begins_at_its_launch_and_its_body_at_the_separation(raid):
    made, _ = raid
    begin(made)
    assert list(made.state.truth.objects["start_time"]) == [20.0, 65.0, 30.0, 65.0]
    assert list(made.state.truth.objects["end_time"]) == [500.0, 480.0, 500.0, 480.0]


def test_a_missile_that_fails_breaks_up_at_burnout_and_leaves_no_body(raid):
    made, _ = raid
    made.world.options["noise"] = 1
    made.world.threats["reliability"] = [0.0, 1.0]
    begin(made)
    assert list(made.state.truth.threats["has_failed"]) == [1, 0]
    assert made.state.truth.objects["end_time"][0] == 60.0
    assert list(made.state.truth.flights["node_count"]) == [3, 0, 3, 4]
    assert made.state.truth.flights["first_node"][2] == 3


@pytest.mark.parametrize("which", ["status", "body"])
def test_a_flight_without_room_stops_the_run(raid, which):
    made, ends = raid
    ends[which] = IMPACT + 1
    assert begin(made) == Status.OUT_OF_NODES


def test_launchers_begin_full_and_fire_control_with_its_first_cycle(raid):
    made, _ = raid
    made.state.picture.launchers["rounds"] = 0
    made.world.options["fire_control_period"] = 2.0
    begin(made)
    assert (made.state.picture.launchers["rounds"] == made.world.launchers["rounds"]).all()
    assert made.clock["next_fire_control"] == 2.0
    assert made.clock["is_started"] == 1


def test_without_noise_a_radar_stands_where_it_says_and_its_search_begins_at_the_edge(raid):
    made, _ = raid
    made.world.radars["range_bias_sigma"] = made.world.radars["angle_bias_sigma"] = 5.0
    begin(made)
    for name in ("bias_range", "bias_u", "bias_v"):
        assert made.state.truth.faults[0][name] == 0.0
    assert made.state.picture.radars[0]["beam"] == 0


def test_with_noise_every_run_has_errors_of_its_own(raid):
    made, _ = raid
    made.world.options["noise"] = 1
    made.world.radars["range_bias_sigma"] = 5.0
    faults, beams = [], []
    for seed in range(200):
        begin(made, seed)
        faults.append(made.state.truth.faults[0]["bias_range"])
        beams.append(made.state.picture.radars[0]["beam"])
    assert np.std(faults) == pytest.approx(5.0, rel=0.2)
    assert min(beams) < 5
    assert 94 < max(beams) < 100
