from math import radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.measurement import measurement_jacobian, predict_measurement
from openthaad.tracking.kernels import filters, motion
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker
from openthaad.tracking.settings import TrackerSettings


def entry(kernel):
    """Compile a kernel as an entry of its own, kept in the cache between runs."""
    return njit(cache=True)(getattr(kernel, "py_func", kernel))


ballistic_motion = entry(motion.ballistic_motion)
boost_motion = entry(motion.boost_motion)
predict = entry(filters.predict)
update = entry(filters.update)

PARAMS = TrackerSettings().params()
SHARE = PARAMS.linearisation_share
QUIET = PARAMS._replace(free_noise=0.0, drag_noise=0.0, lift_ratio=0.0)
AIR = us76_table()
TRACKER = Tracker(Surroundings(WGS84, AIR), PARAMS)
QUIET_TRACKER = Tracker(Surroundings(WGS84, AIR), QUIET)
PLACE = radians(36.05), radians(128.22)
SITE = geodetic_to_ecef(*PLACE, 400.0)
EAST, NORTH, UP = (np.array(axis) for axis in enu_basis(*PLACE))
BASIS = tuple(EAST), tuple(UP), tuple(NORTH)
SENSOR = Sensor(0, SITE, BASIS, 10.0, 3e-4, 3e-4)


def state(altitude, s):
    position = np.array(SITE) + 300e3 * NORTH + altitude * UP
    velocity = -1800.0 * NORTH - 1200.0 * UP + 300.0 * EAST
    return np.array([*position, *velocity, s])


def spread(seed=0):
    """A covariance with all its correlations: about 40 m, 10 m/s and 0.3."""
    root = np.random.default_rng(seed).standard_normal((7, 7)) / np.sqrt(7)
    root *= np.array([40.0] * 3 + [10.0] * 3 + [0.3])[:, None]
    return root @ root.T


def look_at(x, errors=(0.0, 0.0, 0.0), sigmas=(3.0, 5e-4, 5e-4)):
    exact = predict_measurement(tuple(x[:3]), SITE, BASIS)
    return Measurement(
        0.0, *(float(e + d) for e, d in zip(exact, errors, strict=True)), *sigmas, 20.0
    )


def differences(function, x, steps):
    columns = []
    for i, step in enumerate(steps):
        d = np.zeros(7)
        d[i] = step
        columns.append((function(x + d) - function(x - d)) / (2.0 * step))
    return np.array(columns).T


STEPS = [10.0] * 3 + [0.1] * 3 + [1e-3]


@pytest.mark.parametrize("altitude", [20e3, 60e3, 200e3])
def test_ballistic_derivatives_are_central_differences(altitude):
    def acceleration(x):
        r, v = tuple(map(float, x[:3])), tuple(map(float, x[3:6]))
        return np.array(ballistic_motion(r, v, float(x[6]), AIR, WGS84, 150e3)[0])

    x = state(altitude, 8.0)
    numeric = differences(acceleration, x, STEPS)
    got = ballistic_motion(tuple(x[:3]), tuple(x[3:6]), 8.0, AIR, WGS84, 150e3)
    analytic = np.hstack(
        [np.reshape(got[1], (3, 3)), np.reshape(got[2], (3, 3)), np.reshape(got[3], (3, 1))]
    )
    # The density gradient is taken along the radius, 0.2 deg off the vertical.
    assert (np.abs(analytic - numeric) <= 5e-3 * np.abs(numeric).max(axis=0)).all()


def test_boost_derivatives_are_central_differences():
    def acceleration(x):
        r, v = tuple(map(float, x[:3])), tuple(map(float, x[3:6]))
        return np.array(boost_motion(r, v, float(x[6]), 2400.0, 0.0, WGS84)[0])

    x = state(40e3, 50.0)
    numeric = differences(acceleration, x, STEPS)
    got = boost_motion(tuple(x[:3]), tuple(x[3:6]), 50.0, 2400.0, 0.0, WGS84)
    analytic = np.hstack(
        [np.reshape(got[1], (3, 3)), np.reshape(got[2], (3, 3)), np.reshape(got[3], (3, 1))]
    )
    assert (np.abs(analytic - numeric) <= 1e-6 * np.abs(numeric).max(axis=0)).all()


@pytest.mark.parametrize(
    ("model", "altitude", "s"), [(1, 15e3, 8.0), (1, 200e3, 8.0), (0, 4e4, 50.0)]
)
def test_the_transition_is_the_derivative_of_the_step(model, altitude, s):
    def end(x):
        y, p, c = x.copy(), np.zeros((7, 7)), np.zeros((4, 7, 3))
        predict(model, y, p, c, 0, 1.0, QUIET_TRACKER)
        return y

    x = state(altitude, s)
    numeric = differences(end, x, STEPS)
    c = np.zeros((4, 7, 3))
    for k in range(7):
        c[k // 3, k, k % 3] = 1.0
    predict(model, x.copy(), np.zeros((7, 7)), c, 3, 1.0, QUIET_TRACKER)
    analytic = np.hstack(list(c[:3]))[:, :7]
    # The splitting is of second order; in 15 km air drag halves the speed in 7 s.
    assert (np.abs(analytic - numeric) <= 0.02 * np.abs(numeric).max(axis=0)).all()


def test_covariance_goes_with_the_same_transition_as_the_consider_terms():
    x, p = state(200e3, 8.0), spread()
    c = np.zeros((4, 7, 3))
    for k in range(7):
        c[k // 3, k, k % 3] = 1.0
    after = p.copy()
    predict(1, x.copy(), after, c, 3, 5.0, QUIET_TRACKER)
    phi = np.hstack(list(c[:3]))[:, :7]
    np.testing.assert_allclose(after, phi @ p @ phi.T, rtol=1e-9, atol=1e-9)


def test_free_fall_of_100_seconds_is_the_integral_of_its_acceleration():
    scipy_integrate = pytest.importorskip("scipy.integrate")

    def rate(_, y):
        r, v = tuple(map(float, y[:3])), tuple(map(float, y[3:6]))
        return [*v, *ballistic_motion(r, v, 8.0, AIR, WGS84, 150e3)[0]]

    x = state(300e3, 8.0)
    x[3:6] += 1500.0 * UP
    exact = scipy_integrate.solve_ivp(rate, (0, 100.0), x[:6], rtol=1e-12, atol=1e-6).y[:, -1]
    predict(1, x, spread(), np.zeros((4, 7, 3)), 1, 100.0, QUIET_TRACKER)
    # Twenty Taylor steps; each leaves 0.2 mm/s of the derivative of the jerk.
    assert np.linalg.norm(x[:3] - exact[:3]) < 0.5


def augmented_update(x, p, c, look):
    """Range, u and v in turn on state and bias together, gain of the bias zero, in matrices."""
    at = tuple(map(float, x[:3]))
    h = np.hstack([np.reshape(measurement_jacobian(at, SITE, BASIS), (3, 3)), np.zeros((3, 4))])
    h = np.hstack([h, np.eye(3)])
    bias = np.diag([SENSOR.bias_range, SENSOR.bias_u, SENSOR.bias_v]) ** 2
    full = np.block([[p, c], [c.T, bias]])
    mean = np.array([*x, 0.0, 0.0, 0.0])
    seen = np.array([look.range, look.u, look.v])
    innovation = seen - np.array(predict_measurement(at, SITE, BASIS))
    nis = 0.0
    for k, white in enumerate([look.sigma_range, look.sigma_u, look.sigma_v]):
        row = h[k]
        total = row @ full @ row + white**2
        gain = full @ row / total
        gain[7:] = 0.0
        rest = innovation[k] - row @ (mean - [*x, 0.0, 0.0, 0.0])
        nis += rest**2 / total
        mean = mean + gain * rest
        joseph = np.eye(10) - np.outer(gain, row)
        full = joseph @ full @ joseph.T + white**2 * np.outer(gain, gain)
    return mean[:7], full[:7, :7], full[:7, 7:], nis


def test_an_update_is_the_schmidt_kalman_update_of_the_augmented_state():
    x, p = state(200e3, 8.0), spread(1)
    c = np.zeros((4, 7, 3))
    c[0] = 0.1 * np.sqrt(np.diag(p))[:, None] * np.array([10.0, 3e-4, 3e-4])
    look = look_at(x, (20.0, 1e-3, -5e-4))
    wanted = augmented_update(x, p, c[0], look)
    nis, _ = update(x, p, c, 1, look, SENSOR, SHARE)
    np.testing.assert_allclose(x, wanted[0], rtol=1e-11, atol=1e-8)
    np.testing.assert_allclose(p, wanted[1], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(c[0], wanted[2], rtol=1e-8, atol=1e-12)
    assert nis == pytest.approx(wanted[3], rel=1e-9)


def test_a_bias_is_a_floor_that_no_number_of_looks_goes_through():
    x, p, c = state(200e3, 8.0), np.diag([1e6] * 3 + [1e-6] * 3 + [1e-6]), np.zeros((4, 7, 3))
    still = x.copy()
    for _ in range(500):
        update(x, p, c, 1, look_at(still), SENSOR, SHARE)
    line = np.array(measurement_jacobian(tuple(still[:3]), SITE, BASIS))[:3]
    sigma = np.sqrt(line @ p[:3, :3] @ line)
    # White range error of 3 m averages to 0.13 m; the bias of 10 m stays.
    assert sigma == pytest.approx(10.0, rel=0.01)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([20e3, 60e3, 200e3]),
    st.lists(st.tuples(st.floats(0.05, 5.0), st.integers(0, 1)), min_size=1, max_size=12),
)
def test_covariance_stays_positive_and_exactly_symmetric(seed, altitude, steps):
    x, p, c = state(altitude, 8.0), spread(seed), np.zeros((4, 7, 3))
    for duration, model in steps:
        predict(model, x, p, c, 1, duration, TRACKER)
        x[6] = 8.0
        update(x, p, c, 1, look_at(x), SENSOR, SHARE)
        assert (p == p.T).all()
        scale = np.sqrt(np.diag(p))
        assert np.linalg.eigvalsh(p / np.outer(scale, scale)).min() > -1e-9
