"""Air tables for the kernels: the standard atmosphere, and an exponential one for checks."""

from functools import cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.tables import load_table
from openthaad.checks import require_positive
from openthaad.constants import AIR_RATIO_OF_SPECIFIC_HEATS, STANDARD_GRAVITY
from openthaad.kernels.atmosphere import AIR


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
    return air
