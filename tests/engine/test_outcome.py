"""What became of each threat: what could be seen of it, how it ended, who came nearest."""

from math import inf, nan

import numpy as np
import pytest

from openthaad.engine import outcome
from openthaad.kernels.codes import Cause, Limit, Outcome, ShotResult, Verdict

PERIOD = 0.1


@pytest.fixture
def one(battle, flying):
    """A missile and its body 100 km north and 20 km up, before a radar that sees it well."""
    made = battle(bodies=True)
    made.world.radars["snr_constant"] = 20.0 * 104e3**4 / 0.005
    for o in range(2):
        flying(made, o, (0.0, 100e3, 20e3), (0.0, 0.0, 0.0))
    return made


def note(made, time=50.0):
    outcome.note_visibility(made.world, made.state, 0, time, PERIOD)
    return made.state.truth.threats[0]


# --- What could be seen -----------------------------------------------------------------------


def test_a_missile_in_view_and_bright_enough_is_seeable(one):
    threat = note(one)
    assert (threat["above_horizon"], threat["in_sector"]) == (1, 1)
    assert threat["in_view_until"] == threat["seeable_until"] == 50.0


@pytest.mark.parametrize(("share", "seeable"), [(1.0, True), (0.9, False)])
def test_a_look_as_long_as_the_search_s_must_give_its_signal(one, share, seeable):
    # At 101.98 km one square metre gives the search's 20 where the constant is 20 r^4 / dwell.
    distance = np.hypot(100e3, 20e3)
    one.world.radars["snr_constant"] = 1.01 * share * 20.0 * distance**4 / 0.005
    assert np.isfinite(note(one)["seeable_until"]) == seeable


def test_before_the_separation_it_is_the_whole_missile_that_is_seen(one):
    one.world.objects["rcs"][0], one.world.objects["boost_rcs"][0] = 0.01, 1.0
    one.state.truth.objects["separation_time"] = 60.0
    assert note(one, 59.0)["seeable_until"] == 59.0
    assert note(one, 60.0)["seeable_until"] == 59.0
    assert note(one, 60.0)["in_view_until"] == 60.0


@pytest.mark.parametrize(
    ("place", "horizon", "sector"),
    [((0.0, 100e3, 3e3), 0, 0), ((0.0, -100e3, 20e3), 1, 0), ((200e3, 100e3, 30e3), 1, 0)],
)
def test_horizon_and_sector_are_told_apart(one, flying, place, horizon, sector):
    flying(one, 0, place, (0.0, 0.0, 0.0))
    threat = note(one)
    assert (threat["above_horizon"], threat["in_sector"]) == (horizon, sector)
    assert threat["in_view_until"] == -inf


def test_time_without_search_is_added_up_while_the_missile_is_in_view(one, flying):
    one.state.picture.radars["waiting"] = 4
    assert note(one)["waited"] == pytest.approx(0.4)
    assert note(one)["waited"] == pytest.approx(0.8)
    assert note(one)["viewed"] == 3.0
    flying(one, 0, (0.0, -100e3, 20e3), (0.0, 0.0, 0.0))
    assert note(one)["waited"] == pytest.approx(1.2)
    assert note(one)["viewed"] == 3.0


def test_after_its_burnout_was_declared_nothing_is_noted(one):
    one.state.truth.threats["burnout_declared_time"] = 40.0
    assert note(one)["above_horizon"] == 0


@pytest.mark.parametrize(
    ("detected", "flies", "constant", "seeable"),
    [(nan, 1, 1.0, 1), (45.0, 1, 1.0, 0), (nan, 0, 1.0, 0), (nan, 1, 0.1, 0)],
)
def test_a_body_counts_while_nobody_has_seen_its_missile(
    one, detected, flies, constant, seeable
):
    one.state.truth.threats["detected_time"] = detected
    one.state.truth.objects["is_flying"] = flies
    one.world.radars["snr_constant"] *= constant
    outcome.note_body(one.world, one.state, 0, 50.0)
    assert one.state.truth.threats[0]["is_body_seeable"] == seeable


def test_a_missile_in_one_piece_has_no_body_to_be_seen(one):
    one.world.threats["body"] = -1
    outcome.note_body(one.world, one.state, 0, 50.0)
    assert one.state.truth.threats[0]["is_body_seeable"] == 0


# --- What the defence knew --------------------------------------------------------------------


def follow_on(made, follow, times):
    follow(made, 0, (0.0, 200e3, 60e3), (0.0, 0.0, 0.0))
    picture, truth = made.state.picture, made.state.truth
    followed = outcome.Followed(
        truth.threats[0], truth.engagements[0], picture.tracks[0], picture.statuses[0],
        picture.engagements[0],
    )  # fmt: skip
    for time in times:
        outcome.note_track(followed, time, 1.0)
    return truth.threats[0], followed


def test_the_record_keeps_from_when_to_when_a_missile_was_followed(one, follow):
    threat, _ = follow_on(one, follow, [50.0, 51.0, 54.0])
    assert (threat["first_track_time"], threat["last_track_time"]) == (50.0, 54.0)
    assert threat["seconds_in_track"] == 3.0


def test_the_record_keeps_the_first_of_each_time(one, follow):
    threat, followed = follow_on(one, follow, [])
    for time in (60.0, 70.0):
        followed.track["confirmed_time"] = followed.track["burnout_time"] = time
        followed.status["verdict_time"] = followed.status["engageable_time"] = time + 1.0
        outcome.note_track(followed, time, 1.0)
    assert threat["confirmed_time"] == threat["burnout_declared_time"] == 60.0
    assert threat["verdict_time"] == threat["engageable_time"] == 61.0
    assert threat["verdict"] == 3


def test_opportunities_are_the_most_that_there_were_of_the_first_track(one, follow):
    threat, followed = follow_on(one, follow, [])
    for first, count in ((61.0, 2), (61.0, 4), (61.0, 3), (75.0, 9)):
        followed.status["engageable_time"], followed.status["opportunities"] = first, count
        outcome.note_track(followed, 80.0, 1.0)
    assert threat["opportunities"] == 4


def test_a_battery_s_limit_and_nearest_margin_go_into_the_record(one, follow):
    _, followed = follow_on(one, follow, [])
    row = followed.engagements[0]
    row["limit"], row["limit_time"] = Limit.GEOMETRY, 50.0
    for margin in (-90.0, -20.0, -50.0):
        row["margin"] = margin
        outcome.note_track(followed, 50.0, 1.0)
    assert followed.records[0]["limit"] == Limit.GEOMETRY
    assert followed.records[0]["margin"] == -20.0
    assert (followed.threat["battery"], followed.threat["limit"]) == (0, Limit.GEOMETRY)


def test_the_last_chance_is_that_of_the_last_window_against_a_threat(one, follow):
    _, followed = follow_on(one, follow, [])
    row, status = followed.engagements[0], followed.status
    for verdict, launch, last in (
        (Verdict.THREATENING, 60.0, 90.0), (Verdict.THREATENING, inf, 99.0),
        (Verdict.DEBRIS, 60.0, 95.0),
    ):  # fmt: skip
        status["verdict"], row["launch_time"], row["last_launch_time"] = verdict, launch, last
        outcome.note_track(followed, 50.0, 1.0)
    assert followed.records[0]["chance_until"] == 90.0


# --- How it ended -----------------------------------------------------------------------------


@pytest.mark.parametrize(("away", "lands"), [(0.0, True), (14.9e3, True), (15.1e3, False)])
def test_a_zone_is_hit_inside_its_radius(one, at, away, lands):
    for place in (at(away, 0.0, 0.0), at(0.0, -away, 0.0)):
        assert outcome.lands_on_asset(place, one.world.assets) == lands


@pytest.mark.parametrize(
    ("results", "failed"),
    [
        ([ShotResult.BOOSTER_FAILED, ShotResult.ABORTED, ShotResult.HIT_NO_KILL], True),
        ([ShotResult.BOOSTER_FAILED, ShotResult.MISS, ShotResult.ABORTED], False),
        ([ShotResult.NOT_ACQUIRED, ShotResult.ABORTED, ShotResult.ABORTED], False),
    ],
)
def test_shots_failed_of_themselves_if_all_of_them_did(one, results, failed):
    shots = one.state.picture.shots
    shots["result"][:3], shots["result"][3] = results, ShotResult.MISS
    origins = np.array([0, 0, 0, 1])
    assert outcome.shots_failed(shots, 4, origins, 0) == failed
    assert not outcome.shots_failed(shots, 4, origins, 1)


def settle(made, time):
    outcome.settle(made.world, made.state, 0, time)
    return Outcome(made.state.truth.threats[0]["outcome"])


def come_down(made, place, time=300.0):
    flight = made.state.truth.flights[0]
    flight["impact_time"], flight["impact_position"] = time, place


def test_a_missile_that_comes_down_on_a_zone_has_leaked(one, at):
    come_down(one, at(0.0, 5e3, 0.0))
    assert settle(one, 299.9) == Outcome.UNRESOLVED
    assert settle(one, 300.0) == Outcome.LEAKED
    assert one.state.truth.threats[0]["cause"] == Cause.NEVER_VISIBLE


def test_a_missile_that_comes_down_elsewhere_threatened_nothing(one, at):
    come_down(one, at(0.0, 50e3, 0.0))
    assert settle(one, 300.0) == Outcome.NO_ASSET_THREATENED
    assert one.state.truth.threats[0]["cause"] == Cause.NONE


def test_a_missile_destroyed_is_intercepted_at_once(one, at):
    come_down(one, at(0.0, 5e3, 0.0))
    one.state.truth.objects["destroyed_time"][0] = 200.0
    assert settle(one, 200.1) == Outcome.INTERCEPTED


def test_a_missile_that_fails_is_settled_at_its_burnout(one):
    one.state.truth.threats["has_failed"] = 1
    one.state.truth.objects["end_time"][0] = 66.0
    assert settle(one, 65.9) == Outcome.UNRESOLVED
    assert settle(one, 66.0) == Outcome.FAILED


@pytest.mark.parametrize(
    ("result", "cause"),
    [
        (ShotResult.MISS, Cause.ALL_SHOTS_MISSED),
        (ShotResult.BOOSTER_FAILED, Cause.ALL_SHOTS_FAILED),
    ],
)
def test_a_leak_that_was_shot_at_is_laid_to_the_shots(one, at, result, cause):
    come_down(one, at(0.0, 5e3, 0.0))
    one.clock["shot_count"] = one.state.truth.threats["shots"][0] = 1
    one.state.picture.shots["result"][0], one.state.truth.shot_threats[0] = result, 0
    settle(one, 300.0)
    assert one.state.truth.threats[0]["cause"] == cause


def test_without_a_battery_there_is_no_defence(battle, flying, at):
    made = battle(batteries=0)
    flying(made, 0, (0.0, 100e3, 20e3), (0.0, 0.0, 0.0))
    come_down(made, at(0.0, 5e3, 0.0))
    settle(made, 300.0)
    assert made.state.truth.threats[0]["cause"] == Cause.NO_DEFENCE
