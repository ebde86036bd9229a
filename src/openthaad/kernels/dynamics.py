"""Forces on a point mass in the rotating Earth-fixed frame: thrust, drag, lift, gravity.

One `Phase` holds everything that stays fixed between two events, so that the right-hand
side reads no table row but those of air and drag.
"""

from math import cos, exp, nan, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_FLATTENING
from openthaad.kernels.aerodynamics import drag_coefficient
from openthaad.kernels.atmosphere import density, pressure, sound_speed
from openthaad.kernels.compiled import inner, njit
from openthaad.kernels.frames import up_direction
from openthaad.kernels.gravity import EarthParams
from openthaad.kernels.vector import Vec, add, add_scaled, cross, dot, scale, unit

# Steering of the thrust.
COAST = 0  # no thrust
ATTITUDE = 1  # at a linearly changing elevation in the vertical plane of the launch azimuth
VELOCITY = 2  # along the air-relative velocity: a gravity turn

# Limits that only trial steps meet, before the integrator refuses them.
_DEEPEST = -20e3  # m
_FASTEST = 1e5  # m/s


class Phase(NamedTuple):
    """What stays fixed between two events.  Times are since launch [s]."""

    start: float
    mass: float  # at `start` [kg]
    mass_flow: float  # [kg/s]
    thrust: float  # in vacuum [N]
    exit_area: float  # back-pressure acts on it [m²]
    steering: int
    elevation: float  # of the thrust at `start`, above the launch site's horizontal [rad]
    elevation_rate: float  # [rad/s]
    site_up: Vec  # unit, ECEF
    site_forward: Vec  # unit, ECEF, horizontal towards the launch azimuth
    area: float  # reference area of drag and lift [m²]
    lift: float  # trim lift coefficient of the spiral; 0.0 for none
    lift_rate: float  # of its direction about the velocity [rad/s]
    lift_phase: float  # at launch [rad]
    lift_threshold: float  # dynamic pressure that must be exceeded [Pa]
    air_cells: float  # rows of the air table per metre
    tolerance: float  # of the integrator's steps, relative to its own


@njit
def quick_altitude(r: float, inverse: float, sine2: float) -> float:
    """Altitude [m] at distance r from the centre (and 1/r), square sine of the latitude.

    Series in the flattening to its second power: within 0.1 m of `frames.altitude` up to
    3000 km, a relative error of density of 1e-5, at a third of the cost.
    """
    bend = EARTH_FLATTENING * (1.0 - sine2) * (2.0 * EARTH_EQUATORIAL_RADIUS * inverse - 0.5)
    bulge = EARTH_EQUATORIAL_RADIUS * EARTH_FLATTENING * sine2
    return r - EARTH_EQUATORIAL_RADIUS + bulge * (1.0 + bend)


@njit
def height_of(position: Vec) -> float:
    """`quick_altitude` of a position [m]."""
    r = sqrt(dot(position, position))
    sine = position[2] / r
    return quick_altitude(r, 1.0 / r, sine * sine)


@njit
def climb_rate(position: Vec, velocity: Vec) -> float:
    """Rate of altitude [m/s] to the first power of the flattening: 1e-5 of the speed."""
    r = sqrt(dot(position, position))
    # The ellipsoid's normal leans towards the axis by this share of z.
    lean = 2.0 * EARTH_FLATTENING * EARTH_EQUATORIAL_RADIUS / r
    size = r + lean * position[2] * position[2] / r
    return (dot(position, velocity) + lean * position[2] * velocity[2]) / size


@inner
def _air_at(air: np.ndarray, per_step: float, height: float) -> tuple[float, float]:
    """Density [kg/m³] and speed of sound [m/s], as in kernels/atmosphere.py, in one look-up."""
    place = height * per_step
    # Written so that a height that is no number ends here too.
    if not place < air.shape[0] - 1:
        return 0.0, 1.0
    if place <= 0.0:
        low_height = max(height, _DEEPEST)
        return density(air, low_height), sound_speed(air, low_height)
    i = int(place)
    t = place - i
    low = air[i]
    high = air[i + 1]
    # Hermite basis: 1 - b, b, and the two slopes' weights times the step.
    b = t * t * (3.0 - 2.0 * t)
    step = 1.0 / per_step
    m0 = t * (1.0 - t) * (1.0 - t) * step
    m1 = -t * t * (1.0 - t) * step
    log_density = (
        low["ln_density"]
        + b * (high["ln_density"] - low["ln_density"])
        + m0 * low["ln_density_slope"]
        + m1 * high["ln_density_slope"]
    )
    sound = (
        low["sound_speed"]
        + b * (high["sound_speed"] - low["sound_speed"])
        + m0 * low["sound_speed_slope"]
        + m1 * high["sound_speed_slope"]
    )
    return exp(log_density), sound


@njit
def acceleration(
    time: float,
    position: Vec,
    velocity: Vec,
    phase: Phase,
    air: np.ndarray,
    drag: np.void,
    earth: EarthParams,
) -> Vec:
    """Acceleration in the rotating frame [m/s²] at a time since launch [s]."""
    # gravity.gravity, written out because it shares the distance with the altitude.
    x, y, z = position
    r2 = x * x + y * y + z * z
    inverse = 1.0 / sqrt(r2)
    inverse2 = inverse * inverse
    sine2 = z * z * inverse2
    q = 1.5 * earth.j2 * earth.radius * earth.radius * inverse2
    pull = -earth.gm * inverse * inverse2
    level = pull * (1.0 + q * (1.0 - 5.0 * sine2)) + earth.omega * earth.omega
    turn = 2.0 * earth.omega
    total = (
        level * x + turn * velocity[1],
        level * y - turn * velocity[0],
        (level - earth.omega * earth.omega + 2.0 * pull * q) * z,
    )
    height = quick_altitude(r2 * inverse, inverse, sine2)
    mass = phase.mass - phase.mass_flow * (time - phase.start)
    if phase.steering != COAST:
        force = max(phase.thrust - phase.exit_area * pressure(air, height), 0.0)
        direction = _thrust_direction(time, velocity, phase)
        total = add_scaled(total, force / mass, direction)
    rho, sound = _air_at(air, phase.air_cells, height)
    if rho * phase.area == 0.0:
        return total
    speed2 = dot(velocity, velocity)
    if not speed2 < _FASTEST * _FASTEST:
        # A trial step far too long: no number makes the integrator refuse it.
        return nan, nan, nan
    speed = sqrt(speed2)
    push = 0.5 * rho * phase.area / mass
    total = add_scaled(total, -push * speed * drag_coefficient(drag, speed / sound), velocity)
    if phase.lift != 0.0 and 0.5 * rho * speed2 > phase.lift_threshold:
        total = add(total, _spiral(time, position, velocity, phase, rho * speed2, mass))
    return total


@inner
def _thrust_direction(time: float, velocity: Vec, phase: Phase) -> Vec:
    if phase.steering == VELOCITY:
        return unit(velocity)
    elevation = phase.elevation + phase.elevation_rate * (time - phase.start)
    return add_scaled(scale(cos(elevation), phase.site_forward), sin(elevation), phase.site_up)


@inner
def _spiral(
    time: float, position: Vec, velocity: Vec, phase: Phase, twice_q: float, mass: float
) -> Vec:
    """Trim lift on the way down, turning about the velocity; zero at the threshold."""
    up = up_direction(position)
    if dot(velocity, up) >= 0.0:
        return 0.0, 0.0, 0.0
    forward = unit(velocity)
    # A missile that falls straight down has no preferred side: any horizontal one will do.
    side = cross(forward, add_scaled(up, 1e-9, phase.site_forward))
    if dot(side, side) == 0.0:
        return 0.0, 0.0, 0.0
    side = unit(side)
    top = cross(side, forward)
    angle = phase.lift_phase + phase.lift_rate * time
    size = (0.5 * twice_q - phase.lift_threshold) * phase.area * phase.lift / mass
    return add_scaled(scale(size * cos(angle), top), size * sin(angle), side)
