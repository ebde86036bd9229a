"""One place: from which missiles it is defended, what limits it, and what would change that."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, degrees, isfinite
from typing import Any

import numpy as np

from openthaad.catalogue import Value
from openthaad.catalogue.basis import basis
from openthaad.catalogue.titles import missile_title
from openthaad.errors import NoSolutionError, ScenarioError
from openthaad.scenario import Position, Scenario, locate, uncertain_values, with_values
from openthaad.scenario.draws import Uncertain
from openthaad.scenario.fields import Location
from openthaad.scenario.schema import Threat
from openthaad.scenario.sites import asset_called
from openthaad.scenario.world import surroundings, values_read
from openthaad.studies.footprint.landmarks import batch_of
from openthaad.studies.footprint.question import threats_for
from openthaad.studies.footprint.record import (
    limit_name,
    limit_without_caps,
    limited_by,
    margin_of,
    margins,
)
from openthaad.studies.footprint.setup import chances, set_up
from openthaad.studies.influence import swings
from openthaad.threat.flight import fly_plan

Progress = Callable[[float], None]
# What matters only once a round is on its way, and so for no opportunity.
_AFTER_THE_SHOT = frozenset(
    (
        "seeker_noise", "seeker_lock_time", "seeker_period", "seeker_acquisition_spread",
        "guidance_time_constant", "navigation_ratio", "navigation_position_error",
        "navigation_velocity_error", "alignment_error", "uplink_period",
        "target_acceleration_sigma", "divert_acceleration", "endo_divert_floor",
        "lethal_radius", "kill_probability_given_hit", "reliability", "cep", "cep_range",
        "kill_assessment_error", "boost_dead_band", "boost_dead_band_sigmas",
        "retiming_maximum", "blind_lag_factor", "failure_seen_after", "overrun_time",
        "channel_hold_time",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A change of one value, or of a cap, that changes whether a place is defended.

    Attributes
    ----------
    key : str
        As `--set` takes it.
    basis : str
        stated, derived, assumed; or "cap" for a cap switched off.
    setting : float or bool
        Value with the answer changed, in the catalogue's unit.
    opportunities : int
        With that value.
    """

    key: str
    basis: str
    value: float | bool
    setting: float | bool
    unit: str
    opportunities: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "key": self.key,
            "basis": self.basis,
            "from": self.value,
            "to": self.setting,
            "unit": self.unit,
            "opportunities": self.opportunities,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Defended:
    """What can be done about one missile at one place.

    Attributes
    ----------
    opportunities : int or None
        None where the missile does not reach the place.
    limit, limited_by, limit_without_caps : str
        As in a footprint; None and "none" where there is an opportunity.
    margins : dict
        By limit, by how much it was missed and by which battery, as in a footprint.
    flips_if : tuple of Flip
        Values of the catalogue, each moved alone to an end of its range, and caps switched
        off, that change whether there is an opportunity.
    """

    missile: str
    title: str
    launch: str
    opportunities: int | None
    without_caps: int | None
    limit: str | None
    limited_by: str
    limit_without_caps: str | None
    margins: dict[str, Any]
    times_s: dict[str, float]
    flips_if: tuple[Flip, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "name": self.missile,
            "title": self.title,
            "launch": self.launch,
            "opportunities": self.opportunities,
            "opportunities_without_caps": self.without_caps,
            "limit": self.limit,
            "limited_by": self.limited_by,
            "limit_without_caps": self.limit_without_caps,
            "margins": self.margins,
            **self.times_s,
            "flips_if": [flip.to_dict() for flip in self.flips_if],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place, the asset of the scenario that was named if any, and every missile."""

    place: Location
    asset: str | None
    scenario: str
    batteries: tuple[str, ...]
    missiles: tuple[Defended, ...]
    tried: int
    rests_on: tuple[Value, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "place": {
                "name": self.place.name,
                "lat_deg": degrees(self.place.latitude),
                "lon_deg": degrees(self.place.longitude),
            },
            "asset": self.asset,
            "scenario": self.scenario,
            "batteries": list(self.batteries),
            "missiles": [missile.to_dict() for missile in self.missiles],
            "values_tried": self.tried,
            "basis": basis(self.rests_on),
        }


def chance_at(scenario: Scenario, threat: Threat, place: Location) -> np.void:
    """Return the chance (a row of CHANCE) against one threat aimed at a place.

    Raises
    ------
    NoSolutionError
        The missile does not reach the place.
    """
    spot = Position(
        lat_deg=degrees(place.latitude),
        lon_deg=degrees(place.longitude),
        altitude_m=place.altitude,
    )
    setup = set_up(scenario, threat.model_copy(update={"aim": spot}))
    flight = fly_plan(setup.way.missile, setup.world.plans, surroundings=surroundings(scenario))
    batch = batch_of([flight], [place])
    row: np.void = chances(setup, [batch], is_thorough=True)[0]
    return row


def where(
    scenario: Scenario,
    place: Location,
    *,
    missile: str | None = None,
    progress: Progress | None = None,
) -> Spot:
    """Say from what a place is defended, what limits it and what would change it.

    Parameters
    ----------
    scenario : Scenario
        Its defence, and its missiles and launch points.
    place : Location
    missile : str, optional
        Only this one.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Raises
    ------
    ScenarioError
        The scenario has no battery.
    """
    if not scenario.batteries:
        raise ScenarioError(
            "the scenario has no battery, so nothing is defended", key="batteries"
        )
    coming = threats_for(scenario, missile)
    asset = asset_called(scenario, place.name)
    asset = asset if asset == place else None
    found, tried = [], 0
    rests_on: dict[str, Value] = {}
    for k, threat in enumerate(coming):
        read = read_before_a_shot(scenario, threat)
        rests_on |= read
        axes = uncertain_values(scenario.model_copy(update={"threats": [threat]}), only=read)
        tried = max(tried, len(axes))

        def report(done: float, k: int = k) -> None:
            if progress is not None:
                progress((k + done) / len(coming))

        found.append(_defended(scenario, threat, place, axes, report))
    return Spot(
        place=place,
        asset=None if asset is None else place.name,
        scenario=scenario.name,
        batteries=tuple(scenario.batteries),
        missiles=tuple(found),
        tried=tried,
        rests_on=tuple(rests_on.values()),
    )


def read_before_a_shot(scenario: Scenario, threat: Threat) -> dict[str, Value]:
    """Values, by path, that a battle with this one threat reads before its first shot."""
    read = values_read(scenario.model_copy(update={"threats": [threat]}))
    return {p: v for p, v in read.items() if p.rpartition(".")[2] not in _AFTER_THE_SHOT}


def _defended(
    scenario: Scenario,
    threat: Threat,
    place: Location,
    axes: Sequence[Uncertain],
    report: Progress,
) -> Defended:
    try:
        row = chance_at(scenario, threat, place)
    except NoSolutionError:
        return _out_of_range(scenario, threat)
    flips = list(_flips(scenario, threat, place, axes, (row, report)))
    times = ("detected_time", "verdict_time", "launch_time", "intercept_time")
    return Defended(
        missile=threat.missile,
        title=missile_title(scenario.entry("missiles", threat.missile)),
        launch=locate(threat.origin).name,
        opportunities=int(row["opportunities"]),
        without_caps=int(row["free_opportunities"]),
        limit=limit_name(row),
        limited_by=limited_by(row),
        limit_without_caps=limit_without_caps(row),
        margins=margins(row, [{"name": name} for name in scenario.batteries]),
        times_s={name.replace("_time", "_s"): float(row[name]) for name in times},
        flips_if=tuple(flips),
    )


def _out_of_range(scenario: Scenario, threat: Threat) -> Defended:
    return Defended(
        missile=threat.missile,
        title=missile_title(scenario.entry("missiles", threat.missile)),
        launch=locate(threat.origin).name,
        opportunities=None,
        without_caps=None,
        limit="out_of_missile_range",
        limited_by="none",
        limit_without_caps="out_of_missile_range",
        margins={},
        times_s={},
        flips_if=(),
    )


def _flips(
    scenario: Scenario,
    threat: Threat,
    place: Location,
    axes: Sequence[Uncertain],
    known: tuple[np.void, Progress],
) -> Iterator[Flip]:
    """Move every value to both ends of its range, and switch the caps off."""
    row, report = known
    is_defended = bool(row["opportunities"] > 0)
    if row["free_opportunities"] > 0 and not is_defended:
        yield from _flips_of_caps(scenario, threat, place)
        yield from _flips_of_cap_named(scenario, threat, place, row)
    moved = swings(
        axes,
        lambda values: _shots_with(with_values(scenario, values), threat, place),
        float(row["opportunities"]),
        progress=report,
    )
    for swing in sorted(moved, key=lambda s: s.axis.path):
        for end, found in ((swing.axis.low, swing.at_low), (swing.axis.high, swing.at_high)):
            # Not a number where the missile no longer reaches the place: no flip of this kind.
            if isfinite(found) and (found > 0.0) != is_defended:
                yield Flip(
                    key=swing.axis.path,
                    basis=str(swing.axis.item.basis),
                    value=swing.axis.value,
                    setting=end,
                    unit=swing.axis.item.unit,
                    opportunities=int(found),
                )


def _changed(scenario: Scenario, battery: str, settings: dict[str, Any]) -> Scenario:
    """Return the scenario with settings of one battery changed."""
    other = scenario.batteries[battery].model_copy(update=settings)
    return scenario.model_copy(update={"batteries": {**scenario.batteries, battery: other}})


def _shots_with(scenario: Scenario, threat: Threat, place: Location) -> int:
    return int(chance_at(scenario, threat, place)["opportunities"])


def _flips_of_caps(scenario: Scenario, threat: Threat, place: Location) -> Iterator[Flip]:
    """Switch off the caps of one battery after another, where that alone gives a shot."""
    for name, battery in scenario.batteries.items():
        if not battery.caps:
            continue
        shots = _shots_with(_changed(scenario, name, {"caps": False}), threat, place)
        if shots > 0:
            yield Flip(
                key=f"batteries.{name}.caps",
                basis="cap",
                value=True,
                setting=False,
                unit="",
                opportunities=shots,
            )


# The battery's value that a limit's cap is.
_CAPS = {"beyond_reach_cap": "reach", "above_ceiling": "ceiling", "below_floor": "floor"}
# How often the room that a cap lacks is doubled before it is left alone.
_DOUBLINGS = 6


def _flips_of_cap_named(
    scenario: Scenario, threat: Threat, place: Location, row: np.void
) -> Iterator[Flip]:
    """Move the cap that stopped the battery nearest to a shot to where there is one.

    By its margin first; where more is needed for a shot in time, by twice as much, and so on.
    """
    cap, margin = _CAPS.get(limit_name(row) or ""), margin_of(row)
    if cap is None or margin is None:
        return
    name = list(scenario.batteries)[int(row["battery"])]
    battery = scenario.batteries[name]
    stated = getattr(battery, f"{cap}_km")
    if stated is None:
        stated = 1e-3 * scenario.entry("batteries", battery.type).nominal()[cap]
    step = 1.0 if cap != "floor" else -1.0
    for doubling in range(_DOUBLINGS):
        setting = stated + step * ceil(2.0**doubling * abs(margin))
        if setting <= 0.0:
            return
        shots = _shots_with(_changed(scenario, name, {f"{cap}_km": setting}), threat, place)
        if shots > 0:
            yield Flip(
                key=f"batteries.{name}.{cap}_km",
                basis="cap",
                value=stated,
                setting=setting,
                unit="km",
                opportunities=shots,
            )
            return
