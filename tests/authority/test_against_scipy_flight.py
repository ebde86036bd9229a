"""A stranger's integrator, fed with nothing but the JSON of a flight and the US76 table.

SciPy's DOP853 and event location, altitude by Newton's method on the ellipsoid, air by SciPy's
splines.  Written against the words in the document, not against the kernels.
"""

import csv
import json
from importlib import resources
from itertools import pairwise
from math import atan2, cos, hypot, radians, sin, sqrt

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from openthaad.catalogue import load
from openthaad.scenario.fields import Location
from openthaad.threat.aiming import Mode
from openthaad.threat.document import flight_document
from openthaad.threat.flight import fly_to
from openthaad.threat.missile import Missile


def read_air():
    text = resources.files("openthaad.catalogue").joinpath("data/tables/us76.csv").read_text()
    rows = list(csv.DictReader(line for line in text.splitlines() if line[0] != "#"))
    column = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}
    h = column["altitude"]
    return (
        CubicHermiteSpline(h, np.log(column["density"]), column["ln_density_slope"]),
        CubicHermiteSpline(h, np.log(column["pressure"]), column["ln_pressure_slope"]),
        CubicHermiteSpline(h, column["sound_speed"], column["sound_speed_slope"]),
    )


LN_DENSITY, LN_PRESSURE, SOUND = read_air()


class Stranger:
    def __init__(self, document):
        self.doc = document
        launch = document["launch"]
        lat, lon = radians(launch["lat_deg"]), radians(launch["lon_deg"])
        east = np.array([-sin(lon), cos(lon), 0.0])
        north = np.array([-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)])
        azimuth = radians(launch["azimuth_deg"])
        self.up = np.array([cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)])
        self.forward = sin(azimuth) * east + cos(azimuth) * north

    def geodetic(self, p):
        """Latitude and height: iterate tan(latitude) = (z + e2 N sin(latitude)) / rho."""
        a, f = self.doc["earth"]["a_m"], 1.0 / self.doc["earth"]["inverse_flattening"]
        e2 = f * (2.0 - f)
        rho = hypot(p[0], p[1])
        lat = atan2(p[2], rho)
        for _ in range(5):
            n = a / sqrt(1.0 - e2 * sin(lat) ** 2)
            lat = atan2(p[2] + e2 * n * sin(lat), rho)
        return lat, rho * cos(lat) + p[2] * sin(lat) - a * sqrt(1.0 - e2 * sin(lat) ** 2)

    def height(self, p):
        return self.geodetic(p)[1]

    def gravity(self, p, v):
        earth = self.doc["earth"]
        r = np.linalg.norm(p)
        k = 1.5 * earth["j2"] * earth["gm_m3_s2"] * earth["j2_radius_m"] ** 2 / r**5
        s = 5.0 * (p[2] / r) ** 2
        w = np.array([0.0, 0.0, earth["omega_rad_s"]])
        oblate = -k * p * (np.array([1.0, 1.0, 3.0]) - s)
        turning = -2.0 * np.cross(w, v) - np.cross(w, np.cross(w, p))
        return -earth["gm_m3_s2"] * p / r**3 + oblate + turning

    def drag(self, p, v, body):
        h = self.height(p)
        speed = np.linalg.norm(v)
        if h > 1e6:
            return np.zeros(3)
        mach = speed / SOUND(max(h, 0.0))
        points = body["drag"]["mach"]
        # A curve of one point is a constant.
        cd = body["drag"]["cd"][0]
        if len(points) > 1:
            spline = CubicSpline(points, body["drag"]["cd"], bc_type="clamped")
            cd = spline(min(max(mach, points[0]), points[-1]))
        return -0.5 * np.exp(LN_DENSITY(h)) * speed * v * body["reference_area_m2"] * cd

    def glide(self, p, v, body):
        """Lift of a glide and the drag that it costs, both as forces."""
        plain = self.drag(p, v, body)
        how, mass = body["glide"], body["mass_kg"]
        drag = np.linalg.norm(plain) / mass
        if how is None or drag == 0.0:
            return plain
        (lat, height), lon = self.geodetic(p), atan2(p[1], p[0])
        up = np.array([cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)])
        speed = np.linalg.norm(v)
        sine = v @ up / speed
        if sine >= 0.0:
            return plain
        top = (up - sine * v / speed) / sqrt(1.0 - sine**2)
        held = sin(radians(how["path_angle_deg"]))
        wanted = -self.gravity(p, v) @ top + how["rate_per_s"] * speed * (held - sine)
        wanted -= speed**2 * sqrt(1.0 - sine**2) / np.linalg.norm(p)
        best = 2.0 * how["lift_to_drag_max"] * drag
        most = min(best, how["lift_max_m_s2"])
        out = np.clip((height - how["floor_m"]) / how["fade_m"], 0.0, 1.0)
        size = min(-sine / sin(radians(1.0)), 1.0) * out * np.clip(wanted, -most, most)
        return plain * (1.0 + (size / best) ** 2) + mass * size * top

    def steer(self, t, v):
        programme = self.doc["launch"]["programme"]
        start, end = programme["vertical_s"], programme["pitch_end_s"]
        if t >= end and programme["kind"] == "gravity-turn":
            return v / np.linalg.norm(v)
        share = min(max((t - start) / (end - start), 0.0), 1.0)
        angle = radians(90.0 + share * (programme["pitch_final_deg"] - 90.0))
        return cos(angle) * self.forward + sin(angle) * self.up

    def run(self, y, t0, t1, force, mass, events=None):
        def rates(t, y):
            p, v = y[:3], y[3:]
            return np.concatenate([v, self.gravity(p, v) + force(t, p, v) / mass(t)])

        # A trial step through the Earth may overflow before it is refused.
        with np.errstate(over="ignore", invalid="ignore"):
            return solve_ivp(
                rates, (t0, t1), y, method="DOP853", rtol=1e-11, atol=1e-6, events=events
            )

    def burn(self, y, stage, t0, t1):
        def force(t, p, v):
            pressure = np.exp(LN_PRESSURE(self.height(p)))
            thrust = stage["thrust_vacuum_n"] - stage["exit_area_m2"] * pressure
            return thrust * self.steer(t, v) + self.drag(p, v, stage)

        def mass(t):
            return stage["mass_before_kg"] - stage["mass_flow_kg_s"] * (t - stage["ignition_s"])

        return self.run(y, t0, t1, force, mass).y[:, -1]

    def coast(self, y, body, mass, t0, t1, events=None):
        return self.run(
            y, t0, t1, lambda _t, p, v: self.drag(p, v, body), lambda _t: mass, events
        )

    def fly(self):
        doc = self.doc
        y = np.array([*doc["launch"]["position_ecef_m"], 0.0, 0.0, 0.0])
        programme = doc["launch"]["programme"]
        breaks = (programme["vertical_s"], programme["pitch_end_s"])
        stages = doc["stages"]
        for i, stage in enumerate(stages):
            inside = [t for t in breaks if stage["ignition_s"] < t < stage["end_s"]]
            times = [stage["ignition_s"], *inside, stage["end_s"]]
            for t0, t1 in pairwise(times):
                y = self.burn(y, stage, t0, t1)
            if i + 1 < len(stages) and stages[i + 1]["ignition_s"] > stage["end_s"]:
                following = stages[i + 1]
                mass, until = following["mass_before_kg"], following["ignition_s"]
                y = self.coast(y, following, mass, stage["end_s"], until).y[:, -1]
        return self.fall(y, stages[-1]["end_s"])

    def fall(self, y, time):
        doc = self.doc
        parting = doc["separation"]
        if parting is not None:
            before = {
                "drag": parting["drag_before"],
                "reference_area_m2": parting["reference_area_before_m2"],
            }
            y = self.coast(y, before, parting["mass_before_kg"], time, parting["time_s"])
            y, time = y.y[:, -1], parting["time_s"]
            y[3:] *= 1.0 + parting["warhead_speed_gain_m_s"] / np.linalg.norm(y[3:])

        def ground(_t, y):
            return self.height(y[:3]) - doc["impact"]["altitude_m"]

        ground.terminal, ground.direction = True, -1.0
        reentry = doc["reentry"]
        mass = reentry["mass_kg"]
        path = self.run(
            y, time, 7200.0, lambda _t, p, v: self.glide(p, v, reentry), lambda _t: mass, ground
        )
        return path.t_events[0][0], path.y_events[0][0]


LAUNCH = Location("", radians(38.99), radians(127.62), 0.0)
CASES = [
    ("nodong", (35.18, 129.08), Mode.STANDARD, 0.0),
    pytest.param("nodong", (35.18, 129.08), Mode.APOGEE, 300e3, marks=pytest.mark.slow),
    pytest.param("scud-b", (37.2, 127.0), Mode.STANDARD, 0.0, marks=pytest.mark.slow),
    ("pukguksong-2", (33.0, 135.0), Mode.STANDARD, 0.0),
    ("kn-23", (36.0, 129.4), Mode.DEPRESSED, 0.0),
    ("kn-23", (35.2, 128.7), Mode.APOGEE, 50e3),
    pytest.param("hwasong-12", (13.4, 144.8), Mode.STANDARD, 0.0, marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("name", "aim", "mode", "value"), CASES)
def test_a_stranger_flies_the_document_to_the_same_impact(name, aim, mode, value):
    missile = Missile.from_entry(load("missiles", name))
    place = Location("", radians(aim[0]), radians(aim[1]), 0.0)
    flight = fly_to(missile, LAUNCH, place, mode=mode, value=value)
    document = json.loads(json.dumps(flight_document(flight, missile, LAUNCH, place)))
    time, state = Stranger(document).fly()
    # Two metres: one for the kernel's tolerance, one for its altitude by series.
    gap = np.linalg.norm(state[:3] - np.array(document["impact"]["position_ecef_m"]))
    assert gap < 2.0
    assert time == pytest.approx(document["flight_time_s"], abs=2e-3)
