"""One question, one scenario: map, battle, file and words are all made of it."""

import tomllib

import pytest

from openthaad import engagement
from openthaad.console import jobs, whatif
from openthaad.console.schemas import Change, OpenedFile, Question
from openthaad.scenario import load_scenario, locate, scenario_from_document, settings_hash
from openthaad.scenario.aims import undefended
from openthaad.scenario.moving import companions, move_battery

SUNCHON = {"lat_deg": 39.4126, "lon_deg": 125.8903}
BUSAN = {"lat_deg": 35.1796, "lon_deg": 129.0756}
DAEJEON = {"lat_deg": 36.35, "lon_deg": 127.38}


def asked(**change):
    return whatif.changed(Change.model_validate({"scenario": "korea-2017", **change}))


def test_the_missile_flies_from_the_launch_to_the_aim_that_the_page_shows():
    scenario = asked(missile="scud-b", launch=SUNCHON, aim=BUSAN)
    (threat,) = scenario.threats
    assert (threat.missile, threat.origin, threat.aim) == ("scud-b", "sunchon", "busan")
    spot = asked(missile="scud-b", launch=SUNCHON, aim=DAEJEON).threats[0].aim
    assert (spot.lat_deg, spot.lon_deg) == (36.35, 127.38)


def test_an_aim_that_nobody_listed_is_defended():
    assert "aim" not in asked(missile="nodong", launch=SUNCHON, aim=BUSAN).assets
    scenario = asked(missile="nodong", launch=SUNCHON, aim=DAEJEON)
    assert locate(scenario.assets["aim"].site) == locate(scenario.threats[0].aim)
    assert set(scenario.assets) > set(load_scenario("korea-2017").assets)


def test_an_aim_within_the_zone_of_an_asset_needs_no_other():
    beside = BUSAN | {"lat_deg": BUSAN["lat_deg"] + 0.01}
    scenario = asked(missile="nodong", launch=SUNCHON, aim=beside)
    assert set(scenario.assets) == set(load_scenario("korea-2017").assets)
    assert undefended(scenario) == []


@pytest.mark.slow
def test_where_the_map_says_a_shot_the_battle_fires_one():
    scenario = asked(
        missile="scud-b", launch={"lat_deg": 38.6868, "lon_deg": 125.702}, aim=DAEJEON
    )
    assert whatif.at_aim(scenario)["opportunities"] > 0
    assert engagement.simulate(scenario, seed=0).to_dict()["summary"]["shots"] > 0


def test_what_was_changed_has_a_title_of_its_own():
    one = asked(missile="scud-b", launch=SUNCHON, aim=BUSAN)
    assert one.title == "One Scud-B from Sunchon to Busan"
    moved = asked(battery={"lat_deg": 37.0, "lon_deg": 127.5}, caps=False)
    assert moved.title.endswith("battery Seongju at 37.00 N, 127.50 E and published caps off")
    assert moved.name == "korea-2017-changed"


def test_what_was_not_changed_is_what_it_was():
    same = asked(boresight_deg=345.0, mode="terminal", caps=True, doctrine="shoot-look-shoot")
    assert same == load_scenario("korea-2017")


TWO = """
epoch = 2020-01-01T00:00:00Z
[[threats]]
missile = "scud-c"
from = "hwangju"
to = "daegu"
[radars.shared]
place = "seongju"
boresight_deg = 345
[radars.own]
position = [37.2, 127.6]
boresight_deg = 345
[batteries.south]
place = "seongju"
radars = ["shared"]
[batteries.north]
position = [37.2, 127.6]
radars = ["own", "shared"]
[assets.seongju]
place = "seongju"
radius_km = 10
[assets.north]
position = [37.21, 127.6]
radius_km = 10
[assets.busan]
place = "busan"
radius_km = 10
"""


def test_what_stands_with_a_battery_goes_along_and_what_others_need_stays():
    scenario = whatif.opened(OpenedFile(name="two.toml", text=TWO))
    assert companions(scenario, "south") == ((), ("shared",), ("seongju",))
    assert companions(scenario, "north") == (("own",), ("shared",), ("north",))
    document = scenario.document()
    move_battery(document, scenario, "north", [36.5, 127.0])
    moved = scenario_from_document(document)
    for thing in (moved.batteries["north"], moved.radars["own"], moved.assets["north"]):
        assert (thing.site.lat_deg, thing.site.lon_deg) == (36.5, 127.0)
    assert moved.radars["shared"] == scenario.radars["shared"]
    assert moved.assets["busan"] == scenario.assets["busan"]


def test_the_page_is_told_what_goes_along():
    (battery,) = whatif.describe(whatif.built_in("irbm"))["batteries"]
    assert battery["moves"]["radars"] == ("guam",)


def test_the_command_that_a_run_keeps_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = whatif.scenario_file(Change(scenario="korea-2017"))
    assert jobs._argument(text, tmp_path / "runs") == ("korea-2017", None)
    text = whatif.scenario_file(Change(scenario="korea-2017", caps=False))
    argument, path = jobs._argument(text, tmp_path / "runs")
    assert path == tmp_path / argument
    assert settings_hash(load_scenario(argument)) in argument
    assert load_scenario(argument) == asked(caps=False)


@pytest.mark.slow
def test_a_map_answers_for_its_aim_and_not_for_the_cell_about_it():
    change = Change.model_validate(
        {"scenario": "irbm", "missile": "hwasong-12",
         "launch": {"lat_deg": 39.2, "lon_deg": 125.67},
         "aim": {"lat_deg": 13.45, "lon_deg": 144.8}}
    )  # fmt: skip
    found = [whatif.Mapper().answer(Question(change=change, cells=n)) for n in (4, 7)]
    assert found[0]["at_aim"] == found[1]["at_aim"]
    assert "Guam" in found[0]["land"]


def test_a_saved_file_says_how_it_is_played():
    text = whatif.scenario_file(Change(scenario="korea-2017", caps=False))
    assert "thaad run korea-2017-changed.toml" in text
    assert tomllib.loads(text)["name"] == "korea-2017-changed"
