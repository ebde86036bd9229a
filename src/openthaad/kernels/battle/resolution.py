"""What a radar cannot tell apart: two objects of one dwell closer in range than its resolution.

Both echoes fall into one cell, so there is one detection, at the centre of gravity of their
powers: F. Daum, R. Fitzgerald, "Importance of resolution in multiple-target tracking", Proc.
SPIE 2235 (1994); Blackman, Popoli 1999.  Which of the two it is, nobody can say.
"""

import numpy as np

from openthaad.constants import SPEED_OF_LIGHT
from openthaad.kernels.compiled import inner


@inner
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


@inner
def _fold(detections: np.ndarray, extras: np.ndarray, a: int, b: int) -> None:
    """Make row a the one detection of both; what else is known of it is of the stronger."""
    if detections[b]["snr"] > detections[a]["snr"]:
        detections[a], detections[b] = detections[b], detections[a]
        extras[a], extras[b] = extras[b], extras[a]
    one, other = detections[a], detections[b]
    here, there = extras[a], extras[b]
    share = other["snr"] / (one["snr"] + other["snr"])
    one["range"] += share * (there["range"] - here["range"])
    one["u"] += share * (there["u"] - here["u"])
    one["v"] += share * (there["v"] - here["v"])
    here["range"] += share * (there["range"] - here["range"])
    here["u"] += share * (there["u"] - here["u"])
    here["v"] += share * (there["v"] - here["v"])
    one["snr"] += other["snr"]
    one["unit_snr"] += other["unit_snr"]
