"""One predict and update of a ballistic track, beside filterpy and Stone Soup."""

# Timing loops: kernels take tables and numbers, and many of them.
# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, D103, PLR0913, PLR0917

import datetime as dt
from math import radians

import numpy as np
from filterpy.kalman import ExtendedKalmanFilter

from benchmarks.timing import shortest
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels import atmosphere
from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.measurement import measurement_jacobian, predict_measurement
from openthaad.tracking.kernels import filters, prediction, tracks
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker
from openthaad.tracking.kernels.motion import BALLISTIC
from openthaad.tracking.kernels.prediction import PATH
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings

PLACE = radians(36.05), radians(128.22)
SITE = geodetic_to_ecef(*PLACE, 400.0)
EAST, NORTH, UP = enu_basis(*PLACE)
BASIS = (EAST, UP, NORTH)
SENSOR = Sensor(0, SITE, BASIS, 10.0, 3e-4, 3e-4)
AIR = us76_table()
PARAMS = TrackerSettings().params()
TRACKER = Tracker(Surroundings(WGS84, AIR), PARAMS)
SIGMAS = (5.0, 6e-4, 6e-4)
STEP = 0.5
MANY = 2000
_density = atmosphere.density


def start():
    """State and covariance of a track 250 km off at 90 km altitude, in the air's reach."""
    x = np.array(SITE) + 250e3 * np.array(NORTH) + 90e3 * np.array(UP)
    v = -1500.0 * np.array(NORTH) - 800.0 * np.array(UP)
    return np.array([*x, *v, 8.5]), np.diag([50.0**2] * 3 + [5.0**2] * 3 + [0.5**2])


def first_look():
    x, _ = start()
    return Measurement(
        0.0, *predict_measurement(tuple(map(float, x[:3])), SITE, BASIS), *SIGMAS, 20.0
    )


@njit(cache=True)
def _ballistic(x, p, first_x, first_p, look, sensor, tracker, many):
    c = np.zeros((4, 7, 3))
    total = 0.0
    for _ in range(many):
        for i in range(7):  # from the same state each time, so that the work is the same
            x[i] = first_x[i]
            for j in range(7):
                p[i, j] = first_p[i, j]
        filters.predict(BALLISTIC, x, p, c, 1, 0.5, tracker)
        total += filters.update(x, p, c, 1, look, sensor, 0.25)[0]
    return total


@njit(cache=True)
def _interacting(table, look, sensor, tracker, many):
    for _ in range(many):
        # From the same track each time, so that the work is the same.
        table[1] = table[0]
        tracks.update(table[1], look, sensor, tracker)


@njit(cache=True)
def _paths(table, path, has_covariance, tracker, many):
    for _ in range(many):
        end = prediction.predict_path(table[0], path, 0.0, 10.0, has_covariance, tracker)
    return end


@njit(cache=True)
def _start_track(table, look, sensor, params):
    tracks.initiate(table[0], 1, look, sensor, params)


def best(call, many):
    """Seconds per piece of work."""
    return shortest(call) / many


def ours():
    x, p = start()
    work = x.copy(), p.copy(), x, p, first_look(), SENSOR, TRACKER, MANY
    return best(lambda: _ballistic(*work), MANY)


def ours_interacting():
    table = np.zeros(2, TRACK)
    look = first_look()
    _start_track(table, look, SENSOR, PARAMS)
    for model in range(2):
        s, variance = table["x"][0, model, 6], table["p"][0, model, 6, 6]
        table["x"][0, model], table["p"][0, model] = start()
        table["x"][0, model, 6], table["p"][0, model, 6, 6] = s, variance
    later = look._replace(time=look.time + STEP)
    return best(lambda: _interacting(table, later, SENSOR, TRACKER, MANY), MANY)


def ours_path(*, has_covariance):
    table = np.zeros(1, TRACK)
    x, p = start()
    x[:3] += 50e3 * np.array(UP)
    x[3:6] += 2000.0 * np.array(UP)
    table["x"][0, BALLISTIC], table["p"][0, BALLISTIC] = x, p
    table["is_burnout_declared"] = 1
    path = np.zeros(600, PATH)
    return best(lambda: _paths(table, path, has_covariance, TRACKER, 50), 50)


def seen(x):
    return np.array(predict_measurement((x[0], x[1], x[2]), SITE, BASIS))


def seen_by_state(x):
    h = np.zeros((3, 7))
    h[:, :3] = np.reshape(measurement_jacobian((x[0], x[1], x[2]), SITE, BASIS), (3, 3))
    return h


@njit(cache=True)
def _advanced(x, duration, tracker):
    y = x.copy()
    filters.predict(BALLISTIC, y, np.zeros((7, 7)), np.zeros((4, 7, 3)), 0, duration, tracker)
    return y


@njit(cache=True)
def _transition(x, duration, tracker):
    c = np.zeros((4, 7, 3))
    for k in range(7):
        c[k // 3, k, k % 3] = 1.0
    filters.predict(BALLISTIC, x.copy(), np.zeros((7, 7)), c, 3, duration, tracker)
    phi = np.empty((7, 7))
    for k in range(7):
        phi[:, k] = c[k // 3, :, k % 3]
    return phi


def filterpy_seconds():
    """Time filterpy's matrices, fed by our compiled motion, transition and Jacobian."""
    peer = ExtendedKalmanFilter(7, 3)
    x, p = start()
    look = first_look()
    z = np.array([look.range, look.u, look.v])
    peer.R = np.diag(SIGMAS) ** 2

    def work():
        for _ in range(200):
            peer.F = _transition(x, STEP, TRACKER)
            peer.P = peer.F @ p @ peer.F.T
            peer.x = _advanced(x, STEP, TRACKER)
            peer.update(z, seen_by_state, seen)

    return best(work, 200)


def _rate(x):
    """Derivative of the state, written as a user of Stone Soup would."""
    r, v = x[:3], x[3:6]
    distance = np.sqrt(r @ r)
    k = 1.5 * WGS84.j2 * (WGS84.radius / distance) ** 2
    level = 1.0 - 5.0 * (r[2] / distance) ** 2
    shape = np.array([1.0 + k * level, 1.0 + k * level, 1.0 + k * (level + 2.0)])
    a = -WGS84.gm / distance**3 * shape * r
    w = WGS84.omega
    a += np.array([w * w * r[0] + 2 * w * v[1], w * w * r[1] - 2 * w * v[0], 0.0])
    air = _density(AIR, ecef_to_geodetic((r[0], r[1], r[2]))[2])
    return np.concatenate([v, a - 0.5 * air * np.sqrt(v @ v) * np.exp(-x[6]) * v, [0.0]])


def numpy_advanced(x):
    """Two Runge-Kutta steps."""
    h = STEP / 2.0
    for _ in range(2):
        a = _rate(x)
        b = _rate(x + 0.5 * h * a)
        c = _rate(x + 0.5 * h * b)
        x = x + h / 6.0 * (a + 2.0 * b + 2.0 * c + _rate(x + h * c))
    return x


def numpy_transition(x):
    """Forward differences, in as many calls as Stone Soup's own."""
    at = numpy_advanced(x)
    steps = np.diag([1.0] * 3 + [0.1] * 3 + [1e-4])
    return np.array([(numpy_advanced(x + d) - at) / d.sum() for d in steps]).T


def compiled_advanced(x):
    return _advanced(x, STEP, TRACKER)


def compiled_transition(x):
    return _transition(x, STEP, TRACKER)


def stone_soup_seconds(advanced, transition):  # noqa: C901 - methods its interface asks for
    """Time Stone Soup's filter with functions of the state as its motion."""
    from stonesoup.models.measurement.nonlinear import NonLinearGaussianMeasurement  # noqa: PLC0415
    from stonesoup.models.transition.base import TransitionModel  # noqa: PLC0415
    from stonesoup.predictor.kalman import ExtendedKalmanPredictor  # noqa: PLC0415
    from stonesoup.types.array import StateVector  # noqa: PLC0415
    from stonesoup.types.detection import Detection  # noqa: PLC0415
    from stonesoup.types.hypothesis import SingleHypothesis  # noqa: PLC0415
    from stonesoup.types.state import GaussianState  # noqa: PLC0415
    from stonesoup.updater.kalman import ExtendedKalmanUpdater  # noqa: PLC0415

    def flat(state):
        return np.asarray(state.state_vector, dtype=float).ravel()

    class Fall(TransitionModel):
        @property
        def ndim_state(self):
            return 7

        def function(self, state, **_):
            return StateVector(advanced(flat(state)))

        def jacobian(self, state, **_):
            return transition(flat(state))

        def covar(self, **_):
            return np.eye(7) * 1e-12

        def rvs(self, **_):
            raise NotImplementedError

        def pdf(self, *_, **__):
            raise NotImplementedError

    class Face(NonLinearGaussianMeasurement):
        @property
        def ndim_meas(self):
            return 3

        def function(self, state, **_):
            return StateVector(seen(flat(state)))

        def jacobian(self, state, **_):
            return seen_by_state(flat(state))

    x, p = start()
    now = dt.datetime(2017, 4, 1, tzinfo=dt.UTC)
    then = now + dt.timedelta(seconds=STEP)
    face = Face(ndim_state=7, mapping=(0, 1, 2), noise_covar=np.diag(SIGMAS) ** 2)
    predictor, updater = ExtendedKalmanPredictor(Fall()), ExtendedKalmanUpdater(face)
    look = first_look()
    z = Detection(
        StateVector([look.range, look.u, look.v]), timestamp=then, measurement_model=face
    )

    def work():
        for _ in range(20):
            # A new one each time: Stone Soup remembers what it has predicted from a state.
            prior = GaussianState(StateVector(x), p, timestamp=now)
            ahead = predictor.predict(prior, timestamp=then)
            updater.update(SingleHypothesis(ahead, z))

    return best(work, 20)


def rows():
    """Rows of (work, our seconds, peer, its seconds, note)."""
    one = ours()
    result = [
        ("tracker update, 7 states", one, "filterpy", filterpy_seconds(), "same models"),
    ]
    try:
        peer = stone_soup_seconds(compiled_advanced, compiled_transition)
        in_numpy = stone_soup_seconds(numpy_advanced, numpy_transition)
    except ImportError:
        peer = in_numpy = float("nan")
    nothing = float("nan")
    result += [
        ("tracker update, 7 states", one, "Stone Soup", peer, "same models, compiled"),
        ("tracker update, 7 states", one, "Stone Soup", in_numpy, "models in NumPy"),
        ("both models and mixing", ours_interacting(), "none", nothing, ""),
        ("path to impact", ours_path(has_covariance=False), "none", nothing, ""),
        ("path to impact, with ellipse", ours_path(has_covariance=True), "none", nothing, ""),
    ]
    return result


if __name__ == "__main__":
    for name, mine, peer, theirs, note in rows():
        print(f"{name:28s} {mine * 1e6:8.2f} us   {peer:10s} {theirs * 1e6:8.2f} us   {note}")
