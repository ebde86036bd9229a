"""Air at an altitude, from a table on a uniform grid that starts at sea level.

Cubic Hermite in ln(density), ln(pressure) and sound speed, so that all three and their
first derivatives are continuous and an adaptive integrator sees no kinks.  Below the
ellipsoid the logarithms go on straight; above the last row there is no air.
"""

from math import exp

import numpy as np
from numba import njit

# One row per altitude; slopes are by altitude, per metre.
AIR = np.dtype(
    [
        ("altitude", "f8"),  # m; row i at i times the step
        ("ln_density", "f8"),  # ln(kg/m³)
        ("ln_density_slope", "f8"),
        ("ln_pressure", "f8"),  # ln(Pa)
        ("ln_pressure_slope", "f8"),
        ("sound_speed", "f8"),  # m/s
        ("sound_speed_slope", "f8"),
    ]
)

Pair = tuple[float, float]


@njit
def _cell(air: np.ndarray, altitude: float) -> tuple[int, float, float]:
    """Row below, fraction of the cell (negative below sea level), step [m]."""
    step = air[1]["altitude"]
    place = altitude / step
    i = min(max(int(place), 0), air.shape[0] - 2)
    return i, place - i, step


@njit
def _hermite(y0: float, m0: float, y1: float, m1: float, t: float) -> Pair:
    """Value and slope per cell at fraction t of a cell; m are slopes per cell."""
    rise = y1 - y0
    c2 = 3.0 * rise - 2.0 * m0 - m1
    c3 = m0 + m1 - 2.0 * rise
    return y0 + t * (m0 + t * (c2 + t * c3)), m0 + t * (2.0 * c2 + 3.0 * t * c3)


@njit
def density_and_log_slope(air: np.ndarray, altitude: float) -> Pair:
    """Density [kg/m³] and the derivative of its logarithm by altitude [1/m]."""
    i, t, step = _cell(air, altitude)
    low = air[i]
    if t < 0.0:
        slope = low["ln_density_slope"]
        return exp(low["ln_density"] + slope * altitude), slope
    if t > 1.0:
        return 0.0, 0.0
    high = air[i + 1]
    value, slope = _hermite(
        low["ln_density"],
        low["ln_density_slope"] * step,
        high["ln_density"],
        high["ln_density_slope"] * step,
        t,
    )
    return exp(value), slope / step


@njit
def density(air: np.ndarray, altitude: float) -> float:
    """Density [kg/m³] at an altitude [m]."""
    return density_and_log_slope(air, altitude)[0]


@njit
def pressure(air: np.ndarray, altitude: float) -> float:
    """Pressure [Pa] at an altitude [m]."""
    i, t, step = _cell(air, altitude)
    low = air[i]
    if t < 0.0:
        return exp(low["ln_pressure"] + low["ln_pressure_slope"] * altitude)
    if t > 1.0:
        return 0.0
    high = air[i + 1]
    value, _ = _hermite(
        low["ln_pressure"],
        low["ln_pressure_slope"] * step,
        high["ln_pressure"],
        high["ln_pressure_slope"] * step,
        t,
    )
    return exp(value)


@njit
def sound_speed(air: np.ndarray, altitude: float) -> float:
    """Speed of sound [m/s], sqrt(1.4 p / density); held at its end values outside the table."""
    i, t, step = _cell(air, altitude)
    low = air[i]
    high = air[i + 1]
    value, _ = _hermite(
        low["sound_speed"],
        low["sound_speed_slope"] * step,
        high["sound_speed"],
        high["sound_speed_slope"] * step,
        min(max(t, 0.0), 1.0),
    )
    return value
