"""Three protocol data units of DIS version 7 (IEEE 1278.1-2012), as bytes.

Entity State (clause 7.2.2), Fire (7.3.2) and Detonation (7.3.3). Byte for byte they are those
of version 6, but for the number of the version and the status octet, which was padding there.
The layout is that of open-dis and of Wireshark's dissector, and is tested against both.

Lengths are metres, angles radians; positions and velocities are geocentric, which is ECEF on
WGS 84 (clause 1.6.3). Numbers are big-endian.

References
----------
.. [1] IEEE 1278.1-2012, Distributed Interactive Simulation: application protocols.
.. [2] open-dis, open-dis-python, `opendis/dis7.py`; clause numbers as given there.
.. [3] Wireshark, `epan/dissectors/packet-dis.c`.
"""

from collections.abc import Sequence
from enum import IntEnum
from struct import Struct
from typing import NamedTuple

Vector = Sequence[float]

VERSION = 7
EXERCISE = SITE = APPLICATION = 1
STATIC, FIXED_VELOCITY_WORLD = 1, 5  # dead reckoning: none; DRM(F, V, W), SISO-REF-010 UID 44
DEACTIVATED = 1 << 23  # bits of the appearance, SISO-REF-010 UID 36
DESTROYED = DEACTIVATED | 3 << 3
_CONSTRUCTIVE = 3 << 1  # status: neither live nor manned, clause 6.2.67
_UNITS_PER_HOUR = 2**31 - 1
_ASCII = 1  # character set of a marking
_MARKING_LENGTH = 11

_IDENTIFIER, _TYPE, _VECTOR, _WORLD = "3H", "BBHBBBB", "3f", "3d"
_DESCRIPTOR = _TYPE + "4H"  # munition: type, warhead, fuse, quantity, rate
_HEADER = "BBBBIHBx"  # version, exercise, type, family, timestamp, length, status
_RECKONING = "B15x" + _VECTOR + "12x"  # algorithm, linear acceleration, no angular velocity
_STATE = Struct(
    f">{_HEADER}{_IDENTIFIER}BB{_TYPE}{_TYPE}{_VECTOR}{_WORLD}{_VECTOR}I{_RECKONING}B11s4x"
)
_FIRE = Struct(f">{_HEADER}{3 * _IDENTIFIER}{_IDENTIFIER}4x{_WORLD}{_DESCRIPTOR}{_VECTOR}4x")
_DETONATION = Struct(
    f">{_HEADER}{3 * _IDENTIFIER}{_IDENTIFIER}{_VECTOR}{_WORLD}{_DESCRIPTOR}12xB3x"
)


class Force(IntEnum):
    """Side of an entity, SISO-REF-010 UID 6."""

    FRIENDLY = 1
    OPPOSING = 2


class Result(IntEnum):
    """What became of a munition, SISO-REF-010 UID 62."""

    OTHER = 0
    ENTITY_IMPACT = 1
    GROUND_IMPACT = 3
    NONE = 6
    MISS_IN_FLY_OUT = 31
    MISS_IN_END_GAME = 32


class EntityType(NamedTuple):
    """What a thing is, in the numbers of SISO-REF-010 (clause 6.2.30)."""

    kind: int
    domain: int
    country: int = 0
    category: int = 0
    subcategory: int = 0
    specific: int = 0
    extra: int = 0


class Entity(NamedTuple):
    """One thing of the exercise, and the words written on it."""

    number: int
    force: Force
    type: EntityType
    marking: str


class Motion(NamedTuple):
    """Where a thing is and how it moves, and its orientation (psi, theta, phi)."""

    position_ecef: Vector
    velocity_ecef: Vector
    acceleration_ecef: Vector
    orientation: Vector


class Shot(NamedTuple):
    """Who fires what at whom: numbers of entities and of the event, 0 where there is none."""

    event: int
    shooter: int
    target: int
    munition: int
    type: EntityType
    warhead: int


def timestamp(seconds: float) -> int:
    """Return the time past the hour [s] as a relative timestamp (clause 6.2.88)."""
    return round(seconds % 3600.0 / 3600.0 * _UNITS_PER_HOUR) << 1


def entity_state(seconds: float, entity: Entity, motion: Motion, appearance: int = 0) -> bytes:
    """Return an Entity State PDU; what moves is dead-reckoned with its acceleration."""
    is_moving = any(motion.velocity_ecef) or any(motion.acceleration_ecef)
    return _STATE.pack(
        *_header(1, 1, seconds, _STATE.size),
        *_identifier(entity.number),
        entity.force,
        0,  # articulated parts
        *entity.type,
        *entity.type,  # as the other side sees it
        *motion.velocity_ecef,
        *motion.position_ecef,
        *motion.orientation,
        appearance,
        FIXED_VELOCITY_WORLD if is_moving else STATIC,
        *motion.acceleration_ecef,
        _ASCII,
        entity.marking.encode("ascii", "replace")[:_MARKING_LENGTH],
    )


def fire(seconds: float, shot: Shot, position_ecef: Vector, velocity_ecef: Vector) -> bytes:
    """Return a Fire PDU; no fire mission, and no range that fire control assumed."""
    return _FIRE.pack(
        *_header(2, 2, seconds, _FIRE.size),
        *_parties(shot),
        *position_ecef,
        *_descriptor(shot),
        *velocity_ecef,
    )


def detonation(
    seconds: float, shot: Shot, position_ecef: Vector, velocity_ecef: Vector, result: Result
) -> bytes:
    """Return a Detonation PDU; where on the target it struck is not said."""
    return _DETONATION.pack(
        *_header(3, 2, seconds, _DETONATION.size),
        *_parties(shot),
        *velocity_ecef,
        *position_ecef,
        *_descriptor(shot),
        result,
    )


def _header(kind: int, family: int, seconds: float, length: int) -> tuple[int, ...]:
    return VERSION, EXERCISE, kind, family, timestamp(seconds), length, _CONSTRUCTIVE


def _identifier(number: int) -> tuple[int, int, int]:
    return (SITE, APPLICATION, number) if number else (0, 0, 0)


def _parties(shot: Shot) -> tuple[int, ...]:
    return (
        *_identifier(shot.shooter),
        *_identifier(shot.target),
        *_identifier(shot.munition),
        *(SITE, APPLICATION, shot.event),
    )


def _descriptor(shot: Shot) -> tuple[int, ...]:
    no_fuse, quantity, rate = 0, 1, 0
    return (*shot.type, shot.warhead, no_fuse, quantity, rate)
