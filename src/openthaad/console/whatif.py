"""What-if: a scenario changed by hand on the map, and the footprint that follows."""

import threading
import time
from collections import OrderedDict
from functools import lru_cache
from math import degrees
from typing import Any

import tomli_w

from openthaad import catalogue
from openthaad.console.schemas import Change, Question
from openthaad.errors import ScenarioError
from openthaad.reports.footprint import sentence
from openthaad.scenario import (
    Scenario,
    load_scenario,
    locate,
    pack_names,
    scenario_from_document,
)
from openthaad.studies.footprint import (
    SHORT_LIMITS,
    Footprint,
    footprint,
    limit_name,
    limited_by,
    threats_for,
)
from openthaad.studies.footprint.region import Box, frame_about, frame_of_launches, grid

_KEPT = 6  # footprints whose flights are kept; the largest takes some 300 MB
_WHY = ("none", "cap", "physics")


@lru_cache(maxsize=64)
def base(name: str) -> Scenario:
    """Load a built-in scenario.

    Raises
    ------
    ScenarioError
        There is no such built-in scenario; files are not opened for the page.
    """
    if name not in pack_names():
        raise ScenarioError(
            f"there is no built-in scenario {name!r}",
            key="scenario",
            value=name,
            allowed=pack_names(),
        )
    return load_scenario(name)


def changed(change: Change) -> Scenario:
    """Return a built-in scenario with what the page changed.

    Raises
    ------
    ScenarioError
        It makes no scenario.
    """
    document = base(change.scenario).document()
    if change.battery is not None:
        _move(document, [change.battery.lat_deg, change.battery.lon_deg])
    radar = next(iter(document.get("radars", {}).values()), None)
    if radar is not None:
        _put(radar, "boresight_deg", change.boresight_deg)
        _put(radar, "mode", change.mode)
    battery = next(iter(document.get("batteries", {}).values()), None)
    if battery is not None:
        _put(battery, "caps", change.caps)
        if change.doctrine is not None:
            battery["doctrine"] = {"mode": change.doctrine}
    if change.missile or change.launch or change.aim:
        _redirect(document, change)
    return scenario_from_document(document, where=change.scenario)


def _put(table: dict[str, Any], key: str, value: object) -> None:
    if value is not None:
        table[key] = value


def _move(document: dict[str, Any], to: list[float]) -> None:
    """Move the first battery, and the first radar that it fires on."""
    batteries = document.get("batteries", {})
    if not batteries:
        return
    battery = next(iter(batteries.values()))
    for thing in (battery, document["radars"][battery["radars"][0]]):
        thing.pop("place", None)
        thing["position"] = to


def _redirect(document: dict[str, Any], change: Change) -> None:
    """Fly one missile, from one place to one place, in the raid's stead."""
    threats = document["threats"]
    same = [threat for threat in threats if change.missile in (None, threat["missile"])]
    threat = dict((same or threats)[0]) | {"count": 1, "launch_s": 0.0, "spacing_s": 0.0}
    if not same:
        for arc in ("trajectory", "apogee_km", "loft_deg"):
            threat.pop(arc, None)
        threat["missile"] = change.missile
    for end, spot in (("from", change.launch), ("to", change.aim)):
        if spot is not None:
            threat[end] = [spot.lat_deg, spot.lon_deg]
    document["threats"] = [threat]


def scenario_file(change: Change) -> str:
    """Return the changed scenario as the text of a scenario file."""
    document = changed(change).document()
    head = (
        "# Made with the console of OpenTHAAD from the built-in scenario "
        f"{change.scenario}.\n# Check it with: thaad scenario check FILE\n\n"
    )
    return head + tomli_w.dumps(document, multiline_strings=True)


def describe(name: str) -> dict[str, Any]:
    """Return what the page needs to start a what-if: who stands where, what may be flown."""
    scenario = base(name)
    document = scenario.document()
    return {
        "name": name,
        "title": scenario.title,
        "question": scenario.question,
        "batteries": [
            {"name": key, **_place(battery.site), "doctrine": battery.doctrine.mode,
             "caps": battery.caps}
            for key, battery in scenario.batteries.items()
        ],
        "radars": [
            {"name": key, **_place(radar.site), "mode": radar.mode,
             "boresight_deg": radar.boresight_deg}
            for key, radar in scenario.radars.items()
        ],
        "assets": [
            {"name": key, **_place(asset.site), "radius_km": asset.radius_km}
            for key, asset in scenario.assets.items()
        ],
        "threats": [
            {"missile": threat.missile, "launch": _place(threat.origin),
             "aim": _place(threat.aim)}
            for threat in threats_for(scenario)
        ],
        "flown": list(dict.fromkeys(item["missile"] for item in document["threats"])),
        "missiles": missiles(),
    }  # fmt: skip


@lru_cache(maxsize=1)
def missiles() -> list[dict[str, str]]:
    """List the missiles of the catalogue."""
    return [
        {"name": name, "title": catalogue.load("missiles", name).title}
        for name in catalogue.names("missiles")
    ]


def _place(site: Any) -> dict[str, Any]:  # noqa: ANN401 (a place by name, or a position)
    at = locate(site)
    return {
        "place": at.name,
        "lat_deg": round(degrees(at.latitude), 5),
        "lon_deg": round(degrees(at.longitude), 5),
    }


class Mapper:
    """Answers questions for footprints; flights are kept, so that a moved battery is quick."""

    def __init__(self) -> None:
        self._flights: OrderedDict[tuple[Any, ...], Footprint] = OrderedDict()
        self._turn = threading.Lock()

    def answer(self, question: Question) -> dict[str, Any]:
        """Work out a footprint, as the page draws it.

        Raises
        ------
        OpenThaadError
            The scenario is none, or its missile reaches nothing there.
        """
        began = time.perf_counter()
        scenario = changed(question.change)
        if not scenario.batteries:
            raise ScenarioError("this scenario has no battery to map", key="scenario")
        is_launch = question.area == "launch"
        box = self._box(scenario, question)
        key = self._key(scenario, question, box)
        with self._turn:
            kept = self._flights.get(key)
            record = footprint(
                scenario,
                launch_area=is_launch,
                cells=grid(box, question.cells),
                flights=kept,
            )
            self._flights[key] = record
            self._flights.move_to_end(key)
            while len(self._flights) > _KEPT:
                self._flights.popitem(last=False)
        document = as_drawn(record)
        document["elapsed_ms"] = round(1e3 * (time.perf_counter() - began))
        document["flights_kept"] = kept is not None
        return document

    def _box(self, scenario: Scenario, question: Question) -> Box:
        """Keep the frame of the scenario as it was while the battery stays inside."""
        if question.area == "launch":
            start = locate(scenario.threats[0].origin)
            return frame_of_launches(start.latitude, start.longitude)
        old = locate(next(iter(base(question.change.scenario).batteries.values())).site)
        new = locate(next(iter(scenario.batteries.values())).site)
        box = frame_about(old.latitude, old.longitude)
        west, south, east, north = box
        inside = west < degrees(new.longitude) < east and south < degrees(new.latitude) < north
        return box if inside else frame_about(new.latitude, new.longitude)

    def _key(self, scenario: Scenario, question: Question, box: Box) -> tuple[Any, ...]:
        flown = tuple(
            (t.missile, str(t.origin), t.trajectory, t.apogee_km, t.loft_deg)
            for t in threats_for(scenario)
        )
        aim = str(scenario.threats[0].aim) if question.area == "launch" else ""
        return flown, aim, box, question.cells, question.area


def as_drawn(record: Footprint) -> dict[str, Any]:
    """Return a footprint as short lists, cell by cell, with the words for its codes."""
    names = [limit_name(row) for row in record.chances]
    limits = sorted({name for name in names if name})
    codes = {name: i + 1 for i, name in enumerate(limits)}
    return {
        "sentence": sentence(record),
        "box": list(record.grid.box),
        "rows": record.grid.rows,
        "columns": record.grid.columns,
        "opportunities": [
            int(row["opportunities"]) if row["is_flown"] else -1 for row in record.chances
        ],
        "limit": [codes.get(name or "", 0) for name in names],
        "by": [_WHY.index(limited_by(row)) for row in record.chances],
        "limits": [{"name": n, "text": SHORT_LIMITS.get(n, n)} for n in limits],
        "area_km2": {str(n): round(record.to_area(n)) for n in (1, 2)},
        "land_share": None if record.is_launch_area else round(record.land_share(), 4),
        "population_share": None if record.is_launch_area else record.population_share(),
        "cities": [] if record.is_launch_area else record.cities(),
        "zones": [f for f in record.geojson()["features"] if f["geometry"]["type"] != "Point"],
    }
