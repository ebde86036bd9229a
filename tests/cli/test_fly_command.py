"""`thaad fly`."""

import numba
import pytest

KITTAERYONG_TO_BUSAN = ("--from", "38.99,127.62", "--to", "35.18,129.08")


def test_json_is_enough_to_integrate_the_flight_again(thaad):
    document = thaad("fly", "nodong", *KITTAERYONG_TO_BUSAN, "--json").json()
    assert set(document) >= {
        *("missile", "range_km", "apogee_km", "flight_time_s", "earth", "atmosphere"),
        *("launch", "stages", "burnout", "reentry", "impact", "losses", "peak", "path"),
    }
    assert document["impact"]["miss_m"] < 50.0
    assert document["impact"]["lat_deg"] == pytest.approx(35.18, abs=1e-3)


def test_a_chosen_apogee_is_flown(thaad):
    document = thaad(
        "fly", "nodong", *KITTAERYONG_TO_BUSAN, "--apogee-km", "300", "--json"
    ).json()
    assert document["apogee_km"] == pytest.approx(300.0, rel=2e-3)


def test_words_give_range_time_and_height(thaad):
    out = thaad("fly", "nodong", "--from", "kusong", "--to", "busan").out
    assert "Kusong" in out
    assert "apogee" in out


def test_out_of_reach_is_an_answer_with_its_limit(thaad):
    answer = thaad("fly", "scud-b", "--from", "kusong", "--to", "busan", "--json")
    assert answer.code == 3
    assert answer.json()["error"]["code"] == "no_solution"
    assert "km" in answer.json()["error"]["allowed"]


@pytest.mark.parametrize(
    ("option", "key"), [("--apogee-km", "apogee_km"), ("--loft-deg", "loft_deg")]
)
def test_a_flight_that_cannot_be_is_answered_in_the_unit_of_the_option(thaad, option, key):
    answer = thaad("fly", "nodong", "--from", "kusong", "--to", "busan", option, 5, "--json")
    assert answer.code == 3
    assert (answer.json()["error"]["key"], answer.json()["error"]["value"]) == (key, 5)


def test_a_missile_that_cuts_off_flies_at_every_angle_of_the_range_it_names(thaad):
    flight = ("fly", "nodong", "--from", "kusong", "--to", "busan", "--json", "--loft-deg")
    assert thaad(*flight, 5).json()["error"]["allowed"] == "9.2 to 71.5 deg"
    assert [thaad(*flight, angle).code for angle in (9.5, 25, 50, 71.4, 72)] == [0, 0, 0, 0, 3]


def test_negative_coordinates_are_taken(thaad):
    answer = thaad("fly", "nodong", "--from=-35,149.1", "--to=-35.2,153")
    assert answer.code == 0


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("--to", "95,3"), "--to"),
        (("--to", "nan,3"), "--to"),
        (("--to", "buzan"), "--to"),
        (("--apogee-km", "-5"), "--apogee-km"),
        (("--apogee-km", "nan"), "--apogee-km"),
        (("--loft-deg", "90"), "--loft-deg"),
    ],
)
def test_wrong_input_names_the_option(thaad, arguments, key):
    answer = thaad("fly", "nodong", *KITTAERYONG_TO_BUSAN, *arguments, "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == key


def test_two_shapes_at_once_are_refused(thaad):
    answer = thaad("fly", "nodong", *KITTAERYONG_TO_BUSAN, "--depressed", "--apogee-km", "300")
    assert answer.code == 2
    assert "cannot be combined" in answer.err


def test_an_unknown_missile_names_the_nearest(thaad):
    answer = thaad("fly", "noodong", *KITTAERYONG_TO_BUSAN)
    assert answer.code == 2
    assert "did you mean nodong?" in answer.err


def test_compiling_is_announced_once_at_most(thaad):
    thaad("fly", "nodong", *KITTAERYONG_TO_BUSAN)
    assert thaad("fly", "nodong", *KITTAERYONG_TO_BUSAN).err == ""


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="dozens of flights uncompiled")
@pytest.mark.parametrize(
    ("how", "quantity"), [((), "apogee"), (("--apogee-km", 300), "flight time")]
)
def test_a_flight_says_what_it_rests_on(thaad, how, quantity):
    flight = ("fly", "nodong", "--from", "hwangju", "--to", "busan", *how)
    basis = thaad(*flight, "--json").json()["basis"]
    assert basis["influence"]["quantity"] == quantity
    assert sum(basis["by_influence"].values()) == pytest.approx(1.0)
    # From 685 to 693 s instead of 687 s is the same answer.
    assert basis["flips_if"] is None
    assert f"({quantity})" in basis["moves_most"]
    said = " ".join(thaad(*flight).out.split())
    assert "answer changes if" not in said
    assert f"value changes it by a tenth within its range; {basis['moves_most']}" in said


def test_a_flight_takes_settings_as_a_run_does(thaad):
    flight = ("fly", "nodong", "--from", "hwangju", "--to", "busan", "--json")
    heavy = thaad(*flight, "--set", "missiles.nodong.payload_mass_kg=1200").json()
    light = thaad(*flight, "--set", "missiles.nodong.payload_mass=500").json()
    # The heavier burns longer for the same way.
    assert heavy["burnout"]["time_s"] > light["burnout"]["time_s"] + 1.0
    for wrong in (
        "missiles.scud-b.payload_mass=700",
        "title=x",
        "missiles.nodong.payload_mass=-1",
    ):
        assert thaad(*flight, "--set", wrong).code == 2
