"""The scorecard: sound cases, and none that gets worse."""

import tomllib
from pathlib import Path

import pytest
from numba import config

from openthaad.errors import CatalogueError
from openthaad.studies.validation import Case, Result, check, load_cases, score
from openthaad.studies.validation.case import read
from openthaad.studies.validation.computations import COMPUTATIONS

RECORD = tomllib.loads(Path(__file__).with_name("validation_record.toml").read_text("utf-8"))
CASES = load_cases()
# Of a tolerance, by which an error may grow before it counts as worse.
MARGIN = 0.05


def case(**changes):
    values = {
        "name": "example", "group": "closed form", "computation": "layers",
        "inputs": {"stops": [0.5]}, "output": "stopped", "published": 0.5, "unit": "1",
        "tolerance": 0.1, "because": "round", "source": "nobody", "confidence": "A",
    }  # fmt: skip
    return Case(**{**values, **changes})


def test_there_are_at_least_forty_predictions():
    assert sum(one.counts for one in CASES) >= 40


def test_every_case_names_a_computation_that_exists():
    assert {one.computation for one in CASES} <= set(COMPUTATIONS)


def test_a_number_beyond_its_tolerance_fails_and_says_why():
    result = Result(case=case(known_failure="the source is a joke"), computed=0.61)
    assert (result.passes, result.reason) == (False, "the source is a joke")
    assert result.error == pytest.approx(1.1)


def test_fitted_and_unsourced_numbers_are_not_counted():
    found = check([case(), case(used_in_fit=True), case(confidence="R")])
    counted = score(found)
    assert (counted.passed, counted.total, counted.others) == (1, 1, 2)


def test_an_unknown_case_names_the_nearest():
    with pytest.raises(CatalogueError, match="there is no validation case"):
        load_cases("minimum-enrgy")


def test_a_case_without_its_tolerance_is_refused(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text('[[case]]\nname = "x"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="missing"):
        read(path)


@pytest.mark.slow
@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes uncompiled")
def test_no_case_is_worse_than_on_record():
    results = check(CASES)
    errors = {r.case.name: r.error for r in results}
    assert set(errors) == set(RECORD), "run builders/validation.py"
    worse = {n: e for n, e in errors.items() if not abs(e) <= abs(RECORD[n]) + MARGIN}
    assert not worse
    assert not [r.case.name for r in results if not (r.passes or r.case.known_failure)]
