"""When a round is off the books, and when its channel is free."""

import numpy as np
import pytest

from openthaad.fire_control.kernels.rows import BATTERY, BATTERY_STATE, SHOT_ORDER
from openthaad.interceptor.kernels import rounds
from openthaad.interceptor.kernels.flight import SHOT

pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.fixture
def booked():
    """A shot that should meet its target at 100 s, on one of three channels in use."""
    shot, order = np.zeros(1, SHOT)[0], np.zeros(1, SHOT_ORDER)[0]
    battery, state = np.zeros(1, BATTERY)[0], np.zeros(1, BATTERY_STATE)[0]
    shot["pip_time"], state["in_flight"] = 100.0, 3
    order["end_time"] = order["assessment_time"] = np.nan
    battery["assessment_delay"] = 8.0
    return shot, order, battery, state


@pytest.mark.parametrize("hold", [0.0, 1.0, 5.0])
def test_a_round_holds_its_channel_for_a_while_after_its_intercept(booked, hold):
    shot, order, battery, state = booked
    battery["channel_hold"] = hold
    assert not rounds.close_books(shot, order, battery, state, 100.0 + hold)
    assert (order["is_ended"], state["in_flight"]) == (0, 3)
    assert rounds.close_books(shot, order, battery, state, 100.1 + hold)
    assert (order["is_ended"], state["in_flight"]) == (1, 2)
    assert (order["end_time"], order["assessment_time"]) == (100.1 + hold, 108.0)


def test_a_round_is_not_assessed_before_it_is_off_the_books(booked):
    shot, order, battery, state = booked
    battery["channel_hold"] = 20.0
    rounds.close_books(shot, order, battery, state, 120.1)
    assert order["assessment_time"] == 120.1


def test_a_round_is_taken_off_the_books_once(booked):
    shot, order, battery, state = booked
    rounds.close_books(shot, order, battery, state, 101.0)
    assert not rounds.close_books(shot, order, battery, state, 102.0)
    assert state["in_flight"] == 2


def test_a_booster_that_failed_frees_its_channel_when_that_is_seen(booked):
    shot, order, battery, state = booked
    order["end_time"] = 50.0
    assert not rounds.close_books(shot, order, battery, state, 49.9)
    assert rounds.close_books(shot, order, battery, state, 50.0)
    assert order["assessment_time"] == 50.0
