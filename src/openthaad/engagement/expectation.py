"""Leakers to be expected, with luck averaged out rather than drawn."""

from typing import NamedTuple

import numpy as np

from openthaad.engagement.allocate import Capacity
from openthaad.engagement.endgame import shot_odds
from openthaad.engagement.engine import play, tables_of
from openthaad.engine.world import State, World
from openthaad.grouping import grouped
from openthaad.kernels.codes import Outcome
from openthaad.scenario import Scenario
from openthaad.scenario.world import build_world

# Room for the log of a raid of a dozen: rows not written take no memory, growing takes time.
_ROOM = Capacity(*(8 * rows for rows in Capacity()))
# Draws shared out over the shots. The moves of a value come from the same draws.
_DRAWS = 120
_COUNTED = (Outcome.INTERCEPTED, Outcome.LEAKED)


class Expectation(NamedTuple):
    """What a scenario comes to without luck."""

    leakers: float
    seconds_in_track: float  # mean over the missiles


def expectation(scenario: Scenario) -> Expectation:
    """Expected leakers of a scenario, a smooth and luck-free number.

    One run is played with noise off, which says who is seen when and who can be shot at how
    often.  A missile that is never shot at leaks.  One that is leaks if all rounds fail: those
    fired, and those that could still have been, up to the doctrine's most.  The chance of a
    round is that of its endgame, flown many times with the track error that the filter
    states, times the interceptor's reliability; a round that came to no endgame has none.

    Raises
    ------
    NoSolutionError
        A missile cannot reach its aim.

    Notes
    -----
    Not in it: false alarms, the scatter of detection about its expectation, errors of kill
    assessment, and one missile's rounds being spent on another.
    """
    quiet = scenario.model_copy(update={"noise": False})
    world, _ = build_world(quiet)
    played = play(world, seed=0, capacity=_ROOM)
    state = played.state
    odds = shot_odds(world, state, tables_of(played)["interceptors"], 0, draws=_DRAWS)
    kills = {s: found.p_kill for s, found in odds.items()}
    fired = grouped(state.truth.shot_threats)
    leakers = sum(
        _leaks(i, world, state, {int(s): kills.get(int(s), 0.0) for s in fired.get(i, ())})
        for i in range(len(world.threats))
    )
    return Expectation(leakers, float(state.truth.threats["seconds_in_track"].mean()))


def _leaks(i: int, world: World, state: State, kills: dict[int, float]) -> float:
    """Chance that missile `i` leaks; `kills` has the chance of each shot fired at it."""
    threat = state.truth.threats[i]
    if threat["outcome"] not in _COUNTED:
        return 0.0
    flies = float(world.threats[i]["reliability"])
    if not kills:
        return flies
    chances = list(kills.values())
    most = max(
        int(world.batteries[state.picture.shots[s]["battery"]]["max_rounds"]) for s in kills
    )
    more = max(min(int(threat["opportunities"]), most) - len(kills), 0)
    survives = float(np.prod([1.0 - p for p in chances]))
    return float(flies * survives * (1.0 - float(np.mean(chances))) ** more)
