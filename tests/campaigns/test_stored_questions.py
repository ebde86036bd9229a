"""Questions to a store count each run once, and find what is missing, strange or damaged."""

import json
import shutil
from pathlib import Path

import pytest

import openthaad
from openthaad.campaigns import query
from openthaad.errors import StorageError

COUNT = "select count(*) as n, count(distinct run) as apart, sum(leaked) as leaks from runs"


@pytest.fixture(scope="module")
def whole(tmp_path_factory, scenario):
    """A store whose campaign was made longer: 30 runs, then 50."""
    store = tmp_path_factory.mktemp("whole")
    for runs in (30, 50):
        openthaad.campaign(scenario, runs=runs, seed=3, store=store)
    return store


@pytest.fixture
def store(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "store"))


def counted(store):
    notes = []
    (row,) = query(str(store), COUNT, note=notes.append).to_pylist()
    return row, notes


def parts(store):
    return sorted(store.rglob("*.parquet"))


def test_a_campaign_made_longer_has_each_run_once(store, scenario):
    row, notes = counted(store)
    alone = openthaad.campaign(scenario, runs=50, seed=3).table()
    assert (row["n"], row["apart"]) == (50, 50)
    assert row["leaks"] == sum(alone["leaked"].to_pylist())
    assert notes == []


@pytest.mark.parametrize("name", ["a[1]", "a*b", "a?b", "a'b", "a b", "%41", "{a,b}"])
def test_a_store_is_a_path_and_no_pattern(store, name):
    store = store.rename(store.with_name(name))
    shutil.copytree(store, store.with_name("a1"))
    assert counted(store)[0]["n"] == 50


def test_a_missing_part_is_said(store):
    parts(store)[0].unlink()
    row, notes = counted(store)
    assert row["n"] == 30
    assert "20 runs are missing" in notes[0]


def test_a_part_that_is_there_twice_counts_once(store):
    shutil.copy(parts(store)[0], parts(store)[0].with_name("copy of a part.parquet"))
    row, notes = counted(store)
    assert row["n"] == 50
    assert "left out copy of a part.parquet" in notes[0]


def test_a_part_of_another_seed_is_refused(store, scenario, tmp_path):
    other = openthaad.campaign(scenario, runs=20, seed=4, store=tmp_path / "other")
    assert other.runs == 20
    shutil.copy(parts(tmp_path / "other")[0], parts(store)[0])
    with pytest.raises(StorageError, match="runs 0 to 19 of case 0 is damaged: it belongs"):
        counted(store)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_flipped_bit_is_refused_and_played_again(store, scenario, share):
    raw = bytearray(parts(store)[0].read_bytes())
    raw[int(share * len(raw))] ^= 0x80
    parts(store)[0].write_bytes(raw)
    with pytest.raises(StorageError, match=r"runs 0 to 19 of case 0 is damaged"):
        counted(store)
    again = openthaad.campaign(scenario, runs=50, seed=3, store=store)
    assert again.played.runs == 20
    assert counted(store)[0]["n"] == 50


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b'{"cases": 3}', b'{"cases": [1]}'])
def test_a_damaged_plan_is_named_and_written_anew(store, scenario, raw):
    plan = next(store.rglob("plan.json"))
    plan.write_bytes(raw)
    with pytest.raises(StorageError, match=r"plan\.json is damaged"):
        counted(store)
    openthaad.campaign(scenario, runs=50, seed=3, store=store)
    assert counted(store)[0]["n"] == 50


def test_a_plan_that_was_edited_is_refused(store):
    plan = next(store.rglob("plan.json"))
    plan.write_text(json.dumps(json.loads(plan.read_text()) | {"seed": 9}))
    with pytest.raises(StorageError, match="not the plan that this folder is named for"):
        counted(store)
