"""When fire control runs its cycle: in the first period that ends at its time or after it."""

from math import ceil

import numpy as np

from openthaad.kernels.cells import floored
from openthaad.kernels.compiled import njit
from openthaad.radar.kernels.scheduling import ROUNDING


@njit
def number(options: np.void, clock: np.void) -> int:
    """Cycles of fire control before the one in this period."""
    start = clock["period_index"] * options["period"]
    return floored(start / options["fire_control_period"] + ROUNDING)


@njit
def length(options: np.void, clock: np.void) -> float:
    """Time [s] from the cycle before to the one in this period: whole periods."""
    done = number(options, clock)
    periods = options["fire_control_period"] / options["period"]
    last = ceil(done * periods - ROUNDING)
    return options["period"] * (ceil((done + 1) * periods - ROUNDING) - last)


@njit
def start(options: np.void, time: float) -> float:
    """Start [s] of the period at whose end fire control runs a cycle that is due at a time."""
    return float(options["period"] * (ceil(time / options["period"] - ROUNDING) - 1.0))
