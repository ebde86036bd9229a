"""What a footprint rests on: every value that acts before the shot, moved through its range."""

from collections.abc import Callable
from dataclasses import replace

from openthaad.catalogue import Value
from openthaad.scenario import Scenario
from openthaad.studies.footprint import Footprint, Grid, footprint, threats_for
from openthaad.studies.influence import Influence, influence
from openthaad.studies.place import read_before_a_shot

Progress = Callable[[float], None]

# Each side of the map that is drawn again and again: a cell is 1 to 2 % of the land.
_CELLS = 12


def footprint_influence(
    scenario: Scenario,
    record: Footprint,
    *,
    missile: str | None = None,
    progress: Progress | None = None,
) -> Influence:
    """How far each uncertain value moves what a footprint covers, on a coarser map.

    Parameters
    ----------
    scenario : Scenario
    record : Footprint
        The map with the best estimates, whose frame is used.
    missile : str, optional
        As it was asked for.
    progress : callable, optional
        Called with the share done.

    Returns
    -------
    Influence
        Of the share of land with an opportunity [%]; where no land is counted, of the area with
        one, and of launch points of the area that is denied [km2].
    """
    where = Grid(box=record.grid.box, rows=_CELLS, columns=_CELLS)
    read: dict[str, Value] = {}
    for threat in threats_for(scenario, missile):
        read |= read_before_a_shot(scenario, threat)

    def answer(moved: Scenario) -> float:
        drawn = footprint(
            moved, missile=missile, launch_area=record.is_launch_area, cells=where
        )
        share = drawn.land_share()
        return drawn.to_area() if share is None else 100.0 * share

    is_share = record.land is not None
    of = "share of land covered" if is_share else "area covered, land and sea"
    if record.is_launch_area:
        of = "area of the launch points denied"
    found = influence(
        scenario,
        answer,
        quantity=f"{of}, on {_CELLS} x {_CELLS} cells",
        unit="%" if is_share else "km2",
        only=frozenset(read),
        progress=progress,
    )
    return replace(found, rests_on=tuple(read.values()))
