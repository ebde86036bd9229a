"""Flights without air over a sphere at rest, flown by the threat kernel."""

from dataclasses import dataclass
from math import acos, atan2, cos, degrees, log, pi, radians, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.air import exponential_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS
from openthaad.earth.kernels.gravity import EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.flight import blank_plan, fly_plan
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.missile import DragCurve, Missile, Stage

RADIUS = 6_371e3  # m, of the sphere that the reference tables are computed on
GM = 3.986_004_4e14  # m3/s2
_IMPULSE = 1e-3  # s, in which the missile gains all its speed


@dataclass(frozen=True, slots=True)
class _Site:
    latitude: float
    longitude: float
    altitude: float


def impulsive_flight(*, speed_km_s: float, elevation_deg: float) -> dict[str, float]:
    """Range [km], apogee [km] and time [s] of a shot from the surface to the surface."""
    return _flown(1e3 * speed_km_s, radians(elevation_deg))


def two_body_flight(*, range_km: float, apogee_km: float) -> dict[str, float]:
    """Fly the ellipse that has a range and an apogee: time [s, min], speed [km/s]."""
    half = 0.5 * 1e3 * range_km / RADIUS
    top = RADIUS + 1e3 * apogee_km
    # On the ellipse r = p / (1 + e cos v) the apogee is at v = pi, the surface at pi - half.
    e = (top - RADIUS) / (top - RADIUS * cos(half))
    a = top / (1.0 + e)
    speed = sqrt(GM * (2.0 / RADIUS - 1.0 / a))
    elevation = acos(sqrt(GM * a * (1.0 - e * e)) / (RADIUS * speed))
    found = _flown(speed, elevation)
    return {**found, "time_min": found["time_s"] / 60.0, "speed_km_s": speed / 1e3}


def farthest_shot(*, speed_km_s: float) -> dict[str, float]:
    """Longest range [km] of a speed and the best elevation [deg], found by flying."""
    low, high = 0.05, 0.25 * pi + 0.1
    # Thirds, because range over elevation has one peak.
    while high - low > 1e-4:
        third = (high - low) / 3.0
        a, b = low + third, high - third
        left = _flown(1e3 * speed_km_s, a)["range_km"]
        right = _flown(1e3 * speed_km_s, b)["range_km"]
        low, high = (a, high) if left < right else (low, b)
    best = 0.5 * (low + high)
    return {**_flown(1e3 * speed_km_s, best), "elevation_deg": degrees(best)}


def _flown(speed: float, elevation: float) -> dict[str, float]:
    """Fly eastward along the equator, whose every point lies as deep below WGS 84."""
    depth = RADIUS - EARTH_EQUATORIAL_RADIUS
    missile = _cannon(speed)
    plan = blank_plan(missile, _Site(0.0, 0.0, depth))
    row = plan[0]
    row["azimuth"], row["pitch_final"] = 0.5 * pi, elevation
    row["pitch_end_time"] = 1e-6 * _IMPULSE
    row["max_time"] = 20_000.0
    still = EarthParams(GM, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
    vacuum = exponential_table(density=1e-30, top=1e3)
    out = fly_plan(missile, plan, surroundings=Surroundings(still, vacuum)).summary[0]
    x, y, _ = (float(c) for c in out["impact_position"])
    angle = float(np.mod(atan2(y, x), 2.0 * pi))
    return {
        "range_km": RADIUS * angle / 1e3,
        "apogee_km": (float(out["apogee_altitude"]) - depth) / 1e3,
        "time_s": float(out["impact_time"]),
        "impact_speed_km_s": float(np.linalg.norm(out["impact_velocity"])) / 1e3,
        "impact_angle_deg": degrees(_descent(out["impact_position"], out["impact_velocity"])),
    }


def _descent(position: NDArray[np.float64], velocity: NDArray[np.float64]) -> float:
    """Angle below the horizontal [rad]."""
    down = -float(position @ velocity)
    return pi / 2.0 - acos(down / float(np.linalg.norm(position) * np.linalg.norm(velocity)))


def _cannon(speed: float) -> Missile:
    """Make a missile that gains its speed in a millisecond."""
    # As much propellant as all the rest: a mass ratio of two.
    stage = Stage(
        propellant_mass=1000.0, dry_mass=500.0, exit_area=0.0, burn_time=_IMPULSE,
        thrust_vacuum=1000.0 / _IMPULSE * speed / log(2.0), coast_time=0.0, area=0.0,
        drag=DragCurve.constant(0.0),
    )  # fmt: skip
    return Missile(
        name="cannon", is_liquid=True, separates=False, programme=Programme.LINEAR_PITCH,
        stages=(stage,), payload_mass=500.0, vertical_time=1e-9, pitch_fraction=1e-6,
        separation_delay=0.0, separation_speed=0.0, reentry_mass=500.0, reentry_area=1e-9,
        reentry_drag=DragCurve.constant(0.0), body_area=0.0, body_drag=DragCurve.constant(0.0),
        spiral_lift=0.0, spiral_rate=0.0, spiral_threshold=0.0,
    )  # fmt: skip
