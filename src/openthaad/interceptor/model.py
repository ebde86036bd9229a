"""The interceptor record, from a catalogue entry to a table row."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import degrees, pi
from typing import Self

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.drag import fill_drag
from openthaad.catalogue.entries import Entry, made_of
from openthaad.catalogue.tables import curve_of
from openthaad.checks import (
    require_between,
    require_finite,
    require_not_negative,
    require_positive,
    require_probability,
)
from openthaad.constants import STANDARD_GRAVITY
from openthaad.earth.kernels.drag import DRAG_POINTS
from openthaad.interceptor.kernels.flight import INTERCEPTOR

# Pressure at sea level at which sea-level impulse is meant: US Standard Atmosphere 1976.
_SEA_LEVEL_PRESSURE = 101_325.0

_UNBOUNDED = {"drag_scale", "separation_delay", "guidance_time_constant", "straight_time"}
_MAY_BE_ZERO = {
    "endo_divert_floor",
    "seeker_noise",
    "seeker_minimum_altitude",
    "seeker_acquisition_spread",
    "seeker_lock_time",
    "navigation_position_error",
    "navigation_velocity_error",
    "alignment_error",
    "target_acceleration_sigma",
    "divert_acceleration",
    "divert_delta_v",
    "seeker_acquisition_range",
    "lethal_radius",
    "boost_dead_band",
    "boost_dead_band_sigmas",
    "retiming_maximum",
    "failure_seen_after",
    "overrun_time",
}
_PROBABILITIES = {"kill_probability_given_hit", "reliability", "midcourse_share"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interceptor:
    """One type of hit-to-kill interceptor.  SI and radians; names as in the catalogue.

    Attributes
    ----------
    mass : float
        At launch [kg].
    booster_propellant_mass : float
        [kg]; the booster's dry mass is what remains of `mass`.
    drag_mach, drag_cd : tuple of float
        Drag curve of booster with kill vehicle, before `drag_scale`.
    separation_delay : float
        From burnout to the separation of the kill vehicle [s].
    canister_elevation_minimum, canister_elevation_maximum : float
        Between which its canister can be raised [rad].
    burnout_speed_elevation : float
        Of the flight on which a published burnout speed is taken to hold [rad].
    thrust_elevation_minimum : float
        Lowest thrust axis to which it turns after it has left the canister [rad].
    seeker_field_of_view : float
        Full angle [rad].

    Raises
    ------
    ValueError
        A value is not finite, or outside what it can be; the message names it.
    """

    name: str
    mass: float
    diameter: float
    booster_propellant_mass: float
    booster_isp_vacuum: float
    booster_isp_sea_level: float
    booster_burn_time: float
    drag_mach: tuple[float, ...]
    drag_cd: tuple[float, ...]
    drag_scale: float
    separation_delay: float
    burnout_speed_elevation: float
    canister_elevation_minimum: float
    canister_elevation_maximum: float
    thrust_elevation_minimum: float
    straight_time: float
    turn_rate: float
    kill_vehicle_mass: float
    kill_vehicle_ballistic_coefficient: float
    divert_acceleration: float
    divert_delta_v: float
    midcourse_share: float
    endo_divert_floor: float
    seeker_acquisition_range: float
    seeker_acquisition_spread: float
    seeker_field_of_view: float
    seeker_noise: float
    seeker_period: float
    seeker_minimum_altitude: float
    seeker_lock_time: float
    guidance_time_constant: float
    navigation_ratio: float
    target_acceleration_sigma: float
    uplink_period: float
    navigation_position_error: float
    navigation_velocity_error: float
    alignment_error: float
    flight_time_maximum: float
    boost_dead_band: float
    boost_dead_band_sigmas: float
    retiming_maximum: float
    blind_lag_factor: float
    failure_seen_after: float
    overrun_time: float
    lethal_radius: float
    kill_probability_given_hit: float
    reliability: float

    def __post_init__(self) -> None:
        numbers = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in {"name", "drag_mach", "drag_cd"}
        }
        for name, value in numbers.items():
            if name in _PROBABILITIES:
                require_probability(**{name: value})
            elif name in _UNBOUNDED | _MAY_BE_ZERO:
                require_not_negative(**{name: value})
            else:
                require_positive(**{name: value})
        self._check_together()

    def _check_together(self) -> None:
        if self.booster_isp_sea_level > self.booster_isp_vacuum:
            raise ValueError(
                f"booster_isp_sea_level ({self.booster_isp_sea_level:g} s) must not exceed "
                f"booster_isp_vacuum ({self.booster_isp_vacuum:g} s)"
            )
        require_between(
            0.0, 0.5 * pi, canister_elevation_maximum=self.canister_elevation_maximum
        )
        highest = degrees(self.canister_elevation_maximum)
        for name in ("canister_elevation_minimum", "thrust_elevation_minimum"):
            elevation = degrees(getattr(self, name))
            if not 0.0 <= elevation <= highest:
                raise ValueError(
                    f"{name} ({elevation:g} deg) must lie between 0 and "
                    f"canister_elevation_maximum ({highest:g} deg)"
                )
        if self.booster_dry_mass <= 0.0:
            raise ValueError(
                f"propellant ({self.booster_propellant_mass:g} kg) and kill vehicle "
                f"({self.kill_vehicle_mass:g} kg) leave nothing of a mass of {self.mass:g} kg "
                "for the booster's case"
            )
        if not 2 <= len(self.drag_mach) == len(self.drag_cd) <= DRAG_POINTS:
            raise ValueError(
                f"a drag curve needs 2 to {DRAG_POINTS} pairs, got {len(self.drag_mach)} Mach "
                f"numbers and {len(self.drag_cd)} coefficients"
            )
        for mach, cd in zip(self.drag_mach, self.drag_cd, strict=True):
            require_finite(drag_mach=mach, drag_cd=cd)

    @classmethod
    def from_values(
        cls,
        name: str,
        values: Mapping[str, float],
        *,
        drag_mach: NDArray[np.float64],
        drag_cd: NDArray[np.float64],
    ) -> Self:
        """Make one from a catalogue entry's values (SI) and a drag curve.

        Values that belong to no attribute (length, the published speed) are left aside.

        Raises
        ------
        ValueError
            A value is missing or cannot be.
        """
        wanted = [
            field.name
            for field in fields(cls)
            if field.name not in {"name", "drag_mach", "drag_cd"}
        ]
        if missing := [key for key in wanted if key not in values]:
            raise ValueError(f"interceptor {name} lacks {', '.join(missing)}")
        return cls(
            name=name,
            drag_mach=tuple(float(x) for x in drag_mach),
            drag_cd=tuple(float(x) for x in drag_cd),
            **{key: float(values[key]) for key in wanted},
        )

    @classmethod
    def from_entry(cls, entry: Entry, own: Mapping[str, float] | None = None) -> Self:
        """Make one from a catalogue entry, with the drag curve that it names.

        Parameters
        ----------
        entry : Entry
            Of kind ``interceptors``.
        own : Mapping of str to float, optional
            Values [SI] that stand in for the entry's.

        Raises
        ------
        CatalogueError
            A value is missing or cannot be, or there is no such drag curve.
        """
        with made_of(entry):
            drag = curve_of(entry, "ascent_drag_curve").columns
            # What is given is found first, so that the catalogue's value is not read.
            values = ChainMap(dict(own or {}), entry.nominal())
            return cls.from_values(
                entry.name, values, drag_mach=drag["mach"], drag_cd=drag["cd"]
            )

    @property
    def booster_dry_mass(self) -> float:
        """What of the booster does not burn [kg]."""
        return self.mass - self.booster_propellant_mass - self.kill_vehicle_mass

    def row(self) -> NDArray[np.void]:
        """Return the INTERCEPTOR table of this type, shape (1,)."""
        table = np.zeros(1, dtype=INTERCEPTOR)
        row = table[0]
        self._fill_booster(row)
        self._fill_kill_vehicle(row)
        return table

    def _fill_booster(self, row: np.void) -> None:
        weight_flow = STANDARD_GRAVITY * self.booster_propellant_mass / self.booster_burn_time
        # Thrust falls from vacuum to sea level by pressure times exit area.
        lost = self.booster_isp_vacuum - self.booster_isp_sea_level
        row["launch_mass"] = self.mass
        row["propellant_mass"] = self.booster_propellant_mass
        row["kill_vehicle_mass"] = self.kill_vehicle_mass
        row["thrust_vacuum"] = weight_flow * self.booster_isp_vacuum
        row["exit_area"] = weight_flow * lost / _SEA_LEVEL_PRESSURE
        row["burn_time"] = self.booster_burn_time
        row["separation_time"] = self.booster_burn_time + self.separation_delay
        row["canister_minimum"] = self.canister_elevation_minimum
        row["canister_maximum"] = self.canister_elevation_maximum
        row["straight_time"] = self.straight_time
        row["turn_rate"] = self.turn_rate
        row["minimum_elevation"] = self.thrust_elevation_minimum
        row["boost_area"] = 0.25 * pi * self.diameter**2 * self.drag_scale
        fill_drag(row["boost_drag"], self.drag_mach, self.drag_cd)

    def _fill_kill_vehicle(self, row: np.void) -> None:
        row["ballistic_coefficient"] = self.kill_vehicle_ballistic_coefficient
        row["divert_acceleration"] = self.divert_acceleration
        row["divert_delta_v"] = self.divert_delta_v
        row["divert_floor"] = self.endo_divert_floor
        row["midcourse_share"] = self.midcourse_share
        row["guidance_lag"] = self.guidance_time_constant
        row["navigation_ratio"] = self.navigation_ratio
        row["seeker_range"] = self.seeker_acquisition_range
        row["seeker_range_spread"] = self.seeker_acquisition_spread
        row["seeker_half_field"] = 0.5 * self.seeker_field_of_view
        row["seeker_noise"] = self.seeker_noise
        row["seeker_period"] = self.seeker_period
        row["seeker_floor"] = self.seeker_minimum_altitude
        row["acquisition_time"] = self.seeker_lock_time
        row["navigation_position_sigma"] = self.navigation_position_error
        row["navigation_velocity_sigma"] = self.navigation_velocity_error
        row["pointing_sigma"] = self.alignment_error
        row["target_acceleration_sigma"] = self.target_acceleration_sigma
        row["lethal_radius"] = self.lethal_radius
        row["p_kill_given_hit"] = self.kill_probability_given_hit
        row["reliability"] = self.reliability
        row["uplink_period"] = self.uplink_period
        row["flight_time_maximum"] = self.flight_time_maximum
        row["boost_dead_band"] = self.boost_dead_band
        row["boost_dead_band_sigmas"] = self.boost_dead_band_sigmas
        row["retiming_maximum"] = self.retiming_maximum
        row["blind_lag_factor"] = self.blind_lag_factor
        row["failure_seen_after"] = self.failure_seen_after
        row["overrun_time"] = self.overrun_time
