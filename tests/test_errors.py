"""Every error can be printed as the JSON error object and ends with its exit code."""

import json
from pathlib import Path

import pytest

from openthaad import errors

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_descends_from_one_and_is_in_the_tree(kind):
    assert issubclass(kind, errors.OpenThaadError)
    assert kind.__name__ in errors.__doc__


@pytest.mark.parametrize(
    ("kind", "code"),
    [("CatalogueError", 2), ("ScenarioError", 2), ("NoSolutionError", 3), ("StorageError", 4)],
)
def test_exit_codes_are_those_of_the_manual(kind, code):
    assert getattr(errors, kind).exit_code == code


def test_the_json_object_has_five_fields():
    error = errors.ScenarioError(
        "batteries[0].lanchers is not a key",
        key="batteries[0].lanchers",
        value=6,
        allowed=("launchers", "radar"),
        hint="did you mean launchers?",
    )
    assert json.loads(json.dumps(error.to_dict())) == {
        "code": "scenario",
        "key": "batteries[0].lanchers",
        "value": 6,
        "allowed": ["launchers", "radar"],
        "hint": "did you mean launchers?",
    }
    assert str(error) == "batteries[0].lanchers is not a key"


def test_the_message_stands_in_for_a_hint():
    assert errors.StorageError("disk full").to_dict()["hint"] == "disk full"


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Path("x"), {"a": {1, 2}}])
def test_any_value_becomes_plain_json(value):
    fields = errors.CatalogueError("wrong", value=value).to_dict()
    json.loads(json.dumps(fields, allow_nan=False))


def test_a_code_may_be_given():
    assert errors.OpenThaadError("no", code="interrupted").to_dict()["code"] == "interrupted"
