import json

import pytest

from openthaad.studies.place import read_before_a_shot


@pytest.fixture
def answer(thaad):
    return thaad("footprint", "busan-lofted", "--cells", 8, "--json")


def test_the_document_says_what_the_contract_asks(answer, tmp_path):
    document = answer.json()
    assert answer.code == 0
    assert set(document["area_km2"]) == {"1", "2"}
    assert len(document["cells"]) == 64
    assert set(document["cells"][0]) >= {
        "lat_deg", "lon_deg", "opportunities", "limit", "limited_by",
    }  # fmt: skip
    assert {c["limited_by"] for c in document["cells"]} <= {"cap", "physics", "none"}
    assert document["geojson"]["type"] == "FeatureCollection"
    assert "Seoul" in document["answer"]
    folder = next((tmp_path / "footprints").iterdir())
    assert (folder / "footprint.png").stat().st_size > 20_000
    assert json.loads((folder / "footprint.geojson").read_text()) == document["geojson"]


def test_a_misspelt_missile_is_wrong_input_with_the_nearest_name(thaad, tmp_path):
    answer = thaad("footprint", "busan-lofted", "--missile", "nodonk", "--json")
    error = answer.json()["error"]
    assert answer.code == 2
    assert "nodong" in error["hint"]
    assert not (tmp_path / "footprints").exists()


def test_a_scenario_without_a_battery_is_wrong_input(thaad):
    assert thaad("footprint", "radar-reach").code == 2


def test_a_missile_that_reaches_nothing_has_no_answer(thaad):
    answer = thaad(
        "footprint", "busan-lofted", "--missile", "kn-23", "--cells", 4,
        "--set", "threats.0.from=60.5,126.0",
    )  # fmt: skip
    assert answer.code == 3


def test_the_table_of_cities_says_what_it_leaves_off(thaad):
    answer = thaad("footprint", "pyeongtaek-seconds", "--cells", 6)
    said = " ".join(answer.out.split())
    assert "The 12 largest of 31 cities; the others are in --json" in said
    assert "Seoul" in said
    assert "to find out what would change the answer: --influence" in said


def test_what_the_map_rests_on_is_told_where_asked(thaad, monkeypatch):
    monkeypatch.setattr(
        "openthaad.studies.footprint_influence.read_before_a_shot",
        lambda scenario, threat: {
            path: value
            for path, value in read_before_a_shot(scenario, threat).items()
            if path.endswith((".reach", ".reaction_time"))
        },
    )
    command = ("footprint", "pyeongtaek-seconds", "--cells", 6, "--influence")
    document = thaad(*command, "--json").json()
    assert document["basis"]["influence"]["values_moved"] == 2
    assert document["basis"]["flips_if"] is None  # by less than a tenth
    assert "reaction time of thaad (assumed)" in document["basis"]["moves_most"]
    said = " ".join(thaad(*command).out.split())
    assert "answer changes if" not in said
    assert document["basis"]["moves_most"] in said
