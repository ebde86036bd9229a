"""Bodies that fall through the air, flown by the kernel for spent bodies."""

from itertools import pairwise
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.air import exponential_table, us76_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS, STANDARD_GRAVITY
from openthaad.earth.kernels.drag import DRAG
from openthaad.earth.kernels.gravity import WGS84, EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.engine import sampling
from openthaad.threat.kernels import flight
from openthaad.threat.kernels.losses import Body, losses

_NODES = 4000
_WINDOWS = 60  # of the fall, in which the hardest moment is looked for
NO_GRAVITY = EarthParams(1e-9, 0.0, EARTH_EQUATORIAL_RADIUS, 0.0)
POINT_MASS = WGS84._replace(j2=0.0, omega=0.0)


def straight_entry(
    *,
    speed_m_s: float,
    angle_deg: float,
    ballistic_coefficient_kg_m2: float,
    density_kg_m3: float,
    scale_height_m: float,
    from_km: float,
) -> dict[str, float]:
    """Allen and Eggers' case: exponential air, constant drag coefficient, no gravity."""
    air = exponential_table(density=density_kg_m3, scale_height=float(scale_height_m))
    around = Surroundings(NO_GRAVITY, air)
    return _fall(speed_m_s, angle_deg, ballistic_coefficient_kg_m2, from_km, around)


def entry(
    *,
    speed_m_s: float,
    angle_deg: float,
    ballistic_coefficient_kg_m2: float,
    from_km: float,
) -> dict[str, float]:
    """Fall through the U.S. Standard Atmosphere 1976 under gravity; speeds are inertial."""
    coefficient = ballistic_coefficient_kg_m2
    return _fall(
        speed_m_s, angle_deg, coefficient, from_km, Surroundings(POINT_MASS, us76_table())
    )


def _fall(
    speed: float,
    angle_deg: float,
    coefficient: float,
    from_km: float,
    around: Surroundings,
) -> dict[str, float]:
    """Fly a body of a square metre and unit drag, eastward along the equator."""
    nodes = np.zeros(_NODES, dtype=flight.NODE)
    lead, out = np.zeros(2, dtype=flight.FLIGHT)
    angle = radians(angle_deg)
    lead["separation_position"] = EARTH_EQUATORIAL_RADIUS + 1e3 * from_km, 0.0, 0.0
    lead["body_velocity"] = -speed * sin(angle), speed * cos(angle), 0.0
    lead["body_mass"] = coefficient
    missile = np.zeros(1, dtype=flight.MISSILE)
    missile["separates"], missile["body_area"] = 1, 1.0
    drags = np.zeros(1, dtype=DRAG)
    drags["count"], drags["cd"][0, 0] = 1, 1.0
    plan = np.zeros(1, dtype=flight.PLAN)
    plan["position"] = EARTH_EQUATORIAL_RADIUS, 0.0, 0.0
    plan["max_time"], plan["tolerance"] = 7200.0, 0.01
    missiles = flight.Missiles(missile, np.zeros(0, flight.STAGE), drags)
    flight.run_fly_body(plan[0], missiles, around, lead, nodes, out)
    return {
        "impact_speed_m_s": float(np.linalg.norm(out["impact_velocity"])),
        **_hardest(nodes[: out["node_count"]], coefficient, drags[0], around),
    }


def _hardest(
    nodes: NDArray[np.void],
    mass: float,
    drag: np.void,
    around: Surroundings,
) -> dict[str, float]:
    """Peak drag deceleration [g], and the altitude [km] and speed [m/s] at which it comes."""
    low, high = float(nodes["time"][0]), float(nodes["time"][-1])
    for _ in range(2):  # coarsely, then within the hardest window and its neighbours
        edges = np.linspace(low, high, _WINDOWS + 1).tolist()
        peaks = [
            losses(nodes, a, b, Body(mass, 0.0, 1.0), drag, around)[2]
            for a, b in pairwise(edges)
        ]
        hardest = int(np.argmax(peaks))
        low, high = edges[max(hardest - 1, 0)], edges[min(hardest + 2, _WINDOWS)]
    place, velocity = np.empty((1, 3)), np.empty((1, 3))
    sampling.sample(nodes, 0, len(nodes), np.array([0.5 * (low + high)]), place, velocity)
    return {
        "peak_g": max(peaks) / STANDARD_GRAVITY,
        "peak_altitude_km": (float(np.linalg.norm(place)) - EARTH_EQUATORIAL_RADIUS) / 1e3,
        "peak_speed_m_s": float(np.linalg.norm(velocity)),
    }
