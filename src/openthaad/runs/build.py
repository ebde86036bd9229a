"""From the engine's log to a run's tables: names for codes, columns for vectors."""

import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openthaad.kernels.codes import Event, Limit, ObjectKind, ShotStatus, Verdict
from openthaad.records import Outcome
from openthaad.runs.ground import geodetic
from openthaad.runs.mathematics import mathematics
from openthaad.runs.schema import FROM_JSON, TABLES, Column, schema

FORMAT = 1
_VALUE_UNITS = {
    Event.DETECTED: "m",
    Event.VERDICT: "m",
    Event.ENGAGEABLE: "1",
    Event.SHOT: "1",
    Event.ACQUIRED: "m",
    Event.SHOT_ENDED: "m",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """One run as its folder holds it: manifest, answer and tables.

    `remarks` says, in sentences, what a reader must know of a folder that was changed after the
    run; it is empty where nothing was.
    """

    manifest: dict[str, Any]
    outcome: dict[str, Any]
    tables: dict[str, pa.Table]
    remarks: tuple[str, ...] = ()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a table as one dictionary per row."""
        rows: list[dict[str, Any]] = self.tables[table].to_pylist()
        return rows

    def numbers(self, table: str, *columns: str) -> NDArray[np.float64]:
        """Return numeric columns of a table, (rows, columns); empty cells are NaN."""
        read = [floats(self.tables[table].column(name)) for name in columns]
        return np.stack(read, axis=-1)


def as_run(outcome: Outcome, command: str | None = None) -> Run:
    """Turn the engine's outcome into a run, ready to be written, told or drawn.

    Parameters
    ----------
    outcome : Outcome
        What the engine returned.
    command : str, optional
        The command that repeats it; scenario and seed alone where not given.
    """
    return Run(
        manifest=_manifest(outcome, command),
        outcome=finite(outcome.to_dict()),
        tables={name: _table(name, outcome) for name in TABLES},
    )


def finite(item: Any) -> Any:  # noqa: ANN401 (JSON, whatever it holds)
    """Return a JSON document with None in place of every number that is not finite."""
    if isinstance(item, Mapping):
        return {str(key): finite(value) for key, value in item.items()}
    if isinstance(item, list | tuple | np.ndarray):
        return [finite(value) for value in item]
    if isinstance(item, np.generic):
        return finite(item.item())
    if isinstance(item, float) and not math.isfinite(item):
        return None
    return item


def _manifest(outcome: Outcome, command: str | None) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "format": FORMAT,
        "scenario": outcome.scenario,
        "title": outcome.title,
        "question": outcome.question,
        "seed": outcome.seed,
        "run": outcome.run,
        "settings": outcome.settings,
        "vary": outcome.vary,
        "version": outcome.version,
        "catalogue": outcome.catalogue,
        "digest": outcome.digest,
        "command": command or f"thaad run {outcome.scenario} --seed {outcome.seed}",
        "platform": f"{platform.system()} {platform.machine()}",
        "mathematics": mathematics(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": version("numba"),
        "wall_time_s": outcome.wall_time_s,
        "geometry": outcome.geometry,
        "document": outcome.document,
        "values": outcome.values,
    }
    return dict(finite(parts))


def _table(name: str, outcome: Outcome) -> pa.Table:
    columns = TABLES[name]
    if name in FROM_JSON:
        records = finite(getattr(outcome, name))
        arrays = [_from_records(column, records) for column in columns]
    else:
        rows, extra = _placed(outcome.tables[name]), _extra(name, outcome)
        arrays = [_from_rows(column, rows, extra, outcome) for column in columns]
    fixed = [
        array if array.type == column.kind else array.cast(column.kind)
        for column, array in zip(columns, arrays, strict=True)
    ]
    return pa.table(fixed, schema=schema(name).with_metadata({"digest": outcome.digest}))


def _placed(rows: NDArray[np.void]) -> NDArray[np.void]:
    """Empty the positions that were never set: the Earth's centre is no place."""
    names = [name for name in rows.dtype.names or () if name.endswith("position")]
    unset = {name: ~rows[name].any(axis=1) for name in names}
    if not any(rows_unset.any() for rows_unset in unset.values()):
        return rows
    rows = rows.copy()
    for name, where in unset.items():
        rows[name][where] = np.nan
    return rows


def _from_records(column: Column, records: Sequence[Mapping[str, Any]]) -> pa.Array:
    found = []
    for record in records:
        item: Any = record
        for key in column.field:
            item = item.get(key) if isinstance(item, Mapping) else None
        found.append(item)
    if pa.types.is_string(column.kind):
        return _words([None if x is None else str(x) for x in found])
    if pa.types.is_floating(column.kind):
        return _numbers(np.array([np.nan if x is None else float(x) for x in found]))
    empty = np.array([x is None for x in found], dtype=bool)
    return _column(np.array([x or 0 for x in found], dtype=np.int64), empty)


def _from_rows(
    column: Column,
    rows: NDArray[np.void],
    extra: Mapping[str, NDArray[Any] | pa.Array],
    outcome: Outcome,
) -> pa.Array:
    field = str(column.field[0])
    if field in extra:
        found = extra[field]
        return found if isinstance(found, pa.Array) else _numbers(found)
    values = rows[field][:, column.field[1]] if len(column.field) > 1 else rows[field]
    if column.words is None:
        return _numbers(values)
    return worded(values, _names(column.words, outcome))


def _names(words: type[IntEnum] | str, outcome: Outcome) -> dict[int, str]:
    if isinstance(words, str):
        return {i: str(item["name"]) for i, item in enumerate(outcome.geometry[words])}
    return _enum_words(words)


def _enum_words(codes: type[IntEnum]) -> dict[int, str]:
    return {int(code): code.name.lower() for code in codes}


def worded(codes: NDArray[Any], names: Mapping[int, str]) -> pa.Array:
    """Put words for codes, as a dictionary column; a code without a name is empty."""
    known, index = np.unique(np.asarray(codes, dtype=np.int64), return_inverse=True)
    words = sorted({names[int(code)] for code in known if int(code) in names})
    place = {code: words.index(word) for code, word in names.items() if word in words}
    spots = np.array([place.get(int(code), -1) for code in known], dtype=np.int32)[index]
    return pa.DictionaryArray.from_arrays(
        _column(np.maximum(spots, 0), spots < 0), _words(words)
    )


def _numbers(values: NDArray[Any]) -> pa.Array:
    """Numbers as a column; NaN becomes an empty cell."""
    empty = np.isnan(values) if values.dtype.kind == "f" else np.zeros(len(values), dtype=bool)
    return _column(values, empty)


def _column(values: NDArray[Any], empty: NDArray[np.bool_]) -> pa.Array:
    """Put an array's own bytes into a column.

    `pyarrow.array` would do, but imports pandas, where it is installed, to look at its input.
    """
    values = np.ascontiguousarray(values)
    valid = pa.py_buffer(np.packbits(~empty, bitorder="little")) if empty.any() else None
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(values)])


# `DataType.to_pandas_dtype` says this, too, but older versions of it import pandas to do so.
_NUMBERS = {pa.from_numpy_dtype(kind): kind for kind in map(np.dtype, ("f8", "f4", "i8", "i4"))}


def floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Read a numeric column back; the counterpart of `_column`, empty cells as NaN."""
    parts = []
    for chunk in column.chunks:
        valid, data = chunk.buffers()
        window = slice(chunk.offset, chunk.offset + len(chunk))
        values = np.frombuffer(data or b"", _NUMBERS[chunk.type])[window].astype(float)
        if valid is not None:
            bits = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")
            values[bits[window] == 0] = np.nan
        parts.append(values)
    return np.concatenate(parts) if parts else np.zeros(0)


def _words(words: Sequence[str | None]) -> pa.Array:
    """Text as a column; None becomes an empty cell."""
    coded = [(word or "").encode() for word in words]
    ends = np.cumsum([0, *map(len, coded)]).astype(np.int32)
    there = np.array([word is not None for word in words], dtype=bool)
    valid = np.packbits(there, bitorder="little")
    buffers = [pa.py_buffer(valid), pa.py_buffer(ends), pa.py_buffer(b"".join(coded))]
    return pa.Array.from_buffers(pa.string(), len(words), buffers)


def _extra(name: str, outcome: Outcome) -> dict[str, NDArray[Any] | pa.Array]:
    """Columns that are not fields of the log, by the name of the field they stand for."""
    rows = outcome.tables[name]
    if name == "truth":
        return _truth_columns(rows, outcome.geometry["objects"])
    if name == "decisions":
        return _decision_columns(rows, outcome.shots)
    if name == "interceptors":
        return {"phase": worded(rows["phase"], _enum_words(ShotStatus))}
    return {}


def _truth_columns(
    rows: NDArray[np.void], objects: Sequence[Mapping[str, Any]]
) -> dict[str, NDArray[Any] | pa.Array]:
    by_id = {int(item["id"]): item for item in objects}
    kinds = {number: _kind(item["kind"]) for number, item in by_id.items()}
    threats = {number: int(item["threat"]) for number, item in by_id.items()}
    return {
        "threat": np.array([threats.get(int(i), -1) for i in rows["object"]], dtype=np.int64),
        "kind": worded(rows["object"], kinds),
        "altitude": geodetic(rows["position"])[2],
    }


def _kind(kind: str | int) -> str:
    return str(kind) if isinstance(kind, str) else ObjectKind(kind).name.lower()


def _decision_columns(
    rows: NDArray[np.void], shots: Sequence[Mapping[str, Any]]
) -> dict[str, NDArray[Any] | pa.Array]:
    results = {int(shot["id"]): str(shot["result"]) for shot in shots}
    details = [
        _detail(int(kind), int(limit), results.get(int(shot)))
        for kind, limit, shot in zip(rows["kind"], rows["limit"], rows["shot"], strict=True)
    ]
    units = {int(event): unit for event, unit in _VALUE_UNITS.items()}
    known = sorted({detail for detail in details if detail is not None})
    codes = np.array([-1 if d is None else known.index(d) for d in details], dtype=np.int64)
    return {
        "event": worded(rows["kind"], _enum_words(Event)),
        "detail": worded(codes, dict(enumerate(known))),
        "value_unit": worded(rows["kind"], units),
    }


def _detail(kind: int, limit: int, result: str | None) -> str | None:
    """Word for what a decision's `limit` holds, which depends on its event."""
    if kind == Event.VERDICT:
        return Verdict(limit).name.lower()
    if kind == Event.SHOT_ENDED:
        return result
    if kind == Event.ASSESSED:
        return "killed" if limit else "not_killed"
    return Limit(limit).name.lower() if limit else None
