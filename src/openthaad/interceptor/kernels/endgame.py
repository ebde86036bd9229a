"""The last seconds: homing at 100 Hz, closest approach inside the step, and its result."""

from math import exp
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels.flight import (
    BOOST,
    COAST,
    DONE,
    ENDGAME,
    NO_PUSH,
    can_divert,
    canister_address,
    coast_acceleration,
    draw_shot,
    get,
    ignite,
    navigate,
    put,
    step_boost,
    step_coast,
    take_divert,
)
from openthaad.interceptor.kernels.guidance import (
    expected_sight,
    homing_command,
    midcourse_update,
    predict_filter,
    predicted_range,
    predicted_target,
    start_filter,
    take_meeting,
    take_present,
    time_of_closest_approach,
    update_filter,
)
from openthaad.interceptor.kernels.seeker import NO_SIGHT, in_view, sighted
from openthaad.kernels.cells import floored
from openthaad.kernels.codes import ShotResult
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import Motion
from openthaad.kernels.random import KILL, NAVIGATION, Draws, indexed_normals, uniform
from openthaad.kernels.vector import Vec, add, add_scaled, dot, norm, scale, sub, unit

BOOSTER_FAILED = int(ShotResult.BOOSTER_FAILED)
TARGET_ALREADY_DESTROYED = int(ShotResult.TARGET_ALREADY_DESTROYED)
WRONG_OBJECT = int(ShotResult.WRONG_OBJECT)
RESULT_KILL = int(ShotResult.KILL)
HIT_NO_KILL = int(ShotResult.HIT_NO_KILL)
NOT_ACQUIRED = int(ShotResult.NOT_ACQUIRED)
DIVERT_EXHAUSTED = int(ShotResult.DIVERT_EXHAUSTED)
MISS = int(ShotResult.MISS)

MICRO_STEP = 0.01  # s
# Columns of a sight record, one row per micro step of a period: 1 seen, 0 not seen, -1 no look
# due; the direction (ECEF); then what became of the step.
SIGHT_COLUMNS = 5
# A micro step that was not flown, for the period was coasted; flown; flown to the end, where
# the line of sight swings round.  A replay does as the record says, whatever the truth.
COASTED = 0.0
FLOWN = 1.0
ENDED = 2.0


class Passage(NamedTuple):
    """How a target truly moves through a period, ECEF."""

    period: float  # [s]
    start: Vec  # [m]
    start_velocity: Vec  # [m/s]
    end: Vec
    end_velocity: Vec


class Sights(NamedTuple):
    """A sight record, and what fills it."""

    record: np.ndarray  # (steps, SIGHT_COLUMNS)
    is_given: bool  # read, not filled: a replay
    draws: Draws  # of the seeker's noise


class Encounter(NamedTuple):
    """Where own vehicle and target truly are at handover, and what is known.  ECEF."""

    position: Vec  # own [m]
    velocity: Vec  # own [m/s]
    target: Motion
    sigma: float  # of the one uplink, per axis [m]
    velocity_sigma: float  # per axis [m/s]


@njit
def sight_steps(period: float) -> int:
    """Rows that a sight record needs for one period [s]."""
    return floored(np.rint(period / MICRO_STEP))


@njit
def between(passage: Passage, s: float) -> tuple[Vec, Vec]:
    """Position and velocity s seconds into a period, cubic through both ends.

    Over 0.1 s it leaves less than 1 um of a ballistic path (error h⁴/384 times the fourth
    derivative, below 1e-2 m/s⁴).
    """
    period, p0, v0, p1, v1 = passage
    u = s / period
    rise = sub(p1, p0)
    c2 = sub(scale(3.0, rise), scale(period, add(scale(2.0, v0), v1)))
    c3 = sub(scale(period, add(v0, v1)), scale(2.0, rise))
    p = add_scaled(add_scaled(add_scaled(p0, s, v0), u * u, c2), u * u * u, c3)
    v = add_scaled(add_scaled(v0, 2.0 * u / period, c2), 3.0 * u * u / period, c3)
    return p, v


@njit
def closest_approach(r0: Vec, w0: Vec, w1: Vec, dt: float) -> tuple[float, Vec, Vec]:
    """Time [s], relative position and velocity where a quadratic path is nearest to zero."""
    a = scale(1.0 / dt, sub(w1, w0))
    t = min(max(time_of_closest_approach(r0, w0, a), 0.0), dt)
    return t, add_scaled(add_scaled(r0, t, w0), 0.5 * t * t, a), add_scaled(w0, t, a)


@njit
def lateral_error(shot: np.void, time: float, own: Vec, target: Vec) -> float:
    """Handover error [m]: predicted against true target, across the true line of sight.

    Own navigation error counts: the seeker is pointed from where it believes it is.
    """
    where, _ = predicted_target(shot, time)
    sight = unit(sub(target, own))
    error = sub(sub(where, get(shot["position"])), sub(target, own))
    return norm(add_scaled(error, -dot(error, sight), sight))


@njit
def hand_over(interceptor: np.void, shot: np.void) -> bool:
    """Go over to the endgame where the target may come into this seeker's range.

    Not before separation: until then the booster is in the seeker's way, and its mass carries
    the vehicle through the air as the endgame's drag does not know.
    """
    reach = interceptor["seeker_range"] * (1.0 + 4.0 * interceptor["seeker_range_spread"])
    # 10 km are two periods at the fastest closing speed there is.
    free = shot["time"] - shot["launch_time"] >= interceptor["separation_time"] - 1e-9
    if shot["status"] == COAST and free and predicted_range(shot) <= max(reach, 10.0e3):
        shot["status"] = ENDGAME
    return shot["status"] == ENDGAME


@njit
def _sense(
    interceptor: np.void, shot: np.void, truth: np.void, own: Motion, target: Vec, draws: Draws
) -> tuple[float, Vec]:
    """What the seeker makes of the true target: the only step of homing that meets it.

    1 seen, 0 not seen, -1 no look due; and the measured direction.
    """
    time, position, _, _ = own
    time_bin = floored(np.rint(time / MICRO_STEP))
    every = max(floored(np.rint(interceptor["seeker_period"] / MICRO_STEP)), 1)
    if time_bin % every != 0:
        return -1.0, NO_SIGHT
    known = add(position, get(truth["navigation_position"]))
    expected = expected_sight(shot, time, known)
    relative = sub(target, position)
    if not in_view(interceptor, truth, relative, expected, altitude(position)):
        return 0.0, NO_SIGHT
    address = canister_address(shot)
    return 1.0, sighted(interceptor, truth, relative, address, time_bin, draws)


@njit
def _guide(
    interceptor: np.void, shot: np.void, own: Motion, achieved: Vec, record: np.ndarray
) -> Vec:
    """Commanded divert acceleration [m/s²] from one row of the sight record.

    own: navigated motion [s since epoch], its acceleration that without divert; achieved:
    divert as the accelerometers felt it over the last micro step.
    """
    time, position, velocity, fall = own
    relative = sub(get(shot["target_acceleration"]), fall)
    where, moving = predicted_target(shot, time)
    sight = (record[1], record[2], record[3])
    if shot["acquired"] != 0:
        density = interceptor["target_acceleration_sigma"] ** 2
        predict_filter(shot, MICRO_STEP, sub(relative, achieved), density)
    elif record[0] == 1.0:
        shot["in_view_time"] += interceptor["seeker_period"]
        if shot["in_view_time"] >= interceptor["acquisition_time"] - 1e-9:
            start_filter(interceptor, shot, own, sight)
    elif record[0] == 0.0:
        shot["in_view_time"] = 0.0
    if shot["acquired"] == 0:
        # Blind, it goes on with what the last uplink asked for, over several lags.
        slow = max(interceptor["blind_lag_factor"] * interceptor["guidance_lag"], MICRO_STEP)
        return scale(1.0 / slow, get(shot["delta_v"]))
    put(shot["delta_v"], NO_PUSH)
    along = dot(sub(where, position), get(shot["axis"]))
    if record[0] == 1.0 and along > 0.0:
        update_filter(shot, sight, along, interceptor["seeker_noise"])
    closing = -dot(sub(moving, velocity), get(shot["axis"]))
    if closing <= 0.0:
        return NO_PUSH
    return homing_command(interceptor, shot, along / closing, relative)


@njit
def _achieve(
    interceptor: np.void, shot: np.void, truth: np.void, command: Vec, able: bool
) -> Vec:
    """Mean divert [m/s²] over one micro step: limit, first-order lag, then budget."""
    homing = shot["acquired"] != 0
    size = norm(command)
    limit = interceptor["divert_acceleration"] if able else 0.0
    if size > limit:
        command = scale(limit / size, command)
    lag = interceptor["guidance_lag"]
    before = get(truth["achieved"])
    if lag > 0.0:
        decay = exp(-MICRO_STEP / lag)
        after = add(command, scale(decay, sub(before, command)))
        share = lag * (1.0 - decay) / MICRO_STEP
        mean = add(command, scale(share, sub(before, command)))
    else:
        after = command
        mean = command
    budget = interceptor["divert_delta_v"] * (1.0 if homing else interceptor["midcourse_share"])
    speed = norm(mean) * MICRO_STEP
    got = take_divert(interceptor, shot, speed, budget)
    if got < speed:
        after = NO_PUSH
        mean = scale(got / speed, mean)
    put(truth["achieved"], after)
    if not homing:
        put(shot["delta_v"], add_scaled(get(shot["delta_v"]), -MICRO_STEP, mean))
    return mean


@njit
def _finish(
    shot: np.void, truth: np.void, time: float, near: tuple[Vec, Vec], there: tuple[Vec, Vec]
) -> None:
    """Note the closest approach: relative and the target's own position and velocity."""
    r, w = near
    target, target_velocity = there
    shot["status"] = DONE
    truth["miss_distance"] = norm(r)
    truth["closest_time"] = time
    truth["closing_speed"] = norm(w)
    truth["target_speed"] = norm(target_velocity)
    put(truth["intercept_position"], target)


@njit
def _is_outside(shot: np.void, truth: np.void, passage: Passage) -> bool:
    """Say whether the seeker is out of range of its target for all of a period.

    Two periods' travel of margin keeps the closest approach out of the coarse steps.
    """
    own = get(truth["position"])
    away = norm(sub(passage.start, own))
    travelled = (
        norm(sub(passage.end, passage.start)) + norm(get(truth["velocity"])) * passage.period
    )
    return shot["acquired"] == 0 and away >= travelled + max(truth["seeker_range"], travelled)


@njit
def _fall_in_period(
    interceptor: np.void, p: Vec, v: Vec, period: float, around: Surroundings
) -> Vec:
    """Acceleration [m/s²] without divert in the middle of a period."""
    middle = add_scaled(p, 0.5 * period, v)
    return coast_acceleration(middle, v, interceptor["ballistic_coefficient"], around)


@njit
def _note_handover(shot: np.void, truth: np.void, target: Vec) -> None:
    """Note the error of the prediction where the seeker first could see."""
    if np.isnan(truth["handover_error"]):
        own = get(truth["position"])
        truth["handover_error"] = lateral_error(shot, shot["time"], own, target)
        truth["handover_range"] = norm(sub(target, own))


@njit
def _move(shot: np.void, truth: np.void, time: float, p: Vec, v: Vec) -> None:
    """Write the true state and what navigation makes of it."""
    put(truth["position"], p)
    put(truth["velocity"], v)
    shot["time"] = time
    navigate(shot, truth)


@njit
def endgame_period(
    interceptor: np.void, shot: np.void, truth: np.void, passage: Passage, sights: Sights,
    around: Surroundings,
) -> bool:  # fmt: skip
    """Home for one period; true once the closest approach is past, its miss in truth.

    Where the seeker is out of range of its target, the shot moves as in coast.  A replay goes
    by what the record says of the first micro step.
    """
    record, is_given, _ = sights
    period = passage.period
    if record[0, 4] == COASTED if is_given else _is_outside(shot, truth, passage):
        step_coast(interceptor, shot, truth, period, around)
        return False
    _note_handover(shot, truth, passage.start)
    begun = shot["time"]
    p, v = get(truth["position"]), get(truth["velocity"])
    fall = _fall_in_period(interceptor, p, v, period, around)
    known_fall = _fall_in_period(
        interceptor, get(shot["position"]), get(shot["velocity"]), period, around
    )
    able = can_divert(interceptor, begun - shot["launch_time"], p)
    mean = get(truth["achieved"])
    target, moving = passage.start, passage.start_velocity
    for k in range(sight_steps(period)):
        time = begun + k * MICRO_STEP
        if not is_given:
            own = Motion(time, p, v, fall)
            _note_sight(record[k], _sense(interceptor, shot, truth, own, target, sights.draws))
        known = _navigated(truth, Motion(time, p, v, known_fall))
        command = _guide(interceptor, shot, known, mean, record[k])
        mean = _achieve(interceptor, shot, truth, command, able)
        push = add(fall, mean)
        r, w = sub(target, p), sub(moving, v)
        p = add_scaled(add_scaled(p, MICRO_STEP, v), 0.5 * MICRO_STEP * MICRO_STEP, push)
        v = add_scaled(v, MICRO_STEP, push)
        target, moving = between(passage, (k + 1) * MICRO_STEP)
        if not is_given and dot(sub(target, p), sub(moving, v)) >= 0.0:
            record[k, 4] = ENDED
        if record[k, 4] == ENDED:
            wait, near, rate = closest_approach(r, w, sub(moving, v), MICRO_STEP)
            there = add_scaled(target, wait - MICRO_STEP, moving)
            _finish(shot, truth, time + wait, (near, rate), (there, moving))
            _move(shot, truth, time + MICRO_STEP, p, v)
            return True
    _move(shot, truth, begun + period, p, v)
    return False


@njit
def _note_sight(row: np.ndarray, sight: tuple[float, Vec]) -> None:
    """Write one micro step, flown, into the sight record; a direction where a look was due."""
    row[4] = FLOWN
    row[0], direction = sight
    if row[0] >= 0.0:
        for axis in range(3):
            row[axis + 1] = direction[axis]


@njit
def _navigated(truth: np.void, own: Motion) -> Motion:
    """True motion with the errors of navigation added."""
    p = add(own.position, get(truth["navigation_position"]))
    v = add(own.velocity, get(truth["navigation_velocity"]))
    return Motion(own.time, p, v, own.acceleration)


@njit
def step_shot(
    interceptor: np.void, shot: np.void, truth: np.void, passage: Passage, sights: Sights,
    around: Surroundings,
) -> bool:  # fmt: skip
    """Move a shot in flight by one period, whatever its phase; true once it is over."""
    if shot["status"] == BOOST:
        step_boost(interceptor, shot, truth, passage.period, around)
        return False
    if not hand_over(interceptor, shot):
        step_coast(interceptor, shot, truth, passage.period, around)
        return False
    return endgame_period(interceptor, shot, truth, passage, sights, around)


@njit
def kill_draw(interceptor: np.void, shot: np.void, draws: Draws) -> bool:
    """Tell whether a hit by this canister would kill."""
    u = uniform(draws.seed, draws.run, KILL, canister_address(shot), 0, 0)
    return u < interceptor["p_kill_given_hit"]


@njit
def judge(
    interceptor: np.void, shot: np.void, truth: np.void, alive: bool, warhead: bool, kills: bool
) -> int:
    """ShotResult of a shot past its closest approach, by the precedence of ShotResult.

    alive: the target still was; warhead: what it homed on is one; kills: its kill draw.
    """
    if truth["works"] == 0:
        return BOOSTER_FAILED
    if not alive:
        return TARGET_ALREADY_DESTROYED
    if not warhead:
        return WRONG_OBJECT
    if truth["miss_distance"] <= interceptor["lethal_radius"]:
        return RESULT_KILL if kills else HIT_NO_KILL
    if shot["acquired"] == 0:
        return NOT_ACQUIRED
    if shot["divert_exhausted"] != 0:
        return DIVERT_EXHAUSTED
    return MISS


@njit
def _start_draw(
    interceptor: np.void, shot: np.void, truth: np.void, encounter: Encounter, draws: Draws
) -> None:
    """Put a shot at handover with an uplink wrong by one draw of the sigmas."""
    own, own_velocity, target, sigma, velocity_sigma = encounter
    time = target.time
    draw_shot(interceptor, shot, truth, draws)
    axis = unit(own_velocity)
    ignite(shot, truth, time, own, axis, axis)
    shot["launch_time"] = time - interceptor["separation_time"]
    shot["status"] = ENDGAME
    put(truth["velocity"], own_velocity)
    navigate(shot, truth)
    address = canister_address(shot)
    n = indexed_normals(draws.seed, draws.run, NAVIGATION, address, 1, 0, 0)
    m = indexed_normals(draws.seed, draws.run, NAVIGATION, address, 1, 0, 1)
    where = add_scaled(target.position, sigma, (n[0], n[1], n[2]))
    moving = add_scaled(target.velocity, velocity_sigma, (m[0], m[1], m[2]))
    present = Motion(time, where, moving, target.acceleration)
    take_present(shot, present, sigma, velocity_sigma)
    wait = time_of_closest_approach(sub(where, own), sub(moving, own_velocity), NO_PUSH)
    there, then = predicted_target(shot, time + wait)
    take_meeting(shot, Motion(time + wait, there, then, target.acceleration), sigma)


@njit
def _fly_draw(
    interceptor: np.void, shot: np.void, truth: np.void, target: Motion, sights: Sights,
    around: Surroundings,
) -> bool:  # fmt: skip
    """Fly one endgame from handover on; true if it came to a closest approach."""
    period, a = 0.1, target.acceleration
    midcourse_update(interceptor, shot, around)
    p, v = target.position, target.velocity
    for _ in range(1200):
        q = add_scaled(add_scaled(p, period, v), 0.5 * period**2, a)
        w = add_scaled(v, period, a)
        passage = Passage(period, p, v, q, w)
        if endgame_period(interceptor, shot, truth, passage, sights, around):
            return True
        p, v = q, w
    return False


@njit(cache=True, nogil=True)
def endgame_draws(
    interceptor: np.void, shot: np.void, truth: np.void, encounter: Encounter, seed: int,
    record: np.ndarray, around: Surroundings, out: np.ndarray,
) -> None:  # fmt: skip
    """Fly the endgame alone out.shape[0] times from one geometry at handover.

    The target keeps its acceleration.  record: rows for the sights of a period.  out
    (draws, 5): acquired, miss [m], divert used [m/s], handover error [m], exhausted.
    """
    for draw in range(out.shape[0]):
        draws = Draws(seed, draw, 1, 0)
        _start_draw(interceptor, shot, truth, encounter, draws)
        sights = Sights(record, False, draws)
        done = _fly_draw(interceptor, shot, truth, encounter.target, sights, around)
        out[draw, 0] = shot["acquired"]
        out[draw, 1] = truth["miss_distance"] if done else np.inf
        out[draw, 2] = shot["divert_used"]
        out[draw, 3] = truth["handover_error"]
        out[draw, 4] = shot["divert_exhausted"]


@njit(cache=True, nogil=True)
def linear_homing(
    interceptor: np.void, shot: np.void, truth: np.void, time: float, heading: float,
    acceleration: float,
) -> float:  # fmt: skip
    """Miss [m] across a straight line of sight after homing for a time [s], without noise.

    heading [m/s]: rate across at the start; acceleration [m/s²] of the target.  Guidance knows
    position and rate; command, limit and lag are those of the endgame.
    """
    y, w = 0.0, heading
    for k in range(floored(np.rint(time / MICRO_STEP))):
        shot["lateral_position"][0] = y
        shot["lateral_velocity"][0] = w
        wanted = homing_command(interceptor, shot, time - k * MICRO_STEP, NO_PUSH)
        a = acceleration - _achieve(interceptor, shot, truth, wanted, True)[1]
        y += MICRO_STEP * (w + 0.5 * MICRO_STEP * a)
        w += MICRO_STEP * a
    return y
