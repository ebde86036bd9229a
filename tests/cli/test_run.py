"""`thaad run` and `thaad explain` from end to end: one document, one folder, one digest."""

import json

import pytest

from openthaad.engagement import simulate
from openthaad.engagement.expectation import Expectation
from openthaad.scenario import scenario_from_document
from openthaad.studies import leakage

SCENARIO = "pyeongtaek-seconds"
KEYS = {
    "scenario", "seed", "settings", "version", "catalogue", "digest", "threats", "shots",
    "radars", "summary", "endgame", "basis",
}  # fmt: skip
TABLES = {"threats", "truth", "detections", "tracks", "decisions", "shots"}


@pytest.fixture
def folder(tmp_path):
    """The one run folder left behind."""

    def find():
        (found,) = (tmp_path / "runs").iterdir()
        return found

    return find


def test_a_run_is_one_json_document_and_nothing_else(thaad):
    answer = thaad("run", SCENARIO, "--seed", 3, "--json")
    assert answer.code == 0
    found = answer.json()
    assert set(found) >= KEYS
    assert found["scenario"] == SCENARIO
    assert found["summary"]["threats"] == len(found["threats"])


def test_every_time_of_a_shot_is_one_since_the_epoch(thaad):
    shots = thaad("run", SCENARIO, "--seed", 3, "--json").json()["shots"]
    burnt_out = [shot for shot in shots if shot["burnout"]["time_s"] is not None]
    assert burnt_out
    for shot in burnt_out:
        assert 5.0 < shot["burnout"]["time_s"] - shot["launch_s"] < 60.0
        assert shot["predicted_intercept"]["time_s"] > shot["launch_s"]


def test_a_run_leaves_a_whole_folder_and_no_other_thing(thaad, folder, tmp_path):
    assert thaad("run", SCENARIO, "--seed", 3).code == 0
    names = {path.name for path in folder().iterdir()}
    assert names >= {"manifest.json", "outcome.json", "replay.czml", "index.html"}
    assert names >= {f"{table}.parquet" for table in TABLES}
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_the_same_seed_replaces_its_folder_with_the_same_digest(thaad, folder):
    first = thaad("run", SCENARIO, "--seed", 3, "--json").json()
    (folder() / "notes.txt").write_text("mine")
    second = thaad("run", SCENARIO, "--seed", 3, "--json").json()
    assert second["digest"] == first["digest"]
    assert (folder() / "notes.txt").read_text() == "mine"


def test_the_manifest_holds_the_digest_and_the_outcome_what_was_printed(thaad, folder):
    printed = thaad("run", SCENARIO, "--seed", 3, "--json").json()
    manifest = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    outcome = json.loads((folder() / "outcome.json").read_text(encoding="utf-8"))
    assert manifest["digest"] == printed["digest"] == outcome["digest"]
    assert outcome["threats"] == printed["threats"]


def test_a_run_in_words_names_its_missiles(thaad):
    answer = thaad("run", SCENARIO, "--seed", 3)
    assert answer.code == 0
    assert "scud" in answer.out.lower() or "nodong" in answer.out.lower()


def test_a_sample_is_recorded_and_names_its_folder(thaad, folder):
    found = thaad("run", SCENARIO, "--seed", 3, "--sample", 2, "--json").json()
    assert found["vary"]["sample"] == {"seed": 3, "number": 2}
    assert found["vary"]["drawn"]["radars.an-tpy-2.system_loss"] != 7.0
    manifest = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["vary"] == found["vary"]
    assert "-seed3-sample2-" in folder().name
    assert "--sample 2" in manifest["command"]


def test_the_scenario_of_a_manifest_repeats_the_draw(thaad, folder):
    first = thaad("run", SCENARIO, "--seed", 3, "--sample", 2, "--json").json()
    manifest = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    again = simulate(scenario_from_document(manifest["document"]), seed=3)
    assert again.digest == first["digest"]


def test_without_a_sample_nothing_is_drawn(thaad):
    found = thaad("run", SCENARIO, "--vary", "nominal", "--json").json()
    assert found["vary"] == {"of": "nominal", "sample": None, "drawn": {}, "set": {}}


def test_what_a_run_rests_on_is_counted_by_basis(thaad):
    sets = ("--set", "radars.an-tpy-2.system_loss_db=6")
    plain = thaad("run", SCENARIO, "--json").json()["basis"]["by_count"]
    moved = thaad("run", SCENARIO, *sets, "--json").json()["basis"]["by_count"]
    assert moved == plain | {"assumed": plain["assumed"] - 1, "set": 1}


def test_explain_tells_every_threat_in_order_of_time(thaad, folder):
    thaad("run", SCENARIO, "--seed", 3)
    found = thaad("explain", folder(), "--json").json()
    for threat in found["threats"]:
        times = [event["time_s"] for event in threat["timeline"] if event["time_s"] is not None]
        assert times == sorted(times)
        assert all(event["text"] for event in threat["timeline"])


def test_explain_of_a_folder_that_is_none_is_wrong_input(thaad, tmp_path):
    answer = thaad("explain", tmp_path / "nowhere")
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_an_aim_out_of_reach_is_a_question_without_an_answer(thaad, tmp_path):
    (tmp_path / "far.toml").write_text(
        "epoch = 2017-09-08T00:00:00Z\n[[threats]]\n"
        'missile = "scud-b"\nfrom = "hwangju"\nto = "guam"\n'
    )
    answer = thaad("run", "far.toml")
    assert answer.code == 3
    assert "km" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["far.toml"]


def leakers_by_power(scenario):
    """An engagement's numbers, at once: only the radar's power moves them."""
    power = scenario.entry("radars", "an-tpy-2").nominal()["average_power"]
    return Expectation(81e3 / power, 100.0)


def test_what_influence_found_ends_every_later_run_of_the_scenario(thaad, monkeypatch):
    monkeypatch.setattr(leakage, "expectation", leakers_by_power)
    assert f"what would change the answer: thaad run {SCENARIO} --seed 0 --influence" in (
        " ".join(thaad("run", SCENARIO).out.split())
    )
    asked = thaad("run", SCENARIO, "--influence", "--json").json()["basis"]
    assert "average power of an-tpy-2" in asked["flips_if"]
    monkeypatch.delattr(leakage, "expectation")
    later = thaad("run", SCENARIO, "--seed", 5, "--json").json()["basis"]
    assert (later["flips_if"], later["by_influence"]) == (
        asked["flips_if"],
        asked["by_influence"],
    )
    other = thaad("run", SCENARIO, "--set", "radars.an-tpy-2.system_loss_db=6", "--json").json()
    assert other["basis"]["flips_if"] is None


def test_an_interrupt_while_values_are_moved_leaves_the_run(thaad, monkeypatch, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(leakage, "expectation", stop)
    answer = thaad("run", SCENARIO, "--influence")
    assert answer.code == 130
    assert "run folder" in answer.err
    (folder,) = (tmp_path / "runs").glob("pyeongtaek-seconds-*")
    assert (folder / "outcome.json").is_file()


def test_a_story_ends_with_what_flips_the_answer(thaad, folder):
    thaad("run", SCENARIO)
    assert thaad("explain", folder(), "--json").json()["flips_if"] is None
    assert thaad("explain", folder(), "--json").json()["basis"]["by_count"]["stated"] > 0
    words = " ".join(thaad("explain", folder()).out.split())  # lines are wrapped
    assert f"thaad run {SCENARIO} --seed 0 --influence" in words
