"""What stood between a battery and its best chance, as fire control knows it."""

from math import isnan, nan

import numpy as np

from openthaad.kernels.codes import Limit
from openthaad.kernels.compiled import njit

_NO_TIME = int(Limit.NO_TIME)


@njit
def note_limit(row: np.void, limit: int, time: float, until: float) -> None:
    """Keep what stood between a battery and its best chance, as best known.

    The furthest link wins, but a later look at launches that still lie ahead (`until`, the
    last of them) overrules an earlier one: a poor track may show a chance that is none.
    That time has run out by now says nothing of what stood in the way while there was some.
    The margin of another limit is forgotten.
    """
    if limit <= 0:
        return
    is_better_known = limit != _NO_TIME and row["limit_time"] < time <= row["limit_until"]
    if limit >= row["limit"] or is_better_known:
        if limit != row["limit"]:
            row["margin"] = nan
        row["limit"] = limit
        row["limit_time"] = time
        row["limit_until"] = until


@njit
def keep_nearest(row: np.void, margin: float) -> None:
    """Keep the margin that was nearest to passing; NaN counts for nothing."""
    if margin > row["margin"] or isnan(row["margin"]):
        row["margin"] = margin
