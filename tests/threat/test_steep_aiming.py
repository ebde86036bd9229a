"""Aiming where the launch is nearly vertical and the Earth turns away below the flight."""

from math import radians

import numpy as np
import pytest
from numba import config
from pyproj import Geod

from openthaad.catalogue import find_place, load
from openthaad.errors import NoSolutionError
from openthaad.scenario.fields import Location
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import ecef, fly_to
from openthaad.threat.missile import Missile

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")


def aimed(name, site, bearing_deg, range_km, **how):
    """Flight and its miss [m]."""
    start = find_place(site)
    longitude, latitude, _ = Geod(ellps="WGS84").fwd(
        start.longitude, start.latitude, radians(bearing_deg), 1e3 * range_km, radians=True
    )
    aim = Location("", latitude, longitude, 0.0)
    flight = fly_to(Missile.from_entry(load("missiles", name)), start, aim, **how)
    away = np.subtract(flight.summary[0]["impact_position"], ecef(aim))
    return flight, float(np.linalg.norm(away))


@pytest.mark.parametrize(
    ("name", "site", "bearing_deg", "range_km", "apogee_km"),
    [
        ("hwasong-12", "kusong_north", 60.0, 787.0, 2111.5),
        ("hwasong-12", "kusong_north", 240.0, 787.0, 2000.0),
        ("musudan", "wonsan", 90.0, 400.0, 1413.6),
        ("musudan", "wonsan", 90.0, 100.0, 1000.0),
        ("musudan", "wonsan", 90.0, 250.0, 400.0),
        ("hwasong-12", "pyongyang_airport", 68.0, 3700.0, 770.0),
    ],
)
def test_a_steep_flight_hits_at_its_apogee(name, site, bearing_deg, range_km, apogee_km):
    how = {"mode": Mode.APOGEE, "value": 1e3 * apogee_km}
    flight, miss = aimed(name, site, bearing_deg, range_km, **how)
    assert miss < 50.0
    assert flight.summary[0]["apogee_altitude"] == pytest.approx(1e3 * apogee_km, abs=1e3)


@pytest.mark.parametrize("name", ["hwasong-12", "nodong", "scud-b"])
@pytest.mark.parametrize("bearing_deg", [70.0, 250.0])
def test_the_last_half_percent_of_the_range_is_hit(name, bearing_deg):
    with pytest.raises(NoSolutionError) as caught:
        aimed(name, "wonsan", bearing_deg, 9000.0)
    longest = float(caught.value.allowed.split()[2])
    _, miss = aimed(name, "wonsan", bearing_deg, 0.995 * longest)
    assert miss < 50.0


def test_the_highest_apogee_named_by_the_error_can_be_flown():
    how = {"mode": Mode.APOGEE, "value": 3e6}
    with pytest.raises(NoSolutionError, match=r"it can at \d+ to \d+ km") as caught:
        aimed("musudan", "wonsan", 90.0, 400.0, **how)
    highest = 1e3 * float(caught.value.allowed.split()[2])
    flight, miss = aimed(
        "musudan", "wonsan", 90.0, 400.0, mode=Mode.APOGEE, value=highest - 1e3
    )
    assert miss < 50.0
    assert flight.summary[0]["apogee_altitude"] == pytest.approx(highest, abs=2e3)
