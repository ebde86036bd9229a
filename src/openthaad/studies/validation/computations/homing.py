"""The homing loop on a straight line of sight, as the linear theory has it."""

import numpy as np

from openthaad.interceptor.kernels.endgame import linear_homing
from openthaad.interceptor.kernels.flight import INTERCEPTOR, SHOT, SHOT_TRUTH

_WITHOUT_LIMIT = 1e9


def homing_miss(
    *,
    ratio: float,
    lag_s: float,
    time_s: float,
    heading_m_s: float = 0.0,
    acceleration_m_s2: float = 0.0,
) -> dict[str, float]:
    """Miss [m] of proportional navigation with one lag: command and divert of the endgame."""
    interceptor = np.zeros(1, INTERCEPTOR)
    interceptor["navigation_ratio"], interceptor["guidance_lag"] = ratio, lag_s
    interceptor["divert_acceleration"] = interceptor["divert_delta_v"] = _WITHOUT_LIMIT
    shot, truth = np.zeros(1, SHOT), np.zeros(1, SHOT_TRUTH)
    shot["acquired"] = 1
    shot["axis"], shot["first_lateral"] = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    shot["second_lateral"] = (0.0, 0.0, 1.0)
    miss = linear_homing(
        interceptor[0], shot[0], truth[0], time_s, heading_m_s, acceleration_m_s2
    )
    return {"miss_m": miss}
