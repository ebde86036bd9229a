"""GeoJSON (RFC 7946): places, paths over the ground with heights, and endings."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.exports.paths import Flown, endings, interceptors, missiles, tracks
from openthaad.runs import Run, geodetic, thin

Feature = dict[str, Any]
Array = NDArray[np.float64]
_TOLERANCE = 100.0  # m, of a path against its straight pieces


def document(run: Run) -> str:
    """Return a run as a GeoJSON feature collection; times are properties, heights metres."""
    features = [*_places(run), *_paths(run), *_endings(run)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, allow_nan=False, separators=(",", ":")) + "\n"


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _places(run: Run) -> Iterator[Feature]:
    for kind, word in (("radars", "radar"), ("batteries", "battery"), ("assets", "asset")):
        for place in run.manifest["geometry"][kind]:
            where = [place["lon_deg"], place["lat_deg"]]
            yield _feature("Point", where, {"kind": word, "name": place["name"]})


def _paths(run: Run) -> Iterator[Feature]:
    for flown in [*missiles(run), *interceptors(run), *tracks(run)]:
        yield _path(flown)


def _path(flown: Flown) -> Feature:
    rows = thin(flown.time, flown.position_ecef, _TOLERANCE)
    lat, lon, alt = geodetic(flown.position_ecef[rows])
    points = np.column_stack([lon, lat, alt, flown.time[rows]])
    parts = _cut_at_dateline(points)
    lines = [np.round(part[:, :3], 7).tolist() for part in parts]
    times = [np.round(part[:, 3], 3).tolist() for part in parts]
    properties = {
        "kind": flown.kind,
        "name": flown.name,
        "threat": flown.threat,
        "times_s": times[0] if len(times) == 1 else times,
    }
    if len(lines) == 1:
        return _feature("LineString", lines[0], properties)
    return _feature("MultiLineString", lines, properties)


def _cut_at_dateline(points: Array) -> list[Array]:
    """Split rows of (lon, lat, ...) where they cross 180 deg, with a point on either side."""
    parts, begin = [], 0
    head: list[Array] = []
    for i in np.flatnonzero(np.abs(np.diff(points[:, 0])) > 180.0).tolist():
        a, b = points[i], points[i + 1].copy()
        edge = 180.0 if a[0] > 0.0 else -180.0
        b[0] += 2.0 * edge
        share = (edge - a[0]) / (b[0] - a[0])
        here = a + share * (b - a)
        there = here.copy()
        here[0], there[0] = edge, -edge
        parts.append(np.vstack([*head, points[begin : i + 1], here]))
        head, begin = [there], i + 1
    return [*parts, np.vstack([*head, points[begin:]])]


def _endings(run: Run) -> Iterator[Feature]:
    for ending in endings(run):
        lat, lon, alt = geodetic(ending.position_ecef)
        properties = {
            "kind": "hit" if ending.is_hit else "impact",
            "threat": ending.threat,
            "missile": ending.missile,
            "time_s": round(ending.time, 3),
        }
        where = [round(float(x[0]), 7) for x in (lon, lat, alt)]
        yield _feature("Point", where, properties)
