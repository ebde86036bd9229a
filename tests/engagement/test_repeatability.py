"""A run is a pure function of scenario, seed and run, however it is cut or wherever played."""

import subprocess
import sys

import pytest

from openthaad.engagement import engine
from openthaad.engagement.allocate import Capacity, make_log
from openthaad.engagement.digest import digest

RAID = "korea-2017"
SHORT = "pyeongtaek-seconds"
PROGRAM = """
import sys
from openthaad.engagement import simulate
from openthaad.scenario import load_scenario
print(simulate(load_scenario(sys.argv[1]), seed=int(sys.argv[2])).digest)
"""


def test_the_same_seed_gives_the_same_digest(world, run, played):
    assert digest(played(world(RAID), seed=7).tables) == digest(run(RAID, seed=7).tables)


def test_another_seed_gives_another_digest(run):
    assert digest(run(RAID, seed=8).tables) != digest(run(RAID, seed=7).tables)


def test_another_run_of_a_seed_gives_another_digest(world, run, played):
    other = played(world(RAID), seed=7, run=1)
    assert digest(other.tables) != digest(run(RAID, seed=7).tables)


@pytest.mark.parametrize("slice_s", [0.1, 7.3, 1e9])
def test_a_run_in_slices_is_the_run_in_one_piece(world, run, played, slice_s):
    cut = played(world(SHORT), seed=3, slice_s=slice_s)
    assert digest(cut.tables) == digest(run(SHORT, seed=3).tables)


def test_a_log_that_fills_up_again_and_again_changes_nothing(world, run, played, monkeypatch):
    # One period may ask for some hundreds of rows, so a few of each are never enough.
    monkeypatch.setattr(engine, "make_log", lambda _: make_log(Capacity(8, 8, 8, 8, 8, 8)))
    assert digest(played(world(RAID), seed=7).tables) == digest(run(RAID, seed=7).tables)


def test_another_process_gives_the_same_digest(run):
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, SHORT, "3"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == digest(run(SHORT, seed=3).tables)


def test_without_noise_the_seed_says_nothing(run):
    first = run(RAID, "noise=false", seed=1)
    assert digest(run(RAID, "noise=false", seed=2).tables) == digest(first.tables)
