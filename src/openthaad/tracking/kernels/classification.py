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
from openthaad.tracking.kernels.tracks import state as track_state

_NONE = int(Discrimination.NONE)
_PERFECT = int(Discrimination.PERFECT)
_LEAD = int(ObjectKind.LEAD)
_CONFIRMED = 1

# Twenty to one, either way.
_MARGIN = log(20.0)
# A body leaves its warhead at metres per second: after ten minutes they are this far apart.
_TOGETHER = 30e3
_SAME_SPEED = 100.0
# The evidence of one look is bounded, so that no freak echo settles the matter.
_MOST_PER_LOOK = 2.0
# Echoes closer together than this are the same fluctuation [s].
_INDEPENDENT_AFTER = 0.5


@njit
def apparent_rcs(radar: np.void, sight: Sight, unit_snr: float) -> float:
    """Cross-section [m2] that would give this SNR per second of dwell on beam centre."""
    one = equation.snr(radar["snr_constant"], 1.0, sight[0], 1.0)
    one *= equation.air_transmission(sight[3], radar["zenith_absorption"], radar["air_shell"])
    one *= equation.scan_transmission(sight[6], radar["scan_exponent"])
    return unit_snr / max(one, 1e-30)


@njit
def log_likelihood_ratio(rcs: float, lead_rcs: float, body_rcs: float) -> float:
    """Logarithm of p(rcs | warhead) / p(rcs | body), both exponential (Swerling 1), bounded."""
    ratio = log(body_rcs / lead_rcs) - rcs * (1.0 / lead_rcs - 1.0 / body_rcs)
    return min(max(ratio, -_MOST_PER_LOOK), _MOST_PER_LOOK)


@njit
def forget_looks(status: np.void) -> None:
    """Start the odds anew: of this object nothing has been seen yet."""
    status["lead_log_odds"] = 0.0
    status["feature_time"] = -1e9


@njit
def note_look(
    status: np.void, options: np.void, radar: np.void, detection: np.void,
    position: Vec,
) -> None:  # fmt: skip
    """Take a detection's cross-section into the odds."""
    if options["discrimination"] == _PERFECT:
        status["reported_kind"] = detection["reported_kind"]
    if detection["time"] < status["feature_time"] + _INDEPENDENT_AFTER:
        return
    status["feature_time"] = detection["time"]
    sight = sights.line_of_sight(radar, position)
    rcs = apparent_rcs(radar, sight, detection["unit_snr"])
    status["lead_log_odds"] += log_likelihood_ratio(
        rcs, options["lead_rcs"], options["body_rcs"]
    )


@njit
def is_debris(i: int, tracks: np.ndarray, statuses: np.ndarray, discrimination: int) -> bool:
    """Say whether a companion looks enough more like the warhead than this track does."""
    if discrimination == _NONE:
        return False
    if discrimination == _PERFECT:
        return statuses[i]["reported_kind"] > _LEAD
    position, velocity = track_state(tracks[i])
    own = statuses[i]["lead_log_odds"]
    for k in range(tracks.shape[0]):
        if k == i or tracks[k]["active"] == 0 or tracks[k]["status"] != _CONFIRMED:
            continue
        if statuses[k]["lead_log_odds"] < own + _MARGIN:
            continue
        other, other_velocity = track_state(tracks[k])
        if norm(sub(other, position)) > _TOGETHER:
            continue
        if norm(sub(other_velocity, velocity)) < _SAME_SPEED:
            return True
    return False
