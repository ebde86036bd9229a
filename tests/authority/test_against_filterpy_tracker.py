"""filterpy's extended Kalman filter on the same step."""

from math import radians

import numpy as np
from filterpy.kalman import ExtendedKalmanFilter

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import enu_basis, geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.measurement import measurement_jacobian, predict_measurement
from openthaad.tracking.kernels import filters
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker
from openthaad.tracking.settings import TrackerSettings

predict = njit(cache=True)(getattr(filters.predict, "py_func", filters.predict))
update = njit(cache=True)(getattr(filters.update, "py_func", filters.update))

PLACE = radians(36.05), radians(128.22)
SITE = geodetic_to_ecef(*PLACE, 400.0)
EAST, NORTH, UP = enu_basis(*PLACE)
BASIS = (EAST, UP, NORTH)
# No bias: filterpy knows of none.
SENSOR = Sensor(0, SITE, BASIS, 0.0, 0.0, 0.0)


def test_fifty_looks_give_filterpys_mean_and_covariance():
    rng = np.random.default_rng(2)
    position = np.array(SITE) + 250e3 * np.array(NORTH) + 150e3 * np.array(UP)
    x = np.array([*position, *(-1500.0 * np.array(NORTH)), 8.5])
    p = np.diag([30.0**2] * 3 + [3.0**2] * 3 + [0.5**2])
    tracker = Tracker(Surroundings(WGS84, us76_table()), TrackerSettings().params())
    peer = ExtendedKalmanFilter(7, 3)
    peer.x, peer.P = x.copy(), p.copy()
    peer.R = np.diag([5.0, 6e-4, 6e-4]) ** 2

    def jacobian(y):
        h = np.zeros((3, 7))
        h[:, :3] = np.reshape(measurement_jacobian(tuple(y[:3]), SITE, BASIS), (3, 3))
        return h

    c = np.zeros((4, 7, 3))
    for step in range(50):
        phi = np.zeros((4, 7, 3))
        for k in range(7):
            phi[k // 3, k, k % 3] = 1.0
        predict(1, peer.x, np.zeros((7, 7)), phi, 3, 1.0, tracker)
        phi = np.hstack(list(phi[:3]))[:, :7]
        noise = np.zeros((7, 7))
        predict(1, x.copy(), noise, c, 0, 1.0, tracker)
        peer.P = phi @ peer.P @ phi.T + noise
        predict(1, x, p, c, 1, 1.0, tracker)
        exact = predict_measurement(tuple(x[:3]), SITE, BASIS)
        seen = np.array(exact) + rng.standard_normal(3) * [5.0, 6e-4, 6e-4]
        peer.update(
            seen, jacobian, lambda y: np.array(predict_measurement(tuple(y[:3]), SITE, BASIS))
        )
        update(
            x,
            p,
            c,
            1,
            Measurement(float(step), *map(float, seen), 5.0, 6e-4, 6e-4, 20.0),
            SENSOR,
            0.25,
        )
    np.testing.assert_allclose(x, peer.x, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(p, peer.P, rtol=1e-7, atol=1e-9 * np.abs(p).max())
