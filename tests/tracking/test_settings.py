"""The tracker's settings are the catalogue's, and any of them can be set."""

from dataclasses import fields, replace

import pytest

from openthaad import load_scenario
from openthaad.catalogue import load
from openthaad.errors import CatalogueError
from openthaad.scenario.world import build_world
from openthaad.tracking.kernels.filters import TrackerParams
from openthaad.tracking.settings import TrackerSettings

ENTRY = load("trackers", "thaad")


def test_every_value_of_the_entry_is_a_setting_and_every_setting_a_value():
    assert {item.name for item in fields(TrackerSettings)} == set(ENTRY.values)
    assert set(TrackerParams._fields) == set(ENTRY.values)


def test_without_an_entry_the_settings_are_the_catalogue_s_best():
    assert TrackerSettings() == TrackerSettings.from_entry(ENTRY)


@pytest.mark.parametrize("key", sorted(ENTRY.values))
def test_a_value_that_is_set_is_what_the_kernels_get(key):
    item = ENTRY.values[key]
    moved = TrackerSettings.from_entry(ENTRY.with_draws({key: item.high})).params()
    assert moved == TrackerSettings().params()._replace(**{key: item.high})


def test_a_track_that_could_never_be_confirmed_is_refused():
    with pytest.raises(
        ValueError, match=r"confirm_hits \(6\) must not exceed confirm_window \(5\)"
    ):
        replace(TrackerSettings(), confirm_hits=6.0)


def test_a_scenario_that_asks_for_the_impossible_names_the_entry():
    scenario = load_scenario("pyeongtaek-seconds").changed(
        **{"trackers.thaad.confirm_hits": 6.0}
    )
    with pytest.raises(CatalogueError, match=r"trackers/thaad.toml with confirm_hits = 6"):
        build_world(scenario)


def test_the_world_has_the_tracker_that_the_scenario_sets():
    scenario = load_scenario("pyeongtaek-seconds").changed(**{"trackers.thaad.gate": 16.3})
    world, cast = build_world(scenario)
    assert world.tracker.params.gate == 16.3
    assert cast.read["trackers.thaad.gate"].basis == "set"
