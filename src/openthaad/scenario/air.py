"""What a scenario file may say of the air and of the bending of rays."""

from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from openthaad.catalogue.activity import USUAL_AP, USUAL_F107
from openthaad.scenario.fields import Epoch, Number, Place, Table, wrong


def _air_from(value: object) -> object:
    """Turn the name of a model of the air into a table that names it."""
    return {"model": value} if isinstance(value, str) else value


class Air(Table):
    """The air: the standard atmosphere, or NRLMSIS over one place at one time."""

    model: Annotated[
        Literal["us76", "nrlmsis"],
        Field(description="US Standard Atmosphere 1976, or NRLMSIS 2.1"),
    ]
    place: Annotated[
        Place | None,
        Field(description="nrlmsis: the place whose atmosphere the whole scenario uses"),
    ] = None
    date: Annotated[
        Epoch | None, Field(description="nrlmsis: UTC; the scenario's epoch unless given")
    ] = None
    f107: Annotated[
        Number, Field(ge=50.0, le=400.0, description="nrlmsis: solar flux of the day [sfu]")
    ] = USUAL_F107
    f107_average: Annotated[
        Number,
        Field(ge=50.0, le=400.0, description="nrlmsis: solar flux averaged over 81 days [sfu]"),
    ] = USUAL_F107
    ap: Annotated[
        Number, Field(ge=0.0, le=400.0, description="nrlmsis: daily magnetic index")
    ] = USUAL_AP

    @model_validator(mode="after")
    def _what_the_model_needs(self) -> Self:
        given = self.model_fields_set - {"model"}
        if self.model == "us76" and given:
            raise wrong(
                f"us76 is the same everywhere, so it takes no {', '.join(sorted(given))}",
                hint='leave that out, or set model = "nrlmsis"',
            )
        if self.model == "nrlmsis" and self.place is None:
            raise wrong(
                "nrlmsis needs a place",
                hint='for instance { model = "nrlmsis", place = "seongju" }',
            )
        return self

    @model_serializer(mode="wrap")
    def _short(self, full: SerializerFunctionWrapHandler) -> object:
        """Write the standard atmosphere as its name alone."""
        return self.model if self.model == "us76" else full(self)


class Environment(Table):
    """Air and the bending of rays."""

    atmosphere: Annotated[
        Air,
        BeforeValidator(_air_from, json_schema_input_type=Literal["us76"] | Air),
        Field(description="the name of the standard atmosphere, or a table"),
    ] = Air(model="us76")
    refraction: Annotated[
        Literal["exponential", "four-thirds", "none"],
        Field(description="bending of radar rays: CRPL exponential, 4/3 Earth, or straight"),
    ] = "exponential"
