"""The endgame is a model: its miss answers to what should move it."""

from math import radians

import numpy as np
import pytest
from numba import config

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import (
    enu_basis,
    from_azimuth_elevation,
    from_basis,
    geodetic_to_ecef,
)
from openthaad.earth.kernels.gravity import WGS84, frame_acceleration, gravity
from openthaad.interceptor.model import Interceptor
from openthaad.interceptor.odds import Handover, endgame_odds

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")
AIR = us76_table()
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))
PLACE = (radians(36.5), radians(128.0))
MEETING = geodetic_to_ecef(*PLACE, 90e3)


def state(azimuth_deg, elevation_deg, speed, time_to_go):
    way = from_azimuth_elevation(radians(azimuth_deg), radians(elevation_deg))
    v = speed * np.array(from_basis(enu_basis(*PLACE), way))
    a = np.add(gravity(MEETING, WGS84), frame_acceleration(MEETING, tuple(v), WGS84.omega))
    p = np.array(MEETING) - v * time_to_go + 0.5 * a * time_to_go**2
    return tuple(p), tuple(v - a * time_to_go), tuple(a)


def odds(*, draws=300, time_to_go=20.0, target_speed=2500.0, sigma=100.0, **changes):
    table = THAAD.row()
    for name, value in changes.items():
        table[name] = value
    own, target = (
        state(0.0, 40.0, 1800.0, time_to_go),
        state(180.0, -45.0, target_speed, time_to_go),
    )
    handover = Handover(
        position_ecef=own[0], velocity_ecef=own[1], target_position_ecef=target[0],
        target_velocity_ecef=target[1], target_acceleration_ecef=target[2],
        sigma=sigma, velocity_sigma=3.0,
    )  # fmt: skip
    return endgame_odds(table, handover, air=AIR, draws=draws, seed=1)


def acquired_miss(result, quantile):
    return float(np.quantile(result.miss[result.acquired], quantile))


def test_a_noisier_seeker_misses_by_more():
    misses = [acquired_miss(odds(seeker_noise=s), 0.5) for s in (3e-5, 1e-4, 4e-4, 1.2e-3)]
    assert misses == sorted(misses)
    assert misses[-1] > 5.0 * misses[0]


def test_a_worse_handover_is_acquired_less_often():
    seen = [odds(sigma=s).p_acquire for s in (100.0, 500.0, 1000.0, 3000.0)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > 0.98
    assert seen[-1] < 0.3


def test_a_worse_handover_misses_by_more_when_the_seeker_sees_late():
    misses = [
        acquired_miss(odds(sigma=s, seeker_range=12e3, seeker_half_field=0.1), 0.9)
        for s in (20.0, 100.0, 300.0)
    ]
    assert misses == sorted(misses)
    assert misses[-1] > 2.0 * misses[0]


@pytest.mark.parametrize(
    ("name", "values"),
    [("divert_acceleration", (10.0, 25.0, 98.0)), ("divert_delta_v", (10.0, 40.0, 200.0))],
)
def test_less_divert_hits_less_often(name, values):
    late = {"seeker_range": 25e3, "seeker_half_field": 0.1, "sigma": 250.0}
    hits = [odds(**late, **{name: value}).p_hit for value in values]
    assert hits == sorted(hits)
    assert hits[-1] > hits[0] + 0.2


def test_a_faster_target_leaves_less_time_and_is_hit_less_often():
    late = {"seeker_range": 22e3, "seeker_half_field": 0.1, "sigma": 150.0}
    hits = [odds(**late, target_speed=v).p_hit for v in (1500.0, 3000.0, 5000.0)]
    assert hits == sorted(hits, reverse=True)
    assert hits[0] > hits[-1] + 0.1


def test_a_longer_lag_misses_by_more():
    late = {"seeker_range": 20e3, "seeker_half_field": 0.1, "divert_acceleration": 200.0}
    misses = [acquired_miss(odds(**late, guidance_lag=t), 0.5) for t in (0.05, 0.3, 0.8)]
    assert misses == sorted(misses)


def test_more_draws_keep_the_first_ones():
    few, many = odds(draws=20), odds(draws=60)
    assert np.array_equal(few.miss, many.miss[:20])


def test_the_factors_multiply():
    result = odds(draws=50)
    assert result.p_kill == pytest.approx(
        THAAD.reliability * result.p_acquire * result.p_hit * THAAD.kill_probability_given_hit
    )


def test_a_blind_seeker_acquires_and_hits_nothing():
    result = odds(draws=20, seeker_floor=500e3)
    assert (result.p_acquire, result.p_hit) == (0.0, 0.0)
