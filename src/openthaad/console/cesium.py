"""Where CesiumJS lies on this machine: the one module that knows."""

import os
from importlib.util import find_spec
from pathlib import Path

from openthaad.errors import ScenarioError

SETTING = "OPENTHAAD_CESIUM"
_SCRIPT = "Cesium.js"


def cesium_folder() -> Path:
    """Return the folder that holds `Cesium.js`, its workers and its assets.

    The setting `OPENTHAAD_CESIUM` comes first, then the package `cesiumkit`.

    Raises
    ------
    ScenarioError
        The setting names a folder without CesiumJS, or there is none on this machine.
    """
    given = os.environ.get(SETTING)
    if given:
        folder = Path(given)
        if (folder / _SCRIPT).is_file():
            return folder
        raise ScenarioError(
            f"{SETTING} is {given}, which holds no {_SCRIPT}",
            key=SETTING,
            value=given,
            allowed="the folder Build/Cesium of a CesiumJS release",
        )
    spec = find_spec("cesiumkit")
    for root in (spec.submodule_search_locations or []) if spec else []:
        for script in sorted(Path(root).glob(f"vendor/**/{_SCRIPT}")):
            return script.parent
    raise ScenarioError(
        "CesiumJS is not on this machine",
        key=SETTING,
        hint=f"pip install cesiumkit, or set {SETTING} to the folder Build/Cesium of a release",
    )
