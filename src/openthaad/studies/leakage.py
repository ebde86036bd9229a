"""How far each value that a run reads moves the number of missiles that leak."""

from collections.abc import Callable, Mapping
from functools import cache

from openthaad.engagement.expectation import Expectation, expectation
from openthaad.scenario import Scenario, uncertain_values, with_values
from openthaad.scenario.world import values_read
from openthaad.studies.influence import Influence, swings

Progress = Callable[[float], None]


def leakage_influence(
    scenario: Scenario, *, progress: Progress | None = None, workers: int | None = None
) -> Influence:
    """How far each value that a run reads moves the expected leakers, one at a time.

    Where none moves them, how far each moves the mean time that a missile is in track, which
    is what an engagement needs first.

    Parameters
    ----------
    scenario : Scenario
    progress : callable, optional
        Called with the share done.
    workers : int, optional
        Threads; as many as processors if not given.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.

    Notes
    -----
    It plays one engagement without luck (`engagement.expectation`) at either end of every
    value's range: some 300 of them.
    """
    base = expectation(scenario)
    read = values_read(scenario)
    axes = uncertain_values(scenario, frozenset(read))
    rests_on = tuple(read.values())

    @cache
    def at(values: tuple[tuple[str, float], ...]) -> Expectation:
        return expectation(with_values(scenario, dict(values)))

    def leakers(values: Mapping[str, float]) -> float:
        return at(tuple(values.items())).leakers

    def seconds(values: Mapping[str, float]) -> float:
        return at(tuple(values.items())).seconds_in_track

    found = swings(axes, leakers, base.leakers, progress=progress, workers=workers)
    words, unit, number = "leakers to be expected", "", base.leakers
    if all(swing.size == 0.0 for swing in found):
        found = swings(axes, seconds, base.seconds_in_track, workers=workers)
        words = "time in track per missile; nothing moves the leakers"
        unit, number = "s", base.seconds_in_track
    return Influence(quantity=words, unit=unit, base=number, swings=found, rests_on=rests_on)
