from dataclasses import replace
from math import nan, pi

import pytest

from openthaad.catalogue import load, names
from openthaad.constants import STANDARD_GRAVITY
from openthaad.errors import CatalogueError
from openthaad.threat.missile import DragCurve, Missile, missile_tables


@pytest.mark.parametrize("name", names("missiles"))
def test_every_missile_of_the_catalogue_can_be_built_and_lifts_off(name):
    missile = Missile.from_entry(load("missiles", name))
    thrust = missile.stages[0].thrust_sea_level
    assert thrust > STANDARD_GRAVITY * missile.launch_mass


def test_specific_impulse_becomes_thrust_and_exit_area():
    entry = load("missiles", "nodong")
    values = entry.nominal()
    stage = Missile.from_entry(entry).stages[0]
    weight_flow = STANDARD_GRAVITY * stage.mass_flow
    assert stage.thrust_vacuum / weight_flow == pytest.approx(values["stage1_isp_vacuum"])
    assert stage.thrust_sea_level / weight_flow == pytest.approx(values["stage1_isp_sea_level"])


def test_a_draw_of_the_catalogue_replaces_the_best_estimates():
    entry = load("missiles", "nodong")
    values = entry.nominal() | {"payload_mass": 700.0, "reentry_mass": 650.0}
    missile = Missile.from_entry(entry, values)
    assert (missile.payload_mass, missile.reentry_mass) == (700.0, 650.0)


def test_a_missing_value_is_named():
    entry = load("missiles", "nodong")
    values = entry.nominal()
    del values["stage1_burn_time"]
    with pytest.raises(CatalogueError, match=r"nodong\.toml lacks stage1_burn_time"):
        Missile.from_entry(entry, values)


@pytest.mark.parametrize("value", [-1.0, 0.0, nan])
def test_a_wrong_mass_is_refused(missile, value):
    with pytest.raises(ValueError, match="payload_mass must be finite and positive"):
        replace(missile, payload_mass=value)


def test_a_missile_too_heavy_for_its_thrust_is_refused(missile):
    with pytest.raises(ValueError, match=r"cannot lift off: its sea-level thrust is 0\."):
        replace(missile, payload_mass=20e3)


def test_a_warhead_heavier_than_the_payload_is_refused(missile):
    with pytest.raises(ValueError, match="must not exceed payload_mass"):
        replace(missile, reentry_mass=1001.0)


def test_a_drag_curve_must_rise_in_mach():
    with pytest.raises(ValueError, match="mach must rise"):
        DragCurve(mach=(0.0, 2.0, 1.0), cd=(0.1, 0.2, 0.3))


def test_tables_of_two_missiles_share_their_curves_and_number_their_stages(missile):
    other = replace(missile, stages=missile.stages * 2)
    tables = missile_tables([other, missile])
    assert list(tables.kinds["first_stage"]) == [0, 2]
    assert list(tables.kinds["stage_count"]) == [2, 1]
    assert len(tables.stages) == 3
    assert len(tables.drags) == 3


def test_the_spiral_turns_in_radians_per_second():
    entry = load("missiles", "scud-b")
    missile = Missile.from_entry(entry)
    assert missile.spiral_rate == pytest.approx(2.0 * pi * entry.nominal()["spiral_rate"])
