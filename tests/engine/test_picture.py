"""From dwells to tracks, and what the record keeps of it."""

import numpy as np
import pytest

from openthaad.engine import picture, radar_step
from openthaad.kernels.codes import Event, Task, TrackStatus
from openthaad.kernels.random import Draws
from openthaad.tracking.kernels import tracks

START, VELOCITY = (0.0, 200e3, 60e3), (0.0, -1000.0, 0.0)


@pytest.fixture
def one(battle, flying):
    made = battle(bodies=True)
    flying(made, 0, START, VELOCITY)
    flying(made, 1, (30e3, 200e3, 60e3), VELOCITY)
    return made


def see(made, k, time, *, o=0, dwell=0, task_track=-1):
    """Put a detection of an object into row k: where it is, as a radar without error has it."""
    east = 30e3 if o == 1 else 0.0
    away = np.array([east, 200e3 - 1000.0 * time, 60e3])
    row, extra = made.state.picture.detections[k], made.state.truth.extras[k]
    row["time"], row["dwell_number"], row["radar"] = time, dwell, 0
    row["range"] = np.linalg.norm(away)
    row["u"], row["v"] = away[[0, 2]] / row["range"]
    row["sigma_range"], row["sigma_u"], row["sigma_v"] = 10.0, 1e-4, 1e-4
    row["snr"], row["unit_snr"], row["dwell"] = 100.0, 5000.0, 0.02
    row["track"], extra["object"], extra["elevation"] = task_track, o, 0.29
    extra["range"] = row["range"]


def take(made, count, end):
    picture.track(made.world, made.state, made.log, count, end)


def kinds(made):
    return [Event(kind) for kind in made.decisions["kind"]]


def test_a_first_detection_begins_a_track_and_the_engagements_of_it(one):
    one.state.picture.engagements[0]["fired"] = 3
    see(one, 0, 0.05)
    take(one, 1, 0.1)
    track = one.state.picture.tracks[0]
    assert (track["active"], track["status"], track["hits"]) == (1, TrackStatus.TENTATIVE, 1)
    assert not one.state.picture.engagements[0]["fired"].any()
    assert one.state.truth.origins[0]["object"] == 0


def test_the_first_sight_of_a_threat_is_kept_and_logged_once(one):
    for k, time in enumerate((0.05, 0.15)):
        see(one, 0, time, dwell=k)
        take(one, 1, 0.1 * (k + 1))
    threat = one.state.truth.threats[0]
    assert threat["detected_time"] == 0.05
    assert threat["detected_range"] == pytest.approx(np.hypot(200e3 - 50.0, 60e3))
    assert (threat["detected_elevation"], threat["detected_snr"]) == (0.29, 100.0)
    assert threat["detected_radar"] == 0
    told = one.decisions[one.decisions["kind"] == Event.DETECTED]
    assert len(told) == 1
    assert told[0]["value"] == threat["detected_range"]


def test_a_body_s_echo_is_a_sight_of_its_threat_but_not_of_its_warhead(one):
    one.state.truth.threats["seen_until"] = np.nan
    see(one, 0, 0.05, o=1)
    take(one, 1, 0.1)
    assert one.state.truth.threats[0]["detected_time"] == 0.05
    assert np.isnan(one.state.truth.threats[0]["seen_until"])
    see(one, 0, 0.15, dwell=1)
    take(one, 1, 0.2)
    assert one.state.truth.threats[0]["seen_until"] == 0.15


def test_looks_confirm_a_track_and_that_is_logged_once(one):
    for k in range(12):
        see(one, 0, 0.05 + 0.1 * k, dwell=k)
        take(one, 1, 0.1 * (k + 1))
    assert one.state.picture.tracks[0]["status"] == TrackStatus.CONFIRMED
    assert kinds(one).count(Event.CONFIRMED) == 1
    assert one.state.picture.tracks["active"].sum() == 1
    assert one.clock["filter_updates"] == 11
    assert one.clock["boost_updates"] == 11


def test_every_detection_is_logged_with_the_track_it_went_to(one):
    see(one, 0, 0.05)
    see(one, 1, 0.06, o=1, dwell=1)
    take(one, 2, 0.1)
    rows = one.log.detections[: one.count["detections"]]
    assert list(rows["track_number"]) == [0, 1]
    assert list(rows["object"]) == [0, 1]
    assert np.isnan(rows["nis"]).all()


def test_detections_are_taken_in_the_order_of_their_times(one):
    see(one, 0, 0.09, o=1, dwell=1)
    see(one, 1, 0.02)
    take(one, 2, 0.1)
    rows = one.log.detections[: one.count["detections"]]
    assert list(rows["object"]) == [0, 1]
    assert one.clock["dwells_taken"] == 2


def test_a_look_that_sees_nothing_is_a_miss(one):
    see(one, 0, 0.05)
    take(one, 1, 0.1)
    one.state.picture.aimed[0] = 1
    take(one, 0, 0.2)
    assert one.state.picture.tracks[0]["misses"] == 1


def test_a_look_that_sees_its_track_is_no_miss(one):
    see(one, 0, 0.05)
    take(one, 1, 0.1)
    one.state.picture.aimed[0] = 1
    see(one, 0, 0.15, dwell=1, task_track=0)
    take(one, 1, 0.2)
    assert one.state.picture.tracks[0]["misses"] == 0


def test_a_table_of_tracks_that_is_full_loses_detections(one):
    one.state.picture.tracks["active"] = 1
    one.state.picture.tracks["status"] = TrackStatus.CONFIRMED
    one.state.picture.tracks["p"][:, :, range(7), range(7)] = 1.0
    one.state.picture.tracks["x"][:, :, :3] = (7e6, 1e6, 1e6)
    see(one, 0, 0.05)
    take(one, 1, 0.1)
    assert one.clock["lost_tracks"] == 1
    assert one.count["detections"] == 0
    assert one.decisions[0]["track_number"] == -1


@pytest.mark.parametrize(("late", "active"), [(-0.1, 1), (0.1, 0)])
def test_a_track_is_dropped_when_unseen_for_too_long(one, follow, late, active):
    follow(one, 0, START, VELOCITY)
    one.state.picture.tracks[0]["last_update_time"], one.state.picture.tracks[0]["hits"] = (
        10.0,
        5,
    )
    take(one, 0, 10.0 + one.world.tracker.params.drop_time + late)
    assert one.state.picture.tracks[0]["active"] == active
    assert one.state.truth.origins[0]["object"] == (0 if active else -1)
    assert kinds(one) == ([] if active else [Event.TRACK_DROPPED])


@pytest.mark.parametrize(
    ("status", "confirmed", "hits", "told"),
    [
        (TrackStatus.TENTATIVE, np.nan, 2, 0),
        (TrackStatus.TENTATIVE, np.nan, 3, 1),
        (TrackStatus.DROPPED, np.nan, 3, 1),
        (TrackStatus.DROPPED, 12.0, 2, 1),  # confirmed by two hits, as a tracker may be set
    ],
)
def test_a_track_that_hardly_was_one_is_dropped_in_silence(
    one, follow, status, confirmed, hits, told
):
    follow(one, 0, START, VELOCITY)
    track = one.state.picture.tracks[0]
    track["status"], track["confirmed_time"], track["hits"] = status, confirmed, hits
    picture._drop(one.state, one.log, 0, 20.0)
    assert len(one.decisions) == told
    assert one.state.picture.tracks[0]["active"] == 0


def test_a_track_that_takes_another_object_s_echo_has_switched(one, follow):
    follow(one, 0, START, VELOCITY)
    one.state.picture.tracks[0]["hits"] = 5
    see(one, 0, 0.05, o=1)
    see(one, 1, 0.06, o=1)
    picture._note_origin(one.world.threats, one.state, one.log, 0, 0)
    picture._note_origin(one.world.threats, one.state, one.log, 0, 1)
    assert (one.state.truth.origins[0]["switches"], one.state.truth.origins[0]["object"]) == (
        1,
        1,
    )


@pytest.mark.parametrize(("o", "threat"), [(-1, -1), (0, 0), (1, 0), (2, 1), (3, 1)])
def test_a_track_follows_the_threat_of_its_object(battle, o, threat):
    made = battle(threats=2, bodies=True)
    made.state.truth.origins[0]["object"] = o
    assert picture.threat_of(made.state, 0) == threat


def test_every_radar_s_detections_are_counted(battle, monkeypatch):
    made = battle(radars=3)
    made.state.picture.aimed[:] = 1
    monkeypatch.setattr(
        radar_step,
        "observe",
        lambda w, s, r, d, start, count: count + 2 * r,  # noqa: ARG005
    )
    assert picture.observe(made.world, made.state, Draws(0, 0, 0, 0), 5.0) == 6
    assert list(made.state.picture.radars["detections"]) == [0, 2, 4]
    assert not made.state.picture.aimed.any()


# --- Every second -----------------------------------------------------------------------------


@pytest.fixture
def followed(one, follow):
    follow(one, 0, START, VELOCITY)
    one.state.picture.tracks[0]["time"] = 30.0
    one.state.picture.statuses[0]["next_log"] = -1e9
    return one


def second(made, time):
    picture.log_cycle(made.world, made.state, made.log, time)


def test_a_track_is_logged_as_often_as_was_asked_for(followed):
    followed.world.options["track_log_period"] = 3.0
    for time in range(30, 40):
        second(followed, float(time))
    assert followed.count["tracks"] == 4
    assert followed.count["occupancy"] == 10
    assert followed.log.occupancy["tracks"][0] == 1


@pytest.mark.parametrize("period", [0.5, 1.0, 5.0])
def test_a_radar_s_time_is_shared_out_over_the_cycle(followed, period):
    followed.world.options["fire_control_period"] = period
    followed.clock["period_index"] = round(20 * period / 0.1) - 1
    followed.state.picture.radars[0]["spent"][Task.TRACK] = 0.2 * period
    second(followed, 20 * period)
    assert followed.log.occupancy["share"][0, Task.TRACK] == pytest.approx(0.2)
    assert followed.state.picture.radars[0]["peak"] == pytest.approx(0.2)


def test_a_logged_track_has_the_truth_of_its_time_beside_it(followed, at):
    second(followed, 30.4)
    row = followed.log.tracks[0]
    assert (row["time"], row["number"], row["object"]) == (30.0, 7, 0)
    assert row["true_position"] == pytest.approx(at(0.0, 170e3, 60e3), abs=1e-3)
    assert row["true_velocity"] == pytest.approx([0.0, 0.0, -1000.0])
    assert row["position"] == pytest.approx(at(*START))


def test_a_logged_track_that_follows_nothing_has_no_truth(followed):
    followed.state.truth.origins[0]["object"] = -1
    second(followed, 30.0)
    assert np.isnan(followed.log.tracks[0]["true_position"]).all()
    assert np.isnan(followed.log.tracks[0]["true_velocity"]).all()
    assert followed.log.tracks[0]["object"] == -1


def test_a_logged_covariance_is_the_upper_triangle_by_rows(followed):
    wide = np.arange(49.0).reshape(7, 7)
    followed.state.picture.tracks[0]["p"][:] = wide + wide.T
    mean, covariance = np.zeros(7), np.zeros((7, 7))
    tracks.estimate(followed.state.picture.tracks[0], mean, covariance)
    second(followed, 30.0)
    wanted = covariance[np.triu_indices(7)]
    assert followed.log.tracks[0]["covariance"] == pytest.approx(wanted)


@pytest.mark.parametrize(("o", "seconds"), [(0, 2.0), (1, 0.0), (-1, 0.0)])
def test_the_record_counts_the_seconds_in_which_the_warhead_was_followed(followed, o, seconds):
    followed.state.truth.origins[0]["object"] = o
    for time in (30.0, 31.0):
        second(followed, time)
    assert followed.state.truth.threats[0]["seconds_in_track"] == seconds


def test_a_burnout_declared_is_logged_once(followed):
    track = followed.state.picture.tracks[0]
    for was, declared in ((TrackStatus.CONFIRMED, 0), (TrackStatus.CONFIRMED, 1)):
        picture._note_progress(followed.state, followed.log, 0, was, declared, 66.0)
    assert kinds(followed) == [Event.BURNOUT_DECLARED]
    assert (followed.decisions[0]["time"], followed.decisions[0]["threat"]) == (66.0, 0)
    assert track["is_burnout_declared"] == 1
