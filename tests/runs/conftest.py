import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "runs" / "synthetic_battle.py"


@pytest.fixture(scope="session")
def battle():
    """The module that makes synthetic outcomes; see there."""
    spec = importlib.util.spec_from_file_location("synthetic_battle", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def outcome(battle):
    return battle.make_outcome()
