"""What the page draws: places in kilometres on a plane, paths thinned, the radar's time.

The plane is the azimuthal equidistant one about the middle of the battle, computed by PROJ:
distances and directions from the middle are true, and within 1,000 km of it nothing is off by
more than half a percent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import standing, title_of
from openthaad.catalogue.coastline import borders, coastline, land
from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.earth import geodesy
from openthaad.earth.geodesy import Plane
from openthaad.grouping import grouped
from openthaad.reports.answer import why
from openthaad.reports.words import unit_title
from openthaad.runs import Run, geodetic, thin

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
ASPECT = 1.2  # width over height of the map
MARGIN = 0.07
BINS = 260  # of the radar's time
THIN = 250.0  # m, how far a drawn path may be from the true one
_EMPTY = (np.zeros(0), np.zeros((0, 3)))


def drawing(run: Run) -> dict[str, Any]:
    """Return everything the page's script draws, ready for JSON."""
    flights = _paths(run, "truth", "object")
    shots = _paths(run, "interceptors", "shot")
    leads = _leads(run)
    middle, frame = _frame(run, [flights[i] for i in leads.values() if i in flights])
    plane = geodesy.equidistant_plane(middle[0], middle[1])
    reach = _farthest_detection(run)
    return {
        "frame": [round(x, 1) for x in frame],
        **_ground(plane, middle, frame),
        "radars": [_radar(radar, plane, reach) for radar in run.manifest["geometry"]["radars"]],
        "batteries": _batteries(run, plane),
        "places": _places(run, plane),
        "threats": [_threat(item, run, plane, flights, leads) for item in _threats(run)],
        "shots": [
            {
                "id": shot["id"],
                "threat": shot["threat"],
                "result": shot["result"],
                "launch": shot["launch_s"],
                "path": _drawn(shots.get(shot["id"], _EMPTY), plane),
            }
            for shot in run.outcome["shots"]
        ],
        "tracks": _tracks(run, plane),
        "occupancy": _occupancy(run),
        "end": _end(run),
    }


def _threats(run: Run) -> Sequence[Mapping[str, Any]]:
    threats: Sequence[Mapping[str, Any]] = run.outcome["threats"]
    return threats


def _leads(run: Run) -> dict[int, int]:
    """Object that is each threat's warhead, or the whole missile."""
    objects = run.manifest["geometry"]["objects"]
    return {o["threat"]: o["id"] for o in objects if str(o["kind"]) in ("lead", "0")}


def _paths(run: Run, table: str, key: str) -> dict[int, tuple[Array, Array]]:
    """Times (N,) [s] and positions (N, 3), ECEF [m], by number."""
    numbers = run.numbers(table, key)[:, 0].astype(int)
    state = run.numbers(table, "time_s", "x_ecef_m", "y_ecef_m", "z_ecef_m")
    found = {}
    for number, mine in grouped(numbers).items():
        _, first = np.unique(state[mine, 0], return_index=True)
        rows = mine[first]
        found[number] = (state[rows, 0], state[rows, 1:])
    return found


def _frame(run: Run, flights: Sequence[tuple[Array, Array]]) -> tuple[tuple[float, float], Box]:
    """Middle of the battle (latitude, longitude [deg]) and the map's box about it [km]."""
    points = [np.stack(geodetic(position)[:2], axis=-1) for _, position in flights]
    geometry = run.manifest["geometry"]
    points += [
        np.array([[place["lat_deg"], place["lon_deg"]]])
        for place in [*geometry["batteries"], *geometry["assets"], *_ends(run)]
    ]
    all_points = np.vstack(points) if points else np.array([[36.0, 128.0]])
    # Longitudes about the first point, so that a battle across 180 degrees stays together.
    turned = (all_points[:, 1] - all_points[0, 1] + 180.0) % 360.0 - 180.0
    latitude = float(all_points[:, 0].min() + all_points[:, 0].max()) / 2.0
    longitude = float(all_points[0, 1] + (turned.min() + turned.max()) / 2.0)
    plane = geodesy.equidistant_plane(latitude, longitude)
    x, y = plane(all_points[:, 1], all_points[:, 0])
    rings = [
        (px / 1e3 + dx, py / 1e3 + dy)
        for battery in geometry["batteries"]
        for px, py in [plane(battery["lon_deg"], battery["lat_deg"])]
        for r in [min(battery.get("reach_km") or 0.0, 250.0)]
        for dx, dy in [(-r, -r), (r, r)]
    ]
    xs = np.append(np.asarray(x) / 1e3, [p[0] for p in rings])
    ys = np.append(np.asarray(y) / 1e3, [p[1] for p in rings])
    return (latitude, longitude), _padded(xs, ys)


def _padded(x: Array, y: Array) -> Box:
    """Box of the map's aspect about points, with a margin."""
    width = max(float(np.ptp(x)), 100.0) * (1.0 + 2.0 * MARGIN)
    height = max(float(np.ptp(y)), 100.0) * (1.0 + 2.0 * MARGIN)
    width, height = max(width, height * ASPECT), max(height, width / ASPECT)
    cx, cy = float(x.min() + x.max()) / 2.0, float(y.min() + y.max()) / 2.0
    return cx - width / 2.0, cy - height / 2.0, cx + width / 2.0, cy + height / 2.0


def _ends(run: Run) -> Iterable[Mapping[str, Any]]:
    for threat in _threats(run):
        for end in (threat["launch"], threat["aim"]):
            if end.get("lat_deg") is not None:
                yield end


def _ground(plane: Plane, middle: tuple[float, float], frame: Box) -> dict[str, Any]:
    """Land, coasts and borders under the frame, a little beyond it."""
    west, south, east, north = frame
    x = np.linspace(west, east, 25) * 1e3
    y = np.linspace(south, north, 25) * 1e3
    grid_x, grid_y = np.meshgrid(x, y)
    lon, lat = plane(grid_x.ravel(), grid_y.ravel(), inverse=True)
    lon = (np.asarray(lon) - middle[1] + 180.0) % 360.0 - 180.0 + middle[1]
    box = (lon.min() - 0.5, np.min(lat) - 0.5, lon.max() + 0.5, np.max(lat) + 0.5)
    layers = {"land": land(box), "coast": coastline(box), "borders": borders(box)}
    return {name: [_flat(line, plane) for line in lines] for name, lines in layers.items()}


def _flat(points: Sequence[tuple[float, float]], plane: Plane) -> list[float]:
    """Longitudes and latitudes [deg] as x, y, x, y ... [km]."""
    lon, lat = np.array(points).T
    x, y = plane(lon, lat)
    return _rounded(np.stack([x, y], axis=-1) / 1e3)


def _rounded(values: Array) -> list[float]:
    return [round(value, 1) for value in np.asarray(values).ravel().tolist()]


def _spot(place: Mapping[str, Any], plane: Plane) -> list[float]:
    return _rounded(np.array(plane(place["lon_deg"], place["lat_deg"])) / 1e3)


def _ring(place: Mapping[str, Any], radius_km: float, plane: Plane) -> list[float]:
    azimuth = np.linspace(0.0, 360.0, 73)
    lon, lat, _ = geodesy.direct(
        np.full(73, place["lon_deg"]),
        np.full(73, place["lat_deg"]),
        azimuth,
        np.full(73, 1e3 * radius_km),
    )
    return _flat(list(zip(lon, lat, strict=True)), plane)


def _radar(radar: Mapping[str, Any], plane: Plane, reach_km: float) -> dict[str, Any]:
    half = radar["sector_half_width_deg"]
    azimuth = radar["boresight_deg"] + np.linspace(-half, half, 49)
    lon, lat, _ = geodesy.direct(
        np.full(49, radar["lon_deg"]),
        np.full(49, radar["lat_deg"]),
        azimuth,
        np.full(49, 1e3 * reach_km),
    )
    site = (radar["lon_deg"], radar["lat_deg"])
    fan = [site, *zip(lon, lat, strict=True), site]
    return {
        "name": standing(radar["name"], radar["lat_deg"], radar["lon_deg"]),
        "mode": radar["mode"],
        "reach": round(reach_km),
        "fan": _flat(fan, plane),
    }


def _battery_name(battery: Mapping[str, Any]) -> str:
    """Name a battery: `Seongju battery`, or where it does not stand there, where it does."""
    name = standing(battery["name"], battery["lat_deg"], battery["lon_deg"])
    first, _, where = name.partition(" at ")
    return f"{first} battery at {where}" if where else f"{first} battery"


def _batteries(run: Run, plane: Plane) -> list[dict[str, Any]]:
    """Each battery with its published caps and the number of its shots."""
    shots = Counter(shot["battery"] for shot in run.outcome["shots"])
    return [
        {
            "name": _battery_name(battery),
            "at": _spot(battery, plane),
            **{key: battery.get(f"{key}_km") for key in ("floor", "ceiling", "reach")},
            "ring": _ring(battery, battery["reach_km"], plane)
            if battery.get("reach_km")
            else [],
            "shots": shots[battery["name"]],
        }
        for battery in run.manifest["geometry"]["batteries"]
    ]


def _places(run: Run, plane: Plane) -> list[dict[str, Any]]:
    """Launch places and places aimed at or defended, each once."""
    geometry = run.manifest["geometry"]
    units = [_spot(battery, plane) for battery in geometry["batteries"]]
    found: dict[str, dict[str, Any]] = {}
    for asset in geometry["assets"]:
        name = title_of(asset["name"])
        ring = _ring(asset, asset["radius_km"], plane) if asset.get("radius_km") else []
        found[name] = {"kind": "asset", "at": _spot(asset, plane), "ring": ring}
    for threat in _threats(run):
        ends = (("launch", threat["launch"], spot_title(threat["launch"])),
                ("aim", threat["aim"], aim_of(threat)))  # fmt: skip
        for kind, end, name in ends:
            if end.get("lat_deg") is None:
                continue
            found.setdefault(name, {"kind": kind, "at": _spot(end, plane), "ring": []})
    for place in found.values():  # a battery at the place names it already
        place["hidden"] = any(
            abs(place["at"][0] - x) + abs(place["at"][1] - y) < 8.0 for x, y in units
        )
    return [{"name": name, **place} for name, place in found.items()]


def _threat(
    threat: Mapping[str, Any],
    run: Run,
    plane: Plane,
    flights: Mapping[int, tuple[Array, Array]],
    leads: Mapping[int, int],
) -> dict[str, Any]:
    number = threat["id"]
    times = {
        "launch": threat["launch_s"],
        "seen": threat["detected_s"],
        "tracked": threat["confirmed_s"],
        "burnout": threat["burnout_declared_s"],
        "impact": threat["impact_s"],
        "hit": (threat.get("intercept") or {}).get("time_s"),
    }
    return {
        "id": number,
        "missile": missile_of(threat),
        "from": spot_title(threat["launch"]),
        "to": aim_of(threat),
        "outcome": threat["outcome"],
        "why": why(threat, run.manifest["geometry"]["batteries"]),
        "times": {key: None if time is None else round(time, 1) for key, time in times.items()},
        "path": _drawn(_until(flights.get(leads.get(number, -1), _EMPTY), times["hit"]), plane),
    }


def _until(path: tuple[Array, Array], end: float | None) -> tuple[Array, Array]:
    """Cut a path where it was hit; what falls from there is not modelled."""
    time, position = path
    if end is None or len(time) == 0 or time[-1] <= end:
        return path
    last = np.array([[np.interp(end, time, position[:, i]) for i in range(3)]])
    keep = time < end
    return np.append(time[keep], end), np.vstack([position[keep], last])


def _drawn(path: tuple[Array, Array], plane: Plane, tolerance: float = THIN) -> list[float]:
    """Thinned time [s], x, y, altitude [km], flattened."""
    time, position = path
    if len(time) == 0:
        return []
    latitude, longitude, altitude = geodetic(position)
    x, y = plane(longitude, latitude)
    rows = np.column_stack([time, np.stack([x, y, altitude], axis=-1) / 1e3])
    return _rounded(rows[thin(time, rows[:, 1:], tolerance / 1e3)])


def _tracks(run: Run, plane: Plane) -> list[dict[str, Any]]:
    found = []
    for number, (time, position) in _paths(run, "tracks", "track_number").items():
        path = _drawn((time, position), plane, 4.0 * THIN)
        found.append({"id": number, "path": path})
    return found


def _farthest_detection(run: Run) -> float:
    """Slant range of the farthest detection [km]; 300 where nothing was detected."""
    ranges = run.numbers("detections", "range_m")
    return float(np.nanmax(ranges)) / 1e3 if len(ranges) else 300.0


def _occupancy(run: Run) -> list[dict[str, Any]]:
    """Each radar's time by task, in at most `BINS` bins: shares in thousandths."""
    table = run.tables["occupancy"]
    shares = [name for name in table.column_names if name.startswith("share_")]
    names = np.array(table.column("radar").to_pylist(), dtype=object)
    read, end = run.numbers("occupancy", "time_s", *shares), _end(run)
    found = []
    for radar in run.outcome["radars"]:
        rows = read[names == radar["name"]]
        rows = rows[rows[:, 0] <= end]
        if len(rows) == 0:
            continue
        width = -(-len(rows) // BINS)
        cut = rows[: len(rows) // width * width].reshape(-1, width, rows.shape[1]).mean(axis=1)
        found.append(
            {
                "name": unit_title(radar["name"]),
                "time": _rounded(cut[:, 0]),
                "tasks": {
                    name.removeprefix("share_"): (1e3 * cut[:, i + 1])
                    .round()
                    .astype(int)
                    .tolist()
                    for i, name in enumerate(shares)
                },
            }
        )
    return found


def _end(run: Run) -> float:
    """When everything is over [s]."""
    times = [
        time
        for threat in _threats(run)
        for time in (threat["impact_s"], (threat.get("intercept") or {}).get("time_s"))
        if time is not None
    ]
    shots = run.numbers("interceptors", "time_s")
    times += [float(shots.max())] if shots.size else []
    latest = max(times) if times else float(run.numbers("truth", "time_s").max(initial=60.0))
    return round(latest + 8.0, 1)
