"""What a defence could do against one missile after another: the battle that holds fire.

Each is played by the battle's own loop, without noise, up to the cycle in which the missile
can first be engaged or in which it is settled that it cannot (`opportunity`).
"""

from math import inf, isfinite, isnan, nan
from typing import NamedTuple

import numpy as np

from openthaad.engine import (
    cycles,
    loop,
    opportunity,
    outcome,
    prospect,
    spacing,
    start,
    truth,
    waiting,
)
from openthaad.engine.opportunity import Workspace
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import assignment
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.random import Draws

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
class Flights(NamedTuple):
    """What is flown against the defence, flight by flight, and what comes of it."""

    plans: np.ndarray  # PLAN
    leads: np.ndarray  # FLIGHT of the missile and its warhead
    bodies: np.ndarray  # FLIGHT of the spent body
    aims: np.ndarray  # ECEF [m] (flights, 3)
    chances: np.ndarray  # CHANCE


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
        radar["waiting"] = 0
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


@njit
def save(state: State, space: Workspace) -> None:
    """Keep where a battle stands after a search."""
    spacing.save(state, space.saved)
    spacing.copy_rows(space.statuses, space.saved_statuses)
    spacing.copy_tables(space.engagements, space.saved_engagements)


@njit
def restore(state: State, space: Workspace) -> None:
    """Go back to where a battle stood after its last search."""
    spacing.save(space.saved, state)
    spacing.copy_rows(space.saved_statuses, space.statuses)
    spacing.copy_tables(space.saved_engagements, space.engagements)
    prospect.forget(state.scratch.prospect)


@njit
def play_period(world: World, state: State, log: Log, space: Workspace) -> int:
    """One period of the battle without fire: what its cycle leaves to do, if it has one."""
    # Nobody reads the log of a survey.
    log.counts[0]["detections"] = 0
    log.counts[0]["decisions"] = 0
    clock, answer = state.clock[0], opportunity.GO_ON
    draws = Draws(0, 0, 0, world.options[0]["discrimination"])
    if loop.play_period(world, state, log, draws):
        end = loop.end_of_period(world, clock)
        answer = opportunity.cycle(world, state, log, space, end)
        waiting.count_waiting_anew(state.picture.radars)
    loop.close_period(world, clock)
    return answer


@njit
def engage_one(
    world: World, state: State, log: Log, space: Workspace, end: float, is_thorough: bool
) -> None:
    """Play one missile from launch to the answer."""
    clock, timing = state.clock[0], space.spacing[0]
    spacing.begin(timing, is_thorough)
    while clock["time"] < end:
        waiting.pass_over(world, state, end)
        if clock["time"] >= end:
            return
        answer = play_period(world, state, log, space)
        if answer == opportunity.SETTLED:
            return
        if answer == opportunity.SEARCHED:
            save(state, space)
        elif answer == opportunity.GO_BACK:
            spacing.go_back(timing, clock["time"])
            restore(state, space)


@njit
def note_visibility(world: World, state: State, end: float) -> None:
    """Note until when a missile whose burnout nobody declared could have been seen.

    At the start of the last period before each cycle, as the battle does.
    """
    threat, options = state.truth.threats[0], world.options[0]
    is_unseen = isnan(threat["detected_time"])
    threat["viewed"] = 0.0
    cycle = options["fire_control_period"]
    time = cycles.start(options, cycle)
    while time < end and not (is_unseen and isfinite(threat["seeable_until"])):
        truth.move_objects(state.truth.objects, state.truth.flights, state.truth.nodes, time)
        if state.truth.objects[0]["is_flying"] == 1:
            outcome.note_visibility(world, state, 0, time, 0.0)
        outcome.note_body(world, state, 0, time)
        cycle += options["fire_control_period"]
        time = cycles.start(options, cycle)


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
    prospect.find_gains(state)
    opportunity.clear_findings(space)
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
    prospect.find_bounds(world, state)
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
