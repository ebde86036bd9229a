import json
from dataclasses import replace
from datetime import datetime

import czml3
import numpy as np
import pytest

from openthaad.exports import czml
from openthaad.runs import as_run


@pytest.fixture(scope="module")
def run(outcome):
    return as_run(outcome)


@pytest.fixture(scope="module")
def packets(run):
    return json.loads(czml.document(run))


def samples(packet):
    return np.array(packet["position"]["cartesian"]).reshape(-1, 4)


def test_another_reader_accepts_every_packet_and_property(packets):
    document = czml3.Document(packets=[czml3.Packet(**packet) for packet in packets])
    assert json.loads(document.dumps()) == packets


def test_identifiers_are_unique_and_parents_exist(packets):
    identifiers = [packet["id"] for packet in packets]
    assert len(set(identifiers)) == len(identifiers)
    assert {packet["parent"] for packet in packets if "parent" in packet} <= set(identifiers)


def test_sampled_positions_come_back_to_a_tenth_of_a_millimetre(packets, outcome):
    packet = next(p for p in packets if p["id"] == "truth/object/0")
    truth = outcome.tables["truth"]
    truth = truth[truth["object"] == 0]
    for time, *place in samples(packet):
        row = np.abs(truth["time"] - truth["time"][0] - time).argmin()
        assert np.abs(truth["position"][row] - place).max() < 1e-4  # m


def test_straight_lines_between_samples_stay_within_the_tolerance(packets, outcome):
    truth = outcome.tables["truth"]
    for number in range(3):
        mine = truth[truth["object"] == number]
        kept = samples(next(p for p in packets if p["id"] == f"truth/object/{number}"))
        for axis in range(3):
            drawn = np.interp(mine["time"] - mine["time"][0], kept[:, 0], kept[:, axis + 1])
            assert np.abs(drawn - mine["position"][:, axis]).max() < czml.PATH_TOLERANCE


def test_truth_and_picture_are_apart(packets):
    for packet in packets:
        if "/" in packet["id"]:
            assert packet["id"].startswith(packet["parent"])
    assert any(p["id"] == "picture/track/1" for p in packets)


def test_a_threat_is_there_while_it_flies(packets, outcome):
    packet = next(p for p in packets if p["id"] == "truth/object/1")
    start, end = (datetime.fromisoformat(x) for x in packet["availability"].split("/"))
    flown = outcome.threats[1]["planned_impact_s"] - outcome.threats[1]["launch_s"]
    assert (end - start).total_seconds() == pytest.approx(flown, abs=1e-3)


def test_the_fan_starts_at_the_radar_and_reaches_as_far_as_said(outcome):
    radar = outcome.geometry["radars"][0]
    line = czml.fan(radar, 500e3)
    away = np.linalg.norm(line - radar["position_ecef_m"], axis=1)
    assert away[0] == away[-1] == 0.0
    assert away[1:-1] == pytest.approx(500e3)


def test_the_fan_rises_at_the_lowest_elevation(outcome):
    radar = outcome.geometry["radars"][0]
    site = np.array(radar["position_ecef_m"])
    ray = czml.fan(radar, 1.0)[5] - site
    latitude, longitude = np.radians([radar["lat_deg"], radar["lon_deg"]])
    up = [
        np.cos(latitude) * np.cos(longitude),
        np.cos(latitude) * np.sin(longitude),
        np.sin(latitude),
    ]
    assert np.degrees(np.arcsin(ray @ up)) == pytest.approx(radar["min_elevation_deg"])


def test_twelve_threats_stay_small(battle):
    raid = (battle.RAID * 2)[:12]
    assert len(czml.document(as_run(battle.make_outcome(raid)))) < 2e6  # bytes


def test_a_run_in_which_nothing_was_seen_has_a_replay_too(outcome):
    tables = outcome.tables | {
        name: outcome.tables[name][:0] for name in ("detections", "tracks", "interceptors")
    }
    packets = czml.packets(as_run(replace(outcome, tables=tables, shots=[])))
    assert not [p for p in packets if p["id"].startswith("picture/")]


def test_the_scenario_sets_the_clock(outcome):
    dated = replace(outcome, document={"epoch": "2017-09-08T00:00:00Z"})
    clock = czml.packets(as_run(dated))[0]["clock"]
    assert clock["currentTime"] == "2017-09-08T00:00:00.000Z"
