"""Air tables for the kernels: the standard atmosphere, and an exponential one for checks."""

from functools import cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.tables import load_table
from openthaad.checks import require_positive
from openthaad.constants import AIR_RATIO_OF_SPECIFIC_HEATS, STANDARD_GRAVITY
from openthaad.earth.kernels.atmosphere import AIR

Array = NDArray[np.float64]
# A corner that a flight minds: a jump in the second derivative of ln(density), per row squared;
# the lesser jump, as a share of it, at the other end of the row over which it is rounded.
_CORNER = 1e-3
_ROUNDED = 0.02
# As shares of the density at the first row: where corners no longer count, and where a fall
# begins to meet air.
_THIN = 2e-5
_VACUUM = 2e-8


def fill_cells(air: NDArray[np.void]) -> None:
    """Fill the columns of an air table that follow from the others: those for flights.

    Parameters
    ----------
    air : ndarray of AIR
        With altitude, logarithms, speed of sound and slopes.

    Notes
    -----
    Between two rows ln(density) and ln(pressure) are the cubics of their values and slopes.
    Density itself is written as the polynomial of the fifth power that shares value, slope
    and second derivative with it at both rows: within 2e-6 of it in the cells of the standard
    atmosphere that hold a corner, 1e-10 elsewhere.  Rows may lie a scale height apart at most.
    """
    width = np.diff(air["altitude"])
    for name, target in (("ln_density", "thickness"), ("ln_pressure", "push")):
        y, slopes = air[name], air[f"{name}_slope"]
        first, second = _bends(y, slopes, width)
        value = np.exp(y)
        left = (slopes[:-1] * width) ** 2 + first
        right = (slopes[1:] * width) ** 2 + second
        rate = value * slopes
        bends = (left * value[:-1], right * value[1:])
        air[target][:-1] = _quintic(value, rate[:-1] * width, rate[1:] * width, *bends)
    sound, slopes = air["sound_speed"], air["sound_speed_slope"]
    first, second = _bends(sound, slopes, width)
    slow, rate = 1.0 / sound, -slopes / sound**2
    left = -first / sound[:-1] ** 2 + 2.0 * (slopes[:-1] * width) ** 2 / sound[:-1] ** 3
    right = -second / sound[1:] ** 2 + 2.0 * (slopes[1:] * width) ** 2 / sound[1:] ** 3
    air["slowness"][:-1] = _quintic(slow, rate[:-1] * width, rate[1:] * width, left, right)
    _mark_corners(air, width)


def _bends(y: Array, slopes: Array, width: Array) -> tuple[Array, Array]:
    """Second derivatives by the fraction of a cell, at both ends, of the cubic in it."""
    rise, m0, m1 = np.diff(y), slopes[:-1] * width, slopes[1:] * width
    return 6.0 * rise - 4.0 * m0 - 2.0 * m1, 2.0 * m0 + 4.0 * m1 - 6.0 * rise


def _quintic(y: Array, m0: Array, m1: Array, s0: Array, s1: Array) -> Array:
    """Coefficients, one cell a row, from values, slopes and second derivatives at the ends."""
    rise = np.diff(y) - m0 - 0.5 * s0
    turn, bend = m1 - m0 - s0, s1 - s0
    return np.stack(
        [
            y[:-1],
            m0,
            0.5 * s0,
            10.0 * rise - 4.0 * turn + 0.5 * bend,
            -15.0 * rise + 7.0 * turn - bend,
            6.0 * rise - 3.0 * turn + 0.5 * bend,
        ],
        axis=1,
    )


def _mark_corners(air: NDArray[np.void], width: Array) -> None:
    """Note for each row the nearest corners of the profile below and above."""
    first, second = _bends(air["ln_density"], air["ln_density_slope"], width)
    jump = np.pad(np.abs(first[1:] - second[:-1]), 1)
    jump[air["ln_density"] < air["ln_density"][0] + log(_THIN)] = 0.0
    # A corner is rounded over a cell: both ends of that count.
    beside = np.maximum(np.roll(jump, 1), np.roll(jump, -1))
    corners = air["altitude"][
        (jump > _CORNER) | ((beside > _CORNER) & (jump > _ROUNDED * beside))
    ]
    edges = np.concatenate([[-np.inf], corners, [np.inf]])
    above = np.searchsorted(edges, air["altitude"], side="right")
    air["corner_above"] = edges[above]
    # On the way down a step ends where there begins to be air.
    dense = air["ln_density"] > air["ln_density"][0] + log(_VACUUM)
    if not dense.all():
        edges[-1] = air["altitude"][dense][-1]
    air["corner_below"] = edges[np.searchsorted(edges, air["altitude"], side="right") - 1]


@cache
def _us76() -> NDArray[np.void]:
    columns = load_table("us76").columns
    air = np.zeros(len(columns["altitude"]), dtype=AIR)
    air["altitude"] = columns["altitude"]
    air["ln_density"] = np.log(columns["density"])
    air["ln_density_slope"] = columns["ln_density_slope"]
    air["ln_pressure"] = np.log(columns["pressure"])
    air["ln_pressure_slope"] = columns["ln_pressure_slope"]
    air["sound_speed"] = columns["sound_speed"]
    air["sound_speed_slope"] = columns["sound_speed_slope"]
    fill_cells(air)
    return air


def us76_table() -> NDArray[np.void]:
    """Return the U.S. Standard Atmosphere 1976 as World data, 0 to 1000 km.

    Returns
    -------
    ndarray of AIR, shape (2001,)
        One row per 500 m.  A fresh copy, so that a caller may change it.

    References
    ----------
    .. [1] *U.S. Standard Atmosphere, 1976*, NOAA-S/T 76-1562, NOAA, NASA, USAF, 1976.
    """
    return _us76().copy()


def exponential_table(
    *, density: float = 1.225, scale_height: float = 7200.0, top: float = 1e6
) -> NDArray[np.void]:
    """Return an isothermal atmosphere: density and pressure fall as exp(-h / H).

    Parameters
    ----------
    density : float
        At altitude zero [kg/m³].
    scale_height : float
        H [m].
    top : float
        Where the air ends [m].

    Raises
    ------
    ValueError
        An argument is not a positive number.
    """
    require_positive(density=density, scale_height=scale_height, top=top)
    air = np.zeros(2001, dtype=AIR)
    air["altitude"] = np.linspace(0.0, top, len(air))
    fall = -air["altitude"] / scale_height
    # Hydrostatic balance under constant gravity: p = density g H.
    pressure = density * STANDARD_GRAVITY * scale_height
    air["ln_density"] = log(density) + fall
    air["ln_pressure"] = log(pressure) + fall
    air["ln_density_slope"] = air["ln_pressure_slope"] = -1.0 / scale_height
    air["sound_speed"] = sqrt(AIR_RATIO_OF_SPECIFIC_HEATS * pressure / density)
    fill_cells(air)
    return air
