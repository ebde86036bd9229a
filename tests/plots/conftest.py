import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "runs" / "synthetic_battle.py"


@pytest.fixture(scope="session")
def outcome():
    """A battle made of simple arcs."""
    spec = importlib.util.spec_from_file_location("synthetic_battle", SOURCE)
    battle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(battle)
    return battle.make_outcome()
