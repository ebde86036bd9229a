"""Homing, closest approach and results."""

import inspect
from math import radians

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import (
    enu_basis,
    from_azimuth_elevation,
    from_basis,
    geodetic_to_ecef,
)
from openthaad.earth.kernels.gravity import WGS84, frame_acceleration, gravity
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels import endgame as kernel
from openthaad.interceptor.kernels import guidance
from openthaad.interceptor.kernels.endgame import Passage, Sights
from openthaad.interceptor.kernels.flight import (
    COAST,
    DONE,
    ENDGAME,
    INTERCEPTOR,
    SHOT,
    SHOT_TRUTH,
    coast_acceleration,
)
from openthaad.interceptor.model import Interceptor
from openthaad.kernels.path import Motion
from openthaad.kernels.random import Draws

AROUND = Surroundings(WGS84, us76_table())
DRAWS = Draws(3, 0, 1, 0)
THAAD = Interceptor.from_entry(load("interceptors", "thaad"))
PLACE = (radians(36.5), radians(128.0))
MEETING = geodetic_to_ecef(*PLACE, 90e3)
BASIS = enu_basis(*PLACE)
PERIOD = 0.1


def along(azimuth_deg, elevation_deg, speed):
    way = from_azimuth_elevation(radians(azimuth_deg), radians(elevation_deg))
    return speed * np.array(from_basis(BASIS, way))


def falling(velocity):
    return np.add(
        gravity(MEETING, WGS84), frame_acceleration(MEETING, tuple(velocity), 7.292e-5)
    )


def geometry(time_to_go, target_speed=2500.0, own_speed=1800.0):
    """Own and target states that meet, each at constant acceleration."""
    states = []
    for v in (along(0.0, 40.0, own_speed), along(180.0, -45.0, target_speed)):
        a = falling(v)
        p = np.array(MEETING) - v * time_to_go + 0.5 * a * time_to_go**2
        states.append((p, v - a * time_to_go, a))
    return states


class Duel:
    """One homing interceptor and a target at constant acceleration, period by period."""

    def __init__(self, row, time_to_go=12.0, error=(0.0, 0.0, 0.0), miss=(0.0, 0.0, 0.0)):
        (p, v, _), (self.p, self.v, self.a) = geometry(time_to_go)
        self.row = row
        self.shot = np.zeros(1, SHOT)[0]
        self.truth = np.zeros(1, SHOT_TRUTH)[0]
        kernel.ignite(self.shot, self.truth, 0.0, tuple(p), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0))
        kernel.draw_shot(row, self.shot, self.truth, DRAWS)
        self.p = self.p + np.array(miss)
        self.shot["status"] = ENDGAME
        self.shot["launch_time"] = -row["separation_time"]
        self.truth["velocity"] = v
        kernel.navigate(self.shot, self.truth)
        wrong = tuple(self.p + np.array(error))
        told = Motion(0.0, wrong, tuple(self.v), tuple(self.a))
        guidance.take_present(self.shot, told, 100.0, 3.0)
        guidance.take_meeting(self.shot, told, 100.0)
        self.sights = np.zeros((10, kernel.SIGHT_COLUMNS))

    def period(self, *, sights=None, shift=(0.0, 0.0, 0.0)):
        """One period; with sights given they are replayed and the target may be shifted."""
        q = self.p + PERIOD * self.v + 0.5 * PERIOD**2 * self.a
        w = self.v + PERIOD * self.a
        ends = [tuple(self.p + shift), tuple(self.v), tuple(q + shift), tuple(w)]
        record = self.sights if sights is None else sights
        done = kernel.endgame_period(
            self.row, self.shot, self.truth, Passage(PERIOD, *ends),
            Sights(record, sights is not None, DRAWS), AROUND,
        )  # fmt: skip
        self.p, self.v = q, w
        return done

    def fly(self):
        while not self.period():
            pass
        return float(self.truth["miss_distance"])


def row(**changes):
    table = THAAD.row()
    table["seeker_range_spread"] = 0.0
    for name, value in changes.items():
        table[name] = value
    return table[0]


PERFECT = {
    "seeker_noise": 0.0,
    "navigation_position_sigma": 0.0,
    "navigation_velocity_sigma": 0.0,
    "pointing_sigma": 0.0,
}


def test_a_perfect_seeker_takes_out_a_handover_error_to_the_millimetre():
    duel = Duel(row(**PERFECT), error=(120.0, -80.0, 60.0), miss=(100.0, 50.0, -90.0))
    assert duel.fly() < 1e-3
    assert duel.shot["acquired"] == 1


def test_without_divert_the_miss_is_the_zero_effort_miss():
    duel = Duel(row(divert_acceleration=0.0), miss=(0.0, 0.0, 40.0))
    flown = duel.fly()
    fresh = Duel(row(), miss=(0.0, 0.0, 40.0))
    beta = THAAD.kill_vehicle_ballistic_coefficient
    own = solve_ivp(
        lambda _, y: [
            *y[3:], *coast_acceleration(tuple(y[:3]), tuple(y[3:]), beta, AROUND)
        ],
        (0.0, 13.0),
        [*fresh.truth["position"], *fresh.truth["velocity"]],
        rtol=1e-12, atol=1e-7, dense_output=True,
    ).sol  # fmt: skip

    def distance(t):
        return np.linalg.norm(fresh.p + fresh.v * t + 0.5 * fresh.a * t**2 - own(t)[:3])

    best = minimize_scalar(distance, bounds=(11.0, 13.0), method="bounded",
                           options={"xatol": 1e-10})  # fmt: skip
    # 1 mm of the drag's change inside a period of 0.1 s adds up over 12 s; none of it is
    # from the closest approach.
    assert flown == pytest.approx(best.fun, abs=0.02)
    assert duel.truth["closest_time"] == pytest.approx(best.x, abs=1e-4)


def test_the_closest_approach_inside_a_step_is_within_a_millimetre_of_the_dense_one():
    rng = np.random.default_rng(1)
    for _ in range(50):
        r, w = rng.normal(0.0, 20.0, 3), rng.normal(0.0, 3000.0, 3)
        a, start = rng.normal(0.0, 60.0, 3), rng.uniform(0.0, 0.01)
        w0, w1 = w - a * start, w + a * (0.01 - start)
        r0 = r - w * start + 0.5 * a * start**2
        _, near, _ = kernel.closest_approach(tuple(r0), tuple(w0), tuple(w1), 0.01)
        times = np.linspace(0.0, 0.01, 20001)[:, None]
        dense = np.linalg.norm(r0 + w0 * times + 0.5 * a * times**2, axis=1).min()
        assert np.linalg.norm(near) == pytest.approx(dense, abs=1e-3)


def test_between_two_states_a_ballistic_path_is_known_to_a_micrometre():
    (p, v, a), _ = geometry(10.0)
    q, w = p + 0.1 * v + 0.005 * a, v + 0.1 * a
    here, moving = kernel.between(Passage(0.1, tuple(p), tuple(v), tuple(q), tuple(w)), 0.03)
    assert np.linalg.norm(p + 0.03 * v + 0.00045 * a - here) < 1e-6
    assert moving == pytest.approx(tuple(v + 0.03 * a), abs=1e-6)


def test_homing_spends_no_more_than_its_budget():
    duel = Duel(row(divert_delta_v=20.0), miss=(400.0, 0.0, 300.0))
    duel.fly()
    assert duel.shot["divert_used"] == pytest.approx(20.0)
    assert duel.shot["divert_exhausted"] == 1


def test_below_the_seekers_floor_nothing_is_acquired():
    duel = Duel(row(seeker_floor=200e3))
    duel.fly()
    assert duel.shot["acquired"] == 0


def test_decisions_replayed_from_recorded_sights_do_not_depend_on_the_target():
    first, again = Duel(row(), error=(50.0, 0.0, 0.0)), Duel(row(), error=(50.0, 0.0, 0.0))
    for _ in range(60):
        first.period()
        again.period(sights=first.sights.copy(), shift=(37.0, -20.0, 11.0))
        assert first.shot == again.shot
        assert (first.truth["velocity"] == again.truth["velocity"]).all()


def test_guidance_takes_the_recorded_sight_and_no_true_target():
    names = inspect.signature(getattr(kernel._guide, "py_func", kernel._guide)).parameters
    assert not {"truth", "target", "start", "end"} & set(names)


def test_it_enters_the_endgame_only_where_the_seeker_might_see():
    interceptor, shot = row(), np.zeros(1, SHOT)[0]
    shot["status"] = COAST
    shot["time"] = interceptor["separation_time"]
    shot["target_position"] = (2.0 * THAAD.seeker_acquisition_range, 0.0, 0.0)
    assert not kernel.hand_over(interceptor, shot)
    shot["target_position"] = (0.9 * THAAD.seeker_acquisition_range, 0.0, 0.0)
    assert kernel.hand_over(interceptor, shot)


def test_it_does_not_enter_the_endgame_before_it_has_left_its_booster():
    interceptor, shot = row(), np.zeros(1, SHOT)[0]
    shot["status"] = COAST
    shot["time"] = interceptor["separation_time"] - 0.1
    assert not kernel.hand_over(interceptor, shot)
    shot["time"] += 0.1
    assert kernel.hand_over(interceptor, shot)


RESULTS = [
    ({"works": 0}, {}, (True, True, True), kernel.ShotResult.BOOSTER_FAILED),
    ({}, {}, (False, False, True), kernel.ShotResult.TARGET_ALREADY_DESTROYED),
    ({}, {}, (True, False, True), kernel.ShotResult.WRONG_OBJECT),
    ({}, {}, (True, True, True), kernel.ShotResult.KILL),
    ({}, {}, (True, True, False), kernel.ShotResult.HIT_NO_KILL),
    ({"miss_distance": 9.0}, {"acquired": 0, "divert_exhausted": 1}, (True, True, True),
     kernel.ShotResult.NOT_ACQUIRED),
    ({"miss_distance": 9.0}, {"divert_exhausted": 1}, (True, True, True),
     kernel.ShotResult.DIVERT_EXHAUSTED),
    ({"miss_distance": 9.0}, {}, (True, True, True), kernel.ShotResult.MISS),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "state", "asked", "result"), RESULTS)
def test_each_shot_has_the_first_result_that_applies(facts, state, asked, result):
    interceptor, shot = np.zeros(1, INTERCEPTOR)[0], np.zeros(1, SHOT)[0]
    truth = np.zeros(1, SHOT_TRUTH)[0]
    interceptor["lethal_radius"] = 0.5
    shot["acquired"], truth["works"], truth["miss_distance"] = 1, 1, 0.1
    for table, values in ((truth, facts), (shot, state)):
        for name, value in values.items():
            table[name] = value
    assert kernel.judge(interceptor, shot, truth, *asked) == result


def test_a_finished_shot_tells_where_when_and_how_fast():
    duel = Duel(row())
    duel.fly()
    assert duel.shot["status"] == DONE
    assert np.linalg.norm(duel.truth["intercept_position"] - np.array(MEETING)) < 200.0
    assert 3000.0 < duel.truth["closing_speed"] < 4300.0
    assert duel.truth["target_speed"] == pytest.approx(2500.0, abs=5.0)


def test_the_kill_draw_follows_its_probability():
    interceptor, shot = row(p_kill_given_hit=0.8), np.zeros(1, SHOT)[0]
    kills = [kernel.kill_draw(interceptor, shot, Draws(1, run, 1, 0)) for run in range(2000)]
    assert np.mean(kills) == pytest.approx(0.8, abs=4 * (0.16 / 2000) ** 0.5)
