import numpy as np
import pytest

from openthaad.earth.kernels.frames import altitude
from openthaad.engine.survey import CHANCE
from openthaad.errors import ScenarioError
from openthaad.kernels.codes import Limit
from openthaad.scenario import Position, load_scenario, locate
from openthaad.studies.footprint import (
    footprint,
    grid,
    limit_name,
    limited_by,
    threats_for,
)
from openthaad.studies.footprint.record import amount_missed, limit_without_caps, worst
from openthaad.studies.place import chance_at
from openthaad.threat.kernels.fan import TOLERANCE, FanStatus

BOX = (126.2, 34.4, 129.4, 38.0)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("busan-lofted")


@pytest.fixture(scope="module")
def record(scenario):
    return footprint(scenario, cells=grid(BOX, 10))


def test_every_flight_comes_down_in_the_middle_of_its_cell(record):
    for batch in record.layers[0].batches:
        hit = batch.status == FanStatus.HIT
        assert hit.any()
        away = batch.leads["impact_position"][hit] - batch.aims[hit]
        assert np.linalg.norm(away, axis=1).max() < TOLERANCE


def test_a_battery_without_its_caps_can_do_no_less(record):
    chances = record.chances
    assert (chances["free_opportunities"] >= chances["opportunities"]).all()
    assert (chances["free_opportunities"] > chances["opportunities"]).any()
    assert record.land_share(1, caps=False) > record.land_share(1) > 0.1


def test_a_cell_without_a_chance_says_whether_cap_or_physics(record):
    words = {limited_by(row) for row in record.chances}
    assert words == {"none", "cap", "physics"}
    for row in record.chances:
        assert (limited_by(row) == "cap") == (
            row["opportunities"] == 0 and row["free_opportunities"] > 0
        )


def test_flights_used_again_give_the_same_answer(record, scenario):
    again = footprint(scenario, flights=record)
    assert (again.chances["opportunities"] == record.chances["opportunities"]).all()
    assert (again.chances["limit"] == record.chances["limit"]).all()


def test_a_battery_that_moves_takes_its_zone_along(record, scenario):
    away = scenario.model_copy(
        update={
            "batteries": {
                "seongju": scenario.batteries["seongju"].model_copy(
                    update={"place": "osan", "position": None}
                )
            }
        }
    )
    moved = footprint(away, flights=record)
    before, after = (r.zone(1, caps=True).centroid for r in (record, moved))
    assert after.y > before.y + 0.15


def test_a_radar_turned_away_leaves_nothing(record, scenario):
    radar = scenario.radars["seongju"].model_copy(update={"boresight_deg": 165.0})
    blind = footprint(
        scenario.model_copy(update={"radars": {"seongju": radar}}), flights=record
    )
    assert (blind.chances["opportunities"] == 0).all()


def test_a_mix_is_as_good_as_its_worst_missile(record):
    chances = record.layers[0].chances
    none = chances.copy()
    none["opportunities"] = 0
    none["is_flown"][::2] = 0
    mixed = worst([chances, none])
    assert (mixed["opportunities"][1::2] == 0).all()
    assert (mixed["opportunities"][::2] == chances["opportunities"][::2]).all()


def test_each_missile_and_launch_point_is_flown_once():
    threats = threats_for(load_scenario("korea-2017"))
    assert len({(t.missile, t.origin) for t in threats}) == len(threats) == 5


def test_a_scenario_without_a_battery_is_refused():
    with pytest.raises(ScenarioError, match="no battery"):
        footprint(load_scenario("radar-reach"))


def test_the_limit_under_the_caps_is_named_and_that_of_physics_beside_it():
    row = np.zeros(1, CHANCE)[0]
    row["is_flown"] = 1
    row["limit"] = int(Limit.BEYOND_REACH_CAP)
    row["free_limit"] = int(Limit.NO_TIME)
    assert (limit_name(row), limit_without_caps(row)) == ("beyond_reach_cap", "no_time")
    assert limited_by(row) == "physics"
    row["free_opportunities"] = 1
    assert (limit_name(row), limit_without_caps(row)) == ("beyond_reach_cap", None)
    assert limited_by(row) == "cap"


def test_every_limit_that_has_a_margin_says_by_how_much_it_was_missed(record):
    cells, told = record.cells(), set()
    for cell, row in zip(cells, record.chances, strict=True):
        for name, missed in cell["margins"].items():
            assert name in {cell["limit"], cell["limit_without_caps"]}
            assert missed["margin"] < 0.0
            assert missed["battery"] == "seongju"
            told.add((name, missed["unit"]))
        assert (amount_missed(row) is None) == (cell["limit"] not in cell["margins"])
    assert ("beyond_reach_cap", "km") in told
    # Where it is the published reach, the map's own corners lie further beyond it.
    far = [c["margins"]["beyond_reach_cap"]["margin"] for c in cells
           if c["limit"] == "beyond_reach_cap"]  # fmt: skip
    assert min(far) < 2.0 * max(far)


def test_a_missile_that_falls_short_of_the_aim_is_mapped_where_it_reaches(scenario):
    near = footprint(scenario, missile="scud-b", cells=grid((125.0, 37.4, 127.0, 38.4), 4))
    assert near.chances["is_flown"].any()
    assert near.layers[0].missile == "scud-b"


def test_flights_from_another_place_are_refused(record, scenario):
    threat = scenario.threats[0].model_copy(update={"origin": "sunchon"})
    with pytest.raises(ScenarioError, match="nodong from kusong"):
        footprint(scenario.model_copy(update={"threats": [threat]}), flights=record)


@pytest.mark.parametrize("cells", [4, 9])
def test_a_city_and_an_asset_are_worth_the_same_whatever_the_grid(cells, scenario):
    record = footprint(scenario, cells=grid(BOX, cells))
    for row in [*record.cities(), *record.assets][::3]:
        at = next(mark.at for mark in record.landmarks if mark.name == row["name"])
        own = chance_at(scenario, scenario.threats[0], at)
        assert row["opportunities"] == own["opportunities"], row["name"]
        assert row["limit"] == limit_name(own), row["name"]


def test_a_city_of_the_catalogue_lies_where_the_catalogue_has_it(record):
    seoul = next(mark for mark in record.landmarks if mark.name == "Seoul")
    assert seoul.at == locate("seoul")


def test_a_missile_that_glides_is_mapped_as_it_is_flown():
    scenario = load_scenario("low-kn-23")
    record = footprint(scenario, cells=grid((126.0, 34.8, 128.8, 37.0), 6))
    for layer, apogee in zip(record.layers, (35e3, 50e3), strict=True):
        flown = np.concatenate([batch.leads[batch.status == 0] for batch in layer.batches])
        assert len(flown) > 10
        assert flown["apogee_altitude"] == pytest.approx(apogee, rel=0.02)


def test_a_map_starts_and_ends_at_the_altitudes_of_its_places(scenario):
    high = Position(lat_deg=39.9, lon_deg=125.3, altitude_m=1500.0)
    threat = scenario.threats[0].model_copy(update={"origin": high, "apogee_km": None})
    record = footprint(scenario.model_copy(update={"threats": [threat]}), cells=grid(BOX, 4))
    plans = np.concatenate([batch.plans for batch in record.layers[0].batches])
    heights = [altitude(tuple(at)) for at in plans["position"]]
    assert heights == pytest.approx([1500.0] * 16, abs=0.01)
    assert (plans["impact_altitude"] == 0.0).all()
