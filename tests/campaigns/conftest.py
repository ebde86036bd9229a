"""A battle that is over soon, to be played many times."""

import subprocess
import sys

import pytest

from openthaad.campaigns import Means, Workers
from openthaad.scenario import load_scenario


@pytest.fixture(scope="session")
def scenario():
    return load_scenario("pyeongtaek-seconds")


@pytest.fixture
def means(tmp_path):
    """Means with a store in a folder; settings on top."""

    def make(**more):
        given = {"seed": 3, "store": str(tmp_path), "workers": Workers(threads=1), **more}
        return Means(**given)

    return make


@pytest.fixture
def program(tmp_path):
    """Start `thaad` in a process of its own, in an empty folder."""

    def start(*arguments):
        command = [sys.executable, "-c", "from openthaad.cli import main; main()"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([*command, *map(str, arguments)], cwd=tmp_path, **pipes)

    return start
