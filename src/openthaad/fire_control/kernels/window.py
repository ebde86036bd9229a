"""Launch windows: when a battery can shoot at a track, how often, and what stops it.

A candidate intercept (`search`) passes the constraints in the order of `Limit`; the furthest
constraint that any candidate reached is the limit reported, so that it names what stood
between the battery and its best chance.  Picture only: predicted paths and candidates.
"""

from math import ceil, exp, inf, nan, sin
from typing import NamedTuple

import numpy as np

from openthaad.fire_control.kernels.defence import Candidates, Cycle
from openthaad.fire_control.kernels.search import limit_of
from openthaad.kernels.codes import Limit, Preference
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.tracking.kernels import prediction

_NONE = int(Limit.NONE)
_HANDOVER = int(Limit.HANDOVER)
_TIME = int(Limit.NO_TIME)
_PK = int(Limit.BELOW_MINIMUM_PK)
_REACH = int(Limit.BEYOND_REACH_CAP)
_CERTAIN = int(Preference.MOST_CERTAIN)


class Window(NamedTuple):
    """When a battery can shoot at a track.  Times are since the epoch; NaN: there are none."""

    limit: int
    launch_time: float
    intercept_time: float
    last_launch_time: float  # of any candidate that only time rules out
    kill_probability: float


@njit
def acquisition_probability(interceptor: np.void, sigma: float) -> float:
    """Share of predicted intercepts whose error the seeker's field of view takes in.

    A circular Gaussian error of `sigma` per axis against the half field at the mean
    acquisition range.
    """
    if sigma <= 0.0:
        return 1.0
    reach = interceptor["seeker_range"] * sin(interceptor["seeker_half_field"])
    ratio = reach / sigma
    return 1.0 - exp(-0.5 * ratio * ratio)


@njit
def kill_probability(interceptor: np.void, sigma: float) -> float:
    """Fire control's own estimate of one round's chance, hit taken as sure once acquired."""
    works = interceptor["reliability"] * interceptor["p_kill_given_hit"]
    return works * acquisition_probability(interceptor, sigma)


@njit
def fails(candidate: np.void, forgiven: int, is_capped: int) -> bool:
    """Say whether a candidate fails anything but a limit that is forgiven."""
    limit = limit_of(candidate, is_capped)
    return limit not in (_NONE, forgiven)


@njit
def next_intercept(
    found: np.ndarray, earliest: float, j: int, forgiven: int, is_capped: int
) -> tuple[int, float, float]:
    """First intercept from candidate j on whose launch is not before a time.

    `forgiven` is a limit that does not count, or NONE.  The candidate at or after it (one past
    the last where there is none), its time and its launch [s].
    Between two candidates that fail nothing the launch goes with the intercept in
    proportion, true to a tenth of a second over the rows' eight seconds at most.
    """
    n = found.shape[0]
    while j < n and (fails(found[j], forgiven, is_capped) or found[j]["launch"] < earliest):
        j += 1
    if j == n:
        return n, inf, inf
    time, launch = found[j]["time"], found[j]["launch"]
    if j == 0 or found[j - 1]["launch"] >= earliest:
        return j, time, launch
    before = found[j - 1]
    if fails(before, forgiven, is_capped):
        return j, time, launch
    share = (earliest - before["launch"]) / (launch - before["launch"])
    return j, before["time"] + share * (time - before["time"]), earliest


@njit
def last_launch(found: np.ndarray, limit: int, is_capped: int) -> float:
    """Latest launch [s] of the candidates that a limit is about; minus infinity if none.

    Time and the estimated chance are judged of candidates that pass everything else.  What a
    published cap forbids has no launch.
    """
    if _NONE < limit <= _REACH:
        return -inf
    wanted = limit if limit < _TIME else _NONE
    latest = -inf
    for j in range(found.shape[0]):
        if limit_of(found[j], is_capped) == wanted:
            latest = max(latest, found[j]["launch"])
    return latest


@njit
def ready_time(battery: np.void, verdict_time: float, cycle: Cycle) -> float:
    """Time [s] from which a battery could fire at a track that was judged to threaten."""
    return max(cycle.time, verdict_time + battery["reaction_time"])


@njit
def _release(time: float, battery: np.void, cycle: Cycle) -> float:
    """Cycle of fire control [s] after a round that meets its target at a time is assessed."""
    ends, period = time + battery["assessment_delay"], cycle.period
    return cycle.time + period * ceil((ends - cycle.time) / period - ROUNDING)


@njit
def count_opportunities(
    candidates: Candidates, batteries: np.ndarray, first: int, last: int, verdict_time: float,
    cycle: Cycle,
) -> int:  # fmt: skip
    """Rounds that some batteries could fire in turn, each after the last was assessed.

    Batteries `first` to `last` (not included) take turns: whose round is assessed the earliest
    fires.  A later round leaves in a cycle of fire control.  By then the missile has been
    followed for the flight of a round: that the track of now does not reach so far ahead
    (HANDOVER) says nothing of it.  Taking the earliest every time gives the most, never fewer
    for an earlier start and never fewer for another battery.
    """
    rounds = 0
    free = -inf
    forgiven = _NONE
    while True:
        soonest = inf
        for b in range(first, last):
            found = candidates.rows[b, : candidates.counts[b]]
            earliest = max(free, ready_time(batteries[b], verdict_time, cycle))
            j, time, _ = next_intercept(found, earliest, 0, forgiven, cycle.is_capped)
            if j < found.shape[0]:
                soonest = min(soonest, _release(time, batteries[b], cycle))
        # None is left; or a flight takes no time, and there would be no end.
        if soonest == inf or soonest <= free:
            return rounds
        rounds += 1
        forgiven = _HANDOVER
        free = soonest


@njit
def _most_certain(
    path: np.ndarray, found: np.ndarray, first: int, least: float, interceptor: np.void,
    is_capped: int,
) -> int:  # fmt: skip
    """Candidate from `first` on with a better estimated chance than `least`, the best; or -1.

    The earliest of equals.
    """
    best = -1
    earliest = found[first]["launch"]
    for j in range(first, found.shape[0]):
        if fails(found[j], _NONE, is_capped) or found[j]["launch"] < earliest:
            continue
        p = kill_probability(interceptor, sigma_at(path, found[j]["time"]))
        if p > least:
            best, least = j, p
    return best


@njit
def sigma_at(path: np.ndarray, time: float) -> float:
    """Error of a predicted position at a time, root mean square over the axes [m]."""
    return prediction.axis_sigma(prediction.covariance_at(path, time))


@njit
def furthest_limit(found: np.ndarray, is_capped: int) -> int:
    """Furthest constraint that any candidate reached; NO_TIME where one failed nothing."""
    furthest = _NONE
    for j in range(found.shape[0]):
        limit = limit_of(found[j], is_capped)
        furthest = max(furthest, _TIME if limit == _NONE else limit)
    return furthest


@njit
def find_window(
    path: np.ndarray, battery: np.void, interceptor: np.void, found: np.ndarray,
    earliest: float, is_capped: int,
) -> Window:  # fmt: skip
    """Choose an intercept among the examined candidates for a launch not before `earliest`."""
    last = last_launch(found, _NONE, is_capped)
    j, time, launch = next_intercept(found, earliest, 0, _NONE, is_capped)
    if j == found.shape[0]:
        return Window(furthest_limit(found, is_capped), nan, nan, last, 0.0)
    probability = kill_probability(interceptor, sigma_at(path, time))
    if battery["preference"] == _CERTAIN:
        k = _most_certain(path, found, j, probability, interceptor, is_capped)
        if k >= 0:
            time, launch = found[k]["time"], found[k]["launch"]
            probability = kill_probability(interceptor, sigma_at(path, time))
    limit = _PK if probability < battery["min_kill_probability"] else _NONE
    return Window(limit, launch, time, last, probability)
