def test_the_command_speaks_json_and_refuses_unknown_places(thaad):
    answer = thaad("where", "seoul", "--scenario", "seoul", "--missile", "scud-b", "--json")
    (missile,) = answer.json()["missiles"]
    assert set(missile) >= {"name", "opportunities", "limit", "flips_if"}
    assert thaad("where", "seoull").code == 2


MINE = """
epoch = "2017-09-07T00:00:00Z"
[[threats]]
missile = "scud-c"
from = "hwangju"
to = "daegu"
[radars.seongju]
place = "seongju"
boresight_deg = 340
[batteries.seongju]
place = "seongju"
radars = ["seongju"]
[assets.depot]
position = [35.8, 128.6]
radius_km = 5
[assets.busan]
place = "daegu"
radius_km = 5
"""


def test_an_asset_of_the_scenario_is_a_place(thaad, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    document = thaad("where", "Depot", "--scenario", "mine.toml", "--json").json()
    assert document["asset"] == document["place"]["name"] == "depot"
    assert "the asset Depot at 35.80 N, 128.60 E" in document["answer"]
    assert abs(document["place"]["lat_deg"] - 35.8) < 1e-9


def test_an_asset_comes_before_a_place_of_the_same_name(thaad, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    document = thaad("where", "busan", "--scenario", "mine.toml", "--json").json()
    assert document["answer"].startswith("For Busan at Daegu,")
    assert thaad("where", "seoul", "--scenario", "mine.toml", "--json").json()["asset"] is None


def test_a_misspelt_asset_is_told_the_nearest(thaad, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    answer = thaad("where", "depott", "--scenario", "mine.toml")
    assert answer.code == 2
    assert "did you mean depot" in answer.err


def test_coordinates_given_the_wrong_way_round_are_hinted_at(thaad, tmp_path):
    south = MINE.replace('"hwangju"', "[37.5, 15.0]").replace('"daegu"', "[35.9, 14.5]")
    south = south.replace('"seongju"\n', "[36.0, 14.4]\n").replace(
        "[35.8, 128.6]", "[35.8, 14.4]"
    )
    (tmp_path / "mine.toml").write_text(south)
    answer = thaad("where", "14.4,36.1", "--scenario", "mine.toml")
    assert "36.1,14.4 would be 11 km" in answer.err
    assert thaad("scenario", "check", "mine.toml").err == ""
    (tmp_path / "mine.toml").write_text(south.replace("[35.8, 14.4]", "[14.5, 35.9]"))
    (words,) = thaad("scenario", "check", "mine.toml", "--json").json()["swapped"]
    assert words.startswith("assets.depot.position: 14.5,35.9 is")


def test_a_misspelt_missile_is_told_the_nearest(thaad):
    answer = thaad("where", "busan", "--missile", "nodon")
    assert answer.code == 2
    assert "did you mean nodong" in answer.err


def test_coordinates_that_are_no_numbers_are_told_as_such(thaad):
    answer = thaad("where", "nan,127")
    assert answer.code == 2
    assert "finite degrees" in answer.err


def test_a_place_says_how_many_values_its_answer_rests_on(thaad):
    asked = ("where", "busan", "--scenario", "pyeongtaek-seconds", "--json")
    counted = thaad(*asked).json()["basis"]["by_count"]
    assert counted["assumed"] > 50
    assert counted["stated"] > 5
