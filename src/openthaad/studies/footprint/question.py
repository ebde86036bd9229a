"""Whom a battery defends: the footprint of a scenario's defence."""

from collections.abc import Callable, Sequence
from math import degrees
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Value
from openthaad.catalogue.basis import basis
from openthaad.catalogue.titles import missile_title
from openthaad.errors import CatalogueError, ScenarioError
from openthaad.scenario import Scenario, settings_hash
from openthaad.scenario.arguments import require_scenario, require_whole
from openthaad.scenario.fields import Location, locate
from openthaad.scenario.schema import Threat
from openthaad.scenario.world import surroundings
from openthaad.studies.footprint.flights import Batch, fly_grid, parts
from openthaad.studies.footprint.land import land_of
from openthaad.studies.footprint.landmarks import Landmark, fly_to_each, landmarks_of
from openthaad.studies.footprint.record import Footprint, Layer, worst
from openthaad.studies.footprint.region import (
    CELLS,
    LEAST_CELLS,
    MOST_CELLS,
    Box,
    Grid,
    frame_about,
    frame_of_launches,
    grid,
)
from openthaad.studies.footprint.setup import Setup, chances, set_up, way_of

Progress = Callable[[float], None]
_KM = 1e-3


def missile_named(scenario: Scenario, word: object) -> str:
    """Return the name of the missile that a word means in a scenario's catalogue.

    Raises
    ------
    ScenarioError
        It means none, or several.
    """
    try:
        return scenario.catalogue.name_of("missiles", str(word))
    except CatalogueError as error:
        raise ScenarioError(
            f"missile {error.message}",
            key="missile",
            value=str(word),
            allowed=error.allowed,
            hint=error.hint,
        ) from None


def threats_for(scenario: Scenario, missile: str | None = None) -> list[Threat]:
    """Return one threat of each kind, launch point and arc; or those of one missile.

    A missile that the scenario does not fly is flown from the scenario's first launch point.
    """
    if missile is not None:
        missile = missile_named(scenario, missile)
    kinds: dict[tuple[object, ...], Threat] = {}
    for threat in scenario.threats:
        if missile is None or threat.missile == missile:
            arc = (threat.trajectory, threat.apogee_km, threat.loft_deg)
            kinds.setdefault((threat.missile, str(threat.origin), *arc), threat)
    if kinds:
        return list(kinds.values())
    first = scenario.threats[0]
    swapped = {"missile": missile, "trajectory": None, "apogee_km": None, "loft_deg": None}
    return [first.model_copy(update=swapped)]


def footprint(
    scenario: Scenario,
    *,
    missile: str | None = None,
    launch_area: bool = False,
    cells: int | Grid = CELLS,
    flights: Footprint | None = None,
    progress: Progress | None = None,
) -> Footprint:
    """Work out whom a scenario's defence covers, or from where it denies a launch.

    Parameters
    ----------
    scenario : Scenario
        Its batteries and radars, and the missiles that are flown.
    missile : str, optional
        Only this one; otherwise every one of the scenario, and their mix.
    launch_area : bool
        Cells are launch points at the scenario's first aim, not aims.
    cells : int or Grid
        Along each side of the map, which is the country of the battery, or a square; or a
        grid of one's own.
    flights : Footprint, optional
        An earlier footprint, whose flights and grid are used again: for the same missiles
        with another defence, at a fraction of the time.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Returns
    -------
    Footprint

    Raises
    ------
    ScenarioError
        The scenario has no battery, or the missile is none of the catalogue.
    NoSolutionError
        A missile reaches nothing in the box.
    """
    require_scenario("scenario", scenario)
    if not isinstance(cells, Grid):
        cells = require_whole("cells", cells, LEAST_CELLS, MOST_CELLS)
    if not scenario.batteries:
        raise ScenarioError(
            "the scenario has no battery, so there is nothing to map", key="batteries"
        )
    threats = threats_for(scenario, missile)
    if flights is not None:
        _require_same_flights(flights, threats, launch_area=launch_area)
    where = flights.grid if flights else cells
    if not isinstance(where, Grid):
        where = grid(_frame(scenario, threats, launch_area=launch_area), where)
    aim = locate(threats[0].aim)
    sites = [locate(battery.site) for battery in scenario.batteries.values()]
    land = None if launch_area else land_of(sites, where.box)
    marks = [] if launch_area else landmarks_of(scenario, land, where.box)
    layers, read = [], dict[str, Value]()
    for k, threat in enumerate(threats):
        batches = (
            flights.layers[k].batches
            if flights
            else _fly(scenario, threat, where, aim, launch_area=launch_area)
        )
        setup = set_up(scenario, threat, batches)
        read |= setup.names.read
        layers.append(_layer(scenario, threat, setup, batches, marks))
        if progress is not None:
            progress((k + 1) / len(threats))
    return Footprint(
        scenario=scenario.name,
        title=scenario.title,
        settings=settings_hash(scenario),
        is_launch_area=launch_area,
        grid=where,
        layers=layers,
        chances=worst([layer.chances for layer in layers]),
        batteries=_batteries(scenario, setup),
        radars=_radars(scenario, setup),
        land=land,
        landmarks=marks,
        at_landmarks=worst([layer.at_landmarks for layer in layers]),
        aim={"name": aim.name, **_place(aim)} if launch_area else None,
        basis=basis(read.values()),
    )


def _layer(
    scenario: Scenario,
    threat: Threat,
    setup: Setup,
    batches: list[Batch],
    marks: Sequence[Landmark],
) -> Layer:
    """Return what the defence can do against one missile, cell by cell and mark by mark."""
    return Layer(
        missile=threat.missile,
        title=missile_title(scenario.entry("missiles", threat.missile)),
        launch=locate(threat.origin).name,
        launch_at=_place(locate(threat.origin)),
        chances=chances(setup, batches),
        batches=batches,
        at_landmarks=_at_landmarks(scenario, threat, setup, marks),
    )


def _frame(scenario: Scenario, threats: Sequence[Threat], *, launch_area: bool) -> Box:
    if launch_area:
        start = locate(threats[0].origin)
        return frame_of_launches(start.latitude, start.longitude)
    site = locate(next(iter(scenario.batteries.values())).site)
    return frame_about(site.latitude, site.longitude)


def _require_same_flights(
    flights: Footprint, threats: Sequence[Threat], *, launch_area: bool
) -> None:
    """Refuse flights that are not those asked for."""
    if not isinstance(flights, Footprint):
        raise ScenarioError(
            f"flights must be an earlier Footprint, got {type(flights).__name__}",
            key="flights",
            allowed="a Footprint",
        )
    asked = [f"{threat.missile} from {locate(threat.origin).name}" for threat in threats]
    flown = [f"{layer.missile} from {layer.launch}" for layer in flights.layers]
    if asked != flown or flights.is_launch_area != launch_area:
        raise ScenarioError(
            f"flights has {', '.join(flown)}, and the map asked for needs {', '.join(asked)}",
            key="flights",
            value=flown,
            allowed="a Footprint of the same missiles and launch points, launch area or not",
        )


def _fly(
    scenario: Scenario, threat: Threat, where: Grid, aim: Location, *, launch_area: bool
) -> list[Batch]:
    cells = where.places()
    places = np.column_stack([cells, np.zeros(len(cells))])
    fixed = aim if launch_area else locate(threat.origin)
    same = np.tile([fixed.latitude, fixed.longitude, fixed.altitude], (len(places), 1))
    launches, aims = (places, same) if launch_area else (same, places)
    way = way_of(scenario, threat)
    return fly_grid(way, launches, aims, surroundings(scenario), rows=where.columns)


def _at_landmarks(
    scenario: Scenario, threat: Threat, setup: Setup, marks: Sequence[Landmark]
) -> NDArray[np.void]:
    """Return what can be done against a threat at each landmark itself."""
    places = [mark.at for mark in marks]
    start = locate(threat.origin)
    flown = fly_to_each(setup.way, start, places, surroundings(scenario))
    return chances(setup, parts(flown), is_thorough=True)


def _place(at: Location) -> dict[str, float]:
    return {"lat_deg": degrees(at.latitude), "lon_deg": degrees(at.longitude)}


def _batteries(scenario: Scenario, setup: Setup) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            **_place(locate(battery.site)),
            "floor_km": _KM * float(row["floor"]),
            "ceiling_km": _KM * float(row["ceiling"]),
            "reach_km": _KM * float(row["reach"]),
            "caps": bool(row["caps_on"]),
        }
        for (name, battery), row in zip(
            scenario.batteries.items(), setup.world.batteries, strict=True
        )
    ]


def _radars(scenario: Scenario, setup: Setup) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "mode": radar.mode,
            **_place(locate(radar.site)),
            "boresight_deg": radar.boresight_deg,
            "sector_half_width_deg": degrees(float(row["sector_half_width"])),
        }
        for (name, radar), row in zip(scenario.radars.items(), setup.world.radars, strict=True)
    ]
