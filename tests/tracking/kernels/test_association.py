import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.measurement import predict_measurement
from openthaad.tracking.kernels import association, gating, tracks
from openthaad.tracking.kernels.association import Dwell
from openthaad.tracking.kernels.filters import Measurement
from openthaad.tracking.kernels.replay import LOOKS, SENSORS, sensor_of
from openthaad.tracking.kernels.tracks import TRACK
from openthaad.tracking.settings import TrackerSettings


def entry(kernel):
    """Compile a kernel as an entry of its own, kept in the cache between runs."""
    return njit(cache=True)(getattr(kernel, "py_func", kernel))


solve = entry(association.solve)
associate = entry(association.associate)
initiate = entry(tracks.initiate)
gate_distance = entry(gating.gate_distance)
PARAMS = TrackerSettings().params()


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 3), (4, 9), (20, 20), (30, 50)])
def test_the_assignment_is_as_cheap_as_scipys(rows, columns):
    for seed in range(20):
        cost = np.random.default_rng(seed).normal(size=(rows, columns)) * 10.0
        chosen = np.empty(rows, np.int64)
        solve(cost, rows, columns, chosen)
        assert len(set(chosen)) == rows
        best = cost[linear_sum_assignment(cost)].sum()
        assert cost[np.arange(rows), chosen].sum() == pytest.approx(best, abs=1e-9)


def test_integer_ties_are_solved_too():
    cost = np.random.default_rng(0).integers(0, 3, (25, 40)).astype(float)
    chosen = np.empty(25, np.int64)
    solve(cost, 25, 40, chosen)
    assert cost[np.arange(25), chosen].sum() == cost[linear_sum_assignment(cost)].sum()


@pytest.fixture
def scene():
    """A face at the origin of a flat corner and tracks made of exact looks."""
    sensors = np.zeros(1, SENSORS)
    sensors["position"] = 6.4e6, 0.0, 0.0
    sensors["basis"] = np.eye(3)[[1, 2, 0]]
    sensors["bias"] = 10.0, 3e-4, 3e-4

    def look(y, z, distance=300e3):
        row = np.zeros(1, LOOKS)
        row["range"], row["u"], row["v"] = distance, y, z
        row["sigma_range"], row["sigma_u"], row["sigma_v"] = 5.0, 5e-4, 5e-4
        return row

    def track(row, look):
        values = [float(look[name][0]) for name in LOOKS.names if name != "radar"]
        initiate(row, 1, Measurement(*values), sensor_of(sensors[0], 0), PARAMS)

    return sensors, look, track


def test_crossed_looks_go_to_the_tracks_that_explain_both(scene):
    sensors, look, track = scene
    table = np.zeros(3, TRACK)
    track(table[0], look(0.0, 0.0))
    track(table[1], look(0.002, 0.0))
    # The look between them is nearer to track 0, but only track 0 can have the other.
    looks = np.concatenate([look(0.0009, 0.0), look(-0.0012, 0.0)])
    owner = np.empty(2, np.int64)
    associate(table, Dwell(looks, owner, np.zeros(2)), 2, sensors, PARAMS)
    assert list(owner) == [1, 0]


def test_a_look_outside_every_gate_has_no_owner(scene):
    sensors, look, track = scene
    table = np.zeros(2, TRACK)
    track(table[0], look(0.0, 0.0))
    owner = np.empty(2, np.int64)
    looks = np.concatenate([look(0.2, 0.0), look(0.0, 0.0, 310e3)])
    associate(table, Dwell(looks, owner, np.zeros(2)), 2, sensors, PARAMS)
    assert list(owner) == [-1, -1]


def test_free_and_dropped_rows_get_nothing(scene):
    sensors, look, track = scene
    table = np.zeros(2, TRACK)
    track(table[0], look(0.0, 0.0))
    table["status"] = tracks.TrackStatus.DROPPED
    owner = np.empty(1, np.int64)
    associate(table, Dwell(look(0.0, 0.0), owner, np.zeros(1)), 1, sensors, PARAMS)
    assert owner[0] == -1


def test_the_gate_counts_bias_twice_where_two_looks_share_it(scene):
    sensors, look, track = scene
    table = np.zeros(1, TRACK)
    track(table[0], look(0.0, 0.0))
    other = Measurement(0.0, 300e3, 1e-3, 0.0, 5.0, 5e-4, 5e-4, 0.0)
    chi_square, _ = gate_distance(table[0], other, sensor_of(sensors[0], 0))
    # Both looks carry the same bias: only the white errors of both differ.
    assert chi_square == pytest.approx(1e-3**2 / (2 * 5e-4**2), rel=1e-6)


def test_a_look_is_where_it_is_expected(scene):
    sensors, look, track = scene
    table = np.zeros(1, TRACK)
    track(table[0], look(0.1, 0.2))
    sensor = sensor_of(sensors[0], 0)
    expected = predict_measurement(tuple(table[0]["x"][1, :3]), sensor.position, sensor.basis)
    np.testing.assert_allclose(expected, [300e3, 0.1, 0.2], rtol=1e-12)


def test_a_detection_half_way_between_two_tracks_is_in_full_doubt(scene):
    sensors, look, track = scene
    table = np.zeros(2, TRACK)
    track(table[0], look(0.0, 0.0))
    track(table[1], look(0.001, 0.0))
    owner = np.full(1, -1)
    doubts = np.zeros(1)
    associate(table, Dwell(look(0.0005, 0.0), owner, doubts), 1, sensors, PARAMS)
    assert owner[0] >= 0
    assert doubts[0] == pytest.approx(0.5, abs=1e-9)


def test_two_detections_that_fit_the_other_way_round_as_well_are_in_full_doubt(scene):
    sensors, look, track = scene
    table = np.zeros(2, TRACK)
    track(table[0], look(0.0, 0.0))
    track(table[1], look(0.0, 0.0))
    looks = np.concatenate([look(0.001, 0.0), look(-0.001, 0.0)])
    doubts = np.zeros(2)
    associate(table, Dwell(looks, np.full(2, -1), doubts), 2, sensors, PARAMS)
    np.testing.assert_allclose(doubts, 0.5, atol=1e-9)


def test_a_detection_far_from_every_other_track_is_in_no_doubt(scene):
    sensors, look, track = scene
    table = np.zeros(2, TRACK)
    track(table[0], look(0.0, 0.0))
    track(table[1], look(0.1, 0.0))
    doubts = np.zeros(1)
    associate(table, Dwell(look(0.0, 0.0), np.full(1, -1), doubts), 1, sensors, PARAMS)
    assert doubts[0] == 0.0
