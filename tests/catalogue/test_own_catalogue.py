"""A user's own catalogue: read like ours, checked like ours, and carried by the scenario."""

import copy
import pickle
import re
import shutil
from math import degrees
from pathlib import Path

import pytest
import tomli_w

from openthaad import catalogue
from openthaad.catalogue import Catalogue, catalogue_from
from openthaad.catalogue.basis import basis, counted
from openthaad.errors import CatalogueError, ScenarioError
from openthaad.scenario import (
    load_scenario,
    scenario_from,
    scenario_from_document,
    settings_hash,
)
from openthaad.scenario.defence import interceptor_model
from openthaad.threat.flight import standard_surroundings
from openthaad.threat.missile import Missile

OWN = Path(__file__).parents[1] / "own_catalogue"


@pytest.fixture
def own(tmp_path):
    """Return a copy of the folder, to be spoilt."""
    return Path(shutil.copytree(OWN, tmp_path / "catalogue"))


def spoil(own, file, old, new):
    path = own / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_entry_like_another_takes_what_it_does_not_give():
    nodong = catalogue.load("missiles", "nodong")
    light = catalogue_from(OWN).load("missiles", "light-nodong")
    assert light.values["diameter"] == nodong.values["diameter"]
    assert light.values["payload_mass"].value == 500.0
    assert light.title == "Light Nodong"


def test_what_follows_a_changed_value_goes_with_it():
    light = catalogue_from(OWN).load("missiles", "light-nodong")
    warhead = light.values["reentry_mass"]
    assert (warhead.value, warhead.low, warhead.high) == (500.0, 325.0, 600.0)
    assert warhead.basis == "derived"
    assert Missile.from_entry(light).reentry_mass == 500.0


def test_an_interceptor_of_another_speed_gets_the_propellant_for_it():
    entry = catalogue_from(OWN).load("interceptors", "slow-dart").with_draws({})
    ours = catalogue.load("interceptors", "thaad").nominal()["booster_propellant_mass"]
    model = interceptor_model(entry, standard_surroundings().air)
    assert 0.7 * ours < model.booster_propellant_mass < 0.95 * ours


def test_a_variant_cites_only_what_it_still_rests_on():
    light = catalogue_from(OWN).load("missiles", "light-nodong")
    assert "mine" in light.sources
    assert {item.source for item in light.values.values()} <= set(light.sources)


def test_a_variant_does_not_take_over_aliases():
    known = catalogue_from(OWN)
    assert known.name_of("missiles", "feather") == "light-nodong"
    assert known.load("missiles", "light-nodong").aliases == ("Feather",)


def test_the_built_in_catalogue_knows_nothing_of_it():
    catalogue_from(OWN)
    assert "light-nodong" not in catalogue.names("missiles")
    with pytest.raises(CatalogueError, match="is not in the catalogue"):
        catalogue.BUILT_IN.load("missiles", "light-nodong")


def test_a_scenario_carries_the_entries_that_it_names_and_no_others(own_raid):
    scenario = scenario_from(own_raid, catalogue=OWN)
    carried = scenario.document()["catalogue"]
    assert {kind: list(found) for kind, found in carried.items()} == {
        "batteries": ["dart-battery"],
        "interceptors": ["slow-dart"],
        "missiles": ["light-nodong"],
        "radars": ["big-eye"],
    }


def test_the_document_alone_makes_the_same_scenario_elsewhere(own_raid):
    scenario = scenario_from(own_raid, catalogue=OWN)
    again = scenario_from_document(scenario.document())
    assert again == scenario
    assert settings_hash(again) == settings_hash(scenario)
    assert again.catalogue_hash() == scenario.catalogue_hash() != catalogue.fingerprint()
    assert again.entry("missiles", "light-nodong").values["payload_mass"].value == 500.0


def test_a_scenario_of_built_in_entries_keeps_its_hashes():
    plain = load_scenario("korea-2017")
    with_own = load_scenario("korea-2017", catalogue=OWN)
    assert settings_hash(plain) == settings_hash(with_own)
    assert with_own.catalogue_hash() == catalogue.fingerprint()


def test_a_changed_entry_is_another_catalogue_and_other_settings(own, own_raid):
    before = scenario_from(own_raid, catalogue=own)
    spoil(own, "missiles/light-nodong.toml", "value = 500.0", "value = 520.0")
    after = scenario_from(own_raid, catalogue=own)
    assert settings_hash(before) != settings_hash(after)
    assert before.catalogue_hash() != after.catalogue_hash()


def test_a_scenario_with_own_entries_travels_between_processes(own_raid):
    scenario = scenario_from(own_raid, catalogue=OWN)
    for moved in (pickle.loads(pickle.dumps(scenario)), copy.deepcopy(scenario)):  # noqa: S301
        assert moved == scenario
        assert moved.entry("radars", "big-eye").values["average_power"].value == 120e3


def test_a_place_of_ones_own_goes_along_as_a_position_with_its_name(own_raid):
    site = scenario_from(own_raid, catalogue=OWN).assets["hill"].site
    assert (site.name, site.lat_deg, site.lon_deg, site.altitude_m) == (
        "my-hill", 36.0, 128.5, 300.0,
    )  # fmt: skip


def test_a_folder_beside_the_scenario_is_taken(own, own_raid):
    file = own.parent / "hill.toml"
    file.write_text(tomli_w.dumps(own_raid), encoding="utf-8")
    assert load_scenario(file).threats[0].missile == "light-nodong"


def test_the_environment_names_folders(monkeypatch, own_raid):
    monkeypatch.setenv("OPENTHAAD_CATALOGUE", str(OWN))
    assert scenario_from(own_raid).threats[0].missile == "light-nodong"


def test_values_of_ones_own_can_be_set_and_are_named_by_alias(own_raid):
    sets = ["missiles.feather.payload_mass_kg=510", "missiles.hwasong-7.diameter=1.3"]
    scenario = scenario_from(own_raid, sets[:1], catalogue=OWN)
    assert scenario.overrides == {"missiles.light-nodong.payload_mass_kg": 510}
    assert scenario.entry("missiles", "light-nodong").nominal()["payload_mass"] == 510.0


def test_a_curve_of_ones_own_is_flown_and_carried(own, own_raid):
    spoil(
        own, "missiles/light-nodong.toml", "[about]", '[about]\nascent_drag_curve = "my-curve"'
    )
    scenario = scenario_from(own_raid, catalogue=own)
    missile = Missile.from_entry(scenario.entry("missiles", "light-nodong"))
    assert missile.stages[0].drag.mach == (0.0, 1.0, 3.0)
    assert list(scenario.document()["catalogue"]["tables"]) == ["my-curve"]
    again = scenario_from_document(scenario.document())
    assert Missile.from_entry(again.entry("missiles", "light-nodong")) == missile


def test_an_entry_like_one_of_ones_own_brings_that_one_along(own, own_raid):
    text = 'like = "feather"\nname = "Lighter"\n'.replace("feather", "light-nodong")
    (own / "missiles" / "lighter.toml").write_text(text, encoding="utf-8")
    raid = {**own_raid, "threats": [{"missile": "lighter", "from": "hwangju", "to": "busan"}]}
    carried = scenario_from(raid, catalogue=own).document()["catalogue"]["missiles"]
    assert list(carried) == ["light-nodong", "lighter"]


def test_results_count_the_values_of_ones_own():
    values = catalogue_from(OWN).load("missiles", "light-nodong").values.values()
    found = basis(values)
    assert found["own"] == {"missiles/light-nodong": 1}
    assert "1 of them from your missiles/light-nodong" in counted(found)


MISSILE = "missiles/light-nodong.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (MISSILE, 'like = "nodong"', 'like = "nodog"', "like 'nodog'.*did you mean nodong"),
        (MISSILE, 'like = "nodong"', 'like = "light-nodong"', "is like light-nodong"),
        (MISSILE, 'like = "nodong"\n', "", 'about lacks propellant, .*like = "nodong"'),
        (MISSILE, "payload_mass", "payload_mas", "payload_mas is not a value.*payload_mass"),
        (MISSILE, 'unit = "kg"', 'unit = "km"', "is in km, and must be in kg or g"),
        (MISSILE, "low = 450.0", "low = -450.0", "follows payload_mass, which may be 0"),
        (MISSILE, ', source = "mine"', "", "payload_mass lacks source"),
        (MISSILE, ', basis = "assumed"', "", "payload_mass lacks basis"),
        (MISSILE, "[sources]", '[sources]\nkotoba = "X"', "source kotoba is another"),
        (MISSILE, "[values]", "[value]", "unknown section value; did you mean values"),
        (MISSILE, '["Feather"]', '["Nodong"]', "'Nodong' already names something"),
        (MISSILE, 'aliases_source = "mine"', "", "it lacks aliases_source"),
        (MISSILE, "[about]", "[about]\nstages = 0", "about.stages must be from 1 to 4"),
        (MISSILE, "[about]", "[about]\nstages = 2", "lacks the values stage2_burn_time"),
        (MISSILE, "[about]", '[about]\npropellant = "hybrid"', "must be liquid or solid"),
        ("tables/my-curve.csv", "1.0,0.5", "1.0,many", "my-curve.csv: could not convert"),
        ("places/places.toml", "36.0", "136.0", "latitude_deg must lie between -90 and 90"),
    ],
)  # fmt: skip
def test_a_spoilt_entry_is_refused_with_its_file_and_key(own, file, old, new, complaint):
    spoil(own, file, old, new)
    with pytest.raises(CatalogueError, match=f"(?s){complaint}") as caught:
        catalogue_from(own)
    assert Path(file).stem in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("missiles", "nodong", 'like = "scud-b"\nname = "X"'),
        ("radars", "an-tpy-2", 'like = "an-tpy-2"\nname = "X"'),
        ("missiles", "kn23", 'like = "scud-b"\nname = "X"'),
    ],
)
def test_no_entry_of_ours_is_shadowed(own, kind, name, text):
    (own / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match="built-in catalogue"):
        catalogue_from(own)


def test_two_folders_must_not_differ_over_one_name(own, tmp_path):
    other = Path(shutil.copytree(own, tmp_path / "other"))
    assert catalogue_from([own, other]).is_own("missiles", "light-nodong")
    spoil(other, MISSILE, "500.0", "501.0")
    with pytest.raises(CatalogueError, match="with other contents"):
        catalogue_from([own, other])


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda _: None, "contains no folder of a catalogue: missiles"),
        (lambda f: (f / "missile").mkdir(), "did you mean missiles"),
        (lambda f: (f / "mine.toml").write_text("x = 1"), "is not in a folder of its kind"),
    ],
)
def test_a_folder_that_is_no_catalogue_is_refused(tmp_path, make, complaint):
    make(tmp_path)
    with pytest.raises(CatalogueError, match=complaint):
        catalogue_from(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="does not exist"):
        catalogue_from(tmp_path / "nowhere")


def test_a_file_in_utf_16_is_named_so(own):
    path = own / MISSILE
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    with pytest.raises(CatalogueError, match="looks like UTF-16: save it again as UTF-8"):
        catalogue_from(own)


def test_a_name_with_capitals_is_refused(own):
    (own / "missiles" / "Big One.toml").write_text(
        'like = "nodong"\nname = "B"', encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match="small letters"):
        catalogue_from(own)


def test_an_unknown_missile_is_answered_with_ones_own_too(own_raid):
    raid = {
        **own_raid,
        "threats": [{"missile": "lite-nodong", "from": "hwangju", "to": "busan"}],
    }
    with pytest.raises(ScenarioError, match="light-nodong"):
        scenario_from(raid, catalogue=OWN)


def test_a_section_of_an_entry_in_a_scenario_is_sent_to_its_place(own_raid):
    words = re.escape("catalogue/missiles/mine.toml beside this one")
    with pytest.raises(ScenarioError, match=words):
        scenario_from({**own_raid, "missiles": {"mine": {"diameter": 1.0}}}, catalogue=OWN)


def test_a_catalogue_is_a_value():
    assert catalogue_from(OWN) == catalogue_from(OWN) != Catalogue()
    assert degrees(catalogue_from(OWN).find_place("The Hill").latitude) == pytest.approx(36.0)
