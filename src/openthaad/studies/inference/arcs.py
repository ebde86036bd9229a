"""True flights of a booster that have a reported apogee and range, and the longest ones.

Every trial is the flight kernel's own, from launch to the ground: boost, rotation, J2 and air.
"""

from dataclasses import dataclass
from math import degrees, pi, radians
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.earth import geodesy
from openthaad.earth.kernels.frames import ecef_to_geodetic
from openthaad.earth.kernels.frames import ground_range as distance_between
from openthaad.earth.kernels.gravity import WGS84, EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.vector import Vec
from openthaad.studies.inference.booster import Booster, missile_for
from openthaad.studies.inference.ellipse import HALF_WAY, ground_arc
from openthaad.threat.flight import blank_plan, ecef, standard_surroundings
from openthaad.threat.kernels.flight import FLIGHT, NODE
from openthaad.threat.kernels.shooting import Shot
from openthaad.threat.missile import Missile, missile_tables
from openthaad.threat.search import Range, solve, start_at

RESTING = EarthParams(WGS84.gm, WGS84.j2, WGS84.radius, 0.0)
_NODES = 4000
_NEVER_DOWN = 1e9  # m; stands for the apogee of a flight that does not come down
_LONGEST_TIME = 6.0 * 3600.0  # s
_COARSE = 20.0  # times the integrator's own tolerance: tens of metres at the impact
_GOOD = 200.0  # m, of range and apogee together
# Pitches tried; the lowest is that of the search for aims, threat/aiming.py.
STEEP, FLAT = 0.5 * pi - 0.002, -0.25  # rad

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the ground: latitude, longitude [rad], altitude [m]."""

    latitude: float
    longitude: float
    altitude: float = 0.0


class Scene(NamedTuple):
    """Where a flight starts, its bearing [rad], the Earth it flies over, and the air.

    The air is a table of AIR; None for the U.S. Standard Atmosphere 1976.
    """

    launch: Spot
    bearing: float
    earth: EarthParams
    air: NDArray[np.void] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A flight that was found, SI.

    Attributes
    ----------
    booster : Booster
    velocity : float
        What its stages gave, by the rocket equation [m/s].
    missile : Missile
        As flown, with some velocity to spare.
    shot : Shot
    leaning : (3,) array
        Tilt along and right of the bearing [rad], cut-off as a share of the burn.
    flight_time, burnout_time, burnout_speed, burnout_altitude, burnout_angle : float
    burnout_downrange, apogee : float
    nodes : array of NODE
        The flight's path.
    """

    booster: Booster
    velocity: float
    missile: Missile
    shot: Shot
    leaning: Array
    flight_time: float
    burnout_time: float
    burnout_speed: float
    burnout_altitude: float
    burnout_angle: float
    burnout_downrange: float
    apogee: float
    nodes: NDArray[np.void]


def range_for(missile: Missile, scene: Scene, ground_range: float) -> Range:
    """Return what trial flights need, aimed at a distance along the bearing."""
    air = standard_surroundings().air if scene.air is None else scene.air
    plan = blank_plan(missile, scene.launch)
    plan[0]["max_time"] = _LONGEST_TIME
    plan[0]["tolerance"] = _COARSE
    lon, lat, _ = geodesy.direct(
        degrees(scene.launch.longitude),
        degrees(scene.launch.latitude),
        degrees(scene.bearing),
        min(ground_range, 0.98 * HALF_WAY),
    )
    return Range(
        plan=plan[0],
        missiles=missile_tables([missile]),
        around=Surroundings(scene.earth, air),
        nodes=np.zeros(_NODES, dtype=NODE),
        flight=np.zeros(1, dtype=FLIGHT)[0],
        aim=ecef(Spot(latitude=radians(lat), longitude=radians(lon))),
    )


def find_arc(booster: Booster, scene: Scene, apogee: float, ground_range: float) -> Arc | None:
    """Find a flight with an apogee and a range [m] from nothing; None if there is none.

    On every pitch there is one cut-off that climbs to the apogee, and the flatter the pitch
    the farther that flight goes.  Where even the flattest that can climb so high falls short,
    no flight does both.  The Earth is at rest at first, then turns half as fast, then fully.
    """
    still = scene._replace(earth=RESTING)
    # The vacuum arc's speed, and what gravity and drag take on the way up.
    velocity = 1.15 * ground_arc(apogee, ground_range).speed + 600.0
    missile = missile_for(booster, velocity)
    r = range_for(missile, still, ground_range)
    shot = _bracket(r, apogee, _last_ignition(missile))
    if shot is None:
        return None
    velocity, leaning = velocity_given(missile, shot.cutoff), r.leaning(shot, 3)
    rates = (0.0, 0.0, 0.0) if scene.earth.omega == 0.0 else (0.0, 0.5, 1.0, 1.0)
    arc = None
    for share in rates:
        turning = still.earth._replace(omega=share * scene.earth.omega)
        at = scene._replace(earth=turning)
        arc = near_arc(booster, at, apogee, ground_range, velocity, leaning)
        if arc is None:
            return None
        velocity, leaning = arc.velocity, arc.leaning
    return arc


def near_arc(
    booster: Booster,
    scene: Scene,
    apogee: float,
    ground_range: float,
    velocity: float,
    leaning: Array,
) -> Arc | None:
    """Find a flight with an apogee and a range [m] near a known one; None if that fails."""
    missile = missile_for(booster, velocity)
    r = range_for(missile, scene, ground_range)

    def residuals(shot: Shot) -> Array:
        along = shot.distance * np.cos(shot.turn) - r.distance
        climb = min(shot.apogee, _NEVER_DOWN) - apogee
        return np.array([along, -shot.distance * np.sin(shot.turn), climb])

    share = cutoff_for(missile, velocity) / r.burn_time
    first = r.lean(np.array([leaning[0], leaning[1], share]))
    found = solve(r, start_at(r, first, residuals, 3), residuals, _GOOD, 40)
    if not found.size < 10.0 * _GOOD:
        return None
    shot = r.shoot(found.shot.azimuth, found.shot.pitch, found.shot.cutoff)
    return _arc(r, booster, missile, shot)


def _arc(r: Range, booster: Booster, missile: Missile, shot: Shot) -> Arc:
    flight = r.flight
    position, origin = _vector(flight["burnout_position"]), _vector(r.plan["position"])
    return Arc(
        booster=booster,
        velocity=velocity_given(missile, shot.cutoff),
        missile=missile,
        shot=shot,
        leaning=r.leaning(shot, 3),
        flight_time=float(flight["impact_time"]),
        burnout_time=float(flight["burnout_time"]),
        burnout_speed=float(np.linalg.norm(flight["burnout_velocity"])),
        burnout_altitude=float(ecef_to_geodetic(position)[2]),
        burnout_angle=shot.angle,
        burnout_downrange=float(distance_between(origin, position)),
        apogee=shot.apogee,
        nodes=r.nodes[: int(flight["node_count"])].copy(),
    )


def _vector(field: Array) -> Vec:
    return float(field[0]), float(field[1]), float(field[2])


def _last_ignition(missile: Missile) -> float:
    """When the last stage ignites [s]."""
    return missile.burn_time - missile.stages[-1].burn_time


def velocity_given(missile: Missile, cutoff: float) -> float:
    """What the stages give up to a cut-off in the last one, by the rocket equation [m/s]."""
    mass, total = missile.launch_mass, 0.0
    for stage in missile.stages[:-1]:
        left = mass - stage.propellant_mass
        total += stage.thrust_vacuum / stage.mass_flow * np.log(mass / left)
        mass = left - stage.dry_mass
    last = missile.stages[-1]
    burnt = last.mass_flow * (min(cutoff, missile.burn_time) - _last_ignition(missile))
    return float(total + last.thrust_vacuum / last.mass_flow * np.log(mass / (mass - burnt)))


def cutoff_for(missile: Missile, velocity: float) -> float:
    """When the last stage must be cut off to have given a velocity in all [s]."""
    before = velocity_given(missile, _last_ignition(missile))
    last = missile.stages[-1]
    exhaust = last.thrust_vacuum / last.mass_flow
    mass = missile.payload_mass + last.propellant_mass + last.dry_mass
    burnt = mass * (1.0 - np.exp(-(velocity - before) / exhaust))
    return float(_last_ignition(missile) + burnt / last.mass_flow)


def _climb(r: Range, pitch: float, near: float, apogee: float, ignition: float) -> Shot:
    """Shot at a pitch whose cut-off takes it to the apogee, to a thousandth if it can.

    `near` is a first guess of the cut-off [s]; false position in the root of the apogee.
    """
    low, high = ignition + 0.5, r.burn_time
    wanted, f_low, f_high = apogee**0.5, -(apogee**0.5), 0.0
    shot = r.shoot(r.bearing, pitch, near)
    for _ in range(12):
        if abs(shot.apogee - apogee) < 1e-3 * apogee:
            break
        gap = min(shot.apogee, _NEVER_DOWN) ** 0.5 - wanted
        if gap < 0.0:
            if shot.cutoff >= r.burn_time:
                break
            low, f_low = shot.cutoff, gap
        else:
            high, f_high = shot.cutoff, gap
        if f_high == 0.0:
            x = min(high, low + 1.5 * (low - ignition) * -gap / wanted + 5.0)
        else:
            x = low + (high - low) * min(max(f_low / (f_low - f_high), 0.05), 0.95)
        shot = r.shoot(r.bearing, pitch, x)
    return shot


def _bracket(r: Range, apogee: float, ignition: float) -> Shot | None:
    """Cut-off shot near apogee and range, the flattest tried that is needed; None if none is.

    The pitch is halved three times: Newton's method does the rest.
    """

    def reaches(shot: Shot) -> bool:
        return abs(shot.apogee - apogee) < 0.02 * apogee and unwrapped(shot) >= r.distance

    cutoff = 0.5 * (ignition + r.burn_time)
    steep, found = STEEP, None
    for pitch in np.linspace(STEEP, FLAT, 15)[1:]:
        shot = _climb(r, float(pitch), cutoff, apogee, ignition)
        if reaches(shot):
            found = shot
            break
        steep, cutoff = float(pitch), shot.cutoff
    if found is None:
        return None
    for _ in range(3):
        trial = _climb(r, 0.5 * (steep + found.pitch), found.cutoff, apogee, ignition)
        if reaches(trial):
            found = trial
        else:
            steep = trial.pitch
    return found


def unwrapped(shot: Shot) -> float:
    """Ground distance of a shot [m], beyond half of the circumference where it goes so far."""
    return shot.distance if np.isfinite(shot.apogee) else 2.0 * HALF_WAY


def ground_path(nodes: NDArray[np.void], between: int = 8) -> Array:
    """Geodesic distance from the first node, and altitude [m], along a flight.

    Parameters
    ----------
    nodes : array of NODE
    between : int
        Points to a step of the integrator, on its cubic.

    Returns
    -------
    (N, 2) array
    """
    s = np.linspace(0.0, 1.0, between, endpoint=False)[None, :, None]
    h = np.diff(nodes["time"])[:, None, None]
    p, v = nodes["position"][:, None, :], nodes["velocity"][:, None, :]
    points = (
        (1.0 + 2.0 * s) * (1.0 - s) ** 2 * p[:-1]
        + s**2 * (3.0 - 2.0 * s) * p[1:]
        + h * s * (1.0 - s) * ((1.0 - s) * v[:-1] - s * v[1:])
    ).reshape(-1, 3)
    points = np.vstack([points, nodes["position"][-1]])
    lon, lat, altitude = geodesy.to_geodetic(*points.T)
    first = np.full(len(points), lon[0]), np.full(len(points), lat[0])
    _, _, distance = geodesy.inverse(*first, lon, lat)
    return np.column_stack([distance, altitude])


def distance_flown(scene: Scene, r: Range) -> float:
    """Geodesic from launch to impact [m]."""
    latitude, longitude, _ = ecef_to_geodetic(_vector(r.flight["impact_position"]))
    _, _, length = geodesy.inverse(
        degrees(scene.launch.longitude),
        degrees(scene.launch.latitude),
        degrees(longitude),
        degrees(latitude),
    )
    return float(length)
