"""The columns of a run's tables: name, unit, meaning, and the field each is read from.

The one place that says so: the Parquet files carry it as metadata, and a test holds
`docs/run-folder.md` to it.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import pyarrow as pa

from openthaad.kernels.codes import ObjectKind, Task

Field = tuple[Any, ...]
WORD = pa.dictionary(pa.int32(), pa.string())  # one of a few, kept as a code and its word
_WHOLE = pa.int64()
STATE = ("x", "y", "z", "vx", "vy", "vz", "p")
_POWERS = {"x": (1, 0), "y": (1, 0), "z": (1, 0), "vx": (1, 1), "vy": (1, 1), "vz": (1, 1)}


# Columns that run folders of version 0.1.0 lack: they are read as empty.
LATER = frozenset(
    ("true_range_m", "true_u", "true_v", "elevation_rad", "rcs_m2", "fluctuation", "echoes")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    `field` leads from a row of the log, or from a record of the JSON, to the value. Codes
    become words: from an enumeration, or from the names of the radars, batteries, assets. What
    `kind` says holds for every run, whatever happened in it.
    """

    name: str
    unit: str
    meaning: str
    field: Field
    kind: pa.DataType
    words: type[IntEnum] | str | None = None


def _column(
    name: str,
    unit: str,
    meaning: str,
    *,
    field: Field = (),
    words: type[IntEnum] | str = "",
    kind: pa.DataType | None = None,
) -> Column:
    """Make a column of words where it has some, else of numbers, whole ones without a unit."""
    usual = WORD if words else pa.float64() if unit else pa.int64()
    return Column(
        name=name,
        unit=unit,
        meaning=meaning,
        field=field or (name,),
        kind=kind or usual,
        words=words or None,
    )


def _vector(field: str, what: str, *, speed: bool = False, stem: str = "") -> list[Column]:
    letters = ("vx", "vy", "vz") if speed else ("x", "y", "z")
    unit, suffix = ("m/s", "ecef_m_s") if speed else ("m", "ecef_m")
    names = [f"{stem}{letter}_{suffix}" for letter in letters]
    return [_column(names[i], unit, f"{what}, ECEF", field=(field, i)) for i in range(3)]


def _power(letter: str, power: int) -> str:
    return {0: "", 1: letter}.get(power, f"{letter}{power}")


def _covariance() -> list[Column]:
    columns: list[Column] = []
    for i, a in enumerate(STATE):
        for b in STATE[i:]:
            (m1, s1), (m2, s2) = _POWERS.get(a, (0, 0)), _POWERS.get(b, (0, 0))
            parts = [part for part in (_power("m", m1 + m2), _power("s", s1 + s2)) if part]
            name = "_".join(["covariance", a, b, *parts])
            meaning = f"covariance of {a} and {b}"
            index = len(columns)
            unit = "/".join(parts) or "1"
            columns.append(_column(name, unit, meaning, field=("covariance", index)))
    return columns


def _json(
    path: str, unit: str, meaning: str, name: str = "", *, kind: pa.DataType | None = None
) -> Column:
    """Make a column of numbers; one without a unit is text where `kind` says nothing else."""
    keys = tuple(path.split("."))
    usual = pa.float64() if unit else pa.string()
    return _column(name or "_".join(keys), unit, meaning, field=keys, kind=kind or usual)


_THREATS = [
    _json("id", "", "number of the threat", "threat", kind=_WHOLE),
    _json("missile", "", "catalogue name"),
    _json("launch.name", "", "launch place"),
    _json("launch.lat_deg", "deg", "launch latitude"),
    _json("launch.lon_deg", "deg", "launch longitude"),
    _json("aim.name", "", "place aimed at"),
    _json("aim.lat_deg", "deg", "latitude aimed at"),
    _json("aim.lon_deg", "deg", "longitude aimed at"),
    _json("launch_s", "s", "launch"),
    _json("planned_impact_s", "s", "impact if nothing stops it"),
    _json("impact_s", "s", "impact, empty if there was none"),
    _json("apogee_km", "km", "highest altitude"),
    _json("range_km", "km", "distance on the ground from launch to aim"),
    _json("detected_s", "s", "first detection"),
    _json("first_detection.radar", "", "radar that made the first detection"),
    _json("first_detection.range_km", "km", "slant range at first detection"),
    _json("first_detection.elevation_deg", "deg", "apparent elevation at first detection"),
    _json("first_detection.snr_db", "dB", "signal to noise of the first detection"),
    _json("confirmed_s", "s", "first track of any of its parts confirmed"),
    _json("burnout_s", "s", "true end of boost"),
    _json(
        "burnout_declared_s",
        "s",
        "end of boost, as the tracker first declared it of any of its parts",
    ),
    _json("verdict", "", "judgement of fire control that came closest to a shot"),
    _json("judged_threatening_s", "s", "first track of any of its parts judged threatening"),
    _json("engageable_s", "s", "first track of any of its parts engageable"),
    _json("first_shot_s", "s", "first interceptor launched at it"),
    _json("opportunities", "1", "shots, one after another, that there was time for"),
    _json("limit", "", "constraint that ruled out an intercept at the last look"),
    _json("decided_by", "", "battery that came nearest to a shot, whose constraint that is"),
    _json("seconds_in_track", "s", "time in track", "time_in_track_s"),
    _json("at_first_shot.position_sigma_m", "m", "track's position sigma at the first shot"),
    _json("at_first_shot.velocity_sigma_m_s", "m/s", "velocity sigma at the first shot"),
    _json("at_first_shot.impact_error_km", "km", "error of predicted impact at the first shot"),
    _json("outcome", "", "outcome for the missile"),
    _json("cause", "", "cause of the leak, if it leaked"),
    _json("intercept.time_s", "s", "intercept"),
    _json("intercept.shot", "", "shot that destroyed it", kind=_WHOLE),
    _json("intercept.lat_deg", "deg", "latitude of the intercept"),
    _json("intercept.lon_deg", "deg", "longitude of the intercept"),
    _json("intercept.altitude_km", "km", "altitude of the intercept"),
    _json("intercept.ground_range_km", "km", "ground range of the intercept from the battery"),
    _json("intercept.closing_speed_km_s", "km/s", "closing speed at the intercept"),
]

_SHOTS = [
    _json("id", "", "number of the shot", "shot", kind=_WHOLE),
    _json("battery", "", "battery that fired"),
    _json("launcher", "", "launcher of the battery", kind=_WHOLE),
    _json("threat", "", "threat fired at", kind=_WHOLE),
    _json("launch_s", "s", "launch"),
    _json("burnout.time_s", "s", "end of the interceptor's boost"),
    _json("burnout.speed_km_s", "km/s", "speed at the end of boost"),
    _json("predicted_intercept.time_s", "s", "predicted intercept at launch"),
    _json("predicted_intercept.lat_deg", "deg", "its latitude"),
    _json("predicted_intercept.lon_deg", "deg", "its longitude"),
    _json("predicted_intercept.altitude_km", "km", "its altitude"),
    _json("handover_error_m", "m", "error of the uplinked target at handover to the seeker"),
    _json("acquisition_range_km", "km", "range at which the seeker acquired"),
    _json("divert_used_m_s", "m/s", "divert used"),
    _json("target_speed_km_s", "km/s", "speed of the target at the intercept"),
    _json("closing_speed_km_s", "km/s", "closing speed at the closest approach"),
    _json("p_kill_given_hit", "1", "probability that a hit kills"),
    _json("result", "", "outcome of the shot"),
    _json("cause", "", "cause of that result"),
    _json("miss_distance_m", "m", "closest approach to the truth"),
    _json("closest_approach_s", "s", "time of the closest approach"),
]

_TRUTH = [
    _column("time_s", "s", "time", field=("time",)),
    _column("object", "", "number of the object"),
    _column("threat", "", "missile that it belongs to"),
    _column("kind", "", "warhead (lead), body, decoy or debris", words=ObjectKind),
    *_vector("position", "true position"),
    *_vector("velocity", "true velocity, relative to the rotating Earth", speed=True),
    _column("altitude_m", "m", "altitude above WGS 84", field=("altitude",)),
]

_DETECTIONS = [
    _column("time_s", "s", "start of the dwell", field=("time",)),
    _column("radar", "", "radar", words="radars"),
    _column("task", "", "what the dwell was for", words=Task),
    _column("track_number", "", "track that the detection was assigned to, -1 for none"),
    _column("range_m", "m", "measured slant range", field=("range",)),
    _column("u", "1", "measured direction cosine along the face's right"),
    _column("v", "1", "measured direction cosine along the face's up"),
    _column("sigma_range_m", "m", "standard error of range", field=("sigma_range",)),
    _column("sigma_u", "1", "standard error of u"),
    _column("sigma_v", "1", "standard error of v"),
    _column("snr", "1", "signal to noise as measured, a ratio of powers"),
    _column("unit_snr_1_s", "1/s", "signal to noise over dwell", field=("unit_snr",)),
    _column("dwell_s", "s", "length of the dwell", field=("dwell",)),
    _column("detection_probability", "1", "probability that this dwell would detect"),
    _column("beam_u", "1", "direction cosine of the beam along the face's right"),
    _column("beam_v", "1", "direction cosine of the beam along the face's up"),
    _column("nis", "1", "normalised innovation squared, if it updated a track"),
    _column("object", "", "object seen (truth, for the record), -1 for a false alarm"),
    _column("true_range_m", "m", "slant range (truth, for the record)", field=("true_range",)),
    _column("true_u", "1", "direction cosine along the face's right (truth, for the record)"),
    _column("true_v", "1", "direction cosine along the face's up (truth, for the record)"),
    _column(
        "elevation_rad",
        "rad",
        "apparent elevation, bent by the air (truth, for the record)",
        field=("elevation",),
    ),
    _column(
        "rcs_m2",
        "m2",
        "mean cross-section at the aspect of this look (truth, for the record)",
        field=("rcs",),
    ),
    _column("fluctuation", "1", "cross-section over its mean (truth, for the record)"),
    _column("echoes", "", "objects in this echo, 1 if it was resolved"),
]

_TRACKS = [
    _column("time_s", "s", "time of the state", field=("time",)),
    _column("track_number", "", "number of the track", field=("number",)),
    _column("status", "", "code of the track's status"),
    *_vector("position", "estimated position"),
    *_vector("velocity", "estimated velocity", speed=True),
    _column(
        "parameter",
        "",
        "p: ln(ballistic coefficient in kg/m2); thrust per mass in boost",
        kind=pa.float64(),
    ),
    *_covariance(),
    _column("probability_ballistic", "1", "probability of free flight rather than boost"),
    _column("is_burnout_declared", "", "1 once the end of boost is declared", kind=pa.int8()),
    _column("lead_log_odds", "1", "ln of the odds that it is the warhead"),
    _column("impact_time_s", "s", "predicted impact", field=("impact_time",)),
    *_vector("impact_position", "predicted impact", stem="impact_"),
    _column(
        "impact_sigma_major_m",
        "m",
        "long half axis of the predicted impact's uncertainty",
        field=("impact_sigma_major",),
    ),
    _column(
        "impact_sigma_minor_m",
        "m",
        "short half axis of the predicted impact's uncertainty",
        field=("impact_sigma_minor",),
    ),
    _column("object", "", "object tracked (truth, for the record)"),
    *_vector("true_position", "true position (truth, for the record)", stem="true_"),
    *_vector(
        "true_velocity", "true velocity (truth, for the record)", speed=True, stem="true_"
    ),
]

_DECISIONS = [
    _column("time_s", "s", "time", field=("time",)),
    _column("event", "", "what happened", kind=WORD),
    _column("threat", "", "threat concerned (truth, for the record), -1 for none"),
    _column("track_number", "", "track concerned"),
    _column("battery", "", "battery", words="batteries"),
    _column("launcher", "", "launcher, numbered over all batteries, -1 for none"),
    _column("shot", "", "shot, -1 for none"),
    _column("asset", "", "defended asset", words="assets"),
    _column(
        "detail", "", "verdict, limit, result or assessment, depending on the event", kind=WORD
    ),
    _column(
        "value",
        "",
        "detected: range; verdict: impact sigma; engageable: shots that there is time for; "
        "shot: chance of a kill; acquired: range; shot_ended: miss",
        kind=pa.float64(),
    ),
    _column("value_unit", "", "unit of value: m, or 1 for a count or a probability", kind=WORD),
    _column("intercept_time_s", "s", "predicted intercept", field=("intercept_time",)),
    *_vector("position", "predicted intercept, or predicted impact of a verdict"),
]

_INTERCEPTORS = [
    _column("time_s", "s", "time", field=("time",)),
    _column("shot", "", "number of the shot"),
    _column("phase", "", "boost, coast or endgame", kind=WORD),
    *_vector("position", "true position"),
    *_vector("velocity", "true velocity", speed=True),
]

_OCCUPANCY = [
    _column("time_s", "s", "end of the cycle of fire control", field=("time",)),
    _column("radar", "", "radar", words="radars"),
    *[
        _column(
            f"share_{task.name.lower()}",
            "1",
            f"share of the cycle spent on {task.name.lower().replace('_', ' ')}",
            field=("share", int(task)),
        )
        for task in Task
    ],
    _column("tracks", "1", "tracks held", kind=_WHOLE),
    _column(
        "waiting",
        "1",
        "resource periods of this cycle in which tracks took all of the radar's time",
        kind=_WHOLE,
    ),
]

TABLES: dict[str, tuple[Column, ...]] = {
    "threats": tuple(_THREATS),
    "truth": tuple(_TRUTH),
    "detections": tuple(_DETECTIONS),
    "tracks": tuple(_TRACKS),
    "decisions": tuple(_DECISIONS),
    "shots": tuple(_SHOTS),
    "interceptors": tuple(_INTERCEPTORS),
    "occupancy": tuple(_OCCUPANCY),
}
FROM_JSON = ("threats", "shots")


def schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a table, the same for every run."""
    return pa.schema(
        [
            pa.field(c.name, c.kind, metadata={"unit": c.unit, "meaning": c.meaning})
            for c in TABLES[name]
        ]
    )
