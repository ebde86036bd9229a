from math import degrees, radians

import numpy as np
import pytest
from pyproj import Geod

from openthaad.catalogue import find_place
from openthaad.earth.refraction import air, trace_ray
from openthaad.errors import ScenarioError
from openthaad.radar.equation import detection_range
from openthaad.radar.model import from_values
from openthaad.scenario import load_scenario
from openthaad.studies.reach import reach

BORESIGHT = radians(330.0)
STEP = 10e3  # m, between the distances the study tries


def scenario(*sets):
    return load_scenario("radar-reach", sets)


@pytest.fixture(scope="module")
def record():
    return reach(scenario())


def test_a_larger_target_is_never_seen_less_far(record):
    for mode in record.modes:
        for height in (100e3, 300e3):
            small, middle, large = (mode.edge(rcs, height) for rcs in (0.01, 0.1, 1.0))
            assert (small.ground_range <= middle.ground_range).all()
            assert (middle.ground_range <= large.ground_range).all()


def test_forward_based_mode_sees_at_least_as_far_as_terminal(record):
    terminal, forward = record.mode("terminal"), record.mode("forward")
    for edge in terminal.edges:
        assert edge.farthest <= forward.edge(edge.rcs, edge.height).farthest
    for rcs, row in terminal.rows.items():
        assert row.at_boresight < forward.rows[rcs].at_boresight


def test_a_bright_low_target_is_lost_at_the_lowest_elevation(record):
    edge = record.mode("terminal").edge(1.0, 100e3)
    height = find_place("seongju").altitude
    ray = trace_ray(radians(5.0), 100e3, air=air(), site_height=height)
    # The study's Earth is the ellipsoid, the ray's a sphere.
    assert edge.farthest == pytest.approx(ray.ground_range, abs=STEP, rel=5e-3)


def test_no_signal_reaches_further_than_the_radar_equation_allows(record):
    values = scenario().entry("radars", "an-tpy-2").nominal()
    for mode in record.modes:
        radar = from_values("an-tpy-2", values, mode.mode)
        for edge in mode.edges:
            best = detection_range(radar, edge.rcs, snr=record.snr, dwell=mode.dwell)
            assert edge.farthest < best
            assert mode.rows[edge.rcs].at_boresight < best


def test_nothing_is_seen_beyond_the_field_of_regard(record):
    edge = record.mode("forward").edge(1.0, 300e3)
    off = np.abs(edge.azimuth - BORESIGHT)
    # The cone of 60 degrees about a tilted face is narrower than that along the ground.
    assert 50.0 < degrees(off[edge.ground_range > 1000e3].max()) < 60.0


def test_launch_areas_in_sight_lie_within_the_edge(record):
    geod = Geod(ellps="WGS84")
    edge = record.mode("forward").edge(1.0, 300e3)
    for area in record.launch_areas:
        away = geod.inv(
            *np.degrees([record.longitude, record.latitude, area.longitude, area.latitude])
        )[2]
        if area.title.partition(",")[0] in edge.places:
            assert away <= edge.farthest + STEP


def test_more_power_sees_further(record):
    other = reach(scenario("radars.an-tpy-2.system_loss=5.0"))
    for mode, better in zip(record.modes, other.modes, strict=True):
        assert mode.edge(0.01, 300e3).farthest < better.edge(0.01, 300e3).farthest


@pytest.mark.parametrize("change", ["min_elevation_deg=20", "sector_deg=10", "tilt_deg=80"])
def test_what_the_scenario_says_of_the_radar_counts(record, change):
    other = reach(scenario(f"radars.terminal.{change}"))
    assert other.to_dict() != record.to_dict()


def test_a_scenario_without_a_radar_has_no_reach():
    with pytest.raises(ScenarioError, match="no radar"):
        reach(scenario().model_copy(update={"radars": {}}))


def test_the_record_turns_into_json(record):
    document = record.to_dict()
    assert [mode["mode"] for mode in document["modes"]] == ["terminal", "forward"]
    assert document["modes"][0]["claimed_km"] == 600.0
