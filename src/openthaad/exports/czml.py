"""CZML, the format of Cesium viewers: the replay of a run.

Truth and the track picture are apart, under the parents `truth` and `picture`, so that a viewer
can show either. Between samples a viewer interpolates linearly: boost, cut-off and intercept
have corners that a higher order would overshoot, and samples are kept densely enough that the
straight line is within the tolerance of the path.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.exports.paths import (
    Flown,
    altitude,
    endings,
    epoch,
    interceptors,
    missiles,
    tracks,
)
from openthaad.exports.styles import BODY, DEFENCE, HIT, INTERCEPTOR, PICTURE, WARHEAD
from openthaad.runs import Run, thin

Packet = dict[str, Any]
Array = NDArray[np.float64]
PATH_TOLERANCE = 50.0  # m
BODY_TOLERANCE = 250.0  # m
FAN_FALLBACK = 300e3  # m, drawn where nothing was detected
LINGER = 10.0  # s, that a replay runs on after the last event


def document(run: Run) -> str:
    """Return the replay of a run as a CZML document."""
    return json.dumps(packets(run), separators=(",", ":"), allow_nan=False) + "\n"


def packets(run: Run) -> list[Packet]:
    """Return the replay of a run as CZML packets: the clock, places, paths."""
    since = epoch(run)
    paths = [*_truth(run, since), *_interceptors(run, since), *_picture(run, since)]
    end = _end(run)
    return [
        _clock(run.manifest["title"], since, end),
        *(_folder(name) for name in ("defence", "truth", "picture")),
        *_places(run.manifest["geometry"], _farthest_detection(run)),
        *paths,
        *_endings(run, since, end),
    ]


def _iso(since: datetime, time: float) -> str:
    moment = (since + timedelta(seconds=time)).astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _end(run: Run) -> float:
    times = [
        run.numbers(name, "time_s").max(initial=0.0)
        for name in ("truth", "decisions", "interceptors")
    ]
    return float(max(times)) + LINGER


def _clock(title: str, since: datetime, end: float) -> Packet:
    return {
        "id": "document",
        "name": title,
        "version": "1.0",
        "clock": {
            "interval": f"{_iso(since, 0.0)}/{_iso(since, end)}",
            "currentTime": _iso(since, 0.0),
            "multiplier": 10,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }


def _folder(name: str) -> Packet:
    return {"id": name, "name": name.capitalize()}


def _colour(rgb: Sequence[int], alpha: int = 255) -> dict[str, Any]:
    return {"rgba": [*rgb, alpha]}


def _solid(rgb: Sequence[int], alpha: int = 255) -> dict[str, Any]:
    return {"solidColor": {"color": _colour(rgb, alpha)}}


def _label(text: str, rgb: Sequence[int] = DEFENCE) -> dict[str, Any]:
    return {
        "text": text,
        "font": "13px sans-serif",
        "fillColor": _colour(rgb),
        "outlineColor": _colour((20, 20, 20)),
        "outlineWidth": 3,
        "style": "FILL_AND_OUTLINE",
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [9, -9]},
    }


def _moving(since: datetime, flown: Flown, tolerance: float) -> Packet:
    """Availability, position and trail of something that flies."""
    time = flown.time
    rows = thin(time, flown.position_ecef, tolerance)
    start = float(time[0])
    samples = np.column_stack([time[rows] - start, flown.position_ecef[rows]])
    return {
        "availability": f"{_iso(since, start)}/{_iso(since, float(time[-1]))}",
        "position": {
            "epoch": _iso(since, start),
            "referenceFrame": "FIXED",
            "interpolationAlgorithm": "LINEAR",
            "interpolationDegree": 1,
            "cartesian": [round(x, 4) for x in samples.ravel().tolist()],
        },
    }


def _path(rgb: Sequence[int], width: float, trail: float) -> Packet:
    return {
        "width": width,
        "leadTime": 0,
        "trailTime": trail,
        "resolution": 5,
        "material": _solid(rgb, 200),
    }


def _point(rgb: Sequence[int], size: float) -> Packet:
    return {
        "pixelSize": size,
        "color": _colour(rgb),
        "outlineColor": _colour((20, 20, 20)),
        "outlineWidth": 1,
    }


def _truth(run: Run, since: datetime) -> list[Packet]:
    packets = []
    for flown in missiles(run):
        is_lead = flown.kind == "lead"
        rgb = WARHEAD if is_lead else BODY
        tolerance = PATH_TOLERANCE if is_lead else BODY_TOLERANCE
        packet = {
            "id": f"truth/object/{flown.number}",
            "parent": "truth",
            "name": flown.name,
            **_moving(since, flown, tolerance),
            "point": _point(rgb, 9 if is_lead else 5),
            "path": _path(rgb, 2 if is_lead else 1, 1e4 if is_lead else 60),
        }
        packets.append(packet | ({"label": _label(flown.name, rgb)} if is_lead else {}))
    return packets


def _interceptors(run: Run, since: datetime) -> list[Packet]:
    return [
        {
            "id": f"truth/interceptor/{flown.number}",
            "parent": "truth",
            "name": flown.name,
            **_moving(since, flown, PATH_TOLERANCE),
            "point": _point(INTERCEPTOR, 8),
            "path": _path(INTERCEPTOR, 2, 1e4),
            "label": _label(flown.name, INTERCEPTOR),
        }
        for flown in interceptors(run)
    ]


def _picture(run: Run, since: datetime) -> list[Packet]:
    return [
        {
            "id": f"picture/track/{flown.number}",
            "parent": "picture",
            "name": flown.name,
            **_moving(since, flown, 2.0 * PATH_TOLERANCE),
            "point": _point(PICTURE, 7),
            "label": _label(flown.name, PICTURE),
        }
        for flown in tracks(run)
    ]


def _farthest_detection(run: Run) -> float:
    ranges = run.numbers("detections", "range_m")
    return float(np.nanmax(ranges)) if len(ranges) else FAN_FALLBACK


def _places(geometry: Mapping[str, Any], fan: float) -> list[Packet]:
    return [
        *(_radar(radar, fan) for radar in geometry["radars"]),
        *(_battery(battery) for battery in geometry["batteries"]),
        *(_asset(asset) for asset in geometry["assets"]),
    ]


def _ground(place: Mapping[str, Any]) -> dict[str, Any]:
    height = round(altitude(place), 3)
    return {"cartographicDegrees": [place["lon_deg"], place["lat_deg"], height]}


def _radar(radar: Mapping[str, Any], reach: float) -> Packet:
    return {
        "id": f"defence/radar/{radar['name']}",
        "parent": "defence",
        "name": f"radar {radar['name']}, {radar['mode']} mode",
        "description": f"Sector at the lowest elevation used, drawn to {reach / 1e3:.0f} km, "
        "the farthest detection of this run; the model has no range limit.",
        "position": {"cartesian": [round(x, 4) for x in radar["position_ecef_m"]]},
        "point": _point(PICTURE, 7),
        "polyline": {
            "positions": {"cartesian": fan(radar, reach).round(1).ravel().tolist()},
            "width": 1.5,
            "arcType": "NONE",
            "material": _solid(PICTURE, 160),
        },
    }


def fan(radar: Mapping[str, Any], reach: float, steps: int = 24) -> Array:
    """Outline of a radar's sector at its lowest elevation, as straight rays.

    Parameters
    ----------
    radar : Mapping
        An item of `geometry["radars"]`.
    reach : float
        How far to draw it [m].
    steps : int
        Pieces of the arc.

    Returns
    -------
    (steps + 3, 3) array
        Closed line in ECEF [m].
    """
    latitude, longitude = np.radians([radar["lat_deg"], radar["lon_deg"]])
    half = radar["sector_half_width_deg"]
    azimuth = np.radians(radar["boresight_deg"] + np.linspace(-half, half, steps + 1))
    elevation = np.radians(radar["min_elevation_deg"])
    level = np.cos(elevation)
    east, north = level * np.sin(azimuth), level * np.cos(azimuth)
    up = np.sin(elevation)
    sp, cp = np.sin(latitude), np.cos(latitude)
    sl, cl = np.sin(longitude), np.cos(longitude)
    along = np.stack(
        [
            -sl * east - sp * cl * north + cp * cl * up,
            cl * east - sp * sl * north + cp * sl * up,
            cp * north + sp * up,
        ],
        axis=-1,
    )
    site = np.asarray(radar["position_ecef_m"], dtype=float)
    return np.vstack([site, site + reach * along, site])


def _circle(radius_km: float, rgb: Sequence[int], fill: int) -> Packet:
    return {
        "semiMajorAxis": 1e3 * radius_km,
        "semiMinorAxis": 1e3 * radius_km,
        "height": 0,
        "material": _solid(rgb, fill),
        "outline": True,
        "outlineColor": _colour(rgb, 160),
    }


def _battery(battery: Mapping[str, Any]) -> Packet:
    packet = {
        "id": f"defence/battery/{battery['name']}",
        "parent": "defence",
        "name": f"battery {battery['name']}",
        "position": _ground(battery),
        "point": _point(INTERCEPTOR, 10),
        "label": _label(f"battery {battery['name']}"),
    }
    if battery.get("reach_km"):
        packet["description"] = f"Circle: published reach, {battery['reach_km']:g} km."
        packet["ellipse"] = _circle(battery["reach_km"], INTERCEPTOR, 12)
    return packet


def _asset(asset: Mapping[str, Any]) -> Packet:
    packet = {
        "id": f"defence/asset/{asset['name']}",
        "parent": "defence",
        "name": asset["name"],
        "position": _ground(asset),
        "point": _point(DEFENCE, 6),
        "label": _label(asset["name"]),
    }
    if asset.get("radius_km"):
        packet["ellipse"] = _circle(asset["radius_km"], DEFENCE, 30)
    return packet


def _endings(run: Run, since: datetime, end: float) -> list[Packet]:
    """Mark where threats ended, from then on: a hit in the air, an impact on the ground."""
    packets = []
    for ending in endings(run):
        text = "hit" if ending.is_hit else "impact"
        rgb = HIT if ending.is_hit else WARHEAD
        packets.append(
            {
                "id": f"truth/ending/{ending.threat}",
                "parent": "truth",
                "name": f"{text} of {ending.title} {ending.threat}",
                "availability": f"{_iso(since, ending.time)}/{_iso(since, end)}",
                "position": {"cartesian": [round(x, 4) for x in ending.position_ecef.tolist()]},
                "point": _point(rgb, 12),
                "label": _label(text, rgb),
            }
        )
    return packets
