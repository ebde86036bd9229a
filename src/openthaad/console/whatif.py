"""What-if: a scenario changed by hand on the map, and the footprint that follows."""

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Container
from functools import lru_cache
from math import degrees
from typing import Any

import tomli_w

from openthaad import catalogue
from openthaad.console.problems import NoScenarioError
from openthaad.console.schemas import Change, OpenedFile, Question, Spot
from openthaad.console.titles import words_of
from openthaad.errors import NoSolutionError, ScenarioError
from openthaad.reports.footprint import sentence
from openthaad.scenario import (
    Scenario,
    load_scenario,
    locate,
    pack_names,
    scenario_from_document,
)
from openthaad.scenario.aims import undefended
from openthaad.scenario.fields import nearest
from openthaad.scenario.load import scenario_from_text
from openthaad.scenario.moving import companions, move_battery
from openthaad.studies.footprint import (
    LIMITS,
    SHOTS,
    Footprint,
    footprint,
    limit_name,
    limited_by,
    threats_for,
)
from openthaad.studies.footprint.record import OUT_OF_RANGE, amount_missed, limit_without_caps
from openthaad.studies.footprint.region import Box, frame_about, frame_of_launches, grid
from openthaad.studies.footprint.setup import ZONE_KM
from openthaad.studies.place import chance_at

_KEPT = 6  # footprints whose flights are kept,
_KEPT_BYTES = 256e6  # and what they may take; one of 60 x 60 cells and one missile takes 51 MB
_MAX_FLIGHTS = 40_000  # cells times kinds of flight, about a minute on two slow cores
_WHY = ("none", "cap", "physics")


def base(change: Change) -> Scenario:
    """Return the scenario that is changed: built in, or of the user's own.

    Raises
    ------
    NoScenarioError
        There is no such built-in scenario.
    ScenarioError
        The user's is not what it must be.
    """
    return opened(change.file) if change.file else built_in(change.scenario or "")


@lru_cache(maxsize=16)
def opened(file: OpenedFile) -> Scenario:
    """Check a scenario file of the user's own, as `thaad scenario check` does.

    Raises
    ------
    ScenarioFileError
        It is not TOML, or breaks a rule; all problems are listed.
    """
    stem = file.name.removesuffix(".toml")
    known = catalogue.catalogue_from()
    return scenario_from_text(file.text, where=file.name, stem=stem, catalogue=known)


@lru_cache(maxsize=64)
def built_in(name: str) -> Scenario:
    """Load a built-in scenario.

    Raises
    ------
    NoScenarioError
        There is no such built-in scenario; files are not opened for the page.
    """
    if name not in pack_names():
        raise NoScenarioError(
            f"there is no built-in scenario {name!r}",
            key="scenario",
            value=name,
            allowed=pack_names(),
        )
    return load_scenario(name)


def changed(change: Change) -> Scenario:
    """Return a scenario with what the page changed: for its map, its battle and its file alike.

    Raises
    ------
    ScenarioError
        It makes no scenario.
    """
    scenario = base(change)
    document = scenario.document()
    name = unit(scenario, change)
    if name is not None:
        _rearm(document, scenario, name, change)
    if change.missile or change.launch or change.aim:
        _redirect(document, scenario, change)
    if document == scenario.document():
        return scenario
    title, question = words_of(scenario, document, name)
    document |= {"name": changed_name(scenario.name), "title": title, "question": question}
    document["description"] = f"{scenario.name}, changed in the console."
    return scenario_from_document(document, where=scenario.name, catalogue=scenario.catalogue)


def changed_name(name: str) -> str:
    """Name what a scenario was changed to; a second change adds nothing.

    >>> changed_name("irbm"), changed_name("irbm-changed")
    ('irbm-changed', 'irbm-changed')
    """
    return name if name.endswith("-changed") else f"{name[:56]}-changed"


def _rearm(document: dict[str, Any], scenario: Scenario, name: str, change: Change) -> None:
    """Change a battery, and the first radar that it fires on."""
    battery = document["batteries"][name]
    radar = document["radars"][battery["radars"][0]]
    if change.battery is not None:
        place = _named(scenario, change.battery)
        if place != locate(scenario.batteries[name].site).name:
            move_battery(document, scenario, name, place)
    _put(radar, "boresight_deg", change.boresight_deg)
    _put(radar, "mode", change.mode)
    _put(battery, "caps", change.caps)
    if change.doctrine is not None and change.doctrine != battery["doctrine"]["mode"]:
        _teach(battery, change.doctrine)


def unit(scenario: Scenario, change: Change) -> str | None:
    """Name the battery that is changed; None where there is none.

    Raises
    ------
    ScenarioError
        The scenario has no battery of that name.
    """
    if change.unit is None:
        return next(iter(scenario.batteries), None)
    if change.unit not in scenario.batteries:
        known = list(scenario.batteries)
        hint = nearest(change.unit, known)
        raise ScenarioError(
            f"the scenario has no battery {change.unit!r}",
            key="unit",
            value=change.unit,
            allowed=known,
            hint=hint,
        )
    return change.unit


def _put(table: dict[str, Any], key: str, value: object) -> None:
    if value is not None:
        table[key] = value


def _teach(battery: dict[str, Any], mode: str) -> None:
    """Give another pattern of fire; how many rounds it takes goes with the pattern."""
    kept = {k: v for k, v in battery["doctrine"].items() if k not in ("salvo", "max_rounds")}
    battery["doctrine"] = kept | {"mode": mode}


def _redirect(document: dict[str, Any], scenario: Scenario, change: Change) -> None:
    """Fly one missile, from one place to one place, in the raid's stead; defend its aim."""
    threats = document["threats"]
    same = [threat for threat in threats if change.missile in (None, threat["missile"])]
    threat = dict((same or threats)[0]) | {"count": 1, "launch_s": 0.0, "spacing_s": 0.0}
    if not same:
        for arc in ("trajectory", "apogee_km", "loft_deg"):
            threat.pop(arc, None)
        threat["missile"] = change.missile
    for end, spot in (("from", change.launch), ("to", change.aim)):
        if spot is not None:
            threat[end] = _named(scenario, spot)
    document["threats"] = [threat]
    assets = document["assets"]
    if undefended(scenario_from_document(document, catalogue=scenario.catalogue)):
        assets[_free("aim", assets)] = {"place": threat["to"], "radius_km": ZONE_KM}


def _free(word: str, taken: Container[str]) -> str:
    """Return a name that is not taken yet."""
    names = itertools.chain([word], (f"{word}-{n}" for n in itertools.count(2)))
    return next(name for name in names if name not in taken)


def _named(scenario: Scenario, spot: Spot) -> Any:  # noqa: ANN401 (a place as files give it)
    """Return a place of the scenario that lies there, as the scenario has it; else the spot."""
    things = [
        *scenario.batteries.values(),
        *scenario.radars.values(),
        *scenario.assets.values(),
    ]
    sites = [thing.site for thing in things]
    sites += [site for threat in scenario.threats for site in (threat.origin, threat.aim)]
    for site in sites:
        at = _place(site)
        if (at["lat_deg"], at["lon_deg"]) == (round(spot.lat_deg, 5), round(spot.lon_deg, 5)):
            return site if isinstance(site, str) else site.model_dump(exclude_none=True)
    return [spot.lat_deg, spot.lon_deg]


def scenario_file(change: Change) -> str:
    """Return the changed scenario as the text of a scenario file."""
    origin = (
        f"the file {change.file.name}" if change.file else f"the built-in {change.scenario}"
    )
    scenario = changed(change)
    head = (
        f"# Made with the console of OpenTHAAD from {origin}.\n"
        f"# Play it with: thaad run {scenario.name}.toml\n\n"
    )
    return head + as_file(scenario.document())


def as_file(document: dict[str, Any]) -> str:
    """Write a scenario's document as the text of a scenario file."""
    return tomli_w.dumps(document, multiline_strings=True)


def describe(scenario: Scenario) -> dict[str, Any]:
    """Return what the page needs to start a what-if: who stands where, what may be flown."""
    document = scenario.document()
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "batteries": [
            {"name": key, **_place(battery.site), "doctrine": battery.doctrine.mode,
             "caps": battery.caps, "radar": battery.radars[0],
             "moves": companions(scenario, key)._asdict()}
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
    """List the missiles of the catalogue, the user's own among them."""
    known = catalogue.catalogue_from()
    return [
        {"name": name, "title": known.load("missiles", name).title}
        for name in known.names("missiles")
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
        _check_work(scenario, question)
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
            self._keep(key, record)
            document = as_drawn(record)
            document["at_aim"] = at_aim(scenario) if question.change.missile else None
        document["elapsed_ms"] = round(1e3 * (time.perf_counter() - began))
        document["flights_kept"] = kept is not None
        return document

    def _keep(self, key: tuple[Any, ...], record: Footprint) -> None:
        """Keep the flights of a footprint; drop those not asked for the longest."""
        self._flights[key] = record
        self._flights.move_to_end(key)
        while (
            len(self._flights) > _KEPT or sum(map(_size, self._flights.values())) > _KEPT_BYTES
        ):
            self._flights.popitem(last=False)

    def _box(self, scenario: Scenario, question: Question) -> Box:
        """Keep the frame of the scenario as it was while the battery stays inside."""
        if question.area == "launch":
            start = locate(scenario.threats[0].origin)
            return frame_of_launches(start.latitude, start.longitude)
        name = unit(scenario, question.change) or ""
        old = locate(base(question.change).batteries[name].site)
        new = locate(scenario.batteries[name].site)
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
        document = scenario.document()
        air = tuple(
            str(document.get(k))
            for k in ("overrides", "drawn", "environment", "epoch", "catalogue")
        )
        return flown, air, aim, box, question.cells, question.area


def _size(record: Footprint) -> int:
    """Memory [bytes] that the flights of a footprint take."""
    return sum(
        table.nbytes
        for layer in record.layers
        for batch in layer.batches
        for table in (batch.nodes, batch.plans, batch.leads, batch.bodies)
    )


def _check_work(scenario: Scenario, question: Question) -> None:
    """Refuse what would keep all others waiting."""
    kinds = len(threats_for(scenario))
    if kinds * question.cells**2 > _MAX_FLIGHTS:
        most = int((_MAX_FLIGHTS / kinds) ** 0.5)
        raise ScenarioError(
            f"{question.cells} x {question.cells} cells for {kinds} kinds of flight is too "
            f"much for one map: ask for {most} x {most}, or for one missile",
            key="cells",
            value=question.cells,
            allowed=f"at most {most}",
        )


def at_aim(scenario: Scenario) -> dict[str, Any]:
    """Return what can be done about the one missile of a changed scenario, at its own aim."""
    threat = scenario.threats[0]
    try:
        row = chance_at(scenario, threat, locate(threat.aim))
    except NoSolutionError:
        return {"opportunities": None, "limit": LIMITS[OUT_OF_RANGE].to_dict(), "by": "none"}
    limit, free = limit_name(row), limit_without_caps(row)
    return {
        "opportunities": int(row["opportunities"]),
        "limit": LIMITS[limit].to_dict() if limit in LIMITS else None,
        "free_limit": LIMITS[free].to_dict() if free in LIMITS else None,
        "by": limited_by(row),
        "amount": amount_missed(row),
        "free_amount": amount_missed(row, caps=False),
    }


def as_drawn(record: Footprint) -> dict[str, Any]:
    """Return a footprint as short lists, cell by cell, with the words for its codes."""
    names = [limit_name(row) for row in record.chances]
    free = [limit_without_caps(row) for row in record.chances]
    limits = [name for name in LIMITS if name in {*names, *free}]
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
        "free_limit": [codes.get(name or "", 0) for name in free],
        "by": [_WHY.index(limited_by(row)) for row in record.chances],
        "amount": [amount_missed(row) for row in record.chances],
        "free_amount": [amount_missed(row, caps=False) for row in record.chances],
        "limits": [LIMITS[name].to_dict() for name in limits],
        "shots": [kind.to_dict() for kind in SHOTS.values()],
        "area_km2": {str(n): round(record.to_area(n)) for n in (1, 2)},
        "land": None if record.land is None else record.land.title,
        "land_share": None if record.land is None else round(record.land_share() or 0.0, 4),
        "population_share": None if record.is_launch_area else record.population_share(),
        "cities": record.cities(),
        "sectors": [
            {"radar": radar["name"], "half_width_deg": radar["sector_half_width_deg"]}
            for radar in record.radars
        ],
        "zones": [f for f in record.geojson()["features"] if f["geometry"]["type"] != "Point"],
    }
