"""A missile aimed where no asset is listed is spoken of: check, run and campaign say so."""

import json
from copy import deepcopy

from openthaad.reports import headline
from openthaad.reports.campaign import sentence
from openthaad.reports.words import nothing_listed
from openthaad.scenario import load_scenario, pack_names, scenario_from
from openthaad.scenario.aims import undefended

SCUD = {
    "epoch": "2017-09-07T00:00:00Z",
    "threats": [{"missile": "scud-b", "from": "kaesong", "to": "seoul"}],
    "radars": {"seongju": {"place": "seongju", "boresight_deg": 345}},
    "batteries": {"seongju": {"place": "seongju", "radars": ["seongju"]}},
    "assets": {"busan": {"place": "busan", "radius_km": 10}},
}
WORDS = "No asset is listed at Seoul, where one missile is aimed"


def test_an_aim_without_an_asset_is_found_with_its_missiles():
    raid = deepcopy(SCUD)
    raid["threats"][0]["count"] = 3
    raid["threats"].append({"missile": "nodong", "from": "sunchon", "to": "busan"})
    found = undefended(scenario_from(raid))
    assert [(place["name"], place["missiles"]) for place in found] == [("seoul", 3)]


def test_an_asset_whose_zone_holds_the_aim_is_enough():
    raid = deepcopy(SCUD)
    raid["assets"]["seoul"] = {"place": [37.6, 127.0], "radius_km": 10}
    assert undefended(scenario_from(raid)) == []


def test_nothing_of_the_pack_is_aimed_at_nothing():
    assert [name for name in pack_names() if undefended(load_scenario(name))] == []


def test_no_asset_at_all_is_said_too():
    raid = {key: value for key, value in SCUD.items() if key != "assets"}
    assert nothing_listed(undefended(scenario_from(raid))).startswith(WORDS)


def test_the_answer_of_a_run_says_so():
    aim = {"name": "seoul", "lat_deg": 37.57, "lon_deg": 126.98}
    threat = {"outcome": "no_asset_threatened", "aim": aim, "aimed_at": None}
    said = headline({"threats": [threat], "shots": []})
    assert said.startswith(
        "One missile was launched: the defence fired no interceptor; one landed"
    )
    assert WORDS in said
    assert WORDS not in headline({"threats": [{**threat, "aimed_at": "seoul"}], "shots": []})


def test_the_answer_of_a_campaign_says_so():
    none = {"mean": 0.0, "low": 0.0, "high": 0.1, "level": 0.95}
    document = {"leakers": none, "threats": 1, "runs": 30, "notes": {},
                "undefended": undefended(scenario_from(SCUD))}  # fmt: skip
    assert WORDS in sentence(json.loads(json.dumps(document)))


def test_several_missiles_are_they():
    places = [{"name": "seoul", "missiles": 2}, {"name": "busan", "missiles": 1}]
    assert nothing_listed(places).startswith(
        "No asset is listed at Seoul and Busan, where three missiles are aimed, so the "
        "defence has no reason to shoot at them, and they do not count as leaks."
    )
