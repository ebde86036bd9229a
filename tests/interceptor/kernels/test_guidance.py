"""Guidance against closed forms: it sees the Picture only."""

import inspect

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from openthaad.interceptor.kernels import guidance as kernel
from openthaad.interceptor.kernels.flight import INTERCEPTOR, SHOT

ZERO = (0.0, 0.0, 0.0)


def test_the_zero_effort_miss_of_straight_lines_is_their_distance():
    miss, time = kernel.zero_effort_miss((4000.0, 30.0, -40.0), (-2000.0, 0.0, 0.0), ZERO)
    assert time == pytest.approx(2.0)
    assert miss == pytest.approx((0.0, 30.0, -40.0))


def test_the_zero_effort_miss_of_parabolas_is_their_least_distance():
    r, w, a = (
        np.array([9e3, 500.0, 80.0]),
        np.array([-3e3, -40.0, 9.0]),
        np.array([3.0, 9.0, 2.0]),
    )
    miss, time = kernel.zero_effort_miss(tuple(r), tuple(w), tuple(a))
    best = minimize_scalar(
        lambda t: np.linalg.norm(r + w * t + a * t * t / 2.0), bounds=(0, 6), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    assert time == pytest.approx(best.x, abs=1e-6)
    assert np.linalg.norm(miss) == pytest.approx(best.fun, abs=1e-6)


def test_a_divert_takes_the_miss_back_to_the_dead_band_and_no_further():
    push = kernel.divert_for((0.0, 300.0, 0.0), 100.0, 20.0, 50.0)
    burn = push[1] / 50.0
    moved = push[1] * (20.0 - 0.5 * burn)
    assert moved == pytest.approx(200.0, rel=1e-4)


def test_inside_the_dead_band_nothing_is_spent():
    assert kernel.divert_for((60.0, 60.0, 0.0), 100.0, 20.0, 50.0) == ZERO


def homing(position, velocity, ratio=4.0, limit=1e9):
    interceptor = np.zeros(1, INTERCEPTOR)[0]
    interceptor["navigation_ratio"] = ratio
    interceptor["divert_acceleration"] = limit
    shot = np.zeros(1, SHOT)[0]
    shot["axis"] = (1.0, 0.0, 0.0)
    shot["first_lateral"] = (0.0, 1.0, 0.0)
    shot["second_lateral"] = (0.0, 0.0, 1.0)
    shot["lateral_position"] = position
    shot["lateral_velocity"] = velocity
    return interceptor, shot


def test_the_command_is_proportional_navigation():
    closing, distance = 4000.0, 20e3
    interceptor, shot = homing((50.0, 0.0), (3.0, 0.0))
    command = kernel.homing_command(interceptor, shot, distance / closing, ZERO)
    # N' V_c times the rate of the line of sight, for small angles.
    rate = (3.0 * distance + 50.0 * closing) / distance**2
    assert command[1] == pytest.approx(4.0 * closing * rate)


def test_the_command_stays_within_the_limit():
    interceptor, shot = homing((5000.0, -3000.0), (0.0, 0.0), limit=49.0)
    command = kernel.homing_command(interceptor, shot, 2.0, ZERO)
    assert np.linalg.norm(command) == pytest.approx(49.0)


@pytest.mark.parametrize("ratio", [3.0, 4.0, 5.0])
def test_a_heading_error_dies_as_zarchan_says(ratio):
    """Without lag n_c(t) = V_err N'/t_F (1 - t/t_F)^(N'-2): Zarchan, chapter 2."""
    final, error, dt = 10.0, 100.0, 1e-3
    y, w, worst = 0.0, error, 0.0
    for k in range(9000):
        t = k * dt
        interceptor, shot = HOMERS[ratio]
        shot["lateral_position"][0] = y
        shot["lateral_velocity"][0] = w
        a = kernel.homing_command(interceptor, shot, final - t, ZERO)[1]
        closed = error * ratio / final * (1.0 - t / final) ** (ratio - 2.0)
        worst = max(worst, abs(a - closed))
        y += dt * (w - 0.5 * dt * a)
        w -= dt * a
    assert worst < 0.01 * error * ratio / final  # steps of 1 ms


HOMERS = {ratio: homing((0.0, 0.0), (0.0, 0.0), ratio) for ratio in (3.0, 4.0, 5.0)}


def test_the_filter_reaches_the_least_squares_answer():
    """A constant target rate seen through white noise: position and rate by a straight line."""
    _, shot = homing((0.0, 0.0), (0.0, 0.0))
    shot["filter_covariance"] = (1e8, 0.0, 1e8)
    rng = np.random.default_rng(0)
    noise, along, dt = 1e-4, 1e4, 0.02
    times, seen = np.arange(100) * dt, []
    for k in range(100):
        if k:
            kernel.predict_filter(shot, dt, ZERO, 0.0)
        seen.append(20.0 + 7.0 * times[k] + noise * along * rng.standard_normal())
        sight = np.array([along, seen[-1], 0.0])
        kernel.update_filter(shot, tuple(sight / np.linalg.norm(sight)), along, noise)
    slope, start = np.polyfit(times, seen, 1)
    assert shot["lateral_velocity"][0] == pytest.approx(slope, abs=1e-3)
    assert shot["lateral_position"][0] == pytest.approx(start + slope * times[-1], abs=1e-3)


def test_the_filters_covariance_is_what_it_errs_by():
    errors, spread = [], 0.0
    for run in range(300):
        rng = np.random.default_rng(run)
        _, shot = homing((0.0, 0.0), (0.0, 0.0))
        y, w = 50.0 * rng.standard_normal(), 5.0 * rng.standard_normal()
        shot["filter_covariance"] = (2500.0, 0.0, 25.0)
        for _ in range(50):
            y, w = y + 0.02 * w, w + 0.02**0.5 * rng.standard_normal()
            kernel.predict_filter(shot, 0.02, ZERO, 1.0)
            sight = np.array([2e4, y + 2.0 * rng.standard_normal(), 0.0])
            kernel.update_filter(shot, tuple(sight / np.linalg.norm(sight)), 2e4, 1e-4)
        errors.append(shot["lateral_velocity"][0] - w)
        spread = shot["filter_covariance"][2]
    # Four standard errors of a variance from 300 runs.
    assert np.var(errors) == pytest.approx(spread, rel=4.0 * (2.0 / 300.0) ** 0.5)


def test_no_guidance_function_takes_truth():
    for name, function in inspect.getmembers(kernel, callable):
        code = getattr(function, "py_func", function)
        if inspect.isfunction(code) and code.__module__ == kernel.__name__:
            assert "truth" not in inspect.signature(code).parameters, name
