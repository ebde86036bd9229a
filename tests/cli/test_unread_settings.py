"""A setting that a command does not read is said, and one that it reads is not."""

import pytest

from openthaad.cli.unread import UNREAD, unread
from openthaad.scenario import load_scenario


def found(command, *sets, scenario="korea-2017"):
    return list(unread(command, load_scenario(scenario, sets), sets))


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        ("coverage", "batteries.seongju.launchers=1"),
        ("coverage", "interceptors.thaad.reliability=0.5"),
        ("coverage", "missiles.pukguksong-2.rcs_m2=0.1"),
        ("coverage", "horizon_s=100"),
        ("where", "batteries.seongju.doctrine.mode='salvo'"),
        ("where", "interceptors.thaad.reliability=0.5"),
        ("footprint", "noise=false"),
        ("run", "radars.an-tpy-2.switch_time_h=5"),
        ("run", "batteries.thaad.reload_time_min=25"),
        ("run", "radars.an-tpy-2.duty=0.2"),
    ],
)
def test_what_nothing_reads_is_named(command, setting):
    assert found(command, setting) == [setting.partition("=")[0]]


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        ("coverage", "radars.seongju.min_elevation_deg=20"),
        ("coverage", "radars.an-tpy-2.system_loss=6"),
        ("coverage", "missiles.nodong.rcs_m2=0.1"),
        ("where", "batteries.seongju.launchers=1"),
        ("run", "missiles.nodong.payload_mass_kg=800"),
        ("run", "missiles.Rodong.payload_mass=800"),
        ("run", "radars.an-tpy-2.average_power_kw=100"),
        ("run", "radars.an-tpy-2.system_loss=6"),
        ("run", "interceptors.thaad.reliability=0.5"),
    ],
)
def test_what_is_read_is_not(command, setting):
    assert found(command, setting) == []


def test_it_is_said_on_standard_error(thaad):
    answer = thaad("coverage", "strategic-reach", "--json", "--set", "noise=false")
    assert "noise changes nothing" in answer.err
    assert answer.json()["radars"]


def test_every_command_that_plays_one_missile_has_its_list():
    assert set(UNREAD) == {"run", "campaign", "compare", "coverage", "where", "footprint"}


DUTY = "radars.an-tpy-2.duty=0.2"


def test_a_campaign_names_what_it_does_not_read(thaad):
    answer = thaad("campaign", "pyeongtaek-seconds", "--runs", "1", "--set", DUTY, "--json")
    assert "--set radars.an-tpy-2.duty changes nothing" in answer.err
    assert answer.json()["runs"] == 1


def test_a_sweep_names_what_none_of_its_cases_reads(thaad):
    answer = thaad(
        "campaign", "pyeongtaek-seconds", "--runs", "1",
        "--grid", "radars.an-tpy-2.duty=0.1,0.2",
        "--latin", "batteries.seongju.reaction_time_s=10..20", "--points", "2",
    )  # fmt: skip
    assert "--grid radars.an-tpy-2.duty changes nothing" in answer.err
    assert "reaction_time_s changes nothing" not in answer.err


def test_a_comparison_names_what_neither_or_one_case_does_not_read(thaad):
    answer = thaad(
        "compare", "pyeongtaek-seconds", "--runs", "1", "--set", DUTY, "--set-a", "title=a",
        "--set-b", "batteries.seongju.launchers=1",
    )  # fmt: skip
    assert "--set radars.an-tpy-2.duty changes nothing" in answer.err
    assert "--set-a title changes nothing" in answer.err
    assert "launchers changes nothing" not in answer.err


def test_a_value_that_one_of_two_scenarios_reads_is_not_named(thaad):
    scud = "missiles.scud-b.payload_mass_kg=900"
    answer = thaad("compare", "pyeongtaek-seconds", "seoul", "--runs", "1", "--set", scud)
    assert answer.code == 0
    assert "changes nothing" not in answer.err


def test_both_cases_of_a_comparison_get_what_set_sets(thaad):
    asked = ("compare", "pyeongtaek-seconds", "--set-b", "batteries.seongju.launchers=2",
             "--runs", "1", "--json")  # fmt: skip
    found = thaad(*asked, "--set", "batteries.seongju.hold_fire=true").json()
    assert found["a"]["leakers"]["mean"] == found["b"]["leakers"]["mean"] == 2.0
