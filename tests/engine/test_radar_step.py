"""One radar, one period: what its time goes to, where it looks, and what a warning narrows."""

from math import radians

import numpy as np
import pytest

from openthaad.engine import radar_step
from openthaad.engine.tables import (
    CLOCK,
    DETECTION,
    DETECTION_TRUTH,
    LOG_DETECTION,
    LOG_OCCUPANCY,
)
from openthaad.kernels.codes import Role, Task, TrackStatus, Verdict
from openthaad.kernels.random import Draws
from openthaad.radar.kernels import dwell, scheduling
from openthaad.radar.kernels.rows import RADAR_FAULT
from openthaad.threat.kernels.flight import PLAN
from openthaad.tracking.kernels.motion import BALLISTIC

QUIET, NOISE = Draws(0, 0, 0, 0), Draws(2, 0, 1, 0)
PERIOD = 0.1


@pytest.fixture
def one(battle, at):
    """A radar with a period in hand, and a confirmed track 200 km north, 30 km up."""
    made = battle()
    made.state.picture.radars["bank"] = PERIOD
    made.state.picture.radars["columns"] = 100
    follow(made, 0, at(0.0, 200e3, 30e3))
    return made


def follow(made, i, position, *, velocity=(0.0, 0.0, 0.0), status=TrackStatus.CONFIRMED):
    track = made.state.picture.tracks[i]
    track["active"], track["status"], track["time"] = 1, status, 0.0
    track["x"][:, :3], track["x"][:, 3:6] = position, velocity
    track["mode_probability"][BALLISTIC] = 1.0
    track["is_burnout_declared"] = 1
    track["p"][:, range(6), range(6)] = 1.0
    made.state.picture.statuses[i]["unit_snr"] = 4000.0


def look(made, start=0.0, draws=QUIET):
    return radar_step.track_dwells(made.world, made.state, 0, draws, start, 0)


# --- Where it may look ------------------------------------------------------------------------


def test_a_beam_points_where_the_track_will_be(one, at):
    one.world.radars["width_u"] = one.world.radars["width_v"] = 1.0
    follow(one, 0, at(0.0, 100e3, 20e3), velocity=(0.0, 1000.0, 0.0))
    allowed, u, v, _ = radar_step.point_at(
        one.world.radars[0], one.state.picture.tracks[0], 20.0
    )
    away = np.array([20e3, 100e3, 20e3])
    assert allowed
    assert (u, v) == pytest.approx(tuple(away[[0, 2]] / np.linalg.norm(away)), rel=1e-9)


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ((0.0, 200e3, 10.6e3), True),  # 3.03 degrees up
        ((0.0, 200e3, 10.4e3), False),  # 2.98 degrees up
        ((173e3, 100.5e3, 20e3), True),  # 59.8 degrees off boresight, 59.99 off the normal
        ((176e3, 100e3, 20e3), False),
        ((-173e3, 100.5e3, 20e3), True),
        ((0.0, -200e3, 30e3), False),
    ],
)
def test_a_radar_looks_above_its_horizon_and_inside_its_sector_only(one, at, place, allowed):
    one.world.radars["field_of_regard"] = radians(75.0)
    follow(one, 0, at(*place))
    found = radar_step.point_at(one.world.radars[0], one.state.picture.tracks[0], 0.0)
    assert found[0] == allowed


@pytest.mark.parametrize(("sigma", "is_blurred"), [(450.0, False), (550.0, True)])
def test_a_track_is_blurred_by_its_error_in_widths_of_the_beam(one, at, sigma, is_blurred):
    # A quarter of a hundredth, at 200 km, is 500 m.
    one.world.radars["blur"] = 0.25
    follow(one, 0, at(0.0, 200e3, 0.0))
    one.state.picture.tracks[0]["p"][:, range(3), range(3)] = sigma**2
    radar, track = one.world.radars[0], one.state.picture.tracks[0]
    assert radar_step.point_at(radar, track, 0.0)[3] == is_blurred


# --- Dwells on tracks -------------------------------------------------------------------------


def test_a_dwell_lasts_as_long_as_its_snr_asks_for(one):
    look(one)
    # 40 wanted of 4000 a second.
    assert one.state.picture.radars[0]["bank"] == pytest.approx(PERIOD - 0.01)
    assert one.state.picture.radars[0]["spent"][Task.TRACK] == pytest.approx(0.01)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(1.0)
    assert one.state.picture.aimed[0] == 1


def test_a_track_that_is_not_due_is_not_looked_at(one):
    one.state.picture.statuses["next_dwell"][0, 0] = 0.2
    look(one)
    assert one.state.picture.radars[0]["bank"] == PERIOD
    assert one.clock["dwells"] == 0


def test_a_harmless_track_waits_four_times_as_long(one):
    one.state.picture.statuses[0]["verdict"] = Verdict.HARMLESS
    look(one)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(4.0)


def test_a_guided_track_is_looked_at_every_tenth_of_a_second(one):
    one.state.picture.statuses[0]["role"] = Role.GUIDED
    look(one)
    assert one.state.picture.radars[0]["spent"][Task.GUIDANCE] == pytest.approx(0.04)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(0.1)


def test_a_tentative_track_gets_confirming_looks(one, at):
    follow(one, 0, at(0.0, 200e3, 30e3), status=TrackStatus.TENTATIVE)
    look(one)
    assert one.state.picture.radars[0]["spent"][Task.CONFIRM] == pytest.approx(0.02)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(0.2)


def test_a_blurred_track_gets_the_longer_of_both_looks(one):
    one.world.radars["blur"] = 0.0
    one.state.picture.statuses[0]["unit_snr"] = 1000.0
    look(one)
    assert one.state.picture.radars[0]["spent"][Task.CONFIRM] == pytest.approx(0.04)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(0.2)


def test_no_track_takes_more_than_its_share_of_the_time(one):
    one.world.radars["track_share"] = 0.004
    look(one)
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(0.01 / 0.004)


def test_a_track_out_of_sight_costs_no_time_and_waits(one, at):
    follow(one, 0, at(0.0, -200e3, 30e3))
    look(one)
    assert one.state.picture.radars[0]["bank"] == PERIOD
    assert one.state.picture.statuses[0]["next_dwell"][0] == pytest.approx(1.0)
    assert one.state.picture.aimed[0] == 0


def test_looks_stop_when_the_period_is_spent(one, at):
    for i in range(20):
        follow(one, i, at(0.0, 200e3, 30e3))
    look(one)
    # Ten of 10 ms, of which rounding may leave room for one more.
    assert one.clock["track_dwells"] in (10, 11)
    assert one.state.picture.radars[0]["bank"] == pytest.approx(
        PERIOD - 0.01 * one.clock["dwells"]
    )


def test_a_dwell_may_run_on_into_the_next_period(one):
    one.state.picture.statuses[0]["unit_snr"] = 300.0
    one.world.radars["dwell_max"] = 1.0
    look(one)
    assert one.state.picture.radars[0]["bank"] == pytest.approx(PERIOD - 40.0 / 300.0)


def test_dwells_are_made_one_after_the_other(one, at, monkeypatch):
    times = []
    follow(one, 1, at(0.0, 200e3, 30e3))
    monkeypatch.setattr(dwell, "illuminate", lambda *a: times.append(a[2].time) or a[-1])
    look(one, start=7.0)
    assert times == pytest.approx([7.0, 7.01])


# --- Search -----------------------------------------------------------------------------------


def search(made, draws=QUIET):
    return radar_step.search(made.world, made.state, 0, draws, 5.0, 0)


@pytest.mark.parametrize(("bank", "beams"), [(0.1, 20), (0.012, 3), (0.0, 0), (-0.02, 0)])
def test_the_search_takes_the_time_that_is_left(one, bank, beams):
    one.state.picture.radars["bank"] = bank
    search(one)
    assert one.state.picture.radars[0]["beam"] == beams
    assert one.clock["dwells"] == beams
    assert one.state.picture.radars[0]["bank"] == pytest.approx(bank - 0.005 * beams)
    assert one.state.picture.radars[0]["spent"][Task.SEARCH] == pytest.approx(0.005 * beams)


def test_the_search_begins_again_at_the_end_of_its_sweep(one):
    one.state.picture.radars["beam"] = 90
    search(one)
    assert one.state.picture.radars[0]["beam"] == 10


def test_the_search_starts_where_the_looks_at_tracks_ended(one, monkeypatch):
    starts = []
    monkeypatch.setattr(dwell, "sweep", lambda *a: starts.append(a[3].start) or a[-1])
    one.state.picture.radars["bank"] = 0.03
    search(one)
    assert starts == pytest.approx([5.07])


def test_only_noise_gives_false_alarms(one):
    one.world.radars["false_alarms_per_beam"] = 0.5
    search(one)
    assert one.state.picture.radars[0]["false_alarms"] == 0
    one.state.picture.radars["bank"] = PERIOD
    search(one, NOISE)
    assert 1 <= one.state.picture.radars[0]["false_alarms"] <= 20


def test_a_false_alarm_costs_a_confirming_look_as_long_as_there_is_time(one):
    radar, state = one.world.radars[0], one.state.picture.radars[0]
    state["false_alarms"] = 7
    radar_step.confirm_false_alarms(radar, state)
    # Five looks of 20 ms fill the period; rounding may leave room for one.
    assert state["false_alarms"] in (1, 2)
    assert state["spent"][Task.FALSE_ALARM] == pytest.approx(0.02 * (7 - state["false_alarms"]))


def test_every_period_adds_its_time_and_all_of_it_is_spent(one):
    one.state.picture.radars["bank"] = 0.0
    for k in range(10):
        radar_step.observe(one.world, one.state, 0, QUIET, k * PERIOD, 0)
    state = one.state.picture.radars[0]
    assert -0.005 < state["bank"] < 1e-12
    assert state["spent"].sum() == pytest.approx(1.0 - state["bank"])


def test_a_period_without_search_is_one_of_waiting(one):
    one.state.picture.radars["bank"] = -0.15
    radar_step.observe(one.world, one.state, 0, QUIET, 0.0, 0)
    assert one.state.picture.radars[0]["waiting"] == 1
    assert one.clock["searches"] == 0
    one.state.picture.radars["bank"] = 0.0
    radar_step.observe(one.world, one.state, 0, QUIET, PERIOD, 0)
    assert one.state.picture.radars[0]["waiting_total"] == 1


# --- Launch warnings --------------------------------------------------------------------------


@pytest.fixture
def warned(one, at):
    """A launch at 100 s from 30 degrees east of north, warned of 20 s later, for 50 s."""
    radar = one.world.radars[0]
    radar["cue_delay"], radar["cue_duration"] = 20.0, 50.0
    radar["cue_half_width"] = radians(2.0)
    plans = np.zeros(2, PLAN)
    plans["launch_time"] = [100.0, 1e6]
    plans["position"] = at(100e3, 173.2051e3, -3e3)
    return radar, plans


def cue(warned, time):
    return np.degrees(radar_step.cue(*warned, warned[1]["position"], time))


@pytest.mark.parametrize(
    ("time", "is_cued"), [(119.9, False), (120.0, True), (170.0, True), (170.1, False)]
)
def test_a_warning_comes_late_and_holds_for_a_while(warned, time, is_cued):
    low, high = cue(warned, time)
    assert (low < high) == is_cued
    if is_cued:
        assert (low, high) == pytest.approx((28.0, 32.0), abs=1e-4)


def test_a_warning_counts_from_the_boresight(warned):
    warned[0]["boresight"] = radians(-15.0)
    assert cue(warned, 130.0) == pytest.approx((43.0, 47.0), abs=1e-4)


def test_warnings_of_two_launches_span_both(warned, at):
    warned[1]["launch_time"] = 100.0
    warned[1]["position"][1] = at(-100e3, 100e3, 0.0)
    assert cue(warned, 130.0) == pytest.approx((-47.0, 32.0), abs=1e-4)


def test_a_radar_without_warnings_searches_its_sector(warned):
    warned[0]["cue_delay"] = -1.0
    low, high = radar_step.cue(*warned, warned[1]["position"], 130.0)
    assert low > high


def test_a_warned_search_keeps_to_the_columns_of_the_warning(one, warned):
    radar, state = one.world.radars[0], one.state.picture.radars[0]
    low, high = radar_step.cue(*warned, warned[1]["position"], 130.0)
    scheduling.aim_search(radar, state, low, high)
    # From 60 degrees left of north on, each 1.2 degrees: 88 / 1.2 = 73.3, 92 / 1.2 = 76.7.
    assert (state["first_column"], state["columns"]) == (73, 4)


# --- Replay, faults, the second's account -----------------------------------------------------


def test_a_replay_gives_the_detections_of_the_dwells_so_far_and_no_more():
    recorded = np.zeros(6, LOG_DETECTION)
    recorded["dwell_number"], recorded["range"] = [3, 4, 4, 7, 9, 9], np.arange(6.0)
    detections, extras = np.zeros(8, DETECTION), np.zeros(8, DETECTION_TRUTH)
    clock = np.zeros(1, CLOCK)[0]
    assert radar_step.replay(clock, recorded, 7, detections, extras, 0) == 3
    assert radar_step.replay(clock, recorded, 8, detections, extras, 3) == 4
    assert list(detections["range"][:4]) == [0.0, 1.0, 2.0, 3.0]
    assert clock["recorded_detection"] == 4


def test_a_replay_stops_where_a_period_has_no_room():
    recorded, clock = np.zeros(6, LOG_DETECTION), np.zeros(1, CLOCK)[0]
    detections, extras = np.zeros(4, DETECTION), np.zeros(4, DETECTION_TRUTH)
    assert radar_step.replay(clock, recorded, 1, detections, extras, 2) == 4
    assert clock["recorded_detection"] == 2


def test_a_run_s_error_is_so_many_sigma_of_range_and_of_each_cosine(one):
    radar, fault = one.world.radars[0], np.zeros(1, RADAR_FAULT)[0]
    radar["range_bias_sigma"], radar["angle_bias_sigma"] = 5.0, 1e-4
    radar_step.draw_fault(radar, fault, (2.0, -1.0, 3.0, 9.0))
    assert fault["bias_range"] == 10.0
    assert (fault["bias_u"], fault["bias_v"]) == pytest.approx((-1e-4, 3e-4))


@pytest.mark.parametrize(("phase", "beam"), [(0.0, 0), (0.5, 100), (0.9999999, 199)])
def test_a_search_begins_anywhere_in_its_sweep(one, phase, beam):
    one.world.radars["search_rows"] = 2
    radar_step.open_radar(one.world.radars[0], one.state.picture.radars[0], phase)
    assert one.state.picture.radars[0]["beam"] == beam
    assert one.state.picture.radars[0]["columns"] == 100


@pytest.mark.parametrize("length", [0.5, 1.0, 5.0])
def test_a_cycle_s_account_is_written_and_begun_anew(one, length):
    state, row = one.state.picture.radars[0], np.zeros(1, LOG_OCCUPANCY)[0]
    state["spent"][[Task.TRACK, Task.SEARCH]] = 0.3, 0.7
    state["waiting"], state["peak"], state["tracks"] = 4, 0.2, 9
    state["spent"] *= length
    radar_step.close_cycle(0, state, 12.0, length, 5, row)
    assert (row["time"], row["radar"], row["tracks"], row["waiting"]) == (12.0, 0, 5, 4)
    assert row["share"][Task.TRACK] == pytest.approx(0.3)
    assert row["share"][Task.SEARCH] == pytest.approx(0.7)
    # Search is what is left over: it makes no peak.
    assert (state["peak"], state["tracks"]) == (pytest.approx(0.3), 9)
    assert not state["spent"].any()
    assert state["waiting"] == 0
