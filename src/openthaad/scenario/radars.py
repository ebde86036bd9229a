"""The radars of a scenario: each a site, and all of them as the tables of a World."""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil, log10, radians

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry, made_of
from openthaad.constants import SPEED_OF_LIGHT
from openthaad.earth.kernels import frames
from openthaad.earth.refraction import STANDARD_REFRACTIVITY, air, bending_table
from openthaad.radar.kernels import face, rows
from openthaad.radar.model import Radar as Model
from openthaad.radar.model import from_entry
from openthaad.radar.site import RadarSite
from openthaad.scenario.fields import locate
from openthaad.scenario.schema import Radar, Scenario
from openthaad.tracking.kernels.replay import SENSORS

_DB = 10.0


def radar_rows(
    scenario: Scenario, entries: Mapping[tuple[str, str], Entry]
) -> NDArray[np.void]:
    """Rows of RADAR of a scenario; `entries` has the catalogue's by kind and name."""
    sites = [
        radar_site(
            name, setting, entries["radars", setting.type], scenario.environment.refraction
        )
        for name, setting in scenario.radars.items()
    ]
    table = np.concatenate([np.zeros(0, rows.RADAR), *(site.radars for site in sites)])
    table["number"] = np.arange(len(table))
    return table


def sensors_of(radars: NDArray[np.void]) -> NDArray[np.void]:
    """Return the radars as the tracker knows them: site, face and declared bias."""
    table = np.zeros(len(radars), SENSORS)
    table["position"] = radars["position"]
    for k, name in enumerate(("face_right", "face_up", "face_normal")):
        table["basis"][:, k, :] = radars[name]
    table["bias"][:, 0] = radars["range_bias_sigma"]
    table["bias"][:, 1:] = radars["angle_bias_sigma"][:, None]
    return table


@lru_cache(maxsize=64)
def _bend(refraction: str, refractivity: float, height: float) -> NDArray[np.float64]:
    """Bending of rays from a site at a height [m]; the same for all radars so high."""
    return bending_table(air=air(refraction, refractivity), site_height=height)


def radar_model(entry: Entry, setting: Radar) -> Model:
    """Make the radar that a scenario sets up, from the catalogue and what the scenario sets."""
    own: dict[str, float] = {}
    if setting.tilt_deg is not None:
        own["face_tilt"] = radians(setting.tilt_deg)
    if setting.min_elevation_deg is not None:
        own[f"{setting.mode}_minimum_elevation"] = radians(setting.min_elevation_deg)
    if setting.sector_deg is not None:
        own[f"{setting.mode}_search_half_width"] = radians(setting.sector_deg)
    return from_entry(entry, setting.mode, own)


def radar_site(name: str, setting: Radar, entry: Entry, refraction: str) -> RadarSite:
    """Set a radar up where and how a scenario has it, in air of a model of refraction."""
    model = radar_model(entry, setting)
    values = entry.nominal()
    table = np.zeros(1, rows.RADAR)
    row = table[0]
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
    row["mask"] = np.radians(setting.skyline_deg())
    refractivity = STANDARD_REFRACTIVITY
    if refraction == "exponential":
        refractivity = values["surface_refractivity"]
    row["bend"] = _bend(refraction, refractivity, max(float(row["altitude"]), 0.0))
    return RadarSite(
        name=name,
        mode=setting.mode,
        title=entry.title,
        place=locate(setting.site).name,
        radars=table,
        beam_shape_loss=model.beam_shape_loss,
        snr_track=values["snr_track"],
    )


def _fill_site(row: np.void, setting: Radar, model: Model, mast: float) -> None:
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


def _fill_energy(row: np.void, model: Model, values: Mapping[str, float]) -> None:
    row["snr_constant"] = model.snr_constant
    row["zenith_absorption"] = _DB * log10(model.zenith_absorption)
    row["air_shell"] = model.air_shell
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
    row["monopulse_slope"] = values["monopulse_slope"]
    row["beam_edge"] = values["beam_edge"]


def _fill_search(row: np.void, model: Model) -> None:
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
    # A first detection is a lucky echo more often than not: look again for longer.
    share = values["snr_confirm"] / values["snr_search"]
    dwell = values["confirm_dwell_factor"] * share * row["search_dwell"]
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
    row["harmless_factor"] = values["interval_harmless_factor"]
    row["track_share"] = values["track_share_maximum"]
    row["blur"] = values["confirm_blur"]
