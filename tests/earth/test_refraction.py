from math import inf, radians

import numpy as np
import pytest

from openthaad.earth.kernels import refraction
from openthaad.earth.refraction import air, bending_table, ray_height, trace_ray

CRPL = air()


def test_ray_height_and_trace_undo_each_other():
    height = ray_height(radians(3.0), 800e3, air=CRPL, site_height=680.0)
    point = trace_ray(radians(3.0), height, air=CRPL, site_height=680.0)
    # The height is found to 1 cm, over a slope of 10 degrees there.
    assert point.ground_range == pytest.approx(800e3, abs=0.1)


def test_thicker_air_bends_more():
    thin, thick = (ray_height(0.0, 1e6, air=air("exponential", n)) for n in (250.0, 400.0))
    assert thick < thin


def test_table_bends_upwards_and_less_when_steep():
    table = bending_table(air=CRPL, site_height=680.0)
    assert table.shape == (refraction.ELEVATION_NODES, refraction.HEIGHT_NODES)
    assert np.isfinite(table).all()
    assert table.min() >= -1e-12
    assert refraction.bending(table, radians(5.0), 3e5) > refraction.bending(table, 0.3, 3e5)


def test_table_without_air_is_empty():
    # The tracer's own rounding near the horizon.
    assert np.abs(bending_table(air=air("none"), site_height=680.0)).max() < 1e-9


def test_bending_at_five_degrees_and_great_height_is_what_handbooks_print():
    # N_s cot(5 deg) less the curvature of the layers: 2.9 mrad for 313 N-units.
    table = bending_table(air=CRPL)
    assert refraction.bending(table, radians(5.0), 2e6) == pytest.approx(2.9e-3, rel=0.1)


def test_level_horizon_moves_out_with_refraction():
    bent = trace_ray(0.0, 100e3, air=CRPL).ground_range
    straight = trace_ray(0.0, 100e3, air=air("none")).ground_range
    assert 1.0 < bent / straight < 1.15


def test_a_ray_that_never_gets_so_far_is_infinitely_high():
    assert ray_height(radians(60.0), 2e7, air=CRPL) == inf


def test_unknown_model_is_refused():
    with pytest.raises(ValueError, match="exponential, four-thirds, none"):
        air("flat")


def test_a_ray_into_the_ground_is_refused():
    with pytest.raises(ValueError, match="horizon"):
        trace_ray(radians(-2.0), 1e4, air=CRPL, site_height=100.0)


def test_a_height_below_the_site_is_refused():
    with pytest.raises(ValueError, match="below the site"):
        trace_ray(0.1, 100.0, air=CRPL, site_height=680.0)
