"""A battle in which nothing is drawn passes over time, and is the battle period by period."""

import numpy as np
import pytest

from openthaad.engagement.allocate import grow, make_log, make_state, trimmed
from openthaad.engine.loop import advance
from openthaad.engine.start import begin
from openthaad.kernels.codes import Status
from openthaad.scenario import load_scenario
from openthaad.scenario.world import build_world


def played(world, step):
    """Log of a run in slices of `step` [s]; time shorter than a period is never passed over."""
    state, log = make_state(world), make_log()
    assert begin(world, state, 0, 0) == Status.DONE
    status = Status.REACHED
    while status != Status.DONE:
        until = float(state.clock[0]["time"]) + step
        status = Status(advance(world, state, log, 0, 0, until))
        log = grow(log) if status == Status.LOG_FULL else log
    return trimmed(log), state.clock[0]


# Shots and none, one missile and many, one radar and three.
@pytest.mark.parametrize(
    "name",
    [
        "seoul", "low-kn-23", "pyeongtaek-seconds", "irbm",
        pytest.param("korea-2017", marks=pytest.mark.slow),
        pytest.param("strategic-reach", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_with_and_without_passing_over_a_battle_is_the_same(name):
    world, _ = build_world(load_scenario(name).model_copy(update={"noise": False}))
    at_once, clock = played(world, 1e6)
    by_period, other = played(world, 0.5 * float(world.options[0]["period"]))
    for table, rows in at_once.items():
        for column in rows.dtype.names:
            np.testing.assert_array_equal(rows[column], by_period[table][column])
    # Dwells and searches made while time was passed over are counted, too.
    assert clock.tolist() == other.tolist()
