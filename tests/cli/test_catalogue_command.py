"""`thaad catalogue`."""

import pytest

from openthaad import catalogue

FIELDS = {"value", "low", "high", "unit", "basis", "source"}
ENTRIES = [f"{kind}/{name}" for kind in catalogue.kinds() for name in catalogue.names(kind)]


def test_list_names_every_entry_and_place(thaad):
    document = thaad("catalogue", "list", "--json").json()
    assert [f"{one['kind']}/{one['name']}" for one in document["entries"]] == ENTRIES
    assert {place["name"] for place in document["places"]} == set(catalogue.places())


@pytest.mark.parametrize("entry", ENTRIES)
def test_show_prints_each_value_with_range_basis_and_source(thaad, entry):
    document = thaad("catalogue", "show", entry, "--json").json()
    for item in document["values"].values():
        assert set(item) >= FIELDS
        assert item["low"] <= item["value"] <= item["high"]
        assert item["source"] in document["sources"]
    assert sum(document["basis"]["by_count"].values()) == len(document["values"])


def test_show_in_words_prints_every_value_and_source(thaad):
    answer = thaad("catalogue", "show", "interceptors/thaad")
    entry = catalogue.load("interceptors", "thaad")
    words = answer.out.replace("\n", "")
    assert all(source in words for source in entry.sources)
    assert "lethal_radius" in answer.out


def test_a_name_that_is_one_of_a_kind_needs_no_kind(thaad):
    assert thaad("catalogue", "show", "nodong", "--json").json()["kind"] == "missiles"


def test_a_name_of_two_kinds_asks_which(thaad):
    answer = thaad("catalogue", "show", "thaad")
    assert answer.code == 2
    assert "interceptors/thaad" in answer.err


@pytest.mark.parametrize(
    ("entry", "hint"),
    [("nodog", "nodong"), ("missile/nodong", "missiles"), ("missiles/nodog", "nodong")],
)
def test_a_misspelt_entry_names_the_nearest(thaad, entry, hint):
    answer = thaad("catalogue", "show", entry)
    assert answer.code == 2
    assert hint in answer.err


def test_a_place_is_shown_in_degrees(thaad):
    place = thaad("catalogue", "show", "places/busan", "--json").json()
    assert place["lat_deg"] == pytest.approx(35.18, abs=0.05)


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("entry", ["missiles/scud-b", "interceptors/thaad", "radars/an-tpy-2"])
def test_show_fits_the_terminal_and_keeps_every_value(thaad, monkeypatch, entry, columns):
    monkeypatch.setenv("COLUMNS", columns)
    lines = thaad("catalogue", "show", entry).out.splitlines()
    assert max(map(len, lines)) <= int(columns)
    found = catalogue.load(*entry.split("/"))
    squeezed = "".join("".join(lines).split())
    assert all(item.note.replace(" ", "") in squeezed for item in found.values.values())


def test_show_says_what_follows_what_and_how_values_are_drawn(thaad):
    out = " ".join(thaad("catalogue", "show", "radars/an-tpy-2").out.split())
    assert "beamwidth_azimuth follows frequency to the power -1, aperture_area to" in out
    assert "as whole numbers: terminal_search_rows" in out
