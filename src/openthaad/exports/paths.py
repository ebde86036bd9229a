"""What flew in a run and how each thing ended: what every format writes in its own words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.titles import missile_of
from openthaad.earth import geodesy
from openthaad.grouping import grouped
from openthaad.runs import Run, geodetic

Array = NDArray[np.float64]


class Flown(NamedTuple):
    """The path of one thing: a missile, its spent body, an interceptor, a track.

    `kind` is `lead`, `body` (or another kind of object of the run), `interceptor` or `track`;
    `threat` is None where the run's picture does not say; `time` is (N,) [s since the epoch],
    rising, `position_ecef` (N, 3) [m], `velocity_ecef` (N, 3) [m/s], relative to the turning
    Earth.
    """

    kind: str
    number: int
    name: str
    threat: int | None
    time: Array
    position_ecef: Array
    velocity_ecef: Array

    @property
    def is_truth(self) -> bool:
        """Whether the thing was there, or only in the picture."""
        return self.kind != "track"


class Place(NamedTuple):
    """Where a radar, a battery or an asset stands, on WGS 84."""

    kind: str
    name: str
    lat_deg: float
    lon_deg: float
    altitude_m: float


class Ending(NamedTuple):
    """Where and when a threat ended: hit in the air, or on the ground."""

    threat: int
    missile: str  # its entry
    title: str  # what it is called
    is_hit: bool
    time: float
    position_ecef: Array


def epoch(run: Run) -> datetime:
    """Time zero of a run."""
    text = str(run.manifest["document"].get("epoch") or "2017-01-01T00:00:00Z")
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def places(run: Run) -> Iterator[Place]:
    """Yield the radars, batteries and assets of a run."""
    kinds = {"radars": "radar", "batteries": "battery", "assets": "asset"}
    for table, kind in kinds.items():
        for item in run.manifest["geometry"][table]:
            yield _place(kind, item)


def _place(kind: str, item: Mapping[str, Any]) -> Place:
    name, lat, lon = str(item["name"]), float(item["lat_deg"]), float(item["lon_deg"])
    return Place(kind, name, lat, lon, altitude(item))


def altitude(item: Mapping[str, Any]) -> float:
    """Return how high above WGS 84 a thing of the geometry stands [m]."""
    return float(geodetic(np.array([placed(item)]))[2][0])


def placed(item: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return where a thing of the geometry stands, ECEF [m]; its altitude may not be said."""
    if "position_ecef_m" in item:
        x, y, z = (float(part) for part in item["position_ecef_m"])
    else:
        above = float(item.get("altitude_m", 0.0))
        x, y, z = geodesy.to_ecef(item["lon_deg"], item["lat_deg"], above)
    return x, y, z


def missiles(run: Run) -> Iterator[Flown]:
    """Yield the missiles of a run and what separated from them."""
    threats = {threat["id"]: threat for threat in run.outcome["threats"]}
    kinds = run.tables["truth"].column("kind")
    owners = run.tables["truth"].column("threat")
    for number, *path, row in _by_number(run, "truth", "object"):
        threat = threats[owners[row].as_py()]
        kind = str(kinds[row].as_py())
        name = f"{missile_of(threat)} {threat['id']}"
        named = name if kind == "lead" else f"{name}, {kind}"
        yield Flown(kind, number, named, int(threat["id"]), *path)


def interceptors(run: Run) -> Iterator[Flown]:
    """Yield the interceptors of a run."""
    targets = {int(shot["id"]): shot["threat"] for shot in run.outcome["shots"]}
    for number, *path, _ in _by_number(run, "interceptors", "shot"):
        name = f"interceptor {number}"
        yield Flown("interceptor", number, name, targets.get(number), *path)


def tracks(run: Run) -> Iterator[Flown]:
    """Yield the tracks of a run: what the defence believed."""
    for number, *path, _ in _by_number(run, "tracks", "track_number"):
        yield Flown("track", number, f"track {number}", None, *path)


def endings(run: Run) -> Iterator[Ending]:
    """Yield how each threat ended that was hit or came down."""
    lasts = {
        number: (float(time[-1]), position[-1])
        for number, time, position, _, _ in _by_number(run, "truth", "object")
    }
    leads = {
        item["threat"]: item["id"]
        for item in run.manifest["geometry"]["objects"]
        if str(item["kind"]) in ("lead", "0")
    }
    for threat in run.outcome["threats"]:
        is_hit = bool(threat["outcome"] == "intercepted" and threat.get("intercept"))
        if leads.get(threat["id"]) not in lasts or not (is_hit or threat.get("impact_s")):
            continue
        time, place = lasts[leads[threat["id"]]]
        names = str(threat["missile"]), missile_of(threat)
        yield Ending(int(threat["id"]), *names, is_hit, time, place)


def _by_number(
    run: Run, table: str, key: str
) -> Iterator[tuple[int, Array, Array, Array, int]]:
    """Split a table by number: number, times [s], positions, velocities [SI], first row."""
    numbers: Any = run.numbers(table, key)[:, 0].astype(int)
    columns = [f"{name}_ecef_m" for name in "xyz"] + [f"v{name}_ecef_m_s" for name in "xyz"]
    state = run.numbers(table, "time_s", *columns)
    for number, rows in grouped(numbers).items():
        _, first = np.unique(state[rows, 0], return_index=True)
        kept = rows[first]
        if len(kept) > 1:
            time, position, velocity = state[kept, 0], state[kept, 1:4], state[kept, 4:]
            yield number, time, position, velocity, int(kept[0])
