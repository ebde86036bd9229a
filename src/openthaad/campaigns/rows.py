"""The row that a campaign keeps of a run: its columns, their units, and how it is filled."""

from collections.abc import Mapping
from math import inf

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openthaad.engine.world import State
from openthaad.kernels.codes import Cause, Outcome, ShotResult

Rows = NDArray[np.void]

PLAYED, NOT_FLOWN, NO_SOLUTION = 0, 1, 2
_OUTCOMES = tuple(outcome for outcome in Outcome)
_CAUSES = tuple(cause for cause in Cause if cause is not Cause.NONE)
_RESULTS = tuple(result for result in ShotResult if result is not ShotResult.PENDING)

# Name, form, and what it is, with its unit in brackets.
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("case", "i4", "case of the plan"),
    ("run", "i8", "number of the run: with the seed, the address of every draw"),
    ("status", "i4", "0 played; 1 a missile never came to the ground; 2 no such raid can be"),
    ("threats", "i4", "missiles in the raid"),
    *((outcome.name.lower(), "i4", "missiles that ended so") for outcome in _OUTCOMES),
    ("detected", "i4", "missiles detected"),
    ("engaged", "i4", "missiles shot at"),
    ("opportunities", "i4", "chances to shoot, as counted when each was first engageable"),
    ("shots", "i4", "interceptors fired"),
    *((f"shots_{result.name.lower()}", "i4", "shots that ended so") for result in _RESULTS),
    *((f"leaked_{cause.name.lower()}", "i4", "missiles leaked for it") for cause in _CAUSES),
    ("first_detection_s", "f8", "first detection of the run [s]"),
    ("first_shot_s", "f8", "first interceptor fired [s]"),
    ("first_intercept_s", "f8", "first missile destroyed [s]"),
    ("end_s", "f8", "end of the run [s]"),
    ("occupancy_peak", "f8", "highest share of a second that tracks took of a radar's time"),
)  # fmt: skip

NAMES = tuple(name for name, _, _ in _COLUMNS)
ROW = np.dtype([(name, form) for name, form, _ in _COLUMNS])
_ARROW = {"i4": pa.int32(), "i8": pa.int64(), "f8": pa.float64()}
SCHEMA = pa.schema(
    [
        pa.field(name, _ARROW[form], metadata={"description": words})
        for name, form, words in _COLUMNS
    ]
)


def fill(row: np.void, state: State) -> None:
    """Write what came of a run into its row; case, run and status are the caller's."""
    threats, shots = state.truth.threats, int(state.clock[0]["shot_count"])
    outcomes = np.bincount(threats["outcome"], minlength=len(_OUTCOMES))
    leaked = threats["cause"][threats["outcome"] == Outcome.LEAKED]
    causes = np.bincount(leaked, minlength=len(Cause))
    results = np.bincount(state.picture.shots["result"][:shots], minlength=len(ShotResult))
    row["threats"] = len(threats)
    for outcome in _OUTCOMES:
        row[outcome.name.lower()] = outcomes[outcome]
    for cause in _CAUSES:
        row[f"leaked_{cause.name.lower()}"] = causes[cause]
    for result in _RESULTS:
        row[f"shots_{result.name.lower()}"] = results[result]
    row["detected"] = np.isfinite(threats["detected_time"]).sum()
    row["engaged"] = np.isfinite(threats["first_shot_time"]).sum()
    row["opportunities"] = threats["opportunities"].sum()
    row["shots"] = shots
    row["first_detection_s"] = _earliest(threats["detected_time"])
    row["first_shot_s"] = _earliest(threats["first_shot_time"])
    row["first_intercept_s"] = _earliest(threats["kill_time"])
    row["end_s"] = state.clock[0]["time"]
    row["occupancy_peak"] = state.picture.radars["peak"].max(initial=0.0)


def _earliest(times: NDArray[np.float64]) -> float:
    """Return the least of some times, NaN where there is none."""
    first = float(np.min(times, initial=inf, where=np.isfinite(times)))
    return first if first < inf else np.nan


def to_arrow(rows: Rows, metadata: Mapping[str, str] | None = None) -> pa.Table:
    """Return rows as an Arrow table, with words about the whole of it."""
    columns = [
        pa.array(np.ascontiguousarray(rows[name]), type=SCHEMA.field(name).type)
        for name in NAMES
    ]
    return pa.table(columns, schema=SCHEMA.with_metadata(dict(metadata or {})))


def from_arrow(table: pa.Table) -> Rows:
    """Return an Arrow table of the right columns as rows.

    Raises
    ------
    ValueError
        The columns are not those of a campaign.
    """
    if not table.schema.equals(SCHEMA, check_metadata=False):
        raise ValueError("its columns are not those of a campaign")
    rows = np.zeros(table.num_rows, ROW)
    for name in NAMES:
        rows[name] = table[name].to_numpy()
    return rows
