"""A battle made of simple arcs, with every table the engine writes."""

import numpy as np
from pyproj import Geod, Transformer

from openthaad.engine import tables as t
from openthaad.kernels import codes
from openthaad.records import Outcome

GEOD = Geod(ellps="WGS84")
TO_ECEF = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
TRUTH = np.dtype(
    [("time", "f8"), ("object", "i8"), ("position", "f8", (3,)), ("velocity", "f8", (3,))]
)
SEONGJU = {"name": "seongju", "lat_deg": 36.045, "lon_deg": 128.221}
ALTITUDE = 200.0  # m, of the battery
PLACES = {
    "busan": (35.18, 129.08),
    "daegu": (35.87, 128.60),
    "pyeongtaek": (36.99, 127.11),
    "gunsan": (35.90, 126.62),
    "hwangju": (38.687, 125.702),
    "kittaeryong": (38.991, 127.624),
    "sunchon": (39.413, 125.890),
    "kusong": (40.066, 125.210),
}
# missile, from, to, launch, apogee [km], outcome, cause
RAID = [
    ("nodong", "kusong", "busan", 0.0, 210.0, "intercepted", None),
    ("scud-c", "hwangju", "daegu", 20.0, 115.0, "intercepted", None),
    ("scud-b", "hwangju", "pyeongtaek", 30.0, 75.0, "leaked", "below_floor"),
    ("nodong", "sunchon", "busan", 12.0, 180.0, "leaked", "all_shots_missed"),
    ("kn-23", "kittaeryong", "gunsan", 40.0, 48.0, "leaked", "unreachable"),
    ("scud-c", "kittaeryong", "daegu", 15.0, 118.0, "failed", None),
    ("scud-er", "kusong", "pyeongtaek", 5.0, 150.0, "leaked", "no_time"),
    ("scud-b", "hwangju", "gunsan", 50.0, 70.0, "no_asset_threatened", None),
]


def ecef(lat, lon, alt):
    return np.stack(TO_ECEF.transform(lon, lat, alt), axis=-1)


def arc(raid_row, step=1.0):
    """Times, positions and velocities of a parabola in height along a geodesic."""
    _, start, end, launch, apogee_km, *_ = raid_row
    (lat0, lon0), (lat1, lon1) = PLACES[start], PLACES[end]
    azimuth, _, distance = GEOD.inv(lon0, lat0, lon1, lat1)
    duration = 2.0 * np.sqrt(2.0 * apogee_km * 1e3 / 9.5) * 1.15
    s = np.append(np.arange(0.0, 1.0, step / duration), 1.0)
    lon, lat, _ = GEOD.fwd(
        np.full_like(s, lon0), np.full_like(s, lat0), np.full_like(s, azimuth), s * distance
    )
    position = ecef(lat, lon, 4e3 * apogee_km * s * (1.0 - s))
    time = launch + s * duration
    return time, position, np.gradient(position, time, axis=0)


def truth_rows(raid):
    parts = []
    for i, row in enumerate(raid):
        time, position, velocity = arc(row)
        for number, share in (
            (i, 0.0),
            (len(raid) + i, 0.25),
        ):  # warhead; body from a quarter on
            keep = time >= time[0] + share * (time[-1] - time[0])
            rows = np.zeros(keep.sum(), TRUTH)
            rows["time"], rows["object"] = time[keep], number
            rows["position"] = position[keep] + 40.0 * (number - i)
            rows["velocity"] = velocity[keep]
            parts.append(rows)
    return np.concatenate(parts)


def track_rows(raid, rng):
    parts = []
    for i, row in enumerate(raid):
        time, position, velocity = arc(row)
        keep = (time > time[0] + 60.0) & (time < time[0] + 250.0)
        rows = np.zeros(keep.sum(), t.LOG_TRACK)
        rows["time"], rows["number"], rows["object"] = time[keep], i + 1, i
        rows["true_position"], rows["true_velocity"] = position[keep], velocity[keep]
        rows["position"] = position[keep] + rng.normal(0.0, 300.0, position[keep].shape)
        rows["velocity"] = velocity[keep] + rng.normal(0.0, 3.0, position[keep].shape)
        rows["covariance"] = rng.normal(0.0, 1.0, (keep.sum(), 28))
        rows["parameter"] = 8.5
        rows["impact_time"], rows["impact_position"] = time[-1], position[-1]
        parts.append(rows)
    return np.concatenate(parts)


def detection_rows(raid, rng):
    parts = []
    for i, row in enumerate(raid):
        time = arc(row, 0.5)[0]
        time = time[(time > time[0] + 55.0) & (time < time[0] + 250.0)]
        rows = np.zeros(len(time), t.LOG_DETECTION)
        rows["time"], rows["object"], rows["track_number"] = time, i, i + 1
        rows["task"] = rng.integers(1, 4, len(time))
        rows["range"] = rng.uniform(2e5, 5e5, len(time))
        rows["snr"], rows["dwell"], rows["detection_probability"] = 30.0, 0.02, 0.97
        rows["sigma_range"], rows["reported_kind"] = 2.0, -1
        parts.append(rows)
    return np.sort(np.concatenate(parts), order="time")


def flights(shots, raid):
    """Interceptor paths: straight in height and along the ground to the predicted point."""
    parts = []
    start = ecef(SEONGJU["lat_deg"], SEONGJU["lon_deg"], ALTITUDE)
    for shot in shots:
        meet = shot["predicted_intercept"]
        end = ecef(meet["lat_deg"], meet["lon_deg"], 1e3 * meet["altitude_km"])
        time = np.arange(shot["launch_s"], meet["time_s"] + 0.5)
        s = (time - time[0]) / (meet["time_s"] - time[0])
        rows = np.zeros(len(time), t.LOG_FLIGHT)
        rows["time"], rows["shot"] = time, shot["id"]
        rows["position"] = start + np.outer(s**1.2, end - start)
        rows["velocity"] = np.gradient(rows["position"], time, axis=0)
        rows["phase"] = np.where(s < 0.2, 1, np.where(s < 0.9, 2, 3))
        parts.append(rows)
    return np.concatenate(parts) if parts else np.zeros(0, t.LOG_FLIGHT)


def occupancy_rows(rng, until):
    rows = np.zeros(int(until), t.LOG_OCCUPANCY)
    rows["time"] = np.arange(int(until)) + 1.0
    swell = np.exp(-(((rows["time"] - 180.0) / 90.0) ** 2))
    for task, scale in enumerate((0.05, 0.35, 0.02, 0.15, 0.02, 0.0, 0.01)):
        rows["share"][:, task] = scale * swell * rng.uniform(0.8, 1.2, len(rows))
    rows["share"][:, codes.Task.SEARCH] = 1.0 - rows["share"].sum(axis=1)
    rows["share"][:, codes.Task.SEARCH] *= 0.9
    rows["tracks"] = (8.0 * swell).astype(int)
    return rows


def make_shots(raid):
    shots = []
    for threat, offset, result in ((0, 0.0, "kill"), (1, 0.0, "miss"), (1, 9.0, "kill"),
                                   (3, 0.0, "miss"), (3, 7.0, "divert_exhausted")):  # fmt: skip
        time, position, _ = arc(raid[threat])
        meet = int(0.80 * len(time)) + int(offset)
        lon, lat, altitude = Transformer.from_crs(
            "EPSG:4978", "EPSG:4979", always_xy=True
        ).transform(*position[meet])
        launch = float(time[meet]) - 62.0
        shots.append({
            "id": len(shots), "battery": "seongju", "launcher": len(shots) % 6,
            "threat": threat, "launch_s": launch,
            "burnout": {"time_s": launch + 16.0, "speed_km_s": 2.74},
            "predicted_intercept": {"time_s": float(time[meet]), "lat_deg": float(lat),
                                    "lon_deg": float(lon), "altitude_km": altitude / 1e3},
            "handover_error_m": 310.0, "acquisition_range_km": 88.0, "divert_used_m_s": 120.0,
            "target_speed_km_s": 1.9, "p_kill_given_hit": 0.9, "result": result,
            "cause": None if result == "kill" else result,
            "miss_distance_m": 0.21 if result == "kill" else 14.5,
        })  # fmt: skip
    return shots


def make_threats(raid, shots):
    threats = []
    for i, row in enumerate(raid):
        missile, start, end, launch, apogee, outcome, cause = row
        time, _, _ = arc(row)
        mine = [s for s in shots if s["threat"] == i]
        kill = next((s for s in mine if s["result"] == "kill"), None)
        seen = launch + 55.0 if outcome != "failed" else None
        threats.append({
            "id": i, "missile": missile, "launch": place(start), "aim": place(end),
            "launch_s": launch, "planned_impact_s": float(time[-1]),
            "impact_s": None if kill or outcome == "failed" else float(time[-1]),
            "apogee_km": apogee, "range_km": 480.0, "detected_s": seen,
            "first_detection": {"range_km": 431.2, "elevation_deg": 5.2, "snr_db": 14.1}
            if seen else None,
            "confirmed_s": seen and seen + 1.2, "burnout_declared_s": seen and seen + 28.0,
            "first_shot_s": mine[0]["launch_s"] if mine else None, "opportunities": 2,
            "at_first_shot": {"position_sigma_m": 120.0, "velocity_sigma_m_s": 2.4,
                              "impact_error_km": 1.9} if mine else None,
            "outcome": outcome, "cause": cause,
            "intercept": {"time_s": kill["predicted_intercept"]["time_s"],
                          "altitude_km": kill["predicted_intercept"]["altitude_km"],
                          "ground_range_km": 96.0, "closing_speed_km_s": 3.9} if kill else None,
        })  # fmt: skip
    return threats


def place(name):
    lat, lon = PLACES[name]
    return {"name": name, "lat_deg": lat, "lon_deg": lon}


def decision_rows(threats, shots):  # noqa: C901 (one row after another)
    rows = []

    def add(time, kind, threat, **more):
        if time is None:
            return
        base = {"track_number": threat + 1, "battery": 0, "launcher": -1, "shot": -1,
                "asset": -1, "limit": 0, "value": np.nan, "intercept_time": np.nan}  # fmt: skip
        rows.append({"time": time, "kind": kind, "threat": threat} | base | more)

    for threat in threats:
        i = threat["id"]
        asset = ["busan", "daegu", "pyeongtaek", "gunsan"].index(threat["aim"]["name"])
        add(threat["launch_s"], codes.Event.LAUNCHED, i)
        add(threat["detected_s"], codes.Event.DETECTED, i)
        add(threat["confirmed_s"], codes.Event.CONFIRMED, i)
        add(threat["launch_s"] + 70.0, codes.Event.BURNOUT, i)
        declared = threat["burnout_declared_s"]
        add(declared, codes.Event.BURNOUT_DECLARED, i)
        verdict = codes.Verdict.HARMLESS if threat["outcome"] == "no_asset_threatened" else 2
        add(declared and declared + 1.0, codes.Event.VERDICT, i, limit=int(verdict), value=8e3,
            asset=asset)  # fmt: skip
        limit = {"below_floor": 1, "unreachable": 5, "no_time": 11}.get(threat["cause"] or "")
        if limit:
            add(declared + 2.0, codes.Event.NOT_ENGAGEABLE, i, limit=limit)
        elif threat["first_shot_s"]:
            add(declared + 2.0, codes.Event.ENGAGEABLE, i, value=2.0)
        add(threat["impact_s"], codes.Event.IMPACT, i, asset=asset)
        if threat["outcome"] == "failed":
            add(threat["launch_s"] + 40.0, codes.Event.FAILED, i)
    for shot in shots:
        i, meet = shot["threat"], shot["predicted_intercept"]["time_s"]
        mine = {"shot": shot["id"], "launcher": shot["launcher"]}
        add(shot["launch_s"], codes.Event.SHOT, i, intercept_time=meet, **mine)
        add(meet - 12.0, codes.Event.ACQUIRED, i, value=31e3, **mine)
        killed = shot["result"] == "kill"
        add(
            meet,
            codes.Event.SHOT_ENDED,
            i,
            value=shot["miss_distance_m"],
            limit=int(killed),
            **mine,
        )
        if killed:
            add(meet, codes.Event.INTERCEPTED, i, **mine)
        add(meet + 8.0, codes.Event.ASSESSED, i, limit=int(killed), **mine)
    table = np.zeros(len(rows), t.LOG_DECISION)
    for i, row in enumerate(sorted(rows, key=lambda row: row["time"])):
        for key, item in row.items():
            table[i][key] = item
        if row["kind"] == codes.Event.SHOT:
            meet = shots[row["shot"]]["predicted_intercept"]
            table[i]["position"] = ecef(
                meet["lat_deg"], meet["lon_deg"], 1e3 * meet["altitude_km"]
            )
    return table


def geometry(raid):
    kinds = [("lead", 0), ("body", len(raid))]
    return {
        "radars": [{
            **SEONGJU, "boresight_deg": 330.0, "sector_half_width_deg": 60.0,
            "min_elevation_deg": 5.0, "mode": "terminal",
            "position_ecef_m": ecef(SEONGJU["lat_deg"], SEONGJU["lon_deg"], ALTITUDE).tolist(),
        }],
        "batteries": [{**SEONGJU, "reach_km": 200.0, "floor_km": 40.0, "ceiling_km": 150.0}],
        "assets": [{**place(n), "radius_km": 10.0}
                   for n in ("busan", "daegu", "pyeongtaek", "gunsan")],
        "objects": [{"id": first + i, "threat": i, "kind": kind, "name": f"{row[0]} {i} {kind}"}
                    for kind, first in kinds for i, row in enumerate(raid)],
    }  # fmt: skip


def move(lat, lon):
    """Play the battle elsewhere: about a battery there, as far and in the same directions."""
    old = SEONGJU["lat_deg"], SEONGJU["lon_deg"]
    for name, (lat_deg, lon_deg) in PLACES.items():
        azimuth, _, distance = GEOD.inv(old[1], old[0], lon_deg, lat_deg)
        there = GEOD.fwd(lon, lat, azimuth, distance)
        PLACES[name] = there[1], there[0]
    SEONGJU.update(lat_deg=lat, lon_deg=lon)


def make_outcome(raid=RAID, seed=7):
    rng = np.random.default_rng(seed)
    shots = make_shots(raid) if len(raid) > 3 else []
    threats = make_threats(raid, shots)
    task_names = [task.name.lower() for task in codes.Task]
    count = lambda word: sum(x["outcome"] == word for x in threats)  # noqa: E731
    return Outcome(
        scenario="korea-2017", title="A mixed raid on the South, 2017", run=0, seed=seed,
        question="What does the battery at Seongju do against a raid on five places?",
        settings="a1b2c3d4e5f60718", version="0.1.0", catalogue="c0ffee" * 10,
        digest="d1" * 32, threats=threats, shots=shots,
        radars=[{"name": "seongju", "occupancy_peak": 0.93, "occupancy_mean": 0.61,
                 "occupancy_by_task": dict.fromkeys(task_names, 0.1),
                 "detections": 2310, "tracks": 8}],
        summary={"threats": len(threats), "intercepted": count("intercepted"),
                 "leaked": count("leaked"), "shots": len(shots)},
        endgame={
            "p_reliable": 0.95, "p_acquire": 0.97, "p_hit": 0.84, "p_kill_given_hit": 0.9,
            "p_kill": 0.95 * 0.97 * 0.84 * 0.9,
        },
        basis={"by_count": {"stated": 41, "derived": 37, "assumed": 66}, "by_influence": None},
        values=[{"path": "interceptors.thaad.divert_speed", "value": 400.0, "low": 200.0,
                 "high": 800.0, "unit": "m/s", "basis": "assumed", "source": "docs/<catalogue>",
                 "note": ""}],
        document={"name": "korea-2017", "seed": seed}, geometry=geometry(raid),
        wall_time_s=1.42,
        tables={
            "truth": truth_rows(raid), "tracks": track_rows(raid, rng),
            "detections": detection_rows(raid, rng), "decisions": decision_rows(threats, shots),
            "interceptors": flights(shots, raid), "occupancy": occupancy_rows(rng, 520),
            "shots": np.zeros(len(shots), [("id", "i8")]),
            "threats": np.zeros(len(raid), [("id", "i8")]),
        },
    )  # fmt: skip
