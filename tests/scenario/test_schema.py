"""What scenario tables mean."""

import json
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from openthaad.scenario import (
    Doctrine,
    Position,
    Radar,
    Scenario,
    Threat,
    load_scenario,
    locate,
    pack_names,
    settings_hash,
)
from openthaad.scenario.problems import fields_at, model_at
from openthaad.scenario.template import write_template

DEGREE = 0.017453292519943295
TABLES = [(), ("environment",), ("threats", 0), ("radars", "a"), ("radars", "a", "cue")]
TABLES += [("batteries", "a"), ("batteries", "a", "doctrine"), ("assets", "a")]


def test_places_are_names_pairs_tables_or_text():
    pair = Threat.model_validate({"missile": "nodong", "from": [38.0, 127.0], "to": "busan"})
    text = Threat.model_validate(
        {"missile": "nodong", "from": "38.0,127.0", "to": {"lat_deg": -35.2, "lon_deg": 149.1}}
    )
    assert pair.origin == text.origin == Position(lat_deg=38.0, lon_deg=127.0)
    assert locate(text.aim).latitude == pytest.approx(-35.2 * DEGREE)
    assert locate(pair.aim).name == "busan"


def test_an_alias_of_a_place_becomes_its_name():
    threat = Threat.model_validate({"missile": "nodong", "from": "Sunchon", "to": "Pusan"})
    assert threat.aim == "busan"


def test_launches_follow_one_another_by_the_spacing():
    scenario = load_scenario("korea-2017")
    times = [time for threat, time in scenario.launches() if threat.missile == "scud-b"]
    assert times == [0.0, 20.0]


@pytest.mark.parametrize(
    ("mode", "plan"),
    [
        ("shoot-look-shoot", (1, True, 4)),
        ("shoot-shoot-look", (2, True, 4)),
        ("shoot-shoot", (1, False, 2)),
        ("salvo", (2, False, 2)),
    ],
)
def test_each_doctrine_has_its_shot_plan(mode, plan):
    assert Doctrine(mode=mode).shot_plan() == plan


def test_a_larger_salvo_raises_the_most_rounds_unless_told():
    assert Doctrine(mode="salvo", salvo=3).shot_plan() == (3, False, 3)
    assert Doctrine(mode="salvo", salvo=3, max_rounds=2).shot_plan() == (2, False, 2)


def test_shapes_of_the_arc_exclude_each_other():
    base = {"missile": "nodong", "from": "sunchon", "to": "busan"}
    with pytest.raises(ValidationError, match="cannot be combined"):
        Threat.model_validate(base | {"apogee_km": 300, "trajectory": "lofted"})


@pytest.mark.parametrize(
    ("missile", "trajectory"), [("nodong", "lofted"), ("kn-23", "minimum-energy")]
)
def test_an_arc_that_a_missile_does_not_have_is_refused(missile, trajectory):
    table = {"missile": missile, "from": "sunchon", "to": "daegu", "trajectory": trajectory}
    with pytest.raises(ValidationError, match=missile):
        Threat.model_validate(table)


def test_a_skyline_goes_straight_from_point_to_point_and_round_through_north():
    radar = Radar(place="seongju", boresight_deg=0, mask_deg=[[350, 2], [10, 4], [180, 0]])
    skyline = radar.skyline_deg()
    assert len(skyline) == 360
    assert (skyline[350], skyline[0], skyline[10], skyline[180]) == (2.0, 3.0, 4.0, 0.0)
    assert skyline[95] == pytest.approx(2.0)


def test_one_point_is_a_level_skyline_and_none_hides_nothing():
    level = Radar(place="seongju", boresight_deg=0, mask_deg=[[40, 3]])
    assert set(level.skyline_deg()) == {3.0}
    assert set(Radar(place="seongju", boresight_deg=0).skyline_deg()) == {-90.0}


@pytest.mark.parametrize(
    "mask", [[], [[0, 1, 2]], [[0, 95]], [[0, 1], [360, 2]], [["n", 1]], 5]
)
def test_a_skyline_that_is_none_is_refused(mask):
    with pytest.raises(ValidationError):
        Radar(place="seongju", boresight_deg=0, mask_deg=mask)


def test_a_scenario_cannot_be_changed_after_it_was_checked():
    scenario = load_scenario("seoul")
    with pytest.raises(ValidationError, match="frozen"):
        scenario.noise = False


def test_words_do_not_change_the_hash_and_settings_do():
    plain = settings_hash(load_scenario("seoul"))
    assert settings_hash(load_scenario("seoul", ['question="Another?"'])) == plain
    assert settings_hash(load_scenario("seoul", ["noise=true"])) == plain
    assert settings_hash(load_scenario("seoul", ["noise=false"])) != plain
    assert settings_hash(load_scenario("seoul", ["missiles.nodong.rcs_m2=0.1"])) != plain


def test_the_json_schema_is_plain_json_and_knows_every_table():
    schema = Scenario.model_json_schema(by_alias=True)
    json.dumps(schema, allow_nan=False)
    assert {"Threat", "Radar", "Battery", "Asset", "Doctrine"} <= set(schema["$defs"])
    assert "from" in schema["$defs"]["Threat"]["properties"]


def test_the_template_shows_every_key_and_passes_the_check(tmp_path):
    path = write_template(tmp_path / "new.toml")
    text = path.read_text()
    load_scenario(path)
    for table in TABLES:
        for key in fields_at(table):
            is_table = model_at((*table, key, "x")) or model_at((*table, key, 0))
            assert is_table or key in text, key


def test_every_commented_key_of_the_template_is_a_good_one(tmp_path):
    path = write_template(tmp_path / "new.toml")
    never_together = ("loft_deg", "apogee_km", "reliable", "place")
    lines = []
    for line in path.read_text().splitlines():
        bare = line.removeprefix("# ")
        is_key = re.match(r"# (\[radars|[a-z_]+ = |\")", line)
        lines.append(bare if is_key and not bare.startswith(never_together) else line)
    path.write_text("\n".join(lines))
    assert load_scenario(path).radars["seongju"].cue is not None


def test_the_page_on_scenarios_names_every_key_and_the_whole_pack():
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    for table in TABLES:
        for key in fields_at(table):
            assert f"`{key}" in page or f"[{key}" in page or f".{key}]" in page, key
    assert all(f"`{name}`" in page for name in pack_names())
