from math import degrees, pi, radians

import numpy as np
import pytest

from openthaad.catalogue import load
from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.kernels import frames
from openthaad.radar import (
    air,
    coverage_boundary,
    first_visible,
    from_values,
    horizon_range,
    ray_height,
    see,
    signal_to_noise,
    station,
)

VALUES = load("radars", "an-tpy-2").nominal()
NORTH = 0.0


@pytest.fixture(scope="module")
def seongju():
    radar = from_values("an-tpy-2", VALUES)
    return station(
        radar,
        latitude=radians(36.05),
        longitude=radians(128.22),
        altitude=680.0,
        boresight=NORTH,
    )


def above(latitude_deg, longitude_deg, height):
    return frames.geodetic_to_ecef(radians(latitude_deg), radians(longitude_deg), height)


def test_target_in_the_north_is_seen_in_the_north(seongju):
    seen = see(seongju, above(39.0, 128.22, 150e3))
    off = (seen.azimuth + pi) % (2 * pi) - pi
    assert degrees(off) == pytest.approx(0.0, abs=1e-6)
    assert seen.is_visible


def test_refraction_lifts_what_is_seen(seongju):
    seen = see(seongju, above(41.0, 128.22, 150e3))
    assert 0.0 < seen.apparent_elevation - seen.true_elevation < 5e-3


def test_target_in_the_south_is_outside_the_field_of_regard(seongju):
    seen = see(seongju, above(34.0, 128.22, 100e3))
    assert seen.is_above_horizon
    assert not seen.is_in_field_of_regard
    assert signal_to_noise(seongju, above(34.0, 128.22, 100e3), rcs=1.0, dwell=0.1) == 0.0


def test_target_below_five_degrees_is_not_looked_for(seongju):
    assert not see(seongju, above(41.0, 128.22, 30e3)).is_above_horizon


def test_target_behind_the_face_gets_no_power(seongju):
    assert see(seongju, above(34.0, 128.22, 30e3)).transmission == 0.0


def test_signal_falls_with_the_fourth_power_of_range_and_rises_with_the_target(seongju):
    point = above(40.0, 128.22, 200e3)
    one = signal_to_noise(seongju, point, rcs=1.0, dwell=0.1)
    assert signal_to_noise(seongju, point, rcs=2.0, dwell=0.1) == pytest.approx(2.0 * one)


def test_rising_path_is_seen_from_when_it_clears_the_lowest_elevation(seongju):
    time = np.arange(0.0, 200.0, 1.0)
    path = np.array([above(39.0, 127.6, 1e3 * t) for t in time])
    found = first_visible(seongju, time, path)
    height = ray_height(radians(5.0), 332.6e3, air=seongju.air, site_height=seongju.altitude)
    assert found.first == pytest.approx(height / 1e3, abs=1.1)
    assert found.duration == found.last - found.first


def test_larger_cross_section_is_never_seen_later(seongju):
    time = np.arange(0.0, 200.0, 2.0)
    path = np.array([above(47.0, 128.2, 4e3 * t) for t in time])
    small, large = (first_visible(seongju, time, path, rcs=rcs, snr=20.0) for rcs in (0.3, 3.0))
    assert large.first <= small.first
    assert large.duration >= small.duration


def test_path_never_seen_has_no_times(seongju):
    found = first_visible(
        seongju, np.array([0.0, 1.0]), np.array([above(45.0, 120.0, 0.0)] * 2)
    )
    assert (found.first, found.last, found.duration) == (None, None, 0.0)


def test_horizon_without_air_is_the_tangent_line():
    found = horizon_range(300e3, air=air("none"))
    angle = np.arccos(EARTH_MEAN_RADIUS / (EARTH_MEAN_RADIUS + 300e3))
    assert found == pytest.approx(EARTH_MEAN_RADIUS * angle, rel=1e-9)


def test_boundary_begins_at_the_lowest_elevation_and_loses_to_scan_and_air(seongju):
    edge = coverage_boundary(seongju, rcs=0.01, snr=20.0, dwell=0.1)
    assert degrees(edge.elevation[0]) == pytest.approx(5.0)
    best = int(np.argmax(edge.slant_range))
    # Furthest near the face's normal, 30 degrees up.
    assert degrees(edge.elevation[best]) == pytest.approx(30.0, abs=3.0)
    assert edge.slant_range[0] < edge.slant_range[best]


def test_boundary_points_lie_at_their_slant_range(seongju):
    edge = coverage_boundary(seongju, rcs=0.01, snr=20.0, dwell=0.1)
    angle = edge.ground_range / EARTH_MEAN_RADIUS
    out = EARTH_MEAN_RADIUS + edge.height
    start = EARTH_MEAN_RADIUS + 680.0
    distance = np.sqrt(out**2 + start**2 - 2 * out * start * np.cos(angle))
    assert distance == pytest.approx(edge.slant_range, rel=1e-5)
