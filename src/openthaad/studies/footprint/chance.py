"""The Monte Carlo footprint: how often the whole battle, noise and shots, saves each cell."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import Entry
from openthaad.earth.geodesy import distance
from openthaad.earth.kernels.frames import ecef_to_geodetic
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.engagement.engine import play
from openthaad.engine.world import World
from openthaad.kernels.codes import Outcome
from openthaad.kernels.vector import Vec
from openthaad.scenario import Scenario
from openthaad.scenario.fields import Location
from openthaad.scenario.raid import velocity_sigma
from openthaad.scenario.world import surroundings
from openthaad.studies.footprint.flights import Batch, flown
from openthaad.studies.footprint.question import footprint, threats_for
from openthaad.studies.footprint.record import Footprint
from openthaad.studies.footprint.region import Grid
from openthaad.studies.footprint.setup import Setup, own_world, set_up
from openthaad.studies.footprint.threads import work
from openthaad.threat.flight import fly_plan

Progress = Callable[[float], None]
_Z = 1.959964  # normal quantile of 95 %
_AFTER = 120.0  # s played on after impact
_INTERCEPTED = int(Outcome.INTERCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChanceMap:
    """Share of the runs in which a missile aimed at a cell is intercepted.

    Attributes
    ----------
    kills : (N,) array
        Runs with an intercept; -1 where no missile reaches the cell. Of several threats of a
        mix, the one that is stopped least often.
    """

    grid: Grid
    runs: int
    seed: int
    kills: NDArray[np.int64]

    def to_dict(self) -> dict[str, Any]:
        """Return cells with their probability and its 95 % interval (Wilson)."""
        places = np.degrees(self.grid.places())
        return {
            "runs": self.runs,
            "seed": self.seed,
            "level": 0.95,
            "cells": [
                {
                    "lat_deg": round(float(lat), 5),
                    "lon_deg": round((float(lon) + 180.0) % 360.0 - 180.0, 5),
                    **_interval(int(k), self.runs),
                }
                for (lat, lon), k in zip(places, self.kills, strict=True)
            ],
        }


def _interval(kills: int, runs: int) -> dict[str, float | None]:
    """Probability with its score interval.

    References
    ----------
    .. [1] E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
       Inference", Journal of the American Statistical Association 22 (1927) 209-212.
    """
    if kills < 0:
        return {"probability": None, "low": None, "high": None}
    p, z2 = kills / runs, _Z * _Z
    middle = (p + z2 / (2.0 * runs)) / (1.0 + z2 / runs)
    half = _Z * sqrt(p * (1.0 - p) / runs + z2 / (4.0 * runs * runs)) / (1.0 + z2 / runs)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return {"probability": p, "low": low, "high": high}


def chance_map(
    scenario: Scenario,
    best: Footprint,
    *,
    missile: str | None = None,
    runs: int,
    seed: int = 0,
    progress: Progress | None = None,
) -> ChanceMap:
    """Play the whole battle at every cell of a coarser grid, noise on, so many times.

    Parameters
    ----------
    scenario : Scenario
    best : Footprint
        The map without noise; its frame is used, with a quarter of its cells a side.
    missile : str, optional
    runs, seed : int
        Runs 0 .. runs - 1 of the seed, the same ones in every cell.
    progress : callable, optional
        Called with the share done, 0 to 1.
    """
    coarse = max(best.grid.rows // 4, 6)
    where = Grid(box=best.grid.box, rows=coarse, columns=coarse)
    flights = footprint(scenario, missile=missile, cells=where)
    kills = np.full(coarse * coarse, -1, np.int64)
    coming = threats_for(scenario, missile)
    done = 0
    total = sum(len(layer.batches) for layer in flights.layers)
    for threat, layer in zip(coming, flights.layers, strict=True):
        setup = set_up(scenario, threat, layer.batches)
        by_start = {batch.cells.start: batch for batch in layer.batches}
        aimed = Accuracy(scenario.entry("missiles", threat.missile), surroundings(scenario))

        def count(
            cells: slice,
            setup: Setup = setup,
            by_start: dict[int, Batch] = by_start,
            aimed: Accuracy = aimed,
        ) -> None:
            nonlocal done
            batch = by_start[cells.start]
            for j in np.flatnonzero(flown(batch)):
                world = noisy_world(setup.world, batch, int(j))
                world.threats["burnout_velocity_sigma"] = aimed.sigma(setup, batch, int(j))
                found = _kills(world, runs, seed)
                i = cells.start + int(j)
                kills[i] = found if kills[i] < 0 else min(kills[i], found)
            done += 1
            if progress is not None:
                progress(done / total)

        work(count, [batch.cells for batch in layer.batches])
    return ChanceMap(grid=where, runs=runs, seed=seed, kills=kills)


def _kills(world: World, runs: int, seed: int) -> int:
    """Number of runs in which the one threat is intercepted."""
    return sum(
        int(play(world, seed=seed, run=run).state.truth.threats[0]["outcome"] == _INTERCEPTED)
        for run in range(runs)
    )


class Accuracy(NamedTuple):
    """How far beside its aim a missile comes down, which hangs on the range of each flight."""

    entry: Entry
    around: Surroundings

    def sigma(self, setup: Setup, batch: Batch, j: int) -> float:
        """Error of velocity per axis at burnout [m/s] of one flight of a batch."""
        missile, plan = setup.way.missile, batch.plans[j : j + 1]
        flight = fly_plan(missile, plan, surroundings=self.around)
        start, end = (tuple(at) for at in (plan[0]["position"], batch.aims[j]))
        reach = distance(_spot(start), _spot(end))
        return velocity_sigma(self.entry, missile, flight, self.around, reach)


def _spot(at: Vec) -> Location:
    latitude, longitude, height = ecef_to_geodetic(at)
    return Location("", latitude, longitude, height)


def noisy_world(world: World, batch: Batch, j: int) -> World:
    """Return a World of a thread's own in which one flight of a batch comes, with noise."""
    noisy = own_world(world)
    noisy.plans[:] = batch.plans[j : j + 1]
    noisy.assets["position"] = batch.aims[j]
    noisy.options["noise"] = 1
    noisy.options["horizon"] = batch.leads[j]["impact_time"] + _AFTER
    return noisy
