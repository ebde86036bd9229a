"""How far each value that a run reads moves the number of missiles that leak."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openthaad.catalogue import Value
from openthaad.engagement.expectation import Expectation, expectation
from openthaad.errors import OpenThaadError
from openthaad.scenario import Scenario, Uncertain, uncertain_values, with_values
from openthaad.scenario.world import values_read
from openthaad.studies.influence import Influence, Swing, in_order, in_threads, swings
from openthaad.studies.memory import Memory

Progress = Callable[[float], None]
# Values that seldom have a part in a battle without luck: tried together first.
_SELDOM = frozenset(
    (
        "alignment_error", "beam_shape_loss", "canister_elevation_maximum", "cep", "cep_range",
        "decorrelation_time", "divert_acceleration", "field_of_regard",
        "guidance_time_constant", "kill_assessment_delay", "kill_assessment_error",
        "kill_vehicle_mass", "launch_spacing", "lethal_radius", "navigation_position_error",
        "navigation_ratio", "navigation_velocity_error", "range_minimum", "range_window",
        "rcs_missile_tail", "rcs_warhead_tail", "seeker_acquisition_range",
        "seeker_acquisition_spread", "seeker_field_of_view", "seeker_lock_time", "seeker_noise",
        "seeker_period", "spiral_lift_coefficient", "spiral_rate", "spiral_threshold",
        "target_acceleration_sigma", "uplink_period",
    )
)  # fmt: skip


class NotRemembered(LookupError):  # noqa: N818 (no error: the question has to be asked)
    """A number is not in the memory, and nothing was to be computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The scenario with some values moved, each set of values played once."""

    scenario: Scenario
    memory: Memory = field(default_factory=Memory)
    only_remembered: bool = False

    def at(self, values: Mapping[str, float]) -> Expectation:
        key = json.dumps(dict(values), sort_keys=True)
        known = self.memory.get(key)
        if known is not None:
            return Expectation(*known)
        if self.only_remembered:
            raise NotRemembered(key)
        found = expectation(with_values(self.scenario, values) if values else self.scenario)
        self.memory.put(key, found)
        return found


def leakage_influence(
    scenario: Scenario,
    *,
    memory: Memory | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Influence:
    """How far each value that a run reads moves the expected leakers, one at a time.

    Where none moves them, how far each moves the mean time that a missile is in track, which
    is what an engagement needs first.

    Parameters
    ----------
    scenario : Scenario
    memory : Memory, optional
        Where every engagement's numbers go as they come, and are taken from.
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
    value's range. Values that seldom have a part are moved together first; those that
    together change nothing, to the last digit, are taken to change nothing alone.
    """
    asked = _Asked(scenario=scenario, memory=Memory() if memory is None else memory)
    return _influence(asked, progress, workers)


def remembered_influence(scenario: Scenario, memory: Memory) -> Influence | None:
    """Return what `leakage_influence` found before, without playing; None if it did not."""
    if not len(memory):
        return None
    asked = _Asked(scenario=scenario, memory=memory, only_remembered=True)
    try:
        return _influence(asked, None, 1)
    except NotRemembered:
        return None


def difference_influence(
    first: Scenario,
    second: Scenario,
    memories: tuple[Memory, Memory],
    *,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Influence:
    """How far each value moves the expected leakers of a second scenario less those of a first.

    A value that only one of them reads, or that one of them sets, moves that one alone.

    Parameters
    ----------
    first, second : Scenario
    memories : (Memory, Memory)
        Where the engagements of each go, and are taken from.
    progress, workers
        As for `leakage_influence`.
    """

    def half(start: float) -> Progress:
        return lambda done: None if progress is None else progress(start + 0.5 * done)

    a, b = (
        _moves(_Asked(scenario=scenario, memory=memory), half(start), workers)
        for scenario, memory, start in zip((first, second), memories, (0.0, 0.5), strict=True)
    )
    base = b.base.leakers - a.base.leakers
    of_a, of_b = ({s.axis.path: s for s in moves.swings} for moves in (a, b))

    def ends(swing: Swing | None, moves: _Moves) -> tuple[float, float]:
        still = moves.base.leakers
        return (still, still) if swing is None else (swing.at_low, swing.at_high)

    found = []
    for path in sorted({*of_a, *of_b}):
        axis = (of_b.get(path) or of_a[path]).axis
        one, other = ends(of_a.get(path), a), ends(of_b.get(path), b)
        low, high = other[0] - one[0], other[1] - one[1]
        found.append(Swing(axis=axis, base=base, at_low=low, at_high=high))
    return Influence(
        quantity="leakers to be expected, B less A",
        unit="",
        base=base,
        swings=in_order(found),
        rests_on=tuple({**a.read, **b.read}.values()),
    )


class _Moves(NamedTuple):
    """What every value does to the expected leakers of a scenario."""

    base: Expectation
    read: dict[str, Value]
    swings: tuple[Swing, ...]  # those that stay still last


def _moves(asked: _Asked, progress: Progress | None, workers: int | None) -> _Moves:
    base = asked.at({})
    read = values_read(asked.scenario)
    axes = uncertain_values(asked.scenario, frozenset(read))
    seldom = [axis for axis in axes if axis.key in _SELDOM]
    idle = _idle(asked, base, seldom, workers)
    live = [axis for axis in axes if axis.path not in idle]
    found = swings(
        live, lambda v: asked.at(v).leakers, base.leakers, progress=progress, workers=workers
    )
    number = base.leakers
    still = (a for a in axes if a.path in idle)
    unmoved = (Swing(axis=a, base=number, at_low=number, at_high=number) for a in still)
    return _Moves(base, read, (*found, *unmoved))


def _influence(asked: _Asked, progress: Progress | None, workers: int | None) -> Influence:
    base, read, found = _moves(asked, progress, workers)
    words, unit, number = "leakers to be expected", "", base.leakers
    if all(swing.size == 0.0 for swing in found):
        axes = [swing.axis for swing in found]
        number = base.seconds_in_track
        found = swings(axes, lambda v: asked.at(v).seconds_in_track, number, workers=workers)
        words, unit = "time in track per missile; nothing moves the leakers", "s"
    return Influence(
        quantity=words, unit=unit, base=number, swings=found, rests_on=tuple(read.values())
    )


def _idle(
    asked: _Asked, base: Expectation, axes: Sequence[Uncertain], workers: int | None
) -> frozenset[str]:
    """Paths of those values that change nothing at either end, found by halving groups."""

    def changes(axes: Sequence[Uncertain], *, high: bool) -> bool:
        try:
            return asked.at({a.path: a.high if high else a.low for a in axes}) != base
        except OpenThaadError:
            return True

    def is_live(group: Sequence[Uncertain]) -> bool:
        return changes(group, high=False) or changes(group, high=True)

    idle: set[str] = set()
    groups: list[Sequence[Uncertain]] = [axes[::2], axes[1::2]]
    while groups := [group for group in groups if group]:
        live = list(in_threads(is_live, [(group,) for group in groups], workers=workers))
        idle |= {a.path for a in _of(groups, live, wanted=False)}
        # One value alone is left to the swings, which need its two answers anyway.
        halves = [g for g, moved in zip(groups, live, strict=True) if moved and len(g) > 2]
        groups = [part for g in halves for part in (g[: len(g) // 2], g[len(g) // 2 :])]
    return frozenset(idle)


def _of(
    groups: Sequence[Sequence[Uncertain]], live: Sequence[bool], *, wanted: bool
) -> Iterable[Uncertain]:
    for group, moved in zip(groups, live, strict=True):
        if moved is wanted:
            yield from group
