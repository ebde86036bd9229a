"""What a wrong option is answered: what it takes, what it got, and the nearest right one."""

import pytest

from openthaad.cli import compare, main
from openthaad.scenario import load_scenario, settings_hash


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--seed", "seven"], "--seed must be a whole number from 0 to"),
        (["run", "--seed", "seven"], "got 'seven'"),
        (
            ["footprint", "--cells", "2"],
            "--cells must be a whole number from 4 to 400, got '2'",
        ),
        (["coverage", "--mode", "terminalx"], "got 'terminalx'; did you mean terminal?"),
        (["export", ".", "--format", "kmz"], "did you mean kml?"),
        (["infer", "--apogee-km", "4475000", "--range-km", "950"], "did you mean 4475?"),
        (["compare", "korea-2017"], "name another scenario as B"),
        (["compare", "korea-2017"], "with --set-b batteries.seongju.launchers=2"),
        (["compare", "strategic-reach"], "with --set-b radars."),
        (["explain", "latest", "--threat", "8"], "no option --threat; it takes --json, --help"),
        (["explain", "latest", "--threat", "8"], "for example: thaad explain latest 3"),
        (["explain", "-t", "8"], "no option -t; it takes --json, --help"),
        (["where", "busan", "--scenarioo", "seoul"], "did you mean --scenario?"),
        (["where", "--sets=3", "busan"], "no option --sets; did you mean --set?"),
        (["run", "--sed", "3"], "no option --sed; did you mean --seed"),
        (["catalogue", "list", "--xyz"], "no option --xyz; it takes --catalogue, --json"),
    ],
)
def test_a_wrong_option_is_told_what_to_try(words, told, capsys):
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_an_unknown_option_comes_with_those_there_are(thaad):
    error = thaad("explain", "latest", "--threat", 8, "--json").json()["error"]
    assert (error["key"], error["allowed"]) == ("--threat", ["--json", "--help"])


@pytest.mark.parametrize("place", ["-99.5,3", "-.5,200"])
def test_a_negative_number_is_no_option(thaad, place):
    answer = thaad("where", place)
    assert answer.code == 2
    assert "no option" not in answer.err
    assert f"PLACE {place}" in answer.err


def test_an_option_takes_a_value_that_looks_like_one(thaad):
    answer = thaad("where", "busan", "--scenario", "--odd")
    assert answer.code == 2
    assert "no option" not in answer.err


@pytest.mark.parametrize(
    ("name", "key"), [("seoul", "batteries."), ("strategic-reach", "radars.")]
)
def test_what_compare_proposes_makes_another_case(name, key):
    scenario = load_scenario(name)
    change = compare._change_of(scenario)
    assert change.startswith(key)
    assert settings_hash(load_scenario(name, [change])) != settings_hash(scenario)
