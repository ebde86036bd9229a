"""Forces on a point mass in the rotating Earth-fixed frame: thrust, drag, lift, gravity.

One `Phase` holds everything that stays fixed between two events, so that the right-hand
side reads no table row but those of air and drag.
"""

from math import cos, exp, nan, radians, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_FLATTENING
from openthaad.kernels.aerodynamics import drag_coefficient
from openthaad.kernels.atmosphere import density, pressure, sound_speed
from openthaad.kernels.compiled import njit
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

# A glide turns its path towards the angle that it holds at this rate [1/s]; its lift comes in
# over the first degree below the horizontal and goes out over this height above its floor [m].
GLIDE_RATE = 0.2
GLIDE_FADE = 2000.0
_GLIDE_ONSET = sin(radians(1.0))


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
    glide_ratio: float  # greatest lift over drag of a glide; 0.0 for none
    glide_load: float  # greatest lift [m/s²]
    glide_sine: float  # of the path angle that it holds, negative downwards
    glide_floor: float  # altitude below which it dives without lift [m]
    air_step: float  # of the air table [m]
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


@njit
def _weights(t: float, step: float) -> tuple[float, float, float]:
    """Cubic Hermite weights: of the rise, and of the two slopes by altitude."""
    rest = t * (1.0 - t)
    return t * t * (3.0 - 2.0 * t), rest * (1.0 - t) * step, -rest * t * step


@njit
def _air_at(air: np.ndarray, step: float, height: float, burns: bool) -> Vec:
    """Density [kg/m³], speed of sound [m/s] and, where asked for, pressure [Pa] (else 0).

    As in kernels/atmosphere.py, in one look-up.
    """
    place = height / step
    # Written so that a height that is no number ends here too.
    if not place < air.shape[0] - 1:
        return 0.0, 1.0, 0.0
    if place <= 0.0:
        deep = max(height, _DEEPEST)
        return density(air, deep), sound_speed(air, deep), pressure(air, deep)
    i = int(place)
    low = air[i]
    high = air[i + 1]
    b, m0, m1 = _weights(place - i, step)
    start, sound, push = low["ln_density"], low["sound_speed"], 0.0
    start += b * (high["ln_density"] - start)
    start += m0 * low["ln_density_slope"] + m1 * high["ln_density_slope"]
    sound += b * (high["sound_speed"] - sound)
    sound += m0 * low["sound_speed_slope"] + m1 * high["sound_speed_slope"]
    if burns:
        push = low["ln_pressure"]
        push += b * (high["ln_pressure"] - push)
        push += m0 * low["ln_pressure_slope"] + m1 * high["ln_pressure_slope"]
        push = exp(push)
    return exp(start), sound, push


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
    burns = phase.steering != COAST
    rho, sound, ambient = _air_at(air, phase.air_step, height, burns)
    if burns:
        force = max(phase.thrust - phase.exit_area * ambient, 0.0)
        direction = _thrust_direction(time, velocity, phase)
        total = add_scaled(total, force / mass, direction)
    if rho * phase.area == 0.0:
        return total
    speed2 = dot(velocity, velocity)
    if not speed2 < _FASTEST * _FASTEST:
        # A trial step far too long: no number makes the integrator refuse it.
        return nan, nan, nan
    speed = sqrt(speed2)
    push = 0.5 * rho * phase.area / mass
    slowing = push * drag_coefficient(drag, speed / sound)
    if phase.glide_ratio > 0.0 and slowing > 0.0:
        # slowing is drag without lift over speed squared.
        size, top = glide_lift(position, velocity, total, slowing * speed2, height, phase)
        total = add_scaled(total, size, top)
        # Drag due to lift, by the parabolic polar: as large as the rest at the best ratio.
        share = 0.5 * size / (phase.glide_ratio * slowing * speed2)
        slowing *= 1.0 + share * share
    total = add_scaled(total, -slowing * speed, velocity)
    if phase.lift != 0.0 and 0.5 * rho * speed2 > phase.lift_threshold:
        total = add(total, _spiral(time, position, velocity, phase, rho * speed2, mass))
    return total


@njit
def _thrust_direction(time: float, velocity: Vec, phase: Phase) -> Vec:
    if phase.steering == VELOCITY:
        return unit(velocity)
    elevation = phase.elevation + phase.elevation_rate * (time - phase.start)
    return add_scaled(scale(cos(elevation), phase.site_forward), sin(elevation), phase.site_up)


@njit
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


@njit
def glide_lift(
    position: Vec, velocity: Vec, free: Vec, drag: float, height: float, phase: Phase
) -> tuple[float, Vec]:
    """Lift of a glide [m/s²], negative in a dive, along what is up across the velocity.

    What holds the path angle on the way down, within what the air and the structure bear:
    docs/models/threat-flight.md.  `free` is the acceleration without air [m/s²], `drag`
    that without lift [m/s²].
    """
    up = up_direction(position)
    speed = sqrt(dot(velocity, velocity))
    forward = scale(1.0 / speed, velocity)
    sine = dot(forward, up)
    if sine >= 0.0:
        return 0.0, up
    level = sqrt(max(1.0 - sine * sine, 1e-12))
    top = scale(1.0 / level, add_scaled(up, -sine, forward))
    # What gravity and the frame leave to be borne once the path follows the round Earth.
    weight = -dot(free, top) - speed * speed * level / sqrt(dot(position, position))
    wanted = weight + GLIDE_RATE * speed * (phase.glide_sine - sine)
    most = min(2.0 * phase.glide_ratio * drag, phase.glide_load)
    fade = min(-sine / _GLIDE_ONSET, 1.0)
    fade *= min(max((height - phase.glide_floor) / GLIDE_FADE, 0.0), 1.0)
    return fade * min(max(wanted, -most), most), top
