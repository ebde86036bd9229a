"""What is set at and beyond its edges is answered or refused in words."""

import json
import subprocess
import sys
from math import inf, nan
from pathlib import Path

import pytest

from openthaad import catalogue
from openthaad.errors import CatalogueError
from openthaad.scenario import ScenarioFileError, load_scenario

PROGRAM = Path(__file__).parents[2] / "design" / "play_the_edges.py"
PATHS = [
    (kind, name, key)
    for kind in catalogue.kinds()
    for name in catalogue.names(kind)
    for key in catalogue.load(kind, name).values
]


@pytest.mark.parametrize("number", [nan, inf, -inf, 1e300, -1e300, -1e-300])
def test_no_value_is_set_to_what_cannot_be(number):
    for kind, name, key in PATHS:
        entry = catalogue.load(kind, name)
        if entry.range_of(key).low <= number <= entry.range_of(key).high:
            continue
        with pytest.raises(CatalogueError, match=r"must be .* to .*, got"):
            entry.with_overrides({key: number})


@pytest.mark.parametrize("number", ["nan", "1e300"])
def test_a_setting_is_held_to_its_range(number):
    with pytest.raises(ScenarioFileError, match=r"must be 0.05 to 3 m, got"):
        load_scenario("seoul", [f"interceptors.thaad.diameter={number}"])


@pytest.mark.slow
def test_a_sample_of_the_edges_is_answered_or_refused():
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--sample", "80"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    count = json.loads(done.stdout.splitlines()[-1])
    assert count["played"] > 20
    assert count["refused"] > 20
