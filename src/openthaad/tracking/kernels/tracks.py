"""One track: its table row, first sight, prediction, update, confirmation, end.

The tracker is fed what detections measure (`filters.Measurement`) and what is known of the
radar that made them (`filters.Sensor`); nothing here takes the truth.  A row is written by
`initiate` and then kept by `predict_to`, `update` and `note_miss`.
"""

from math import isfinite

import numpy as np

from openthaad.kernels.codes import TrackStatus
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot, scale, sub
from openthaad.radar.kernels.measurement import position_from_measurement
from openthaad.tracking.kernels import filters, mixing
from openthaad.tracking.kernels.filters import Measurement, Sensor, Tracker, TrackerParams
from openthaad.tracking.kernels.motion import BALLISTIC, BOOST, drag_deceleration

MAX_RADARS = 4

TRACK = np.dtype(
    [
        ("active", "i8"),  # 0: the row is free
        ("status", "i8"),  # TrackStatus
        ("number", "i8"),  # rises with each track of a run
        ("time", "f8"),  # of the estimate [s]
        ("x", "f8", (2, 7)),  # by model, BOOST then BALLISTIC: position, velocity, s
        ("p", "f8", (2, 7, 7)),
        ("c", "f8", (2, MAX_RADARS, 7, 3)),  # covariance with each radar's bias
        ("radars", "i8"),  # blocks of c in use: one more than the highest radar seen
        ("mode_probability", "f8", (2,)),
        ("likelihood", "f8", (2,)),  # log-likelihood of the last detection, by model
        ("nis", "f8"),  # of the last detection, three degrees of freedom
        ("mean_nis", "f8"),  # fading mean, to notice a motor that lights again
        ("is_burnout_declared", "i8"),
        ("ballistic_since", "f8"),  # first time of the present run above the threshold [s]
        ("burnout_time", "f8"),  # when burnout was declared; NaN before [s]
        ("hits", "i8"),
        ("misses", "i8"),
        ("opportunities", "i8"),
        ("first_time", "f8"),
        ("confirmed_time", "f8"),  # NaN before
        ("last_update_time", "f8"),
        ("snr", "f8"),  # fading mean
        ("separation_time", "f8"),  # when something was last seen to part from it; NaN before
    ],
    align=True,
)


_TENTATIVE = int(TrackStatus.TENTATIVE)
_CONFIRMED = int(TrackStatus.CONFIRMED)
_DROPPED = int(TrackStatus.DROPPED)

RIGHT_NIS = 3.0  # mean of a right filter's: as many as a detection has components


# --- First sight -----------------------------------------------------------------------------


@njit
def initiate(
    track: np.void, number: int, measured: Measurement, sensor: Sensor, params: TrackerParams
) -> None:
    """Start a track from one detection: measured position, velocity zero with a wide prior."""
    track["active"] = 1
    track["status"] = _TENTATIVE
    track["number"] = number
    track["time"] = measured.time
    track["radars"] = sensor.radar + 1
    mode = track["mode_probability"]
    mode[BOOST] = params.boost_probability
    mode[BALLISTIC] = 1.0 - params.boost_probability
    track["likelihood"][BOOST] = 0.0
    track["likelihood"][BALLISTIC] = 0.0
    track["nis"] = RIGHT_NIS
    track["mean_nis"] = RIGHT_NIS
    track["is_burnout_declared"] = 0
    track["ballistic_since"] = np.nan
    track["burnout_time"] = np.nan
    track["hits"] = 1
    track["misses"] = 0
    track["opportunities"] = 1
    track["first_time"] = measured.time
    track["confirmed_time"] = np.nan
    track["last_update_time"] = measured.time
    track["snr"] = measured.snr
    track["separation_time"] = np.nan
    for model in range(2):
        x, p, c = track["x"][model], track["p"][model], track["c"][model]
        _start(x, p, c, measured, sensor, params)
    track["x"][BOOST, 6] = params.thrust
    track["p"][BOOST, 6, 6] = params.thrust_sigma * params.thrust_sigma
    track["x"][BALLISTIC, 6] = params.log_beta
    track["p"][BALLISTIC, 6, 6] = params.log_beta_sigma * params.log_beta_sigma


@njit
def _clear(x: np.ndarray, p: np.ndarray, c: np.ndarray) -> None:
    # Loops, here and below: Numba takes seconds to compile an assignment to a slice.
    for i in range(7):
        x[i] = 0.0
        for j in range(7):
            p[i, j] = 0.0
        for r in range(MAX_RADARS):
            for k in range(3):
                c[r, i, k] = 0.0


@njit
def _copy_model(
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    to_x: np.ndarray,
    to_p: np.ndarray,
    to_c: np.ndarray,
) -> None:
    for i in range(7):
        to_x[i] = x[i]
        for j in range(7):
            to_p[i, j] = p[i, j]
        for r in range(MAX_RADARS):
            for k in range(3):
                to_c[r, i, k] = c[r, i, k]


@njit
def _start(
    x: np.ndarray,
    p: np.ndarray,
    c: np.ndarray,
    measured: Measurement,
    sensor: Sensor,
    params: TrackerParams,
) -> None:
    """Position and its errors from one detection; velocity from the prior."""
    _clear(x, p, c)
    at = position_from_measurement(
        measured.range, measured.u, measured.v, sensor.position, sensor.basis
    )
    columns = _position_columns(at, measured, sensor)
    white = (measured.sigma_range, measured.sigma_u, measured.sigma_v)
    bias = (sensor.bias_range, sensor.bias_u, sensor.bias_v)
    for k in range(3):
        column = columns[k]
        variance = bias[k] * bias[k]
        for i in range(3):
            # A bias that is too large puts the measured position too far out, and the
            # error (truth less estimate) the other way.
            c[sensor.radar, i, k] = -column[i] * variance
            for j in range(3):
                p[i, j] += column[i] * column[j] * (variance + white[k] * white[k])
    for i in range(3):
        x[i] = at[i]
        p[i + 3, i + 3] = params.velocity_sigma * params.velocity_sigma


@njit
def _position_columns(at: Vec, measured: Measurement, sensor: Sensor) -> tuple[Vec, Vec, Vec]:
    """Derivatives of the measured position by range, u and v."""
    line = scale(1.0 / measured.range, sub(at, sensor.position))
    right, up, normal = sensor.basis
    inverse = 1.0 / max(dot(line, normal), 1e-3)
    by_u = scale(measured.range, add_scaled(right, -measured.u * inverse, normal))
    by_v = scale(measured.range, add_scaled(up, -measured.v * inverse, normal))
    return line, by_u, by_v


# --- Prediction and update -------------------------------------------------------------------


@njit
def predict_to(track: np.void, time: float, tracker: Tracker) -> None:
    """Carry the track forward to a time [s]; an earlier time changes nothing."""
    duration = time - track["time"]
    if duration <= 0.0:
        return
    radars = track["radars"]
    first = BALLISTIC
    if track["is_burnout_declared"] == 0:
        mixing.mix(track, radars, duration, tracker.params)
        first = BOOST
    for model in range(first, 2):
        x, p, c = track["x"][model], track["p"][model], track["c"][model]
        filters.predict(model, x, p, c, radars, duration, tracker)
    track["time"] = time


@njit
def update(
    track: np.void,
    measured: Measurement,
    sensor: Sensor,
    tracker: Tracker,
) -> float:
    """Predict to a detection's time and take it in; returns its NIS (three degrees)."""
    predict_to(track, measured.time, tracker)
    track["radars"] = max(track["radars"], sensor.radar + 1)
    mode, likelihood = track["mode_probability"], track["likelihood"]
    is_declared = track["is_burnout_declared"] == 1
    boost_nis = 0.0
    nis = 0.0
    share = tracker.params.linearisation_share
    for model in range(BALLISTIC if is_declared else BOOST, 2):
        boost_nis = nis
        x, p, c = track["x"][model], track["p"][model], track["c"][model]
        nis, likelihood[model] = filters.update(
            x, p, c, track["radars"], measured, sensor, share
        )
    if not is_declared:
        mixing.weigh(mode, likelihood[BOOST], likelihood[BALLISTIC])
        nis = mode[BOOST] * boost_nis + mode[BALLISTIC] * nis
    _note_hit(track, measured, nis, tracker.params)
    if is_declared:
        _watch_the_fit(track, measured, sensor, tracker)
    else:
        _watch_for_burnout(track, tracker.params)
    return nis


@njit
def update_in_doubt(
    track: np.void,
    measured: Measurement,
    sensor: Sensor,
    tracker: Tracker,
    doubt: float,
) -> float:
    """`update` with a detection that is another track's with probability `doubt`; its NIS.

    Probabilistic data association: the updated and the untouched estimate, weighted, with
    the spread of their means (Bar-Shalom, Daum, Huang, "The probabilistic data association
    filter", IEEE Control Systems Magazine 29 (2009)).
    """
    predict_to(track, measured.time, tracker)
    old = np.empty(1, TRACK)
    old[0] = track
    nis = update(track, measured, sensor, tracker)
    for model in range(2):
        _blend(track, old[0], model, doubt)
    return nis


@njit
def _blend(track: np.void, old: np.void, model: int, doubt: float) -> None:
    """Give the old estimate by a model the weight `doubt` beside the new one."""
    x, p, c = track["x"][model], track["p"][model], track["c"][model]
    old_x, old_p, old_c = old["x"][model], old["p"][model], old["c"][model]
    for i in range(7):
        for j in range(7):
            spread = (1.0 - doubt) * (x[i] - old_x[i]) * (x[j] - old_x[j])
            p[i, j] += doubt * (old_p[i, j] - p[i, j] + spread)
        for r in range(MAX_RADARS):
            for k in range(3):
                c[r, i, k] += doubt * (old_c[r, i, k] - c[r, i, k])
    for i in range(7):
        x[i] += doubt * (old_x[i] - x[i])


@njit
def widen_for_separation(
    track: np.void, time: float, is_brighter: bool, tracker: Tracker
) -> None:
    """Allow for a kick at an unknown time just before: something has parted from the track.

    What it looked at until now may have been either piece, and the ballistic coefficient is
    no longer that of the whole.  Where the air will tell, the brighter piece of a dwell is
    taken for the body: that echoes some thirty times as much (catalogue).  Elsewhere either is
    taken for a warhead, unless the drag has told already.
    """
    params = tracker.params
    _kick(track, params.separation_speed, params.separation_time)
    is_body = is_brighter and is_drag_telling(track, tracker)
    _restart_drag(track, is_body or falls_as_body(track, params), params)
    track["separation_time"] = time
    track["mean_nis"] = RIGHT_NIS


@njit
def _kick(track: np.void, speed: float, span: float) -> None:
    """Add a kick s of velocity at a time that is uniform over the last T seconds.

    It has the variances s², s² T/2 and s² T²/3 of velocity, both, and position.
    """
    kick = speed * speed
    for model in range(2):
        p = track["p"][model]
        for i in range(3):
            p[i, i] += kick * span * span / 3.0
            p[i, i + 3] += 0.5 * kick * span
            p[i + 3, i] = p[i, i + 3]
            p[i + 3, i + 3] += kick


@njit
def _restart_drag(track: np.void, is_light: bool, params: TrackerParams) -> None:
    """Take the ballistic coefficient for that of a spent body, or of a warhead."""
    x, p, c = track["x"][BALLISTIC], track["p"][BALLISTIC], track["c"][BALLISTIC]
    _forget_seventh(p, c)
    x[6] = params.body_log_beta if is_light else params.log_beta
    sigma = params.body_log_beta_sigma if is_light else params.log_beta_sigma
    p[6, 6] = sigma * sigma


@njit
def body_drag(track: np.void, tracker: Tracker) -> float:
    """Deceleration [m/s²] that a spent body would have where the track is."""
    x = track["x"][BALLISTIC]
    return drag_deceleration(
        (x[0], x[1], x[2]), (x[3], x[4], x[5]), tracker.params.body_log_beta, tracker.around.air
    )


@njit
def is_drag_telling(track: np.void, tracker: Tracker) -> bool:
    """Say whether the air here would tell a spent body from a warhead within seconds."""
    return body_drag(track, tracker) > tracker.params.telling_drag


@njit
def falls_as_body(track: np.void, params: TrackerParams) -> bool:
    """Say whether a track falls as a spent body does, rather than as a warhead."""
    share = params.body_share
    middle = share * params.log_beta + (1.0 - share) * params.body_log_beta
    return track["x"][BALLISTIC, 6] < middle


@njit
def suspect_drag(track: np.void, tracker: Tracker) -> None:
    """Take a warhead for a spent body that has just met the air, before its detection."""
    span = tracker.params.drag_time
    _kick(track, span * body_drag(track, tracker), span)
    _restart_drag(track, True, tracker.params)
    track["mean_nis"] = RIGHT_NIS


@njit
def _doubt_drag(
    track: np.void, measured: Measurement, sensor: Sensor, tracker: Tracker
) -> None:
    """Take for a spent body what was taken for a warhead, or the other way round.

    The filter has bent its estimate to fit looks that its drag could not explain, and states
    an error that is not its own any more.  It begins anew from this detection and knows of
    the past the velocity only, to what the drag in question does in the time that it takes
    to show.  One Gaussian of ln(ballistic coefficient) wide enough for both would not do:
    drag is so far from linear over it that a filter believes to learn what it does not.
    """
    params = tracker.params
    was_light = falls_as_body(track, params)
    x, p, c = track["x"][BALLISTIC], track["p"][BALLISTIC], track["c"][BALLISTIC]
    v = (x[3], x[4], x[5])
    sigma = params.separation_speed + params.drag_time * body_drag(track, tracker)
    _start(x, p, c, measured, sensor, params)
    x[3], x[4], x[5] = v
    for i in range(3, 6):
        p[i, i] = sigma * sigma
    _restart_drag(track, not was_light, params)
    track["mean_nis"] = RIGHT_NIS


@njit
def _forget_seventh(p: np.ndarray, c: np.ndarray) -> None:
    """Clear what ties the seventh state to the others and to the biases."""
    for i in range(7):
        p[6, i] = 0.0
        p[i, 6] = 0.0
    for r in range(MAX_RADARS):
        for k in range(3):
            c[r, 6, k] = 0.0


@njit
def _watch_for_burnout(track: np.void, params: TrackerParams) -> None:
    """Declare burnout once the ballistic model has been near certain for long enough."""
    if track["mode_probability"][BALLISTIC] < params.declare_probability:
        track["ballistic_since"] = np.nan
        return
    if not isfinite(track["ballistic_since"]):
        track["ballistic_since"] = track["time"]
    held = track["time"] - track["ballistic_since"]
    if held >= params.declare_time and track["status"] == _CONFIRMED:
        track["is_burnout_declared"] = 1
        track["burnout_time"] = track["time"]
        track["mean_nis"] = RIGHT_NIS


@njit
def _watch_the_fit(
    track: np.void, measured: Measurement, sensor: Sensor, tracker: Tracker
) -> None:
    """Ask what free fall has wrong where it fits no longer: a motor has lit, or the drag."""
    if track["mean_nis"] < tracker.params.drag_nis:
        return
    x = track["x"][BALLISTIC]
    is_climbing = x[0] * x[3] + x[1] * x[4] + x[2] * x[5] >= 0.0
    if is_climbing and track["mean_nis"] >= tracker.params.relight_nis:
        _relight(track, tracker.params)
    elif is_drag_telling(track, tracker):
        _doubt_drag(track, measured, sensor, tracker)


@njit
def _relight(track: np.void, params: TrackerParams) -> None:
    """Take the boost model up again: a later stage has lit."""
    track["is_burnout_declared"] = 0
    track["burnout_time"] = np.nan
    track["ballistic_since"] = np.nan
    track["mean_nis"] = RIGHT_NIS
    track["mode_probability"][BOOST] = params.boost_probability
    track["mode_probability"][BALLISTIC] = 1.0 - params.boost_probability
    _widen(track, params)


@njit
def _widen(track: np.void, params: TrackerParams) -> None:
    """Give both models the ballistic estimate with a burn of a few seconds as added error."""
    x, p, c = track["x"], track["p"], track["c"]
    burn = params.relight_burn
    speed = burn * params.thrust
    for i in range(3):
        p[BALLISTIC, i, i] += speed * speed * (0.25 * burn * burn)
        p[BALLISTIC, i + 3, i + 3] += speed * speed
    _copy_model(x[BALLISTIC], p[BALLISTIC], c[BALLISTIC], x[BOOST], p[BOOST], c[BOOST])
    x[BOOST, 6] = params.thrust
    _forget_seventh(p[BOOST], c[BOOST])
    p[BOOST, 6, 6] = params.thrust_sigma * params.thrust_sigma


# --- Life ------------------------------------------------------------------------------------


@njit
def _note_hit(track: np.void, measured: Measurement, nis: float, params: TrackerParams) -> None:
    track["hits"] += 1
    track["opportunities"] += 1
    track["last_update_time"] = measured.time
    track["nis"] = nis
    memory = params.fit_memory
    track["mean_nis"] = memory * track["mean_nis"] + (1.0 - memory) * nis
    track["snr"] = memory * track["snr"] + (1.0 - memory) * measured.snr
    if track["status"] == _TENTATIVE and track["hits"] >= params.confirm_hits:
        track["status"] = _CONFIRMED
        track["confirmed_time"] = measured.time


@njit
def note_miss(track: np.void, params: TrackerParams) -> None:
    """Count a dwell that should have seen the track and did not."""
    track["misses"] += 1
    track["opportunities"] += 1
    if track["status"] == _TENTATIVE and track["opportunities"] >= params.confirm_window:
        track["status"] = _DROPPED


@njit
def drop_if_lost(track: np.void, time: float, params: TrackerParams) -> bool:
    """Drop a track unseen for too long or spread too wide; says whether it is dropped."""
    if time - track["last_update_time"] > params.drop_time:
        track["status"] = _DROPPED
    model = likelier(track)
    p = track["p"][model]
    if max(p[0, 0], p[1, 1], p[2, 2]) > params.drop_sigma * params.drop_sigma:
        track["status"] = _DROPPED
    return track["status"] == _DROPPED


# --- What others read ------------------------------------------------------------------------


@njit
def likelier(track: np.void) -> int:
    """Model that is the more probable; ballistic once burnout is declared."""
    if track["is_burnout_declared"] == 1:
        return BALLISTIC
    mode = track["mode_probability"]
    return BOOST if mode[BOOST] > mode[BALLISTIC] else BALLISTIC


@njit
def state(track: np.void) -> tuple[Vec, Vec]:
    """Position [m] and velocity [m/s], ECEF, by the more probable model."""
    x = track["x"][likelier(track)]
    return (x[0], x[1], x[2]), (x[3], x[4], x[5])


@njit
def estimate(track: np.void, mean: np.ndarray, covariance: np.ndarray) -> None:
    """Write the track's mean (7,) and covariance (7, 7), moment-matched over both models.

    The seventh state and its terms are those of the more probable model.
    """
    best = likelier(track)
    x, p = track["x"], track["p"]
    for i in range(7):
        mean[i] = x[best, i]
        for j in range(7):
            covariance[i, j] = p[best, i, j]
    if track["is_burnout_declared"] == 1:
        return
    weight = track["mode_probability"][1 - best]
    other = 1 - best
    for i in range(6):
        di = x[other, i] - x[best, i]
        for j in range(6):
            dj = x[other, j] - x[best, j]
            covariance[i, j] += weight * (p[other, i, j] - p[best, i, j])
            covariance[i, j] += weight * (1.0 - weight) * di * dj
        mean[i] += weight * di
