"""What a run folder must hold to be told, drawn or exported: its documents and its tables.

A folder may come from anywhere. What readers use is checked here, once; what they do not use is
let through, so that a later version may say more.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal, Self

import numpy as np
import pyarrow as pa
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from openthaad.characters import stray
from openthaad.errors import StorageError
from openthaad.kernels.codes import Event
from openthaad.runs.build import floats
from openthaad.runs.schema import LATER, schema
from openthaad.scenario.fields import Number, wrong
from openthaad.scenario.problems import from_pydantic

Text = Annotated[str, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Latitude = Annotated[Number, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[Number, Field(ge=-360.0, le=360.0)]
Vector = Annotated[list[Number], Field(min_length=3, max_length=3)]
Outcomes = Literal["intercepted", "leaked", "no_asset_threatened", "failed", "unresolved"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Named(_Part):
    name: Text
    lat_deg: Latitude
    lon_deg: Longitude


class _Radar(_Named):
    mode: Text
    boresight_deg: Number
    sector_half_width_deg: Number
    min_elevation_deg: Number
    position_ecef_m: Vector


class _Battery(_Named):
    reach_km: Number | None = None
    floor_km: Number | None = None
    ceiling_km: Number | None = None
    launchers: Annotated[Whole, Field(ge=0, le=100_000)] | None = None
    position_ecef_m: Vector | None = None


class _Asset(_Named):
    radius_km: Number | None = None
    altitude_m: Number = 0.0


class _Object(_Part):
    id: Whole
    threat: Whole
    kind: Text | Whole


class _Geometry(_Part):
    radars: list[_Radar]
    batteries: list[_Battery]
    assets: list[_Asset]
    objects: list[_Object]


class _Value(_Part):
    path: Text
    value: Number
    low: Number
    high: Number
    unit: Text
    basis: Text
    source: Text
    note: Text = ""


class _Unit(_Part):
    type: Text | None = None
    interceptor: Text | None = None
    launcher_azimuth_deg: Number | None = None


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise wrong(f"{text!r} is not a date and time") from None
    return text


class _Document(_Part):
    epoch: Annotated[Text, AfterValidator(_moment)] | None = None
    radars: dict[str, _Unit] = {}
    batteries: dict[str, _Unit] = {}


class Manifest(_Part):
    """What `manifest.json` must say."""

    scenario: Text
    title: Text | None
    question: Text | None
    seed: Whole
    settings: Text
    version: Text
    catalogue: Text
    digest: Text
    command: Text
    wall_time_s: Number
    geometry: _Geometry
    document: _Document
    values: list[_Value]


class _Spot(_Part):
    name: Text | None = None
    lat_deg: Latitude | None = None
    lon_deg: Longitude | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.lat_deg is None) != (self.lon_deg is None):
            raise wrong("has only one of two coordinates")
        return self


class _First(_Part):
    radar: Text | None = None
    range_km: Number | None = None
    elevation_deg: Number | None = None
    snr_db: Number | None = None


class _Meeting(_Part):
    time_s: Number | None = None
    altitude_km: Number | None = None
    ground_range_km: Number | None = None
    closing_speed_km_s: Number | None = None


class _Threat(_Part):
    id: Whole
    missile: Text
    launch: _Spot
    aim: _Spot
    launch_s: Number
    impact_s: Number | None
    apogee_km: Number | None = None
    detected_s: Number | None
    first_detection: _First | None = None
    confirmed_s: Number | None
    burnout_declared_s: Number | None
    first_shot_s: Number | None
    outcome: Outcomes
    cause: Text | None
    intercept: _Meeting | None = None


class _Shot(_Part):
    id: Whole
    battery: Text
    launcher: Annotated[Whole, Field(ge=0, le=100_000)]
    threat: Whole | None
    launch_s: Number
    predicted_intercept: _Meeting | None = None
    acquisition_range_km: Number | None = None
    divert_used_m_s: Number | None = None
    miss_distance_m: Number | None = None
    result: Text


class _Occupied(_Part):
    name: Text
    occupancy_mean: Number | None = None
    occupancy_peak: Number | None = None
    detections: Number | None = None
    tracks: Number | None = None


class _Summary(_Part):
    threats: Whole
    intercepted: Whole
    leaked: Whole
    shots: Whole


class _Swing(_Part):
    path: Annotated[Text, Field(pattern=r"^[^.]*\.[^.]*\.[^.]*$")]
    unit: Text
    basis: Text
    low: Number
    high: Number
    at_low: Number | None
    at_high: Number | None


class _Influence(_Part):
    quantity: Text
    unit: Text
    values: list[_Swing] | None = None


class _Basis(_Part):
    by_count: dict[str, Whole] | None = None
    by_influence: dict[str, Number | None] | None = None
    flips_if: Text | None = None
    moves_most: Text | None = None
    influence: _Influence | None = None


class Answer(_Part):
    """What `outcome.json` must say."""

    threats: list[_Threat]
    shots: list[_Shot]
    radars: list[_Occupied]
    summary: _Summary
    endgame: dict[str, Number | None]
    basis: _Basis


def damaged(name: str, reason: str, place: str) -> StorageError:
    """Return the error of a file of a run folder that cannot be used."""
    message = f"cannot read the run folder {place}: {name} is damaged: {reason}"
    return StorageError(message, code="damaged", key="RUN", value=place)


def check_document(kind: type[BaseModel], document: object, name: str, place: str) -> None:
    """Hold a document of a run folder to what readers take from it.

    Raises
    ------
    StorageError
        Something is missing or of another type: says which, and where.
    """
    try:
        kind.model_validate(document)
    except ValidationError as error:
        problem = from_pydantic(error.errors())[0]
        reason = f"{problem.key} {problem.text}".strip()
        raise damaged(name, reason, place) from error


def check_together(manifest: Mapping[str, Any], answer: Mapping[str, Any], place: str) -> None:
    """Hold numbers and names of both documents against each other.

    Raises
    ------
    StorageError
        One names what the other has not.
    """
    threats = [threat["id"] for threat in answer["threats"]]
    batteries = {battery["name"] for battery in manifest["geometry"]["batteries"]}
    if len(set(threats)) != len(threats):
        raise damaged("outcome.json", "two threats have the same id", place)
    for shot in answer["shots"]:
        if shot["threat"] is not None and shot["threat"] not in threats:
            reason = f"shot {shot['id']} is at a threat {shot['threat']} that does not exist"
            raise damaged("outcome.json", reason, place)
        if shot["battery"] not in batteries:
            reason = (
                f"shot {shot['id']} is of a battery {shot['battery']!r} that does not exist"
            )
            raise damaged("outcome.json", reason, place)


def as_written(name: str, table: pa.Table, place: str) -> pa.Table:
    """Return a table in the schema of its name; an earlier version wrote other types.

    Raises
    ------
    StorageError
        A column is missing, is of another kind, or holds what no run writes.
    """
    file, wanted = f"{name}.parquet", schema(name)
    for field in wanted:
        if field.name in table.column_names:
            continue
        if field.name not in LATER:
            raise damaged(file, f"it has no column {field.name}", place)
        table = table.append_column(field, pa.nulls(len(table), field.type))
    try:
        columns = [_cast(table.column(field.name), field.type) for field in wanted]
        kept = wanted.with_metadata(table.schema.metadata)
        fitted = pa.Table.from_arrays(columns, schema=kept)
    except (pa.ArrowException, ValueError) as error:
        raise damaged(file, f"its columns are of other types ({error})", place) from error
    for field in wanted:
        _check_words(file, field, fitted.column(field.name), place)
    return fitted


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column of a type; to cast takes a part of pyarrow that is long to import."""
    return column if column.type == kind else column.cast(kind)


def _check_words(file: str, field: pa.Field, column: pa.ChunkedArray, place: str) -> None:
    """Refuse words that no run writes: control characters, and events of another kind."""
    is_coded = pa.types.is_dictionary(field.type)
    if not pa.types.is_string(field.type.value_type if is_coded else field.type):
        return
    allowed = _ALLOWED.get((file, field.name), _is_clean)
    parts = [part.dictionary if is_coded else part for part in column.chunks]
    for word in dict.fromkeys(word for part in parts for word in part.to_pylist()):
        if word is not None and not allowed(word):
            raise damaged(file, f"{field.name} has a word {word!r}", place)


def _is_clean(word: str) -> bool:
    return stray(word) is None


_EVENTS = {event.name.lower() for event in Event}
_ALLOWED: dict[tuple[str, str], Callable[[str], bool]] = {
    ("decisions.parquet", "event"): _EVENTS.__contains__
}


def check_tables(tables: Mapping[str, pa.Table], answer: Mapping[str, Any], place: str) -> None:
    """Hold the numbers of threats and shots in the tables against the answer.

    Raises
    ------
    StorageError
        A table has a path of what the answer has not.
    """
    known = {
        ("truth", "threat"): {threat["id"] for threat in answer["threats"]},
        ("interceptors", "shot"): {shot["id"] for shot in answer["shots"]},
    }
    for (name, column), numbers in known.items():
        strange = set(np.unique(floats(tables[name].column(column))).tolist()) - numbers
        if strange:
            which = min(strange)
            told = f"{which:.0f}" if isfinite(which) else "without a number"
            reason = f"it has a path of {column} {told}, unknown to the answer"
            raise damaged(f"{name}.parquet", reason, place)
