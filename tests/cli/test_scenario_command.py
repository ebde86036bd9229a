"""`thaad scenario`."""

import tomllib

import jsonschema
import pytest

from openthaad.scenario import load_scenario, pack_names


def test_list_gives_each_scenario_with_its_question(thaad):
    listed = thaad("scenario", "list", "--json").json()["scenarios"]
    assert [one["name"] for one in listed] == pack_names()
    assert all(one["question"] for one in listed)
    assert "korea-2017" in thaad("scenario", "list").out


def test_show_prints_a_file_that_loads(thaad, tmp_path):
    path = tmp_path / "copy.toml"
    path.write_text(thaad("scenario", "show", "irbm").out)
    assert load_scenario(path).threats == load_scenario("irbm").threats


def test_show_json_holds_every_default(thaad):
    document = thaad("scenario", "show", "irbm", "--json").json()["scenario"]
    assert document["radars"]["guam"]["mode"] == "terminal"
    assert document["noise"] is True


def test_new_writes_a_file_that_check_accepts(thaad):
    assert thaad("scenario", "new", "mine.toml").code == 0
    checked = thaad("scenario", "check", "mine.toml", "--json").json()
    assert checked["ok"] is True
    assert checked["threats"] == 1


def test_new_overwrites_nothing(thaad, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("keep me")
    answer = thaad("scenario", "new", "mine.toml")
    assert answer.code == 2
    assert path.read_text() == "keep me"


def test_new_leaves_no_part_of_a_file(thaad, tmp_path):
    thaad("scenario", "new", "mine.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_new_needs_a_folder_that_exists(thaad):
    assert thaad("scenario", "new", "nowhere/mine.toml").code == 2


def test_check_takes_settings(thaad):
    asked = ("scenario", "check", "korea-2017", "--json", "--set")
    fewer = thaad(*asked, "threats.0.count=1").json()
    assert fewer["threats"] == thaad(*asked[:-1]).json()["threats"] - 1
    wrong = thaad(*asked[:-2], "--set", "batteries.seongju.launchers=-1")
    assert wrong.code == 2
    assert "batteries.seongju.launchers" in wrong.err


def test_check_says_everything_that_is_wrong(thaad, tmp_path):
    thaad("scenario", "new", "mine.toml")
    path = tmp_path / "mine.toml"
    text = (
        path.read_text()
        .replace('"nodong"', '"nodog"')
        .replace("launchers = 6", "launchers = -6")
    )
    path.write_text(text)
    answer = thaad("scenario", "check", "mine.toml")
    assert answer.code == 2
    assert "threats.0.missile" in answer.err
    assert "batteries.seongju.launchers" in answer.err


@pytest.mark.parametrize("name", pack_names())
def test_the_pack_satisfies_the_published_schema(thaad, name):
    schema = thaad("scenario", "schema").json()
    document = thaad("scenario", "show", name, "--json").json()["scenario"]
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_published_schema_refuses_an_unknown_key(thaad):
    schema = thaad("scenario", "schema", "--json").json()
    document = tomllib.loads('epoch = "2017-01-01"\nthreats = []\nradar = 1')
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)
