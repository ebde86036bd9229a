"""Air at an altitude, from a table on a uniform grid that starts at sea level.

Cubic Hermite in ln(density), ln(pressure) and sound speed, so that all three and their
first derivatives are continuous and an adaptive integrator sees no kinks.  Below the
ellipsoid the logarithms go on straight; above the last row there is no air.
"""

from math import exp, inf

import numpy as np

from openthaad.kernels.cells import cell
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec

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
        # For flights: polynomials in the fraction of the cell above this row, to the fifth
        # power, and the corners of the profile between which it is smooth.
        ("thickness", "f8", (6,)),  # density, kg/m³
        ("push", "f8", (6,)),  # pressure, Pa
        ("slowness", "f8", (6,)),  # 1 / sound speed, s/m
        ("corner_below", "f8"),  # m; at or below the row; -inf where there is none
        ("corner_above", "f8"),  # m; above the row
    ]
)


_DEEPEST = -20e3  # m; only trial steps of an integrator go below


@njit(fold=True)
def polynomial(c: np.ndarray, t: float) -> float:
    """Value at t of a polynomial of the fifth power."""
    t2 = t * t
    return (c[0] + t * c[1]) + t2 * ((c[2] + t * c[3]) + t2 * (c[4] + t * c[5]))


@njit
def _cell(air: np.ndarray, altitude: float) -> tuple[int, float, float]:
    """Row below, fraction of the cell (negative below sea level), step [m]."""
    step = air[1]["altitude"]
    place = altitude * (1.0 / step)
    i = cell(place, air.shape[0] - 2)
    return i, place - i, step


@njit
def _hermite(y0: float, m0: float, y1: float, m1: float, t: float) -> float:
    """Value at fraction t of a cell; m are slopes per cell."""
    rise = y1 - y0
    return y0 + t * (m0 + t * (3.0 * rise - 2.0 * m0 - m1 + t * (m0 + m1 - 2.0 * rise)))


@njit
def _hermite_slope(y0: float, m0: float, y1: float, m1: float, t: float) -> float:
    """Slope per cell at fraction t of a cell."""
    rise = y1 - y0
    return m0 + t * (6.0 * rise - 4.0 * m0 - 2.0 * m1 + 3.0 * t * (m0 + m1 - 2.0 * rise))


@njit
def _log_density(air: np.ndarray, i: int, t: float, step: float) -> float:
    m0 = air[i]["ln_density_slope"] * step
    if t < 0.0:
        return air[i]["ln_density"] + m0 * t
    m1 = air[i + 1]["ln_density_slope"] * step
    return _hermite(air[i]["ln_density"], m0, air[i + 1]["ln_density"], m1, t)


@njit
def density(air: np.ndarray, altitude: float) -> float:
    """Density [kg/m³] at an altitude [m]."""
    i, t, step = _cell(air, altitude)
    if t > 1.0:
        return 0.0
    return exp(_log_density(air, i, t, step))


@njit
def log_density(air: np.ndarray, altitude: float) -> float:
    """Logarithm of the density in kg/m³ at an altitude [m]; minus infinity without air."""
    i, t, step = _cell(air, altitude)
    if t > 1.0:
        return -inf
    return _log_density(air, i, t, step)


@njit
def log_density_and_slope(air: np.ndarray, altitude: float) -> tuple[float, float]:
    """`log_density` and its derivative by altitude [1/m]."""
    i, t, step = _cell(air, altitude)
    if t > 1.0:
        return -inf, 0.0
    m0 = air[i]["ln_density_slope"] * step
    m1 = air[i + 1]["ln_density_slope"] * step
    slope = _hermite_slope(air[i]["ln_density"], m0, air[i + 1]["ln_density"], m1, max(t, 0.0))
    return _log_density(air, i, t, step), slope * (1.0 / step)


@njit
def pressure(air: np.ndarray, altitude: float) -> float:
    """Pressure [Pa] at an altitude [m]."""
    i, t, step = _cell(air, altitude)
    if t > 1.0:
        return 0.0
    m0 = air[i]["ln_pressure_slope"] * step
    if t < 0.0:
        return exp(air[i]["ln_pressure"] + m0 * t)
    m1 = air[i + 1]["ln_pressure_slope"] * step
    return exp(_hermite(air[i]["ln_pressure"], m0, air[i + 1]["ln_pressure"], m1, t))


@njit
def sound_speed(air: np.ndarray, altitude: float) -> float:
    """Speed of sound [m/s], sqrt(1.4 p / density); held at its end values outside the table."""
    i, t, step = _cell(air, altitude)
    m0 = air[i]["sound_speed_slope"] * step
    m1 = air[i + 1]["sound_speed_slope"] * step
    t = min(max(t, 0.0), 1.0)
    return _hermite(air[i]["sound_speed"], m0, air[i + 1]["sound_speed"], m1, t)


@njit
def air_at(air: np.ndarray, rows: float, height: float, burns: bool) -> Vec:
    """Density [kg/m³], inverse speed of sound [s/m] and, if asked for, pressure [Pa] (else 0).

    `rows` is the number of rows per metre.  Below the first row its cell goes on.
    """
    place = max(height, _DEEPEST) * rows
    # Written so that a height that is no number ends here too.
    if not place < air.shape[0] - 1:
        return 0.0, 0.0, 0.0
    i = max(int(place), 0)
    row = air[i]
    t = place - i
    push = 0.0
    if burns:
        push = polynomial(row["push"], t)
    return polynomial(row["thickness"], t), polynomial(row["slowness"], t), push
