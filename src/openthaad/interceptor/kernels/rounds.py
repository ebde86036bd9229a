"""Interceptors in flight: ignition, homing, results, and what the radar makes of them."""

from math import isfinite, isnan, nan

import numpy as np

from openthaad.earth.kernels.gravity import EarthParams
from openthaad.interceptor.kernels import endgame, guidance, interceptor, seeker
from openthaad.interceptor.kernels.endgame import SIGHT_COLUMNS
from openthaad.kernels import path, random, recording
from openthaad.kernels.cells import cell
from openthaad.kernels.codes import Look, ObjectKind, ShotResult
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.vector import Vec
from openthaad.kernels.whole import whole

_SEEKER = whole(Look.SEEKER)
_LAST = whole(Look.LAST)
_ASSESSMENT = whole(Look.ASSESSMENT)
_LEAD = int(ObjectKind.LEAD)
_KILL = int(ShotResult.KILL)
_HIT_NO_KILL = int(ShotResult.HIT_NO_KILL)
_BOOSTER_FAILED = int(ShotResult.BOOSTER_FAILED)
_WRONG_OBJECT = int(ShotResult.WRONG_OBJECT)
_NOT_ACQUIRED = int(ShotResult.NOT_ACQUIRED)
# A booster that fails is seen to fail within this [s].
_FAILURE_SEEN_AFTER = 5.0
# Guidance gives a shot up this long after it should have met its target [s].
_OVERDUE = 1.0
GIVEN_UP = 5.0


@njit
def ignite(
    shot: np.void, truth: np.void, order: np.void, launcher: np.void, kind: np.void,
    seed: int, run: int, noise: int,
) -> None:  # fmt: skip
    """Light a booster at its launch time; one that fails never leaves."""
    interceptor.draw_shot(kind, shot, truth, seed, run, 0)
    if noise == 0:
        quiet(kind, truth)
    interceptor.ignite(
        shot, truth, shot["launch_time"], vec(launcher["position"]), vec(shot["attitude"]),
        vec(shot["command"]),
    )  # fmt: skip
    if truth["works"] == 0:
        shot["status"] = interceptor.DONE
        shot["result"] = _BOOSTER_FAILED
        order["end_time"] = shot["launch_time"] + _FAILURE_SEEN_AFTER


@njit
def quiet(kind: np.void, truth: np.void) -> None:
    """Replace what this canister drew by what is expected of it."""
    for axis in range(3):
        truth["navigation_position"][axis] = 0.0
        truth["navigation_velocity"][axis] = 0.0
    truth["pointing"][0] = 0.0
    truth["pointing"][1] = 0.0
    truth["seeker_range"] = kind["seeker_range"]
    truth["works"] = 1
    truth["is_quiet"] = 1


@njit
def locked_object(
    shot: np.void, truth: np.void, states: np.ndarray, positions: np.ndarray,
    flying: np.ndarray, time: float,
) -> int:  # fmt: skip
    """Object that the seeker looks at: the nearest to where it expects its target."""
    if truth["locked_object"] >= 0 and shot["acquired"] == 1:
        return truth["locked_object"]
    for o in range(states.shape[0]):
        flying[o] = 0
        if states[o]["is_flying"] == 1 and time <= states[o]["end_time"]:
            flying[o] = 1
        for axis in range(3):
            positions[o, axis] = states[o]["position"][axis]
    own = vec(shot["position"])
    expected = guidance.expected_sight(shot, time, own)
    return seeker.nearest_to_sight(own, expected, positions, flying)


@njit
def target_states(
    o: int, flights: np.ndarray, nodes: np.ndarray, states: np.ndarray, start: float, end: float
) -> tuple[Vec, Vec, Vec, Vec]:
    """True position and velocity of an object at both ends of a period."""
    first, count = flights[o]["first_node"], flights[o]["node_count"]
    p, v, cursor = path.state_at(nodes, first, count, states[o]["cursor"], start)
    q, w, _ = path.state_at(nodes, first, count, cursor, end)
    return p, v, q, w


@njit
def recall_sights(
    clock: np.void, looks: np.ndarray, s: int, start: float, sights: np.ndarray
) -> None:
    """Fill the sight record of a period from the recorded looks of one shot."""
    for k in range(sights.shape[0]):
        sights[k, 0] = -1.0
    half = 0.5 * endgame.MICRO_STEP
    end = start + sights.shape[0] * endgame.MICRO_STEP
    j = clock["recorded_look"]
    while j < looks.shape[0] and looks[j]["time"] < start - half:
        j += 1
    clock["recorded_look"] = j
    # Assessments of a period stand among its looks and carry the time of its end.
    while j < looks.shape[0] and looks[j]["time"] < end + half:
        time = looks[j]["time"]
        is_sight = looks[j]["shot"] == s and looks[j]["kind"] != _ASSESSMENT
        if is_sight and start - half <= time < end - half:
            k = cell((time - start) / endgame.MICRO_STEP + 0.5, sights.shape[0] - 1)
            sights[k, 0] = looks[j]["is_seen"]
            for axis in range(3):
                sights[k, axis + 1] = looks[j]["line_of_sight"][axis]
            is_last = looks[j]["kind"] == _LAST
            sights[k, 4] = endgame.ENDED if is_last else endgame.FLOWN
        j += 1


@njit
def note_sights(
    count: np.void, looks: np.ndarray, s: int, start: float, sights: np.ndarray
) -> None:
    """Log what the seeker saw in a period, one row per micro step flown."""
    for k in range(sights.shape[0]):
        if sights[k, 4] != endgame.COASTED:
            recording.note_look(
                count, looks, start + k * endgame.MICRO_STEP, s,
                _LAST if sights[k, 4] == endgame.ENDED else _SEEKER, int(sights[k, 0]),
                (sights[k, 1], sights[k, 2], sights[k, 3]),
            )  # fmt: skip


@njit
def fly(
    s: int, shot: np.void, truth: np.void, kind: np.void, states: np.ndarray,
    flights: np.ndarray, nodes: np.ndarray, positions: np.ndarray, flying: np.ndarray,
    sights: np.ndarray, clock: np.void, recorded: np.ndarray, is_replay: bool, count: np.void,
    looks: np.ndarray, seed: int, run: int, end: float, earth: EarthParams, air: np.ndarray,
) -> bool:  # fmt: skip
    """Move a shot to the end of the period; true once its closest approach is past."""
    start = shot["time"]
    period = end - start
    clock["interceptor_steps"] += 1
    o = locked_object(shot, truth, states, positions, flying, start)
    if o < 0 and is_replay:
        o = max(truth["locked_object"], 0)
    if o < 0:
        if shot["status"] == interceptor.BOOST:
            interceptor.step_boost(kind, shot, truth, period, earth, air)
        else:
            interceptor.step_coast(kind, shot, truth, period, earth, air)
        return False
    truth["locked_object"] = o
    p, v, q, w = target_states(o, flights, nodes, states, start, end)
    for k in range(sights.shape[0]):
        for column in range(SIGHT_COLUMNS):
            sights[k, column] = -1.0 if column == 0 else 0.0
    if is_replay:
        recall_sights(clock, recorded, s, start, sights)
    done = endgame.step_shot(
        kind, shot, truth, period, p, v, q, w, seed, run, 0, sights, is_replay, earth, air
    )
    note_sights(count, looks, s, start, sights)
    return done


@njit
def is_alive(state: np.void, time: float) -> bool:
    """Say whether an object was still there."""
    return not isfinite(state["destroyed_time"]) and time <= state["end_time"]


@njit
def finish(
    shot: np.void, truth: np.void, kind: np.void, objects: np.ndarray, states: np.ndarray,
    seed: int, run: int, noise: int,
) -> int:  # fmt: skip
    """Judge a shot past its closest approach; destroys what it kills.  The object, or -1."""
    o = truth["locked_object"]
    state = states[o]
    alive = is_alive(state, truth["closest_time"])
    is_warhead = objects[o]["kind"] == _LEAD
    kills = endgame.kill_draw(kind, shot, seed, run, 0)
    if noise == 0:
        kills = kind["p_kill_given_hit"] >= 0.5
    result = endgame.judge(kind, shot, truth, alive, is_warhead, kills)
    shot["result"] = result
    hit = truth["miss_distance"] <= kind["lethal_radius"] and kills and alive
    if hit and (result in (_KILL, _WRONG_OBJECT)):
        state["destroyed_time"] = truth["closest_time"]
        state["end_time"] = min(state["end_time"], truth["closest_time"])
        return o
    return -1


@njit
def give_up(shot: np.void, truth: np.void, time: float) -> None:
    """End a shot that never came near anything."""
    shot["status"] = interceptor.DONE
    shot["result"] = _NOT_ACQUIRED
    truth["miss_distance"] = nan
    truth["closest_time"] = time


@njit
def is_overdue(shot: np.void, time: float, grace: float) -> bool:
    """Past the intercept as guidance predicts it, by more than a grace [s]."""
    return time > shot["pip_time"] + grace


@njit
def close_books(
    shot: np.void, order: np.void, battery: np.void, battery_state: np.void, status: np.void,
    is_current: bool, time: float,
) -> None:  # fmt: skip
    """Fire control takes a shot off the air once its intercept time is past, hit or not."""
    if order["is_ended"] == 1:
        return
    failed = isfinite(order["end_time"])
    if failed and time < order["end_time"]:
        return
    if not failed and not is_overdue(shot, time, _OVERDUE):
        return
    order["is_ended"] = 1
    if failed:
        order["assessment_time"] = order["end_time"]
    else:
        order["end_time"] = time
        order["assessment_time"] = max(time, shot["pip_time"] + battery["assessment_delay"])
    battery_state["in_flight"] -= 1
    if is_current:
        status["in_flight"] -= 1


@njit
def observe_result(
    shot: np.void, truth: np.void, states: np.ndarray, error: float, seed: int, run: int,
    noise: int,
) -> int:  # fmt: skip
    """Whether the radar takes the target for destroyed, mistaken with a stated probability.

    This is a measurement: the one place where an assessment touches truth.
    """
    o = truth["locked_object"]
    destroyed = 1 if o >= 0 and isfinite(states[o]["destroyed_time"]) else 0
    if noise == 1:
        u = random.uniform(
            seed, run, random.ASSESSMENT, interceptor.canister_address(shot), 0, 0
        )
        if u < error:
            return 1 - destroyed
    return destroyed


@njit
def recall_assessment(looks: np.ndarray, s: int) -> int:
    """The recorded assessment of a shot."""
    for j in range(looks.shape[0]):
        if looks[j]["shot"] == s and looks[j]["kind"] == _ASSESSMENT:
            return looks[j]["is_seen"]
    return 0


@njit
def is_assessment_due(order: np.void, time: float) -> bool:
    """Whether the radar should now say what became of the target."""
    if order["is_assessed"] == 1 or isnan(order["assessment_time"]):
        return False
    return time >= order["assessment_time"]


@njit
def take_assessment(order: np.void, status: np.void, is_current: bool, killed: int) -> None:
    """What fire control does with an assessment: strike the track off, or free it again."""
    order["is_assessed"] = 1
    if is_current:
        status["awaiting"] -= 1
        if killed == 1:
            status["assessed_killed"] = 1
