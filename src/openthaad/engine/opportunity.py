"""Whether a missile could be engaged: fire control without fire, under the caps and without.

The predictions, the verdicts and the searches are the battle's own.  Two things are added:
while there is no chance not every cycle is searched (`spacing`), and the answer is settled
once no later cycle can give another (`doubt`).
"""

from math import inf, isfinite, nan
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude
from openthaad.engine import command, doubt, outcome, spacing
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import assignment, engagement
from openthaad.fire_control.kernels.defence import Cycle
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.tracking.kernels import prediction


@container
class Workspace(NamedTuple):
    """What is asked about one missile, under the published caps (row 1) and without (row 0)."""

    statuses: np.ndarray  # TRACK_STATUS of the track followed (2,)
    engagements: np.ndarray  # ENGAGEMENT (2, batteries)
    trial_status: np.ndarray  # TRACK_STATUS: what the next cycle would find on another path
    trial: np.ndarray  # ENGAGEMENT (1, batteries), the same
    moved: np.ndarray  # PATH: that path
    meeting: np.ndarray  # time [s] and altitude [m] at which the first shot would meet it
    spacing: np.ndarray  # one row of SPACING
    saved: State  # as it was after the last search
    saved_statuses: np.ndarray
    saved_engagements: np.ndarray
    thorough: np.ndarray  # 1: every cycle is searched, up to a shot or the end


_NO_TIME = int(Limit.NO_TIME)
# What a cycle leaves to do: go on, go on from a search, end, or go back to the last search.
GO_ON, SEARCHED, SETTLED, GO_BACK = 0, 1, 2, 3


@njit
def clear_findings(space: Workspace) -> None:
    """Nothing found yet, with the caps or without them."""
    for k in range(2):
        row = space.statuses[k]
        row["opportunities"] = 0
        row["engageable_time"] = nan
        engagement.clear(space.engagements[k])
    space.meeting[:] = nan


@njit
def cycle_of(world: World, time: float, is_capped: int) -> Cycle:
    """Cycle of fire control at a time [s], under the published caps (1) or without them (0)."""
    return Cycle(time, world.options[0]["fire_control_period"], is_capped)


@njit
def find_windows(
    world: World, state: State, path: np.ndarray, status: np.void, engagements: np.ndarray,
    cycle: Cycle,
) -> None:  # fmt: skip
    """Find every battery's window on a path that was examined, as fire control does."""
    engagement.find_windows(
        status, engagements, path, world.defence, state.picture.readiness,
        state.scratch.candidates, cycle,
    )  # fmt: skip


@njit
def is_parting(state: State, time: float, after: float) -> bool:
    """Say whether a warhead has yet to leave its body, or left it less than `after` s ago."""
    parts = state.truth.objects[0]["separation_time"]
    return isfinite(parts) and time < parts + after


@njit
def is_whole(world: World, state: State, i: int, time: float) -> bool:
    """Say whether a track may not know yet of the push at the separation of its missile."""
    parts = state.truth.objects[0]["separation_time"]
    is_noted = state.picture.tracks[i]["separation_time"] >= parts
    return not is_noted and is_parting(state, time, world.tracker.params.separation_time)


@njit
def is_same(space: Workspace, k: int) -> bool:
    """Say whether a trial found no shot and the limits known, with the caps or without them."""
    if space.trial_status[0]["opportunities"] > 0:
        return False
    for b in range(space.trial.shape[1]):
        found, known = space.trial[0, b], space.engagements[k, b]
        if found["limit"] != known["limit"] or found["was_late"] != known["was_late"]:
            return False
    return True


@njit
def is_settled(world: World, state: State, space: Workspace, i: int, time: float) -> bool:
    """Say whether chances are found, or no later cycle can find one or another limit.

    The next cycle is asked for its answer on every path to the ends of the track's error.
    """
    if has_found_all(space):
        return True
    push = 0.0
    if is_whole(world, state, i, time):
        # Its verdict may change then, while there is still time.
        if is_late(space):
            return False
        push = world.tracker.params.separation_speed
    # What was in doubt at the last search is asked first.
    first = space.spacing[0]["doubtful_way"]
    for k in range(doubt.WAYS):
        way = (first + k) % doubt.WAYS
        if not is_same_on(world, state, space, i, doubt.Way(way, push, time)):
            space.spacing[0]["doubtful_way"] = way
            return False
    return True


@njit
def is_same_on(world: World, state: State, space: Workspace, i: int, moved: doubt.Way) -> bool:
    """Say whether the next cycle finds the limits known on a path within the track's error."""
    count = state.picture.statuses[i]["path_count"]
    path = space.moved[:count]
    doubt.write_path(state.picture.paths[i], count, moved.way, moved.push, space.moved)
    engagement.examine(path, space.engagements[1], world.defence, state.scratch.candidates)
    then = moved.time + world.options[0]["fire_control_period"]
    for k in range(2):
        if space.statuses[k]["opportunities"] > 0:
            continue
        space.trial_status[0] = space.statuses[k]
        for b in range(space.trial.shape[1]):
            space.trial[0, b] = space.engagements[k, b]
        find_windows(
            world, state, path, space.trial_status[0], space.trial[0],
            cycle_of(world, then, k),
        )  # fmt: skip
        if not is_same(space, k):
            return False
    return True


@njit
def is_late(space: Workspace) -> bool:
    """Say whether it is time that some battery lacks."""
    for k in range(2):
        for b in range(space.engagements.shape[1]):
            if space.engagements[k, b]["limit"] == _NO_TIME:
                return True
    return False


@njit
def has_found_all(space: Workspace) -> bool:
    """Say whether there is an opportunity both with the caps and without them."""
    return bool(
        space.statuses[0]["opportunities"] > 0 and space.statuses[1]["opportunities"] > 0
    )


@njit
def assess_tracks(world: World, state: State, log: Log, timing: np.void, time: float) -> None:
    """Predict and judge the tracks that are ripe; between searches only those still open."""
    due = spacing.is_due(timing, time)
    for i in range(state.picture.tracks.shape[0]):
        status = state.picture.statuses[i]
        if not command.is_ripe(world, state, i):
            continue
        if due or spacing.is_open(status["verdict"]):
            command.assess(world, state, log, i, time)


@njit
def search(world: World, state: State, space: Workspace, i: int, time: float) -> bool:
    """Look for chances at a track, with the caps and without; true once that is settled."""
    status = state.picture.statuses[i]
    path = state.picture.paths[i][: status["path_count"]]
    candidates = state.scratch.candidates
    engagement.examine(path, space.engagements[1], world.defence, candidates)
    for k in range(2):
        if space.statuses[k]["opportunities"] == 0:
            now = cycle_of(world, time, k)
            space.statuses[k]["verdict_time"] = status["verdict_time"]
            find_windows(world, state, path, space.statuses[k], space.engagements[k], now)
            engagement.note_margins(space.engagements[k], path, world.defence, candidates, now)
    if space.spacing[0]["is_thorough"] == 1:
        return bool(space.statuses[1]["opportunities"] > 0)
    return is_settled(world, state, space, i, time)


@njit
def cycle(world: World, state: State, log: Log, space: Workspace, time: float) -> int:
    """One round of fire control without fire: what it leaves to do."""
    timing = space.spacing[0]
    assess_tracks(world, state, log, timing, time)
    period = world.options[0]["fire_control_period"]
    due = spacing.is_due(timing, time)
    answer = GO_ON
    for i in range(state.picture.tracks.shape[0]):
        status = state.picture.statuses[i]
        if state.picture.tracks[i]["active"] == 0 or state.truth.origins[i]["object"] != 0:
            continue
        is_first = status["verdict_time"] == time
        may = engagement.may_be_engaged(state.picture.tracks[i], status)
        if may and (is_first or due):
            before = has_found(space)
            settled = search(world, state, space, i, time)
            has_more = has_found(space) > before
            if has_more and spacing.has_skipped(timing, time, period):
                return GO_BACK
            if is_parting(state, time, world.tracker.params.separation_time):
                spacing.search_every_cycle(timing, time)
            spacing.set_next(timing, time, period)
            answer = SEARCHED
            if settled:
                keep_meeting(state, space, i)
                answer = SETTLED
        followed = outcome.Followed(
            state.truth.threats[0], state.truth.engagements[0], state.picture.tracks[i],
            status, space.engagements[1],
        )  # fmt: skip
        outcome.note_track(followed, time, period)
        if answer == SETTLED:
            break
    return answer


@njit
def keep_meeting(state: State, space: Workspace, i: int) -> None:
    """Note where the first shot would meet the missile."""
    b = assignment.nearest_battery(space.engagements[1], inf)
    if b < 0:
        return
    path = state.picture.paths[i][: state.picture.statuses[i]["path_count"]]
    time = space.engagements[1, b]["intercept_time"]
    point, _ = prediction.position_at(path, time)
    space.meeting[0] = time
    space.meeting[1] = altitude(point)


@njit
def has_found(space: Workspace) -> int:
    """Count what is found: chances, and chances for which it was too late."""
    found = 0
    for k in range(2):
        found += 1 if space.statuses[k]["opportunities"] > 0 else 0
        for b in range(space.engagements.shape[1]):
            row = space.engagements[k, b]
            found += 1 if row["limit"] == _NO_TIME or row["was_late"] == 1 else 0
    return found
