"""Rows of a radar: what it is and where it stands, how it spends its time, what it gets wrong.

Everything is SI, ECEF and seconds since the scenario's epoch.
"""

import numpy as np

from openthaad.earth.kernels.refraction import ELEVATION_NODES, HEIGHT_NODES

RADAR = np.dtype(
    [
        ("number", "i8"),  # its row
        ("position", "f8", (3,)),
        ("east", "f8", (3,)),
        ("north", "f8", (3,)),
        ("up", "f8", (3,)),
        ("face_right", "f8", (3,)),
        ("face_up", "f8", (3,)),
        ("face_normal", "f8", (3,)),
        ("latitude", "f8"),
        ("longitude", "f8"),
        ("altitude", "f8"),
        ("boresight", "f8"),  # azimuth of the face normal, clockwise from north
        ("sector_half_width", "f8"),  # azimuth either side of boresight
        ("field_of_regard", "f8"),  # cone half-angle about the face normal
        ("min_elevation", "f8"),  # apparent
        ("snr_constant", "f8"),  # SNR = constant * rcs * dwell / range**4 [W m2 .. /J]
        ("zenith_absorption", "f8"),  # two-way power loss at zenith [dB]
        ("air_shell", "f8"),  # of the layer that absorbs: `equation.air_shell`
        ("scan_exponent", "f8"),
        ("width_u", "f8"),  # one-way half-power widths in direction cosines, at boresight
        ("width_v", "f8"),
        ("false_alarm_probability", "f8"),  # per resolution cell; sets the threshold
        ("false_alarms_per_beam", "f8"),  # expected, all cells of one beam
        ("bandwidth", "f8"),
        ("range_floor", "f8"),
        ("angle_floor", "f8"),
        ("range_bias_sigma", "f8"),
        ("angle_bias_sigma", "f8"),
        ("extra_range_bias", "f8"),  # a fault to inject, unknown to the tracker [m]
        ("extra_angle_bias", "f8"),  # the same across, along the rows of the face [rad]
        ("search_rows", "i8"),
        ("search_elevation", "f8"),
        ("search_row_spacing", "f8"),
        ("search_column_spacing", "f8"),
        ("search_columns", "i8"),
        ("search_dwell", "f8"),
        ("search_snr", "f8"),  # asked of a search dwell on beam centre [1]
        ("confirm_dwell", "f8"),
        ("dwell_min", "f8"),
        ("dwell_max", "f8"),
        ("track_snr", "f8"),
        ("precision_snr", "f8"),
        ("confirm_interval", "f8"),
        ("track_interval", "f8"),
        ("precision_interval", "f8"),
        ("guidance_interval", "f8"),
        ("harmless_factor", "f8"),  # by which a track that threatens nobody waits longer
        ("track_share", "f8"),  # of the radar's time that one track may take
        ("blur", "f8"),  # one sigma of direction that asks for a confirming look [widths]
        ("beam_edge", "f8"),  # two-way power, of that on axis, below which it sees nothing
        ("monopulse_slope", "f8"),
        ("cue_delay", "f8"),  # launch warning after launch [s]; negative: none
        ("cue_half_width", "f8"),  # sector searched about a warning, azimuth [rad]
        ("cue_duration", "f8"),
        ("can_engage", "i8"),  # 0 in forward-based mode
        (
            "bend",
            "f8",
            (ELEVATION_NODES, HEIGHT_NODES),
        ),  # how far air raises what it sees [rad]
        ("mask", "f8", (360,)),  # skyline by degree of azimuth [rad]
    ],
    align=True,
)

RADAR_STATE = np.dtype(
    [
        ("bank", "f8"),  # time in hand [s]; negative while a dwell runs on
        ("beam", "i8"),  # next beam of the search
        ("first_column", "i8"),  # of the sector searched now
        ("columns", "i8"),
        ("false_alarms", "i8"),  # waiting for their confirm dwell
        ("spent", "f8", (7,)),  # by Task, this second [s]
        ("spent_total", "f8", (7,)),
        ("peak", "f8"),
        ("detections", "i8"),
        ("tracks", "i8"),
        ("waiting", "i8"),  # periods of this cycle in which the tracks took all the time
        ("waiting_total", "i8"),
    ],
    align=True,
)

RADAR_FAULT = np.dtype(  # truth: this run's error of site and orientation
    [("bias_range", "f8"), ("bias_u", "f8"), ("bias_v", "f8")],
    align=True,
)

OBJECT = np.dtype(  # truth: one row per thing that flies, all numbered before the run
    [
        ("threat", "i8"),
        ("kind", "i8"),  # ObjectKind
        ("swerling", "i8"),  # 0, 1 or 3
        ("decorrelation_time", "f8"),  # looks within it share a fluctuation [s]
        ("boost_rcs", "f8", (3,)),  # nose, side, tail before separation [m2]
        ("rcs", "f8", (3,)),  # nose, side, tail afterwards [m2]
    ],
    align=True,
)
