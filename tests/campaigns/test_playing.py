"""Runs played in tables used again are the runs that `thaad run` plays."""

import numpy as np
import pytest

from openthaad.campaigns import playing
from openthaad.campaigns.plan import Part, order_of, plan_of
from openthaad.campaigns.rows import NO_SOLUTION
from openthaad.engagement import play, simulate
from openthaad.engagement.allocate import Capacity, make_log, make_state
from openthaad.engagement.digest import digest as digest_of
from openthaad.engagement.engine import Played, tables_of
from openthaad.errors import StorageError
from openthaad.kernels.containers import all_tables
from openthaad.scenario import load_scenario
from openthaad.scenario.world import build_world


@pytest.fixture(scope="module")
def world(scenario):
    return build_world(scenario)[0]


def order(scenario, first=0, runs=3):
    return order_of(plan_of([(scenario, {})], seed=3), Part(0, first, runs))


def test_a_cleared_state_gives_the_digest_of_a_fresh_one(world):
    tables = playing.tables_for(world)
    for run in (5, 6):
        tables, _ = playing.play_run(tables, 3, run)
    again = digest_of(tables_of(Played(tables.state, tables.log)))
    assert again == digest_of(tables_of(play(world, seed=3, run=6)))


def test_every_table_but_those_written_first_is_cleared(world):
    tables = playing.tables_for(world)
    for name, table in all_tables(tables.state):
        if name != "items":  # the World's own
            table.view(np.uint8)[...] = 7
    playing.clear(tables)
    fresh = make_state(world)
    kept = {
        name
        for (name, a), (_, b) in zip(all_tables(tables.state), all_tables(fresh), strict=True)
        if not np.array_equal(a, b)
    }
    assert kept == {"nodes", "paths"}


def test_a_log_written_over_changes_no_row(scenario, monkeypatch):
    whole = playing.play(order(scenario))
    # One period may ask for some hundreds of rows, so a few of each are never enough.
    monkeypatch.setattr(playing, "make_log", lambda: make_log(Capacity(8, 8, 8, 8, 8, 8)))
    monkeypatch.setattr(playing._mine, "tables", (None, None))
    assert playing.play(order(scenario)).tobytes() == whole.tobytes()


def test_rows_say_what_a_single_run_says(scenario):
    row = playing.play(order(scenario, first=4, runs=1))[0]
    outcome = simulate(scenario, seed=3, run=4)
    assert row["run"] == 4
    for name in ("threats", "intercepted", "leaked", "shots"):
        assert row[name] == outcome.summary[name]
    causes = [threat["cause"] for threat in outcome.threats if threat["outcome"] == "leaked"]
    assert row["leaked_no_time"] == causes.count("no_time")


def test_outcomes_causes_and_results_add_up(scenario):
    rows = playing.play(order(scenario, runs=8))
    names = rows.dtype.names
    outcomes = ("unresolved", "intercepted", "leaked", "no_asset_threatened", "failed")
    causes = [rows[name] for name in names if name.startswith("leaked_")]
    results = [rows[name] for name in names if name.startswith("shots_")]
    assert (sum(rows[name] for name in outcomes) == rows["threats"]).all()
    assert (sum(causes) == rows["leaked"]).all()
    assert (sum(results) == rows["shots"]).all()


def test_a_part_told_to_stop_gives_nothing(scenario):
    assert playing.play(order(scenario), lambda: True) is None


def test_another_engine_is_refused(scenario):
    with pytest.raises(StorageError, match="another version"):
        playing.play(order(scenario)._replace(engine="0"))


def test_a_raid_that_cannot_be_is_a_row_and_no_error():
    # A Scud-B at Busan, beyond its reach.
    far = load_scenario("pyeongtaek-seconds", ["threats.0.to=[35.1, 129.0]"])
    rows = playing.play(order(far))
    assert (rows["status"] == NO_SOLUTION).all()
    assert list(rows["run"]) == [0, 1, 2]
