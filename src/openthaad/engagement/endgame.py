"""The factors of a kill and their product, from the geometries that a run came to."""

from concurrent.futures import ThreadPoolExecutor
from math import isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.gravity import frame_acceleration, gravity
from openthaad.engine import sampling
from openthaad.engine.world import State, World
from openthaad.grouping import grouped
from openthaad.interceptor.odds import EndgameOdds, Handover, endgame_odds

# Draws shared out over the shots of a run: a standard error of 3 % at worst.
_DRAWS = 240
Vector = tuple[float, float, float]


class Chances(NamedTuple):
    """Mean over the shots of a run, each given the one before; None without an endgame.

    `p_kill` is their product: the chance that a round kills, reckoned when it is fired.
    """

    p_reliable: float | None = None  # booster and kill vehicle work
    p_acquire: float | None = None
    p_hit: float | None = None
    p_kill_given_hit: float | None = None
    p_kill: float | None = None

    def document(self) -> dict[str, float | None]:
        """Return the entry `endgame` of `thaad run --json`."""
        return self._asdict()


def _vector(values: NDArray[np.float64]) -> Vector:
    return float(values[0]), float(values[1]), float(values[2])


def handover(s: int, world: World, state: State, path: NDArray[np.void]) -> Handover | None:
    """Return where shot and target stood when homing began, or None where it never did.

    `path` has the rows of this shot alone.
    """
    shot, truth = state.picture.shots[s], state.truth.shots[s]
    if not isfinite(truth["handover_range"]) or not isfinite(truth["closest_time"]):
        return None
    # A shot that was given up never came near: it has no closing speed.
    if not truth["closing_speed"] > 0.0:
        return None
    begun = truth["closest_time"] - truth["handover_range"] / truth["closing_speed"]
    # The first row is the launcher's, at rest.
    path = path[1:]
    if not len(path):
        return None
    row = path[np.argmin(np.abs(path["time"] - begun))]
    if row["time"] >= truth["closest_time"]:
        return None
    flight = state.truth.flights[truth["locked_object"]]
    p, v = np.empty((1, 3)), np.empty((1, 3))
    sampling.sample(
        state.truth.nodes, int(flight["first_node"]), int(flight["node_count"]),
        np.array([row["time"]]), p, v,
    )  # fmt: skip
    target, moving = _vector(p[0]), _vector(v[0])
    pull = gravity(target, world.around.earth)
    frame = frame_acceleration(target, moving, world.around.earth.omega)
    return Handover(
        position_ecef=_vector(row["position"]),
        velocity_ecef=_vector(row["velocity"]),
        target_position_ecef=target,
        target_velocity_ecef=moving,
        target_acceleration_ecef=(pull[0] + frame[0], pull[1] + frame[1], pull[2] + frame[2]),
        sigma=float(shot["target_sigma"]),
        velocity_sigma=float(shot["target_velocity_sigma"]),
    )


def shot_odds(
    world: World, state: State, flights: NDArray[np.void], seed: int, draws: int = _DRAWS
) -> dict[int, EndgameOdds]:
    """Fly the endgame of every shot again many times, by shot; only those that came to one.

    The geometry is the run's; track error, navigation, pointing, seeker range and noise are
    drawn anew. `draws` are shared out over the shots.
    """
    count = int(state.clock[0]["shot_count"])
    rows, none = grouped(flights["shot"]), np.zeros(0, np.intp)
    found = {s: handover(s, world, state, flights[rows.get(s, none)]) for s in range(count)}
    begun = {s: start for s, start in found.items() if start is not None}
    each = max(draws // max(len(begun), 1), 10)

    def fly_again(s: int) -> EndgameOdds:
        interceptor = world.interceptors[state.picture.shots[s]["interceptor"]][None]
        return endgame_odds(interceptor, begun[s], air=world.around.air, draws=each, seed=seed)

    with ThreadPoolExecutor() as pool:
        return dict(zip(begun, pool.map(fly_again, begun), strict=True))


def chances(world: World, state: State, flights: NDArray[np.void], seed: int) -> Chances:
    """Average the odds of every shot of a run."""
    odds = shot_odds(world, state, flights, seed).values()
    if not odds:
        return Chances()
    reliable = float(np.mean([o.reliability for o in odds]))
    acquired = float(np.mean([o.reliability * o.p_acquire for o in odds]))
    hit = float(np.mean([o.reliability * o.p_acquire * o.p_hit for o in odds]))
    kill = float(np.mean([o.p_kill for o in odds]))
    return Chances(
        p_reliable=reliable,
        p_acquire=acquired / reliable if reliable > 0.0 else None,
        p_hit=hit / acquired if acquired > 0.0 else None,
        p_kill_given_hit=kill / hit if hit > 0.0 else None,
        p_kill=kill,
    )
