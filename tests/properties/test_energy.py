from math import pi, radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.catalogue.air import exponential_table, us76_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_GM, EARTH_J2
from openthaad.earth.kernels.drag import DRAG
from openthaad.earth.kernels.frames import geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84, EarthParams
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.kernels import flight

VACUUM = exponential_table(density=1e-30, top=1e3)
STILL = EarthParams(EARTH_GM, EARTH_J2, EARTH_EQUATORIAL_RADIUS, 0.0)


def fall(position, velocity, *, air, earth, tolerance=1.0):
    """Nodes of a body's fall from a state to the ground."""
    missile = np.zeros(1, flight.MISSILE)
    missile["body_area"] = 0.5
    drags = np.zeros(1, DRAG)
    drags["count"], drags["cd"][:, 0] = 1, 0.2
    plan = np.zeros(1, flight.PLAN)
    plan["position"] = geodetic_to_ecef(0.5, 1.0, 0.0)
    plan["max_time"], plan["tolerance"] = 7200.0, tolerance
    lead = np.zeros(2, flight.FLIGHT)
    lead[0]["separation_position"], lead[0]["body_velocity"] = position, velocity
    lead[0]["body_mass"] = 800.0
    nodes = np.zeros(1000, flight.NODE)
    missiles = flight.Missiles(missile, np.zeros(0, flight.STAGE), drags)
    around = Surroundings(earth, air)
    status = flight.run_fly_body(plan[0], missiles, around, lead[0], nodes, lead[1])
    assert status == flight.FlightStatus.IMPACT
    return nodes[: lead[1]["node_count"]]


def jacobi(nodes, earth):
    """Energy in the rotating frame per mass: it is kept where there is no air."""
    x, y, z = nodes["position"].T
    r = np.sqrt(x * x + y * y + z * z)
    s = 1.5 * (z / r) ** 2 - 0.5
    potential = -earth.gm / r * (1.0 - earth.j2 * (earth.radius / r) ** 2 * s)
    kinetic = 0.5 * (nodes["velocity"] ** 2).sum(axis=1)
    return kinetic + potential - 0.5 * earth.omega**2 * (x * x + y * y)


components = st.floats(-2500.0, 2500.0)


@pytest.mark.parametrize(("tolerance", "drift"), [(1.0, 5e-9), (0.01, 1e-10)])
@settings(max_examples=40)
@given(
    latitude=st.floats(-1.5, 1.5),
    longitude=st.floats(-pi, pi),
    u=components,
    v=components,
    climb=st.floats(300.0, 3000.0),
)
def test_free_flight_keeps_the_jacobi_integral(
    tolerance, drift, latitude, longitude, u, v, climb
):
    # 5e-9 is 0.3 J/kg, 0.1 mm/s at 3 km/s: what the default tolerance allows.
    p = np.array(geodetic_to_ecef(latitude, longitude, 120e3))
    outward = p / np.linalg.norm(p)
    side = np.cross(outward, [0.31, 0.59, 0.74])
    velocity = climb * outward + u * side + v * np.cross(outward, side)
    nodes = fall(p, velocity, air=VACUUM, earth=WGS84, tolerance=tolerance)
    energy = jacobi(nodes, WGS84)
    assert np.ptp(energy) < drift * abs(energy[0])


@settings(max_examples=20)
@given(st.floats(-1.5, 1.5), components, components, st.floats(100.0, 2500.0))
def test_without_rotation_east_and_west_are_mirror_images(latitude, east, north, climb):
    p = geodetic_to_ecef(latitude, 0.0, 100e3)
    paths = []
    for sign in (1.0, -1.0):
        velocity = (climb, sign * east, north)
        paths.append(fall(p, velocity, air=us76_table(), earth=STILL))
    end, mirrored = (nodes[-1]["position"] for nodes in paths)
    assert mirrored * [1.0, -1.0, 1.0] == pytest.approx(end, abs=1e-6)


@settings(max_examples=20)
@given(st.floats(20.0, 85.0), st.floats(1000.0, 5000.0))
def test_drag_only_ever_takes_energy(angle, speed):
    p = geodetic_to_ecef(0.3, 0.0, 130e3)
    down = radians(angle)
    velocity = (-speed * np.sin(down), speed * np.cos(down), 0.0)
    energy = jacobi(fall(p, velocity, air=us76_table(), earth=WGS84), WGS84)
    # Rounding and the step error may add a little where there is next to no air.
    assert (np.diff(energy) < 1e-2).all()
