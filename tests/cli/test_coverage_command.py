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
    assert {radar["mode"] for radar in document["radars"]} == {"forward"}
    picture = next((tmp_path / "coverage").glob("*.png"))
    assert picture.stat().st_size > 30_000


def test_a_cross_section_of_nothing_is_wrong_input(thaad):
    assert thaad("coverage", "strategic-reach", "--rcs-m2", 0).code == 2
