from math import pi, radians

import numpy as np
import pytest

from openthaad.kernels import frames, refraction, sighting

TABLE = np.zeros((refraction.ELEVATION_NODES, refraction.HEIGHT_NODES))
PLACE = (radians(36.05), radians(128.22), 680.0)
NORTH = sighting.stand(PLACE, 0.0, radians(30.0), 0.1, 3.0)


def test_sighting_overhead_is_at_its_height():
    point = frames.geodetic_to_ecef(PLACE[0], PLACE[1], 100e3)
    slant_range, _, true, apparent, scan, _ = sighting.sight(point, NORTH, TABLE)
    assert slant_range == pytest.approx(100e3 - 680.0, abs=1e-6)
    assert true == apparent == pytest.approx(pi / 2, abs=1e-6)
    assert scan == pytest.approx(radians(60.0), abs=1e-6)


def test_bending_lifts_the_apparent_elevation_alone():
    point = frames.geodetic_to_ecef(radians(39.0), PLACE[1], 100e3)
    straight = sighting.sight(point, NORTH, TABLE)
    bent = sighting.sight(point, NORTH, TABLE + 0.002)
    assert bent[3] - straight[3] == pytest.approx(0.002, abs=1e-12)
    assert bent[:3] == straight[:3]


def test_sightings_along_a_path_are_single_sightings():
    points = np.array([frames.geodetic_to_ecef(0.65, 2.2 + 0.01 * k, 2e5) for k in range(5)])
    out = np.empty((5, 6))
    sighting.sight_along(points, NORTH, TABLE, out)
    for k in range(5):
        assert tuple(out[k]) == sighting.sight(tuple(points[k].tolist()), NORTH, TABLE)
