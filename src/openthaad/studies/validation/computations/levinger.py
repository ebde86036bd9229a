"""J. Levinger's missile flights of 2005, after L. Gronlund and D. Wright.

Planar, over a sphere at rest. In boost the velocity's direction is prescribed: vertical for
5 s, then falling linearly to the angle of minimum energy at burnout; no force does that, so
the boost is integrated here as that model states it. From burnout on there is no air, and
our flight kernel flies on.
"""

from math import cos, exp, pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.air import exponential_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS
from openthaad.earth.kernels.drag import DRAG
from openthaad.earth.kernels.gravity import EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.kernels import flight
from openthaad.threat.missile import DragCurve

RADIUS, GRAVITY, WEIGHT = 6.37e6, 9.8066, 9.81  # m, m/s2, N per kilogram-force: as there
_VERTICAL = 5.0  # s
_STEP = 0.01  # s
_VACUUM_ALTITUDE = 160_934.0  # m
CURVE = DragCurve(mach=(0.0, 0.8, 1.2, 1.8, 5.0), cd=(0.15, 0.15, 0.4, 0.25, 0.15))


class _Rocket(NamedTuple):
    thrust: float  # N at the ground, before the factor of altitude
    flow: float  # kg/s
    mass: float  # kg at launch
    area: float  # m2
    burn: float  # s
    final_angle: float  # rad


def flight_of_2005(
    *,
    payload_kg: float,
    diameter_m: float,
    fuel_kg: float,
    dry_kg: float,
    isp_s: float,
    thrust_kgf: float,
    range_input_km: float,
) -> dict[str, float]:
    """Burnout speed [km/s] and angle [deg], range and apogee [km], time [s]."""
    rocket = _Rocket(
        thrust=thrust_kgf * WEIGHT,
        flow=thrust_kgf / isp_s,
        mass=payload_kg + fuel_kg + dry_kg,
        area=0.25 * pi * diameter_m**2,
        burn=fuel_kg * isp_s / thrust_kgf,
        final_angle=0.5 * pi - 0.25 * (1e3 * range_input_km / RADIUS + pi),
    )
    speed, height, angle = _boost(rocket)
    fallen = _coast(speed, height, rocket.final_angle)
    return {
        "burnout_speed_km_s": speed / 1e3,
        "burnout_angle_deg": rocket.final_angle * 180.0 / pi,
        "range_km": (RADIUS * (angle + fallen["angle"])) / 1e3,
        "apogee_km": fallen["apogee"] / 1e3,
        "time_s": rocket.burn + fallen["time"],
    }


def _boost(rocket: _Rocket) -> tuple[float, float, float]:
    """Speed [m/s], height [m] and range angle [rad] at burnout."""
    state = np.array([0.0, 0.0, 0.0])
    steps = round(rocket.burn / _STEP)
    step = rocket.burn / steps
    for i in range(steps):
        time = i * step
        a = _rates(rocket, time, state)
        b = _rates(rocket, time + 0.5 * step, state + 0.5 * step * a)
        state = state + step * b
    return float(state[0]), float(state[1]), float(state[2])


def _rates(rocket: _Rocket, time: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
    speed, height, _ = (float(x) for x in state)
    mass = rocket.mass - rocket.flow * time
    turned = max(time - _VERTICAL, 0.0) / (rocket.burn - _VERTICAL)
    angle = 0.5 * pi + turned * (rocket.final_angle - 0.5 * pi)
    drag = 0.5 * _density(height) * speed**2 * rocket.area * _coefficient(speed, height)
    pull = GRAVITY * (RADIUS / (RADIUS + height)) ** 2
    push = (rocket.thrust * _thrust_factor(height) - drag) / mass
    return np.array(
        [
            push - pull * sin(angle),
            speed * sin(angle),
            speed * cos(angle) / (RADIUS + height),
        ]
    )


def _thrust_factor(height: float) -> float:
    x = height / _VACUUM_ALTITUDE
    return -0.4339 * x**3 + 0.6233 * x**2 - 0.01 * x + 1.004


def _density(height: float) -> float:
    if height < 19.2e3:
        return 1.225 * exp(-height / 8420.0)
    return 1.225 * (0.857003 + height / 57947.0) ** -13.201 if height < 47e3 else 0.0


def _coefficient(speed: float, height: float) -> float:
    celsius = max(15.04 - 0.00649 * height, -56.46)
    if height > 25e3:
        celsius = -131.21 + 0.00299 * height
    mach = speed / (1.4 * 287.0 * (celsius + 273.15)) ** 0.5
    return float(np.interp(mach, CURVE.mach, CURVE.cd))


def _coast(speed: float, height: float, angle: float) -> dict[str, float]:
    """Fly on without air to the ground: range angle [rad], apogee [m], time [s]."""
    depth = RADIUS - EARTH_EQUATORIAL_RADIUS
    lead, out = np.zeros(2, dtype=flight.FLIGHT)
    lead["separation_position"] = RADIUS + height, 0.0, 0.0
    lead["body_velocity"] = speed * sin(angle), speed * cos(angle), 0.0
    lead["body_mass"] = 1.0
    missile, plan = np.zeros(1, dtype=flight.MISSILE), np.zeros(1, dtype=flight.PLAN)
    missile["separates"] = 1
    plan["position"] = RADIUS, 0.0, 0.0
    plan["max_time"], plan["tolerance"], plan["impact_altitude"] = 7200.0, 0.01, depth
    drags = np.zeros(1, dtype=DRAG)
    drags["count"] = 1
    earth = EarthParams(GRAVITY * RADIUS**2, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
    nodes = np.zeros(4000, dtype=flight.NODE)
    vacuum = exponential_table(density=1e-30, top=1e3)
    missiles = flight.Missiles(missile, np.zeros(0, flight.STAGE), drags)
    flight.run_fly_body(plan[0], missiles, Surroundings(earth, vacuum), lead, nodes, out)
    x, y, _ = (float(c) for c in out["impact_position"])
    return {
        "angle": float(np.arctan2(y, x)),
        "apogee": float(out["apogee_altitude"]) - depth,
        "time": float(out["impact_time"]),
    }
