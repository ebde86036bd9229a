def test_the_command_speaks_json_and_refuses_unknown_places(thaad):
    answer = thaad("where", "seoul", "--scenario", "seoul", "--missile", "scud-b", "--json")
    (missile,) = answer.json()["missiles"]
    assert set(missile) >= {"name", "opportunities", "limit", "flips_if"}
    assert thaad("where", "seoull").code == 2


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
