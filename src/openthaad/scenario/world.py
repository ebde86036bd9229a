"""From a scenario to the tables that the engine plays: the only place where they are joined."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import BUILT_IN, Entry, Value
from openthaad.catalogue.msis import nrlmsis_table
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.engine import tables
from openthaad.engine.world import World
from openthaad.errors import CatalogueError, ScenarioError
from openthaad.fire_control.kernels.rows import BATTERY, LAUNCHER
from openthaad.interceptor.flyout import flyout_table
from openthaad.interceptor.kernels.flyout import FLYOUT
from openthaad.interceptor.model import Interceptor
from openthaad.kernels.codes import Discrimination
from openthaad.scenario import defence
from openthaad.scenario.door import require_numbers
from openthaad.scenario.fields import locate
from openthaad.scenario.radars import radar_rows, sensors_of
from openthaad.scenario.raid import Fluctuation, Part, Raid, build_raid, expected_rcs
from openthaad.scenario.reading import noting, unread
from openthaad.scenario.schema import Scenario
from openthaad.threat.flight import standard_surroundings
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.settings import TrackerSettings

PERIOD = 0.1  # s; engine and radar resource period
TRACK_LOG_PERIOD = 1.0  # s
# A run without a horizon of its own ends this long after the last planned impact [s].
GRACE = 120.0
_DISCRIMINATION = {
    "none": Discrimination.NONE,
    "features": Discrimination.FEATURES,
    "perfect": Discrimination.PERFECT,
}
_SWERLING_CASES = (0, 1, 3)
_NO_RADAR = Fluctuation(0.5, 1)  # used by nothing
_USUAL_BATTERY = "thaad"  # entry of kind ``batteries``
_SITE_STEP = 50.0  # m; fly-out tables of sites that lie this near in altitude are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of everything that the World knows by number, and the entries it was made from."""

    threats: list[Part]
    radars: list[str]
    batteries: list[str]
    assets: list[str]
    entries: list[Entry]

    @property
    def read(self) -> dict[str, Value]:
        """Catalogue values that the tables rest on, by path."""
        return {
            f"{entry.kind}.{entry.name}.{key}": entry.values[key]
            for entry in self.entries
            for key in sorted(entry.read_through())
        }

    def cited(self) -> list[dict[str, Any]]:
        """Return those values with range, unit, basis and the source in full."""
        return [
            {"path": f"{entry.kind}.{entry.name}.{key}", **entry.cited(key)}
            for entry in self.entries
            for key in sorted(entry.read_through())
        ]


def entries_of(scenario: Scenario) -> list[Entry]:
    """Catalogue entries that a scenario rests on, as it draws and sets them, each once."""
    return [scenario.entry(*key) for key in scenario.entry_keys()]


def surroundings(scenario: Scenario) -> Surroundings:
    """Return the Earth and the air of a scenario.

    Raises
    ------
    CatalogueError
        The air is NRLMSIS and its package is not installed.
    """
    usual = standard_surroundings()
    air = scenario.environment.atmosphere
    if air.model == "us76" or air.place is None:
        return usual
    place = locate(air.place)
    table = nrlmsis_table(
        air.date or scenario.epoch,
        place.latitude,
        place.longitude,
        f107=air.f107,
        f107_average=air.f107_average,
        ap=air.ap,
    )
    return usual._replace(air=table)


def build_world(scenario: Scenario) -> tuple[World, Names]:
    """Join a scenario and the catalogue into the tables of a run.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    World
        The same in every run of the scenario.
    Names
        What its rows are called.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.
    CatalogueError
        The catalogue has no such entry, or a value set makes an impossible thing.
    ScenarioError
        A key is set that nothing reads.
    """
    with noting() as reads:
        world, names = _joined(scenario)
    for path in unread(scenario, reads):
        raise ScenarioError(
            f"{path} is set, and nothing in this scenario reads it",
            key=path,
            hint="leave it out",
        )
    require_numbers(world)
    return world, names


def _joined(scenario: Scenario) -> tuple[World, Names]:
    around = surroundings(scenario)
    entries = entries_of(scenario)
    by_key = {(entry.kind, entry.name): entry for entry in entries}
    missiles = {entry.name: entry for entry in entries if entry.kind == "missiles"}
    raid = build_raid(scenario, around, fluctuation(entries), missiles)
    kinds, models = _interceptors(scenario, by_key, around.air)
    batteries, launchers = _batteries(scenario, by_key, kinds)
    radars = radar_rows(scenario, by_key)
    world = World(
        options=_options(scenario, raid, entries),
        around=around,
        missiles=raid.missiles,
        plans=raid.plans,
        threats=raid.threats,
        objects=raid.objects,
        radars=radars,
        sensors=sensors_of(radars),
        tracker=Tracker(around, _tracker_settings(scenario, by_key).params()),
        batteries=batteries,
        launchers=launchers,
        interceptors=defence.interceptor_rows(models),
        flyouts=_flyouts(scenario, dict(zip(kinds, models, strict=True)), around.air),
        assets=defence.asset_rows(scenario.assets),
        recorded_detections=np.zeros(0, tables.LOG_DETECTION),
        recorded_looks=np.zeros(0, tables.LOG_LOOK),
    )
    names = Names(
        threats=raid.parts,
        radars=list(scenario.radars),
        batteries=list(scenario.batteries),
        assets=list(scenario.assets),
        entries=entries,
    )
    return world, names


def values_read(scenario: Scenario) -> dict[str, Value]:
    """Catalogue values that a run of the scenario rests on, by path.

    Found by building its World, so the raid is aimed once.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.
    """
    return build_world(scenario)[1].read


def fluctuation(entries: list[Entry]) -> Fluctuation:
    """How echoes fluctuate: as the first radar has it.

    Raises
    ------
    CatalogueError
        Its Swerling case is 2, which is case 1 for a dwell that is integrated coherently.
    """
    for entry in entries:
        if entry.kind == "radars":
            values = entry.nominal()
            swerling = round(values["swerling_case"])
            if swerling not in _SWERLING_CASES:
                key = f"radars.{entry.name}.swerling_case"
                raise CatalogueError(
                    f"{key} must be 0, 1 or 3, got {swerling}; in a dwell that is integrated "
                    "coherently case 2 is case 1",
                    key=key,
                    value=swerling,
                    allowed=list(_SWERLING_CASES),
                )
            return Fluctuation(values["decorrelation_time"], swerling)
    return _NO_RADAR


def _tracker_settings(
    scenario: Scenario, entries: dict[tuple[str, str], Entry]
) -> TrackerSettings:
    """Settings of the tracker; without a radar none is read."""
    if not scenario.radars:
        return TrackerSettings()
    return TrackerSettings.from_entry(entries["trackers", scenario.tracker_name])


def _of_batteries(entries: list[Entry], key: str) -> list[float]:
    """Give what each battery has of a value; without any, the usual one, which is not read."""
    usual = BUILT_IN.load("batteries", _USUAL_BATTERY).values[key].value
    return [e.nominal()[key] for e in entries if e.kind == "batteries"] or [usual]


def _fill_decisions(row: np.void, entries: list[Entry]) -> None:
    """Batteries share one picture: who decides most often and is the most careful sets it."""
    row["fire_control_period"] = min(_of_batteries(entries, "decision_period"))
    row["zone_sigmas"] = max(_of_batteries(entries, "zone_sigmas"))
    row["harmless_review"] = int(min(_of_batteries(entries, "harmless_review")))


def _options(scenario: Scenario, raid: Raid, entries: list[Entry]) -> NDArray[np.void]:
    table = np.zeros(1, tables.OPTIONS)
    row = table[0]
    last = max(part.planned_impact_s for part in raid.parts)
    row["period"] = PERIOD
    _fill_decisions(row, entries)
    row["track_log_period"] = TRACK_LOG_PERIOD
    row["horizon"] = last + GRACE if scenario.horizon_s is None else scenario.horizon_s
    row["noise"] = int(scenario.noise)
    row["discrimination"] = _DISCRIMINATION[scenario.discrimination]
    missiles = [entry for entry in entries if entry.kind == "missiles"]
    row["lead_rcs"], row["body_rcs"] = expected_rcs(missiles)
    return table


def _interceptors(
    scenario: Scenario, entries: dict[tuple[str, str], Entry], air: NDArray[np.void]
) -> tuple[list[str], list[Interceptor]]:
    kinds = list(dict.fromkeys(b.interceptor_name for b in scenario.batteries.values()))
    models = [defence.interceptor_model(entries["interceptors", kind], air) for kind in kinds]
    return kinds, models


def _flyouts(
    scenario: Scenario, models: dict[str, Interceptor], air: NDArray[np.void]
) -> NDArray[np.void]:
    """One fly-out table per battery: thinner air makes a flight from 500 m up 2 % shorter."""
    rows = [
        flyout_table(
            models[battery.interceptor_name],
            air,
            site_altitude=_SITE_STEP * round(locate(battery.site).altitude / _SITE_STEP),
        )
        for battery in scenario.batteries.values()
    ]
    return np.concatenate(rows) if rows else np.zeros(0, FLYOUT)


def _batteries(
    scenario: Scenario, entries: dict[tuple[str, str], Entry], kinds: list[str]
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    batteries, launchers = [np.zeros(0, BATTERY)], [np.zeros(0, LAUNCHER)]
    for number, setting in enumerate(scenario.batteries.values()):
        entry = entries["batteries", setting.type]
        batteries.append(
            defence.battery_row(
                setting,
                entry,
                number,
                radar_names=list(scenario.radars),
                kind=kinds.index(setting.interceptor_name),
                first_launcher=sum(len(rows) for rows in launchers),
            )
        )
        launchers.append(defence.launcher_rows(setting, entry, number))
    return np.concatenate(batteries), np.concatenate(launchers)
