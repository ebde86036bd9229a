"""The same fall in another frame, by another integrator: SciPy's DOP853 in inertial axes.

The axes are those of the Earth at burnout and do not turn, so there is no Coriolis term; the
air turns with the Earth, and altitude comes from PROJ.  From the last burnout of a flight of
the package to its impact.
"""

from math import cos, radians, sin

import numpy as np
import pytest
from numba import config
from pyproj import Transformer
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from openthaad.catalogue import load, load_table
from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_GM, EARTH_J2, EARTH_ROTATION_RATE
from openthaad.scenario.fields import Location
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import fly_to
from openthaad.threat.missile import Missile

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")
TO_GEODETIC = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
AIR = load_table("us76").columns
LN_DENSITY = CubicHermiteSpline(
    AIR["altitude"], np.log(AIR["density"]), AIR["ln_density_slope"], extrapolate=True
)
SOUND = CubicHermiteSpline(AIR["altitude"], AIR["sound_speed"], AIR["sound_speed_slope"])
SPIN = np.array([0.0, 0.0, EARTH_ROTATION_RATE])
LAUNCH = Location("", radians(38.99), radians(127.62), 0.0)


def turned(vector, angle):
    c, s = cos(angle), sin(angle)
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1], vector[2]])


def height(position, time):
    return TO_GEODETIC.transform(*turned(position, -EARTH_ROTATION_RATE * time))[2]


def gravity(p):
    r = np.linalg.norm(p)
    oblate = 1.5 * EARTH_J2 * (EARTH_EQUATORIAL_RADIUS / r) ** 2
    share = 5.0 * (p[2] / r) ** 2
    return -EARTH_GM / r**3 * p * (1.0 + oblate * (np.array([1.0, 1.0, 3.0]) - share))


def fall(missile, state, mass, after):
    """Where and when it comes down; the warhead leaves the body `after` seconds on."""

    def rates(time, y, bare):
        p, v = y[:3], y[3:]
        h = height(p, time)
        wind = v - np.cross(SPIN, p)
        speed = np.linalg.norm(wind)
        mach = speed / SOUND(min(max(h, 0.0), 1e6))
        part = missile.stages[-1] if bare is None else missile
        curve = part.drag if bare is None else missile.reentry_drag
        area = part.area if bare is None else missile.reentry_area
        spline = CubicSpline(curve.mach, curve.cd, bc_type="clamped")
        cd = spline(min(mach, curve.mach[-1]))
        density = np.exp(LN_DENSITY(max(h, -1e3))) if h < 1e6 else 0.0
        slowing = 0.5 * density * area * cd / (mass if bare is None else bare)
        return np.concatenate([v, gravity(p) - slowing * speed * wind])

    options = {"method": "DOP853", "rtol": 1e-11, "atol": 1e-6}
    y = solve_ivp(rates, (0.0, after), state, args=(None,), **options).y[:, -1]
    air_speed = y[3:] - np.cross(SPIN, y[:3])
    gain = missile.separation_speed * (mass - missile.reentry_mass) / mass
    y[3:] += gain * air_speed / np.linalg.norm(air_speed)

    def ground(time, y, _):
        return height(y[:3], time)

    ground.terminal, ground.direction = True, -1.0
    path = solve_ivp(
        rates, (after, 7200.0), y, args=(missile.reentry_mass,), events=ground, **options
    )
    time = path.t_events[0][0]
    return turned(path.y_events[0][0][:3], -EARTH_ROTATION_RATE * time), time


@pytest.mark.parametrize(
    ("name", "aim", "mode", "apogee"),
    [
        ("nodong", (35.18, 129.08), Mode.APOGEE, 300e3),
        pytest.param("hwasong-12", (13.4, 144.8), Mode.STANDARD, 0.0, marks=pytest.mark.slow),
        pytest.param("musudan", (39.3, 132.0), Mode.APOGEE, 1000e3, marks=pytest.mark.slow),
    ],
)
def test_a_fall_in_inertial_axes_ends_at_the_same_place(name, aim, mode, apogee):
    missile = Missile.from_entry(load("missiles", name))
    place = Location("", radians(aim[0]), radians(aim[1]), 0.0)
    found = fly_to(missile, LAUNCH, place, mode=mode, value=apogee).summary[0]
    p = found["burnout_position"]
    state = np.concatenate([p, found["burnout_velocity"] + np.cross(SPIN, p)])
    end, time = fall(missile, state, float(found["burnout_mass"]), missile.separation_delay)
    # Two metres: the kernel's own tolerance is one.
    assert np.linalg.norm(end - found["impact_position"]) < 2.0
    assert found["burnout_time"] + time == pytest.approx(found["impact_time"], abs=2e-3)
