"""Longest ranges that another program publishes for its own missiles.

rocket_data.py of github.com/tim-kad/MDFCC, a missile defence footprint calculator, prints
beside each missile the longest range that it computes: a spherical Earth at rest, a kick at
100 m and a gravity turn, constant impulse, the same drag curves, and a constant ballistic
coefficient on the way down. Pitch programmes differ, but all are near the best one. Two of
its missiles are left out: m1 (100 km), whose range is drag's and so the programme's (ours goes
8 % farther), and m2, which turns at 15 km.
"""

from math import inf, pi, radians
from typing import NamedTuple

import numpy as np
import pytest
from numba import config
from scipy.optimize import minimize_scalar

from openthaad.catalogue.air import us76_table
from openthaad.kernels import flight
from openthaad.kernels.frames import geodetic_to_ecef, ground_range
from openthaad.kernels.gravity import WGS84
from openthaad.threat.missile import DragCurve, Missile, Stage, missile_tables

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")
EARTH_AT_REST = WGS84._replace(omega=0.0, j2=0.0)


class Published(NamedTuple):
    """One entry of rocket_data.py, with the names that it uses there."""

    name: str
    curve: str
    m_st: tuple[float, ...]  # kg, dry
    m_fu: tuple[float, ...]  # kg
    v_ex: tuple[float, ...]  # m/s
    t_bu: tuple[float, ...]  # s
    a_mid: tuple[float, ...]  # m2
    m_pl: float  # kg
    c_bal: float  # kg/m2
    longest: float  # km


ENTRIES = [
    Published(
        "m3",
        "liquid",
        (450, 370),
        (2000, 1270),
        (2070, 2070),
        (50, 50),
        (0.785, 0.385),
        570,
        7040,
        490,
    ),
    Published(
        "m4",
        "liquid",
        (450, 370),
        (2000, 1270),
        (2550, 2750),
        (50, 50),
        (0.785, 0.385),
        570,
        7040,
        999,
    ),
    Published(
        "m5",
        "liquid",
        (490, 340),
        (3460, 2160),
        (2350, 2750),
        (50, 50),
        (0.785, 0.785),
        600,
        7020,
        2011,
    ),
    Published(
        "m6",
        "solid",
        (2059, 1190, 282),
        (14200, 7160, 2120),
        (2300, 2600, 2700),
        (50, 50, 50),
        (3.14, 1.43, 0.48),
        990,
        7840,
        4939,
    ),
    Published(
        "m7",
        "solid",
        (1480, 490, 250),
        (21190, 7070, 3530),
        (2500, 2700, 2700),
        (50, 50, 50),
        (2.21, 2.21, 1.37),
        1200,
        9240,
        9736,
    ),
    Published(
        "m10 Scud-B",
        "v2",
        (1102,),
        (3771,),
        (226 * 9.8,),
        (62,),
        (0.608,),
        987,
        4000 * 4.88,
        334,
    ),
    Published(
        "m11 Scud-ER",
        "v2",
        (1330,),
        (7400,),
        (230 * 9.8,),
        (127.8,),
        (0.785,),
        500,
        1500 * 4.88,
        821,
    ),
]


def built(entry):
    drag = DragCurve.named(f"{entry.curve}-ascent")
    stages = tuple(
        Stage(
            propellant_mass=fuel,
            dry_mass=dry,
            thrust_vacuum=speed * fuel / burn,
            exit_area=0.0,
            burn_time=burn,
            coast_time=1.0,
            area=area,
            drag=drag,
        )
        for dry, fuel, speed, burn, area in zip(*entry[2:7], strict=True)
    )
    return Missile(
        name=entry.name,
        is_liquid=False,
        separates=False,
        programme=flight.Programme.GRAVITY_TURN,
        stages=stages,
        payload_mass=entry.m_pl,
        vertical_time=2.0,
        pitch_fraction=0.2,
        separation_delay=0.0,
        separation_speed=0.0,
        reentry_mass=entry.m_pl,
        reentry_area=(entry.m_pl + entry.m_st[-1]) / entry.c_bal,
        reentry_drag=DragCurve.constant(1.0),
        body_area=0.0,
        body_drag=DragCurve.constant(0.0),
        spiral_lift=0.0,
        spiral_rate=0.0,
        spiral_threshold=0.0,
    )


def longest_range(missile):
    tables = missile_tables([missile])
    plan = np.zeros(1, flight.PLAN)[0]
    start = geodetic_to_ecef(0.0, 0.0, 0.0)
    plan["position"] = start
    plan["azimuth"] = 0.5 * pi
    plan["programme"] = missile.programme
    plan["vertical_time"] = missile.vertical_time
    left = missile.burn_time - missile.vertical_time
    plan["pitch_end_time"] = missile.vertical_time + missile.pitch_fraction * left
    plan["cutoff_time"] = inf
    plan["max_time"] = 5000.0
    plan["tolerance"] = 1.0
    nodes = np.zeros(4000, flight.NODE)
    air = us76_table()

    def reach(elevation):
        plan["pitch_final"] = elevation
        out = np.zeros(1, flight.FLIGHT)[0]
        status = flight.run_fly(
            plan, tables.missiles[0], tables.stages, air, tables.drags, EARTH_AT_REST,
            (0.0, 0.0, 0.0), 0.0, nodes, 0, out,
        )  # fmt: skip
        if status != flight.FlightStatus.IMPACT:
            return 0.0
        return ground_range(start, tuple(float(x) for x in out["impact_position"]))

    # From steep to shallow: below some elevation a slow missile falls back while it burns.
    grid = [radians(e) for e in np.arange(88.0, 20.0, -2.0)]
    best = max(grid, key=reach)
    near = (best - radians(2.0), best + radians(2.0))
    found = minimize_scalar(lambda e: -reach(e), bounds=near, method="bounded")
    return -found.fun / 1e3


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_longest_range_is_what_the_other_program_prints(entry):
    # Different programmes of one missile differ by about as much.
    assert longest_range(built(entry)) == pytest.approx(entry.longest, rel=0.025)
