"""The air of one place and time by NRLMSIS, as a table for the kernels."""

from datetime import datetime
from math import degrees

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.activity import USUAL_AP, USUAL_F107
from openthaad.catalogue.air import fill_cells
from openthaad.catalogue.tables import load_table
from openthaad.constants import AIR_RATIO_OF_SPECIFIC_HEATS
from openthaad.earth.kernels.atmosphere import AIR
from openthaad.errors import CatalogueError

_BOLTZMANN = 1.380649e-23  # J/K, exact: BIPM, The International System of Units, 9th ed., 2019


def nrlmsis_table(
    date: datetime,
    latitude: float,
    longitude: float,
    *,
    f107: float = USUAL_F107,
    f107_average: float = USUAL_F107,
    ap: float = USUAL_AP,
) -> NDArray[np.void]:
    """Return the air above a place at a time as World data, 0 to 1000 km.

    Parameters
    ----------
    date : datetime
        UTC.
    latitude, longitude : float
        Geodetic [rad].
    f107, f107_average : float
        10.7 cm solar flux of the day before, and its average over 81 days [sfu].
    ap : float
        Daily magnetic index.

    Returns
    -------
    ndarray of AIR
        At the altitudes of the standard atmosphere's table, every 500 m.

    Raises
    ------
    CatalogueError
        The package ``pymsis`` is not installed.

    Notes
    -----
    NRLMSIS 2.1 [1]_ from the package ``pymsis``, which is given the indices and so asks no
    network for them. Pressure is n k T over all its constituents, the speed of sound is
    sqrt(1.4 p / density), slopes are central differences.

    References
    ----------
    .. [1] J. T. Emmert and others, "NRLMSIS 2.1: An empirical model of nitric oxide
       incorporated into MSIS", J. Geophys. Res. Space Phys. 127 (2022) e2022JA030896.
    """
    try:
        import pymsis  # noqa: PLC0415 (an extra: most runs never need it)
    except ImportError as error:
        raise CatalogueError(
            "the atmosphere nrlmsis needs the package pymsis",
            key="environment.atmosphere",
            hint="pip install 'openthaad[nrlmsis]'",
        ) from error
    altitude = np.asarray(load_table("us76").columns["altitude"], np.float64)
    instant = np.datetime64(date.replace(tzinfo=None), "s")
    # Always an array of shape (dates, longitudes, latitudes, altitudes, constituents).
    found = pymsis.calculate(
        [instant],
        [degrees(longitude)],
        [degrees(latitude)],
        altitude / 1e3,
        [f107],
        [f107_average],
        [[ap] * 7],
        version=2.1,
    )
    profile = np.asarray(found, np.float64).reshape(len(altitude), -1)
    density, temperature = profile[:, 0], profile[:, -1]
    # A constituent is no number where the model has none of it.
    numbers = np.nansum(profile[:, 1:-1], axis=1)
    return _air(altitude, density, numbers * _BOLTZMANN * temperature)


def _air(
    altitude: NDArray[np.float64],
    density: NDArray[np.float64],
    pressure: NDArray[np.float64],
) -> NDArray[np.void]:
    """Rows of AIR from density [kg/m³] and pressure [Pa] at altitudes [m]."""
    air = np.zeros(len(altitude), dtype=AIR)
    air["altitude"] = altitude
    air["ln_density"] = np.log(density)
    air["ln_pressure"] = np.log(pressure)
    air["sound_speed"] = np.sqrt(AIR_RATIO_OF_SPECIFIC_HEATS * pressure / density)
    for name in ("ln_density", "ln_pressure", "sound_speed"):
        air[f"{name}_slope"] = np.gradient(air[name], altitude, edge_order=2)
    fill_cells(air)
    return air
