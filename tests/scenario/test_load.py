"""Reading scenario files: what is refused, and what is said about it."""

import os

import pytest

from openthaad.errors import ScenarioError, StorageError
from openthaad.files import MAX_BYTES
from openthaad.scenario import (
    ScenarioFileError,
    load_scenario,
    pack_names,
    scenario_from_document,
    settings_hash,
)

GOOD = """
epoch = 2017-09-08T00:00:00Z
[[threats]]
missile = "nodong"
from = "sunchon"
to = "busan"
[radars.seongju]
place = "seongju"
boresight_deg = 345
[batteries.seongju]
place = [36.05, 128.22]
radars = ["seongju"]
"""


@pytest.fixture
def refused(tmp_path):
    """Load a file with this text and return the error that it makes."""

    def load(text):
        path = tmp_path / "mine.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path)
        return caught.value

    return load


def test_a_file_without_a_name_is_named_after_itself(tmp_path):
    path = tmp_path / "My First.toml"
    path.write_text(GOOD)
    assert load_scenario(path).name == "my-first"


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_scenario(path).threats[0].missile == "nodong"


def test_a_missing_scenario_names_the_nearest():
    with pytest.raises(ScenarioError, match="did you mean korea-2017") as caught:
        load_scenario("koera-2017")
    assert "korea-2017" in caught.value.allowed


def test_a_path_too_long_for_the_system_is_only_a_missing_file():
    with pytest.raises(ScenarioError, match="there is no file"):
        load_scenario("a/" * 5000 + "b.toml")


def test_a_folder_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="is a folder"):
        load_scenario(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_that_may_not_be_read_is_a_storage_error(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(GOOD)
    path.chmod(0)
    with pytest.raises(StorageError, match="cannot read"):
        load_scenario(path)


def test_ten_megabytes_are_refused_with_the_limit_named(refused):
    error = refused(GOOD + "#" * 10_000_000)
    assert "1 MB" in str(error)
    assert str(MAX_BYTES) in error.allowed


def test_a_device_that_never_ends_is_refused():
    with pytest.raises(ScenarioError, match="larger than 1 MB"):
        load_scenario("/dev/zero")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\xff\xfe", b"a = 1\x00\n"])
def test_a_binary_file_is_refused(refused, data):
    assert "text" in str(refused(data))


def test_wrong_toml_is_reported_with_its_line(refused):
    assert "line 3" in str(refused('a = 1\nb = "x"\nc ==\n'))


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 100_000])
def test_toml_that_breaks_parsers_is_refused_in_words(refused, text):
    assert "TOML" in str(refused(text))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("boresight_deg", "boresigt_deg", "radars.seongju.boresigt_deg", "boresight_deg"),
        ("345", '"north"', "radars.seongju.boresight_deg", "must be a number"),
        ("345", "true", "radars.seongju.boresight_deg", "must be a number"),
        ("345", "nan", "radars.seongju.boresight_deg", "finite"),
        ("345", "inf", "radars.seongju.boresight_deg", "finite"),
        ("345", "400", "radars.seongju.boresight_deg", "at most 360"),
        ("[36.05, 128.22]", "[95, 128.22]", "batteries.seongju.place.lat_deg", "at most 90"),
        ("[36.05, 128.22]", "[36, 200]", "batteries.seongju.place.lon_deg", "at most 180"),
        ("[36.05, 128.22]", "[36]", "batteries.seongju.place", "latitude, longitude"),
        ('"nodong"', '"nodang"', "threats.0.missile", "did you mean nodong"),
        ('"busan"', '"buzan"', "threats.0.to", "busan"),
        ('["seongju"]', '["seonju"]', "batteries.seongju.radars", "did you mean seongju"),
        ('radars = ["seongju"]', "", "batteries.seongju.radars", "is missing"),
        ("epoch = 2017-09-08T00:00:00Z", "", "epoch", "is missing"),
        ("epoch = 2017-09-08T00:00:00Z", "epoch = 5", "epoch", "date and time"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(refused, old, new, key, words):
    error = refused(GOOD.replace(old, new))
    assert error.key == key
    assert words in str(error)
    assert "mine.toml" in str(error)


def test_an_empty_raid_is_refused(refused):
    empty = refused("threats = []\n" + GOOD.replace("[[threats]]", "[x]"))
    none = refused(GOOD.replace("[[threats]]", "[environment]"))
    assert "empty raid" in str(empty)
    assert "empty raid" in str(none)


def test_every_problem_is_reported_at_once(refused):
    error = refused(GOOD.replace("345", "nan").replace("nodong", "nodang"))
    assert isinstance(error, ScenarioFileError)
    assert len(error.problems) == 2
    assert len(error.to_dict()["problems"]) == 2


def test_a_negative_mass_is_refused(refused):
    error = refused(GOOD + '[overrides]\n"missiles.nodong.payload_mass_kg" = -700\n')
    assert error.key == "missiles.nodong.payload_mass_kg"
    assert error.value == -700
    assert "must be 1 to 100000 kg, got -700" in str(error)


def test_a_raid_too_large_is_refused(refused):
    more = '[[threats]]\nmissile = "nodong"\nfrom = "sunchon"\nto = "busan"\ncount = 200\n'
    assert "at most 200 are allowed" in str(refused(GOOD + more))


@pytest.mark.parametrize("name", pack_names())
def test_each_built_in_scenario_asks_a_question(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.question.endswith("?")


@pytest.mark.parametrize("name", pack_names())
def test_a_document_loads_to_the_same_scenario(name):
    scenario = load_scenario(name)
    again = scenario_from_document(scenario.document())
    assert again == scenario
    assert settings_hash(again) == settings_hash(scenario)


def test_korea_2017_is_a_raid_of_twelve_with_six_launchers_and_two_in_april():
    full, early = load_scenario("korea-2017"), load_scenario("korea-2017-april")
    assert len(list(full.launches())) == 12
    assert set(full.assets) == {"busan", "daegu", "pyeongtaek", "gunsan", "seongju"}
    assert full.threats == early.threats
    assert (full.batteries["seongju"].launchers, early.batteries["seongju"].launchers) == (6, 2)
