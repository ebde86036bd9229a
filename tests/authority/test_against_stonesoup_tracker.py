"""Stone Soup's extended Kalman filter on the same detections, with models written anew.

Both filters get the same looks at bodies that fall from 130 km into the air, the same first
estimate, and the same model: gravity with J2, rotation, drag with ln(ballistic coefficient)
as seventh state.  Stone Soup's side is plain NumPy: Runge-Kutta steps, Jacobians by forward
differences.  Only the table of air is shared.

Stone Soup would take the differences itself, but its step is a multiple of `numpy.spacing`,
which is negative for a negative coordinate; it then falls back to 1e-8 m, where rounding
makes errors of some per cent in the Jacobian and of 16 % in the estimates.
"""

import datetime as dt
from math import radians
from typing import NamedTuple

import numpy as np
import pytest
from stonesoup.models.measurement.nonlinear import NonLinearGaussianMeasurement
from stonesoup.models.transition.base import TransitionModel
from stonesoup.predictor.kalman import ExtendedKalmanPredictor
from stonesoup.types.array import StateVector
from stonesoup.types.detection import Detection
from stonesoup.types.hypothesis import SingleHypothesis
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels import atmosphere
from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels import filters
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker
from openthaad.tracking.settings import TrackerSettings

RUNS = 50
LOOKS = 70
NOISE = 1e-3  # spectral density of acceleration [m²/s³], the same in both
PARAMS = (
    TrackerSettings().params()._replace(free_noise=NOISE, drag_noise=1e-30, lift_ratio=1e-30)
)
AIR = us76_table()
TRACKER = Tracker(Surroundings(WGS84, AIR), PARAMS)
PLACE = radians(36.05), radians(128.22)
SITE = np.array(geodetic_to_ecef(*PLACE, 400.0))
EAST, NORTH, UP = (np.array(axis) for axis in enu_basis(*PLACE))
FACE = np.array([EAST, UP, NORTH])
# No bias: Stone Soup's plain filter knows of none.
SENSOR = Sensor(0, tuple(SITE), tuple(map(tuple, FACE)), 0.0, 0.0, 0.0)
SIGMAS = np.array([5.0, 5e-4, 5e-4])
# Sigmas of the first estimate: better than one look, and so poor that one look bends.
GOOD = np.array([50.0] * 3 + [10.0] * 3 + [0.3])
POOR = np.array([300.0] * 3 + [30.0] * 3 + [0.3])
STEPS = np.array([1.0] * 3 + [0.1] * 3 + [1e-4])  # of differences
EPOCH = dt.datetime(2017, 4, 1, tzinfo=dt.UTC)

density = njit(cache=True)(getattr(atmosphere.density, "py_func", atmosphere.density))
predict = getattr(filters.predict, "py_func", filters.predict)
update = getattr(filters.update, "py_func", filters.update)


def rate(x):
    """Derivative of the state, from the textbook formulas."""
    r, v = x[:3], x[3:6]
    distance = np.sqrt(r @ r)
    k = 1.5 * WGS84.j2 * (WGS84.radius / distance) ** 2
    zz = 5.0 * (r[2] / distance) ** 2
    shape = np.array([1.0 + k * (1.0 - zz), 1.0 + k * (1.0 - zz), 1.0 + k * (3.0 - zz)])
    a = -WGS84.gm / distance**3 * shape * r
    w = WGS84.omega
    a += np.array([w * w * r[0] + 2 * w * v[1], w * w * r[1] - 2 * w * v[0], 0.0])
    air = density(AIR, ecef_to_geodetic(tuple(r))[2])
    a -= 0.5 * air * np.sqrt(v @ v) * np.exp(-x[6]) * v
    return np.concatenate([v, a, [0.0]])


def advanced(x, duration, steps=4):
    h = duration / steps
    for _ in range(steps):
        a = rate(x)
        b = rate(x + 0.5 * h * a)
        c = rate(x + 0.5 * h * b)
        d = rate(x + h * c)
        x = x + h / 6.0 * (a + 2.0 * b + 2.0 * c + d)
    return x


def forward_differences(function, x):
    """Jacobian of a function of the state, in as many calls as Stone Soup makes."""
    at = function(x)
    columns = []
    for i, step in enumerate(STEPS):
        moved = x.copy()
        moved[i] += step
        columns.append((function(moved) - at) / step)
    return np.array(columns).T


def flat(state):
    return np.asarray(state.state_vector, dtype=float).ravel()


def seen(x):
    sight = x[:3] - SITE
    distance = np.sqrt(sight @ sight)
    return np.array([distance, *(FACE[:2] @ sight / distance)])


class Run(NamedTuple):
    """One body: its true states by second, the looks at it, a first estimate, its sigmas."""

    truth: np.ndarray
    looks: np.ndarray
    first: np.ndarray
    sigmas: np.ndarray


def body(seed, first):
    rng = np.random.default_rng(seed)
    x = np.concatenate([SITE + 320e3 * NORTH + 130e3 * UP, -2000.0 * NORTH - 900.0 * UP, [8.9]])
    x = x + rng.standard_normal(7) * np.array([5e3] * 3 + [100.0] * 3 + [0.3])
    truth = [x]
    for _ in range(LOOKS):
        truth.append(advanced(truth[-1], 1.0))
    looks = [seen(x) + SIGMAS * rng.standard_normal(3) for x in truth[1:]]
    return Run(
        np.array(truth), np.array(looks), truth[0] + first * rng.standard_normal(7), first
    )


@njit
def _follow(x, p, looks, sigmas, sensor, tracker, out):
    c = np.zeros((4, 7, 3))
    for i in range(len(looks)):
        z = looks[i]
        look = Measurement(i + 1.0, z[0], z[1], z[2], sigmas[0], sigmas[1], sigmas[2], 20.0)
        filters.predict(1, x, p, c, 1, 1.0, tracker)
        share = tracker.params.linearisation_share
        filters.update(x, p, c, 1, look, sensor, share)
        out[i] = x


def ours(run):
    out = np.empty((LOOKS, 7))
    x, p = run.first.copy(), np.diag(run.sigmas**2)
    _follow(x, p, run.looks, SIGMAS, SENSOR, TRACKER, out)
    return out


class Fall(TransitionModel):
    """The same motion for Stone Soup."""

    @property
    def ndim_state(self):
        return 7

    def function(self, state, time_interval, **_):
        return StateVector(advanced(flat(state), time_interval.total_seconds()))

    def jacobian(self, state, time_interval, **_):
        seconds = time_interval.total_seconds()
        return forward_differences(lambda x: advanced(x, seconds), flat(state))

    def covar(self, time_interval, **_):
        t = time_interval.total_seconds()
        q = np.zeros((7, 7))
        i, j = np.arange(3), np.arange(3, 6)
        q[i, i], q[j, j] = NOISE * t**3 / 3.0, NOISE * t
        q[i, j] = q[j, i] = NOISE * t**2 / 2.0
        q[6, 6] = 1e-12
        return q

    def rvs(self, *_, **__):
        raise NotImplementedError

    def pdf(self, *_, **__):
        raise NotImplementedError


class Face(NonLinearGaussianMeasurement):
    """Range and two direction cosines."""

    @property
    def ndim_meas(self):
        return 3

    def function(self, state, **_):
        return StateVector(seen(flat(state)))

    def jacobian(self, state, **_):
        return forward_differences(seen, flat(state))


def stone_soups(run):
    face = Face(ndim_state=7, mapping=(0, 1, 2), noise_covar=np.diag(SIGMAS**2))
    predictor, updater = ExtendedKalmanPredictor(Fall()), ExtendedKalmanUpdater(face)
    state = GaussianState(StateVector(run.first), np.diag(run.sigmas**2), timestamp=EPOCH)
    out = np.empty((LOOKS, 7))
    for i, z in enumerate(run.looks):
        time = EPOCH + dt.timedelta(seconds=i + 1.0)
        found = Detection(StateVector(z), timestamp=time, measurement_model=face)
        ahead = predictor.predict(state, timestamp=time)
        state = updater.update(SingleHypothesis(ahead, found))
        out[i] = flat(state)
    return out


class Tracked(NamedTuple):
    """True states and both programs' estimates (runs, looks, 7)."""

    truth: np.ndarray
    ours: np.ndarray
    theirs: np.ndarray


def follow_all(first):
    runs = [body(seed, first) for seed in range(RUNS)]
    truth = np.array([run.truth[1:] for run in runs])
    mine = np.array([ours(run) for run in runs])
    return Tracked(truth, mine, np.array([stone_soups(run) for run in runs]))


@pytest.fixture(scope="module")
def tracked():
    return follow_all(GOOD)


def rms(errors, axis=None):
    return np.sqrt((errors**2).sum(axis=-1).mean(axis=axis))


def test_the_rms_error_of_position_is_stone_soups(tracked):
    mine = rms(tracked.ours[..., :3] - tracked.truth[..., :3], axis=0)
    theirs = rms(tracked.theirs[..., :3] - tracked.truth[..., :3], axis=0)
    np.testing.assert_allclose(mine, theirs, rtol=0.02)


def test_the_rms_error_of_velocity_is_stone_soups(tracked):
    mine = rms(tracked.ours[..., 3:6] - tracked.truth[..., 3:6], axis=0)
    theirs = rms(tracked.theirs[..., 3:6] - tracked.truth[..., 3:6], axis=0)
    np.testing.assert_allclose(mine, theirs, rtol=0.02)


def test_both_give_the_same_track(tracked):
    """They part by far less than either errs."""
    apart = rms(tracked.ours[..., :3] - tracked.theirs[..., :3])
    assert apart < 0.02 * rms(tracked.ours[..., :3] - tracked.truth[..., :3])


def test_from_a_poor_start_too():
    """Although ours linearises the first looks nearer to where they will end."""
    poor = follow_all(POOR)
    mine = rms(poor.ours[..., :3] - poor.truth[..., :3], axis=0)
    theirs = rms(poor.theirs[..., :3] - poor.truth[..., :3], axis=0)
    np.testing.assert_allclose(mine, theirs, rtol=0.02)
