"""The defence of a scenario as table rows: radars, batteries, interceptors, assets."""

from collections.abc import Mapping
from math import ceil, log10, pi, radians

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry, made_of
from openthaad.constants import SPEED_OF_LIGHT
from openthaad.earth.kernels import frames
from openthaad.engine import tables
from openthaad.errors import CatalogueError, OpenThaadError
from openthaad.interceptor.booster import fit_propellant
from openthaad.interceptor.kernels.interceptor import INTERCEPTOR
from openthaad.interceptor.model import Interceptor
from openthaad.kernels import codes
from openthaad.radar import model as radars
from openthaad.radar.kernels import face
from openthaad.scenario.fields import locate
from openthaad.scenario.schema import Asset, Battery, Radar

_PREFERENCES = {
    "earliest": codes.Preference.EARLIEST,
    "most-certain": codes.Preference.MOST_CERTAIN,
}
_DB = 10.0
_CONFIRM_LONGER = 4.0
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
)


def radar_model(entry: Entry, setting: Radar) -> radars.Radar:
    """Make the radar that a scenario sets up, from the catalogue and what the scenario sets."""
    own: dict[str, float] = {}
    if setting.tilt_deg is not None:
        own["face_tilt"] = radians(setting.tilt_deg)
    if setting.min_elevation_deg is not None:
        own[f"{setting.mode}_minimum_elevation"] = radians(setting.min_elevation_deg)
    if setting.sector_deg is not None:
        own[f"{setting.mode}_search_half_width"] = radians(setting.sector_deg)
    return radars.from_entry(entry, setting.mode, own)


def fill_radar(row: np.void, entry: Entry, setting: Radar) -> None:
    """Fill a row of RADAR with what a radar is and where it looks, but for air and skyline."""
    model = radar_model(entry, setting)
    values = entry.nominal()
    _fill_site(row, setting, model, values["mast_height"])
    _fill_energy(row, model, values)
    _fill_search(row, model)
    with made_of(entry):
        _fill_tasks(row, values)
    row["extra_range_bias"] = setting.range_bias_m
    row["extra_angle_bias"] = setting.angle_bias_mrad * 1e-3
    row["can_engage"] = int(setting.mode == "terminal")
    row["cue_delay"] = -1.0
    if setting.cue is not None:
        row["cue_delay"] = setting.cue.delay_s
        row["cue_half_width"] = radians(setting.cue.half_width_deg)
        row["cue_duration"] = setting.cue.duration_s


def _fill_site(row: np.void, setting: Radar, model: radars.Radar, mast: float) -> None:
    at = locate(setting.site)
    latitude, longitude = at.latitude, at.longitude
    row["latitude"], row["longitude"], row["altitude"] = latitude, longitude, at.altitude + mast
    row["position"] = frames.geodetic_to_ecef(latitude, longitude, at.altitude + mast)
    row["east"], row["north"], row["up"] = frames.enu_basis(latitude, longitude)
    boresight = radians(setting.boresight_deg)
    right, up, normal = face.face_basis(latitude, longitude, boresight, model.face_tilt)
    row["face_right"], row["face_up"], row["face_normal"] = right, up, normal
    row["boresight"] = boresight
    row["sector_half_width"] = model.search.half_width
    row["field_of_regard"] = model.field_of_regard
    row["min_elevation"] = model.minimum_elevation


def _fill_energy(row: np.void, model: radars.Radar, values: Mapping[str, float]) -> None:
    row["snr_constant"] = model.snr_constant
    row["zenith_absorption"] = _DB * log10(model.zenith_absorption)
    row["scan_exponent"] = model.scan_exponent_two_way
    row["width_u"] = model.beamwidth_azimuth
    row["width_v"] = model.beamwidth_elevation
    row["false_alarm_probability"] = model.false_alarm_probability
    cells = values["range_window"] / (0.5 * SPEED_OF_LIGHT / model.bandwidth)
    row["false_alarms_per_beam"] = model.false_alarm_probability * cells
    row["bandwidth"] = model.bandwidth
    row["range_floor"] = model.range_error_floor
    row["angle_floor"] = model.angle_error_floor
    row["range_bias_sigma"] = model.range_bias_sigma
    row["angle_bias_sigma"] = model.angle_bias_sigma


def _fill_search(row: np.void, model: radars.Radar) -> None:
    search = model.search
    row["search_rows"] = round(search.rows)
    row["search_elevation"] = search.elevation
    row["search_row_spacing"] = search.row_spacing
    row["search_column_spacing"] = search.beam_spacing
    row["search_columns"] = ceil(2.0 * search.half_width / search.beam_spacing - 1e-9)
    row["search_dwell"] = search.dwell


def _fill_tasks(row: np.void, values: Mapping[str, float]) -> None:
    shortest, longest = values["dwell_minimum"], values["dwell_maximum"]
    if shortest > longest:
        raise ValueError(
            f"dwell_minimum ({1e3 * shortest:g} ms) must not exceed dwell_maximum "
            f"({1e3 * longest:g} ms)"
        )
    # A first detection is a lucky echo more often than not: look again four times as long.
    share = values["snr_confirm"] / values["snr_search"]
    dwell = _CONFIRM_LONGER * share * row["search_dwell"]
    row["confirm_dwell"] = min(dwell, longest)
    row["search_snr"] = values["snr_search"]
    row["dwell_min"] = shortest
    row["dwell_max"] = longest
    row["track_snr"] = values["snr_track"]
    row["precision_snr"] = values["snr_precision"]
    row["confirm_interval"] = values["interval_confirm"]
    row["track_interval"] = values["interval_track"]
    row["precision_interval"] = values["interval_precision"]
    row["guidance_interval"] = values["interval_precision"]


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
    setting: Battery, entry: Entry, *, radar_names: list[str], kind: int, first_launcher: int
) -> NDArray[np.void]:
    """One row of BATTERY."""
    values = entry.nominal()
    table = np.zeros(1, tables.BATTERY)
    row = table[0]
    at = locate(setting.site)
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
    table = np.zeros(int(_chosen(setting.launchers, values, "launchers")), tables.LAUNCHER)
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
    table = np.zeros(len(assets), tables.ASSET)
    for row, asset in zip(table, assets.values(), strict=True):
        at = locate(asset.site)
        row["position"] = frames.geodetic_to_ecef(at.latitude, at.longitude, at.altitude)
        row["radius"] = 1e3 * asset.radius_km
        row["value"] = asset.value
    return table
