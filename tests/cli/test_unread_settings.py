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
        ("run", "radars.an-tpy-2.system_loss=6"),
        ("run", "interceptors.thaad.reliability=0.5"),
    ],
)
def test_what_is_read_is_not(command, setting):
    assert found(command, setting) == []


def test_it_is_said_on_standard_error(thaad):
    answer = thaad("coverage", "strategic-reach", "--json", "--set", "noise=false")
    assert "noise changes nothing here" in answer.err
    assert answer.json()["radars"]


def test_every_command_that_plays_one_missile_has_its_list():
    assert set(UNREAD) == {"run", "coverage", "where", "footprint"}
