"""`thaad validate`."""


def test_cases_come_with_source_tolerance_and_verdict(thaad):
    answer = thaad("validate", "crpl-decay", "--json")
    assert answer.code == 0
    first = answer.json()["cases"][0]
    keys = {"name", "source", "published", "tolerance", "computed", "used_in_fit", "pass"}
    assert keys <= set(first)
    assert all(one["pass"] for one in answer.json()["cases"])
    counts = answer.json()["basis"]["by_count"]
    assert set(counts) == {"stated", "derived", "assumed"}
    assert sum(counts.values()) == len(answer.json()["cases"])


def test_the_table_ends_with_the_count(thaad):
    answer = thaad("validate", "clopper-pearson")
    assert "3 of 3 published numbers are met" in answer.out


def test_an_unknown_case_is_wrong_input(thaad):
    answer = thaad("validate", "crpl-deca-200")
    assert answer.code == 2
    assert "crpl-decay-200" in answer.err


def test_a_name_that_is_none_is_told_the_files(thaad):
    answer = thaad("validate", "qqq")
    assert answer.code == 2
    assert "reported-flights" in answer.err
