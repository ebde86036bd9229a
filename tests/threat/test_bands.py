"""Every apogee and burnout angle between the ends of what a liquid missile can fly."""

from math import degrees, nan, radians

import numpy as np
import pytest
from numba import config

from openthaad.catalogue import find_place, load
from openthaad.errors import NoSolutionError
from openthaad.scenario.fields import Location
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import ecef, fly_to
from openthaad.threat.missile import Missile

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")

# Missile, launch, and where to; all burn liquids, which can be cut off.
FLIGHTS = [
    ("nodong", "hwangju", "busan"),
    ("scud-b", "kaesong", "daejeon"),
    ("scud-c", "kittaeryong", "daegu"),
    ("scud-er", "hwangju", "busan"),
    ("musudan", "wonsan", "busan"),
    ("musudan", "sunchon", "busan"),
    ("hwasong-12", "panghyon", "busan"),
    ("notional-icbm", "sohae", "jeju"),
]


def flown(name, start, end, mode=Mode.STANDARD, value=nan):
    launch, aim = find_place(start), find_place(end)
    flight = fly_to(
        Missile.from_entry(load("missiles", name)), launch, aim, mode=mode, value=value
    )
    away = np.subtract(flight.summary[0]["impact_position"], ecef(aim))
    assert float(np.linalg.norm(away)) < 50.0
    return flight


def limits(name, start, end, mode, beyond):
    """Ends of what a refusal says can be flown [km] or [deg]."""
    with pytest.raises(NoSolutionError, match="it can at") as caught:
        flown(name, start, end, mode, beyond)
    low, _, high, _ = caught.value.allowed.split()
    return float(low), float(high)


@pytest.mark.parametrize("km", [40, 42, 45, 48, 52, 55, 58, 62, 121, 300, 600])
def test_a_nodong_from_hwangju_flies_to_busan_at_any_apogee(km):
    flight = flown("nodong", "hwangju", "busan", Mode.APOGEE, 1e3 * km)
    assert 1e-3 * flight.summary[0]["apogee_altitude"] == pytest.approx(km, rel=6e-4)


@pytest.mark.parametrize(("name", "start", "end"), FLIGHTS)
def test_every_apogee_between_the_ends_that_a_refusal_names_is_flown(name, start, end):
    low, high = limits(name, start, end, Mode.APOGEE, 9e6)
    for km in np.geomspace(low, high, 14):
        flight = flown(name, start, end, Mode.APOGEE, 1e3 * float(km))
        assert 1e-3 * flight.summary[0]["apogee_altitude"] == pytest.approx(km, rel=6e-4)


@pytest.mark.parametrize(("name", "start", "end"), FLIGHTS)
def test_every_burnout_angle_between_the_ends_that_a_refusal_names_is_flown(name, start, end):
    low, high = limits(name, start, end, Mode.LOFT, radians(89.9))
    for angle in np.linspace(low, high, 12):
        flight = flown(name, start, end, Mode.LOFT, radians(float(angle)))
        root = flight.roots[flight.solution[0]["chosen"]]
        assert degrees(float(root["burnout_angle"])) == pytest.approx(
            angle, rel=6e-4, abs=0.003
        )


@pytest.mark.parametrize(("name", "start", "end"), FLIGHTS)
def test_beyond_the_highest_apogee_that_a_refusal_names_nothing_is_flown(name, start, end):
    _, high = limits(name, start, end, Mode.APOGEE, 9e6)
    with pytest.raises(NoSolutionError):
        flown(name, start, end, Mode.APOGEE, 1.02e3 * high)


@pytest.mark.parametrize(("name", "start", "end"), FLIGHTS)
def test_a_depressed_flight_exists_wherever_a_standard_one_does(name, start, end):
    standard = flown(name, start, end).summary[0]["apogee_altitude"]
    assert flown(name, start, end, Mode.DEPRESSED).summary[0]["apogee_altitude"] < standard


def test_a_map_flies_no_range_that_a_flight_refuses():
    # The ranges between the two ends of a map at one apogee: none is a hole.
    launch = find_place("hwangju")
    missile = Missile.from_entry(load("missiles", "nodong"))
    for south in np.linspace(2.0, 6.0, 9):
        aim = Location("", launch.latitude - radians(float(south)), launch.longitude, 0.0)
        flight = fly_to(missile, launch, aim, mode=Mode.APOGEE, value=100e3)
        assert flight.summary[0]["apogee_altitude"] == pytest.approx(100e3, rel=6e-4)
