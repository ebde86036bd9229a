"""Where everything of a scenario stands, for maps: degrees and kilometres."""

from math import degrees
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels import frames
from openthaad.engine.world import World
from openthaad.kernels.codes import ObjectKind
from openthaad.scenario import Scenario
from openthaad.scenario.world import Names

_KM = 1e-3
_WORDS = {
    ObjectKind.LEAD: "warhead",
    ObjectKind.BODY: "body",
    ObjectKind.DECOY: "decoy",
    ObjectKind.DEBRIS: "debris",
}


def _place(position: NDArray[np.float64]) -> dict[str, float]:
    x, y, z = (float(value) for value in position)
    latitude, longitude, altitude = frames.ecef_to_geodetic((x, y, z))
    return {
        "lat_deg": degrees(latitude),
        "lon_deg": degrees(longitude),
        "altitude_m": float(altitude),
    }


def geometry(scenario: Scenario, world: World, names: Names) -> dict[str, list[dict[str, Any]]]:
    """Radars, batteries, assets and objects with their names and places.

    A radar stands where the middle of its face is, above the ground.
    """
    return {
        "radars": _radars(scenario, world),
        "batteries": [
            {
                "name": name,
                **_place(row["position"]),
                "position_ecef_m": [float(x) for x in row["position"]],
                "launchers": int(row["launcher_count"]),
                "reach_km": _KM * float(row["reach"]),
                "floor_km": _KM * float(row["floor"]),
                "ceiling_km": _KM * float(row["ceiling"]),
                "caps": bool(row["caps_on"]),
            }
            for name, row in zip(names.batteries, world.batteries, strict=True)
        ],
        "assets": [
            {"name": name, **_place(row["position"]), "radius_km": _KM * float(row["radius"])}
            for name, row in zip(names.assets, world.assets, strict=True)
        ],
        "objects": [_object(o, row, names) for o, row in enumerate(world.objects)],
    }


def _radars(scenario: Scenario, world: World) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "mode": setting.mode,
            **_place(row["position"]),
            "boresight_deg": degrees(row["boresight"]),
            "sector_half_width_deg": degrees(row["sector_half_width"]),
            "min_elevation_deg": degrees(row["min_elevation"]),
            "position_ecef_m": [float(x) for x in row["position"]],
        }
        for (name, setting), row in zip(scenario.radars.items(), world.radars, strict=True)
    ]


def _object(o: int, row: np.void, names: Names) -> dict[str, Any]:
    threat, kind = int(row["threat"]), ObjectKind(int(row["kind"]))
    name = f"{names.threats[threat].missile} {threat} {_WORDS[kind]}"
    return {"id": o, "threat": threat, "kind": kind.name.lower(), "name": name}
