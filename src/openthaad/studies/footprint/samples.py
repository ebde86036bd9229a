"""How much of a footprint is known: the same map over draws of the whole catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.campaigns.cases import latin_hypercube
from openthaad.errors import NoSolutionError
from openthaad.scenario import Scenario, uncertain_values, with_uniforms
from openthaad.studies.footprint.question import footprint
from openthaad.studies.footprint.record import Footprint
from openthaad.studies.footprint.region import Grid

Array = NDArray[np.float64]
Progress = Callable[[float], None]
LEVEL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Shares of land over draws of the catalogue, by a Latin hypercube: ignorance, not chance.

    Attributes
    ----------
    shares, free : (N,) array
        Share of the land with an opportunity, under the caps and without; empty where no land
        is counted.
    cities : dict
        Share of the draws in which a city has an opportunity.
    done, failed : int
        Draws that were mapped, and those in which the missile reaches nothing of the map.
    """

    scenario: str
    missile: str | None
    seed: int
    cells: int
    axes: int
    done: int
    shares: Array
    free: Array
    cities: dict[str, float]
    failed: int

    def to_dict(self) -> dict[str, Any]:
        """Return quantiles as plain data."""
        return {
            "samples": self.done,
            "failed": self.failed,
            "seed": self.seed,
            "values_drawn": self.axes,
            "level": LEVEL,
            "land_share": _quantiles(self.shares),
            "land_share_without_caps": _quantiles(self.free),
            "cities": self.cities,
        }


def _quantiles(values: Array) -> dict[str, float] | None:
    if not len(values):
        return None
    low, middle, high = np.quantile(values, [0.5 - 0.5 * LEVEL, 0.5, 0.5 + 0.5 * LEVEL])
    return {"low": float(low), "median": float(middle), "high": float(high)}


def spread(
    scenario: Scenario,
    best: Footprint,
    *,
    missile: str | None = None,
    samples: int,
    seed: int = 0,
    progress: Progress | None = None,
) -> Spread:
    """Draw every uncertain value of the catalogue and map again, so many times.

    Parameters
    ----------
    scenario : Scenario
    best : Footprint
        The map with the best estimates; its frame is used, with a third of its cells a side.
    missile : str, optional
    samples, seed : int
        Of the Latin hypercube.
    progress : callable, optional
        Called with the share done, 0 to 1.
    """
    axes = uncertain_values(scenario)
    coarse = max(best.grid.rows // 3, 8)
    where = Grid(box=best.grid.box, rows=coarse, columns=coarse)
    shares, free, done, failed = [], [], 0, 0
    counts = {row["name"]: 0 for row in best.cities()}
    for k, point in enumerate(latin_hypercube(len(axes), samples, seed)):
        drawn = with_uniforms(scenario, axes, point.tolist())
        try:
            record = footprint(drawn, missile=missile, cells=where)
        except NoSolutionError:
            failed += 1
            continue
        done += 1
        if record.land is not None:
            shares.append(record.land_share(1))
            free.append(record.land_share(1, caps=False))
        for row in record.cities():
            counts[row["name"]] += int((row["opportunities"] or 0) > 0)
        if progress is not None:
            progress((k + 1) / samples)
    return Spread(
        scenario=scenario.name,
        missile=missile,
        seed=seed,
        cells=coarse,
        axes=len(axes),
        done=done,
        shares=np.array(shares),
        free=np.array(free),
        cities={name: count / max(done, 1) for name, count in counts.items()},
        failed=failed,
    )
