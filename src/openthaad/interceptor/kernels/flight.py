"""An interceptor in flight: its tables, its forces, and its motion in steps.

ECEF throughout.  Two tables keep guidance honest: SHOT holds what the interceptor and its
fire control know (Picture), SHOT_TRUTH what is so (Truth).  `navigate` is the only way
from the second to the first for the interceptor's own state.
"""

from math import exp
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.atmosphere import air_at
from openthaad.earth.kernels.drag import DRAG, drag_coefficient, drag_from, drag_point
from openthaad.earth.kernels.gravity import EarthParams, fall
from openthaad.earth.kernels.heights import height_of, quick_altitude
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.codes import ShotStatus
from openthaad.kernels.compiled import njit
from openthaad.kernels.random import (
    NAVIGATION,
    RELIABILITY,
    Draws,
    indexed_normals,
    uniform,
)
from openthaad.kernels.vector import (
    Vec,
    add,
    add_scaled,
    angle_between,
    cross,
    norm,
    rotate,
    scale,
    sub,
)

READY = int(ShotStatus.READY)
BOOST = int(ShotStatus.BOOST)
COAST = int(ShotStatus.COAST)
ENDGAME = int(ShotStatus.ENDGAME)
DONE = int(ShotStatus.DONE)

# One row per type of interceptor.
INTERCEPTOR = np.dtype(
    [
        ("launch_mass", "f8"),  # kg
        ("propellant_mass", "f8"),  # kg
        ("kill_vehicle_mass", "f8"),  # kg
        ("thrust_vacuum", "f8"),  # N, constant over the burn
        ("exit_area", "f8"),  # m²
        ("burn_time", "f8"),  # s
        ("separation_time", "f8"),  # s after launch; the burnt-out booster stays on till then
        ("canister_minimum", "f8"),  # rad; lowest and highest elevation at exit
        ("canister_maximum", "f8"),  # rad
        ("straight_time", "f8"),  # s after launch before it may turn
        ("turn_rate", "f8"),  # rad/s; bound on the turning of the thrust axis
        ("minimum_elevation", "f8"),  # rad; lowest commanded thrust axis
        ("boost_area", "f8"),  # m²; its drag factor included
        ("boost_drag", DRAG),
        ("ballistic_coefficient", "f8"),  # kg/m² of the kill vehicle
        ("divert_acceleration", "f8"),  # m/s²
        ("divert_delta_v", "f8"),  # m/s
        ("divert_floor", "f8"),  # m; below this altitude the divert motors do not steer it
        ("midcourse_share", "f8"),  # of divert_delta_v that may go before the seeker sees
        ("guidance_lag", "f8"),  # s, first order
        ("navigation_ratio", "f8"),  # N'
        ("seeker_range", "f8"),  # m; mean acquisition range
        ("seeker_range_spread", "f8"),  # standard deviation / mean, one draw per shot
        ("seeker_half_field", "f8"),  # rad; half angle of the field of view
        ("seeker_noise", "f8"),  # rad; white, per axis and look
        ("seeker_period", "f8"),  # s between looks
        ("seeker_floor", "f8"),  # m; below this altitude its window is not opened
        ("acquisition_time", "f8"),  # s in view before the seeker is locked
        ("navigation_position_sigma", "f8"),  # m per axis, one draw per shot
        ("navigation_velocity_sigma", "f8"),  # m/s per axis, one draw per shot
        ("pointing_sigma", "f8"),  # rad per axis, one draw per shot
        ("target_acceleration_sigma", "f8"),  # m/s²; what the filter allows for in the target
        ("lethal_radius", "f8"),  # m
        ("p_kill_given_hit", "f8"),
        ("reliability", "f8"),
        ("uplink_period", "f8"),  # s
        ("flight_time_maximum", "f8"),  # s; batteries and coolant: fire control applies it
        ("boost_dead_band", "f8"),  # m; a shift of the intercept that boost leaves alone ...
        ("boost_dead_band_sigmas", "f8"),  # ... and in sigmas of the track
        ("retiming_maximum", "f8"),  # s by which midcourse may move the intercept
        ("blind_lag_factor", "f8"),  # of guidance_lag, for what is left to give while blind
        ("failure_seen_after", "f8"),  # s from ignition until a failed booster is known
        ("overrun_time", "f8"),  # s past its predicted intercept, when it gives up
    ]
)

# One row per interceptor fired: what it and its fire control know.
SHOT = np.dtype(
    [
        ("status", "i1"),  # ShotStatus
        ("result", "i1"),  # endgame.ShotResult
        ("battery", "i4"),
        ("launcher", "i4"),
        ("canister", "i4"),
        ("interceptor", "i4"),  # row of INTERCEPTOR
        ("track", "i4"),
        ("launch_time", "f8"),  # s since epoch
        ("time", "f8"),  # s since epoch, of the states below
        ("position", "f8", (3,)),  # own navigated state [m]
        ("velocity", "f8", (3,)),  # [m/s]
        ("attitude", "f8", (3,)),  # thrust axis
        ("command", "f8", (3,)),  # commanded thrust axis in boost
        ("pip", "f8", (3,)),  # predicted intercept point [m]
        ("pip_time", "f8"),  # s since epoch
        ("pip_sigma", "f8"),  # m per axis
        ("uplink_time", "f8"),  # s since epoch, of the last uplink
        ("target_time", "f8"),  # s since epoch, of the uplinked present target state
        ("target_position", "f8", (3,)),
        ("target_velocity", "f8", (3,)),
        ("target_acceleration", "f8", (3,)),  # in ECEF, rotation included
        ("target_sigma", "f8"),  # m per axis
        ("target_velocity_sigma", "f8"),  # m/s per axis
        ("meeting_time", "f8"),  # s since epoch, of the target state uplinked for the intercept
        ("meeting_position", "f8", (3,)),
        ("meeting_velocity", "f8", (3,)),
        ("meeting_acceleration", "f8", (3,)),
        ("meeting_sigma", "f8"),  # m per axis
        ("delta_v", "f8", (3,)),  # midcourse correction still to be given [m/s]
        ("divert_used", "f8"),  # m/s
        ("divert_exhausted", "i1"),
        ("zero_effort_miss", "f8"),  # m, as guidance last estimated it
        ("in_view_time", "f8"),  # s of unbroken sight
        ("acquired", "i1"),
        ("acquisition_time", "f8"),  # s since epoch
        ("acquisition_range", "f8"),  # m, as predicted
        ("axis", "f8", (3,)),  # line of sight at acquisition
        ("first_lateral", "f8", (3,)),
        ("second_lateral", "f8", (3,)),
        ("lateral_position", "f8", (2,)),  # filter: target minus own along the laterals [m]
        ("lateral_velocity", "f8", (2,)),  # m/s
        ("filter_covariance", "f8", (3,)),  # position, cross, velocity; same for both axes
    ]
)

# What is so, and what chance has decided for this canister.
SHOT_TRUTH = np.dtype(
    [
        ("position", "f8", (3,)),
        ("velocity", "f8", (3,)),
        ("achieved", "f8", (3,)),  # divert acceleration after the lag [m/s²]
        ("navigation_position", "f8", (3,)),  # errors of the navigated state
        ("navigation_velocity", "f8", (3,)),
        ("pointing", "f8", (2,)),  # rad
        ("seeker_range", "f8"),  # m, of this seeker against its target
        ("works", "i1"),  # reliability draw
        ("is_quiet", "i1"),  # in a run without noise its seeker has none
        ("locked_object", "i4"),  # object the seeker looks at
        ("handover_error", "f8"),  # m across the line of sight; nan until in range
        ("handover_range", "f8"),  # m
        ("burnout_time", "f8"),  # s after launch
        ("burnout_speed", "f8"),  # m/s
        ("miss_distance", "f8"),  # m; nan until the closest approach
        ("closest_time", "f8"),  # s since epoch
        ("closing_speed", "f8"),  # m/s
        ("target_speed", "f8"),  # m/s
        ("intercept_position", "f8", (3,)),
    ]
)

# Above this the air takes less than 1 mm/s from a kill vehicle in a minute.
_AIRLESS_ALTITUDE = 150.0e3
NO_PUSH = (0.0, 0.0, 0.0)
_BOOST_STEP = 0.5  # s
_INSTANT = 1e-9  # s; shorter times are rounding


class FlightState(NamedTuple):
    """An interceptor at a moment, ECEF."""

    time: float  # since launch [s]
    position: Vec  # [m]
    velocity: Vec  # [m/s]
    attitude: Vec  # thrust axis, unit


@njit
def get(field: np.ndarray) -> Vec:
    """Read a vector field of a row."""
    return field[0], field[1], field[2]


@njit
def put(field: np.ndarray, value: Vec) -> None:
    """Write a vector field of a row."""
    field[0] = value[0]
    field[1] = value[1]
    field[2] = value[2]


@njit
def turned(attitude: Vec, command: Vec, angle: float) -> Vec:
    """Unit vector turned from attitude towards command by at most an angle [rad]."""
    away = angle_between(attitude, command)
    if away <= angle:
        return command
    axis = cross(attitude, command)
    size = norm(axis)
    if size == 0.0:
        return attitude
    return rotate(attitude, scale(1.0 / size, axis), angle)


@njit
def weight(p: Vec, v: Vec, earth: EarthParams) -> tuple[Vec, float]:
    """Gravity and rotation [m/s²], and altitude [m]."""
    total, distance, inverse, sine2 = fall(p, v, earth)
    return total, quick_altitude(distance, inverse, sine2)


@njit
def _slowing(h: float, speed: float, ballistic_coefficient: float, air: np.ndarray) -> float:
    """Deceleration by drag per speed [1/s] of a body of constant ballistic coefficient."""
    if h > _AIRLESS_ALTITUDE:
        return 0.0
    rho, _, _ = air_at(air, 1.0 / air[1]["altitude"], h, False)
    return 0.5 * rho * speed / ballistic_coefficient


@njit
def slowing(interceptor: np.void, now: FlightState, air: np.ndarray) -> float:
    """Deceleration by drag per speed [1/s]."""
    t, h, speed = now.time, height_of(now.position), norm(now.velocity)
    if t >= interceptor["separation_time"]:
        return _slowing(h, speed, interceptor["ballistic_coefficient"], air)
    rho, slowness, _ = air_at(air, 1.0 / air[1]["altitude"], min(h, _AIRLESS_ALTITUDE), False)
    burnt = min(t, interceptor["burn_time"]) / interceptor["burn_time"]
    mass = interceptor["launch_mass"] - interceptor["propellant_mass"] * burnt
    cd = drag_coefficient(interceptor["boost_drag"], speed * slowness)
    return 0.5 * rho * speed * cd * interceptor["boost_area"] / mass


@njit
def coast_acceleration(
    p: Vec, v: Vec, ballistic_coefficient: float, around: Surroundings
) -> Vec:
    """Gravity, rotation and drag [m/s²] on a body of constant ballistic coefficient [kg/m²]."""
    total, h = weight(p, v, around.earth)
    return add_scaled(total, -_slowing(h, norm(v), ballistic_coefficient, around.air), v)


@njit(fold=True)
def _force(
    interceptor: np.void, around: Surroundings, now: FlightState, phase: float, low: int
) -> tuple[Vec, int]:
    """`acceleration`, and where on the drag curve: `low` is where the last look was, or -1."""
    t, p, v, attitude = now
    total, h = weight(p, v, around.earth)
    speed = norm(v)
    air = around.air
    if phase >= interceptor["separation_time"]:
        slowing = _slowing(h, speed, interceptor["ballistic_coefficient"], air)
        return add_scaled(total, -slowing, v), low
    burnt = min(t, interceptor["burn_time"]) / interceptor["burn_time"]
    mass = interceptor["launch_mass"] - interceptor["propellant_mass"] * burnt
    h = min(h, _AIRLESS_ALTITUDE)
    burns = phase < interceptor["burn_time"]
    rho, slowness, ambient = air_at(air, 1.0 / air[1]["altitude"], h, burns)
    curve, mach = interceptor["boost_drag"], speed * slowness
    cd, low = drag_from(curve, mach, drag_point(curve, mach) if low < 0 else low)
    drag = 0.5 * rho * speed * cd * interceptor["boost_area"]
    total = add_scaled(total, -drag / mass, v)
    if not burns:
        return total, low
    thrust = interceptor["thrust_vacuum"] - ambient * interceptor["exit_area"]
    return add_scaled(total, thrust / mass, attitude), low


@njit
def acceleration(
    interceptor: np.void, around: Surroundings, now: FlightState, phase: float
) -> Vec:
    """Acceleration [m/s²] in a state.

    phase is a time inside the running step [s after launch]: it decides what burns and what
    is attached, so that a step that ends at burnout does not see the cut-off.
    """
    return _force(interceptor, around, now, phase, -1)[0]


@njit(fold=True)
def _step(
    interceptor: np.void, around: Surroundings, now: FlightState, h: float,
    axes: tuple[Vec, Vec], push: Vec,
) -> FlightState:  # fmt: skip
    """One Runge-Kutta step of fourth order; axes: the thrust axis at its middle and end.

    push is an extra acceleration [m/s²].  Four calls and not a loop: the place of a stage
    waits only for the stage before the last, so the processor begins it early.
    """
    t, p, v, _ = now
    middle, end = axes
    half = 0.5 * h
    halfway = t + half
    a, low = _force(interceptor, around, now, halfway, -1)
    a1 = add(push, a)
    v2 = add_scaled(v, half, a1)
    p2 = add_scaled(p, half, v)
    a, low = _force(interceptor, around, FlightState(halfway, p2, v2, middle), halfway, low)
    a2 = add(push, a)
    v3 = add_scaled(v, half, a2)
    p3 = add_scaled(p, half, v2)
    a, low = _force(interceptor, around, FlightState(halfway, p3, v3, middle), halfway, low)
    a3 = add(push, a)
    v4 = add_scaled(v, h, a3)
    p4 = add_scaled(p, h, v3)
    a, _ = _force(interceptor, around, FlightState(t + h, p4, v4, end), halfway, low)
    a4 = add(push, a)
    p = add(p, _simpson(h, v, v2, v3, v4))
    return FlightState(t + h, p, add(v, _simpson(h, a1, a2, a3, a4)), end)


@njit
def _simpson(h: float, begin: Vec, middle: Vec, again: Vec, end: Vec) -> Vec:
    """Change over h of what has these rates: Simpson's rule."""
    total = add_scaled(scale(h / 6.0, begin), h / 3.0, middle)
    return add_scaled(add_scaled(total, h / 3.0, again), h / 6.0, end)


@njit
def longest_step(interceptor: np.void, now: FlightState, command: Vec) -> float:
    """Longest step [s] that keeps a whole fly-out within some metres; never across a break.

    Breaks are the start and end of the turn, burnout and separation.
    """
    t = now.time
    if t < interceptor["straight_time"] - _INSTANT:
        return min(_BOOST_STEP, interceptor["straight_time"] - t)
    if t < interceptor["burn_time"] - _INSTANT:
        h = min(_BOOST_STEP, interceptor["burn_time"] - t)
        turning = angle_between(now.attitude, command) / interceptor["turn_rate"]
        return min(h, turning) if turning > _INSTANT else h
    h = height_of(now.position)
    longest = 1.0 if h < 60.0e3 else 4.0 if h < 110.0e3 else 20.0
    if t < interceptor["separation_time"] - _INSTANT:
        return min(longest, interceptor["separation_time"] - t)
    return longest


@njit
def advance(
    interceptor: np.void, around: Surroundings, now: FlightState, h: float, command: Vec,
    push: Vec,
) -> FlightState:  # fmt: skip
    """State after one step of h [s] that crosses no break."""
    t, attitude = now.time, now.attitude
    middle = end = attitude
    turns = interceptor["straight_time"] - _INSTANT <= t < interceptor["burn_time"] - _INSTANT
    if turns and attitude != command:
        angle = interceptor["turn_rate"] * h
        middle = turned(attitude, command, 0.5 * angle)
        end = turned(attitude, command, angle)
    return _step(interceptor, around, now, h, (middle, end), push)


@njit
def fly(
    interceptor: np.void, around: Surroundings, now: FlightState, until: float, command: Vec,
    push: Vec,
) -> FlightState:  # fmt: skip
    """Fly on to `until` [s after launch] with one commanded thrust axis.

    push is an extra acceleration [m/s²].  Stops early, 500 m below the ellipsoid.
    """
    while now.time < until - _INSTANT and height_of(now.position) > -500.0:
        h = min(longest_step(interceptor, now, command), until - now.time)
        now = advance(interceptor, around, now, h, command, push)
    return now


@njit
def canister_address(shot: np.void) -> int:
    """Number of the canister for addressed draws: battery, launcher, canister."""
    return (int(shot["battery"]) * 256 + int(shot["launcher"])) * 256 + int(shot["canister"])


@njit
def draw_shot(interceptor: np.void, shot: np.void, truth: np.void, draws: Draws) -> None:
    """Draw once what this canister holds: navigation and pointing errors, seeker, fate."""
    address = canister_address(shot)
    seed, run = draws.seed, draws.run
    n = indexed_normals(seed, run, NAVIGATION, address, 0, 0, 0)
    m = indexed_normals(seed, run, NAVIGATION, address, 0, 0, 1)
    k = indexed_normals(seed, run, NAVIGATION, address, 0, 0, 2)
    put(truth["navigation_position"], scale(interceptor["navigation_position_sigma"], n[:3]))
    put(truth["navigation_velocity"], scale(interceptor["navigation_velocity_sigma"], m[:3]))
    truth["pointing"][0] = interceptor["pointing_sigma"] * k[0]
    truth["pointing"][1] = interceptor["pointing_sigma"] * k[1]
    # Log-normal about the mean range: a seeker never sees from a negative distance.
    spread = interceptor["seeker_range_spread"]
    truth["seeker_range"] = interceptor["seeker_range"] * exp(spread * (k[2] - 0.5 * spread))
    fate = uniform(seed, run, RELIABILITY, address, 0, 0)
    truth["works"] = 1 if fate < interceptor["reliability"] else 0


@njit
def navigate(shot: np.void, truth: np.void) -> None:
    """Own state as the interceptor knows it: truth and the errors drawn for this shot."""
    put(shot["position"], add(get(truth["position"]), get(truth["navigation_position"])))
    put(shot["velocity"], add(get(truth["velocity"]), get(truth["navigation_velocity"])))


@njit
def ignite(
    shot: np.void, truth: np.void, time: float, position: Vec,
    attitude: Vec, command: Vec,
) -> None:  # fmt: skip
    """Put a shot at its launcher at time [s], with its canister's and commanded axis."""
    shot["status"] = BOOST
    shot["launch_time"] = time
    shot["time"] = time
    shot["uplink_time"] = time
    put(shot["attitude"], attitude)
    put(shot["command"], command)
    put(shot["delta_v"], NO_PUSH)
    shot["divert_used"] = 0.0
    shot["divert_exhausted"] = 0
    shot["acquired"] = 0
    shot["in_view_time"] = 0.0
    put(truth["position"], position)
    put(truth["velocity"], NO_PUSH)
    put(truth["achieved"], NO_PUSH)
    truth["handover_error"] = np.nan
    truth["handover_range"] = np.nan
    truth["miss_distance"] = np.nan
    truth["closest_time"] = np.nan
    truth["burnout_time"] = np.nan
    truth["burnout_speed"] = np.nan
    truth["locked_object"] = -1
    navigate(shot, truth)


@njit
def step_boost(
    interceptor: np.void, shot: np.void, truth: np.void, period: float, around: Surroundings
) -> None:
    """Move a boosting shot by one period; at burnout note its speed and go over to coast."""
    t = shot["time"] - shot["launch_time"]
    until = t + period
    burn = interceptor["burn_time"]
    p, v, axis = get(truth["position"]), get(truth["velocity"]), get(shot["attitude"])
    command = get(shot["command"])
    for stop in (min(until, burn), until):
        start = FlightState(t, p, v, axis)
        t, p, v, axis = fly(interceptor, around, start, stop, command, NO_PUSH)
        t = stop
        if shot["status"] == BOOST and stop >= burn - _INSTANT:
            truth["burnout_time"] = burn
            truth["burnout_speed"] = norm(v)
            shot["status"] = COAST
    put(truth["position"], p)
    put(truth["velocity"], v)
    put(shot["attitude"], axis)
    shot["time"] += period
    navigate(shot, truth)


@njit
def take_divert(interceptor: np.void, shot: np.void, speed: float, limit: float) -> float:
    """Take up to speed [m/s] from the budget, total use at most limit; returns what it got."""
    left = max(0.0, limit - shot["divert_used"])
    got = min(speed, left)
    shot["divert_used"] += got
    if shot["divert_used"] >= interceptor["divert_delta_v"] * (1.0 - 1e-12):
        shot["divert_exhausted"] = 1
    return got


@njit
def can_divert(interceptor: np.void, t: float, position: Vec) -> bool:
    """Tell whether the kill vehicle is free of its booster and high enough to steer."""
    if t < interceptor["separation_time"] - 1e-9:
        return False
    return height_of(position) >= interceptor["divert_floor"]


@njit
def step_coast(
    interceptor: np.void, shot: np.void, truth: np.void, period: float, around: Surroundings
) -> None:
    """Move a coasting shot by one period, giving what it can of the outstanding delta_v.

    The push is spread evenly over the period and without lag: at 50 m/s² that displaces a
    correction by less than 0.1 m.
    """
    t = shot["time"] - shot["launch_time"]
    push = NO_PUSH
    wanted = get(shot["delta_v"])
    size = norm(wanted)
    if size > 0.0 and can_divert(interceptor, t, get(truth["position"])):
        limit = interceptor["midcourse_share"] * interceptor["divert_delta_v"]
        most = min(size, interceptor["divert_acceleration"] * period)
        got = take_divert(interceptor, shot, most, limit)
        push = scale(got / (size * period), wanted)
        put(shot["delta_v"], sub(wanted, scale(got / size, wanted)))
    axis = get(shot["attitude"])
    start = FlightState(t, get(truth["position"]), get(truth["velocity"]), axis)
    there = fly(interceptor, around, start, t + period, axis, push)
    put(truth["position"], there.position)
    put(truth["velocity"], there.velocity)
    shot["time"] += period
    navigate(shot, truth)
