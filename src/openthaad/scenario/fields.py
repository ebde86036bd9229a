"""The kinds of field that scenario tables are made of: checked numbers, names and places."""

from collections.abc import Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from math import degrees, radians
from typing import Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from openthaad.catalogue import BUILT_IN, Catalogue
from openthaad.catalogue.coordinates import HOW, CoordinatesError, coordinates, is_swapped
from openthaad.errors import CatalogueError
from openthaad.scenario.reading import note

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Positive = Annotated[Number, Field(gt=0.0)]
NotNegative = Annotated[Number, Field(ge=0.0)]
Probability = Annotated[Number, Field(ge=0.0, le=1.0)]
Azimuth = Annotated[Number, Field(ge=-180.0, le=360.0)]
Elevation = Annotated[Number, Field(ge=-10.0, lt=90.0)]
Count = Annotated[int, Field(strict=True, ge=0)]
Flag = Annotated[bool, Field(strict=True)]
Words = Annotated[str, Field(strict=True, max_length=10_000)]


def _one_line(text: str) -> str:
    if "\n" in text:
        raise wrong("must be one line; description may have several")
    return text


Title = Annotated[Words, AfterValidator(_one_line)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class Table(BaseModel):
    """A table of the scenario file: unknown keys are errors, and nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 (whatever the field is)
        """Return a field, and note that it was read."""
        note(self, name)
        return super().__getattribute__(name)


class Position(Table):
    """A point given by its coordinates; `name` is what it is called, if anything."""

    name: Annotated[str | None, Field(max_length=64, description="name used in answers")] = None
    lat_deg: Annotated[Number, Field(ge=-90.0, le=90.0, description="latitude, north positive")]
    lon_deg: Annotated[
        Number, Field(ge=-180.0, le=180.0, description="longitude, east positive")
    ]
    altitude_m: Annotated[
        Number, Field(ge=-500.0, le=20_000.0, description="height above the ellipsoid")
    ] = 0.0

    @model_validator(mode="before")
    @classmethod
    def _latitude_first(cls, table: object) -> object:
        """Say so where the two numbers make sense only the other way round."""
        if isinstance(table, dict):
            first, second = table.get("lat_deg"), table.get("lon_deg")
            are_numbers = isinstance(first, int | float) and isinstance(second, int | float)
            if are_numbers and is_swapped(first, second):  # type: ignore[arg-type] # numbers
                raise wrong(
                    f"latitude {first:g} is beyond 90 degrees; latitude comes first",
                    value=f"{first:g},{second:g}",
                    hint=f"did you mean {second:g},{first:g}?",
                )
        return table


class Location(NamedTuple):
    """Where something is: geodetic latitude and longitude [rad], altitude [m], and its name."""

    name: str
    latitude: float
    longitude: float
    altitude: float


def wrong(
    text: str,
    *,
    allowed: Iterable[str] | str | None = None,
    hint: str | None = None,
    key: str | None = None,
    value: object = None,
) -> PydanticCustomError:
    """Make the error a validator raises: what is wrong, what is allowed, what was meant.

    `key` and `value` are given where they are not those of the field that is checked.
    """
    context: dict[str, Any] = {"text": text, "hint": hint, "key": key, "value": value}
    if allowed is not None:
        context["allowed"] = allowed if isinstance(allowed, str) else list(allowed)
    return PydanticCustomError("openthaad", "{text}", context)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the closest right spellings of `word` in words, or None if nothing is close."""
    close = get_close_matches(word.lower(), list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else None


def known_to(info: ValidationInfo) -> Catalogue:
    """Return the catalogue that a scenario is checked against: its own, or the built-in one."""
    found = (info.context or {}).get("catalogue", BUILT_IN)
    return found if isinstance(found, Catalogue) else BUILT_IN


def one_of_the_catalogue(kind: str) -> BeforeValidator:
    """Check that a field names an entry of one kind of the catalogue, and keep its name."""

    def check(value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        try:
            return known_to(info).name_of(kind, value)
        except CatalogueError as error:
            text = error.message.partition(";")[0]
            allowed = error.allowed if isinstance(error.allowed, list) else None
            raise wrong(text, allowed=allowed, hint=error.hint) from None

    return BeforeValidator(check)


def place_from(value: object, info: ValidationInfo) -> object:
    """Turn `[lat, lon]`, `"LAT,LON"` or a table into a Position; check a name.

    Raises
    ------
    PydanticCustomError
        It is none of these, or the catalogue has no such place.
    """
    if isinstance(value, str):
        return _place_of(value, known_to(info))
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise wrong("coordinates are [latitude, longitude] in degrees")
        return Position.model_validate({"lat_deg": value[0], "lon_deg": value[1]})
    if isinstance(value, dict):
        return Position.model_validate(value)
    if isinstance(value, Position):
        return value
    raise wrong("a place is a name, [latitude, longitude], or a table with lat_deg and lon_deg")


def _place_of(text: str, known: Catalogue) -> object:
    """Return a place of the built-in catalogue by name, any other as a position."""
    try:
        pair = coordinates(text)
    except CoordinatesError as error:
        raise wrong(f"{text[:60]!r} {error}", allowed=HOW, hint=f"give {HOW}") from None
    if pair is not None:
        return Position.model_validate({"lat_deg": pair[0], "lon_deg": pair[1]})
    try:
        found = known.find_place(text)
    except CatalogueError as error:
        nearest_ones = f"{error.hint} or " if error.hint else ""
        raise wrong(
            f"there is no place {text[:60]!r} in the catalogue",
            hint=f"{nearest_ones}give {HOW}",
            allowed=sorted(known.places()),
        ) from None
    if not known.is_own("places", found.name):
        return found.name
    # A place of the user's own goes along as what it is, so that the scenario needs no more.
    return Position(
        name=found.name,
        lat_deg=round(degrees(found.latitude), 9),
        lon_deg=round(degrees(found.longitude), 9),
        altitude_m=found.altitude,
    )


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
                        "name": {"type": "string"},
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
        name = place.name or f"{place.lat_deg:g},{place.lon_deg:g}"
        return Location(name, radians(place.lat_deg), radians(place.lon_deg), place.altitude_m)
    found = BUILT_IN.find_place(place)
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
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        raise wrong("an epoch in UTC is in one of the years 1 to 9999") from None


Epoch = Annotated[
    datetime,
    BeforeValidator(_utc),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
