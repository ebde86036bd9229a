"""Earth and air: coordinates, distances, and the standard atmosphere."""

from dataclasses import dataclass
from math import degrees, exp, radians

import numpy as np

from openthaad.catalogue.air import us76_table
from openthaad.earth import geodesy
from openthaad.earth.kernels import frames


@dataclass(frozen=True, slots=True)
class _Point:
    latitude: float
    longitude: float


def standard_air(*, altitude_km: float) -> dict[str, float]:
    """Density [kg/m3], pressure [Pa] and speed of sound [m/s] of the table that kernels read.

    Between the rows, one every 500 m, logarithms are taken as linear here.
    """
    air, altitude = us76_table(), 1e3 * altitude_km
    density, pressure, sound = (
        float(np.interp(altitude, air["altitude"], air[column]))
        for column in ("ln_density", "ln_pressure", "sound_speed")
    )
    return {
        "density_kg_m3": exp(density),
        "pressure_pa": exp(pressure),
        "sound_speed_m_s": sound,
    }


def to_ecef(
    *, latitude_deg: float, longitude_deg: float, altitude_m: float
) -> dict[str, float]:
    """Geodetic to Earth-centred coordinates on WGS 84 [m]."""
    x, y, z = frames.geodetic_to_ecef(
        radians(latitude_deg), radians(longitude_deg), float(altitude_m)
    )
    return {"x_m": x, "y_m": y, "z_m": z}


def from_ecef(*, x_m: float, y_m: float, z_m: float) -> dict[str, float]:
    """Earth-centred to geodetic coordinates on WGS 84."""
    latitude, longitude, altitude = frames.ecef_to_geodetic(
        (float(x_m), float(y_m), float(z_m))
    )
    return {
        "latitude_deg": degrees(latitude),
        "longitude_deg": degrees(longitude),
        "altitude_m": altitude,
    }


def geodesic(*, start_deg: list[float], end_deg: list[float]) -> dict[str, float]:
    """Length of the geodesic on WGS 84 [km]."""
    a, b = (_Point(radians(p[0]), radians(p[1])) for p in (start_deg, end_deg))
    return {"distance_km": geodesy.distance(a, b) / 1e3}
