"""The JSON Schema of scenario files against files that load and files that do not."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from openthaad.scenario import file_schema, load, pack_names

FILES = [load.PACK / f"{name}.toml" for name in pack_names()]
TEMPLATE = Path(load.__file__).parent / "template.toml"
OVERRIDES = [
    {"missiles.nodong.diameter": 1.3},
    {"missiles": {"nodong": {"diameter": 1.3}}},
    {"missiles.nodong": {"diameter": 1.3}},
]


def as_json(item):
    """What a TOML document is as JSON: moments become text."""
    if isinstance(item, dict):
        return {key: as_json(value) for key, value in item.items()}
    if isinstance(item, list):
        return [as_json(value) for value in item]
    return item.isoformat() if isinstance(item, date) else item


def complaints(document):
    Draft202012Validator.check_schema(file_schema())
    return [
        error.message for error in Draft202012Validator(file_schema()).iter_errors(document)
    ]


def read(path):
    return as_json(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [*FILES, TEMPLATE], ids=lambda path: path.stem)
def test_every_file_of_the_pack_is_valid(path):
    assert complaints(read(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scenario_as_run_is_valid(path):
    assert complaints(load.load_scenario(path.stem).document()) == []


@pytest.mark.parametrize("overrides", OVERRIDES)
def test_overrides_are_valid_in_every_form_that_loads(overrides):
    document = {**read(FILES[0]), "overrides": overrides}
    assert complaints(document) == []
    assert load.scenario_from(document).overrides == OVERRIDES[0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("colour", "red"), ("threats", []), ("epoch", 7), ("radars", {"x": {"sector_deg": 720}})],
)
def test_what_does_not_load_is_not_valid(key, value):
    assert complaints({**read(FILES[0]), key: value})
