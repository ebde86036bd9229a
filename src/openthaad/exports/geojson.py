"""GeoJSON (RFC 7946): places, paths over the ground with heights, and endings."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.exports.paths import Flown, endings, interceptors, missiles, places, tracks
from openthaad.runs import Run, geodetic, thin

Feature = dict[str, Any]
Array = NDArray[np.float64]
_TOLERANCE = 100.0  # m, of a path against its straight pieces
_EQUATOR = 6_378_137.0  # m


def document(run: Run) -> str:
    """Return a run as a GeoJSON feature collection; times are properties, heights metres."""
    features = [*_places(run), *_paths(run), *_endings(run)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, allow_nan=False, separators=(",", ":")) + "\n"


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _places(run: Run) -> Iterator[Feature]:
    for place in places(run):
        where = [round(place.lon_deg, 7), round(place.lat_deg, 7), round(place.altitude_m, 2)]
        yield _feature("Point", where, {"kind": place.kind, "name": place.name})


def _paths(run: Run) -> Iterator[Feature]:
    for flown in [*missiles(run), *interceptors(run), *tracks(run)]:
        yield _path(flown)


def _path(flown: Flown) -> Feature:
    parts = [_distinct(part) for part in _cut_at_dateline(_points(flown))]
    lines = [part for part in parts if len(part) > 1]
    times = [part[:, 3].tolist() for part in lines]
    shapes = [part[:, :3].tolist() for part in lines]
    named = {"kind": flown.kind, "name": flown.name, "threat": flown.threat}
    if len(lines) > 1:
        return _feature("MultiLineString", shapes, {**named, "times_s": times})
    if len(lines) == 1:
        return _feature("LineString", shapes[0], {**named, "times_s": times[0]})
    # It never left the place: a line there would have no length, which no line may.
    return _feature("Point", parts[0][0, :3].tolist(), {**named, "times_s": parts[0][0, 3]})


def _points(flown: Flown) -> Array:
    """Longitude, latitude [deg], altitude [m] and time [s] of a path, as few as will do.

    A reader draws lines straight in longitude and latitude, which near a pole is far from
    straight; so that is where they are held to the path.
    """
    lat, lon, alt = geodetic(flown.position_ecef)
    lon = np.unwrap(lon, period=360.0)
    degree = np.radians(_EQUATOR + max(float(alt.max()), 0.0))  # m
    widest = float(np.cos(np.radians(lat)).max())
    rows = thin(
        flown.time, np.column_stack([degree * widest * lon, degree * lat, alt]), _TOLERANCE
    )
    return np.column_stack([lon, lat, alt, flown.time])[rows]


def _distinct(points: Array) -> Array:
    """Round rows of (lon, lat, alt, time); leave out what is where the row before was."""
    points = np.column_stack(
        [points[:, :2].round(7), points[:, 2].round(2), points[:, 3].round(3)]
    )
    moved = np.any(np.diff(points[:, :3], axis=0) != 0.0, axis=1)
    distinct: Array = points[np.append(True, moved)]
    return distinct


def _cut_at_dateline(points: Array) -> list[Array]:
    """Split rows of (lon, lat, ...) where they cross 180 deg, with a point on either side."""
    points = np.column_stack([np.unwrap(points[:, 0], period=360.0), points[:, 1:]])
    turn = np.floor((points[:, 0] + 180.0) / 360.0)
    points[:, 0] -= 360.0 * turn
    parts, begin = [], 0
    head: list[Array] = []
    for i in np.flatnonzero(np.diff(turn)).tolist():
        edge = 180.0 * np.sign(turn[i + 1] - turn[i])
        a, b = points[i], points[i + 1].copy()
        b[0] += 2.0 * edge
        here = a + (edge - a[0]) / (b[0] - a[0]) * (b - a)
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
            "title": ending.title,
            "time_s": round(ending.time, 3),
        }
        where = [round(float(x[0]), 7) for x in (lon, lat, alt)]
        yield _feature("Point", where, properties)
