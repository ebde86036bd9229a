"""What the chance of being seen rests on: values of the radars, and cross-sections."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry
from openthaad.scenario import Scenario, with_values
from openthaad.scenario.draws import uncertain_in
from openthaad.scenario.raid import object_rows
from openthaad.scenario.world import fluctuation
from openthaad.studies.coverage import Coverage
from openthaad.studies.influence import Influence, swings
from openthaad.studies.radar_sites import EntryOf, radar_sites
from openthaad.studies.sightings import Trace, chance_of, looks_of

Progress = Callable[[float], None]


def coverage_influence(
    scenario: Scenario, record: Coverage, *, progress: Progress | None = None
) -> Influence | None:
    """How far each value of radars and cross-sections moves the mean chance of being seen.

    The mean is over all flights, radars and modes of the record. The flights stay as they
    are: what moves is whether a search finds them.

    Parameters
    ----------
    scenario : Scenario
    record : Coverage
        What `coverage` found of it.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Returns
    -------
    Influence or None
        None where nothing flies.
    """
    if not record.seen:
        return None
    modes = tuple(dict.fromkeys(site.mode for site in record.sites))
    fresh: dict[tuple[str, str], Entry] = {}

    def entry_of(kind: str, name: str) -> Entry:
        """Return an entry that nothing has read yet, and keep it."""
        return fresh.setdefault((kind, name), scenario.entry(kind, name).with_draws({}))

    base = _mean_chance(scenario, modes, entry_of, record)
    keys = [(entry, entry.read_through()) for entry in fresh.values()]
    axes = [axis for entry, known in keys for axis in uncertain_in(entry) if axis.key in known]

    def answer(values: Mapping[str, float]) -> float:
        moved = with_values(scenario, values)
        return _mean_chance(moved, modes, moved.entry, record)

    found = swings(axes, answer, base, progress=progress)
    rests_on = [entry.values[key] for entry, known in keys for key in sorted(known)]
    return Influence(
        quantity="mean chance that a radar's search in a mode finds a flight",
        unit="",
        base=base,
        swings=found,
        rests_on=tuple(rests_on),
    )


def _mean_chance(
    scenario: Scenario, modes: Sequence[str], entry_of: EntryOf, record: Coverage
) -> float:
    sites = radar_sites(scenario, modes, entry_of)
    total = 0.0
    for trace in record.traces:
        objects = _objects(scenario, entry_of, trace, record.rcs)
        total += sum(chance_of(v, trace, looks_of(v, trace, objects)) for v in sites)
    return total / (len(sites) * len(record.traces))


def _objects(
    scenario: Scenario, entry_of: EntryOf, trace: Trace, rcs: float | None
) -> NDArray[np.void]:
    """Rows of OBJECT of a flight with the cross-sections of a scenario, or one for all."""
    if rcs is not None:
        return trace.world.objects
    radars = [entry_of("radars", radar.type) for radar in scenario.radars.values()]
    return object_rows(
        entry_of("missiles", trace.missile),
        0,
        fluctuation(radars),
        separates=len(trace.parts) > 1,
    )
