"""What a radar cannot tell apart: two objects of one dwell closer in range than its resolution.

Both echoes fall into one cell, so there is one detection, at the centre of gravity of their
powers: F. E. Daum, R. J. Fitzgerald, "The importance of resolution in multiple target
tracking", Proc. SPIE 2235 (1994) 329.  Which of the two it is, nobody can say.
"""

import numpy as np

from openthaad.constants import SPEED_OF_LIGHT
from openthaad.kernels.compiled import njit


@njit
def merge(
    radar: np.void, detections: np.ndarray, extras: np.ndarray, first: int, count: int
) -> int:
    """Fold unresolved pairs of the rows from `first` on; the new count of detections."""
    cell = 0.5 * SPEED_OF_LIGHT / radar["bandwidth"]
    a = first
    while a < count:
        b = a + 1
        while b < count:
            apart = abs(extras[a]["range"] - extras[b]["range"])
            same = detections[a]["dwell_number"] == detections[b]["dwell_number"]
            if same and apart < cell:
                _fold(detections, extras, a, b)
                count -= 1
                detections[b] = detections[count]
                extras[b] = extras[count]
            else:
                b += 1
        a += 1
    return count


@njit
def _fold(detections: np.ndarray, extras: np.ndarray, a: int, b: int) -> None:
    """Make row a the one detection of both; what else is known of it is of the stronger."""
    strong, weak = a, b
    if detections[b]["snr"] > detections[a]["snr"]:
        strong, weak = b, a
    one, here = detections[strong], extras[strong]
    there = extras[weak]
    share = detections[weak]["snr"] / (one["snr"] + detections[weak]["snr"])
    away = (there["range"] - here["range"], there["u"] - here["u"], there["v"] - here["v"])
    one["range"] += share * away[0]
    one["u"] += share * away[1]
    one["v"] += share * away[2]
    here["range"] += share * away[0]
    here["u"] += share * away[1]
    here["v"] += share * away[2]
    here["echoes"] += there["echoes"]
    one["snr"] += detections[weak]["snr"]
    one["unit_snr"] += detections[weak]["unit_snr"]
    if strong != a:
        detections[a] = detections[b]
        extras[a] = extras[b]
