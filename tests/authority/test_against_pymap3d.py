"""Frames against the program pymap3d."""

import numpy as np
import pymap3d
import pytest

from openthaad.earth.kernels import frames
from openthaad.kernels.vector import sub

PLACES = [
    (36.05, 128.22, 500.0),
    (-33.9, -70.7, 150e3),
    (89.9, 10.0, 5.0),
    (0.0, 179.9, 2e6),
    (13.5, 144.8, 0.0),
]
MICROMETRE = 1e-6


@pytest.mark.parametrize("place", PLACES)
def test_geodetic_to_ecef(place):
    latitude, longitude, altitude = np.radians(place[0]), np.radians(place[1]), place[2]
    ours = frames.geodetic_to_ecef(latitude, longitude, altitude)
    assert ours == pytest.approx(pymap3d.geodetic2ecef(*place), abs=MICROMETRE)


@pytest.mark.parametrize("place", PLACES)
def test_what_a_radar_at_seongju_sees(place):
    site = 36.05, 128.22, 500.0
    latitude, longitude = np.radians(site[:2])
    vector = sub(
        frames.geodetic_to_ecef(np.radians(place[0]), np.radians(place[1]), place[2] + 1e3),
        frames.geodetic_to_ecef(latitude, longitude, site[2]),
    )
    local = frames.to_basis(frames.enu_basis(latitude, longitude), vector)
    azimuth, elevation, distance = frames.azimuth_elevation_range(local)
    theirs = pymap3d.geodetic2aer(place[0], place[1], place[2] + 1e3, *site)
    if place[:2] != site[:2]:  # straight up any azimuth is right
        assert np.degrees(azimuth) == pytest.approx(theirs[0], abs=1e-9)
    assert np.degrees(elevation) == pytest.approx(theirs[1], abs=1e-6)
    assert distance == pytest.approx(theirs[2], abs=MICROMETRE)
