"""DIS (IEEE 1278.1): a run as the packets that its things would have sent, in a capture file.

A log for tools that show or analyse such traffic: written to a file, never sent. A state is
there for every row of the recorded paths and, as the standard's heartbeat, every five seconds
for what stands; a Fire when a shot leaves; a Detonation when it ends and when a missile comes
down. The track picture is not in it: DIS carries what is there.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.errors import ScenarioError
from openthaad.exports import siso
from openthaad.exports.capture import LAST, capture
from openthaad.exports.paths import (
    Ending,
    Flown,
    endings,
    epoch,
    interceptors,
    missiles,
    placed,
)
from openthaad.exports.pdus import (
    DEACTIVATED,
    DESTROYED,
    Entity,
    EntityType,
    Force,
    Motion,
    Result,
    Shot,
    Vector,
    detonation,
    entity_state,
    fire,
)
from openthaad.runs import Run

Array = NDArray[np.float64]
HEARTBEAT = 5.0  # s
_ON_THE_PAD = 1.0  # m/s; slower than this a missile points up
_STILL = (0.0, 0.0, 0.0)
_STATE, _FIRE, _DETONATION, _LAST_STATE = range(4)  # order of the packets of one moment

_Key = tuple[str, object]  # kind of thing, and its name or number there


class _Packet(NamedTuple):
    time: float  # s since the epoch
    rank: int
    pdu: bytes


class _Sources(NamedTuple):
    """The run, what flew in it, its things by kind and number, the epoch past the hour [s]."""

    run: Run
    missiles: list[Flown]
    interceptors: list[Flown]
    endings: list[Ending]
    entities: dict[_Key, Entity]
    hour: float


def document(run: Run) -> bytes:
    """Return a run as a capture file of DIS packets."""
    since = epoch(run)
    hour = (since - since.replace(minute=0, second=0, microsecond=0)).total_seconds()
    sources = _Sources(run, [*missiles(run)], [*interceptors(run)], [*endings(run)], {}, hour)
    parts = enumerate([*_defenders(sources), *_attackers(sources)], start=1)
    sources.entities.update(
        {key: Entity(n, side, kind, text) for n, (key, side, kind, text) in parts}
    )
    packets = [*_standing(sources), *_flying(sources), *_shots(sources), *_impacts(sources)]
    packets.sort(key=lambda packet: packet[:2])
    _require_countable(
        since.timestamp(), since.timestamp() + max((p.time for p in packets), default=0.0)
    )
    return capture((since.timestamp() + packet.time, packet.pdu) for packet in packets)


def _require_countable(first: float, last: float) -> None:
    """Refuse times [s since 1970] that the clock of a capture file cannot show."""
    if first >= 0.0 and last <= LAST:
        return
    raise ScenarioError(
        "a capture file counts seconds from 1970 to 2106, and this run lies outside those "
        "years",
        key="--format",
        value="dis",
        allowed="an epoch from 1970 to 2105, or another format",
        hint="change the scenario's epoch and run it again: the battle stays the same",
    )


def _defenders(sources: _Sources) -> Iterator[tuple[_Key, Force, EntityType, str]]:
    run = sources.run
    for radar in run.manifest["geometry"]["radars"]:
        name = radar["name"]
        kind = siso.radar(_setting(run, "radars", name, "type"))
        yield ("radar", name), Force.FRIENDLY, kind, f"R {name}"
    for battery in run.manifest["geometry"]["batteries"]:
        kind = siso.launcher(_setting(run, "batteries", battery["name"], "type"))
        for number in range(_launchers(run, battery)):
            marking = f"L{number} {battery['name']}"
            yield ("launcher", (battery["name"], number)), Force.FRIENDLY, kind, marking
    batteries = {int(shot["id"]): shot["battery"] for shot in run.outcome["shots"]}
    for flown in sources.interceptors:
        kind = _interceptor(run, batteries[flown.number])
        yield ("interceptor", flown.number), Force.FRIENDLY, kind, f"I{flown.number}"


def _attackers(sources: _Sources) -> Iterator[tuple[_Key, Force, EntityType, str]]:
    names = {threat["id"]: str(threat["missile"]) for threat in sources.run.outcome["threats"]}
    for flown in sources.missiles:
        missile = names[flown.threat]
        word = missile if flown.kind == "lead" else flown.kind
        kind = siso.threat(missile, flown.kind)
        yield ("object", flown.number), Force.OPPOSING, kind, f"T{flown.threat} {word}"


def _setting(run: Run, table: str, name: str, key: str) -> Any:  # noqa: ANN401 (any of TOML)
    return run.manifest["document"].get(table, {}).get(name, {}).get(key) or ""


def _interceptor(run: Run, battery: str) -> EntityType:
    given = _setting(run, "batteries", battery, "interceptor")
    return siso.interceptor(given or _setting(run, "batteries", battery, "type"))


def _launchers(run: Run, battery: dict[str, Any]) -> int:
    """How many a battery has; of a folder that does not say it, those that fired."""
    fired = [
        int(s["launcher"]) for s in run.outcome["shots"] if s["battery"] == battery["name"]
    ]
    return int(battery.get("launchers") or 1 + max(fired, default=0))


def _standing(sources: _Sources) -> Iterator[_Packet]:
    """Radars, facing their boresight, and launchers, facing where they are set to, or north."""
    geometry = sources.run.manifest["geometry"]
    flights = [*sources.missiles, *sources.interceptors]
    last = max((float(flown.time[-1]) for flown in flights), default=0.0)
    for radar in geometry["radars"]:
        entity = sources.entities["radar", radar["name"]]
        yield from _heartbeat(sources, entity, _rest(radar, radar["boresight_deg"]), last)
    for battery in geometry["batteries"]:
        azimuth = _setting(sources.run, "batteries", battery["name"], "launcher_azimuth_deg")
        motion = _rest(battery, float(azimuth or 0.0))
        for number in range(_launchers(sources.run, battery)):
            entity = sources.entities["launcher", (battery["name"], number)]
            yield from _heartbeat(sources, entity, motion, last)


def _heartbeat(
    sources: _Sources, entity: Entity, motion: Motion, last: float
) -> Iterator[_Packet]:
    for time in np.arange(0.0, last, HEARTBEAT).tolist() or [0.0]:
        yield _Packet(time, _STATE, entity_state(sources.hour + time, entity, motion))


def _rest(place: dict[str, Any], azimuth_deg: float) -> Motion:
    lat, lon, azimuth = np.radians([place["lat_deg"], place["lon_deg"], azimuth_deg])
    return Motion(placed(place), _STILL, _STILL, level(lat, lon, azimuth))


def level(latitude: float, longitude: float, azimuth: float) -> tuple[float, float, float]:
    """Orientation of a thing that stands level and faces an azimuth.

    Parameters
    ----------
    latitude, longitude, azimuth : float
        Geodetic, the last clockwise from north [rad].

    Returns
    -------
    tuple of float
        Psi, theta, phi: turns about z, y and x that take the Earth's axes to the thing's, which
        point ahead, right and down [rad].
    """
    sp, cp, sl, cl = *_sincos(latitude), *_sincos(longitude)
    sa, ca = _sincos(azimuth)
    north, east = np.array([-sp * cl, -sp * sl, cp]), np.array([-sl, cl, 0.0])
    down = -np.array([cp * cl, cp * sl, sp])
    ahead, right = ca * north + sa * east, ca * east - sa * north
    psi, theta = heading(ahead[None])[0]
    return float(psi), float(theta), float(np.arctan2(right[2], down[2]))


def _sincos(angle: float) -> tuple[float, float]:
    return float(np.sin(angle)), float(np.cos(angle))


def heading(ahead_ecef: Array) -> Array:
    """Psi and theta (N, 2) [rad] of things whose noses point along unit vectors (N, 3)."""
    psi = np.arctan2(ahead_ecef[:, 1], ahead_ecef[:, 0])
    return np.column_stack([psi, -np.arcsin(np.clip(ahead_ecef[:, 2], -1.0, 1.0))])


def _flying(sources: _Sources) -> Iterator[_Packet]:
    down = {ending.threat for ending in sources.endings}
    for flown in sources.missiles:
        gone = DESTROYED if flown.kind == "lead" and flown.threat in down else DEACTIVATED
        yield from _path(sources, sources.entities["object", flown.number], flown, gone)
    results = {int(shot["id"]): shot["result"] for shot in sources.run.outcome["shots"]}
    ends = _ends(sources.run)
    for flown in sources.interceptors:
        is_hit = siso.result(results[flown.number]) == Result.ENTITY_IMPACT
        gone = DESTROYED if is_hit else DEACTIVATED
        until = cut(flown, ends.get(flown.number, np.inf))
        yield from _path(sources, sources.entities["interceptor", flown.number], until, gone)


def _ends(run: Run) -> dict[int, float]:
    """Times at which shots ended [s]."""
    rows = run.rows("decisions")
    return {r["shot"]: float(r["time_s"]) for r in rows if r["event"] == "shot_ended"}


def cut(flown: Flown, end: float) -> Flown:
    """Return a path up to a moment between two of its rows [s], which becomes its last."""
    keep = flown.time < end
    if keep.all():
        return flown
    position, velocity = _at(flown, end)
    return flown._replace(
        time=np.append(flown.time[keep], end),
        position_ecef=np.vstack([flown.position_ecef[keep], position]),
        velocity_ecef=np.vstack([flown.velocity_ecef[keep], velocity]),
    )


def _at(flown: Flown, time: float) -> tuple[Array, Array]:
    """Position and velocity at a time [s]: a cubic between rows, with the rows' velocities."""
    after_last = int(flown.time.searchsorted(time, side="right"))
    row = min(max(after_last - 1, 0), len(flown.time) - 2)
    step, s = flown.time[row + 1] - flown.time[row], time - flown.time[row]
    (start, after), (speed, later) = (
        table[row : row + 2] for table in (flown.position_ecef, flown.velocity_ecef)
    )
    slope = (after - start) / step
    bend = (speed + later - 2.0 * slope) / step
    second, third = (slope - speed) / step - bend, bend / step
    return (
        start + speed * s + second * (s * s) + third * (s * s * s),
        speed + second * s * 2.0 + third * (s * s) * 3.0,
    )


def _path(sources: _Sources, entity: Entity, flown: Flown, gone: int) -> Iterator[_Packet]:
    """Yield a state for every row; the last one, with its appearance, takes the thing away."""
    *states, last = zip(flown.time.tolist(), _motions(flown), strict=True)
    for time, motion in states:
        yield _Packet(time, _STATE, entity_state(sources.hour + time, entity, motion))
    time, motion = last
    yield _Packet(time, _LAST_STATE, entity_state(sources.hour + time, entity, motion, gone))


def _motions(flown: Flown) -> Iterator[Motion]:
    """Position, velocity, mean acceleration to the next row, nose along the velocity."""
    velocity, position = flown.velocity_ecef, flown.position_ecef
    acceleration = np.diff(velocity, axis=0) / np.diff(flown.time)[:, None]
    speed = np.linalg.norm(velocity, axis=1, keepdims=True)
    up = position / np.linalg.norm(position, axis=1, keepdims=True)
    nose = np.where(speed > _ON_THE_PAD, velocity / np.maximum(speed, _ON_THE_PAD), up)
    turned = np.column_stack([heading(nose), np.zeros(len(nose))])
    rows = position, velocity, np.vstack([acceleration, acceleration[-1:]]), turned
    for row in zip(*(table.tolist() for table in rows), strict=True):
        yield Motion(*row)


def _shots(sources: _Sources) -> Iterator[_Packet]:
    flights, ends = {f.number: f for f in sources.interceptors}, _ends(sources.run)
    leads = {f.threat: f.number for f in sources.missiles if f.kind == "lead"}
    sites = {b["name"]: placed(b) for b in sources.run.manifest["geometry"]["batteries"]}
    for shot in sources.run.outcome["shots"]:
        number, battery = int(shot["id"]), shot["battery"]
        said = Shot(
            event=number + 1,
            shooter=sources.entities["launcher", (battery, int(shot["launcher"]))].number,
            target=_number(sources, "object", leads.get(shot["threat"])),
            munition=_number(sources, "interceptor", number),
            type=_interceptor(sources.run, battery),
            warhead=siso.KINETIC_WARHEAD,
        )
        flown = flights.get(number)
        time, end = float(shot["launch_s"]), ends.get(number)
        place, speed = _row(flown, 0) if flown else (sites[battery], _STILL)
        yield _Packet(time, _FIRE, fire(sources.hour + time, said, place, speed))
        if end is None:
            continue
        place, speed = _row(cut(flown, end), -1) if flown else (place, speed)
        pdu = detonation(sources.hour + end, said, place, speed, siso.result(shot["result"]))
        yield _Packet(end, _DETONATION, pdu)


def _number(sources: _Sources, kind: str, number: int | None) -> int:
    """Number of a thing in the exercise, 0 where it is not in it."""
    entity = sources.entities.get((kind, number))
    return entity.number if entity else 0


def _row(flown: Flown, row: int) -> tuple[Vector, Vector]:
    """Position and velocity of one row of a path."""
    return flown.position_ecef[row].tolist(), flown.velocity_ecef[row].tolist()


def _impacts(sources: _Sources) -> Iterator[_Packet]:
    """Missiles that came down: event 0, as the standard asks where no Fire went before."""
    down = {ending.threat for ending in sources.endings if not ending.is_hit}
    for flown in sources.missiles:
        if flown.kind != "lead" or flown.threat not in down:
            continue
        entity = sources.entities["object", flown.number]
        said = Shot(0, 0, 0, entity.number, entity.type, siso.OTHER_WARHEAD)
        time, (place, speed) = float(flown.time[-1]), _row(flown, -1)
        pdu = detonation(sources.hour + time, said, place, speed, Result.GROUND_IMPACT)
        yield _Packet(time, _DETONATION, pdu)
