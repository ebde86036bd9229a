"""What the seconds in track rest on: values of the radars, and cross-sections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from openthaad.catalogue import Entry
from openthaad.scenario import Scenario, with_values
from openthaad.scenario.draws import uncertain_in
from openthaad.studies.coverage import Coverage, Trace, look, views_of
from openthaad.studies.influence import Influence, swings

Progress = Callable[[float], None]


def coverage_influence(
    scenario: Scenario, record: Coverage, *, progress: Progress | None = None
) -> Influence | None:
    """How far each value of radars and cross-sections moves the mean time in track.

    The mean is over all flights, radars and modes of the record. The flights stay as they
    are: what moves is who sees them, and for how long.

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
    modes = tuple(dict.fromkeys(view.mode for view in record.views))
    fresh: dict[tuple[str, str], Entry] = {}

    def entry_of(kind: str, name: str) -> Entry:
        """Return an entry that nothing has read yet, and keep it."""
        return fresh.setdefault((kind, name), scenario.entry(kind, name).with_draws({}))

    def seconds(moved: Scenario, entries: Callable[[str, str], Entry]) -> float:
        traces = [replace(t, entry=entries("missiles", t.missile)) for t in record.traces]
        return _mean_in_track(moved, modes, entries, traces, record.rcs)

    base = seconds(scenario, entry_of)
    keys = [(entry, entry.read_through()) for entry in fresh.values()]
    axes = [axis for entry, known in keys for axis in uncertain_in(entry) if axis.key in known]

    def answer(values: Mapping[str, float]) -> float:
        moved = with_values(scenario, values)
        return seconds(moved, moved.entry)

    found = swings(axes, answer, base, progress=progress)
    rests_on = [entry.values[key] for entry, known in keys for key in sorted(known)]
    return Influence(
        quantity="mean time in track of a flight by a radar in a mode",
        unit="s",
        base=base,
        swings=found,
        rests_on=tuple(rests_on),
    )


def _mean_in_track(
    scenario: Scenario,
    modes: Sequence[str],
    entries: Callable[[str, str], Entry],
    traces: Sequence[Trace],
    rcs: float | None,
) -> float:
    views = views_of(scenario, modes, entries)
    times = [look(view, trace, rcs).in_track for view in views for trace in traces]
    return sum(times) / len(times)
