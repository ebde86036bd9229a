"""What battles, maps and a campaign came to when last stored: a test names what moved.

`builders/stored_results.py` writes the files anew. Bits depend on the C library's functions:
where those differ from the ones that the files were made with, only what became of each
missile, cell and campaign is compared, to a stated rate.
"""

import importlib.util
import tomllib
from collections import Counter
from pathlib import Path

import numba
import pytest

from openthaad import load_scenario, simulate
from openthaad.runs.mathematics import mathematics
from openthaad.scenario.load import pack_names

ROOT = Path(__file__).parents[1]
ANEW = "if the change is meant: python builders/stored_results.py, and say why in the changelog"
# Share of missiles and cells that may end otherwise with other functions in the last bit.
ELSEWHERE = 0.05

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="minutes uncompiled")


def stored(kind):
    return tomllib.loads((ROOT / "tests" / "stored" / f"{kind}.toml").read_text("utf-8"))


BATTLES, MAPS, CAMPAIGN = stored("battles"), stored("maps"), stored("campaign")


def is_same_mathematics(document):
    return document["mathematics"] == mathematics()


@pytest.fixture(scope="module")
def builder():
    path = ROOT / "builders" / "stored_results.py"
    spec = importlib.util.spec_from_file_location("stored_results", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def moved(then, now):
    """Name the columns whose fingerprints differ."""
    before = dict(pair.split(" ") for pair in then.split("; "))
    after = dict(pair.split(" ") for pair in now.split("; "))
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def moved_tables(then, now):
    return {
        table: columns
        for table, text in now["tables"].items()
        if (columns := moved(then["tables"][table], text))
    }


def changes(then, now):
    """Count what became what, of two lists as long as each other."""
    return Counter(f"{a} -> {b}" for a, b in zip(then, now, strict=True) if a != b)


def cells(document):
    return [document["legend"][letter] for row in document["rows"] for letter in row]


def test_the_columns_that_moved_are_named():
    assert moved("rows 2; time aa; snr bb", "rows 3; time aa; snr cc; task dd") == [
        "rows",
        "snr",
        "task",
    ]


def test_every_scenario_of_the_pack_is_stored():
    assert {key.split(",")[0] for key in BATTLES if key != "mathematics"} == set(pack_names())


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key in BATTLES if key != "mathematics"])
def test_a_battle_is_as_stored(builder, key):
    name, seed = key.split(", seed ")
    then, now = BATTLES[key], builder.battle(simulate(load_scenario(name), seed=int(seed)))
    other = changes(then["ends"], now["ends"])
    if is_same_mathematics(BATTLES):
        assert not other, f"missiles end otherwise: {dict(other)}; {ANEW}"
        assert not moved_tables(then, now), ANEW
        assert then["digest"] == now["digest"], ANEW
    else:
        assert other.total() <= max(1, ELSEWHERE * len(then["ends"]))


@pytest.mark.slow
def test_maps_are_as_stored(builder):
    for title, now in builder.maps():
        then = MAPS[title]
        other = changes(cells(then), cells(now))
        if is_same_mathematics(MAPS):
            assert not other, f"{title}: cells answer otherwise: {dict(other)}; {ANEW}"
            assert not moved(then["columns"], now["columns"]), f"{title}: {ANEW}"
        else:
            assert other.total() <= ELSEWHERE * len(cells(then)), title


@pytest.mark.slow
def test_a_campaign_is_as_stored(builder):
    ((title, now),) = builder.campaigns()
    then = CAMPAIGN[title]
    assert now["leakers"] == pytest.approx(then["leakers"], abs=0.05)
    if is_same_mathematics(CAMPAIGN):
        assert not moved(then["columns"], now["columns"]), ANEW
        assert then["digest"] == now["digest"], ANEW
