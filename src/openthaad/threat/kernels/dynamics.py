"""Forces on a point mass in the rotating Earth-fixed frame: thrust, drag, lift, gravity.

One `Phase` holds everything that stays fixed between two events, so that the right-hand
side reads no table row but those of air and drag.
"""

from math import cos, nan, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.atmosphere import air_at
from openthaad.earth.kernels.drag import drag_near
from openthaad.earth.kernels.frames import up_direction
from openthaad.earth.kernels.gravity import fall
from openthaad.earth.kernels.heights import quick_altitude
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add, add_scaled, cross, dot, scale, unit

# Steering of the thrust.
COAST = 0  # no thrust
ATTITUDE = 1  # at a linearly changing elevation in the vertical plane of the launch azimuth
VELOCITY = 2  # along the air-relative velocity: a gravity turn

# Only trial steps are faster, before the integrator refuses them.
_FASTEST = 1e5  # m/s


# Where on the drag curve a body is: the point below, and the Mach number.
CurvePoint = tuple[int, float]


class Phase(NamedTuple):
    """What stays fixed between two events.  Times are since launch [s]."""

    start: float
    mass: float  # at `start` [kg]
    mass_flow: float  # [kg/s]
    thrust: float  # in vacuum [N]
    exit_area: float  # back-pressure acts on it [m²]
    steering: int
    turn_time: float  # when the thrust points along `thrust_ahead`
    turn_rate: float  # of the thrust towards `thrust_above` [rad/s]
    thrust_ahead: Vec  # unit, ECEF
    thrust_above: Vec  # unit, ECEF, at right angles to it
    area: float  # reference area of drag and lift [m²]
    lift: float  # trim lift coefficient of the spiral; 0.0 for none
    lift_rate: float  # of its direction about the velocity [rad/s]
    lift_phase: float  # at launch [rad]
    lift_threshold: float  # dynamic pressure that must be exceeded [Pa]
    glide_ratio: float  # greatest lift over drag of a glide; 0.0 for none
    glide_load: float  # greatest lift [m/s²]
    glide_sine: float  # of the path angle that it holds, negative downwards
    glide_floor: float  # altitude below which it dives without lift [m]
    glide_rate: float  # at which it turns to the path angle that it holds [1/s]
    glide_onset: float  # sine of the descent over which its lift comes in
    glide_fade: float  # height above its floor over which its lift goes out [m]
    air_rows: float  # rows of the air table per metre
    tolerance: float  # of the integrator's steps, relative to its own


class Forces(NamedTuple):
    """What acts between two events."""

    phase: Phase
    around: Surroundings


@njit
def cos_sin(angle: float) -> tuple[float, float]:
    """Cosine and sine by their series, to rounding for angles of up to 1 rad."""
    x = angle * angle
    c = 1.0 / 20922789888000.0
    s = 1.0 / 355687428096000.0
    c = -1.0 / 87178291200.0 + x * c
    s = -1.0 / 1307674368000.0 + x * s
    c = 1.0 / 479001600.0 + x * c
    s = 1.0 / 6227020800.0 + x * s
    c = -1.0 / 3628800.0 + x * c
    s = -1.0 / 39916800.0 + x * s
    c = 1.0 / 40320.0 + x * c
    s = 1.0 / 362880.0 + x * s
    c = -1.0 / 720.0 + x * c
    s = -1.0 / 5040.0 + x * s
    c = 1.0 / 24.0 + x * c
    s = 1.0 / 120.0 + x * s
    c = -0.5 + x * c
    s = -1.0 / 6.0 + x * s
    return 1.0 + x * c, angle + angle * (x * s)


@njit(fold=True)
def _without_lift(
    time: float, position: Vec, velocity: Vec, forces: Forces, drag: np.void, low: int
) -> tuple[Vec, float, CurvePoint, float, float, float, float]:
    """Acceleration but for drag and lift; then drag per speed [1/s] and what lift asks for.

    Where on the drag curve it is, density, speed, height and mass.
    """
    u, v, w = velocity
    phase = forces.phase
    (ax, ay, az), r, inverse, sine2 = fall(position, velocity, forces.around.earth)
    speed = sqrt(u * u + v * v + w * w)
    if not speed < _FASTEST:
        # A trial step far too long: no number makes the integrator refuse it.
        return (nan, nan, nan), nan, (low, 0.0), nan, nan, nan, nan
    height = quick_altitude(r, inverse, sine2)
    burns = phase.steering != COAST
    rho, slowness, ambient = air_at(forces.around.air, phase.air_rows, height, burns)
    mass = phase.mass - phase.mass_flow * (time - phase.start)
    mach = speed * slowness
    coefficient, low = drag_near(drag, mach, low)
    slowing = 0.5 * rho * phase.area / mass * speed * coefficient
    if burns:
        push = max(phase.thrust - phase.exit_area * ambient, 0.0) / mass
        if phase.steering == VELOCITY:
            push /= speed
            ax += push * u
            ay += push * v
            az += push * w
        else:
            c, s = cos_sin(phase.turn_rate * (time - phase.turn_time))
            c *= push
            s *= push
            ahead, above = phase.thrust_ahead, phase.thrust_above
            ax += c * ahead[0] + s * above[0]
            ay += c * ahead[1] + s * above[1]
            az += c * ahead[2] + s * above[2]
    return (ax, ay, az), slowing, (low, mach), rho, speed, height, mass


@njit(fold=True)
def plain_acceleration(
    time: float, position: Vec, velocity: Vec, forces: Forces, drag: np.void, low: int
) -> tuple[Vec, CurvePoint]:
    """`acceleration` in a phase without lift."""
    total, slowing, on_curve, _, _, _, _ = _without_lift(
        time, position, velocity, forces, drag, low
    )
    return add_scaled(total, -slowing, velocity), on_curve


@njit
def acceleration(
    time: float, position: Vec, velocity: Vec, forces: Forces, drag: np.void, low: int
) -> tuple[Vec, CurvePoint]:
    """Acceleration in the rotating frame [m/s²] at a time since launch [s]."""
    total, slowing, on_curve, rho, speed, height, mass = _without_lift(
        time, position, velocity, forces, drag, low
    )
    phase = forces.phase
    if phase.glide_ratio > 0.0 and slowing > 0.0:
        size, top = glide_lift(position, velocity, total, slowing * speed, height, phase)
        total = add_scaled(total, size, top)
        # Drag due to lift, by the parabolic polar: as large as the rest at the best ratio.
        share = 0.5 * size / (phase.glide_ratio * slowing * speed)
        slowing *= 1.0 + share * share
    total = add_scaled(total, -slowing, velocity)
    if phase.lift != 0.0 and 0.5 * rho * speed * speed > phase.lift_threshold:
        lift = _spiral(time, position, velocity, phase, rho * speed * speed, mass)
        total = add(total, lift)
    return total, on_curve


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
    side = cross(forward, add_scaled(up, 1e-9, phase.thrust_ahead))
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
    wanted = weight + phase.glide_rate * speed * (phase.glide_sine - sine)
    most = min(2.0 * phase.glide_ratio * drag, phase.glide_load)
    fade = min(-sine / phase.glide_onset, 1.0)
    fade *= min(max((height - phase.glide_floor) / phase.glide_fade, 0.0), 1.0)
    return fade * min(max(wanted, -most), most), top
