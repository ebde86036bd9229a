"""The defence of a scenario as table rows: radars, batteries, interceptors, assets."""

from collections.abc import Mapping
from math import pi, radians

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry, made_of
from openthaad.earth.kernels import frames
from openthaad.errors import CatalogueError, OpenThaadError
from openthaad.fire_control.kernels.rows import ASSET, BATTERY, LAUNCHER
from openthaad.interceptor.booster import fit_propellant
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.interceptor.model import Interceptor
from openthaad.kernels import codes
from openthaad.scenario.fields import locate
from openthaad.scenario.schema import Asset, Battery

_PREFERENCES = {
    "earliest": codes.Preference.EARLIEST,
    "most-certain": codes.Preference.MOST_CERTAIN,
}
# What decides how much propellant gives the published burnout speed.
_PROPELLANT_RESTS_ON = (
    "burnout_speed",
    "mass",
    "kill_vehicle_mass",
    "booster_isp_vacuum",
    "booster_isp_sea_level",
    "booster_burn_time",
    "diameter",
    "drag_scale",
    "burnout_speed_elevation",
)


def interceptor_model(entry: Entry, air: NDArray[np.void]) -> Interceptor:
    """Make an interceptor from its catalogue entry and drag curve.

    The published burnout speed is what the catalogue's propellant was fitted to; where that
    speed, or anything else that the fit rests on, is drawn or set, the propellant is fitted
    again in `air` (AIR), unless it is set itself.

    Raises
    ------
    CatalogueError
        No booster of this mass burns out at this speed.
    """
    values = entry.nominal()
    speed = values.get("burnout_speed")
    if speed is None or not _propellant_moves(entry):
        return Interceptor.from_entry(entry)
    # Whatever was fitted before may be more than there is room for now.
    begin = {"booster_propellant_mass": 0.5 * (values["mass"] - values["kill_vehicle_mass"])}
    model = Interceptor.from_entry(entry, begin)
    try:
        with made_of(entry):
            return fit_propellant(model, speed, air)
    except OpenThaadError as error:
        key = f"interceptors.{entry.name}.burnout_speed"
        raise CatalogueError(error.message, key=key) from error


def _propellant_moves(entry: Entry) -> bool:
    """Whether anything that the propellant was fitted to is no longer what it was then."""
    if entry.values["booster_propellant_mass"].basis == "set":
        return False
    known = [k for k in _PROPELLANT_RESTS_ON if k in entry.values and k in entry.fitted]
    return any(entry.values[key].value != entry.fitted[key] for key in known)


def interceptor_rows(models: list[Interceptor]) -> NDArray[np.void]:
    """Rows of INTERCEPTOR, one per type."""
    rows = [model.row() for model in models]
    return np.concatenate(rows) if rows else np.zeros(0, INTERCEPTOR)


def _chosen(setting: float | None, values: Mapping[str, float], key: str) -> float:
    """Return what the scenario sets, or the catalogue's value, which is read only then."""
    return values[key] if setting is None else setting


def battery_row(
    setting: Battery,
    entry: Entry,
    number: int,
    *,
    radar_names: list[str],
    kind: int,
    first_launcher: int,
) -> NDArray[np.void]:
    """One row of BATTERY."""
    values = entry.nominal()
    table = np.zeros(1, BATTERY)
    row = table[0]
    at = locate(setting.site)
    row["number"] = number
    row["position"] = frames.geodetic_to_ecef(at.latitude, at.longitude, at.altitude)
    row["radar_mask"] = sum(1 << radar_names.index(name) for name in setting.radars)
    row["interceptor"] = kind
    row["first_launcher"] = first_launcher
    row["launcher_count"] = int(_chosen(setting.launchers, values, "launchers"))
    delay = _chosen(setting.reaction_time_s, values, "reaction_time")
    row["reaction_time"] = delay + values["link_delay"]
    row["channels"] = int(_chosen(setting.channels, values, "channels"))
    row["caps_on"] = int(setting.caps)
    row["floor"] = _metres(setting.floor_km, values, "floor")
    row["ceiling"] = _metres(setting.ceiling_km, values, "ceiling")
    row["reach"] = _metres(setting.reach_km, values, "reach")
    if row["floor"] >= row["ceiling"]:
        raise CatalogueError(
            f"the floor of a battery ({1e-3 * row['floor']:g} km) must lie below its ceiling "
            f"({1e-3 * row['ceiling']:g} km)",
            key=f"batteries.{entry.name}",
            allowed="floor below ceiling",
        )
    row["min_range"] = values["range_minimum"]
    row["least_closing_speed"] = values["closing_speed_minimum"]
    row["handover_sigmas"] = values["handover_sigmas"]
    row["channel_hold"] = values["channel_hold_time"]
    row["hold_fire"] = int(setting.hold_fire)
    _fill_doctrine(row, setting, values)
    return table


def _metres(kilometres: float | None, values: Mapping[str, float], key: str) -> float:
    return values[key] if kilometres is None else 1e3 * kilometres


def _fill_doctrine(row: np.void, setting: Battery, values: Mapping[str, float]) -> None:
    doctrine = setting.doctrine
    plan = doctrine.shot_plan()
    row["salvo"], row["look"], row["max_rounds"] = plan.salvo, int(plan.look), plan.max_rounds
    row["preference"] = _PREFERENCES[doctrine.preference]
    row["min_kill_probability"] = doctrine.min_kill_probability
    row["require_descending"] = int(doctrine.descending_only)
    row["reserve"] = doctrine.reserve
    row["launch_spacing"] = _chosen(doctrine.launch_spacing_s, values, "launch_spacing")
    row["assessment_delay"] = _chosen(
        doctrine.kill_assessment_delay_s, values, "kill_assessment_delay"
    )
    row["assessment_error"] = _chosen(
        doctrine.kill_assessment_error, values, "kill_assessment_error"
    )


def launcher_rows(setting: Battery, entry: Entry, number: int) -> NDArray[np.void]:
    """Rows of LAUNCHER of one battery, all at the battery's place."""
    values = entry.nominal()
    at = locate(setting.site)
    table = np.zeros(int(_chosen(setting.launchers, values, "launchers")), LAUNCHER)
    table["battery"] = number
    table["position"] = frames.geodetic_to_ecef(at.latitude, at.longitude, at.altitude)
    table["azimuth_half_width"] = pi
    if setting.launcher_azimuth_deg is not None:
        table["azimuth"] = radians(setting.launcher_azimuth_deg)
        table["azimuth_half_width"] = values["launcher_azimuth_half_width"]
    table["rounds"] = int(_chosen(setting.rounds_per_launcher, values, "rounds_per_launcher"))
    return table


def asset_rows(assets: Mapping[str, Asset]) -> NDArray[np.void]:
    """Rows of ASSET, in the scenario's order."""
    table = np.zeros(len(assets), ASSET)
    for row, asset in zip(table, assets.values(), strict=True):
        at = locate(asset.site)
        row["position"] = frames.geodetic_to_ecef(at.latitude, at.longitude, at.altitude)
        row["radius"] = 1e3 * asset.radius_km
        row["value"] = asset.value
    return table
