"""Reported flights: by the catalogue's missiles, and inferred from apogee and range alone."""

from collections.abc import Sequence
from math import degrees, nan, pi, radians
from typing import NamedTuple

from openthaad.catalogue import find_place, load
from openthaad.earth import geodesy
from openthaad.studies.inference import infer
from openthaad.studies.validation.computations.rockets import longest_range
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import fly_to, standard_surroundings
from openthaad.threat.missile import Missile


class _Aim(NamedTuple):
    """A place at sea level [rad]."""

    latitude: float
    longitude: float
    altitude: float = 0.0


def reported_flight(
    *,
    missile: str,
    site: str,
    bearing_deg: float,
    range_km: float,
    apogee_km: float | None = None,
) -> dict[str, float]:
    """Fly a missile of the catalogue as reported; at minimum energy if no apogee is given."""
    start = find_place(site)
    longitude, latitude, _ = geodesy.direct(
        degrees(start.longitude), degrees(start.latitude), bearing_deg, 1e3 * range_km
    )
    mode = Mode.STANDARD if apogee_km is None else Mode.APOGEE
    value = nan if apogee_km is None else 1e3 * apogee_km
    model = Missile.from_entry(load("missiles", missile))
    aim = _Aim(radians(latitude), radians(longitude))
    found = fly_to(model, start, aim, mode=mode, value=value).summary[0]
    return {
        "time_s": float(found["impact_time"]),
        "apogee_km": float(found["apogee_altitude"]) / 1e3,
    }


def longest_flight(*, missile: str, site: str) -> dict[str, float]:
    """Longest range [km] southward, everything burnt."""
    model = Missile.from_entry(load("missiles", missile))
    reach = longest_range(
        model, find_place(site), azimuth=pi, surroundings=standard_surroundings()
    )
    return {"range_km": reach / 1e3}


def inferred(
    *,
    apogee_km: float,
    range_km: float,
    launch_deg: Sequence[float] | None = None,
    bearing_deg: float | None = None,
) -> dict[str, float]:
    """Flight time [s], speed at burnout [km/s] and longest range [km] from a report alone."""
    launch = None if launch_deg is None else (float(launch_deg[0]), float(launch_deg[1]))
    found = infer(
        apogee_km=apogee_km, range_km=range_km, launch=launch, bearing_deg=bearing_deg
    )
    return {
        "time_s": found.flight_time.value if found.flight_time else nan,
        "burnout_speed_km_s": found.burnout_speed.value / 1e3 if found.burnout_speed else nan,
        "max_range_km": found.max_range.value / 1e3 if found.max_range else nan,
    }
