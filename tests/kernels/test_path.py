import numpy as np
import pytest

from openthaad.kernels import path


def quintic_nodes():
    """Three nodes of x = t^5, y = t^2, z = 1 - t at t = 0, 1, 3."""
    nodes = np.zeros(3, dtype=path.NODE)
    for node, t in zip(nodes, (0.0, 1.0, 3.0), strict=True):
        node["time"] = t
        node["position"] = t**5, t**2, 1.0 - t
        node["velocity"] = 5.0 * t**4, 2.0 * t, -1.0
        node["acceleration"] = 20.0 * t**3, 2.0, 0.0
    return nodes


@pytest.mark.parametrize("time", [0.3, 1.0, 1.7, 2.9])
def test_a_quintic_path_is_met_exactly(time):
    position, velocity, _ = path.state_at(quintic_nodes(), 0, 3, 0, time)
    assert position == pytest.approx((time**5, time**2, 1.0 - time), abs=1e-11)
    assert velocity == pytest.approx((5.0 * time**4, 2.0 * time, -1.0), abs=1e-10)


def test_outside_the_path_its_ends_hold():
    nodes = quintic_nodes()
    assert path.state_at(nodes, 0, 3, 0, -5.0)[0] == (0.0, 0.0, 1.0)
    assert path.state_at(nodes, 0, 3, 0, 9.0)[0] == (243.0, 9.0, -2.0)


def test_any_cursor_finds_the_same_state():
    nodes = quintic_nodes()
    states = {path.state_at(nodes, 0, 3, cursor, 0.5) for cursor in (-7, 0, 1, 2, 99)}
    assert len(states) == 1


def test_where_two_nodes_share_a_time_the_later_side_is_given():
    nodes = quintic_nodes()
    nodes["time"] = 0.0, 1.0, 1.0
    assert path.state_at(nodes, 0, 3, 0, 1.0)[0] == (243.0, 9.0, -2.0)


def test_a_path_may_begin_anywhere_in_its_table():
    nodes = np.concatenate([np.zeros(4, dtype=path.NODE), quintic_nodes()])
    position, _, cursor = path.state_at(nodes, 4, 3, 0, 1.7)
    assert position[1] == pytest.approx(1.7**2)
    assert cursor == 5
