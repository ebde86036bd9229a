"""When each stage burns, and what the missile weighs then."""

from typing import NamedTuple

import numpy as np

from openthaad.threat.missile import Missile, Stage


class Burn(NamedTuple):
    """One stage's burn; times since launch [s], masses [kg]."""

    stage: Stage
    start: float
    end: float
    mass: float  # at ignition
    dropped: float  # with the spent stage, at `end`

    @property
    def end_mass(self) -> float:
        """Mass at burnout, before anything is dropped [kg]."""
        return self.mass - self.stage.mass_flow * (self.end - self.start)


def burns(missile: Missile, plan: np.void) -> list[Burn]:
    """Return the burns that happen under a PLAN row, up to its cut-off.

    The kernel `flight.fly` follows the same schedule; a test holds them together.
    """
    cutoff = float(plan["cutoff_time"])
    found: list[Burn] = []
    time, mass = 0.0, missile.launch_mass
    for stage in missile.stages:
        if found and cutoff <= time:
            break
        end = time + stage.burn_time
        is_last = stage is missile.stages[-1]
        dropped = 0.0 if is_last or cutoff < end else stage.dry_mass
        burn = Burn(stage, time, min(end, cutoff), mass, dropped)
        found.append(burn)
        if cutoff < end:
            break
        time, mass = end + stage.coast_time, burn.end_mass - dropped
    return found
