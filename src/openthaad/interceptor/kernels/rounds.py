"""Interceptors in flight: ignition, homing, results, and what the radar makes of them."""

from math import isfinite, isnan, nan

import numpy as np

from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels import endgame, flight, guidance, seeker
from openthaad.interceptor.kernels.endgame import SIGHT_COLUMNS, Passage
from openthaad.kernels import path, random, recording
from openthaad.kernels.cells import cell
from openthaad.kernels.codes import Look, ObjectKind, ShotResult
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.random import Draws
from openthaad.kernels.truth import Truth
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


@njit
def ignite(
    kind: np.void, shot: np.void, truth: np.void, order: np.void, launcher: np.void,
    draws: Draws,
) -> None:  # fmt: skip
    """Light a booster at its launch time; one that fails never leaves."""
    flight.draw_shot(kind, shot, truth, draws)
    if draws.noise == 0:
        quiet(kind, truth)
    flight.ignite(
        shot, truth, shot["launch_time"], vec(launcher["position"]), vec(shot["attitude"]),
        vec(shot["command"]),
    )  # fmt: skip
    if truth["works"] == 0:
        shot["status"] = flight.DONE
        shot["result"] = _BOOSTER_FAILED
        order["end_time"] = shot["launch_time"] + kind["failure_seen_after"]


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
def locked_object(s: int, shot: np.void, truth: Truth, time: float) -> int:
    """Object that the seeker looks at: the nearest to where it expects its target."""
    locked = truth.shots[s]["locked_object"]
    if locked >= 0 and shot["acquired"] == 1:
        return locked
    states, positions, flying = truth.objects, truth.positions, truth.flags
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
def passage_of(o: int, truth: Truth, start: float, end: float) -> Passage:
    """True motion of an object through a period."""
    flight, nodes = truth.flights[o], truth.nodes
    first, count = flight["first_node"], flight["node_count"]
    p, v, cursor = path.state_at(nodes, first, count, truth.objects[o]["cursor"], start)
    q, w, _ = path.state_at(nodes, first, count, cursor, end)
    return Passage(end - start, p, v, q, w)


@njit
def clear_sights(sights: np.ndarray) -> None:
    """Make a sight record of a period in which no look was due and nothing flown."""
    for k in range(sights.shape[0]):
        for column in range(SIGHT_COLUMNS):
            sights[k, column] = -1.0 if column == 0 else 0.0


@njit
def recall_sights(
    clock: np.void, looks: np.ndarray, s: int, start: float, sights: np.ndarray
) -> None:
    """Fill the cleared sight record of a period from the recorded looks of one shot."""
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
            kind = _LAST if sights[k, 4] == endgame.ENDED else _SEEKER
            row = recording.note_look(count, looks, start + k * endgame.MICRO_STEP, s, kind)
            row["is_seen"] = int(sights[k, 0])
            for axis in range(3):
                row["line_of_sight"][axis] = sights[k, axis + 1]


@njit
def coast(
    kind: np.void, shot: np.void, truth: np.void, period: float, around: Surroundings
) -> None:
    """Move a shot by one period while nothing flies that its seeker could look at."""
    if shot["status"] == flight.BOOST:
        flight.step_boost(kind, shot, truth, period, around)
    else:
        flight.step_coast(kind, shot, truth, period, around)


@njit
def is_alive(state: np.void, time: float) -> bool:
    """Say whether an object was still there."""
    return not isfinite(state["destroyed_time"]) and time <= state["end_time"]


@njit
def finish(s: int, shot: np.void, kind: np.void, truth: Truth, draws: Draws) -> int:
    """Judge a shot past its closest approach; destroys what it kills.  The object, or -1."""
    flown = truth.shots[s]
    o = flown["locked_object"]
    state = truth.objects[o]
    alive = is_alive(state, flown["closest_time"])
    is_warhead = truth.items[o]["kind"] == _LEAD
    kills = endgame.kill_draw(kind, shot, draws)
    if draws.noise == 0:
        kills = kind["p_kill_given_hit"] >= 0.5
    result = endgame.judge(kind, shot, flown, alive, is_warhead, kills)
    shot["result"] = result
    hit = flown["miss_distance"] <= kind["lethal_radius"] and kills and alive
    if hit and (result in (_KILL, _WRONG_OBJECT)):
        state["destroyed_time"] = flown["closest_time"]
        state["end_time"] = min(state["end_time"], flown["closest_time"])
        return o
    return -1


@njit
def give_up(shot: np.void, truth: np.void, time: float) -> None:
    """End a shot that never came near anything."""
    shot["status"] = flight.DONE
    shot["result"] = _NOT_ACQUIRED
    truth["miss_distance"] = nan
    truth["closest_time"] = time


@njit
def is_overdue(shot: np.void, time: float, grace: float) -> bool:
    """Past the intercept as guidance predicts it, by more than a grace [s]."""
    return time > shot["pip_time"] + grace


@njit
def close_books(
    shot: np.void, order: np.void, battery: np.void, battery_state: np.void, time: float
) -> bool:
    """Take a shot off the air once its intercept time is past, hit or not; say if it was now.

    time [s since epoch].
    """
    if order["is_ended"] == 1:
        return False
    failed = isfinite(order["end_time"])
    if failed and time < order["end_time"]:
        return False
    if not failed and not is_overdue(shot, time, battery["channel_hold"]):
        return False
    order["is_ended"] = 1
    if failed:
        order["assessment_time"] = order["end_time"]
    else:
        order["end_time"] = time
        order["assessment_time"] = max(time, shot["pip_time"] + battery["assessment_delay"])
    battery_state["in_flight"] -= 1
    return True


@njit
def observe_result(s: int, shot: np.void, truth: Truth, error: float, draws: Draws) -> int:
    """Whether the radar takes the target for destroyed, mistaken with a stated probability.

    This is a measurement: the one place where an assessment touches truth.
    """
    o = truth.shots[s]["locked_object"]
    destroyed = 1 if o >= 0 and isfinite(truth.objects[o]["destroyed_time"]) else 0
    if draws.noise == 1:
        address = flight.canister_address(shot)
        u = random.uniform(draws.seed, draws.run, random.ASSESSMENT, address, 0, 0)
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
def take_assessment(
    order: np.void, status: np.void, engagement: np.void, is_current: bool, killed: int
) -> None:
    """What fire control does with an assessment: strike the track off, or free it again."""
    order["is_assessed"] = 1
    if is_current:
        engagement["awaiting"] -= 1
        if killed == 1:
            status["assessed_killed"] = 1
