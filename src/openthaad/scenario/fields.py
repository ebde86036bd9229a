"""The kinds of field that scenario tables are made of: checked numbers, names and places."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from math import radians
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from openthaad import catalogue
from openthaad.errors import CatalogueError

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Positive = Annotated[Number, Field(gt=0.0)]
NotNegative = Annotated[Number, Field(ge=0.0)]
Probability = Annotated[Number, Field(ge=0.0, le=1.0)]
Azimuth = Annotated[Number, Field(ge=-180.0, le=360.0)]
Elevation = Annotated[Number, Field(ge=-10.0, lt=90.0)]
Count = Annotated[int, Field(strict=True, ge=0)]
Flag = Annotated[bool, Field(strict=True)]
Words = Annotated[str, Field(strict=True, max_length=10_000)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]

_PAIR = re.compile(
    r"^\s*([-+]?[0-9.]+(?:e[-+]?\d+)?)\s*,\s*([-+]?[0-9.]+(?:e[-+]?\d+)?)\s*$", re.IGNORECASE
)


class Table(BaseModel):
    """A table of the scenario file: unknown keys are errors, and nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(Table):
    """A point given by its coordinates."""

    lat_deg: Annotated[Number, Field(ge=-90.0, le=90.0, description="latitude, north positive")]
    lon_deg: Annotated[
        Number, Field(ge=-180.0, le=180.0, description="longitude, east positive")
    ]
    altitude_m: Annotated[
        Number, Field(ge=-500.0, le=20_000.0, description="height above the ellipsoid")
    ] = 0.0


class Location(NamedTuple):
    """Where something is: geodetic latitude and longitude [rad], altitude [m], and its name."""

    name: str
    latitude: float
    longitude: float
    altitude: float


def wrong(
    text: str,
    *,
    allowed: Iterable[str] | None = None,
    hint: str | None = None,
    key: str | None = None,
    value: object = None,
) -> PydanticCustomError:
    """Make the error a validator raises: what is wrong, what is allowed, what was meant.

    `key` and `value` are given where they are not those of the field that is checked.
    """
    context: dict[str, Any] = {"text": text, "hint": hint, "key": key, "value": value}
    if allowed is not None:
        context["allowed"] = list(allowed)
    return PydanticCustomError("openthaad", "{text}", context)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the closest right spellings of `word` in words, or None if nothing is close."""
    close = get_close_matches(word.lower(), list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else None


def one_of_the_catalogue(kind: str) -> BeforeValidator:
    """Check that a field names an entry of one kind of the catalogue."""

    def check(value: object) -> object:
        known = catalogue.names(kind)
        if isinstance(value, str) and value not in known:
            raise wrong(
                f"{value!r} is not in the catalogue of {kind}",
                allowed=known,
                hint=nearest(value, known),
            )
        return value

    return BeforeValidator(check)


def place_from(value: object) -> object:
    """Turn `[lat, lon]`, `"LAT,LON"` or a table into a Position; check a name.

    Raises
    ------
    PydanticCustomError
        It is none of these, or the catalogue has no such place.
    """
    if isinstance(value, str):
        return _named_place(value)
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise wrong("coordinates are [latitude, longitude] in degrees")
        return Position.model_validate({"lat_deg": value[0], "lon_deg": value[1]})
    if isinstance(value, dict):
        return Position.model_validate(value)
    if isinstance(value, Position):
        return value
    raise wrong("a place is a name, [latitude, longitude], or a table with lat_deg and lon_deg")


def _named_place(text: str) -> object:
    if pair := _PAIR.match(text):
        try:
            lat, lon = float(pair[1]), float(pair[2])
        except ValueError:
            raise wrong(f"{text!r} is not a latitude and a longitude") from None
        return Position.model_validate({"lat_deg": lat, "lon_deg": lon})
    try:
        return catalogue.find_place(text).name
    except CatalogueError as error:
        if text.count(",") == 1:
            raise wrong(f"{text!r} is no latitude and longitude in finite degrees") from None
        raise wrong(
            f"there is no place {text!r} in the catalogue",
            hint=error.hint,
            allowed=sorted(catalogue.places()),
        ) from None


Place = Annotated[
    str | Position,
    BeforeValidator(place_from),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "description": "a place of the catalogue, or 'LAT,LON'"},
                {
                    "type": "array",
                    "prefixItems": [
                        {"type": "number", "minimum": -90, "maximum": 90},
                        {"type": "number", "minimum": -180, "maximum": 180},
                    ],
                    "minItems": 2,
                    "maxItems": 2,
                },
                {
                    "type": "object",
                    "properties": {
                        "lat_deg": {"type": "number", "minimum": -90, "maximum": 90},
                        "lon_deg": {"type": "number", "minimum": -180, "maximum": 180},
                        "altitude_m": {"type": "number", "minimum": -500, "maximum": 20000},
                    },
                    "required": ["lat_deg", "lon_deg"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


def locate(place: str | Position) -> Location:
    """Return where a place of a scenario is; angles in radians.

    >>> locate(Position(lat_deg=0.0, lon_deg=0.0, altitude_m=12.0)).altitude
    12.0
    """
    if isinstance(place, Position):
        name = f"{place.lat_deg:g},{place.lon_deg:g}"
        return Location(name, radians(place.lat_deg), radians(place.lon_deg), place.altitude_m)
    found = catalogue.find_place(place)
    return Location(found.name, found.latitude, found.longitude, found.altitude)


def _utc(value: object) -> object:
    """Read a date-time; one without an offset is UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise wrong(f"{value!r} is not a date and time like 2017-09-07T00:00:00Z") from None
    if not isinstance(value, datetime):
        raise wrong("an epoch is a date and time like 2017-09-07T00:00:00Z")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Epoch = Annotated[
    datetime,
    BeforeValidator(_utc),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
