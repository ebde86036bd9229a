import numpy as np
import pytest
from scipy.integrate import solve_ivp

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.tracking.kernels import motion, prediction
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.motion import BALLISTIC
from openthaad.tracking.kernels.prediction import PATH, PathStatus
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings


def entry(kernel):
    """Compile a kernel as an entry of its own, kept in the cache between runs."""
    return njit(cache=True)(getattr(kernel, "py_func", kernel))


predict_path = entry(prediction.predict_path)
position_at = entry(prediction.position_at)
covariance_at = entry(prediction.covariance_at)
acceleration = entry(motion.ballistic_acceleration)
altitude = entry(motion.height)

AIR = us76_table()
PARAMS = TrackerSettings().params()._replace(drag_noise=1e-9, lift_ratio=1e-9, free_noise=1e-12)
TRACKER = Tracker(Surroundings(WGS84, AIR), PARAMS)


@pytest.fixture
def track():
    """A Scud class body at 150 km, climbing, 300 km from where it will land."""
    place = np.radians(38.0), np.radians(128.0)
    east, north, up = (np.array(axis) for axis in enu_basis(*place))
    table = np.zeros(1, TRACK)
    table["is_burnout_declared"] = 1
    table["time"] = 100.0
    x = table["x"][0, BALLISTIC]
    x[:3] = geodetic_to_ecef(*place, 150e3)
    x[3:6] = -1200.0 * north + 700.0 * up + 50.0 * east
    x[6] = 8.3
    p = table["p"][0, BALLISTIC]
    p[range(7), range(7)] = [100.0**2] * 3 + [2.0**2] * 3 + [0.1**2]
    return table


def fly(x, seconds):
    def rate(_, y):
        r, v = tuple(map(float, y[:3])), tuple(map(float, y[3:6]))
        return [*v, *acceleration(r, v, float(x[6]), AIR, WGS84, PARAMS.ceiling)]

    def ground(_, y):
        return ecef_to_geodetic(tuple(map(float, y[:3])))[2]

    ground.terminal = True
    return solve_ivp(rate, (0, seconds), x[:6], "DOP853", rtol=1e-10, atol=1e-4, events=ground)


def test_the_path_ends_where_scipys_does(track):
    path = np.zeros(400, PATH)
    impact = predict_path(track[0], path, 0.0, 10.0, True, TRACKER)
    peer = fly(track["x"][0, BALLISTIC], 1000.0)
    assert impact.status == PathStatus.IMPACT
    assert impact.time - 100.0 == pytest.approx(peer.t[-1], abs=0.01)
    # Steps of up to 10 s in thin air and of 3 s to 10 s low down, where 100 m is the error.
    np.testing.assert_allclose(impact.position, peer.y[:3, -1], atol=5.0)


@pytest.mark.parametrize(
    ("log_beta", "within"), [(8.5, 0.005), (7.8, 0.01), (5.5, 0.05), (3.0, 0.05)]
)
def test_long_steps_carry_the_ellipse_of_short_ones(track, log_beta, within):
    track["x"][0, BALLISTIC, 6] = log_beta
    short, long = (
        predict_path(track[0], np.zeros(30_000, PATH), 0.0, step, True, TRACKER)
        for step in (0.05, 8.0)
    )
    assert 20 * long.rows < short.rows
    assert long.major == pytest.approx(short.major, rel=within)
    assert long.minor == pytest.approx(short.minor, rel=within)
    np.testing.assert_allclose(long.position, short.position, atol=1.0)
    assert long.time == pytest.approx(short.time, abs=0.01)


def test_between_rows_the_path_is_still_scipys(track):
    path = np.zeros(400, PATH)
    impact = predict_path(track[0], path, 0.0, 10.0, False, TRACKER)
    for seconds in (3.3, 77.7, 200.2):
        position, _ = position_at(path[: impact.rows], 100.0 + seconds)
        peer = fly(track["x"][0, BALLISTIC], seconds)
        np.testing.assert_allclose(position, peer.y[:3, -1], atol=1.0)


def test_the_ellipse_is_that_of_many_flights(track):
    path = np.zeros(400, PATH)
    impact = predict_path(track[0], path, 0.0, 10.0, True, TRACKER)
    rng = np.random.default_rng(5)
    root = np.sqrt(np.diag(track["p"][0, BALLISTIC]))
    start = track["x"][0, BALLISTIC].copy()
    ends = []
    for _ in range(400):
        track["x"][0, BALLISTIC] = start + root * rng.standard_normal(7)
        one = predict_path(track[0], path, 0.0, 10.0, False, TRACKER)
        ends.append([*one.position, one.time])
    ends = np.array(ends)
    latitude, longitude, _ = ecef_to_geodetic(impact.position)
    east, north, _ = enu_basis(latitude, longitude)
    ground = (ends[:, :3] - ends[:, :3].mean(axis=0)) @ np.array([east, north]).T
    minor, major = np.sqrt(np.linalg.eigvalsh(np.cov(ground.T)))
    # 400 draws give a sigma to 3.5 %; first-order drag adds a little.
    assert impact.major == pytest.approx(major, rel=0.15)
    assert impact.minor == pytest.approx(minor, rel=0.15)
    assert impact.time_sigma == pytest.approx(ends[:, 3].std(), rel=0.15)


def test_before_burnout_is_declared_there_is_no_verdict(track):
    track["is_burnout_declared"] = 0
    path = np.zeros(400, PATH)
    impact = predict_path(track[0], path, 0.0, 10.0, True, TRACKER)
    assert impact.status == PathStatus.STILL_BURNING
    assert impact.rows == 0


def test_too_few_rows_are_reported(track):
    path = np.zeros(10, PATH)
    impact = predict_path(track[0], path, 0.0, 2.0, False, TRACKER)
    assert impact.status == PathStatus.OUT_OF_ROWS
    assert impact.rows == 10


def test_error_grows_along_the_path(track):
    path = np.zeros(400, PATH)
    impact = predict_path(track[0], path, 0.0, 10.0, True, TRACKER)
    early = covariance_at(path[: impact.rows], 110.0)
    late = covariance_at(path[: impact.rows], 250.0)
    assert early[0] + early[3] + early[5] < late[0] + late[3] + late[5]


@pytest.mark.parametrize("latitude", [0.0, 0.6, 1.2])
def test_height_along_the_radius_is_the_altitude_to_a_metre(latitude):
    place = geodetic_to_ecef(latitude, 0.3, 100e3)
    assert altitude(place) == pytest.approx(100e3, abs=1.0)
