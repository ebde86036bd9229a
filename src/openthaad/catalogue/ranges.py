"""What each value of the catalogue may be set to: what can exist, and what the models follow.

Not the range in which the best estimate is uncertain, which an entry's `low` and `high` give
and which a user may leave.  Said once for each kind of entry and each value; the reader of
the files, whatever is set, and the messages go by it.
"""

import re
from collections.abc import Callable, Sequence
from math import ceil, floor, inf, log10
from typing import NamedTuple

from openthaad.catalogue.values import from_si, to_si


class Range(NamedTuple):
    """What a value may be, both ends included, in `unit`."""

    low: float
    high: float
    unit: str
    is_whole: bool = False

    def in_unit(self, unit: str) -> "Range":
        """Return the same range in another unit of its kind."""
        if unit == self.unit:
            return self
        low, high = (from_si(to_si(end, self.unit), unit) for end in (self.low, self.high))
        # What was exact in one unit is rounded in another.
        return Range(
            low - _ROUNDING * abs(low), high + _ROUNDING * abs(high), unit, self.is_whole
        )

    def holds(self, number: float) -> bool:
        """Say whether a number, in the range's unit, may be set."""
        if not self.low <= number <= self.high:
            return False
        return not self.is_whole or float(number).is_integer()

    def narrowed(self, number: float, ratios: Sequence[float], power: float) -> "Range":
        """Return what is left where something else goes with a value to a power.

        `ratios` say by how much that may change from what it is when the value is `number`.
        The ends are rounded inwards.
        """
        ends = sorted(number * _power(ratio, 1.0 / power) for ratio in ratios)
        low, high = _rounded(ends[0], ceil), _rounded(ends[1], floor)
        return self._replace(low=max(self.low, low), high=min(self.high, high))

    def words(self) -> str:
        """Say the range.

        >>> Range(0.05, 3.0, "m").words()
        '0.05 to 3 m'
        """
        unit = "" if self.unit == "1" else f" {self.unit}"
        what = "a whole number from " if self.is_whole else ""
        return f"{what}{self.low:.6g} to {self.high:.6g}{unit}"


def _power(base: float, exponent: float) -> float:
    """Return base to a power, infinity where that is too large a number."""
    try:
        return float(base**exponent)
    except OverflowError:
        return inf


def _rounded(number: float, towards: Callable[[float], int]) -> float:
    """Round to four digits, up or down."""
    if not 0.0 < abs(number) < inf:
        return number
    step = 10.0 ** (floor(log10(abs(number))) - 3)
    return float(f"{towards(number / step) * step:.4g}")


_ROUNDING = 1e-12  # of a number kept to 12 digits
_SHARE = Range(0.0, 1.0, "1")
_FACTOR = Range(0.01, 10.0, "1")  # on a drag curve: a hundredth is no drag to speak of
_IMPULSE = Range(50.0, 500.0, "s")  # cold gas at sea level to hydrogen in vacuum
_MASS = Range(1.0, 1e6, "kg")
_AREA = Range(1e-6, 1e4, "m2")  # of an insect to that of a ship
# Half of the way round the Earth, and what the flights of the models are followed to.
_DISTANCE = Range(1.0, 20_015.0, "km")
_APOGEE = Range(1.0, 10_000.0, "km")
_WAIT = Range(0.0, 3600.0, "s")
_SNR = Range(0.0, 40.0, "dB")  # an echo as loud as the noise, and 10,000 times as loud
_DWELL = Range(0.01, 1000.0, "ms")
_INTERVAL = Range(0.01, 60.0, "s")
_BEAM = Range(0.01, 30.0, "deg")
_SPEED = Range(0.1, 12.0, "km/s")  # up to that of escape

_STAGE = {
    "propellant_mass": _MASS,
    "dry_mass": _MASS,
    "isp_vacuum": _IMPULSE,
    "isp_sea_level": _IMPULSE,
    "burn_time": Range(1.0, 1000.0, "s"),
    "coast_time": Range(0.0, 1000.0, "s"),
}

_MISSILES = {
    "payload_mass": Range(1.0, 1e5, "kg"),
    "length": Range(0.5, 60.0, "m"),
    "diameter": Range(0.1, 10.0, "m"),
    "ascent_drag_scale": _FACTOR,
    "vertical_rise_time": Range(0.1, 60.0, "s"),
    "pitch_fraction": Range(0.01, 1.0, "1"),
    "reentry_mass": Range(1.0, 1e5, "kg"),
    "reentry_diameter": Range(0.05, 10.0, "m"),
    "reentry_drag_scale": _FACTOR,
    "separation_delay": Range(0.0, 1000.0, "s"),
    "separation_speed": Range(0.0, 100.0, "m/s"),
    "body_length": Range(0.1, 60.0, "m"),
    "body_drag_coefficient": Range(0.01, 10.0, "1"),
    **{
        f"rcs_{what}_{aspect}": _AREA
        for what in ("missile", "warhead", "body")
        for aspect in ("nose", "side", "tail")
    },
    "cep": Range(0.0, 1e5, "m"),
    "cep_range": _DISTANCE,
    "reliability": _SHARE,
    "published_range": _DISTANCE,
    "test_range": _DISTANCE,
    "test_apogee": _APOGEE,
    "second_test_range": _DISTANCE,
    "second_test_apogee": _APOGEE,
    "lift_to_drag_max": Range(0.0, 10.0, "1"),
    "load_factor_max": Range(0.0, 100.0, "gee"),
    "glide_floor": Range(0.0, 60.0, "km"),
    "spiral_lift_coefficient": Range(0.0, 2.0, "1"),
    "spiral_rate": Range(0.0, 10.0, "Hz"),
    "spiral_threshold": Range(0.0, 1000.0, "kPa"),
    "glide_rate": Range(0.01, 2.0, "1/s"),
    "glide_onset": Range(0.01, 20.0, "deg"),
    "glide_fade": Range(0.01, 50.0, "km"),
}

_FENCE = {
    "minimum_elevation": Range(-5.0, 85.0, "deg"),
    "search_rows": Range(1.0, 100.0, "1", is_whole=True),
    "search_above_minimum": Range(0.0, 45.0, "deg"),
    "search_half_width": Range(0.1, 180.0, "deg"),
    "search_beam_spacing": _BEAM,
    "search_row_spacing": _BEAM,
    "search_dwell": _DWELL,
}

_RADARS = {
    "frequency": Range(0.1, 100.0, "GHz"),
    "average_power": Range(0.001, 1e4, "kW"),
    "module_count": Range(1.0, 1e6, "1", is_whole=True),
    "module_peak_power": Range(0.001, 1e6, "W"),
    "duty": Range(1e-4, 1.0, "1"),
    "aperture_area": Range(0.01, 1e4, "m2"),
    "aperture_efficiency": Range(0.01, 1.0, "1"),
    "system_temperature": Range(1.0, 1e4, "K"),
    "system_loss": Range(0.0, 60.0, "dB"),
    "beamwidth_azimuth": _BEAM,
    "beamwidth_elevation": _BEAM,
    "beam_shape_loss": Range(0.0, 20.0, "dB"),
    "field_of_regard": Range(1.0, 90.0, "deg"),
    "scan_loss_exponent": Range(0.0, 5.0, "1"),
    "face_tilt": Range(0.0, 90.0, "deg"),
    "mast_height": Range(0.0, 500.0, "m"),
    "bandwidth": Range(0.01, 1e4, "MHz"),
    "angle_error_floor": Range(0.0, 50.0, "mrad"),
    "range_error_floor": Range(0.0, 1e4, "m"),
    "range_bias_sigma": Range(0.0, 1e4, "m"),
    "angle_bias_sigma": Range(0.0, 50.0, "mrad"),
    "false_alarm_probability": Range(1e-20, 0.01, "1"),
    "range_window": Range(1.0, 1e4, "km"),
    "decorrelation_time": Range(0.001, 100.0, "s"),
    "swerling_case": Range(0.0, 3.0, "1", is_whole=True),
    "monopulse_slope": Range(0.1, 10.0, "1"),
    "beam_edge": Range(1e-6, 0.5, "1"),
    "dwell_minimum": _DWELL,
    "dwell_maximum": _DWELL,
    "snr_search": _SNR,
    "snr_confirm": _SNR,
    "snr_track": _SNR,
    "snr_precision": _SNR,
    "interval_confirm": _INTERVAL,
    "interval_track": _INTERVAL,
    "interval_precision": _INTERVAL,
    "interval_harmless_factor": Range(1.0, 100.0, "1"),
    "confirm_dwell_factor": Range(0.1, 100.0, "1"),
    "track_share_maximum": Range(0.001, 1.0, "1"),
    "confirm_blur": Range(0.01, 10.0, "1"),
    "switch_time": Range(0.0, 1000.0, "h"),
    "zenith_absorption": Range(0.0, 20.0, "dB"),
    "absorption_scale_height": Range(0.5, 20.0, "km"),
    "surface_refractivity": Range(200.0, 450.0, "1"),  # what CRPL tabulated
    **{f"terminal_{key}": item for key, item in _FENCE.items()},
    **{f"forward_{key}": item for key, item in _FENCE.items()},
}

_INTERCEPTORS = {
    "mass": Range(20.0, 1e5, "kg"),
    "diameter": Range(0.05, 3.0, "m"),
    "length": Range(0.5, 30.0, "m"),
    "burnout_speed": _SPEED,
    "burnout_speed_elevation": Range(10.0, 90.0, "deg"),
    "booster_propellant_mass": Range(1.0, 1e5, "kg"),
    "booster_dry_mass": Range(1.0, 1e5, "kg"),
    "booster_isp_vacuum": _IMPULSE,
    "booster_isp_sea_level": _IMPULSE,
    "booster_burn_time": Range(1.0, 300.0, "s"),
    "drag_scale": _FACTOR,
    "separation_delay": Range(0.0, 300.0, "s"),
    "kill_vehicle_mass": Range(1.0, 1e4, "kg"),
    "kill_vehicle_ballistic_coefficient": Range(100.0, 1e5, "kg/m2"),
    "divert_acceleration": Range(0.0, 100.0, "gee"),
    "divert_delta_v": Range(0.0, 5000.0, "m/s"),
    "endo_divert_floor": Range(0.0, 200.0, "km"),
    "seeker_acquisition_range": Range(0.0, 5000.0, "km"),
    "seeker_acquisition_spread": _SHARE,
    "seeker_lock_time": Range(0.0, 10.0, "s"),
    "seeker_field_of_view": Range(0.01, 90.0, "deg"),
    "seeker_noise": Range(0.0, 1e4, "urad"),
    "seeker_period": Range(0.01, 1.0, "s"),  # homing goes in steps of 0.01 s
    "seeker_minimum_altitude": Range(0.0, 200.0, "km"),
    "guidance_time_constant": Range(0.0, 5.0, "s"),
    "navigation_ratio": Range(1.0, 10.0, "1"),
    "uplink_period": Range(0.1, 60.0, "s"),
    "navigation_position_error": Range(0.0, 1e4, "m"),
    "navigation_velocity_error": Range(0.0, 100.0, "m/s"),
    "alignment_error": Range(0.0, 50.0, "mrad"),
    "canister_elevation_minimum": Range(1.0, 90.0, "deg"),
    "canister_elevation_maximum": Range(1.0, 90.0, "deg"),
    "straight_time": Range(0.0, 10.0, "s"),
    "turn_rate": Range(0.1, 1000.0, "deg/s"),
    "thrust_elevation_minimum": Range(1.0, 90.0, "deg"),
    "midcourse_share": _SHARE,
    "target_acceleration_sigma": Range(0.0, 1000.0, "m/s2"),
    "flight_time_maximum": Range(1.0, 1200.0, "s"),  # what its fly-out is followed for
    "boost_dead_band": Range(0.0, 1e4, "m"),
    "boost_dead_band_sigmas": Range(0.0, 10.0, "1"),
    "retiming_maximum": Range(0.0, 100.0, "s"),
    "blind_lag_factor": Range(0.1, 100.0, "1"),
    "lethal_radius": Range(0.0, 100.0, "m"),
    "kill_probability_given_hit": _SHARE,
    "reliability": _SHARE,
    "failure_seen_after": Range(0.0, 100.0, "s"),
    "overrun_time": Range(0.0, 100.0, "s"),
}

_BATTERIES = {
    "launchers": Range(0.0, 64.0, "1", is_whole=True),
    "rounds_per_launcher": Range(0.0, 64.0, "1", is_whole=True),
    "reaction_time": _WAIT,
    "launch_spacing": _WAIT,
    "reload_time": Range(0.0, 1e4, "min"),
    "kill_assessment_delay": _WAIT,
    "link_delay": Range(0.0, 60.0, "s"),
    "decision_period": Range(0.1, 60.0, "s"),
    "zone_sigmas": Range(0.0, 100.0, "1"),
    "harmless_review": Range(1.0, 1000.0, "1", is_whole=True),
    "closing_speed_minimum": Range(0.0, 10_000.0, "m/s"),
    "handover_sigmas": Range(0.0, 100.0, "1"),
    "channel_hold_time": Range(0.0, 600.0, "s"),
    "channels": Range(1.0, 1000.0, "1", is_whole=True),
    "kill_assessment_error": _SHARE,
    "floor": Range(0.0, 1000.0, "km"),
    "ceiling": Range(0.001, 10_000.0, "km"),
    "reach": Range(0.001, 10_000.0, "km"),
    "launcher_azimuth_half_width": Range(0.0, 180.0, "deg"),
    "range_minimum": Range(0.0, 1000.0, "km"),
}

_ABOVE_ZERO = Range(1e-6, 1e6, "1")
_CHANCE = Range(1e-6, 0.999999, "1")  # neither impossible nor certain
_NOISE = Range(1e-12, 1e6, "m2/s3")

_TRACKERS = {
    "velocity_sigma": Range(1.0, 1e5, "m/s"),
    "log_beta": Range(3.0, 12.0, "1"),  # what the filter may come to believe of any body
    "log_beta_sigma": Range(0.01, 5.0, "1"),
    "body_log_beta": Range(3.0, 12.0, "1"),
    "body_log_beta_sigma": Range(0.01, 5.0, "1"),
    "thrust": Range(1.0, 1000.0, "m/s2"),
    "thrust_sigma": Range(0.1, 1000.0, "m/s2"),
    "boost_probability": _CHANCE,
    "exhaust_speed": Range(500.0, 5000.0, "m/s"),
    "thrust_noise": Range(1e-6, 1e6, "m2/s5"),
    "steering_noise": _NOISE,
    "free_noise": _NOISE,
    "drag_noise": Range(1e-6, 10.0, "1/s"),
    "drag_scale": Range(1e-3, 100.0, "m/s2"),
    "lift_ratio": Range(1e-6, 10.0, "1"),
    "lift_time": Range(1e-3, 100.0, "s"),
    "ceiling": Range(60.0, 200.0, "km"),
    "linearisation_share": _ABOVE_ZERO,
    "burn_time": Range(1.0, 1000.0, "s"),
    "relight_time": Range(10.0, 1e6, "s"),
    "declare_probability": Range(0.5, 0.999999, "1"),
    "declare_time": Range(0.01, 60.0, "s"),
    "fit_memory": _CHANCE,
    "relight_nis": Range(3.0, 1000.0, "1"),  # a right filter's is 3
    "relight_burn": Range(0.1, 100.0, "s"),
    "confirm_hits": Range(1.0, 20.0, "1", is_whole=True),
    "confirm_window": Range(1.0, 50.0, "1", is_whole=True),
    "drop_time": Range(0.1, 1000.0, "s"),
    "drop_sigma": Range(0.01, 1000.0, "km"),
    "signal_memory": _CHANCE,
    "gate": Range(1.0, 100.0, "1"),
    "doubt_minimum": _CHANCE,
    "separation_speed": Range(0.01, 100.0, "m/s"),
    "separation_time": Range(0.1, 100.0, "s"),
    "telling_drag": Range(1e-4, 100.0, "m/s2"),
    "drag_nis": Range(3.0, 1000.0, "1"),
    "drag_time": Range(0.1, 60.0, "s"),
    "body_share": _SHARE,
    "debris_odds": Range(1.0, 1e6, "1"),
    "companion_distance": Range(0.1, 1000.0, "km"),
    "companion_speed": Range(0.1, 10_000.0, "m/s"),
    "look_evidence_maximum": Range(0.01, 100.0, "1"),
    "look_independence_time": Range(0.001, 60.0, "s"),
}

_BOOSTERS = {
    "one_stage_speed": _SPEED,
    "two_stage_speed": _SPEED,
    "thrust_to_weight": Range(1.01, 20.0, "1"),
    "upper_thrust_to_weight": Range(0.05, 20.0, "1"),
    "isp_vacuum": _IMPULSE,
    "sea_level_share": Range(0.3, 1.0, "1"),
    "upper_isp_vacuum": _IMPULSE,
    "first_stage_share": Range(0.05, 0.95, "1"),
    "stage_pause": Range(0.0, 600.0, "s"),
    "vertical_rise_time": Range(0.1, 60.0, "s"),
    "turn_share": Range(0.01, 1.0, "1"),
    "sectional_mass": Range(100.0, 1e6, "kg/m2"),
    "ballistic_coefficient": Range(100.0, 1e6, "kg/m2"),
}

_RANGES = {
    "missiles": _MISSILES,
    "radars": _RADARS,
    "trackers": _TRACKERS,
    "interceptors": _INTERCEPTORS,
    "batteries": _BATTERIES,
    "boosters": _BOOSTERS,
}
_OF_A_STAGE = re.compile(r"stage[1-9]_(?P<key>\w+)")


def range_of(kind: str, key: str) -> Range | None:
    """Return what a value may be set to; None where entries of the kind have no such value.

    >>> range_of("missiles", "stage2_burn_time").words()
    '1 to 1000 s'
    """
    if kind == "missiles" and (stage := _OF_A_STAGE.fullmatch(key)):
        return _STAGE.get(stage["key"])
    return _RANGES[kind].get(key)


def known_keys(kind: str) -> list[str]:
    """List the values that an entry of a kind may have."""
    stages = [f"stage1_{key}" for key in _STAGE] if kind == "missiles" else []
    return [*_RANGES[kind], *stages]
