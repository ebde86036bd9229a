import numpy as np
import pytest

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.codes import TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.measurement import position_from_measurement
from openthaad.tracking.kernels import gating, mixing, tracks
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker
from openthaad.tracking.kernels.motion import BALLISTIC, BOOST
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings


def entry(kernel):
    """Compile a kernel as an entry of its own, kept in the cache between runs."""
    return njit(cache=True)(getattr(kernel, "py_func", kernel))


initiate = entry(tracks.initiate)
note_miss = entry(tracks.note_miss)
drop_if_lost = entry(tracks.drop_if_lost)
estimate = entry(tracks.estimate)
update = entry(tracks.update)
update_in_doubt = entry(tracks.update_in_doubt)
widen_for_separation = entry(tracks.widen_for_separation)
pointing = entry(gating.pointing)
mix = entry(mixing.mix)
weigh = entry(mixing.weigh)

PARAMS = TrackerSettings().params()
TRACKER = Tracker(Surroundings(WGS84, us76_table()), PARAMS)
BASIS = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
SENSOR = Sensor(2, (6.4e6, 0.0, 0.0), BASIS, 10.0, 3e-4, 3e-4)


def look(time=0.0, u=0.1, v=0.2, distance=300e3):
    return Measurement(time, distance, u, v, 5.0, 5e-4, 5e-4, 20.0)


@pytest.fixture
def table():
    table = np.zeros(2, TRACK)
    initiate(table[0], 7, look(), SENSOR, PARAMS)
    return table


def test_first_sight_puts_the_track_where_it_was_measured(table):
    expected, sigma = pointing(table[0], 0.0, SENSOR.position, BASIS)
    np.testing.assert_allclose(expected, [300e3, 0.1, 0.2], rtol=1e-12)
    both = np.hypot([5.0, 5e-4, 5e-4], [10.0, 3e-4, 3e-4])
    np.testing.assert_allclose(sigma, both, rtol=1e-6)


def test_first_sight_spreads_as_measurements_do(table):
    rng = np.random.default_rng(5)
    both = np.hypot([5.0, 5e-4, 5e-4], [10.0, 3e-4, 3e-4])
    drawn = np.array([300e3, 0.1, 0.2]) + both * rng.standard_normal((4000, 3))
    points = [position_from_measurement(*z, SENSOR.position, BASIS) for z in drawn]
    stated = table[0]["p"][BALLISTIC, :3, :3]
    # 4000 draws: a variance is known to 2.2 %, so 10 % is four and a half sigma.
    np.testing.assert_allclose(np.cov(np.array(points).T), stated, atol=0.1 * stated.max())


def test_before_velocity_is_known_a_track_soon_is_somewhere_beside_the_beam(table):
    _, sigma = pointing(table[0], 2.0, SENSOR.position, BASIS)
    # Range has no error across the sight line: 2 s of 2,500 m/s over 300 km, and less by the
    # cosine of the direction out of the face.
    moved = 2.0 * PARAMS.velocity_sigma / 300e3 * np.sqrt(1.0 - 0.1**2)
    assert sigma[1] == pytest.approx(moved, rel=1e-3)


def test_the_third_hit_confirms(table):
    for time in (1.0, 2.0):
        assert table[0]["status"] == TrackStatus.TENTATIVE
        update(table[0], look(time), SENSOR, TRACKER)
    assert table[0]["status"] == TrackStatus.CONFIRMED
    assert table[0]["confirmed_time"] == 2.0


def test_a_tentative_track_with_four_misses_is_dropped(table):
    for _ in range(4):
        note_miss(table[0], PARAMS)
    assert table[0]["status"] == TrackStatus.DROPPED


def test_a_track_unseen_for_too_long_is_dropped(table):
    assert not drop_if_lost(table[0], PARAMS.drop_time - 1.0, PARAMS)
    assert drop_if_lost(table[0], PARAMS.drop_time + 1.0, PARAMS)


def test_mixing_keeps_the_mean_and_the_spread_of_the_mixture(table):
    rng = np.random.default_rng(0)
    row = table[0]
    row["mode_probability"] = 0.3, 0.7
    row["x"] += rng.standard_normal((2, 7))
    before = np.array(row["x"]), np.array(row["p"])
    mix(row, 4, 10.0, PARAMS)

    def moments(weight, x, p):
        mean = weight @ x[:, :6]
        d = x[:, :6] - mean
        return mean, np.einsum(
            "m,mij->ij", weight, p[:, :6, :6] + d[:, :, None] * d[:, None, :]
        )

    wanted = moments(np.array([0.3, 0.7]), *before)
    got = moments(row["mode_probability"], row["x"], row["p"])
    np.testing.assert_allclose(got[0], wanted[0], rtol=1e-12)
    np.testing.assert_allclose(got[1], wanted[1], rtol=1e-9, atol=1e-6)


def test_the_estimate_is_the_mixture(table):
    row = table[0]
    row["mode_probability"] = 0.4, 0.6
    row["x"][BOOST, 0] += 100.0
    mean, covariance = np.zeros(7), np.zeros((7, 7))
    estimate(row, mean, covariance)
    assert mean[0] == pytest.approx(row["x"][BALLISTIC, 0] + 40.0)
    wanted = row["p"][BALLISTIC, 0, 0] + 0.4 * 0.6 * 100.0**2
    assert covariance[0, 0] == pytest.approx(wanted)
    assert mean[6] == row["x"][BALLISTIC, 6]


def test_models_are_weighed_by_their_likelihoods():
    mode = np.array([0.5, 0.5])
    weigh(mode, -1000.0, -1000.0 - np.log(3.0))
    np.testing.assert_allclose(mode, [0.75, 0.25])


def test_a_ruled_out_model_can_come_back():
    mode = np.array([0.5, 0.5])
    weigh(mode, 0.0, -1e6)
    assert mode[BALLISTIC] > 0.0


def updated(doubt):
    """A track that has taken its second look with this doubt."""
    table = np.zeros(1, TRACK)
    initiate(table[0], 7, look(), SENSOR, PARAMS)
    second = look(time=1.0, distance=300050.0)
    update_in_doubt(table[0], second, SENSOR, TRACKER, doubt)
    return table[0]


def test_without_doubt_a_detection_counts_whole(table):
    update(table[0], look(time=1.0, distance=300050.0), SENSOR, TRACKER)
    np.testing.assert_array_equal(updated(0.0)["x"], table[0]["x"])
    np.testing.assert_array_equal(updated(0.0)["p"], table[0]["p"])


def test_in_doubt_the_mean_goes_part_of_the_way_and_the_spread_of_both_is_added():
    none, part, whole = (updated(doubt) for doubt in (1.0, 0.25, 0.0))
    moved = whole["x"][BALLISTIC] - none["x"][BALLISTIC]
    np.testing.assert_allclose(
        part["x"][BALLISTIC] - none["x"][BALLISTIC], 0.75 * moved, rtol=1e-9, atol=1e-9
    )
    expected = 0.75 * whole["p"][BALLISTIC] + 0.25 * none["p"][BALLISTIC]
    expected += 0.75 * 0.25 * np.outer(moved, moved)
    np.testing.assert_allclose(part["p"][BALLISTIC], expected, rtol=1e-9, atol=1e-9)


def at_height(table, height):
    """Put a track of 2 km/s at a height over the equator, climbing steeply or falling."""
    for model in range(2):
        table[0]["x"][model, :6] = 6378137.0 + height, 0.0, 0.0, 1500.0, 1300.0, 0.0
    return table[0]


def test_a_separation_adds_a_kick_and_forgets_the_ballistic_coefficient(table):
    track = at_height(table, 200e3)
    before = track["p"][BALLISTIC].copy()
    track["x"][BALLISTIC, 6] = 8.0
    widen_for_separation(track, 3.0, True, TRACKER)
    added = track["p"][BALLISTIC] - before
    kick, span = PARAMS.separation_speed**2, PARAMS.separation_time
    assert added[0, 0] == pytest.approx(kick * span**2 / 3.0)
    assert added[1, 4] == pytest.approx(0.5 * kick * span)
    assert added[5, 5] == pytest.approx(kick)
    assert track["x"][BALLISTIC, 6] == PARAMS.log_beta
    assert track["separation_time"] == 3.0


@pytest.mark.parametrize(
    ("is_brighter", "expected"), [(True, "body_log_beta"), (False, "log_beta")]
)
def test_in_the_air_the_brighter_piece_is_taken_for_the_body(table, is_brighter, expected):
    track = at_height(table, 60e3)
    widen_for_separation(track, 3.0, is_brighter, TRACKER)
    assert track["x"][BALLISTIC, 6] == getattr(PARAMS, expected)


def ill_fitting(table, height):
    """A track that takes its next look after fitting badly for long."""
    track = at_height(table, height)
    track["is_burnout_declared"] = 1
    track["mean_nis"] = 11.0
    x = track["x"][BALLISTIC]
    sight = x[:3] - np.array(SENSOR.position)
    distance = np.linalg.norm(sight)
    u, v, _ = np.array(BASIS) @ sight / distance
    update(track, look(0.0, u, v, distance), SENSOR, TRACKER)
    return track


def test_a_bad_fit_in_the_air_is_blamed_on_the_drag(table):
    track = ill_fitting(table, 60e3)
    assert track["x"][BALLISTIC, 6] == PARAMS.body_log_beta
    assert track["p"][BALLISTIC, 6, 6] == PARAMS.body_log_beta_sigma**2
    assert track["mean_nis"] == 3.0
    assert track["is_burnout_declared"] == 1


def test_a_body_that_fits_badly_is_taken_for_a_warhead_again(table):
    table[0]["x"][BALLISTIC, 6] = 5.5
    track = ill_fitting(table, 60e3)
    assert track["x"][BALLISTIC, 6] == PARAMS.log_beta


def test_above_the_air_drag_is_not_to_blame(table):
    track = ill_fitting(table, 200e3)
    assert track["x"][BALLISTIC, 6] == PARAMS.log_beta
    assert track["mean_nis"] > 8.0
