"""Names and aliases, however they are written."""

import pytest

from openthaad import catalogue
from openthaad.catalogue.naming import Names
from openthaad.errors import CatalogueError

BUILT_IN = catalogue.BUILT_IN


@pytest.mark.parametrize("kind", catalogue.kinds())
def test_everything_a_list_prints_is_a_name(kind):
    for name in catalogue.names(kind):
        title = catalogue.load(kind, name).title
        for word in (name, name.upper(), f"{kind}/{name}", title):
            assert BUILT_IN.name_of(kind, word) == name


def test_every_place_goes_by_its_name_and_its_title():
    for name, place in catalogue.places().items():
        for word in (name, name.replace("_", " "), f"places/{name}", place.title):
            assert catalogue.find_place(word).name == name


@pytest.mark.parametrize("kind", catalogue.kinds())
def test_every_alias_means_its_entry_alone(kind):
    for name in catalogue.names(kind):
        for alias in catalogue.load(kind, name).aliases:
            assert BUILT_IN.name_of(kind, alias) == name


def test_an_alias_of_several_is_an_error_that_lists_them():
    names = Names("missiles", {"scud-b": ["Scud"], "scud-c": ["Scud"]})
    with pytest.raises(CatalogueError, match="several missiles: scud-b, scud-c"):
        names.find("scud")


def test_a_name_is_itself_though_another_has_it_for_an_alias():
    assert Names("missiles", {"scud": [], "scud-c": ["Scud"]}).find("SCUD") == "scud"


def test_a_name_spelt_wrong_gets_the_nearest_by_alias_too():
    names = Names("missiles", {"kn-23": ["Iskander"], "scud-c": []})
    with pytest.raises(CatalogueError, match="did you mean kn-23"):
        names.find("iskandar")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("hwasong-7", "nodong"), ("Hwasong 7", "nodong"), ("HWASEONG-7", "nodong"),
        ("rodong", "nodong"), ("Rodong-1", "nodong"), ("no dong", "nodong"),
        ("Hwasong-5", "scud-b"), ("hwasong-6", "scud-c"), ("Hwasong-10", "musudan"),
        ("KN-17", "hwasong-12"), ("kn15", "pukguksong-2"), ("KN-23", "kn-23"),
        ("Hwasong-11A", "kn-23"), ("hwasong-11ga", "kn-23"),
    ],
)  # fmt: skip
def test_designations_that_people_use_are_understood(word, name):
    assert BUILT_IN.name_of("missiles", word) == name


def test_every_alias_has_a_source():
    entries = [catalogue.load(k, n) for k in catalogue.kinds() for n in catalogue.names(k)]
    named = [entry for entry in entries if entry.aliases]
    assert len(named) > 6
    for entry in named:
        assert len(entry.sources[entry.about["aliases_source"]]) > 20


@pytest.mark.parametrize("word", ["TPY-2", "AN/TPY-2", "an tpy 2"])
def test_a_radar_goes_by_its_designation(word):
    assert BUILT_IN.name_of("radars", word) == "an-tpy-2"
