"""Engagement-level simulation of terminal missile defence.

All quantities are SI (m, s, kg, rad, K, Pa, W) unless a name ends in a unit,
as in ``elevation_deg`` or ``rcs_dbsm``.  Vectors carry their frame in the name
(``position_ecef``).  Import from here; every module below is an internal detail.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from openthaad.importing import on_demand as _on_demand

if TYPE_CHECKING:
    from openthaad.campaigns import Campaign, Comparison, campaign, compare
    from openthaad.engagement import simulate
    from openthaad.errors import (
        CatalogueError,
        NoSolutionError,
        OpenThaadError,
        PropagationError,
        ScenarioError,
        StorageError,
    )
    from openthaad.records import Outcome
    from openthaad.run_folder import write_run
    from openthaad.runs.detections import Detections, detections
    from openthaad.scenario import Scenario, load_scenario, scenario_from
    from openthaad.studies.footprint import Footprint, footprint
    from openthaad.studies.inference import Inference, infer

__all__ = [
    "Campaign",
    "CatalogueError",
    "Comparison",
    "Detections",
    "Footprint",
    "Inference",
    "NoSolutionError",
    "OpenThaadError",
    "Outcome",
    "PropagationError",
    "Scenario",
    "ScenarioError",
    "StorageError",
    "campaign",
    "compare",
    "detections",
    "footprint",
    "infer",
    "load_scenario",
    "scenario_from",
    "simulate",
    "write_run",
]

_ERRORS = (
    "CatalogueError",
    "NoSolutionError",
    "OpenThaadError",
    "PropagationError",
    "ScenarioError",
    "StorageError",
)
# Each is imported when first asked for, so that `thaad --help` and a wrong option do not wait
# for NumPy and Numba.
_get, __dir__ = _on_demand(
    __name__,
    {
        **dict.fromkeys(_ERRORS, ".errors"),
        "Campaign": ".campaigns",
        "Comparison": ".campaigns",
        "campaign": ".campaigns",
        "compare": ".campaigns",
        "Detections": ".runs.detections",
        "detections": ".runs.detections",
        "Footprint": ".studies.footprint",
        "footprint": ".studies.footprint",
        "Inference": ".studies.inference",
        "infer": ".studies.inference",
        "Outcome": ".records",
        "Scenario": ".scenario",
        "load_scenario": ".scenario",
        "scenario_from": ".scenario",
        "simulate": ".engagement",
        "write_run": ".run_folder",
    },
)


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _import_module("importlib.metadata").version("openthaad")
    return _get(name)
