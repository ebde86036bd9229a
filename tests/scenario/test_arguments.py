"""Public functions refuse what they cannot take, in the words of the command line."""

import math

import numpy as np
import pytest

import openthaad
from openthaad.scenario import arguments

SCENARIO = openthaad.load_scenario("korea-2017")
WRONG_SEEDS = (-1, 2**63, 1.5, math.nan, "a", None, True, [1])
REPORT = {"apogee_km": 500.0, "range_km": 1000.0}


def refused(call, *given, **named):
    with pytest.raises(openthaad.ScenarioError) as caught:
        call(*given, **named)
    error = caught.value
    assert error.key
    assert error.allowed
    assert "Traceback" not in error.message
    return error


@pytest.mark.parametrize("name", [None, 3, "", b"korea-2017", "korea-2071", "/"])
def test_what_names_no_scenario_is_refused(name):
    assert refused(openthaad.load_scenario, name).key == "SCENARIO"


@pytest.mark.parametrize("sets", ["batteries.seongju.launchers=2", 5, [5], None, {"a": 1}])
def test_settings_are_a_list_of_texts(sets):
    assert refused(openthaad.load_scenario, "korea-2017", sets).key == "sets"


@pytest.mark.parametrize("seed", WRONG_SEEDS)
def test_a_seed_is_a_whole_number_wherever_one_is_taken(seed):
    for call, named in (
        (openthaad.simulate, {}),
        (openthaad.campaign, {"runs": 2}),
    ):
        assert refused(call, SCENARIO, seed=seed, **named).key == "seed"
    assert refused(openthaad.load_scenario, "korea-2017", seed=seed).key == "seed"


def test_a_seed_of_numpy_becomes_a_number_of_python():
    assert type(arguments.require_seed(np.int64(7))) is int


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (openthaad.simulate, {}),
        (openthaad.campaign, {"runs": 2}),
        (openthaad.footprint, {}),
    ],
)
@pytest.mark.parametrize("thing", ["korea-2017", None, {}])
def test_a_name_is_no_scenario_and_the_error_says_how_to_make_one(call, named, thing):
    error = refused(call, thing, **named)
    assert "load_scenario" in error.hint
    assert refused(openthaad.compare, SCENARIO, thing, runs=2).key == "b"


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("runs", (0, -1, 1.5, "a", None, math.nan, 10**9)),
        ("workers", (0, -1, "a", 1.5)),
        ("store", (5, "")),
        ("until", (-1.0, 0.0, math.nan, "a")),
        ("of", ("leak", 3)),
    ],
)
def test_a_campaign_refuses_by_name(key, values):
    for value in values:
        named = {"runs": 2, key: value}
        assert refused(openthaad.campaign, SCENARIO, **named).key.lstrip("-") == key


@pytest.mark.parametrize("cells", [0, -2, 3, 401, 4.5, "a", None, math.nan])
def test_a_map_has_a_whole_number_of_cells(cells):
    assert refused(openthaad.footprint, SCENARIO, cells=cells).key == "cells"


@pytest.mark.parametrize("missile", ["nope", "", 3])
def test_a_map_is_of_a_missile_of_the_catalogue(missile):
    assert "nodong" in refused(openthaad.footprint, SCENARIO, missile=missile).allowed


@pytest.mark.parametrize(
    "named",
    [
        {"apogee_km": "a"}, {"range_km": None}, {"apogee_km": math.nan}, {"time_s": "x"},
        {"launch": (1,), "bearing_deg": 3}, {"launch": (95, 0), "bearing_deg": 3},
        {"launch": 5, "bearing_deg": 3}, {"launch": ("a", "b"), "bearing_deg": 3},
        {"launch": "busan", "bearing_deg": "n"}, {"launch": "busan", "bearing_deg": math.nan},
        {"launch": "busan", "bearing_deg": 3, "date": 3}, {"propellant": 3},
    ],
)  # fmt: skip
def test_a_report_refuses_what_is_no_number_and_no_place(named):
    refused(openthaad.infer, **{**REPORT, **named})


def test_only_an_outcome_is_written_and_only_into_a_folder(tmp_path):
    assert refused(openthaad.write_run, {}, tmp_path / "run").key == "outcome"
    assert list(tmp_path.iterdir()) == []
