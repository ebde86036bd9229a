"""What is not known of a scenario's catalogue values: the list of them, and draws of them.

Every study of ignorance goes through here. A draw gives a scenario that carries the values
drawn, so that its document alone repeats the run.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openthaad.catalogue import Entry, Value
from openthaad.catalogue.draws import LAST_SAMPLE, uniform
from openthaad.catalogue.values import from_si
from openthaad.checks import require_probability
from openthaad.errors import ScenarioError
from openthaad.scenario.fields import nearest
from openthaad.scenario.schema import Sample, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """One catalogue value with a draw of its own, as it stands in a scenario.

    Attributes
    ----------
    path : str
        As `--set` takes it, without unit: `missiles.nodong.diameter`.
    item : Value
        Value, range [SI], unit of the file, basis, source, distribution.
    """

    path: str
    item: Value

    @property
    def key(self) -> str:
        """Its name within the entry."""
        return self.path.rpartition(".")[2]

    @property
    def words(self) -> str:
        """Its name in words: `system loss of an-tpy-2`."""
        _, name, key = self.path.split(".")
        return f"{key.replace('_', ' ')} of {name}"

    @property
    def low(self) -> float:
        """Lower end of its range, in the unit of the file."""
        return from_si(self.item.low, self.item.unit)

    @property
    def value(self) -> float:
        """Value in effect, in the unit of the file: the best estimate, or what was drawn."""
        return from_si(self.item.value, self.item.unit)

    @property
    def high(self) -> float:
        """Upper end of its range, in the unit of the file."""
        return from_si(self.item.high, self.item.unit)

    def quantile(self, u: float) -> float:
        """Value at a uniform in [0, 1], in the unit of the file."""
        return from_si(self.item.quantile(u), self.item.unit)

    def quantity(self, number: float) -> str:
        """Write one of its numbers with its unit: `12.5 dB`."""
        unit = "" if self.item.unit == "1" else self.item.unit
        return f"{short(number)} {unit}".strip()

    def to_dict(self) -> dict[str, Any]:
        """Return path, value, range, unit, basis and source as plain data."""
        return {"path": self.path, **self.item.in_file_units()}


def short(number: float) -> str:
    """Write a number to three digits.

    >>> short(12345.6), short(0.0312), short(2.0)
    ('12,300', '0.0312', '2')
    """
    return f"{float(f'{number:.3g}'):,g}"


def uncertain_in(entry: Entry) -> list[Uncertain]:
    """List the values of an entry that have a draw of their own, sorted by path."""
    return [
        Uncertain(path=f"{entry.kind}.{entry.name}.{key}", item=item)
        for key, item in sorted(entry.values.items())
        if item.is_uncertain
    ]


def uncertain_values(
    scenario: Scenario, only: Collection[str] | None = None
) -> list[Uncertain]:
    """List the catalogue values of a scenario that have a draw of their own, sorted by path.

    Values that the scenario sets are known, and values that only follow others go with
    those, so neither is listed: what is listed is independent.

    Parameters
    ----------
    scenario : Scenario
    only : Collection of str, optional
        Leave out every path but these; `scenario.world.values_read` gives those that a run
        of the scenario reads.

    Returns
    -------
    list of Uncertain
        One axis of the unit cube each, in this order, for `with_uniforms`.
    """
    found = [
        axis
        for kind, name in scenario.entry_keys()
        for axis in uncertain_in(scenario.entry(kind, name))
        if only is None or axis.path in only
    ]
    return sorted(found, key=lambda axis: axis.path)


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the scenario with these values, by path and in file units, in effect.

    What it had drawn before stays where `values` is silent, and what it sets wins.

    Raises
    ------
    ScenarioError
        A path has no draw of its own in this scenario, or a value lies outside its range.
    """
    axes = {axis.path: axis for axis in uncertain_values(scenario)}
    for path, number in values.items():
        _check(path, number, axes)
    drawn = {**scenario.drawn, **{path: float(number) for path, number in values.items()}}
    return scenario.model_copy(update={"drawn": dict(sorted(drawn.items())), "sample": None})


def _check(path: str, number: float, axes: Mapping[str, Uncertain]) -> None:
    if path not in axes:
        hint = nearest(path, axes)
        raise ScenarioError(
            f"{path} has no draw of its own in this scenario{'; ' if hint else ''}{hint or ''}",
            key=path,
            allowed=list(axes),
            hint=hint,
        )
    axis = axes[path]
    slack = 1e-9 * max(abs(axis.low), abs(axis.high))
    if not axis.low - slack <= number <= axis.high + slack:
        raise ScenarioError(
            f"{path} must lie in its range, {axis.low:g} to {axis.high:g} {axis.item.unit}, "
            f"got {number:g}",
            key=path,
            value=number,
            allowed=[axis.low, axis.high],
        )


def with_uniforms(
    scenario: Scenario, axes: Sequence[Uncertain], uniforms: Sequence[float]
) -> Scenario:
    """Return the scenario with its uncertain values at these quantiles.

    Parameters
    ----------
    scenario : Scenario
    axes : Sequence of Uncertain
        From `uncertain_values`, all of them or some; the others keep what they have.
    uniforms : Sequence of float
        In [0, 1], one for each axis: a row of a Latin hypercube or of a Saltelli plan.

    Raises
    ------
    ValueError
        A uniform lies outside [0, 1], or there are not as many as axes.
    """
    drawn = {}
    for axis, u in zip(axes, uniforms, strict=True):
        require_probability(**{axis.path: float(u)})
        drawn[axis.path] = axis.quantile(float(u))
    return with_values(scenario, drawn)


def with_sample(scenario: Scenario, *, seed: int, sample: int) -> Scenario:
    """Return the scenario with every uncertain value drawn, as sample number `sample`.

    Each value is a pure function of (seed, sample, its path): whether a run reads it, what
    else is drawn, set or varied, and in which order, has no part in it.

    Parameters
    ----------
    scenario : Scenario
    seed : int
        That of the run.
    sample : int
        1 .. 2**31 - 1; 0 is the best estimates, so the scenario comes back as it is.

    Raises
    ------
    ScenarioError
        There is no sample of that number.
    """
    if not 0 <= sample <= LAST_SAMPLE:
        allowed = f"0 to {LAST_SAMPLE}; 0 is the best estimates"
        raise ScenarioError(
            f"sample must be a whole number from {allowed}, got {sample}",
            key="sample",
            value=sample,
            allowed=allowed,
        )
    if sample == 0:
        return scenario
    axes = uncertain_values(scenario)
    drawn = with_uniforms(scenario, axes, [uniform(seed, sample, axis.path) for axis in axes])
    return drawn.model_copy(update={"sample": Sample(seed=seed, number=sample)})
