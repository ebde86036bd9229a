"""Synthetic flights and detections, made here so that the tracker is not its own judge."""

from math import cos, radians, sin
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.atmosphere import density, sound_speed
from openthaad.earth.kernels.frames import altitude, enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84, frame_acceleration, gravity
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import add, add_scaled, cross, norm, scale, unit
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.replay import ESTIMATE, LOOKS, SENSORS, replay
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings

SEONGJU = (36.05, 128.22)
STEP = 0.05


class Rocket(NamedTuple):
    """One stage on a linear pitch programme; the whole body comes down, spiralling."""

    mass: float
    burn_time: float
    flow: float
    exhaust_speed: float
    area: float
    final_pitch: float
    lift_ratio: float
    spiral_rate: float
    gravity_turn: float  # from this time on [s]; 0 never
    drag_scale: float


SCUD = Rocket(6400.0, 88.0, 53.0, 2240.0, 0.608, 0.70, 0.05, 1.0, 0.0, 1.0)
NODONG = Rocket(16000.0, 95.0, 134.0, 2240.0, 1.43, 0.70, 0.03, 0.7, 0.0, 1.0)


@njit
def drag_factor(mach):
    """Cd of a slender body, roughly: subsonic plateau, transonic hump, falling beyond."""
    if mach < 0.8:
        return 0.2
    if mach < 1.2:
        return 0.2 + 0.2 * (mach - 0.8) / 0.4
    return 0.15 + 0.25 * 1.2 / mach


@njit
def acceleration(t, r, v, rocket, up, forward, air):
    a = add(gravity(r, WGS84), frame_acceleration(r, v, WGS84.omega))
    mass = rocket.mass - rocket.flow * min(t, rocket.burn_time)
    h = altitude(r)
    speed = max(norm(v), 1e-3)
    mach = speed / sound_speed(air, h)
    drag = 0.5 * density(air, h) * speed * drag_factor(mach) * rocket.area / mass
    a = add_scaled(a, -drag, v)
    if t < rocket.burn_time:
        thrust = rocket.flow * rocket.exhaust_speed / mass
        share = min(max((t - 5.0) / (rocket.burn_time - 5.0), 0.0), 1.0)
        pitch = 1.5708 + share * (rocket.final_pitch - 1.5708)
        if rocket.gravity_turn > 0.0 and t > rocket.gravity_turn:
            return add_scaled(a, thrust / speed, v)
        return add_scaled(add_scaled(a, thrust * sin(pitch), up), thrust * cos(pitch), forward)
    # Whatever comes off at burnout has its own ballistic coefficient from then on.
    drag *= rocket.drag_scale
    a = add_scaled(a, (1.0 - rocket.drag_scale) * drag / rocket.drag_scale, v)
    side = unit(cross(v, r))
    lift = cross(scale(1.0 / speed, v), side)
    size = rocket.lift_ratio * drag * speed
    angle = rocket.spiral_rate * t
    return add_scaled(add_scaled(a, size * cos(angle), side), size * sin(angle), lift)


@njit
def fly(rocket, r, up, forward, air, step, rows):
    """RK4 to the ground; rows of time, position, velocity, drag deceleration."""
    v = (0.0, 0.0, 0.0)
    n = 0
    while n < rows.shape[0]:
        t = n * step
        rows[n, 0] = t
        rows[n, 1], rows[n, 2], rows[n, 3] = r
        rows[n, 4], rows[n, 5], rows[n, 6] = v
        n += 1
        if t > 20.0 and altitude(r) < 0.0:
            break
        half = 0.5 * step
        a1 = acceleration(t, r, v, rocket, up, forward, air)
        v2 = add_scaled(v, half, a1)
        a2 = acceleration(t + half, add_scaled(r, half, v), v2, rocket, up, forward, air)
        v3 = add_scaled(v, half, a2)
        a3 = acceleration(t + half, add_scaled(r, half, v2), v3, rocket, up, forward, air)
        v4 = add_scaled(v, step, a3)
        a4 = acceleration(t + step, add_scaled(r, step, v3), v4, rocket, up, forward, air)
        total_v = add(add(v, scale(2.0, v2)), add(scale(2.0, v3), v4))
        total_a = add(add(a1, scale(2.0, a2)), add(scale(2.0, a3), a4))
        r = add_scaled(r, step / 6.0, total_v)
        v = add_scaled(v, step / 6.0, total_a)
    return n


def face(latitude_deg, longitude_deg, boresight_deg=0.0, tilt_deg=25.0):
    """One row of SENSORS: a face looking along an azimuth, tilted up."""
    site = geodetic_to_ecef(radians(latitude_deg), radians(longitude_deg), 400.0)
    east, north, up = map(np.array, enu_basis(radians(latitude_deg), radians(longitude_deg)))
    level = sin(radians(boresight_deg)) * east + cos(radians(boresight_deg)) * north
    normal = cos(radians(tilt_deg)) * level + sin(radians(tilt_deg)) * up
    right = np.cross(level, up)
    row = np.zeros(1, SENSORS)
    row["position"] = site
    row["basis"] = right, np.cross(normal, right), normal
    row["bias"] = 10.0, 3e-4, 3e-4
    return row


def launch(rocket, latitude_deg, longitude_deg, azimuth_deg, air):
    """Rows of time, position, velocity every `STEP` seconds."""
    site = geodetic_to_ecef(radians(latitude_deg), radians(longitude_deg), 0.0)
    east, north, up = map(np.array, enu_basis(radians(latitude_deg), radians(longitude_deg)))
    forward = sin(radians(azimuth_deg)) * east + cos(radians(azimuth_deg)) * north
    rows = np.zeros((40_000, 7))
    n = fly(rocket, site, tuple(up), tuple(forward), air, STEP, rows)
    return rows[:n]


def observe(path, sensor, rng, *, interval=1.0, snr=20.0, bias_scale=1.0, pd=0.95):
    """Rows of LOOKS above 5 degrees and within 60 of the normal, with bias and white noise."""
    site = sensor["position"][0]
    up = site / np.linalg.norm(site)
    every = round(interval / STEP)
    rows = path[rng.integers(every) :: every]
    sight = rows[:, 1:4] - site
    distance = np.linalg.norm(sight, axis=1)
    seen = (sight @ up) / distance > sin(radians(5.0))
    seen &= (sight @ sensor["basis"][0, 2]) / distance > cos(radians(60.0))
    seen &= rng.random(len(rows)) < pd
    rows, sight, distance = rows[seen], sight[seen], distance[seen]
    ratio = np.minimum(snr * (3.3e5 / distance) ** 2, 100.0)
    looks = np.zeros(len(rows), LOOKS)
    looks["time"], looks["snr"] = rows[:, 0], ratio
    looks["sigma_range"] = np.hypot(15.0 / np.sqrt(2 * ratio), 2.0)
    looks["sigma_u"] = np.hypot(6.1e-3 / 1.6 / np.sqrt(2 * ratio), 1e-4)
    looks["sigma_v"] = np.hypot(1.4e-2 / 1.6 / np.sqrt(2 * ratio), 1e-4)
    bias = bias_scale * sensor["bias"][0] * rng.standard_normal(3)
    direction = sight @ sensor["basis"][0].T / distance[:, None]
    for k, (name, exact) in enumerate(
        (("range", distance), ("u", direction[:, 0]), ("v", direction[:, 1]))
    ):
        white = looks[f"sigma_{name}"] * rng.standard_normal(len(rows))
        looks[name] = exact + bias[k] + white
    return looks, rows


def track(looks, sensor, air, settings=None):
    """ESTIMATE rows of one track fed with these looks."""
    estimates = np.zeros(len(looks), ESTIMATE)
    tracker = Tracker(Surroundings(WGS84, air), (settings or TrackerSettings()).params())
    replay(looks, sensor, tracker, np.zeros(1, TRACK), estimates)
    return estimates


class Campaign(NamedTuple):
    """Many tracks of one kind of missile, each of its own drag and its own noise."""

    path: np.ndarray  # of the first run
    logs: list
    truths: list
    declared: np.ndarray
    confirmed: np.ndarray
    burn_time: float


CASES = {
    "scud": (SCUD, 40.0, 127.4, 172.0),
    "nodong": (NODONG, 39.4, 125.9, 155.0),
}


# ln(m / (Cd A)) of both bodies as built above, at Mach 7.
NOMINAL_LOG_BETA = 9.5


def campaign(name, runs, air, *, settings=None, seed=1):
    """One track per body; ballistic coefficients are drawn from the tracker's own prior."""
    rocket, latitude, longitude, azimuth = CASES[name]
    sensor = face(*SEONGJU, boresight_deg=-10.0)
    rng = np.random.default_rng(seed)
    prior = settings or TrackerSettings()
    log_betas = prior.log_beta + prior.log_beta_sigma * rng.standard_normal(runs)
    paths = [
        launch(rocket._replace(drag_scale=float(f)), latitude, longitude, azimuth, air)
        for f in np.exp(NOMINAL_LOG_BETA - log_betas)
    ]
    logs, truths = [], []
    for run in range(runs):
        own = np.random.default_rng([seed, run])
        looks, rows = observe(paths[run], sensor, own)
        logs.append(track(looks, sensor, air, settings))
        truths.append(rows[:, 1:7])
    confirmed = np.array([log["time"][log["is_confirmed"] == 1][0] for log in logs])
    ends = [log["time"][log["is_burnout_declared"] == 1] for log in logs]
    declared = np.array([end[0] if len(end) else np.inf for end in ends])
    return Campaign(paths[0], logs, truths, declared, confirmed, rocket.burn_time)


@pytest.fixture(scope="session")
def flights():
    return SimpleNamespace(
        campaign=campaign, launch=launch, observe=observe, track=track, face=face,
        scud=SCUD, nodong=NODONG, seongju=SEONGJU,
    )  # fmt: skip


@pytest.fixture(scope="session")
def air():
    return us76_table()
