def test_the_command_speaks_json_and_refuses_unknown_places(thaad):
    answer = thaad("where", "seoul", "--scenario", "seoul", "--missile", "scud-b", "--json")
    (missile,) = answer.json()["missiles"]
    assert set(missile) >= {"name", "opportunities", "limit", "flips_if"}
    assert thaad("where", "seoull").code == 2
