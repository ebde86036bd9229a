"""`thaad infer`."""

import pytest

CASE = ("infer", "--apogee-km", "2111.5", "--range-km", "787", "--time-s", "1800")


def test_the_document_has_what_the_contract_names(thaad):
    document = thaad(*CASE, "--json").json()
    assert 4.5 < document["burnout_speed_km_s"] < 5.6
    for key in ("flight_time_s", "max_range_km"):
        assert document[key]["low"] < document[key]["value"] < document[key]["high"]
    assert document["consistent"] is True
    assert "1,800 s" in document["why"]
    assert "longest range" in document["flips_if"]


def test_words_end_with_the_answer_and_what_flips_it(thaad):
    lines = thaad(*CASE).out.strip().splitlines()
    assert any("same payload" in line for line in lines)
    assert any(line.startswith("The answer changes if the ") for line in lines[-2:])


def test_place_and_bearing_add_the_rotation(thaad):
    answer = thaad(*CASE, "--from", "39.2,125.7", "--bearing-deg", "82", "--json")
    document = answer.json()
    assert document["max_range_with_rotation_km"] > document["max_range_km"]["value"]


def test_a_picture_is_drawn(thaad, tmp_path):
    answer = thaad(*CASE, "--out", "arc.png")
    assert answer.code == 0
    assert (tmp_path / "arc.png").read_bytes()[:4] == b"\x89PNG"


def test_there_is_no_picture_of_a_flight_that_cannot_be(thaad, tmp_path):
    answer = thaad("infer", "--apogee-km", "100", "--range-km", "5000", "--out", "arc.png")
    assert answer.code == 3
    assert not (tmp_path / "arc.png").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--apogee-km", "nan"),
        ("--apogee-km", "-5"),
        ("--apogee-km", "1e9"),
        ("--range-km", "0"),
        ("--time-s", "inf"),
        ("--from", "busan"),
        ("--bearing-deg", "80"),
        ("--out", "arc.doc"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(thaad, wrong):
    answer = thaad(*CASE, *wrong, "--json")
    assert answer.code == 2
    assert answer.json()["error"]["allowed"]


def test_a_value_of_the_boosters_can_be_set(thaad):
    solid = (*CASE, "--propellant", "solid", "--json")
    few, more = (
        thaad(*solid, "--set", f"boosters.solid.thrust_to_weight={x}").json() for x in (1.5, 6)
    )
    assert few["burnout"]["time_s"]["value"] > 1.5 * more["burnout"]["time_s"]["value"]
    assert few["basis"]["by_count"]["set"] == 1
    assert "thrust_to_weight" not in [e["name"] for e in few["readings"][0]["effects"]]


@pytest.mark.parametrize("path", ["missiles.nodong.payload_mass_kg", "boosters.solid.isp"])
def test_a_setting_of_something_else_is_refused(thaad, path):
    answer = thaad(*CASE, "--propellant", "liquid", "--set", f"{path}=800")
    assert answer.code == 2
    assert path in answer.err


def test_a_stage_that_burns_out_before_it_can_turn_is_refused_in_words(thaad):
    answer = thaad(
        "infer", "--apogee-km", "6000", "--range-km", "1000", "--propellant", "solid",
        "--set", "boosters.solid.vertical_rise_time=50",
        "--set", "boosters.solid.thrust_to_weight=4",
    )  # fmt: skip
    assert answer.code == 3
    assert "no time to turn over" in answer.err


def test_a_missing_number_is_named(thaad):
    answer = thaad("infer", "--apogee-km", "100")
    assert answer.code == 2
    assert "--range-km" in answer.err
