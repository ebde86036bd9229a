"""The defence of a scenario with one missile at a time: what a footprint is computed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.frames import ecef_to_geodetic
from openthaad.engagement.allocate import Capacity, make_log, make_state
from openthaad.engine import spacing, survey, tables
from openthaad.engine.opportunity import Workspace
from openthaad.engine.survey import Flights
from openthaad.engine.world import Log, State, World
from openthaad.errors import NoSolutionError
from openthaad.fire_control.kernels.rows import ENGAGEMENT
from openthaad.kernels.containers import copied
from openthaad.scenario import Scenario
from openthaad.scenario.fields import Position
from openthaad.scenario.raid import trajectory_of
from openthaad.scenario.schema import Asset, Threat
from openthaad.scenario.world import Names, build_world
from openthaad.studies.footprint.flights import Batch, Way, flown
from openthaad.studies.footprint.threads import work
from openthaad.threat.missile import Missile
from openthaad.tracking.kernels.prediction import PATH

# An impact this near the middle of a cell counts as one on it, for the verdict [km].
ZONE_KM = 15.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setup:
    """A World with one missile and one asset, and what the missile is.

    Attributes
    ----------
    world : World
    names : Names
    way : Way
    """

    world: World
    names: Names
    way: Way


def alone(scenario: Scenario, threat: Threat) -> Scenario:
    """Return the scenario with one missile of one threat, its aim the one asset, no noise."""
    single = threat.model_copy(update={"count": 1, "launch_s": 0.0, "spacing_s": 0.0})
    asset = Asset.model_validate({"place": threat.aim, "radius_km": ZONE_KM})
    return scenario.model_copy(
        update={"threats": [single], "assets": {"cell": asset}, "noise": False}
    )


def way_of(scenario: Scenario, threat: Threat) -> Way:
    """Return how a threat of a scenario is flown."""
    mode, value = trajectory_of(threat)
    missile = Missile.from_entry(scenario.entry("missiles", threat.missile))
    return Way(missile=missile, mode=mode, value=value)


def set_up(scenario: Scenario, threat: Threat, batches: Sequence[Batch] = ()) -> Setup:
    """Join a scenario's defence with one of its threats.

    Where the missile does not reach its aim in the scenario, one of the flights of `batches`
    stands in for it.

    Raises
    ------
    NoSolutionError
        The missile does not reach its aim, and there is no other flight.
    """
    try:
        world, names = build_world(alone(scenario, threat))
    except NoSolutionError:
        within = _within_reach(threat, batches)
        if within is None:
            raise
        world, names = build_world(alone(scenario, within))
    return Setup(world=world, names=names, way=way_of(scenario, threat))


def _within_reach(threat: Threat, batches: Sequence[Batch]) -> Threat | None:
    """Return a threat flown as the flight of middling range among some, None if none flew."""
    pairs = [
        (start, end)
        for batch in batches
        for start, end in zip(
            batch.plans["position"][flown(batch)], batch.aims[flown(batch)], strict=True
        )
    ]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: float(np.linalg.norm(pair[1] - pair[0])))
    start, end = pairs[len(pairs) // 2]
    return threat.model_copy(update={"origin": _spot(start), "aim": _spot(end)})


def _spot(place: NDArray[np.float64]) -> Position:
    latitude, longitude, _ = ecef_to_geodetic((place[0], place[1], place[2]))
    return Position(lat_deg=degrees(latitude), lon_deg=degrees(longitude))


def chances(
    setup: Setup, batches: list[Batch], *, is_thorough: bool = False
) -> NDArray[np.void]:
    """Return what the defence can do about every flight: rows of CHANCE, cell by cell.

    A thorough answer looks at every cycle of fire control as the battle does, up to the first
    shot or the impact; otherwise those are passed over that hardly ever change an answer.
    """
    found = np.zeros(sum(len(batch.aims) for batch in batches), survey.CHANCE)
    by_start = {batch.cells.start: batch for batch in batches}
    for name in survey.CHANCE.names or ():
        if name.endswith(("_time", "_altitude")):
            found[name] = np.nan

    def answer(cells: slice) -> None:
        batch = by_start[cells.start]
        rows = found[cells]
        rows["is_flown"] = flown(batch)
        world, state, log = _own_tables(setup, batch)
        bodies = batch.bodies if len(world.objects) > 1 else batch.leads
        space = _workspace(world, state, is_thorough=is_thorough)
        flights = Flights(batch.plans, batch.leads, bodies, batch.aims, rows)
        survey.survey(world, state, log, space, flights)

    work(answer, [batch.cells for batch in batches])
    return found


def _own_tables(setup: Setup, batch: Batch) -> tuple[World, State, Log]:
    """Tables that one thread may write to."""
    world = own_world(setup.world)
    world.batteries["beyond_caps"] = 1
    state = make_state(world)
    log = make_log(Capacity(512, 8, 512, 8, 8, 8))
    truth = state.truth._replace(nodes=batch.nodes)
    return world, state._replace(truth=truth), log


def _workspace(world: World, state: State, *, is_thorough: bool) -> Workspace:
    """Lay out what one thread's survey works with."""
    batteries = len(world.batteries)
    return Workspace(
        statuses=np.zeros(2, tables.TRACK_STATUS),
        engagements=np.zeros((2, batteries), ENGAGEMENT),
        trial_status=np.zeros(1, tables.TRACK_STATUS),
        trial=np.zeros((1, batteries), ENGAGEMENT),
        moved=np.zeros(state.picture.paths.shape[1], PATH),
        meeting=np.zeros(2),
        spacing=np.zeros(1, spacing.SPACING),
        saved=make_state(world),
        saved_statuses=np.zeros(2, tables.TRACK_STATUS),
        saved_engagements=np.zeros((2, batteries), ENGAGEMENT),
        thorough=np.full(1, int(is_thorough)),
    )


def own_world(world: World) -> World:
    """Return a copy with tables of its own, for one thread.

    A survey moves the asset from aim to aim and the plan from launch point to launch point.
    """
    return copied(world)
