"""Empty state and log tables of the right sizes for a World."""

from typing import NamedTuple

import numpy as np

from openthaad.engine import tables
from openthaad.engine.world import Log, State, World
from openthaad.interceptor.kernels.endgame import MICRO_STEP, SIGHT_COLUMNS
from openthaad.interceptor.kernels.interceptor import SHOT, SHOT_TRUTH
from openthaad.kernels.path import NODE
from openthaad.threat.kernels.flight import FLIGHT
from openthaad.tracking.kernels.prediction import PATH
from openthaad.tracking.kernels.tracks import TRACK

_NODES_PER_OBJECT = 700
_PATH_ROWS = 2000
# Detections of one period; a dwell's worth beyond it is dropped.
_DETECTIONS = 256


class Capacity(NamedTuple):
    """Rows of each log table."""

    # Memory that is never written is never taken, so room costs nothing.
    detections: int = 32768
    tracks: int = 8192
    decisions: int = 4096
    looks: int = 131072
    flights: int = 8192
    occupancy: int = 2048


def make_state(world: World) -> State:
    """Return the state in which a run begins."""
    objects = len(world.objects)
    tracks = max(32, 4 * objects)
    shots = max(1, int(world.launchers["rounds"].sum()))
    shots = min(shots, 4096)
    zeros = np.zeros
    state = State(
        clock=zeros(1, tables.CLOCK),
        nodes=zeros(objects * _NODES_PER_OBJECT, NODE),
        flights=zeros(objects, FLIGHT),
        objects=zeros(objects, tables.OBJECT_STATE),
        threats=zeros(len(world.threats), tables.THREAT_STATE),
        radars=zeros(len(world.radars), tables.RADAR_STATE),
        detections=zeros(_DETECTIONS, tables.DETECTION),
        extras=zeros(_DETECTIONS, tables.DETECTION_TRUTH),
        order=zeros(_DETECTIONS, np.int64),
        group=zeros(64, tables.DETECTION),
        tracks=zeros(tracks, TRACK),
        statuses=zeros(tracks, tables.TRACK_STATUS),
        origins=zeros(tracks, tables.TRACK_TRUTH),
        paths=zeros((tracks, _PATH_ROWS), PATH),
        candidates=zeros(3 * _PATH_ROWS, tables.CANDIDATE),
        aimed=zeros(tracks, np.int64),
        given=zeros(_DETECTIONS, np.int64),
        doubts=zeros(_DETECTIONS),
        mean=zeros(7),
        covariance=zeros((7, 7)),
        sights=zeros((round(world.options[0]["period"] / MICRO_STEP), SIGHT_COLUMNS)),
        object_positions=zeros((objects, 3)),
        object_flags=zeros(objects, np.int64),
        object_threats=np.ascontiguousarray(world.objects["threat"]),
        shot_threats=np.full(shots, -1, np.int64),
        shots=zeros(shots, SHOT),
        orders=zeros(shots, tables.SHOT_ORDER),
        shot_truth=zeros(shots, SHOT_TRUTH),
        launchers=zeros(len(world.launchers), tables.LAUNCHER_STATE),
        batteries=zeros(len(world.batteries), tables.BATTERY_STATE),
    )
    state.origins["object"] = -1
    return state


def make_log(capacity: Capacity | None = None) -> Log:
    """Return an empty log."""
    rows = capacity or Capacity()
    return Log(
        counts=np.zeros(1, tables.LOG_COUNT),
        detections=np.zeros(rows.detections, tables.LOG_DETECTION),
        tracks=np.zeros(rows.tracks, tables.LOG_TRACK),
        decisions=np.zeros(rows.decisions, tables.LOG_DECISION),
        looks=np.zeros(rows.looks, tables.LOG_LOOK),
        flights=np.zeros(rows.flights, tables.LOG_FLIGHT),
        occupancy=np.zeros(rows.occupancy, tables.LOG_OCCUPANCY),
    )


def grow(log: Log) -> Log:
    """Return the same log with twice the room in every table."""
    used = log.counts[0]
    return Log(
        log.counts, *(_doubled(getattr(log, name), used[name]) for name in Log._fields[1:])
    )


def _doubled(table: np.ndarray, used: int) -> np.ndarray:
    """Return a table with the rows in use and twice the room; bytes copy faster than fields."""
    larger = np.zeros(2 * len(table), table.dtype)
    larger[:used].view(np.uint8)[:] = table[:used].view(np.uint8)
    return larger


def trimmed(log: Log) -> dict[str, np.ndarray]:
    """Return the rows in use, as copies, by table."""
    used = log.counts[0]
    return {name: getattr(log, name)[: used[name]].copy() for name in Log._fields[1:]}
