"""Engagement-level simulation of terminal missile defence.

All quantities are SI (m, s, kg, rad, K, Pa, W) unless a name ends in a unit,
as in ``elevation_deg`` or ``rcs_dbsm``.  Vectors carry their frame in the name
(``position_ecef``).  Import from here; every module below is an internal detail.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

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

# Where each name lives. It is imported when first asked for (PEP 562), so that `thaad --help`
# and a wrong option do not wait for NumPy and Numba.
_HOMES = {
    "Campaign": "openthaad.campaigns",
    "Comparison": "openthaad.campaigns",
    "campaign": "openthaad.campaigns",
    "compare": "openthaad.campaigns",
    "Detections": "openthaad.runs.detections",
    "detections": "openthaad.runs.detections",
    "Footprint": "openthaad.studies.footprint",
    "footprint": "openthaad.studies.footprint",
    "Inference": "openthaad.studies.inference",
    "infer": "openthaad.studies.inference",
    "Outcome": "openthaad.records",
    "Scenario": "openthaad.scenario",
    "load_scenario": "openthaad.scenario",
    "scenario_from": "openthaad.scenario",
    "simulate": "openthaad.engagement",
    "write_run": "openthaad.run_folder",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _import_module("importlib.metadata").version("openthaad")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "openthaad.errors")
    value: object = getattr(_import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
