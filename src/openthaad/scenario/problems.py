"""Saying what is wrong with a scenario: file, key, value, what is allowed, what was meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from openthaad.catalogue.entries import KINDS
from openthaad.errors import ScenarioError
from openthaad.scenario.fields import nearest

_SHOWN = 60  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong."""

    key: str
    text: str
    value: object = None
    allowed: object = None
    hint: str | None = None

    def sentence(self) -> str:
        """Say it in one line."""
        start = f"{self.key}: " if self.key else ""
        listed = _listed(self.allowed) if self.allowed else ""
        allowed = "" if listed in self.text else f"; allowed: {listed}"
        hint = "" if not self.hint or self.hint in self.text else f"; {self.hint}"
        return f"{start}{self.text}{hint if self.hint else allowed}"


class ScenarioFileError(ScenarioError):
    """A scenario file or a setting is wrong; every problem found is listed.

    Parameters
    ----------
    where : str
        The file, or what else the problems were found in.
    problems : Sequence of Problem
        At least one; the first gives the fields of the JSON error.
    """

    def __init__(self, where: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        lines = [f"{where}: {problem.sentence()}" for problem in problems]
        super().__init__(
            "\n".join(lines),
            key=first.key or None,
            value=first.value,
            allowed=first.allowed,
            hint=first.hint or first.text,
        )
        self.where = where
        self.problems = tuple(problems)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields of the JSON error object, with the file and every problem."""
        return super().to_dict() | {
            "file": self.where,
            "problems": [problem.sentence() for problem in self.problems],
        }


def _listed(allowed: object) -> str:
    if isinstance(allowed, list | tuple):
        words = [str(item) for item in allowed]
        more = f" and {len(words) - 12} more" if len(words) > 12 else ""
        return ", ".join(words[:12]) + more
    return str(allowed)


def shown(value: object) -> str:
    """Write a wrong value for a message, shortened."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def from_pydantic(errors: Sequence[ErrorDetails]) -> list[Problem]:
    """Turn pydantic's errors into problems, in the words of the scenario file.

    A misspelt key comes before the key it leaves missing.
    """
    ordered = sorted(errors, key=lambda error: error["type"] == "missing")
    return [_problem(error) for error in ordered]


def most_important_first(
    problems: Sequence[Problem], document: Mapping[str, Any]
) -> list[Problem]:
    """Order problems: what names nothing, wrong values, what is missing; nothing comes later.

    A battery's radars can be held against the scenario's only where the rest is right, so
    that is done here on the document itself.
    """
    told = {(problem.key, str(problem.value)) for problem in problems}
    radars = [one for one in _strange_radars(document) if (one.key, str(one.value)) not in told]
    named = [*radars, *(one for one in problems if one.allowed and one.hint)]
    return [*named, *(one for one in problems if one not in named)]


def _strange_radars(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the radars that batteries name and the scenario does not have."""
    radars, batteries = document.get("radars", {}), document.get("batteries", {})
    if not (isinstance(radars, dict) and isinstance(batteries, dict)):
        return
    for name, battery in batteries.items():
        named = battery.get("radars") if isinstance(battery, dict) else None
        for radar in named if isinstance(named, list) else ():
            if isinstance(radar, str) and radar not in radars:
                hint = nearest(radar, radars)
                yield Problem(
                    key=f"batteries.{name}.radars",
                    text=f"{radar!r} is not one of the scenario's radars",
                    value=radar,
                    allowed=list(radars),
                    hint=hint or ("" if radars else f"add [radars.{radar}]") or None,
                )


def _problem(error: ErrorDetails) -> Problem:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    key = ".".join(str(part) for part in loc)
    if error["type"] == "extra_forbidden":
        return _unknown(key, loc, error["input"])
    if error["type"] == "missing":
        return _missing(key, loc)
    text, allowed, hint = _words(error)
    own = error.get("ctx", {}) if error["type"] == "openthaad" else {}
    value = _brief(error["input"] if own.get("value") is None else own["value"])
    return Problem(
        key=own.get("key") or key, text=text, value=value, allowed=allowed, hint=hint
    )


def _brief(value: object) -> object:
    """Keep a value that a message can repeat; leave out whole tables and endless numbers."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**18 else "a number too long to print"
    return None if isinstance(value, dict | list | BaseModel) else str(value)[:_SHOWN]


def _unknown(key: str, loc: tuple[int | str, ...], value: object) -> Problem:
    known = fields_at(loc[:-1])
    is_kind = len(loc) == 1 and loc[0] in (*KINDS, "tables", "places")
    return Problem(
        key=key,
        text="unknown key",
        value=_brief(value),
        allowed=known,
        hint=_own_catalogue(str(loc[0]), value) if is_kind else nearest(str(loc[-1]), known),
    )


def _own_catalogue(kind: str, value: object) -> str:
    """Say where an entry of a user's own belongs: not into the scenario."""
    name = next(iter(value), "mine") if isinstance(value, dict) else "mine"
    return (
        f"an entry of your own is a file: catalogue/{kind}/{name}.toml beside this one, or "
        "in a folder given with --catalogue"
    )


def _missing(key: str, loc: tuple[int | str, ...]) -> Problem:
    if loc == ("threats",):
        return Problem(key=key, text="empty raid: a scenario needs at least one [[threats]]")
    return Problem(key=key, text="is missing", hint=f"add {loc[-1]} = ..." if loc else "add it")


# What pydantic calls a wrong type, and what a reader of TOML would.
_TYPES = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
    "finite_number": "must be a finite number",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "too_short": "must not be empty",
}
_BOUNDS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}


def _words(error: ErrorDetails) -> tuple[str, object, str | None]:  # noqa: PLR0911 (a return per kind)
    """Text, what is allowed, and a hint for one error of pydantic."""
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "openthaad":
        return error["msg"], context.get("allowed"), context.get("hint")
    if kind == "literal_error":
        allowed = _literals(context)
        hint = nearest(value, allowed) if isinstance(value, str) else None
        return f"{shown(value)} is not one of {_listed(allowed)}", allowed, hint
    if kind in _BOUNDS:
        field, words = _BOUNDS[kind]
        allowed_range = f"{words} {context[field]:g}"
        return f"must be {allowed_range}, got {shown(value)}", allowed_range, None
    if kind == "too_short" and error["loc"] == ("threats",):
        return "empty raid: a scenario needs at least one [[threats]]", "at least one", None
    if kind == "too_long":
        most = context["max_length"]
        # Of a table that is too long, pydantic does not say how long it is.
        return f"has {len(value)} entries; at most {most} are allowed", most, None
    if kind == "string_pattern_mismatch":
        rule = "small letters, digits, - and _"
        return f"{shown(value)} is not a name: {rule}, 64 at most", rule, None
    if kind in _TYPES:
        got = "" if isinstance(value, dict | list) else f", got {shown(_brief(value))}"
        return _TYPES[kind] + got, _TYPES[kind].removeprefix("must be "), None
    return error["msg"], None, None


def _literals(context: Mapping[str, Any]) -> list[str]:
    return [
        word.strip().strip("'") for word in context["expected"].replace(" or ", ", ").split(",")
    ]


def fields_at(loc: Sequence[int | str]) -> list[str]:
    """List the keys that a scenario's table at this place may have.

    >>> fields_at(["environment"])
    ['atmosphere', 'refraction']
    """
    model = model_at(loc)
    return [] if model is None else [f.alias or name for name, f in model.model_fields.items()]


def model_at(loc: Sequence[int | str]) -> type[BaseModel] | None:
    """Return the table that stands at a place of the scenario, or None if none does."""
    from openthaad.scenario.schema import Scenario  # noqa: PLC0415 (most find nothing wrong)

    here: object = Scenario
    for part in loc:
        here = _step(here, part)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _step(annotation: object, part: int | str) -> object:
    """Type of one part of a type: a field by its alias, an entry of a list or a table."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if part in (name, field.alias):
                return _bare(field.annotation)
        return None
    if get_origin(annotation) in (list, dict):
        return _bare(get_args(annotation)[-1])
    return None


def _bare(annotation: object) -> object:
    """Strip what surrounds the table in a type: Annotated, and `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            bare = _bare(part)
            if isinstance(bare, type) and issubclass(bare, BaseModel):
                return bare
    return annotation
