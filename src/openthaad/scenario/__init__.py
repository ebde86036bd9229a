"""Scenarios: a raid, a defence and their settings, from TOML files that are checked."""

from openthaad.scenario.air import Environment
from openthaad.scenario.draws import (
    Uncertain,
    short,
    uncertain_in,
    uncertain_values,
    with_sample,
    with_uniforms,
    with_values,
)
from openthaad.scenario.fields import Location, Position, locate
from openthaad.scenario.load import (
    load_scenario,
    pack_names,
    scenario_from,
    scenario_from_document,
)
from openthaad.scenario.overrides import entry_as_set
from openthaad.scenario.problems import ScenarioFileError
from openthaad.scenario.schema import (
    Asset,
    Battery,
    Cue,
    Doctrine,
    Radar,
    Sample,
    Scenario,
    ShotPlan,
    Threat,
    file_schema,
    settings_hash,
)

__all__ = [
    "Asset",
    "Battery",
    "Cue",
    "Doctrine",
    "Environment",
    "Location",
    "Position",
    "Radar",
    "Sample",
    "Scenario",
    "ScenarioFileError",
    "ShotPlan",
    "Threat",
    "Uncertain",
    "entry_as_set",
    "file_schema",
    "load_scenario",
    "locate",
    "pack_names",
    "scenario_from",
    "scenario_from_document",
    "settings_hash",
    "short",
    "uncertain_in",
    "uncertain_values",
    "with_sample",
    "with_uniforms",
    "with_values",
]
