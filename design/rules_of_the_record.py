"""How far two rules of the record move the causes that it names.

A missile whose burnout was never declared came down while it was tracked, was lost before, or
was never looked for: two numbers in `engine/outcome.py` tell these apart.  No decision of the
battle reads a cause, so neither can move what becomes of a missile:

    python design/rules_of_the_record.py

plays the pack with five seeds, and the same raids against a radar of 6 kW in place of 81, and
names the cause of every leak anew with each number at both ends of a wide range.  Of 151 leaks
without a shot a track that may end 1 s before the impact, not 5 s, changes none, 20 s one.
Saturation from a quarter of the time in view without search, or from three quarters, not from
half of it, changes none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from openthaad import Scenario, load_scenario
from openthaad.engagement.engine import play
from openthaad.engine import outcome
from openthaad.kernels.codes import Cause, Outcome
from openthaad.scenario.load import pack_names
from openthaad.scenario.world import build_world

SEEDS = range(5)
# Name in `engine/outcome.py`, lowest, as it stands, highest.
RULES = (("_LOST_AFTER", 1.0, 5.0, 20.0), ("_SATURATED_SHARE", 0.25, 0.5, 0.75))


@dataclass
class Leak:
    """What the record knows of a missile that came through."""

    threat: np.void
    records: np.ndarray
    batteries: np.ndarray
    end: float
    cause: int


def plain(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Return a kernel as plain Python, which reads the numbers anew."""
    return getattr(kernel, "py_func", kernel)


def harder(scenario: Scenario) -> Iterator[Scenario]:
    """Give a scenario as it is, and with a weaker radar."""
    yield scenario
    if scenario.radars:
        yield scenario.changed(**{"radars.an-tpy-2.average_power": 6.0})


def leaks(scenario: Scenario) -> Iterator[Leak]:
    """Missiles that nobody shot at and that came down on something."""
    world, _ = build_world(scenario)
    for seed in SEEDS:
        truth = play(world, seed=seed).state.truth
        for i, threat in enumerate(truth.threats):
            if threat["outcome"] == Outcome.LEAKED and threat["shots"] == 0:
                end = truth.flights[world.threats[i]["lead"]]["impact_time"]
                yield Leak(threat, truth.engagements[i], world.batteries, end, threat["cause"])


def cause(leak: Leak) -> int:
    """Name the cause of a leak by the numbers that stand now."""
    return plain(outcome.cause_of_leak)(
        leak.threat, leak.records, leak.batteries, leak.end, have_failed=False
    )


def main() -> None:
    """Print how many causes another number would change, and into which."""
    found = [
        leak
        for name in pack_names()
        for scenario in harder(load_scenario(name))
        for leak in leaks(scenario)
    ]
    for kernel in ("cause_of_sight", "_cause_of_loss"):
        setattr(outcome, kernel, plain(getattr(outcome, kernel)))
    if any(cause(leak) != leak.cause for leak in found):
        raise SystemExit("causes are no longer named by these functions alone")
    print(f"{len(found)} leaks without a shot")
    for name, low, usual, high in RULES:
        for value in (low, high):
            setattr(outcome, name, value)
            moved = [
                f"{Cause(leak.cause).name} to {Cause(now).name}"
                for leak in found
                if (now := cause(leak)) != leak.cause
            ]
            told = ", ".join(f"{moved.count(word)} {word}" for word in sorted(set(moved)))
            print(f"{name} {value:g}, not {usual:g}: {len(moved)} change ({told or 'none'})")
        setattr(outcome, name, usual)


if __name__ == "__main__":
    main()
