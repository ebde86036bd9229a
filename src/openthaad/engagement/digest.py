"""One number for a whole run: SHA-256 over named columns, never over file bytes."""

import hashlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

# What counts, in order.  Floats are little-endian IEEE 754 doubles, codes little-endian
# 64-bit integers, column after column; a missing number is the canonical NaN.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "threats": ("outcome", "cause", "detected_time", "confirmed_time", "first_shot_time",
                "kill_time", "opportunities", "shots"),
    "detections": ("time", "radar", "task", "range", "u", "v", "snr", "track_number"),
    "tracks": ("time", "number", "position", "velocity", "covariance"),
    "decisions": ("time", "kind", "track_number", "battery", "launcher", "shot", "limit",
                  "intercept_time", "position"),
    "shots": ("result", "launch_time", "pip", "pip_time", "divert_used"),
    "interceptors": ("time", "shot", "position", "velocity"),
}  # fmt: skip


def column_bytes(column: NDArray[np.generic]) -> bytes:
    """Bytes of a column in the form that the digest is defined over."""
    if column.dtype.kind == "f":
        values = np.ascontiguousarray(column, dtype="<f8")
        return np.where(np.isnan(values), np.nan, values).tobytes()
    return np.ascontiguousarray(column, dtype="<i8").tobytes()


def digest(tables: Mapping[str, NDArray[np.void]]) -> str:
    """Return the digest of a run, 64 hex digits.

    Parameters
    ----------
    tables : Mapping of str to structured array
        Every table named in `COLUMNS`.
    """
    total = hashlib.sha256()
    for name, columns in COLUMNS.items():
        table = tables[name]
        total.update(f"{name} {len(table)}\n".encode())
        for column in columns:
            total.update(f"{column}\n".encode())
            total.update(column_bytes(table[column]))
    return total.hexdigest()
