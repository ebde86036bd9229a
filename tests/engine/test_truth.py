"""Where things truly are at the start of a period, and which of them fly."""

import numpy as np
import pytest

from openthaad.engine import truth


def move(battle, time):
    held = battle.state.truth
    truth.move_objects(held.objects, held.flights, held.nodes, time)
    return held.objects[0]


@pytest.fixture
def one(battle, flying):
    made = battle()
    flying(made, 0, (0.0, 0.0, 0.0), (300.0, 400.0, 1000.0), begins=10.0, ends=110.0)
    return made


def test_an_object_is_where_its_path_has_it(one, at):
    item = move(one, 60.0)
    assert item["position"] == pytest.approx(at(15e3, 20e3, 50e3), abs=1e-3)
    assert item["velocity"] == pytest.approx([1000.0, 300.0, 400.0], abs=1e-6)


@pytest.mark.parametrize(
    ("time", "flies"), [(9.99, 0), (10.0, 1), (110.0, 1), (110.01, 0), (300.0, 0)]
)
def test_an_object_flies_from_its_start_to_its_end(one, time, flies):
    assert move(one, time)["is_flying"] == flies


def test_what_has_no_path_does_not_fly(one):
    one.state.truth.flights["node_count"] = 0
    assert move(one, 60.0)["is_flying"] == 0


def test_what_does_not_fly_stays_where_it_was(one, at):
    move(one, 60.0)
    assert move(one, 200.0)["position"] == pytest.approx(at(15e3, 20e3, 50e3), abs=1e-3)


def test_what_was_destroyed_flies_no_further_than_its_new_end(one):
    one.state.truth.objects["end_time"] = 50.0
    assert move(one, 50.0)["is_flying"] == 1
    assert move(one, 50.1)["is_flying"] == 0


def test_every_object_has_a_path_of_its_own(battle, flying, at):
    two = battle(threats=2)
    flying(two, 0, (0.0, 0.0, 1e3), (0.0, 0.0, 100.0))
    flying(two, 1, (0.0, 9e3, 1e3), (0.0, 0.0, -1.0))
    move(two, 100.0)
    heights = two.state.truth.objects["position"] - at(0.0, 0.0, 0.0)
    assert heights[:, 0] == pytest.approx([11e3, 900.0], abs=1e-3)
    assert heights[:, 2] == pytest.approx([0.0, 9e3], abs=1e-3)


def test_time_may_run_back(one):
    later = move(one, 90.0)["position"].copy()
    assert move(one, 30.0)["position"][0] == pytest.approx(later[0] - 60e3, abs=1e-3)
    assert np.isfinite(one.state.truth.objects["position"]).all()
