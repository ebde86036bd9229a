"""Which detection belongs to which track: gates, clusters, exact assignment.

Global nearest neighbour: among all ways of giving each track at most one detection and each
detection at most one track, inside the gates, the one that explains most detections and,
of these, the most likely (Blackman, Popoli, Design and Analysis of Modern Tracking Systems,
Artech House 1999).  Tracks that share no detection, however indirectly, are
solved apart.
"""

from math import exp
from typing import NamedTuple

import numpy as np

from openthaad.kernels.codes import TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.tracking.kernels.filters import Measurement, Sensor, TrackerParams
from openthaad.tracking.kernels.gating import coarse_sigmas, gate_distance, is_near
from openthaad.tracking.kernels.replay import measurement_of, sensor_of

_DROPPED = int(TrackStatus.DROPPED)

# Cost of leaving a track without a detection, and of a pair outside its gate: each
# outweighs any sum of chi-squares of a battle, so that explained detections come first.
_ALONE = 1e6
_FORBIDDEN = 1e9

_COLUMN = np.dtype(  # of an assignment, while it is solved
    [
        ("price", "f8"),
        ("length", "f8"),  # of the shortest path that reaches it
        ("came_from", "i8"),  # row before it on that path
        ("is_done", "i8"),
        ("row", "i8"),  # that has it; -1: free
    ],
    align=True,
)


@container
class Dwell(NamedTuple):
    """What one dwell saw, and which tracks it belongs to."""

    looks: np.ndarray  # with the fields of LOOKS; others are ignored
    owner: np.ndarray  # track row of each detection, or -1
    doubts: np.ndarray  # probability that it is another track's


@njit
def _cheapest_path(cost: np.ndarray, start: int, prices: np.ndarray, table: np.ndarray) -> int:
    """Grow the tree of shortest alternating paths from a free row; returns the free column.

    `prices` are those of the rows, `table` is the columns' _COLUMN.
    """
    for j in range(table.shape[0]):
        table[j]["length"] = np.inf
        table[j]["came_from"] = -1
        table[j]["is_done"] = 0
    row = start
    reached = 0.0
    while True:
        best = -1
        least = np.inf
        for j in range(table.shape[0]):
            column = table[j]
            if column["is_done"] == 1:
                continue
            candidate = reached + cost[row, j] - prices[row] - column["price"]
            if candidate < column["length"]:
                column["length"] = candidate
                column["came_from"] = row
            if column["length"] < least:
                least = column["length"]
                best = j
        reached = least
        table[best]["is_done"] = 1
        if table[best]["row"] < 0:
            return best
        row = table[best]["row"]


@njit
def solve(cost: np.ndarray, rows: int, columns: int, column_of: np.ndarray) -> None:
    """Give each row its own column at the least total cost; rows <= columns, costs finite.

    Shortest augmenting paths with dual prices: Jonker, Volgenant, "A shortest augmenting
    path algorithm for dense and sparse linear assignment problems", Computing 38 (1987);
    the rectangular form of Crouse, "On implementing 2D rectangular assignment algorithms",
    IEEE Trans. Aerospace and Electronic Systems 52 (2016).
    """
    prices = np.zeros(rows)
    table = np.empty(columns, _COLUMN)
    for j in range(columns):
        table[j]["price"] = 0.0
        table[j]["row"] = -1
    column_of[:rows] = -1
    for start in range(rows):
        free = _cheapest_path(cost, start, prices, table)
        total = table[free]["length"]
        prices[start] += total
        for j in range(columns):
            column = table[j]
            if column["is_done"] == 1 and j != free:
                prices[column["row"]] += total - column["length"]
                column["price"] -= total - column["length"]
        j = free
        while True:
            row = table[j]["came_from"]
            table[j]["row"] = row
            column_of[row], j = j, column_of[row]
            if row == start:
                break


@njit
def _root(parent: np.ndarray, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit
def _cost(
    track: np.void, measured: Measurement, sensor: Sensor, params: TrackerParams
) -> float:
    """Cost of giving a detection to a track: -2 ln of its likelihood, or forbidden."""
    if track["active"] == 0 or track["status"] == _DROPPED:
        return _FORBIDDEN
    if not is_near(track, measured, sensor, coarse_sigmas(params)):
        return _FORBIDDEN
    chi_square, log_volume = gate_distance(track, measured, sensor)
    cost = chi_square + log_volume
    # What is no number is no pair: `solve` would look for its least for ever.
    return cost if chi_square <= params.gate and cost < _FORBIDDEN else _FORBIDDEN


@njit
def _price(
    tracks: np.ndarray,
    looks: np.ndarray,
    sensors: np.ndarray,
    params: TrackerParams,
    cost: np.ndarray,
) -> None:
    """Fill in what each detection would cost each track; `cost` (tracks, looks)."""
    for j in range(cost.shape[1]):
        radar = looks[j]["radar"]
        measured, sensor = measurement_of(looks[j]), sensor_of(sensors[radar], radar)
        for i in range(cost.shape[0]):
            cost[i, j] = _cost(tracks[i], measured, sensor, params)


@njit
def _cluster(cost: np.ndarray, parent: np.ndarray) -> None:
    """Join tracks and looks that may belong together: trees in `parent`, tracks first."""
    n, count = cost.shape
    for i in range(n + count):
        parent[i] = i
    for j in range(count):
        for i in range(n):
            if cost[i, j] < _FORBIDDEN:
                parent[_root(parent, i)] = _root(parent, n + j)


@njit
def _solve_cluster(
    cost: np.ndarray, rows: np.ndarray, columns: np.ndarray, owner: np.ndarray
) -> None:
    """Assign the looks `columns` to the tracks `rows`; each track may stay alone."""
    n, m = len(rows), len(columns)
    table = np.full((n, m + n), _ALONE)
    for a in range(n):
        for b in range(m):
            table[a, b] = cost[rows[a], columns[b]]
    chosen = np.empty(n, np.int64)
    solve(table, n, m + n, chosen)
    for a in range(n):
        if chosen[a] < m and table[a, chosen[a]] < _ALONE:
            owner[columns[chosen[a]]] = rows[a]


@njit
def _doubt(cost: np.ndarray, n: int, count: int, owner: np.ndarray, j: int) -> float:
    """Probability that detection j is not its owner's but another track's.

    Against the assignment stand those in which one other track has it: that track's own
    detection goes to the owner in exchange, or it had none and the owner has none then.
    Costs are -2 ln of likelihoods; tracks are taken to be seen equally often.
    """
    i = owner[j]
    odds = 0.0
    for k in range(n):
        if k == i or cost[k, j] >= _FORBIDDEN:
            continue
        more = cost[k, j] - cost[i, j]
        for other in range(count):
            if owner[other] == k:
                more += cost[i, other] - cost[k, other]
        odds += exp(-0.5 * max(more, 0.0))
    return odds / (1.0 + odds)


@njit
def _give(
    tracks: np.ndarray, measured: Measurement, sensor: Sensor, params: TrackerParams
) -> tuple[int, float]:
    """Owner (-1: none) and doubt of a dwell's only detection: as in `_assign`, in no table."""
    owner, least, gated = -1, _FORBIDDEN, 0
    for i in range(tracks.shape[0]):
        cost = _cost(tracks[i], measured, sensor, params)
        if cost < _FORBIDDEN:
            gated += 1
            if cost < least:
                owner, least = i, cost
    if gated < 2:
        return owner, 0.0
    odds = 0.0
    for k in range(tracks.shape[0]):
        cost = _cost(tracks[k], measured, sensor, params)
        if k != owner and cost < _FORBIDDEN:
            odds += exp(-0.5 * max(cost - least, 0.0))
    return owner, odds / (1.0 + odds)


@njit
def _assign(
    tracks: np.ndarray, dwell: Dwell, count: int, sensors: np.ndarray, params: TrackerParams
) -> None:
    """`associate` for any number of looks."""
    owner, n = dwell.owner, tracks.shape[0]
    cost = np.empty((n, count))
    parent = np.empty(n + count, np.int64)
    owner[:count] = -1
    _price(tracks, dwell.looks, sensors, params, cost)
    _cluster(cost, parent)
    is_solved = np.zeros(n + count, np.bool_)
    for j in range(count):
        root = _root(parent, n + j)
        if is_solved[root]:
            continue
        is_solved[root] = True
        rows = np.array([i for i in range(n) if _root(parent, i) == root])
        columns = np.array([k for k in range(count) if _root(parent, n + k) == root])
        if len(rows) > 0:
            _solve_cluster(cost, rows, columns, owner)
    for j in range(count):
        dwell.doubts[j] = _doubt(cost, n, count, owner, j) if owner[j] >= 0 else 0.0


@njit
def associate(
    tracks: np.ndarray, dwell: Dwell, count: int, sensors: np.ndarray, params: TrackerParams
) -> None:
    """Find the owner of each of the first `count` looks of a dwell, and the doubt of it.

    Tracks should have been predicted to within a second of them.
    """
    if count == 1:
        first = dwell.looks[0]
        radar = first["radar"]
        measured, sensor = measurement_of(first), sensor_of(sensors[radar], radar)
        dwell.owner[0], dwell.doubts[0] = _give(tracks, measured, sensor, params)
    else:
        _assign(tracks, dwell, count, sensors, params)
