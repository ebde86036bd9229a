"""Classification: which of the things that fly together is the warhead.

A whole missile that comes down in one piece looks like a spent body, so cross-section alone
settles nothing: a track is called debris only beside a companion, another track close by,
that looks more like a warhead by a stated margin.  In doubt both are taken for warheads.
"""

from math import log

import numpy as np

from openthaad.kernels.codes import Discrimination, ObjectKind
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, norm, sub
from openthaad.radar.kernels import equation
from openthaad.radar.kernels import sight as sights
from openthaad.radar.kernels.sight import Sight
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.tracks import state as track_state

_NONE = int(Discrimination.NONE)
_PERFECT = int(Discrimination.PERFECT)
_LEAD = int(ObjectKind.LEAD)
_CONFIRMED = 1


@njit
def apparent_rcs(radar: np.void, sight: Sight, unit_snr: float) -> float:
    """Cross-section [m2] that would give this SNR per second of dwell on beam centre."""
    one = equation.snr(radar["snr_constant"], 1.0, sight[0], 1.0)
    one *= equation.air_transmission(sight[3], radar["zenith_absorption"], radar["air_shell"])
    one *= equation.scan_transmission(sight[6], radar["scan_exponent"])
    return unit_snr / max(one, 1e-30)


@njit
def log_likelihood_ratio(rcs: float, lead_rcs: float, body_rcs: float, most: float) -> float:
    """Logarithm of p(rcs | warhead) / p(rcs | body), both exponential (Swerling 1).

    Bounded by `most` either way, so that no freak echo settles the matter.
    """
    ratio = log(body_rcs / lead_rcs) - rcs * (1.0 / lead_rcs - 1.0 / body_rcs)
    return min(max(ratio, -most), most)


@njit
def forget_looks(status: np.void) -> None:
    """Start the odds anew: of this object nothing has been seen yet."""
    status["lead_log_odds"] = 0.0
    status["feature_time"] = -1e9


@njit
def note_look(
    status: np.void, options: np.void, radar: np.void, detection: np.void,
    position: Vec, tracker: Tracker,
) -> None:  # fmt: skip
    """Take a detection's cross-section into the odds.

    Looks that follow one another at once see one fluctuation: only the first counts.
    """
    if options["discrimination"] == _PERFECT:
        status["reported_kind"] = detection["reported_kind"]
    params = tracker.params
    if detection["time"] < status["feature_time"] + params.look_independence_time:
        return
    status["feature_time"] = detection["time"]
    sight = sights.line_of_sight(radar, position)
    rcs = apparent_rcs(radar, sight, detection["unit_snr"])
    status["lead_log_odds"] += log_likelihood_ratio(
        rcs, options["lead_rcs"], options["body_rcs"], params.look_evidence_maximum
    )


@njit
def is_debris(
    i: int, tracks: np.ndarray, statuses: np.ndarray, discrimination: int, tracker: Tracker
) -> bool:
    """Say whether a companion looks enough more like the warhead than this track does."""
    if discrimination == _NONE:
        return False
    if discrimination == _PERFECT:
        return statuses[i]["reported_kind"] > _LEAD
    position, velocity = track_state(tracks[i])
    params = tracker.params
    wanted = statuses[i]["lead_log_odds"] + log(params.debris_odds)
    for k in range(tracks.shape[0]):
        if k == i or tracks[k]["active"] == 0 or tracks[k]["status"] != _CONFIRMED:
            continue
        if statuses[k]["lead_log_odds"] < wanted:
            continue
        other, other_velocity = track_state(tracks[k])
        if norm(sub(other, position)) > params.companion_distance:
            continue
        if norm(sub(other_velocity, velocity)) < params.companion_speed:
            return True
    return False
