"""The booster that no source describes: propellant from mass and burnout speed."""

from dataclasses import replace
from math import pi

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import OpenThaadError
from openthaad.interceptor.kernels.flyout import fly_to_burnout
from openthaad.interceptor.model import Interceptor

# Where the published speed is taken to hold; it is the same anywhere to 0.4 m/s.
REFERENCE_LATITUDE = 36.0 * pi / 180.0


def burnout_speed(
    interceptor: Interceptor,
    air: NDArray[np.void],
    *,
    elevation: float | None = None,
    azimuth: float = 0.0,
) -> float:
    """Speed at burnout relative to the rotating Earth [m/s].

    Parameters
    ----------
    interceptor : Interceptor
    air : ndarray of AIR
        The atmosphere.
    elevation, azimuth : float
        Of the commanded thrust axis [rad], from sea level at latitude 36 deg north; the
        elevation on which the published speed is taken to hold where not given.
    """
    if elevation is None:
        elevation = interceptor.burnout_speed_elevation
    row = interceptor.row()[0]
    around = Surroundings(WGS84, air)
    return float(fly_to_burnout(row, REFERENCE_LATITUDE, 0.0, azimuth, elevation, around)[0])


def fit_propellant(
    interceptor: Interceptor, speed: float, air: NDArray[np.void]
) -> Interceptor:
    """Give an interceptor the propellant with which it burns out at a speed.

    Mass, kill vehicle, impulse, burn time and drag stay; what is not propellant is the
    booster's case.  The speed is that of `burnout_speed` at its defaults.

    Raises
    ------
    OpenThaadError
        No share of propellant between 30 and 90 % of the mass gives the speed.

    Notes
    -----
    The speed rises with the propellant, so bisection finds the one answer; to 1 mm/s.
    """
    spare = interceptor.mass - interceptor.kill_vehicle_mass
    low, high = 0.3 * interceptor.mass, min(0.9 * interceptor.mass, 0.999 * spare)

    def speed_with(propellant: float) -> float:
        return burnout_speed(replace(interceptor, booster_propellant_mass=propellant), air)

    if not (low < high and speed_with(low) <= speed <= speed_with(high)):
        raise OpenThaadError(
            f"{interceptor.name}: no propellant mass between {low:.0f} and {high:.0f} kg gives "
            f"a burnout speed of {speed:.0f} m/s; change its mass, impulse or burn time"
        )
    for _ in range(60):
        middle = 0.5 * (low + high)
        if speed_with(middle) < speed:
            low = middle
        else:
            high = middle
    return replace(interceptor, booster_propellant_mass=0.5 * (low + high))
