"""Codes of the battle: how things stand, what happened, and why."""

from enum import IntEnum


class Status(IntEnum):
    """How `advance` came back."""

    DONE = 0
    REACHED = 1  # the time asked for
    LOG_FULL = 2  # before a period started
    OUT_OF_NODES = 3  # a flight needs more nodes than the state holds


class ObjectKind(IntEnum):
    """What a flying thing is."""

    LEAD = 0  # the whole missile, then its warhead
    BODY = 1  # spent stage or body
    DECOY = 2
    DEBRIS = 3


class Discrimination(IntEnum):
    """How the radar tells a warhead from what flies with it."""

    NONE = 0
    FEATURES = 1
    PERFECT = 2


class Task(IntEnum):
    """What a radar's time goes to, in order of priority."""

    GUIDANCE = 0
    PRECISION = 1
    CONFIRM = 2
    TRACK = 3
    DISCRIMINATE = 4
    SEARCH = 5
    FALSE_ALARM = 6


class TrackStatus(IntEnum):
    """Life of a track."""

    TENTATIVE = 0
    CONFIRMED = 1
    DROPPED = 2


class Role(IntEnum):
    """What fire control wants of a track."""

    WATCHED = 0
    THREATENING = 1
    GUIDED = 2  # interceptors are flying at it


class Verdict(IntEnum):
    """Where fire control thinks a track will land."""

    PENDING = 0
    HARMLESS = 1
    THREATENING = 2
    DEBRIS = 3  # would land on an asset, but is not taken for a warhead


class Preference(IntEnum):
    """Which of the possible intercepts is taken."""

    EARLIEST = 0
    MOST_CERTAIN = 1


class Limit(IntEnum):
    """The constraint that left no intercept, in the order in which they are applied.

    The last one that a candidate intercept reached is the one reported, so the numbers
    are an order: caps, physics, doctrine, time, and then what the battery had left.
    """

    NONE = 0
    BELOW_FLOOR = 1  # published cap
    ABOVE_CEILING = 2  # published cap
    BEYOND_REACH_CAP = 3  # published cap
    UNREACHABLE = 4  # no fly-out gets there
    SEEKER_WINDOW = 5  # below the altitude where the seeker's window survives
    OUTSIDE_COVERAGE = 6  # the radar cannot see the intercept
    LAUNCHER_SECTOR = 7
    GEOMETRY = 8  # tail chase
    HANDOVER = 9  # predicted error beyond field of view and divert
    ASCENDING = 10  # doctrine: descending leg only
    NO_TIME = 11
    BELOW_MINIMUM_PK = 12
    HELD_BY_DOCTRINE = 13
    CHANNELS_FULL = 14
    MAGAZINE_EMPTY = 15


class Event(IntEnum):
    """What a decision row says happened."""

    LAUNCHED = 0  # threat leaves the ground
    DETECTED = 1
    CONFIRMED = 2
    BURNOUT_DECLARED = 3
    VERDICT = 4  # limit holds the Verdict; value the longer impact sigma [m]
    NOT_ENGAGEABLE = 5  # limit says why
    ENGAGEABLE = 6  # value: opportunities
    SHOT = 7  # interceptor leaves; intercept_time and position are predicted
    ACQUIRED = 8  # seeker sees the target; value: range [m]
    SHOT_ENDED = 9  # limit holds the ShotResult; value: miss [m]
    ASSESSED = 10  # limit 1: killed, 0: not
    TRACK_DROPPED = 11
    INTERCEPTED = 12
    IMPACT = 13
    BURNOUT = 14  # true end of boost
    APOGEE = 15
    FAILED = 16


class Look(IntEnum):
    """What a row of looks is."""

    SEEKER = 0  # is_seen: 1, 0, or -1 where no look was due in a step of homing
    ASSESSMENT = 1  # is_seen: the radar saw the target break up
    LAST = 2  # as SEEKER, in the step in which the shot passed its target


class Outcome(IntEnum):
    """What became of a threat (CONTRACT.md)."""

    UNRESOLVED = 0
    INTERCEPTED = 1
    LEAKED = 2
    NO_ASSET_THREATENED = 3
    FAILED = 4


class Cause(IntEnum):
    """Why a threat leaked (CONTRACT.md); the link that broke on the last chance there was."""

    NONE = 0
    NEVER_VISIBLE = 1
    OUTSIDE_SECTOR = 2
    TOO_FAINT = 3
    CONFIRMED_LATE = 4
    JUDGED_HARMLESS = 5
    TAKEN_FOR_DEBRIS = 6
    UNREACHABLE = 7
    BELOW_FLOOR = 8
    ABOVE_CEILING = 9
    BEYOND_REACH_CAP = 10
    NO_TIME = 11
    HELD_BY_DOCTRINE = 12
    BELOW_MINIMUM_PK = 13
    MAGAZINE_EMPTY = 14
    CHANNELS_FULL = 15
    RADAR_SATURATED = 16
    ALL_SHOTS_MISSED = 17
    ALL_SHOTS_FAILED = 18
    NO_DEFENCE = 19
    MISSED_BY_SEARCH = 20


# Cause of a leak by the furthest Limit that fire control met.
CAUSE_OF_LIMIT = {
    Limit.NONE: Cause.NO_TIME,
    Limit.BELOW_FLOOR: Cause.BELOW_FLOOR,
    Limit.ABOVE_CEILING: Cause.ABOVE_CEILING,
    Limit.BEYOND_REACH_CAP: Cause.BEYOND_REACH_CAP,
    Limit.UNREACHABLE: Cause.UNREACHABLE,
    Limit.SEEKER_WINDOW: Cause.BELOW_FLOOR,  # the physics behind the floor
    Limit.OUTSIDE_COVERAGE: Cause.OUTSIDE_SECTOR,
    Limit.LAUNCHER_SECTOR: Cause.UNREACHABLE,
    Limit.GEOMETRY: Cause.UNREACHABLE,  # tail chase
    Limit.HANDOVER: Cause.BELOW_MINIMUM_PK,  # the error is beyond the divert
    Limit.ASCENDING: Cause.HELD_BY_DOCTRINE,
    Limit.NO_TIME: Cause.NO_TIME,
    Limit.BELOW_MINIMUM_PK: Cause.BELOW_MINIMUM_PK,
    Limit.HELD_BY_DOCTRINE: Cause.HELD_BY_DOCTRINE,
    Limit.CHANNELS_FULL: Cause.CHANNELS_FULL,
    Limit.MAGAZINE_EMPTY: Cause.MAGAZINE_EMPTY,
}


class ShotStatus(IntEnum):
    """Where a shot stands."""

    READY = 0
    BOOST = 1
    COAST = 2
    ENDGAME = 3
    DONE = 4


class ShotResult(IntEnum):
    """How a shot ended.  The first that applies, in the order of this list from 1 on.

    BOOSTER_FAILED: the reliability draw went against it.
    ABORTED: fire control gave it up, or its track was lost, before the closest approach.
    TARGET_ALREADY_DESTROYED: its target was gone at the closest approach.
    WRONG_OBJECT: it homed on something other than the warhead, hit or not.
    KILL: closest approach within the lethal radius, and the kill draw for it.
    HIT_NO_KILL: within the lethal radius, and the kill draw against it.
    NOT_ACQUIRED: too far, and the seeker never locked.
    DIVERT_EXHAUSTED: too far, locked, and the divert budget ran out.
    MISS: too far for no such reason.
    """

    PENDING = 0
    BOOSTER_FAILED = 1
    ABORTED = 2
    TARGET_ALREADY_DESTROYED = 3
    WRONG_OBJECT = 4
    KILL = 5
    HIT_NO_KILL = 6
    NOT_ACQUIRED = 7
    DIVERT_EXHAUSTED = 8
    MISS = 9
