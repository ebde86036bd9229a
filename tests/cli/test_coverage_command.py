import pytest


def test_the_document_says_what_the_contract_asks(thaad, tmp_path):
    answer = thaad(
        "coverage", "strategic-reach", "--mode", "forward", "--rcs-m2", 0.1, "--json"
    )
    document = answer.json()
    assert answer.code == 0
    assert {"name", "range_km"} <= set(document["radars"][0])
    assert {"missile", "first_seen_s", "last_seen_s", "in_track_s"} <= set(
        document["flights"][0]
    )
    assert {"first_seen_s", "first_seen_by", "chance_seen"} <= set(document["together"][0])
    assert {radar["mode"] for radar in document["radars"]} == {"forward"}
    assert document["basis"]["flips_if"] is None  # by less than a tenth
    assert "mean chance" in document["basis"]["moves_most"]
    assert sum(document["basis"]["by_influence"].values()) == pytest.approx(1.0)
    picture = next((tmp_path / "coverages").glob("*.png"))
    assert picture.stat().st_size > 30_000


def test_a_cross_section_of_nothing_is_wrong_input(thaad):
    assert thaad("coverage", "strategic-reach", "--rcs-m2", 0).code == 2


def test_the_answer_comes_first_then_a_row_for_each_flight_by_name(thaad):
    answer = thaad("coverage", "strategic-reach", "--mode", "terminal")
    lines = answer.out.splitlines()
    assert lines[0].startswith("Of 8 flights")
    assert any("Datong" in line and "Honolulu" in line for line in lines)
    said = " ".join(answer.out.split())
    assert "answer changes if" not in said
    assert "moves it most: " in said


def test_a_scenario_that_flies_nothing_still_answers(thaad, tmp_path):
    (tmp_path / "bare.toml").write_text(
        "epoch = 2017-01-01T00:00:00Z\nthreats = []\n"
        '[radars.seongju]\nplace = "seongju"\nboresight_deg = 330\n'
    )
    answer = thaad("coverage", "bare.toml")
    assert answer.code in (0, 2)
    assert "Traceback" not in answer.err
