"""What a defence could do against one missile after another: the battle without a shot.

The sensing, the tracking and the fire-control cycle are the battle's own kernels, played
without noise up to the cycle in which the missile can first be engaged or in which it is
settled that it cannot.  Three things only are done here: periods in which nothing can happen
are passed over (`waiting`); while there is no chance not every cycle is searched (`spacing`);
and every chance is judged twice, under the batteries' published caps and without them.
"""

from math import inf, isfinite, isnan, nan
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import altitude
from openthaad.engine import command, doubt, outcome, picture, spacing, start, truth, waiting
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import assignment, engagement
from openthaad.fire_control.kernels.defence import Cycle
from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.random import Draws
from openthaad.radar.kernels.scheduling import ROUNDING
from openthaad.tracking.kernels import prediction

CHANCE = np.dtype(
    [
        ("is_flown", "i8"),  # 0: no flight to this cell
        ("opportunities", "i8"),  # under the caps
        ("limit", "i8"),  # Limit under the caps, where there is no opportunity
        ("margin", "f8"),  # of that limit, negative by what was missing; unit by limit, SI
        ("battery", "i8"),  # which met it: the one that came nearest to a shot
        ("free_opportunities", "i8"),  # without the caps
        ("free_limit", "i8"),
        ("free_margin", "f8"),
        ("free_battery", "i8"),
        ("cause", "i8"),  # Cause that the battle would give where there is none
        ("verdict", "i8"),
        ("detected_time", "f8"),
        ("confirmed_time", "f8"),
        ("burnout_declared_time", "f8"),
        ("verdict_time", "f8"),
        ("engageable_time", "f8"),
        ("launch_time", "f8"),  # of the first shot
        ("intercept_time", "f8"),
        ("intercept_altitude", "f8"),
        ("separation_time", "f8"),
        ("impact_time", "f8"),
    ],
    align=True,
)


@container
class Workspace(NamedTuple):
    """What a survey works with besides the battle's tables.

    Under the published caps (row 1) and without them (row 0).
    """

    statuses: np.ndarray  # TRACK_STATUS of the track followed (2,)
    engagements: np.ndarray  # ENGAGEMENT (2, batteries)
    trial_status: np.ndarray  # TRACK_STATUS: what the next cycle would find on another path
    trial: np.ndarray  # ENGAGEMENT (1, batteries), the same
    moved: np.ndarray  # PATH: that path
    meeting: np.ndarray  # time [s] and altitude [m] at which the first shot would meet it
    prospect: waiting.Prospect
    spacing: np.ndarray  # one row of SPACING
    watch: np.ndarray  # one row of WATCH
    saved: State  # as it was after the last search
    saved_statuses: np.ndarray
    saved_engagements: np.ndarray
    thorough: np.ndarray  # 1: every cycle is searched, up to a shot or the end


@container
class Flights(NamedTuple):
    """What is flown against the defence, flight by flight, and what comes of it."""

    plans: np.ndarray  # PLAN
    leads: np.ndarray  # FLIGHT of the missile and its warhead
    bodies: np.ndarray  # FLIGHT of the spent body
    aims: np.ndarray  # ECEF [m] (flights, 3)
    chances: np.ndarray  # CHANCE


_NO_TIME = int(Limit.NO_TIME)
# What a cycle leaves to do: go on, go on from a search, end, or go back to the last search.
_GO_ON, _SEARCHED, _SETTLED, _GO_BACK = 0, 1, 2, 3


@njit
def reset(world: World, state: State, leads: np.void, bodies: np.void) -> None:
    """Empty sky, idle radars, full launchers; the missile stands on its pad."""
    clock = state.clock[0]
    clock["period_index"] = 0
    clock["time"] = 0.0
    clock["next_track_number"] = 0
    clock["shot_count"] = 0
    clock["dwells"] = 0
    clock["next_fire_control"] = world.options[0]["fire_control_period"]
    drop_all(state)
    for r in range(state.picture.radars.shape[0]):
        radar = state.picture.radars[r]
        radar["bank"] = 0.0
        radar["beam"] = 0
        radar["first_column"] = 0
        radar["columns"] = world.radars[r]["search_columns"]
    start.clear_threat(state.truth.threats[0])
    start.clear_records(state.truth.engagements[0])
    open_flight(state, 0, leads, leads["launch_time"])
    if state.truth.flights.shape[0] > 1:
        open_flight(state, 1, bodies, leads["separation_time"])


@njit
def open_flight(state: State, o: int, flight: np.void, begins: float) -> None:
    """Let an object fly a stored flight."""
    row = state.truth.flights[o]
    row["first_node"] = flight["first_node"]
    row["node_count"] = flight["node_count"]
    row["impact_time"] = flight["impact_time"]
    row["separation_time"] = flight["separation_time"]
    for axis in range(3):
        row["impact_position"][axis] = flight["impact_position"][axis]
    start.open_object(state.truth.objects[o], row, begins)


@njit
def drop_all(state: State) -> None:
    """Forget every track."""
    for i in range(state.picture.tracks.shape[0]):
        state.picture.tracks[i]["active"] = 0
        state.truth.origins[i]["object"] = -1


# --- Chances ----------------------------------------------------------------------------------


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
    if is_whole(world, state, i, time):
        return False
    then = time + world.options[0]["fire_control_period"]
    count = state.picture.statuses[i]["path_count"]
    path = space.moved[:count]
    for way in range(doubt.WAYS):
        doubt.write_path(state.picture.paths[i], count, way, space.moved)
        engagement.examine(path, space.engagements[1], world.defence, state.scratch.candidates)
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
    answer = _GO_ON
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
                return _GO_BACK
            if is_parting(state, time, world.tracker.params.separation_time):
                spacing.search_every_cycle(timing, time)
            spacing.set_next(timing, time, period)
            answer = _SEARCHED
            if settled:
                keep_meeting(state, space, i)
                answer = _SETTLED
        followed = outcome.Followed(
            state.truth.threats[0], state.truth.engagements[0], state.picture.tracks[i],
            status, space.engagements[1],
        )  # fmt: skip
        outcome.note_track(followed, time, period)
        if answer == _SETTLED:
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


@njit
def play_period(world: World, state: State, log: Log, space: Workspace) -> int:
    """One period of the battle without a shot: what its cycle leaves to do, if it has one."""
    options = world.options[0]
    clock = state.clock[0]
    begins = clock["period_index"] * options["period"]
    end = (clock["period_index"] + 1) * options["period"]
    draws = Draws(0, 0, 0, options["discrimination"])
    log.counts[0]["detections"] = 0
    log.counts[0]["decisions"] = 0
    truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, begins)
    count = picture.observe(world, state, draws, begins)
    picture.track(world, state, log, count, end)
    clock["period_index"] += 1
    clock["time"] = end
    if end < clock["next_fire_control"] - ROUNDING:
        return _GO_ON
    clock["next_fire_control"] += options["fire_control_period"]
    clock["period_index"] -= 1  # the cycle belongs to the period that ends
    answer = cycle(world, state, log, space, end)
    clock["period_index"] += 1
    return answer


@njit
def engage_one(
    world: World, state: State, log: Log, space: Workspace, end: float, is_thorough: bool
) -> None:
    """Play one missile from launch to the answer."""
    clock, timing, watch = state.clock[0], space.spacing[0], space.watch[0]
    spacing.begin(timing, is_thorough)
    waiting.forget(watch)
    while clock["time"] < end:
        if waiting.is_followed(state.picture.tracks):
            waiting.pass_between_dwells(world, state, space.prospect, watch, end)
        else:
            waiting.pass_unseen(world, state, space.prospect, end)
        if clock["time"] >= end:
            return
        answer = play_period(world, state, log, space)
        if answer == _SETTLED:
            return
        if answer == _SEARCHED:
            spacing.save(state, space.saved)
            spacing.copy_rows(space.statuses, space.saved_statuses)
            spacing.copy_tables(space.engagements, space.saved_engagements)
        elif answer == _GO_BACK:
            spacing.go_back(timing, clock["time"])
            spacing.save(space.saved, state)
            spacing.copy_rows(space.saved_statuses, space.statuses)
            spacing.copy_tables(space.saved_engagements, space.engagements)
            waiting.forget(watch)


@njit
def note_visibility(world: World, state: State, end: float) -> None:
    """Note until when a missile whose burnout nobody declared could have been seen.

    At the start of the last period before each cycle, as the battle does.
    """
    threat = state.truth.threats[0]
    is_unseen = isnan(threat["detected_time"])
    time = world.options[0]["fire_control_period"] - world.options[0]["period"]
    while time < end and not (is_unseen and isfinite(threat["seeable_until"])):
        truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, time)
        if state.truth.objects[0]["is_flying"] == 1:
            outcome.note_visibility(world, state, 0, time, 0.0)
        outcome.note_body(world, state, 0, time)
        time += world.options[0]["fire_control_period"]


@njit
def keep(world: World, state: State, space: Workspace, row: np.void, end: float) -> None:
    """Write what was found."""
    threat, records = state.truth.threats[0], state.truth.engagements[0]
    if isnan(threat["burnout_declared_time"]):
        note_visibility(world, state, end)
    else:
        threat["above_horizon"] = 1
        threat["in_sector"] = 1
    with_caps, without = space.statuses[1], space.statuses[0]
    row["opportunities"] = with_caps["opportunities"]
    # What can be done under the caps can be done without them; each is counted in the cycle of
    # its own first chance, and that of the caps may come later, on a better track.
    row["free_opportunities"] = max(row["opportunities"], without["opportunities"])
    keep_limits(space, row)
    row["verdict"] = threat["verdict"]
    row["cause"] = 0
    if row["opportunities"] == 0:
        row["cause"] = outcome.cause_of_leak(threat, records, world.batteries, end, False)
    row["detected_time"] = threat["detected_time"]
    row["confirmed_time"] = threat["confirmed_time"]
    row["burnout_declared_time"] = threat["burnout_declared_time"]
    row["verdict_time"] = threat["verdict_time"]
    row["engageable_time"] = with_caps["engageable_time"]
    row["launch_time"] = nan
    b = assignment.nearest_battery(space.engagements[1], inf)
    if b >= 0:
        row["launch_time"] = space.engagements[1, b]["launch_time"]
    row["intercept_time"] = space.meeting[0]
    row["intercept_altitude"] = space.meeting[1]


@njit
def keep_limits(space: Workspace, row: np.void) -> None:
    """Write what stood between a shot and the battery that came nearest to one."""
    b = outcome.furthest_battery(space.engagements[1])
    row["battery"] = b
    if b >= 0:
        row["limit"] = space.engagements[1, b]["limit"]
        row["margin"] = space.engagements[1, b]["margin"]
    b = outcome.furthest_battery(space.engagements[0])
    row["free_battery"] = b
    if b >= 0:
        row["free_limit"] = space.engagements[0, b]["limit"]
        row["free_margin"] = space.engagements[0, b]["margin"]


@njit
def survey_one(
    world: World, state: State, log: Log, space: Workspace, flights: Flights, i: int
) -> None:
    """Find the chances at one flight; the asset stands where it comes down."""
    plan, lead, row = flights.plans[i], flights.leads[i], flights.chances[i]
    for axis in range(3):
        world.assets[0]["position"][axis] = flights.aims[i, axis]
        world.plans[0]["position"][axis] = plan["position"][axis]
    reset(world, state, lead, flights.bodies[i])
    for o in range(state.truth.flights.shape[0]):
        space.prospect.gains[o] = waiting.greatest_gain(
            state.truth.flights[o], state.truth.nodes
        )
    clear_findings(space)
    end = lead["impact_time"]
    # Where a missile that glides goes is known when it is there.
    is_thorough = space.thorough[0] == 1 or not isnan(plan["glide_angle"])
    engage_one(world, state, log, space, end, is_thorough)
    row["separation_time"] = lead["separation_time"]
    row["impact_time"] = end
    keep(world, state, space, row, end)


@njit
def survey_all(
    world: World, state: State, log: Log, space: Workspace, flights: Flights
) -> None:
    """Survey flight after flight; apart from the entry, which counts who holds its tables."""
    waiting.find_snrs_needed(world, space.prospect.needed)
    waiting.find_fences(world, space.prospect.fences)
    for k in range(world.launchers.shape[0]):
        state.picture.launchers[k]["rounds"] = world.launchers[k]["rounds"]
    for i in range(flights.leads.shape[0]):
        if flights.chances[i]["is_flown"] == 1:
            survey_one(world, state, log, space, flights, i)


@njit(cache=True, nogil=True)
def survey(world: World, state: State, log: Log, space: Workspace, flights: Flights) -> None:
    """Find the chances at every flight that was flown (`is_flown` of its row of `chances`).

    `truth.nodes` holds the flights' nodes; `world.assets` and `world.plans` have one row each,
    moved from aim to aim and from launch point to launch point.
    """
    survey_all(world, state, log, space, flights)
