"""`--set`: paths into the scenario and the catalogue."""

import pytest

from openthaad.errors import CatalogueError
from openthaad.interceptor.booster import burnout_speed
from openthaad.scenario import ScenarioFileError, entry_as_set, load_scenario
from openthaad.scenario.defence import interceptor_model
from openthaad.threat.flight import standard_surroundings


def rcs(scenario, key):
    entry = entry_as_set(scenario.overrides, "missiles", "nodong")
    return entry.values[key].value


def test_a_path_into_the_scenario_sets_it():
    scenario = load_scenario("korea-2017", ["batteries.seongju.launchers=2"])
    assert scenario.batteries["seongju"].launchers == 2


def test_a_threat_is_set_by_its_number():
    scenario = load_scenario("busan-lofted", ["threats.0.apogee_km=600"])
    assert scenario.threats[0].apogee_km == 600.0


def test_a_table_that_is_not_in_the_file_is_made():
    scenario = load_scenario("seoul", ["batteries.seongju.doctrine.mode=salvo"])
    assert scenario.batteries["seongju"].doctrine.mode == "salvo"


@pytest.mark.parametrize("value", ["busan", '"busan"', "[35.18, 129.08]", "35.18,129.08"])
def test_a_place_is_set_as_a_shell_passes_it(value):
    scenario = load_scenario("seoul", [f"threats.0.to={value}"])
    assert scenario.threats[0].aim != "seoul"


@pytest.mark.parametrize("key", ["payload_mass", "payload_mass_kg"])
def test_a_catalogue_path_is_carried_by_the_scenario(key):
    scenario = load_scenario("seoul", [f"missiles.nodong.{key}=700"])
    entry = entry_as_set(scenario.overrides, "missiles", "nodong")
    assert entry.values["payload_mass"].value == 700.0
    assert entry.values["payload_mass"].basis == "set"
    assert f"missiles.nodong.{key}" in scenario.document()["overrides"]


@pytest.mark.parametrize("key", ["rcs", "rcs_m2"])
def test_rcs_sets_the_warhead_and_scales_the_rest(key):
    plain = load_scenario("seoul")
    scenario = load_scenario("seoul", [f"missiles.nodong.{key}=0.1"])
    factor = 0.1 / rcs(plain, "rcs_warhead_nose")
    assert rcs(scenario, "rcs_warhead_nose") == pytest.approx(0.1)
    assert rcs(scenario, "rcs_body_side") == pytest.approx(factor * rcs(plain, "rcs_body_side"))


def test_another_missile_is_left_alone():
    scenario = load_scenario("seoul", ["missiles.scud-b.rcs_m2=5"])
    assert rcs(scenario, "rcs_warhead_nose") == rcs(load_scenario("seoul"), "rcs_warhead_nose")


def test_a_set_value_replaces_one_of_the_file(tmp_path):
    path = tmp_path / "a.toml"
    text = """
    epoch = 2017-09-08T00:00:00Z
    [[threats]]
    missile = "nodong"
    from = "sunchon"
    to = "busan"
    [overrides.missiles.nodong]
    payload_mass_kg = 800
    """
    path.write_text(text)
    scenario = load_scenario(path, ["missiles.nodong.payload_mass_kg=700"])
    assert scenario.overrides == {"missiles.nodong.payload_mass_kg": 700.0}


@pytest.mark.parametrize(
    ("setting", "hint"),
    [
        ("batteries.seongju.launcher=2", "batteries.seongju.launchers"),
        ("batteries.seongjoo.launchers=2", "batteries.seongju.launchers"),
        ("missiles.nodong.payload_mas=2", "missiles.nodong.payload_mass"),
        ("missiles.nodon.payload_mass=2", "missiles.nodong.payload_mass"),
        ("interceptor.thaad.seeker_noise=2", "interceptors.thaad.seeker_noise"),
        ("threats.7.apogee_km=2", "threats.0.apogee_km"),
        ("environment.refractoin=none", "environment.refraction"),
    ],
)
def test_an_unknown_path_names_the_nearest_right_ones(setting, hint):
    with pytest.raises(ScenarioFileError) as caught:
        load_scenario("seoul", [setting])
    assert hint in caught.value.hint
    assert caught.value.key == setting.partition("=")[0]


@pytest.mark.parametrize("setting", ["launchers", "=2", "a=", "noise==", "noise=[1", "..=1"])
def test_a_setting_that_is_none_is_refused(setting):
    with pytest.raises(ScenarioFileError):
        load_scenario("seoul", [setting])


@pytest.mark.parametrize(
    "setting",
    [
        "missiles.nodong.payload_mass_kg=-1",
        "missiles.nodong.payload_mass_kg=nan",
        "missiles.nodong.payload_mass_kg=true",
        "missiles.nodong.payload_mass_kg=heavy",
        "missiles.nodong.rcs_m2=0",
        "missiles.nodong.rcs_m2=inf",
        "batteries.seongju.launchers=-1",
        "batteries.seongju.launchers=2.5",
        "batteries.seongju.reaction_time_s=nan",
        "threats=[]",
        "noise=1",
    ],
)
def test_a_value_that_does_not_fit_is_refused(setting):
    with pytest.raises(ScenarioFileError):
        load_scenario("seoul", [setting])


def test_a_path_through_a_name_is_refused():
    with pytest.raises(ScenarioFileError, match="no such path"):
        load_scenario("seoul", ["threats.0.from.lat_deg=3"])


def test_all_wrong_settings_are_reported():
    with pytest.raises(ScenarioFileError) as caught:
        load_scenario("seoul", ["nois=true", "horizon=5"])
    assert len(caught.value.problems) == 2


def test_a_burnout_speed_that_is_set_changes_the_booster():
    air = standard_surroundings().air
    plain, fast = (
        interceptor_model(entry_as_set(overrides, "interceptors", "thaad"), air)
        for overrides in ({}, {"interceptors.thaad.burnout_speed": 3.0})
    )
    assert fast.booster_propellant_mass > plain.booster_propellant_mass
    assert burnout_speed(fast, air) == pytest.approx(3000.0, abs=0.1)


def test_a_burnout_speed_that_no_booster_reaches_is_refused():
    entry = entry_as_set({"interceptors.thaad.burnout_speed": 9.0}, "interceptors", "thaad")
    with pytest.raises(CatalogueError, match="burnout speed"):
        interceptor_model(entry, standard_surroundings().air)


def test_a_value_changed_in_python_is_not_said_to_come_from_an_option():
    with pytest.raises(ScenarioFileError, match=r"^changed: threats\.0\.apogee: no such path"):
        load_scenario("korea-2017").changed(**{"threats.0.apogee": 300})
