"""Frames against PROJ, through pyproj."""

import numpy as np
import pyproj
import pytest

from openthaad.constants import EARTH_EQUATORIAL_RADIUS, EARTH_INVERSE_FLATTENING
from openthaad.earth.kernels import frames

TO_ECEF = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
GEODESIC = pyproj.Geod(ellps="WGS84")
MICROMETRE = 1e-6


def test_the_ellipsoid_is_the_same():
    ellipsoid = pyproj.CRS("EPSG:4979").ellipsoid
    assert ellipsoid.semi_major_metre == EARTH_EQUATORIAL_RADIUS
    assert ellipsoid.inverse_flattening == EARTH_INVERSE_FLATTENING


@pytest.mark.parametrize("altitude", [-10e3, 0.0, 40e3, 1e6, 10e6])
def test_a_hundred_places_there_and_back(altitude):
    generator = np.random.default_rng(3)
    for latitude_deg, longitude_deg in generator.uniform((-90, -180), (90, 180), (100, 2)):
        theirs = TO_ECEF.transform(longitude_deg, latitude_deg, altitude)
        latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
        ours = frames.geodetic_to_ecef(latitude, longitude, altitude)
        assert ours == pytest.approx(theirs, abs=MICROMETRE)
        back = frames.ecef_to_geodetic(theirs)
        assert back[0] == pytest.approx(latitude, abs=1e-13)
        assert back[1] == pytest.approx(longitude, abs=1e-10)
        assert back[2] == pytest.approx(altitude, abs=MICROMETRE)


def test_ground_range_on_the_mean_sphere_is_within_six_per_mille():
    generator = np.random.default_rng(4)
    for lat1, lon1, lat2, lon2 in generator.uniform(-80.0, 80.0, (100, 4)):
        _, _, geodesic = GEODESIC.inv(lon1, lat1, lon2, lat2)
        a = frames.geodetic_to_ecef(np.radians(lat1), np.radians(lon1), 0.0)
        b = frames.geodetic_to_ecef(np.radians(lat2), np.radians(lon2), 100e3)
        assert frames.ground_range(a, b) == pytest.approx(geodesic, rel=6e-3)
