"""The defence of a scenario with one missile at a time: what a footprint is computed on."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.engagement.allocate import Capacity, make_log, make_state
from openthaad.kernels.battle import opportunity, strides, tables, waiting
from openthaad.kernels.battle.opportunity import Desk
from openthaad.kernels.battle.world import Log, State, World
from openthaad.scenario import Scenario
from openthaad.scenario.raid import trajectory_of
from openthaad.scenario.schema import Asset, Threat
from openthaad.scenario.world import Cast, build_world
from openthaad.studies.footprint.flights import Batch, Way, flown
from openthaad.studies.footprint.threads import work
from openthaad.threat import Missile

# An impact this near the middle of a cell counts as one on it, for the verdict [km].
ZONE_KM = 15.0
# One missile and its body need few tracks; all others stay free.
_TRACKS = 8
_PER_TRACK = ("tracks", "statuses", "origins", "paths", "aimed")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """A World with one missile and one asset, and what the missile is.

    Attributes
    ----------
    world : World
    free : (B,) array of BATTERY
        The batteries with their published caps switched off.
    """

    world: World
    cast: Cast
    way: Way
    free: NDArray[np.void] = field(init=False)

    def __post_init__(self) -> None:
        free = self.world.batteries.copy()
        free["caps_on"] = 0
        object.__setattr__(self, "free", free)


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


def set_stage(scenario: Scenario, threat: Threat) -> Stage:
    """Join a scenario's defence with one of its threats."""
    world, cast = build_world(alone(scenario, threat))
    return Stage(world=world, cast=cast, way=way_of(scenario, threat))


def chances(stage: Stage, batches: list[Batch]) -> NDArray[np.void]:
    """Return what the defence can do about every flight: rows of CHANCE, cell by cell."""
    found = np.zeros(sum(len(batch.aims) for batch in batches), opportunity.CHANCE)
    by_start = {batch.cells.start: batch for batch in batches}
    for name in opportunity.CHANCE.names or ():
        if name.endswith(("_time", "_altitude")):
            found[name] = np.nan

    def survey(cells: slice) -> None:
        batch = by_start[cells.start]
        rows = found[cells]
        rows["is_flown"] = flown(batch)
        world, state, log = _own_tables(stage, batch)
        bodies = batch.bodies if len(world.objects) > 1 else batch.leads
        opportunity.survey(
            world, state, log, _desk(stage, world), batch.plans, batch.leads, bodies,
            batch.aims, rows,
        )  # fmt: skip

    work(survey, [batch.cells for batch in batches])
    return found


def _own_tables(stage: Stage, batch: Batch) -> tuple[World, State, Log]:
    """Tables that one thread may write to."""
    world = own_world(stage.world)
    state = _few(make_state(world))
    log = make_log(Capacity(512, 8, 512, 8, 8, 8))
    return world, state._replace(nodes=batch.nodes), log


def _desk(stage: Stage, world: World) -> Desk:
    """Lay out what one thread's survey works with."""
    return Desk(
        free=stage.free.copy(),
        ledger=np.zeros(2, tables.TRACK_STATUS),
        needed=np.zeros((len(world.radars), len(world.objects))),
        pace=np.zeros(1, strides.PACE),
        watch=np.zeros(1, waiting.WATCH),
        saved=_few(make_state(world)),
        saved_ledger=np.zeros(2, tables.TRACK_STATUS),
    )


def _few(state: State) -> State:
    """Return a state with room for the tracks of one missile."""
    return state._replace(**{name: getattr(state, name)[:_TRACKS] for name in _PER_TRACK})


def own_world(world: World) -> World:
    """Return a copy with tables of its own, for one thread.

    Compiled code counts who holds a table, and threads that count on the same one wait for
    each other at every count.
    """
    return World(**{name: _own(table) for name, table in world._asdict().items()})


def _own(item: object) -> Any:  # noqa: ANN401 (a table stays a table, settings stay themselves)
    return item.copy() if isinstance(item, np.ndarray) else item
