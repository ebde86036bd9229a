"""What a dwell sees: the one place where a radar touches truth.

`illuminate` and `sweep` turn the objects' true paths into DETECTION rows, all that the
tracker ever gets.  In a replay the rows come from a recording and no truth is read.
"""

from math import pi, sin
from typing import NamedTuple

import numpy as np

from openthaad.kernels import path, random
from openthaad.kernels.cells import floored
from openthaad.kernels.codes import Discrimination, Task
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.kernels.random import Draws
from openthaad.kernels.truth import Truth
from openthaad.kernels.vector import Vec, add_scaled
from openthaad.radar.kernels import (
    cross_section,
    detection,
    equation,
    face,
    measurement,
    median,
    resolution,
)
from openthaad.radar.kernels import sight as sights
from openthaad.radar.kernels.sight import Sight

# A mean SNR below this is noise: false alarms are drawn apart.
_NOTHING = 0.1
# Draws are addressed by time; two dwells on one object are never closer than this [s].
TIME_BIN = 1e-3
_PERFECT = int(Discrimination.PERFECT)
_SEARCH = int(Task.SEARCH)


class Beam(NamedTuple):
    """One dwell: when, where (direction cosines of its centre), how long, what for."""

    time: float
    u: float
    v: float
    duration: float
    task: int
    track: int  # row aimed at, -1 for search
    number: int  # dwells counted from the start of the run
    share: float  # of the search's sweep that it stands for (`median`); 1: it is made


class Sweep(NamedTuple):
    """Search beams that a radar makes one after the other."""

    start: float  # of the first [s]
    beams: int
    number: int  # of the first, dwells counted from the start of the run


@njit
def mean_rcs(
    radar: np.void, item: np.void, is_whole: bool, position: Vec, velocity: Vec
) -> float:
    """Mean cross-section [m2] at the aspect that the radar sees."""
    rcs = item["boost_rcs"] if is_whole else item["rcs"]
    aspect = cross_section.cosine_of_aspect(position, velocity, vec(radar["position"]))
    return cross_section.interpolate(rcs[0], rcs[1], rcs[2], aspect)


@njit
def mean_unit_snr(radar: np.void, rcs: float, sight: Sight) -> float:
    """Mean SNR per second of dwell on beam centre; air and scan included."""
    snr = equation.snr(radar["snr_constant"], rcs, sight[0], 1.0)
    snr *= equation.air_transmission(sight[3], radar["zenith_absorption"], radar["air_shell"])
    return snr * equation.scan_transmission(sight[6], radar["scan_exponent"])


@njit
def _fluctuation(r: int, o: int, item: np.void, time: float, draws: Draws) -> float:
    """Cross-section over its mean; looks within the decorrelation time share it."""
    time_bin = floored(time / item["decorrelation_time"])
    u = random.uniform(draws.seed, draws.run, random.FLUCTUATION, r, o, time_bin)
    return detection.fluctuation(u, item["swerling"])


@njit
def _detect(
    radar: np.void, truth: Truth, o: int, snr: float, beam: Beam, draws: Draws
) -> tuple[bool, float, float]:  # fmt: skip
    """Detected or not, with what probability, and the fluctuation that it was given."""
    r, item, state = radar["number"], truth.items[o], truth.objects[o]
    t = detection.threshold(radar["false_alarm_probability"])
    if draws.noise == 0:
        chance = detection.probability(snr, t, item["swerling"])
        time_bin = floored(beam.time / item["decorrelation_time"])
        seen = median.sees(state, r, chance, beam.share, time_bin)
        return (
            seen, chance, median.factor_when_seen(state, r, chance, item["swerling"])
        )  # fmt: skip
    factor = _fluctuation(r, o, item, beam.time, draws)
    probability = detection.conditional(snr * factor, t)
    u = random.uniform(
        draws.seed, draws.run, random.DETECTION, r, o, floored(beam.time / TIME_BIN)
    )
    return u < probability, probability, factor


@njit
def _fill(
    row: np.void, radar: np.void, o: int, beam: Beam, snr: float, mean: Vec, draws: Draws
) -> None:  # fmt: skip
    """Write what is measured: the mean, in which is this run's bias, and this look's error."""
    r = radar["number"]
    floor, slope = radar["angle_floor"], radar["monopulse_slope"]
    sigma = (
        measurement.sigma_range(snr, radar["bandwidth"], radar["range_floor"]),
        measurement.sigma_direction(snr, radar["width_u"], floor, slope),
        measurement.sigma_direction(snr, radar["width_v"], floor, slope),
    )
    noise = (0.0, 0.0, 0.0)
    if draws.noise == 1:
        time_bin = floored(beam.time / TIME_BIN)
        n = random.normals(draws.seed, draws.run, random.MEASUREMENT, r, o, time_bin)
        noise = (n[0], n[1], n[2])
    z = measurement.measure(mean, sigma, noise)
    row["time"] = beam.time
    row["dwell_number"] = beam.number
    row["radar"] = r
    row["task"] = beam.task
    row["track"] = beam.track
    row["range"] = z[0]
    row["u"] = z[1]
    row["v"] = z[2]
    row["sigma_range"] = sigma[0]
    row["sigma_u"] = sigma[1]
    row["sigma_v"] = sigma[2]
    row["snr"] = snr
    row["unit_snr"] = snr / beam.duration
    row["dwell"] = beam.duration


@njit
def look(
    radar: np.void, truth: Truth, o: int, beam: Beam, draws: Draws, row: np.void, extra: np.void
) -> bool:  # fmt: skip
    """One object in one beam: fill the detection and say whether there is one."""
    item, state, flight = truth.items[o], truth.objects[o], truth.flights[o]
    position, velocity, _ = path.state_at(
        truth.nodes, flight["first_node"], flight["node_count"], state["cursor"], beam.time
    )
    sight = sights.line_of_sight(radar, position)
    if not (sights.is_above_horizon(radar, sight) and sights.is_in_sector(radar, sight)):
        return False
    left = face.beam_transmission(
        sight[4] - beam.u, sight[5] - beam.v, radar["width_u"], radar["width_v"]
    )
    if left < radar["beam_edge"]:
        return False
    is_whole = item["kind"] == 0 and beam.time < state["separation_time"]
    rcs = mean_rcs(radar, item, is_whole, position, velocity)
    snr = mean_unit_snr(radar, rcs, sight) * left * beam.duration
    if snr < _NOTHING:
        return False
    seen, probability, factor = _detect(radar, truth, o, snr, beam, draws)
    if not seen:
        return False
    exact = (sight[0], sight[4], sight[5])
    fault = truth.faults[radar["number"]]
    mean = (
        exact[0] + (fault["bias_range"] + radar["extra_range_bias"]),
        exact[1] + (fault["bias_u"] + radar["extra_angle_bias"]),
        exact[2] + fault["bias_v"],
    )
    _fill(row, radar, o, beam, max(snr * factor, 1.0), mean, draws)
    row["reported_kind"] = item["kind"] if draws.discrimination == _PERFECT else -1
    extra["object"] = o
    extra["range"], extra["u"], extra["v"] = exact
    extra["detection_probability"] = probability
    extra["beam_u"] = beam.u
    extra["beam_v"] = beam.v
    extra["elevation"] = sight[3]
    extra["rcs"], extra["fluctuation"], extra["echoes"] = rcs, factor, 1
    return True


@njit
def is_worth_a_look(radar: np.void, state: np.void, beam: Beam, period_start: float) -> bool:
    """Coarse test by the period's state moved straight on: an object near the beam."""
    position = add_scaled(
        vec(state["position"]), beam.time - period_start, vec(state["velocity"])
    )
    u, v, cosine = face.direction_cosines(
        (
            position[0] - radar["position"][0],
            position[1] - radar["position"][1],
            position[2] - radar["position"][2],
        ),
        sights.basis(radar),
    )
    if cosine <= 0.0:
        return False
    left = face.beam_transmission(u - beam.u, v - beam.v, radar["width_u"], radar["width_v"])
    return left > 0.5 * radar["beam_edge"]


@njit
def illuminate(
    radar: np.void, truth: Truth, beam: Beam, draws: Draws, period_start: float,
    detections: np.ndarray, count: int,
) -> int:  # fmt: skip
    """Every object that a dwell detects and resolves, appended; the new count.

    The beam is told where to go in the face as the radar takes it to stand; where the face is
    turned by an error, so is the beam.  A search covers its sector all the same.
    """
    fault = truth.faults[radar["number"]]
    beam = Beam(
        beam.time, beam.u - fault["bias_u"] - radar["extra_angle_bias"],
        beam.v - fault["bias_v"], beam.duration, beam.task, beam.track, beam.number,
        beam.share,
    )  # fmt: skip
    first = count
    for o in range(truth.objects.shape[0]):
        state = truth.objects[o]
        if state["is_flying"] == 0 or count >= detections.shape[0]:
            continue
        if beam.time > state["end_time"]:
            continue
        if not is_worth_a_look(radar, state, beam, period_start):
            continue
        if look(radar, truth, o, beam, draws, detections[count], truth.extras[count]):
            count += 1
    return resolution.merge(radar, detections, truth.extras, first, count)


@njit
def beam_of_object(radar: np.void, first_column: int, columns: int, sight: Sight) -> int:
    """Number of the search beam whose centre is nearest to a direction, -1 if none."""
    off = sights.off_boresight(radar, sight[1]) + radar["sector_half_width"]
    column = floored(off / radar["search_column_spacing"]) - first_column
    rise = (sight[3] - radar["search_elevation"]) / radar["search_row_spacing"]
    row = floored(rise + 0.5)
    if column < 0 or column >= columns or row < 0 or row >= radar["search_rows"]:
        return -1
    return row * columns + column


@njit
def centre_of_beam(
    radar: np.void, first_column: int, columns: int, number: int, bending: float
) -> Vec:
    """u, v, cosine of a search beam's centre; `bending` is apparent less true elevation."""
    row = number // columns
    column = first_column + number - row * columns
    azimuth = (
        radar["boresight"]
        - radar["sector_half_width"]
        + (column + 0.5) * radar["search_column_spacing"]
    )
    elevation = radar["search_elevation"] + row * radar["search_row_spacing"] - bending
    return sights.direction_of_beam(radar, azimuth, elevation)


@njit
def sweep(
    radar: np.void, radar_state: np.void, truth: Truth, run: Sweep, draws: Draws,
    detections: np.ndarray, count: int,
) -> int:  # fmt: skip
    """Search beams one after the other from the state's next beam on; the new count.

    Only the nearest beam to an object can see it: the skirts of its neighbours are left out.
    Without noise every period stands for a share of the sweep, wherever the beam is.
    """
    first = count
    columns = radar_state["columns"]
    total = columns * radar["search_rows"]
    # Air bends rays down: what truly stands above the fence is seen no lower.
    rows = radar["search_rows"] * radar["search_row_spacing"]
    top = sin(min(radar["search_elevation"] + rows, 0.5 * pi))
    for o in range(truth.objects.shape[0]):
        state = truth.objects[o]
        if state["is_flying"] == 0 or count >= detections.shape[0]:
            continue
        if sights.is_above(radar, vec(state["position"]), top):
            continue
        sight = sights.line_of_sight(radar, vec(state["position"]))
        nearest = beam_of_object(radar, radar_state["first_column"], columns, sight)
        ahead, share = (nearest - radar_state["beam"]) % total, 1.0
        if draws.noise == 0:
            ahead, share = run.beams // 2, min(run.beams / total, 1.0)
        if nearest < 0 or ahead >= run.beams:
            continue
        u, v, _ = centre_of_beam(
            radar, radar_state["first_column"], columns, nearest, sight[3] - sight[2]
        )
        dwell = radar["search_dwell"]
        beam = Beam(
            run.start + ahead * dwell, u, v, dwell, _SEARCH, -1, run.number + ahead, share
        )
        if beam.time > state["end_time"]:
            continue
        if look(radar, truth, o, beam, draws, detections[count], truth.extras[count]):
            count += 1
    return resolution.merge(radar, detections, truth.extras, first, count)
