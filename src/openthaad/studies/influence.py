"""What an answer rests on: how far each uncertain value moves it, one at a time."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, TypeVar

from openthaad.catalogue import Entry, Value
from openthaad.catalogue.basis import basis
from openthaad.catalogue.values import BASES, to_si
from openthaad.errors import OpenThaadError
from openthaad.scenario import (
    Scenario,
    Uncertain,
    short,
    uncertain_in,
    uncertain_values,
    with_values,
)

Result = TypeVar("Result")
_ANOTHER = 0.1  # of an answer, by which another one differs from it
Values = Mapping[str, float]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """An answer with one value at the ends of its range, all others as they are.

    An end at which there is no answer (a missile that no longer reaches) is NaN.
    """

    axis: Uncertain
    base: float
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """Largest answer less smallest, of the two ends and the answer itself."""
        found = [x for x in (self.base, self.at_low, self.at_high) if isfinite(x)]
        return max(found) - min(found) if found else 0.0

    @property
    def farthest(self) -> float:
        """Largest difference from the answer, of the two ends."""
        return max(abs(self.at_low - self.base), abs(self.at_high - self.base))

    @property
    def is_broken(self) -> bool:
        """Whether there is an answer, but none at one end of the range."""
        return isfinite(self.base) and not (isfinite(self.at_low) and isfinite(self.at_high))

    def to_dict(self) -> dict[str, Any]:
        """Return path, range, unit, basis and the answers as plain data."""
        axis = self.axis
        return {
            "path": axis.path,
            "basis": axis.item.basis,
            "unit": axis.item.unit,
            "low": axis.low,
            "value": axis.value,
            "high": axis.high,
            "at_low": self.at_low,
            "at_high": self.at_high,
            "swing": self.size,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """Every value's swing of one answer, the largest first.

    Attributes
    ----------
    quantity, unit : str
        What the answer is, in words, and its unit (empty for a count).
    base : float
        The answer with every value as it is.
    swings : tuple of Swing
    rests_on : tuple of Value
        Every catalogue value that the answer read, uncertain or not.
    """

    quantity: str
    unit: str
    base: float
    swings: tuple[Swing, ...]
    rests_on: tuple[Value, ...] = ()

    def shares(self) -> dict[str, float] | None:
        """Shares of the sum of all swings by basis; None where nothing moves the answer."""
        return shares_by_basis((s.axis.item.basis, s.size) for s in self.swings)

    @property
    def moving(self) -> tuple[Swing, ...]:
        """The swings of those values that move the answer at all."""
        return tuple(s for s in self.swings if s.is_broken or s.size > 0.0)

    @property
    def decisive(self) -> Swing | None:
        """The assumed or derived value whose range moves the answer most, if any does."""
        soft = {"assumed", "derived"}
        return next((s for s in self.moving if s.axis.item.basis in soft), None)

    def flips_if(self) -> str | None:
        """Say in one sentence, with numbers, what turns the answer over; None if nothing does.

        Another answer is none at all, or one that differs by a tenth and more; a count near
        zero must differ by a tenth of one.
        """
        swing = self.decisive
        if swing is None or not self._is_another(swing):
            return None
        axis = swing.axis
        return (
            f"the {axis.words} ({axis.item.basis}) differs from {axis.quantity(axis.value)}: "
            f"{self._ends(swing)}"
        )

    def moves_most(self) -> str | None:
        """Say in one sentence which assumed or derived value moves the answer most."""
        swing = self.decisive
        if swing is None:
            return None
        axis = swing.axis
        return f"the {axis.words} ({axis.item.basis}) moves it most: {self._ends(swing)}"

    def _is_another(self, swing: Swing) -> bool:
        least = _ANOTHER * abs(self.base)
        if not self.unit:
            least = max(least, _ANOTHER)
        return swing.is_broken or swing.farthest >= least

    def _ends(self, swing: Swing) -> str:
        """Both ends of a value's range, what they give, and what that is instead of."""
        axis = swing.axis
        low, high = (
            f"{axis.quantity(end)} gives {self.in_words(answer)}"
            for end, answer in ((axis.low, swing.at_low), (axis.high, swing.at_high))
        )
        return f"{low} and {high}, instead of {self.in_words(self.base)} ({self.quantity})"

    def in_words(self, number: float) -> str:
        """Write an answer to three digits with its unit, or that there is none."""
        if not isfinite(number):
            return "no answer"
        return f"{short(number)} {self.unit}".strip()

    def basis(self) -> dict[str, Any]:
        """Return the entry `basis` of a JSON answer, with what the answer rests on."""
        return {
            **basis(self.rests_on),
            "by_influence": self.shares(),
            "flips_if": self.flips_if(),
            "moves_most": self.moves_most(),
            "influence": self.to_dict(),
        }

    def to_dict(self, most: int = 10) -> dict[str, Any]:
        """Return the answer and the values that move it most as plain data."""
        return {
            "quantity": self.quantity,
            "unit": self.unit,
            "base": self.base,
            "values_moved": len(self.swings),
            "values_that_matter": len(self.moving),
            "values": [swing.to_dict() for swing in self.moving[:most]],
        }


def shares_by_basis(moves: Iterable[tuple[str, float]]) -> dict[str, float] | None:
    """Shares of the sum of all swings by basis; None where nothing moves.

    >>> shares_by_basis([("stated", 1.0), ("assumed", 3.0)])
    {'stated': 0.25, 'derived': 0.0, 'assumed': 0.75}
    """
    sums = dict.fromkeys(BASES, 0.0)
    for basis_of_value, size in moves:
        sums[basis_of_value] += size
    total = sum(sums.values())
    return {name: part / total for name, part in sums.items()} if total > 0.0 else None


def swings(
    axes: Sequence[Uncertain],
    answer: Callable[[Values], float],
    base: float,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
) -> tuple[Swing, ...]:
    """Move each value to both ends of its range, and see what the answer becomes.

    Parameters
    ----------
    axes : Sequence of Uncertain
    answer : callable
        The answer with some values, by path and in file units, in place of what they are;
        called in several threads. One that raises an `OpenThaadError` has no answer there.
    base : float
        The answer as it is.
    progress : callable, optional
        Called with the share done.
    workers : int, optional
        Threads; as many as processors if not given. The result does not depend on it.

    Returns
    -------
    tuple of Swing
        Those that leave no answer first, then by size.
    """
    ends = [(axis, end) for axis in axes for end in (axis.low, axis.high)]

    def at(axis: Uncertain, end: float) -> float:
        if end == axis.value:
            return base
        try:
            return float(answer({axis.path: end}))
        except OpenThaadError:
            return nan

    found = list(in_threads(at, ends, workers=workers, progress=progress))
    made = [
        Swing(axis=axis, base=base, at_low=low, at_high=high)
        for axis, low, high in zip(axes, found[::2], found[1::2], strict=True)
    ]
    return in_order(made)


def in_order(made: Iterable[Swing]) -> tuple[Swing, ...]:
    """Sort swings: those that leave no answer first, then by size."""
    return tuple(sorted(made, key=lambda s: (not s.is_broken, -s.size, s.axis.path)))


def in_threads(
    work: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """Yield every result in order; what has not begun is dropped when that is interrupted."""
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        futures = [pool.submit(work, *given) for given in arguments]
        for k, future in enumerate(futures):
            yield future.result()
            if progress is not None:
                progress((k + 1) / len(futures))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def influence(  # noqa: PLR0913 (what is asked, and how to work)
    scenario: Scenario,
    answer: Callable[[Scenario], float],
    *,
    quantity: str,
    unit: str = "",
    only: frozenset[str] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Influence:
    """How far each uncertain value of a scenario moves an answer, one at a time.

    Parameters
    ----------
    scenario : Scenario
        As it is: with best estimates, or with a draw.
    answer : callable
        Any number that follows from a scenario.
    quantity, unit : str
        What that number is.
    only : frozenset of str, optional
        Move these paths alone; `scenario.world.values_read` gives those that matter at all.
    progress, workers
        As for `swings`.
    """
    base = float(answer(scenario))
    axes = uncertain_values(scenario, only)
    found = swings(
        axes,
        lambda values: answer(with_values(scenario, values)),
        base,
        progress=progress,
        workers=workers,
    )
    return Influence(quantity=quantity, unit=unit, base=base, swings=found)


def influence_of_entry(
    entry: Entry, answer: Callable[[Entry], float], *, quantity: str, unit: str = ""
) -> Influence:
    """How far each value of one catalogue entry moves an answer that reads it.

    Only values that the answer looks up are moved.

    Parameters
    ----------
    entry : Entry
    answer : callable
        Any number that follows from an entry.
    quantity, unit : str
        What that number is.
    """
    fresh = entry.with_draws({})  # a copy that nothing has read yet
    base = float(answer(fresh))
    read = fresh.read_through()
    axes = [axis for axis in uncertain_in(fresh) if axis.key in read]
    found = swings(axes, lambda values: answer(_moved(entry, values)), base)
    rests_on = tuple(fresh.values[key] for key in sorted(read))
    return Influence(quantity=quantity, unit=unit, base=base, swings=found, rests_on=rests_on)


def _moved(entry: Entry, values: Values) -> Entry:
    numbers = {path.rpartition(".")[2]: number for path, number in values.items()}
    return entry.with_draws(
        {key: to_si(number, entry.values[key].unit) for key, number in numbers.items()}
    )
