"""Reading a path at many times at once."""

import numpy as np
import pytest

from openthaad.engine import sampling
from openthaad.kernels.path import NODE

G = 9.81
pytestmark = pytest.mark.usefixtures("uncompiled")


def throw(t):
    """A stone thrown up at 500 m/s, and 3 m/s sideways."""
    return (3.0 * t, 0.0, 500.0 * t - 0.5 * G * t * t), (3.0, 0.0, 500.0 - G * t)


@pytest.fixture
def nodes():
    """Its path over 100 s in rows 2 to 12 of a table that holds others' rows as well."""
    rows = np.zeros(20, NODE)
    rows["position"] = 1e9
    for k, time in enumerate(np.linspace(0.0, 100.0, 11)):
        row = rows[2 + k]
        row["time"] = time
        row["position"], row["velocity"] = throw(time)
        row["acceleration"] = (0.0, 0.0, -G)
    return rows


def sampled(nodes, times):
    positions, velocities = np.zeros((len(times), 3)), np.zeros((len(times), 3))
    sampling.sample(nodes, 2, 11, np.asarray(times), positions, velocities)
    return positions, velocities


def test_samples_lie_on_the_path_between_its_nodes(nodes):
    times = np.linspace(0.0, 100.0, 37)
    positions, velocities = sampled(nodes, times)
    for time, position, velocity in zip(times, positions, velocities, strict=True):
        assert position == pytest.approx(throw(time)[0], abs=1e-6)
        assert velocity == pytest.approx(throw(time)[1], abs=1e-8)


def test_outside_its_path_a_thing_stands_at_the_nearer_end(nodes):
    positions, _ = sampled(nodes, [-5.0, 105.0])
    assert positions[0] == pytest.approx(throw(0.0)[0])
    assert positions[1] == pytest.approx(throw(100.0)[0])


def test_a_sample_at_a_node_is_the_node(nodes):
    positions, velocities = sampled(nodes, nodes["time"][2:13])
    assert (positions == nodes["position"][2:13]).all()
    assert (velocities == nodes["velocity"][2:13]).all()
