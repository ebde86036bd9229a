"""From a run's tables to the record that reports and users read."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from math import degrees, inf, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels import frames
from openthaad.engine import sampling, tables
from openthaad.engine.world import State, World
from openthaad.fire_control.limits import LIMITS
from openthaad.kernels.codes import Cause, Event, Limit, Outcome, ShotResult, Task, Verdict
from openthaad.scenario.world import Names

_KM = 1e-3
# THREAT_STATE ranks verdicts by how far they let the chain go.
_VERDICTS = (Verdict.PENDING, Verdict.HARMLESS, Verdict.DEBRIS, Verdict.THREATENING)
_CAUSE_OF_SHOT = {
    ShotResult.PENDING: "still flying when the run ended",
    ShotResult.BOOSTER_FAILED: "its booster failed",
    ShotResult.ABORTED: "given up before the intercept",
    ShotResult.TARGET_ALREADY_DESTROYED: "an earlier shot had destroyed the target",
    ShotResult.WRONG_OBJECT: "homed on something other than the warhead",
    ShotResult.KILL: "hit and destroyed the target",
    ShotResult.HIT_NO_KILL: "hit, but the target survived",
    ShotResult.NOT_ACQUIRED: "the seeker never saw the target",
    ShotResult.DIVERT_EXHAUSTED: "ran out of divert",
    ShotResult.MISS: "missed",
}


def number(value: float) -> float | None:
    """Return a number for JSON: None where there is none."""
    return float(value) if isfinite(value) else None


def kilometres(value: float) -> float | None:
    """Return metres as kilometres, or None."""
    return number(_KM * float(value))


def vector(field: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return a vector field of a row as a tuple."""
    return float(field[0]), float(field[1]), float(field[2])


def position_document(position: NDArray[np.float64]) -> dict[str, float] | None:
    """Latitude, longitude [deg] and altitude [km] of an ECEF position, or None."""
    if not np.isfinite(position).all() or not position.any():
        return None
    lat, lon, alt = frames.ecef_to_geodetic(vector(position))
    return {"lat_deg": degrees(lat), "lon_deg": degrees(lon), "altitude_km": _KM * alt}


def name_of(code: type[IntEnum], value: int) -> str:
    """Return a code as the lower-case word of CONTRACT.md."""
    return code(int(value)).name.lower()


def decibels(value: float) -> float | None:
    """Return a power ratio in decibels, or None."""
    return float(10.0 * np.log10(value)) if isfinite(value) and value > 0.0 else None


def first_events(decisions: NDArray[np.void]) -> dict[tuple[int, Event], float]:
    """Time of the first event of each kind about each threat, by threat and kind [s].

    A threat has several objects, and the defence may follow and shoot at any: a first shot
    can be fired on the track of a spent body. Of verdicts only the threatening count.
    """
    found: dict[tuple[int, Event], float] = {}
    columns = (decisions[name].tolist() for name in ("time", "kind", "threat", "limit"))
    for time, kind, threat, limit in zip(*columns, strict=True):
        if kind != Event.VERDICT or limit == Verdict.THREATENING:
            key = threat, Event(kind)
            found[key] = min(time, found.get(key, inf))
    return found


def threat_document(
    i: int,
    world: World,
    state: State,
    names: Names,
    shots: Iterable[int],
    firsts: Mapping[tuple[int, Event], float],
) -> dict[str, Any]:
    """One entry of `threats` in `thaad run --json`.

    `shots` were fired at this threat; `firsts` is what `first_events` returns.
    """
    row = state.truth.threats[i]
    part = names.threats[i]
    numbers = [int(s) for s in shots]
    fired = {int(state.picture.shots[s]["battery"]) for s in numbers}
    flight = state.truth.flights[world.threats[i]["lead"]]
    outcome = name_of(Outcome, row["outcome"])
    landed = outcome in {"leaked", "no_asset_threatened"}
    return {
        "id": i,
        "missile": part.missile,
        "title": part.title,
        "launch": part.launch,
        "aim": part.aim,
        "aimed_at": names.assets[part.asset] if part.asset >= 0 else None,
        "launch_s": float(world.plans[i]["launch_time"]),
        "planned_impact_s": part.planned_impact_s,
        "impact_s": number(flight["impact_time"]) if landed else None,
        "apogee_km": kilometres(flight["apogee_altitude"]),
        "range_km": part.range_km,
        "detected_s": number(row["detected_time"]),
        "first_detection": _first_detection(row, names),
        "confirmed_s": firsts.get((i, Event.CONFIRMED)),
        "burnout_s": number(flight["burnout_time"]),
        "burnout_declared_s": firsts.get((i, Event.BURNOUT_DECLARED)),
        "verdict": name_of(Verdict, _VERDICTS[row["verdict"]]),
        "judged_threatening_s": firsts.get((i, Event.VERDICT)),
        "engageable_s": firsts.get((i, Event.ENGAGEABLE)),
        "first_shot_s": number(row["first_shot_time"]),
        "opportunities": int(row["opportunities"]),
        "limit": name_of(Limit, row["limit"]),
        "decided_by": names.batteries[row["battery"]] if row["battery"] >= 0 else None,
        "shots": numbers,
        "seconds_in_track": float(row["seconds_in_track"]),
        "at_first_shot": _at_first_shot(row),
        "outcome": outcome,
        "cause": None if row["cause"] == Cause.NONE else name_of(Cause, row["cause"]),
        "by_battery": [
            _engagement(state.truth.engagements[i, b], name, has_fired=b in fired)
            for b, name in enumerate(names.batteries)
        ],
        "intercept": _intercept(row, world, state),
    }


def _engagement(record: np.void, battery: str, *, has_fired: bool) -> dict[str, Any]:
    """What one battery could do about a threat, and by how much its limit was missed.

    A battery that had time for a shot and none that fired has no limit; one that had time and
    did not fire has the one that forbade it.
    """
    code = Limit(int(record["limit"]))
    had_time = record["opportunities"] > 0 and code <= Limit.NO_TIME
    is_limited = not (has_fired or had_time or code == Limit.NONE)
    kind = LIMITS[code.name.lower()] if is_limited else None
    margin = kind.margin_in_unit(record["margin"]) if kind else None
    return {
        "battery": battery,
        "opportunities": int(record["opportunities"]),
        "limit": kind.name if kind else None,
        "margin": margin,
        "margin_unit": kind.margin.unit if kind and kind.margin else None,
    }


def _first_detection(row: np.void, names: Names) -> dict[str, Any] | None:
    if row["detected_radar"] < 0:
        return None
    return {
        "radar": names.radars[row["detected_radar"]],
        "range_km": kilometres(row["detected_range"]),
        "elevation_deg": number(degrees(row["detected_elevation"])),
        "snr_db": decibels(row["detected_snr"]),
    }


def _at_first_shot(row: np.void) -> dict[str, Any] | None:
    if not isfinite(row["first_shot_time"]):
        return None
    return {
        "position_sigma_m": number(row["position_sigma"]),
        "velocity_sigma_m_s": number(row["velocity_sigma"]),
        "impact_error_km": kilometres(row["impact_error"]),
    }


def _intercept(row: np.void, world: World, state: State) -> dict[str, Any] | None:
    shot = int(row["kill_shot"])
    if shot < 0:
        return None
    site = world.batteries[state.picture.shots[shot]["battery"]]["position"]
    where = vector(row["kill_position"])
    return {
        "shot": shot,
        "time_s": number(row["kill_time"]),
        **(position_document(row["kill_position"]) or {}),
        "ground_range_km": kilometres(frames.ground_range(vector(site), where)),
        "closing_speed_km_s": kilometres(row["closing_speed"]),
    }


def shot_document(s: int, world: World, state: State, names: Names) -> dict[str, Any]:
    """One entry of `shots` in `thaad run --json`."""
    shot, order, truth = state.picture.shots[s], state.picture.orders[s], state.truth.shots[s]
    kind = world.interceptors[shot["interceptor"]]
    acquired = bool(shot["acquired"])
    threat = int(state.truth.shot_threats[s])
    return {
        "id": s,
        "battery": names.batteries[shot["battery"]],
        "launcher": int(shot["launcher"] - world.batteries[shot["battery"]]["first_launcher"]),
        "threat": threat if threat >= 0 else None,
        "launch_s": float(shot["launch_time"]),
        "burnout": {
            "time_s": number(shot["launch_time"] + truth["burnout_time"]),
            "speed_km_s": kilometres(truth["burnout_speed"]),
        },
        "predicted_intercept": {
            "time_s": number(order["predicted_time"]),
            **(position_document(order["predicted_position"]) or {}),
        },
        "handover_error_m": number(truth["handover_error"]),
        "acquisition_range_km": kilometres(shot["acquisition_range"]) if acquired else None,
        "divert_used_m_s": float(shot["divert_used"]),
        "target_speed_km_s": kilometres(truth["target_speed"]),
        "closing_speed_km_s": kilometres(truth["closing_speed"]),
        "p_kill_given_hit": float(kind["p_kill_given_hit"]),
        "result": name_of(ShotResult, shot["result"]),
        "cause": _CAUSE_OF_SHOT[ShotResult(int(shot["result"]))],
        "miss_distance_m": number(truth["miss_distance"]),
        "closest_approach_s": number(truth["closest_time"]),
    }


def radar_document(r: int, state: State, names: Names) -> dict[str, Any]:
    """One entry of `radars` in `thaad run --json`; occupancy leaves the search out."""
    row = state.picture.radars[r]
    duration = max(float(state.clock[0]["time"]), 1e-9)
    shares = row["spent_total"] / duration
    busy = float(shares.sum() - shares[Task.SEARCH])
    return {
        "name": names.radars[r],
        "occupancy_peak": float(row["peak"]),
        "occupancy_mean": busy,
        "occupancy_by_task": {
            task.name.lower(): float(shares[task])
            for task in Task
            if task is not Task.DISCRIMINATE
        },
        "detections": int(row["detections"]),
        "tracks": int(row["tracks"]),
        "periods_without_search": int(row["waiting_total"]),
    }


def summary_document(state: State) -> dict[str, int]:
    """Counts of outcomes."""
    outcomes = state.truth.threats["outcome"]
    return {
        "threats": len(outcomes),
        **{
            code.name.lower(): int((outcomes == code).sum())
            for code in (Outcome.INTERCEPTED, Outcome.LEAKED, Outcome.NO_ASSET_THREATENED,
                         Outcome.FAILED, Outcome.UNRESOLVED)
        },
        "shots": int(state.clock[0]["shot_count"]),
    }  # fmt: skip


def shots_table(state: State) -> NDArray[np.void]:
    """Picture and truth of every shot fired, one row each."""
    count = int(state.clock[0]["shot_count"])
    picture, truth = state.picture.shots[:count], state.truth.shots[:count]
    names = [
        *((name, picture, picture.dtype[name]) for name in picture.dtype.names or ()),
        *((f"true_{name}", truth, truth.dtype[name]) for name in truth.dtype.names or ()),
    ]
    table = np.zeros(count, [("threat", "i8"), *((name, kind) for name, _, kind in names)])
    table["threat"] = state.truth.shot_threats[:count]
    for name, source, _ in names:
        table[name] = source[name.removeprefix("true_")] if source is truth else source[name]
    return table


def truth_table(state: State, step: float = 1.0) -> NDArray[np.void]:
    """True paths of every object, sampled once a second up to their end."""
    rows = []
    for o, flight in enumerate(state.truth.flights):
        item = state.truth.objects[o]
        if flight["node_count"] == 0 or item["end_time"] <= item["start_time"]:
            continue
        start, end = float(item["start_time"]), float(item["end_time"])
        times = np.append(np.arange(np.ceil(start / step) * step, end, step), end)
        times = np.unique(np.concatenate([[start], times]))
        rows.append(_samples(o, times, flight, state.truth.nodes))
    empty = np.zeros(0, tables.LOG_TRUTH)
    return np.concatenate(rows) if rows else empty


def _samples(
    o: int, times: NDArray[np.float64], flight: np.void, nodes: NDArray[np.void]
) -> NDArray[np.void]:
    table = np.zeros(len(times), tables.LOG_TRUTH)
    position, velocity = np.empty((len(times), 3)), np.empty((len(times), 3))
    first, count = int(flight["first_node"]), int(flight["node_count"])
    sampling.sample(nodes, first, count, times, position, velocity)
    table["time"], table["object"] = times, o
    table["position"], table["velocity"] = position, velocity
    return table
