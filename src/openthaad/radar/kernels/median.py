"""What a radar sees in a run without noise: the median of the runs with noise.

Every look adds its chance to an account of expected detections, and an object is seen when
the median of their number rises by one.  That median is the expected number to within one
(K. Jogdeo and S. M. Samuels, "Monotone convergence of binomial probabilities and a
generalization of Ramanujan's equation", Annals of Mathematical Statistics 39 (1968)
1191-1195): a look at a chance p counts once the account holds 1/2 where p is large and
(2 - p) / 3 where it is small, which is the Poisson median's offset of one third.

Looks within the decorrelation time share their fluctuation, so a group of them is seen with
the largest chance among them, and what one look has shown a better look shows again.

The search stands somewhere when the missile rises, and nobody knows where: each period
counts for the share of the sweep that it makes.
"""

from math import inf

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.radar.kernels import detection

# A look with a smaller chance adds nothing: a thousand of them are one detection.
NEGLIGIBLE = 1e-3
_HALF = 0.5


@njit
def forget(state: np.void) -> None:
    """Open an object's accounts, one for each radar."""
    for r in range(state["credit"].shape[0]):
        state["credit"][r] = 0.0
        state["look_bin"][r] = -1
        state["bin_chance"][r] = 0.0
        state["bin_seen"][r] = inf


@njit
def begin_track(state: np.void, r: int) -> None:
    """Count anew for the looks that confirm a track: M of N is asked of them alone."""
    state["credit"][r] = 0.0


@njit
def threshold(chance: float) -> float:
    """What the account must hold for a look with this chance to count."""
    return max(_HALF, (2.0 - chance) / 3.0)


@njit
def sees(state: np.void, r: int, chance: float, share: float, time_bin: int) -> bool:
    """Enter a look into the account of an object and a radar; say whether it sees.

    `share` is that of the sweep for which a period of search stands, 1 for an aimed dwell.
    """
    if chance < NEGLIGIBLE:
        return False
    if time_bin != state["look_bin"][r]:
        state["look_bin"][r] = time_bin
        state["bin_chance"][r] = 0.0
        state["bin_seen"][r] = inf
    if state["bin_seen"][r] < inf and share >= 1.0:
        return chance >= _HALF * state["bin_seen"][r]
    gain = chance * share
    if share >= 1.0:
        gain = max(chance - state["bin_chance"][r], 0.0)
        state["bin_chance"][r] = max(chance, state["bin_chance"][r])
    state["credit"][r] += gain
    if gain <= 0.0 or state["credit"][r] < threshold(chance):
        return False
    state["credit"][r] -= 1.0
    state["bin_seen"][r] = chance
    return True


@njit
def factor_when_seen(state: np.void, r: int, chance: float, swerling: int) -> float:
    """Mean cross-section over its mean, given that the look, or an earlier one, has seen."""
    return detection.mean_when_seen(min(chance, state["bin_seen"][r]), swerling)
