"""What is set and read by nothing is an error; every key that a file may have is read."""

from typing import Any

import pytest

from openthaad.errors import ScenarioError
from openthaad.scenario import load_scenario, scenario_from_document
from openthaad.scenario import world as worlds
from openthaad.scenario.fields import Table
from openthaad.scenario.reading import NOT_FOR_A_WORLD, noting, unread
from openthaad.scenario.schema import Scenario
from openthaad.scenario.world import build_world

EVERY_KEY: dict[str, Any] = {
    "name": "every-key",
    "epoch": "2020-01-01T00:00:00Z",
    "horizon_s": 900.0,
    "noise": False,
    "discrimination": "perfect",
    "tracker": "thaad",
    "environment": {"atmosphere": "us76", "refraction": "four-thirds"},
    "threats": [
        {
            "missile": "scud-b",
            "from": "hwangju",
            "to": {"lat_deg": 36.99, "lon_deg": 127.11, "altitude_m": 10.0, "name": "a place"},
            "launch_s": 1.0,
            "count": 2,
            "spacing_s": 3.0,
            "apogee_km": 80.0,
            "reliability": 0.9,
        },
        {"missile": "scud-b", "from": "hwangju", "to": "pyeongtaek", "loft_deg": 45.0},
        {"missile": "scud-b", "from": "hwangju", "to": "pyeongtaek", "reliable": False},
        {"missile": "kn-23", "from": "hwangju", "to": "pyeongtaek", "trajectory": "depressed"},
    ],
    "radars": {
        "r": {
            "type": "an-tpy-2",
            "place": "seongju",
            "mode": "forward",
            "boresight_deg": 340,
            "tilt_deg": 20,
            "min_elevation_deg": 3,
            "sector_deg": 50,
            "range_bias_m": 5,
            "angle_bias_mrad": 0.1,
            "cue": {"delay_s": 30, "half_width_deg": 10, "duration_s": 100},
            "mask_deg": [[0, 1], [90, 2]],
        }
    },
    "batteries": {
        "b": {
            "type": "thaad",
            "interceptor": "thaad",
            "position": {"lat_deg": 36.0, "lon_deg": 128.2},
            "radars": ["r"],
            "launchers": 3,
            "rounds_per_launcher": 4,
            "launcher_azimuth_deg": 0,
            "reaction_time_s": 10,
            "channels": 3,
            "caps": True,
            "floor_km": 30,
            "ceiling_km": 140,
            "reach_km": 180,
            "hold_fire": True,
            "doctrine": {
                "mode": "salvo",
                "salvo": 2,
                "max_rounds": 3,
                "preference": "most-certain",
                "min_kill_probability": 0.1,
                "descending_only": False,
                "reserve": 1,
                "launch_spacing_s": 3,
                "kill_assessment_delay_s": 4,
                "kill_assessment_error": 0.1,
            },
        }
    },
    "assets": {"a": {"place": "pyeongtaek", "radius_km": 5, "value": 2}},
}


def keys_of(document, model):
    """Keys of a document's tables that a model does not yet see set, in a comparison below."""
    schema = model.model_json_schema(by_alias=True)
    tables = {"Scenario": schema["properties"]} | {
        name: table["properties"]
        for name, table in schema["$defs"].items()
        if "properties" in table
    }
    found = set()

    def visit(value):
        if isinstance(value, dict):
            found.update(value)
            for item in value.values():
                visit(item)
        if isinstance(value, list):
            for item in value:
                visit(item)

    visit(document)
    return {key for table in tables.values() for key in table} - found


def test_the_document_above_sets_every_key_that_a_world_is_made_from():
    only_of_nrlmsis = {"date", "f107", "f107_average", "ap", "model"}
    of_a_sample = {"seed", "number"}
    missing = keys_of(EVERY_KEY, Scenario) - NOT_FOR_A_WORLD - only_of_nrlmsis - of_a_sample
    assert missing == set()


def test_every_key_is_read():
    world, _ = build_world(scenario_from_document(EVERY_KEY))
    assert world.batteries[0]["hold_fire"] == 1


def test_a_key_that_no_consumer_reads_is_an_error(monkeypatch):
    """Let the consumer of launchers look at a copy, so that what is set is never read."""
    rows = worlds.defence.launcher_rows
    monkeypatch.setattr(
        worlds.defence,
        "launcher_rows",
        lambda setting, *others: rows(setting.model_copy(), *others),
    )
    scenario = load_scenario("busan-lofted").changed(
        **{"batteries.seongju.rounds_per_launcher": 2}
    )
    with pytest.raises(
        ScenarioError, match=r"batteries\.seongju\.rounds_per_launcher is set"
    ) as told:
        build_world(scenario)
    assert told.value.key == "batteries.seongju.rounds_per_launcher"
    assert told.value.exit_code == 2


class Site(Table):
    height_m: float = 0.0
    width_m: float = 0.0


class Town(Table):
    sites: dict[str, Site]
    mayor: str = ""


def test_what_is_set_and_not_read_is_named_by_its_path():
    town = Town(sites={"hill": Site(height_m=3.0, width_m=1.0), "dale": Site()}, mayor="Ada")
    with noting() as reads:
        assert town.sites["hill"].width_m == 1.0
    assert list(unread(town, reads)) == ["mayor", "sites.hill.height_m"]


def test_reads_are_noted_in_the_block_alone():
    town = Town(sites={}, mayor="Ada")
    with noting() as reads:
        pass
    assert town.mayor == "Ada"
    assert list(unread(town, reads)) == ["mayor", "sites"]
