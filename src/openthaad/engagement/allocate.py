"""Empty state and log tables of the right sizes for a World."""

from typing import NamedTuple

import numpy as np

from openthaad.engine import tables
from openthaad.engine.world import WATCH, Log, Picture, Prospect, Scratch, State, World
from openthaad.fire_control.kernels import rows as fire_control
from openthaad.fire_control.kernels.defence import Candidates
from openthaad.interceptor.kernels.endgame import MICRO_STEP, SIGHT_COLUMNS
from openthaad.interceptor.kernels.flight import SHOT, SHOT_TRUTH
from openthaad.kernels.path import NODE
from openthaad.kernels.truth import Truth
from openthaad.radar.kernels import rows
from openthaad.threat.kernels.flight import FLIGHT
from openthaad.tracking.kernels.association import Dwell
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
    truth = _truth(world, tracks, shots)
    truth.origins["object"] = -1
    return State(
        clock=np.zeros(1, tables.CLOCK),
        truth=truth,
        picture=_picture(world, tracks, shots),
        scratch=_scratch(world),
    )


def _truth(world: World, tracks: int, shots: int) -> Truth:
    objects, zeros = len(world.objects), np.zeros
    return Truth(
        items=world.objects,
        objects=zeros(objects, tables.OBJECT_STATE),
        flights=zeros(objects, FLIGHT),
        nodes=zeros(objects * _NODES_PER_OBJECT, NODE),
        object_threats=np.ascontiguousarray(world.objects["threat"]),
        threats=zeros(len(world.threats), tables.THREAT_STATE),
        engagements=zeros((len(world.threats), len(world.batteries)), tables.ENGAGEMENT_RECORD),
        faults=zeros(len(world.radars), rows.RADAR_FAULT),
        extras=zeros(_DETECTIONS, tables.DETECTION_TRUTH),
        origins=zeros(tracks, tables.TRACK_TRUTH),
        shots=zeros(shots, SHOT_TRUTH),
        shot_threats=np.full(shots, -1, np.int64),
        positions=zeros((objects, 3)),
        flags=zeros(objects, np.int64),
    )


def _picture(world: World, tracks: int, shots: int) -> Picture:
    zeros = np.zeros
    return Picture(
        radars=zeros(len(world.radars), rows.RADAR_STATE),
        detections=zeros(_DETECTIONS, tables.DETECTION),
        tracks=zeros(tracks, TRACK),
        statuses=zeros(tracks, tables.TRACK_STATUS),
        engagements=zeros((tracks, len(world.batteries)), fire_control.ENGAGEMENT),
        paths=zeros((tracks, _PATH_ROWS), PATH),
        aimed=zeros(tracks, np.int64),
        shots=zeros(shots, SHOT),
        orders=zeros(shots, fire_control.SHOT_ORDER),
        launchers=zeros(len(world.launchers), fire_control.LAUNCHER_STATE),
        batteries=zeros(len(world.batteries), fire_control.BATTERY_STATE),
    )


def _scratch(world: World) -> Scratch:
    zeros = np.zeros
    return Scratch(
        order=zeros(_DETECTIONS, np.int64),
        dwell=Dwell(
            looks=zeros(64, tables.DETECTION),
            owner=zeros(64, np.int64),
            doubts=zeros(64),
        ),
        candidates=Candidates(
            rows=zeros((len(world.batteries), 3 * _PATH_ROWS), fire_control.CANDIDATE),
            counts=zeros(len(world.batteries), np.int64),
        ),
        before=zeros(len(world.batteries), fire_control.ENGAGEMENT),
        mean=zeros(7),
        covariance=zeros((7, 7)),
        sights=zeros((round(world.options[0]["period"] / MICRO_STEP), SIGHT_COLUMNS)),
        prospect=Prospect(
            needed=zeros((len(world.radars), len(world.objects))),
            fences=zeros((len(world.radars), 2)),
            gains=zeros(len(world.objects)),
            watch=zeros(1, WATCH),
        ),
    )


def make_log(capacity: Capacity | None = None) -> Log:
    """Return an empty log."""
    room = capacity or Capacity()
    return Log(
        counts=np.zeros(1, tables.LOG_COUNT),
        detections=np.zeros(room.detections, tables.LOG_DETECTION),
        tracks=np.zeros(room.tracks, tables.LOG_TRACK),
        decisions=np.zeros(room.decisions, tables.LOG_DECISION),
        looks=np.zeros(room.looks, tables.LOG_LOOK),
        flights=np.zeros(room.flights, tables.LOG_FLIGHT),
        occupancy=np.zeros(room.occupancy, tables.LOG_OCCUPANCY),
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
