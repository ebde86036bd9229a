"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.scenario import Location

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)


class PlaceType(click.ParamType):  # type: ignore[type-arg] # generic from click 8.5 on only
    """A place: `LAT,LON` in degrees, or a name of the catalogue."""

    name = "place"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Location:
        """Return the location; a name or a coordinate that is none ends the command."""
        del ctx
        from pydantic import TypeAdapter, ValidationError

        from openthaad.scenario.fields import Place, locate
        from openthaad.scenario.problems import from_pydantic

        try:
            return locate(TypeAdapter(Place).validate_python(value))
        except ValidationError as error:
            problem = from_pydantic(error.errors())[0]
            option = "/".join(param.opts) if param is not None else "PLACE"
            field = f" {problem.key}" if problem.key else ""
            raise ScenarioError(
                f"{option} {value}:{field} {problem.text}"
                + (f"; {problem.hint}" if problem.hint else ""),
                key=option,
                value=value,
                allowed=problem.allowed,
                hint=problem.hint or "LAT,LON in degrees, or a name as in thaad catalogue list",
            ) from None


def place_option(name: str, parameter: str, words: str) -> Callable[[Any], Any]:
    """Make a required option that takes a place."""
    return click.option(
        name, parameter, type=PlaceType(), required=True, metavar="PLACE", help=words
    )


set_option = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a value of the scenario or the catalogue; may be given again.",
)
