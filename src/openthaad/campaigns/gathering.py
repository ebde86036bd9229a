"""What is gathered of a case while its runs come in: tallies, sequences, a trail."""

from typing import Any, NamedTuple

from openthaad.campaigns.quantities import QUANTITIES, Quantity, Tally, played
from openthaad.campaigns.rows import Rows
from openthaad.campaigns.sequences import ChanceSequence, MeanSequence, Sequence
from openthaad.campaigns.statistics import LEVEL, Estimate, caution, clopper_pearson, mean_of


class Step(NamedTuple):
    """Where an estimate stood after so many runs."""

    runs: int
    estimate: Estimate


class Gathered:
    """Everything that is remembered of the runs of one case; its size does not grow.

    Parameters
    ----------
    threats : int
        Missiles in the raid.
    is_sequential : bool
        The intervals must hold whenever one stops.
    """

    def __init__(self, threats: int, *, is_sequential: bool = False) -> None:
        self.threats = threats
        self.not_played = 0
        self._tallies = {name: Tally() for name in QUANTITIES}
        self._causes: dict[str, int] = {}
        self._sequences: dict[str, Sequence] = {}
        if is_sequential:
            self._sequences = {q.name: _sequence(q, threats) for q in QUANTITIES.values()}

    def add(self, rows: Rows) -> None:
        """Take in the next runs, in the order of the runs."""
        good = played(rows)
        self.not_played += len(rows) - len(good)
        for name, quantity in QUANTITIES.items():
            numbers = quantity.of(good)
            self._tallies[name].add(numbers)
            if name in self._sequences:
                self._sequences[name].add(numbers)
        for name in rows.dtype.names or ():
            if name.startswith("leaked_") and (count := int(good[name].sum())):
                cause = name.removeprefix("leaked_")
                self._causes[cause] = self._causes.get(cause, 0) + count

    @property
    def runs(self) -> int:
        """Runs that could be played."""
        return self._tallies["leakers"].total

    def tally(self, name: str) -> Tally:
        """Return how often each number of a quantity came up."""
        return self._tallies[name]

    def estimate(self, name: str) -> Estimate | None:
        """Return mean and interval of a quantity, None where no run could be played."""
        if not self.runs:
            return None
        if name in self._sequences:
            return self._sequences[name].estimate()
        quantity, tally = QUANTITIES[name], self._tallies[name]
        if quantity.is_probability:
            return clopper_pearson(round(tally.mean * tally.total), tally.total)
        return mean_of(tally, 0, quantity.most(self.threats))

    def document(self) -> dict[str, Any]:
        """Return runs, estimates, histogram and causes as plain data."""
        found = {name: self.estimate(name) for name in QUANTITIES}
        return {
            "runs": self.runs,
            "not_played": self.not_played,
            **{name: None if e is None else e.to_dict() for name, e in found.items()},
            "notes": {
                name: words
                for name, e in found.items()
                if e is not None and (words := caution(self._tallies[name], e))
            },
            "leakers_by_count": self._tallies["leakers"].as_dict(),
            "leaks_by_cause": dict(sorted(self._causes.items(), key=lambda item: -item[1])),
        }


def _sequence(quantity: Quantity, threats: int) -> Sequence:
    if quantity.is_probability:
        return ChanceSequence(LEVEL)
    return MeanSequence(0, quantity.most(threats), LEVEL)
