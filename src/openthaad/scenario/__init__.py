"""Scenarios: a raid, a defence and their settings, from TOML files that are checked."""

from typing import TYPE_CHECKING

from openthaad.importing import on_demand as _on_demand

if TYPE_CHECKING:
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

__getattr__, __dir__ = _on_demand(
    __name__,
    {
        "Asset": ".schema",
        "Battery": ".schema",
        "Cue": ".schema",
        "Doctrine": ".schema",
        "Environment": ".air",
        "Location": ".fields",
        "Position": ".fields",
        "Radar": ".schema",
        "Sample": ".schema",
        "Scenario": ".schema",
        "ScenarioFileError": ".problems",
        "ShotPlan": ".schema",
        "Threat": ".schema",
        "Uncertain": ".draws",
        "entry_as_set": ".overrides",
        "file_schema": ".schema",
        "load_scenario": ".load",
        "locate": ".fields",
        "pack_names": ".load",
        "scenario_from": ".load",
        "scenario_from_document": ".load",
        "settings_hash": ".schema",
        "short": ".draws",
        "uncertain_in": ".draws",
        "uncertain_values": ".draws",
        "with_sample": ".draws",
        "with_uniforms": ".draws",
        "with_values": ".draws",
    },
)
