"""A flight as `thaad fly --json` prints it: enough for a stranger to integrate it again."""

from math import asin, degrees, isfinite, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import (
    EARTH_EQUATORIAL_RADIUS,
    EARTH_INVERSE_FLATTENING,
    EARTH_MEAN_RADIUS,
    STANDARD_GRAVITY,
)
from openthaad.earth.kernels.frames import ecef_to_geodetic, up_direction
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.vector import Vec, angle_between
from openthaad.records import Flight
from openthaad.threat.aiming import Branch
from openthaad.threat.flight import Position, ecef, standard_surroundings
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.kernels.losses import Body, losses
from openthaad.threat.missile import DragCurve, Missile, drag_rows
from openthaad.threat.schedule import Burn, burns

_MODEL = (
    "Point mass in the Earth-fixed frame: gravity with J2, Coriolis and centrifugal "
    "acceleration; thrust = thrust_vacuum_n - exit_area_m2 * pressure; drag = "
    "-0.5 * density * speed * velocity * reference_area_m2 * cd(Mach) / mass, cd the cubic "
    "spline through the points that is level at the first and the last, and constant beyond "
    "them; air at rest in the frame, by altitude above the ellipsoid."
)
_GLIDE = (
    "Lift while it descends, in the vertical plane of the velocity, at right angles to it and "
    "positive upwards: size = fade * min(max(wanted, -most), most), most = min(2 * "
    "lift_to_drag_max * drag, lift_max_m_s2), drag the deceleration of the drag above, wanted "
    "= -(acceleration without air along the lift) - speed^2 * cos(angle) / "
    "distance_from_centre + rate_per_s * speed * (sin(path_angle_deg) - sin(angle)), angle the "
    "path's above the horizontal, fade = min(-sin(angle) / sin(onset_deg), 1) * "
    "min(max((altitude - floor_m) / fade_m, 0), 1). Lift multiplies the drag by "
    "1 + (size / (2 * lift_to_drag_max * drag))^2."
)
_PROGRAMMES = {
    Programme.GRAVITY_TURN: "gravity-turn",
    Programme.LINEAR_PITCH: "linear-pitch",
}
_STEERING = (
    "Thrust elevation above the launch site's horizontal plane, in the vertical plane of the "
    "azimuth (fixed in the Earth-fixed frame): 90 deg until vertical_s, then falling linearly "
    "to pitch_final_deg at pitch_end_s; afterwards "
)
_AFTERWARDS = {
    Programme.GRAVITY_TURN: "along the velocity.",
    Programme.LINEAR_PITCH: "held.",
}


def flight_document(
    flight: Flight,
    missile: Missile,
    launch: Position,
    aim: Position | None = None,
    *,
    surroundings: Surroundings | None = None,
    atmosphere: str = "us76",
) -> dict[str, Any]:
    """Return a flight as a JSON document; units are in the names.

    Parameters
    ----------
    flight : Flight
    missile : Missile
        The one that flew it.
    launch : Position
        Where it was launched.
    aim : Position, optional
        What it was aimed at; the miss is null without.
    surroundings : Surroundings, optional
        Those it was flown in; the standard ones where not given.
    atmosphere : str
        Name of their air.
    """
    around = surroundings or standard_surroundings()
    row = flight.summary[0]
    start = float(row["launch_time"])
    origin = _vec(flight.plan[0]["position"])
    impact = _vec(row["impact_position"])
    schedule = burns(missile, flight.plan[0])
    return {
        "missile": flight.missile,
        "range_km": EARTH_MEAN_RADIUS * angle_between(origin, impact) / 1e3,
        "apogee_km": float(row["apogee_altitude"]) / 1e3,
        "apogee_s": float(row["apogee_time"]) - start,
        "flight_time_s": float(row["impact_time"]) - start,
        "model": _MODEL,
        "earth": _earth(around),
        "atmosphere": atmosphere,
        "launch": _launch(flight, launch, origin),
        "stages": [_stage(burn) for burn in schedule],
        "burnout": _burnout(row),
        "separation": _separation(flight, missile),
        "reentry": _reentry(flight, missile),
        "spent_body": _body(flight, missile),
        "impact": _impact(row, aim),
        **_toll(flight, missile, schedule, around),
        "path": [_path_row(node, start) for node in flight.nodes],
    }


def _vec(field: NDArray[np.float64]) -> Vec:
    return float(field[0]), float(field[1]), float(field[2])


def _size(v: Vec) -> float:
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


def _path_angle_deg(position: Vec, velocity: Vec) -> float:
    up = up_direction(position)
    rate = sum(a * b for a, b in zip(up, velocity, strict=True))
    return degrees(asin(min(max(rate / _size(velocity), -1.0), 1.0)))


def _earth(around: Surroundings) -> dict[str, float]:
    return {
        "gm_m3_s2": around.earth.gm,
        "j2": around.earth.j2,
        "j2_radius_m": around.earth.radius,
        "omega_rad_s": around.earth.omega,
        "a_m": EARTH_EQUATORIAL_RADIUS,
        "inverse_flattening": EARTH_INVERSE_FLATTENING,
    }


def _launch(flight: Flight, launch: Position, origin: Vec) -> dict[str, Any]:
    plan = flight.plan[0]
    programme = Programme(int(plan["programme"]))
    cutoff = float(plan["cutoff_time"])
    return {
        "lat_deg": degrees(launch.latitude),
        "lon_deg": degrees(launch.longitude),
        "altitude_m": float(launch.altitude),
        "position_ecef_m": list(origin),
        "azimuth_deg": degrees(float(plan["azimuth"])),
        "programme": {
            "kind": _PROGRAMMES[programme],
            "steering": _STEERING + _AFTERWARDS[programme],
            "vertical_s": float(plan["vertical_time"]),
            "pitch_end_s": float(plan["pitch_end_time"]),
            "pitch_final_deg": degrees(float(plan["pitch_final"])),
        },
        "cutoff_s": cutoff if isfinite(cutoff) else None,
        "branch": _branch(flight),
        "roots": [_root(root) for root in flight.roots],
    }


def _word(branch: int) -> str:
    return Branch(int(branch)).name.lower().replace("_", "-")


def _branch(flight: Flight) -> str | None:
    if not len(flight.solution):
        return None
    return _word(flight.roots[flight.solution[0]["chosen"]]["branch"])


def _root(root: np.void) -> dict[str, Any]:
    cutoff = float(root["cutoff_time"])
    return {
        "branch": _word(root["branch"]),
        "azimuth_deg": degrees(float(root["azimuth"])),
        "pitch_final_deg": degrees(float(root["pitch_final"])),
        "pitch_end_s": float(root["pitch_end_time"]),
        "cutoff_s": cutoff if isfinite(cutoff) else None,
        "glide_angle_deg": _or_none(degrees(float(root["glide_angle"]))),
        "apogee_km": float(root["apogee"]) / 1e3,
        "flight_time_s": float(root["flight_time"]),
        "burnout_angle_deg": degrees(float(root["burnout_angle"])),
        "miss_m": float(root["miss"]),
    }


def _or_none(value: float) -> float | None:
    return value if isfinite(value) else None


def _curve(curve: DragCurve) -> dict[str, list[float]]:
    return {"mach": list(curve.mach), "cd": list(curve.cd)}


def _stage(burn: Burn) -> dict[str, Any]:
    stage = burn.stage
    return {
        "ignition_s": burn.start,
        "end_s": burn.end,
        "thrust_vacuum_n": stage.thrust_vacuum,
        "thrust_sea_level_n": stage.thrust_sea_level,
        "exit_area_m2": stage.exit_area,
        "mass_flow_kg_s": stage.mass_flow,
        "mass_before_kg": burn.mass,
        "mass_after_kg": burn.end_mass,
        "dropped_after_kg": burn.dropped,
        "reference_area_m2": stage.area,
        "drag": _curve(stage.drag),
    }


def _burnout(row: np.void) -> dict[str, Any]:
    position, velocity = _vec(row["burnout_position"]), _vec(row["burnout_velocity"])
    return {
        "time_s": float(row["burnout_time"] - row["launch_time"]),
        "mass_kg": float(row["burnout_mass"]),
        "altitude_km": ecef_to_geodetic(position)[2] / 1e3,
        "speed_km_s": _size(velocity) / 1e3,
        "flight_path_angle_deg": _path_angle_deg(position, velocity),
        "position_ecef_m": list(position),
        "velocity_ecef_m_s": list(velocity),
    }


def _separation(flight: Flight, missile: Missile) -> dict[str, Any] | None:
    """When the warhead leaves, and what that adds to its speed along the velocity."""
    if not missile.separates:
        return None
    row = flight.summary[0]
    total = float(row["burnout_mass"])
    last = burns(missile, flight.plan[0])[-1].stage
    return {
        "time_s": float(row["separation_time"] - row["launch_time"]),
        "speed_m_s": missile.separation_speed,
        "warhead_speed_gain_m_s": missile.separation_speed * float(row["body_mass"]) / total,
        "body_speed_loss_m_s": missile.separation_speed * float(row["reentry_mass"]) / total,
        "mass_before_kg": total,
        "reference_area_before_m2": last.area,
        "drag_before": _curve(last.drag),
    }


def _reentry(flight: Flight, missile: Missile) -> dict[str, Any]:
    mass = float(flight.summary[0]["reentry_mass"])
    fastest = missile.reentry_drag.cd[-1]
    return {
        "mass_kg": mass,
        "reference_area_m2": missile.reentry_area,
        "drag": _curve(missile.reentry_drag),
        "ballistic_coefficient_kg_m2": mass / (missile.reentry_area * fastest)
        if fastest > 0.0
        else None,
        "separates": missile.separates,
        "glide": _glide(missile, float(flight.plan[0]["glide_angle"])),
    }


def _glide(missile: Missile, angle: float) -> dict[str, Any] | None:
    """Say how its lift is used on the way down; None where it falls without."""
    if not missile.glides or not isfinite(angle):
        return None
    return {
        "model": _GLIDE,
        "lift_to_drag_max": missile.glide_ratio,
        "lift_max_m_s2": missile.glide_load,
        "path_angle_deg": degrees(angle),
        "rate_per_s": missile.glide_rate,
        "floor_m": missile.glide_floor,
        "fade_m": missile.glide_fade,
        "onset_deg": degrees(missile.glide_onset),
    }


def _body(flight: Flight, missile: Missile) -> dict[str, Any] | None:
    if not len(flight.body):
        return None
    row = flight.body[0]
    latitude, longitude, _ = ecef_to_geodetic(_vec(row["impact_position"]))
    return {
        "mass_kg": float(row["reentry_mass"]),
        "reference_area_m2": missile.body_area,
        "drag": _curve(missile.body_drag),
        "impact": {
            "lat_deg": degrees(latitude),
            "lon_deg": degrees(longitude),
            "time_s": float(row["impact_time"] - row["launch_time"]),
            "speed_km_s": _size(_vec(row["impact_velocity"])) / 1e3,
        },
    }


def _impact(row: np.void, aim: Position | None) -> dict[str, Any]:
    position, velocity = _vec(row["impact_position"]), _vec(row["impact_velocity"])
    latitude, longitude, height = ecef_to_geodetic(position)
    miss = None
    if aim is not None:
        miss = _size(
            tuple(a - b for a, b in zip(position, ecef(aim), strict=True))  # type: ignore[arg-type]
        )
    return {
        "lat_deg": degrees(latitude),
        "lon_deg": degrees(longitude),
        "altitude_m": height,
        "position_ecef_m": list(position),
        "time_s": float(row["impact_time"] - row["launch_time"]),
        "speed_km_s": _size(velocity) / 1e3,
        "flight_path_angle_deg": _path_angle_deg(position, velocity),
        "miss_m": miss,
    }


def _toll(
    flight: Flight, missile: Missile, schedule: list[Burn], around: Surroundings
) -> dict[str, Any]:
    """Losses of the boost, and the hardest moments after it."""
    row = flight.summary[0]
    start = float(row["launch_time"])
    gravity_loss = drag_loss = densest = 0.0
    for burn in schedule:
        drag = drag_rows([burn.stage.drag])[0]
        lost = losses(
            flight.nodes,
            start + burn.start,
            start + burn.end,
            Body(burn.mass, burn.stage.mass_flow, burn.stage.area),
            drag,
            around,
        )
        gravity_loss += lost[0]
        drag_loss += lost[1]
        densest = max(densest, lost[3])
    _, _, hardest, pressure = losses(
        flight.nodes,
        float(row["apogee_time"]),
        float(row["impact_time"]),
        Body(float(row["reentry_mass"]), 0.0, missile.reentry_area),
        drag_rows([missile.reentry_drag])[0],
        around,
    )
    return {
        "losses": {"gravity_m_s": gravity_loss, "drag_m_s": drag_loss},
        "peak": {
            "deceleration_g": hardest / STANDARD_GRAVITY,
            "dynamic_pressure_kpa": pressure / 1e3,
            "ascent_dynamic_pressure_kpa": densest / 1e3,
        },
    }


def _path_row(node: np.void, start: float) -> list[float]:
    return [float(node["time"]) - start, *_vec(node["position"]), *_vec(node["velocity"])]
