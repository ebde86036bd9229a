"""Conversions to SI, used where data enters or leaves the package."""

from math import log10, pi

from openthaad.constants import STANDARD_GRAVITY

_DEGREE = pi / 180.0

# How many SI units make one of these: value_si = value * TO_SI[unit].
TO_SI = {
    # pure numbers
    "1": 1.0,
    "percent": 1e-2,
    # length, area
    "m": 1.0,
    "km": 1e3,
    "cm": 1e-2,
    "mm": 1e-3,
    "m2": 1.0,
    "cm2": 1e-4,
    "km2": 1e6,
    # mass
    "kg": 1.0,
    "g": 1e-3,
    "t": 1e3,
    "kg/m2": 1.0,
    "kg/m3": 1.0,
    "kg/s": 1.0,
    # time, frequency
    "s": 1.0,
    "ms": 1e-3,
    "us": 1e-6,
    "min": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "Hz": 1.0,
    "kHz": 1e3,
    "MHz": 1e6,
    "GHz": 1e9,
    "1/s": 1.0,
    # speed, acceleration
    "m/s": 1.0,
    "km/s": 1e3,
    "m/s2": 1.0,
    # spectral density of acceleration, of its rate
    "m2/s3": 1.0,
    "m2/s5": 1.0,
    "gee": STANDARD_GRAVITY,
    # angle
    "rad": 1.0,
    "mrad": 1e-3,
    "urad": 1e-6,
    "deg": _DEGREE,
    "rad/s": 1.0,
    "deg/s": _DEGREE,
    # force, pressure
    "N": 1.0,
    "kN": 1e3,
    "kgf": STANDARD_GRAVITY,
    "tf": 1e3 * STANDARD_GRAVITY,
    "Pa": 1.0,
    "hPa": 1e2,
    "kPa": 1e3,
    "MPa": 1e6,
    # power, energy, temperature
    "W": 1.0,
    "kW": 1e3,
    "MW": 1e6,
    "J": 1.0,
    "kJ": 1e3,
    "MJ": 1e6,
    "K": 1.0,
}

# Units that measure the same, so that one may stand for another.
ALIKE = (
    ("1", "percent", "dB"),
    ("m", "km", "cm", "mm"),
    ("m2", "cm2", "km2"),
    ("kg", "g", "t"),
    ("kg/m2",),
    ("kg/m3",),
    ("kg/s",),
    ("s", "ms", "us", "min", "h", "d"),
    ("Hz", "kHz", "MHz", "GHz", "1/s"),
    ("m/s", "km/s"),
    ("m/s2", "gee"),
    ("m2/s3",),
    ("m2/s5",),
    ("rad", "mrad", "urad", "deg"),
    ("rad/s", "deg/s"),
    ("N", "kN", "kgf", "tf"),
    ("Pa", "hPa", "kPa", "MPa"),
    ("W", "kW", "MW"),
    ("J", "kJ", "MJ"),
    ("K",),
)


def units_like(unit: str) -> tuple[str, ...]:
    """List the units that measure what this one does.

    >>> units_like("km/s")
    ('m/s', 'km/s')
    """
    return next(group for group in ALIKE if unit in group)


def from_db(decibels: float) -> float:
    """Turn decibels into a ratio of powers.

    >>> from_db(20.0)
    100.0
    """
    return float(10.0 ** (decibels / 10.0))


def to_db(ratio: float) -> float:
    """Turn a ratio of powers, which must be positive, into decibels.

    >>> to_db(100.0)
    20.0
    """
    return 10.0 * log10(ratio)
