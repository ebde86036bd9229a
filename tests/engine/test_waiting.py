"""Time passed over is spent as in the battle, and nothing that may be seen is passed over."""

import numpy as np
import pytest

from openthaad.engine import waiting
from openthaad.engine.tables import CLOCK, TRACK_STATUS
from openthaad.kernels.codes import Task
from openthaad.radar.kernels.rows import RADAR, RADAR_STATE
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings

PERIOD = 0.1
pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.mark.parametrize("dwell", [0.005, 0.03, 0.07, 0.25])
def test_time_passed_over_at_once_is_spent_as_period_by_period(dwell):
    radar, here = np.zeros(1, RADAR)[0], np.zeros(1, RADAR_STATE)[0]
    clock = np.zeros(1, CLOCK)[0]
    radar["search_dwell"], here["bank"] = dwell, -0.13
    waiting.search_in_vain(radar, here, clock, 1449, PERIOD)
    bank, spent, dwells, searches, idle = -0.13, 0.0, 0, 0, 0
    for _ in range(1449):
        bank += PERIOD
        beams = max(int(np.ceil(bank / dwell - 1e-9)), 0) if bank > 0.0 else 0
        bank -= beams * dwell
        spent += beams * dwell
        dwells, searches, idle = dwells + beams, searches + (beams > 0), idle + (beams == 0)
    assert (here["bank"], here["spent"][Task.SEARCH]) == (bank, spent)
    assert here["spent_total"][Task.SEARCH] == spent
    assert (clock["dwells"], clock["searches"]) == (dwells, searches)
    assert here["waiting"] == here["waiting_total"] == idle > 0


def test_the_clock_and_fire_control_go_on_by_the_periods_passed(battle):
    made = battle()
    made.clock["next_fire_control"] = 1.0
    made.state.picture.radars["waiting"] = 7
    waiting.pass_periods(made.world, made.state, 9)
    assert (made.clock["period_index"], made.clock["time"]) == (9, 9 * PERIOD)
    assert made.clock["next_fire_control"] == 1.0
    assert made.state.picture.radars[0]["waiting"] == 7
    waiting.pass_periods(made.world, made.state, 1440)
    assert made.clock["next_fire_control"] == pytest.approx(145.0)
    # Those of a second that is over say nothing of the next.
    assert made.state.picture.radars[0]["waiting"] == 0


@pytest.fixture
def held():
    """A radar that owes 0.05 s, and two tracks, of which the second's look is due at 5 s."""
    states, tracks = np.zeros(1, RADAR_STATE), np.zeros(2, TRACK)
    statuses = np.zeros(2, TRACK_STATUS)
    states["bank"], tracks["active"] = -0.05, [0, 1]
    statuses["next_dwell"][:, 0] = [0.0, 5.0]
    return states, tracks, statuses


@pytest.mark.parametrize(
    ("begins", "due"), [(4.8, False), (4.9, False), (4.95, True), (5.0, True)]
)
def test_a_look_is_due_when_the_radar_gets_to_it(held, begins, due):
    # Looks of a period begin when what the radar owes is paid: 0.05 s into it.
    assert waiting.is_look_due(*held, begins + 1e-9, PERIOD) == due


def test_a_radar_that_owes_the_whole_period_looks_at_nothing(held):
    held[0]["bank"] = -PERIOD
    assert not waiting.is_look_due(*held, 6.0, PERIOD)


@pytest.mark.parametrize(("end", "due"), [(30.0, False), (30.1, True)])
def test_a_track_is_dropped_after_its_time_without_a_look(held, end, due):
    params = TrackerSettings(drop_time=20.0).params()
    held[1]["last_update_time"] = [-500.0, 10.0]
    assert waiting.is_drop_due(held[1], end, params) == due


def test_a_track_is_followed_that_is_active(held):
    assert waiting.is_followed(held[1])
    assert not waiting.is_followed(held[1][:1])


# --- How far a battle may be passed over ------------------------------------------------------


@pytest.mark.parametrize(
    ("lands", "horizon", "last"),
    [
        (500.0, 900.0, 13.9),  # the last period of the second is played: fire control sits
        (13.42, 900.0, 13.4),  # so is that in which a missile comes down
        (500.0, 13.2, 13.1),  # and the last of all
        (12.0, 900.0, 13.9),  # what came down before does not matter
    ],
)
def test_a_battle_is_passed_over_up_to_what_happens_next(battle, lands, horizon, last):
    made = battle()
    made.clock["time"], made.clock["next_fire_control"] = 13.0, 14.0
    made.state.truth.objects["end_time"], made.world.options["horizon"] = lands, horizon
    assert waiting.last_idle(made.world, made.state) == pytest.approx(last)


@pytest.mark.parametrize(("assessed", "last"), [(0, 13.0), (1, 13.9)])
def test_a_battle_is_not_passed_over_while_a_shot_is_not_assessed(battle, assessed, last):
    made = battle()
    made.clock["time"], made.clock["next_fire_control"] = 13.0, 14.0
    made.clock["shot_count"], made.world.options["horizon"] = 1, 900.0
    made.state.picture.orders["is_assessed"] = assessed
    assert waiting.last_idle(made.world, made.state) == pytest.approx(last)
