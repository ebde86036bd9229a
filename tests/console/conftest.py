"""A console with one run, and none of the user's own cache."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from openthaad import engagement, run_folder
from openthaad.console import Settings, make_app
from openthaad.scenario import load_scenario

BASE = "http://127.0.0.1:8750"


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Play one short engagement and return the folder that holds its run folder."""
    root = tmp_path_factory.mktemp("runs")
    scenario = load_scenario("low-kn-23")
    run_folder.write_run(engagement.simulate(scenario, seed=1), root / "low-kn-23-seed1")
    return root


@pytest.fixture
def runs(played, tmp_path):
    """Return a folder of runs of one's own."""
    return Path(shutil.copytree(played, tmp_path / "runs"))


async def no_play(_text: str, _seed: int, _root: Path) -> str:
    """Play nothing."""
    return ""


@pytest.fixture
def settings(runs, tmp_path):
    return Settings(runs=runs, cache=tmp_path / "cache", player=no_play, warms=False)


@pytest.fixture
def client(settings):
    with TestClient(make_app(settings), base_url=BASE) as client:
        yield client
