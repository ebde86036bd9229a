"""What a run is kept in: what is grouped shows the same tables, and holds none of its own."""

import numpy as np


def test_fire_control_works_with_the_world_s_own_tables(battle):
    world = battle(radars=2, batteries=3).world
    for name in ("radars", "batteries", "launchers", "interceptors", "flyouts"):
        assert getattr(world.defence, name) is getattr(world, name)


def test_readiness_is_what_the_picture_s_batteries_and_launchers_have_left(battle):
    picture = battle(batteries=2).state.picture
    picture.readiness.launchers["rounds"][0] = 3
    picture.readiness.batteries["in_flight"][1] = 5
    assert picture.launchers[0]["rounds"] == 3
    assert picture.batteries[1]["in_flight"] == 5


def test_rows_that_go_together_are_as_many(battle):
    world, state, _ = battle(threats=3, bodies=True, radars=2, batteries=2, rounds=4)
    truth, picture = state.truth, state.picture
    assert len(truth.objects) == len(truth.flights) == len(world.objects) == 6
    assert len(truth.threats) == len(world.threats) == 3
    assert truth.engagements.shape == (3, 2)
    assert len(picture.tracks) == len(picture.statuses) == len(truth.origins)
    assert picture.engagements.shape == (len(picture.tracks), 2)
    assert len(picture.detections) == len(truth.extras)
    # A shot for every round there is.
    assert len(picture.shots) == len(picture.orders) == len(truth.shots) == 8
    assert len(world.flyouts) == len(world.batteries) == 2


def test_nothing_of_a_state_is_shared_with_another(battle):
    one, other = battle(), battle()
    one.state.picture.tracks["number"] = 9
    one.state.truth.objects["cursor"] = 9
    assert not other.state.picture.tracks["number"].any()
    assert not np.shares_memory(one.state.truth.objects, other.state.truth.objects)
