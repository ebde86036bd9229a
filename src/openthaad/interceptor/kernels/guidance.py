"""Zero-effort miss, midcourse divert, and homing on a filtered line of sight.

Everything here is Picture: own navigated state, the uplinked track prediction, the
seeker's noisy sight.  No function takes the true target.  Notation and laws follow
P. Zarchan, Tactical and Strategic Missile Guidance (AIAA): proportional navigation written
as n_c = N' ZEM / t_go², with the zero-effort miss ZEM and the time to go t_go.
"""

from math import sqrt

import numpy as np

from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels.flight import (
    BOOST,
    NO_PUSH,
    FlightState,
    coast_acceleration,
    fly,
    get,
    put,
)
from openthaad.interceptor.kernels.flyout import SOLVED, Aim, Target, aim
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion
from openthaad.kernels.vector import Vec, add, add_scaled, cross, dot, norm, scale, sub, unit

# s; closer than this no command can change the miss by a millimetre, and N'/t_go² diverges.
_LAST_COMMAND = 0.005
# m; floor of the filter's measurement error, against a gain of one at range zero.
_SIGHT_FLOOR = 0.01


@njit
def time_of_closest_approach(r: Vec, w: Vec, a: Vec) -> float:
    """Time [s] at which |r + w t + a t²/2| is least, near the straight-line answer."""
    t = -dot(r, w) / dot(w, w)
    for _ in range(4):
        place = add_scaled(add_scaled(r, t, w), 0.5 * t * t, a)
        rate = add_scaled(w, t, a)
        t -= dot(place, rate) / (dot(rate, rate) + dot(place, a))
    return t


@njit
def zero_effort_miss(r: Vec, w: Vec, a: Vec) -> tuple[Vec, float]:
    """Miss vector [m] and time [s] of closest approach if nobody acts.

    r, w, a: position, velocity, acceleration of the target relative to the interceptor.
    """
    t = time_of_closest_approach(r, w, a)
    return add_scaled(add_scaled(r, t, w), 0.5 * t * t, a), t


@njit
def divert_for(miss: Vec, dead_band: float, time_to_go: float, acceleration: float) -> Vec:
    """Velocity change [m/s] that takes a miss back to the dead band [m].

    A soft threshold: what lies inside the band may be track error and is left to later,
    better information.  A push of finite length acts from its middle on.
    """
    size = norm(miss)
    if size <= dead_band or time_to_go <= _LAST_COMMAND:
        return NO_PUSH
    excess = size - dead_band
    speed = excess / time_to_go
    for _ in range(3):
        lever = max(time_to_go - 0.5 * speed / acceleration, 0.5 * time_to_go)
        speed = excess / lever
    return scale(speed / size, miss)


@njit
def take_present(shot: np.void, target: Motion, sigma: float, velocity_sigma: float) -> None:
    """Store where the track has the target at about the present: for pointing and homing.

    Its time is since the epoch, its acceleration the full one in the rotating frame; the
    sigmas [m, m/s] are per axis.
    """
    shot["uplink_time"] = shot["time"]
    shot["target_time"] = target.time
    put(shot["target_position"], target.position)
    put(shot["target_velocity"], target.velocity)
    put(shot["target_acceleration"], target.acceleration)
    shot["target_sigma"] = sigma
    shot["target_velocity_sigma"] = velocity_sigma


@njit
def take_meeting(shot: np.void, target: Motion, sigma: float) -> None:
    """Store where the track will have the target at about the intercept: for steering."""
    shot["meeting_time"] = target.time
    put(shot["meeting_position"], target.position)
    put(shot["meeting_velocity"], target.velocity)
    put(shot["meeting_acceleration"], target.acceleration)
    shot["meeting_sigma"] = sigma


@njit
def _moved(p: Vec, v: Vec, a: Vec, dt: float) -> tuple[Vec, Vec]:
    """State after dt at constant acceleration."""
    return add_scaled(add_scaled(p, dt, v), 0.5 * dt * dt, a), add_scaled(v, dt, a)


@njit
def predicted_target(shot: np.void, time: float) -> tuple[Vec, Vec]:
    """Position and velocity of the target at about the present, from the last uplink."""
    return _moved(
        get(shot["target_position"]),
        get(shot["target_velocity"]),
        get(shot["target_acceleration"]),
        time - shot["target_time"],
    )


@njit
def predicted_meeting(shot: np.void, time: float) -> tuple[Vec, Vec]:
    """Position and velocity of the target at about the intercept, from the last uplink."""
    return _moved(
        get(shot["meeting_position"]),
        get(shot["meeting_velocity"]),
        get(shot["meeting_acceleration"]),
        time - shot["meeting_time"],
    )


@njit
def predicted_range(shot: np.void) -> float:
    """Distance [m] to where the target should be now."""
    position, _ = predicted_target(shot, shot["time"])
    return norm(sub(position, get(shot["position"])))


@njit
def boost_update(interceptor: np.void, shot: np.void, around: Surroundings) -> None:
    """Steer a boosting shot anew where its last uplink has moved the intercept.

    A shift within its dead band is left to the kill vehicle.
    Keeps the old command where no solution is found.
    """
    point, velocity = predicted_meeting(shot, shot["pip_time"])
    sigmas = interceptor["boost_dead_band_sigmas"]
    band = max(interceptor["boost_dead_band"], sigmas * shot["meeting_sigma"])
    if norm(sub(point, get(shot["pip"]))) < band:
        return
    launched = shot["launch_time"]
    now = FlightState(
        shot["time"] - launched, get(shot["position"]), get(shot["velocity"]),
        get(shot["attitude"]),
    )  # fmt: skip
    arrival = shot["pip_time"] - launched
    guess = Aim(get(shot["command"]), arrival)
    target = Target(arrival, point, velocity)
    status, found, _ = aim(interceptor, around, now, guess, target, 5)
    if status == SOLVED:
        put(shot["command"], found.axis)
        _set_meeting(shot, launched + found.arrival)


@njit
def _set_meeting(shot: np.void, time: float) -> None:
    """Move the predicted intercept along the target's predicted path."""
    point, _ = predicted_meeting(shot, time)
    shot["pip_time"] = time
    put(shot["pip"], point)
    shot["pip_sigma"] = shot["meeting_sigma"]


@njit
def midcourse_update(interceptor: np.void, shot: np.void, around: Surroundings) -> None:
    """Set the correction of a coasting shot from its last uplink; retime the intercept.

    Own coast is flown to the time of the uplinked meeting; from there on both are taken at
    constant acceleration.
    """
    launched = shot["launch_time"]
    now = shot["time"] - launched
    then = max(shot["meeting_time"] - launched, now)
    axis = get(shot["attitude"])
    start = FlightState(now, get(shot["position"]), get(shot["velocity"]), axis)
    _, p, v, _ = fly(interceptor, around, start, then, axis, NO_PUSH)
    position, velocity = predicted_meeting(shot, then + launched)
    fall = coast_acceleration(p, v, interceptor["ballistic_coefficient"], around)
    relative = sub(get(shot["meeting_acceleration"]), fall)
    miss, wait = zero_effort_miss(sub(position, p), sub(velocity, v), relative)
    # An intercept in the past, or far from where the prediction holds, asks for nothing.
    wait = min(max(wait, now - then), interceptor["retiming_maximum"])
    shot["zero_effort_miss"] = norm(miss)
    _set_meeting(shot, launched + then + wait)
    to_go = then + wait - now
    limit = interceptor["divert_acceleration"]
    put(shot["delta_v"], divert_for(miss, shot["meeting_sigma"], to_go, limit))


@njit
def act_on_uplink(interceptor: np.void, shot: np.void, around: Surroundings) -> None:
    """Do what the phase of flight allows about `take_present` and `take_meeting`."""
    if shot["status"] == BOOST:
        boost_update(interceptor, shot, around)
    elif shot["acquired"] == 0:
        midcourse_update(interceptor, shot, around)


@njit
def expected_sight(shot: np.void, time: float, position: Vec) -> Vec:
    """Where the seeker should look [unit vector]: by the filter once locked, else by uplink."""
    where, _ = predicted_target(shot, time)
    away = sub(where, position)
    if shot["acquired"] == 0:
        return unit(away)
    along = max(dot(away, get(shot["axis"])), 1.0)
    y = shot["lateral_position"]
    look = scale(along, get(shot["axis"]))
    look = add_scaled(look, y[0], get(shot["first_lateral"]))
    return unit(add_scaled(look, y[1], get(shot["second_lateral"])))


@njit
def start_filter(interceptor: np.void, shot: np.void, own: Motion, sight: Vec) -> None:
    """Begin homing: frame along the sight, lateral state and its spread from the uplink.

    own: navigated motion [s since epoch].
    """
    time, position, velocity, _ = own
    where, moving = predicted_target(shot, time)
    away = sub(where, position)
    w = sub(moving, velocity)
    pole = (0.0, 0.0, 1.0) if abs(sight[2]) < 0.9 else (1.0, 0.0, 0.0)
    first = unit(cross(sight, pole))
    second = cross(sight, first)
    put(shot["axis"], sight)
    put(shot["first_lateral"], first)
    put(shot["second_lateral"], second)
    shot["lateral_position"][0] = dot(away, first)
    shot["lateral_position"][1] = dot(away, second)
    shot["lateral_velocity"][0] = dot(w, first)
    shot["lateral_velocity"][1] = dot(w, second)
    own_place = interceptor["navigation_position_sigma"]
    own_rate = interceptor["navigation_velocity_sigma"]
    shot["filter_covariance"][0] = shot["target_sigma"] ** 2 + own_place * own_place
    shot["filter_covariance"][1] = 0.0
    shot["filter_covariance"][2] = shot["target_velocity_sigma"] ** 2 + own_rate * own_rate
    shot["acquired"] = 1
    shot["acquisition_time"] = time
    shot["acquisition_range"] = norm(away)


@njit
def predict_filter(shot: np.void, dt: float, relative: Vec, density: float) -> None:
    """Move the lateral filter by dt under a relative acceleration [m/s²].

    density [m²/s³]: spectral density of what the target may do besides.
    """
    a0 = dot(relative, get(shot["first_lateral"]))
    a1 = dot(relative, get(shot["second_lateral"]))
    y = shot["lateral_position"]
    w = shot["lateral_velocity"]
    y[0] += dt * (w[0] + 0.5 * dt * a0)
    y[1] += dt * (w[1] + 0.5 * dt * a1)
    w[0] += dt * a0
    w[1] += dt * a1
    c = shot["filter_covariance"]
    c[0] += dt * (2.0 * c[1] + dt * (c[2] + density * dt / 3.0))
    c[1] += dt * (c[2] + 0.5 * density * dt)
    c[2] += density * dt


@njit
def update_filter(shot: np.void, sight: Vec, along: float, noise: float) -> None:
    """Kalman update by one sight; along [m] is the distance along the axis, noise in rad."""
    scale_factor = along / dot(sight, get(shot["axis"]))
    m0 = scale_factor * dot(sight, get(shot["first_lateral"]))
    m1 = scale_factor * dot(sight, get(shot["second_lateral"]))
    c = shot["filter_covariance"]
    spread = c[0] + (noise * along) ** 2 + _SIGHT_FLOOR**2
    gain = c[0] / spread
    rate_gain = c[1] / spread
    y = shot["lateral_position"]
    w = shot["lateral_velocity"]
    d0 = m0 - y[0]
    d1 = m1 - y[1]
    y[0] += gain * d0
    y[1] += gain * d1
    w[0] += rate_gain * d0
    w[1] += rate_gain * d1
    c[2] -= rate_gain * c[1]
    c[1] *= 1.0 - gain
    c[0] *= 1.0 - gain


@njit
def bounded(a: Vec, limit: float) -> Vec:
    """Vector cut to a length."""
    size = norm(a)
    if size <= limit:
        return a
    return scale(limit / size, a)


@njit
def homing_command(
    interceptor: np.void, shot: np.void, time_to_go: float, relative: Vec
) -> Vec:
    """Commanded acceleration [m/s²], N' ZEM / t_go² across the axis, within the limit.

    relative: acceleration of target less interceptor without divert [m/s²].
    """
    if time_to_go < _LAST_COMMAND:
        return NO_PUSH
    y = shot["lateral_position"]
    w = shot["lateral_velocity"]
    first = get(shot["first_lateral"])
    second = get(shot["second_lateral"])
    half = 0.5 * time_to_go * time_to_go
    z0 = y[0] + time_to_go * w[0] + half * dot(relative, first)
    z1 = y[1] + time_to_go * w[1] + half * dot(relative, second)
    shot["zero_effort_miss"] = sqrt(z0 * z0 + z1 * z1)
    gain = interceptor["navigation_ratio"] / (time_to_go * time_to_go)
    command = add(scale(gain * z0, first), scale(gain * z1, second))
    return bounded(command, interceptor["divert_acceleration"])
