"""The endgame alone, flown many times from one geometry."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openthaad.checks import require_not_negative, require_positive
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.interceptor.kernels.endgame import SIGHT_COLUMNS, Encounter, endgame_draws
from openthaad.interceptor.kernels.flight import SHOT, SHOT_TRUTH
from openthaad.kernels.path import Motion

Vector = tuple[float, float, float]
_PERIOD_STEPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Where an interceptor and its target are when homing begins.  ECEF, SI.

    `target_acceleration` is the full one in the rotating frame.  The sigmas are the errors
    per axis of the uplinked target state.
    """

    position_ecef: Vector
    velocity_ecef: Vector
    target_position_ecef: Vector
    target_velocity_ecef: Vector
    target_acceleration_ecef: Vector
    sigma: float
    velocity_sigma: float

    def __post_init__(self) -> None:
        require_not_negative(sigma=self.sigma, velocity_sigma=self.velocity_sigma)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndgameOdds:
    """The factors of a kill, and the draws behind them.

    `p_hit` is given acquisition, `p_kill_given_hit` and `reliability` are the interceptor's.
    Arrays have one entry per draw: miss [m], divert used [m/s].
    """

    p_acquire: float
    p_hit: float
    p_kill_given_hit: float
    reliability: float
    miss: NDArray[np.float64]
    divert_used: NDArray[np.float64]
    acquired: NDArray[np.bool_]

    @property
    def p_kill(self) -> float:
        """Probability that one interceptor kills, its booster included."""
        return self.reliability * self.p_acquire * self.p_hit * self.p_kill_given_hit


def endgame_odds(
    interceptor: NDArray[np.void],
    handover: Handover,
    *,
    air: NDArray[np.void],
    draws: int = 200,
    seed: int = 0,
) -> EndgameOdds:
    """Fly the endgame alone many times from one geometry.

    Parameters
    ----------
    interceptor : ndarray of INTERCEPTOR, shape (1,)
    handover : Handover
        Geometry and track error when the uplinks end.
    air : ndarray of AIR
    draws : int
        How often; each draw is addressed, so more draws keep the first ones.
    seed : int

    Returns
    -------
    EndgameOdds
        `p_hit` is 0 where nothing was acquired.

    Notes
    -----
    One uplink at the start and none after; the target keeps its acceleration.
    """
    require_positive(draws=draws)
    out = np.zeros((draws, 5))
    shot = np.zeros(1, dtype=SHOT)
    truth = np.zeros(1, dtype=SHOT_TRUTH)
    record = np.zeros((_PERIOD_STEPS, SIGHT_COLUMNS))
    row = interceptor[0]
    target = Motion(
        0.0, handover.target_position_ecef, handover.target_velocity_ecef,
        handover.target_acceleration_ecef,
    )  # fmt: skip
    encounter = Encounter(
        handover.position_ecef, handover.velocity_ecef, target, handover.sigma,
        handover.velocity_sigma,
    )  # fmt: skip
    around = Surroundings(WGS84, air)
    endgame_draws(row, shot[0], truth[0], encounter, seed, record, around, out)
    acquired = out[:, 0] > 0.0
    hits = acquired & (out[:, 1] <= row["lethal_radius"])
    return EndgameOdds(
        p_acquire=float(acquired.mean()),
        p_hit=float(hits.sum() / acquired.sum()) if acquired.any() else 0.0,
        p_kill_given_hit=float(row["p_kill_given_hit"]),
        reliability=float(row["reliability"]),
        miss=out[:, 1].copy(),
        divert_used=out[:, 2].copy(),
        acquired=acquired,
    )
