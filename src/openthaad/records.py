"""Records that pass between the engine, the reports and the user."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What became of a missile, in words; by the `outcome` of its record.
OUTCOMES = {
    "intercepted": "intercepted",
    "leaked": "leaked",
    "no_asset_threatened": "landed outside every defended place",
    "failed": "failed in flight",
    "unresolved": "unresolved",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What one run came to: the answer, and the tables it was read from.

    `threats` to `basis` are what `thaad run --json` prints, field by field; `values` are the
    catalogue values it rests on, with their sources; `document` is the scenario as run;
    `geometry` holds places for maps, in degrees and kilometres; `tables` holds the log, SI and
    ECEF, one structured array per table (`engine.tables`).
    """

    scenario: str
    title: str
    question: str
    seed: int
    run: int
    settings: str
    version: str
    catalogue: str
    digest: str
    threats: list[dict[str, Any]]
    shots: list[dict[str, Any]]
    radars: list[dict[str, Any]]
    summary: dict[str, Any]
    endgame: dict[str, Any]
    basis: dict[str, Any]
    values: list[dict[str, Any]]
    document: dict[str, Any]
    geometry: dict[str, list[dict[str, Any]]]
    wall_time_s: float
    tables: dict[str, NDArray[np.void]]

    def __repr__(self) -> str:
        """Say in a line what it is."""
        counts = ", ".join(f"{count} {name}" for name, count in self.summary.items())
        return f"Outcome({self.scenario!r}, seed {self.seed}, run {self.run}: {counts})"

    def to_dict(self) -> dict[str, Any]:
        """Return what `thaad run --json` prints."""
        names = (
            "scenario seed settings version catalogue digest threats shots radars summary "
            "endgame basis"
        )
        return {name: getattr(self, name) for name in names.split()} | {"vary": self.vary}

    @property
    def vary(self) -> dict[str, Any]:
        """Which catalogue values the run took: best estimates or a draw, and what was set."""
        drawn = self.document.get("drawn", {})
        return {
            "of": "catalogue" if drawn else "nominal",
            "sample": self.document.get("sample"),
            "drawn": drawn,
            "set": self.document.get("overrides", {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trajectory:
    """A sampled path, ECEF.

    Attributes
    ----------
    time : (N,) array
        Seconds since the scenario's epoch, not falling; two samples share a time where the
        acceleration or, at a separation, the velocity jumps.
    position_ecef, velocity_ecef : (N, 3) array
        State at each time [m, m/s].
    """

    time: NDArray[np.float64]
    position_ecef: NDArray[np.float64]
    velocity_ecef: NDArray[np.float64]

    @property
    def duration(self) -> float:
        """Time from first to last sample [s]."""
        return float(self.time[-1] - self.time[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flight:
    """One threat's flight from launch to the ground.

    `plan`, `summary`, `body` and `solution` are rows, `nodes`, `body_nodes` and `roots` tables
    of the kernels (PLAN, FLIGHT, FLIGHT, SOLUTION; NODE, NODE, ROOT), SI and ECEF. `body` and
    `body_nodes` belong to the spent body and are empty where nothing separates; `solution` and
    `roots` are empty where the flight was not aimed.
    """

    missile: str
    plan: NDArray[np.void]
    summary: NDArray[np.void]
    nodes: NDArray[np.void]
    body: NDArray[np.void]
    body_nodes: NDArray[np.void]
    solution: NDArray[np.void]
    roots: NDArray[np.void]

    @property
    def trajectory(self) -> Trajectory:
        """Path of the warhead, or of the whole missile."""
        return Trajectory(
            time=self.nodes["time"].copy(),
            position_ecef=self.nodes["position"].copy(),
            velocity_ecef=self.nodes["velocity"].copy(),
        )
