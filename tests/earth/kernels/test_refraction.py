from math import cos, pi, radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.earth.kernels import refraction
from openthaad.earth.kernels.refraction import Air

# The first call compiles, and a run finds what the last one found.
settings.register_profile("kernels", deadline=None, derandomize=True)
settings.load_profile("kernels")

CRPL = Air(surface=313e-6, decay=0.143859e-3, gradient=0.0, ceiling=0.0)
VACUUM = Air(surface=0.0, decay=0.0, gradient=0.0, ceiling=0.0)


def traced(elevation, site, air, heights):
    angle, true = np.empty(len(heights)), np.empty(len(heights))
    heights = np.array(heights)
    refraction.trace(elevation, site, EARTH_MEAN_RADIUS, air, heights, angle, true)
    return angle, true


def test_axes_begin_and_end_where_they_should():
    assert refraction.elevation_node(0) == pytest.approx(radians(-3.0))
    assert refraction.elevation_node(refraction.ELEVATION_NODES - 1) == pytest.approx(pi / 2)
    assert refraction.height_node(0) == 0.0
    assert refraction.height_node(refraction.HEIGHT_NODES - 1) == pytest.approx(2e6)


@pytest.mark.parametrize("elevation_deg", [-0.5, 0.0, 3.0, 60.0])
def test_without_air_rays_are_straight(elevation_deg):
    elevation = radians(elevation_deg)
    _, true = traced(elevation, 700.0, VACUUM, [800.0, 1e4, 1e6])
    assert true == pytest.approx(elevation, abs=1e-10)


@pytest.mark.parametrize("height", [0.0, 10.0, 680.0, 3000.0])
def test_horizon_without_air_is_the_tangent(height):
    dip = refraction.horizon_elevation(height, EARTH_MEAN_RADIUS, VACUUM)
    cosine = EARTH_MEAN_RADIUS / (EARTH_MEAN_RADIUS + height)
    # Written with cosines, which keep half the digits of a small angle.
    assert cos(dip) == pytest.approx(cosine, abs=1e-15)


def test_ray_at_the_horizon_touches_the_sea():
    dip = refraction.horizon_elevation(680.0, EARTH_MEAN_RADIUS, CRPL)
    lowest = refraction.lowest_height(dip, 680.0, EARTH_MEAN_RADIUS, CRPL)
    assert lowest == pytest.approx(0.0, abs=1e-3)


def test_air_lifts_the_sea_horizon():
    bent = refraction.horizon_elevation(680.0, EARTH_MEAN_RADIUS, CRPL)
    assert refraction.horizon_elevation(680.0, EARTH_MEAN_RADIUS, VACUUM) < bent < 0.0


@given(st.floats(0.1, 1.5), st.floats(1e4, 1e6))
def test_steep_rays_bend_by_refractivity_times_cotangent(elevation, height):
    _, true = traced(elevation, 0.0, CRPL, [1e7])
    flat = 313e-6 * cos(elevation) / np.sin(elevation)
    # Plane layers are right to the air's thickness over the Earth's radius, grown by 1/sin^2.
    assert elevation - true[0] == pytest.approx(flat, rel=0.0022 / np.sin(elevation) ** 2)


@given(st.floats(-0.01, 1.5), st.floats(1e-5, 0.05))
def test_a_higher_ray_is_higher_everywhere(elevation, step):
    heights = [1e3, 1e4, 1e5, 2e6]
    _, low = traced(elevation, 680.0, CRPL, heights)
    _, high = traced(elevation + step, 680.0, CRPL, heights)
    assert (high > low).all()


def test_lookup_gives_back_a_table_made_of_its_axes():
    shape = (refraction.ELEVATION_NODES, refraction.HEIGHT_NODES)
    table = np.arange(shape[0] * shape[1], dtype=float).reshape(shape)
    for i, j in ((0, 0), (3, 40), (57, 11), (shape[0] - 1, shape[1] - 1)):
        elevation, height = refraction.elevation_node(i), refraction.height_node(j)
        # Nodes are held to rounding, times a slope of 48 per row.
        assert refraction.bending(table, elevation, height) == pytest.approx(
            table[i, j], abs=1e-9
        )


def test_lookup_holds_its_edges():
    table = np.ones((refraction.ELEVATION_NODES, refraction.HEIGHT_NODES))
    assert refraction.bending(table, -1.0, 1e9) == pytest.approx(1.0)
    assert refraction.bending(table, pi / 2, -50.0) == pytest.approx(1.0)
    assert refraction.apparent_elevation(table, 0.25, 5e3) == pytest.approx(1.25)
