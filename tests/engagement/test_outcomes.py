"""One outcome per threat, one result per shot, and a cause for every leak."""

import numpy as np
import pytest

from openthaad.engagement.outcome import summary_document
from openthaad.kernels.codes import Cause, Event, Outcome, ShotResult
from openthaad.scenario.load import pack_names

RAID = "korea-2017"
LANDS = {Outcome.LEAKED, Outcome.NO_ASSET_THREATENED}


def causes(run):
    return {Cause(int(c)) for c in run.threats["cause"]}


def test_every_scenario_of_the_pack_has_an_outcome_for_every_threat(run):
    for name in pack_names():
        threats = run(name).threats
        assert not (threats["outcome"] == Outcome.UNRESOLVED).any(), name


def test_every_leak_has_a_cause_and_nothing_else_has_one(run):
    for name in pack_names():
        threats = run(name).threats
        leaked = threats["outcome"] == Outcome.LEAKED
        assert ((threats["cause"] != Cause.NONE) == leaked).all(), name


def test_every_shot_has_a_result(run):
    for name in pack_names():
        assert (run(name).shots["result"] != ShotResult.PENDING).all(), name


def test_the_summary_adds_up(run):
    for name in pack_names():
        summary = summary_document(run(name).state)
        ends = ("intercepted", "leaked", "no_asset_threatened", "failed", "unresolved")
        assert summary["threats"] == sum(summary[end] for end in ends)


def test_every_threat_ends_once_in_the_log_and_every_shot_once(run):
    rows = run(RAID, seed=7).log["decisions"]
    ends = rows[np.isin(rows["kind"], [Event.INTERCEPTED, Event.IMPACT, Event.FAILED])]
    assert sorted(ends["threat"]) == list(range(12))
    shots = rows[rows["kind"] == Event.SHOT_ENDED]["shot"]
    assert sorted(shots) == list(range(len(run(RAID, seed=7).shots)))


def test_each_kill_is_one_interception(run):
    found = run(RAID, seed=7)
    killed = found.threats["outcome"] == Outcome.INTERCEPTED
    assert (found.shots["result"] == ShotResult.KILL).sum() == killed.sum()
    assert sorted(found.threats["kill_shot"][killed]) == sorted(
        np.flatnonzero(found.shots["result"] == ShotResult.KILL)
    )


def test_a_battery_that_holds_its_fire_lets_everything_through(run):
    found = run(RAID, "batteries.seongju.hold_fire=true", seed=7)
    assert len(found.shots) == 0
    assert causes(found) == {Cause.HELD_BY_DOCTRINE}
    assert (found.threats["outcome"] == Outcome.LEAKED).all()


def test_a_battery_without_launchers_lets_everything_through(run):
    found = run(RAID, "batteries.seongju.launchers=0", seed=7)
    assert (found.threats["outcome"] == Outcome.LEAKED).all()
    assert len(found.shots) == 0
    assert causes(found) == {Cause.MAGAZINE_EMPTY}


def test_a_battery_that_runs_dry_says_so(run):
    found = run(RAID, "batteries.seongju.launchers=1", seed=7)
    assert len(found.shots) == 8
    assert Cause.MAGAZINE_EMPTY in causes(found)


def test_where_nobody_defends_nothing_is_stopped_and_the_cause_says_so(run):
    found = run("radar-reach")
    assert (found.threats["outcome"] == Outcome.NO_ASSET_THREATENED).all()


def test_with_an_asset_and_no_battery_the_cause_is_no_defence(run, single):
    text = single()
    first, last = text.index("[batteries"), text.index("[assets")
    found = run(text[:first] + text[last:])
    assert causes(found) == {Cause.NO_DEFENCE}


def test_a_flight_under_the_floor_is_never_engaged(run):
    for seed in range(3):
        low = run("low-kn-23", seed=seed).threats[0]
        assert low["shots"] == 0
        assert low["outcome"] in LANDS
        assert low["cause"] in (Cause.BELOW_FLOOR, Cause.NONE, Cause.NEVER_VISIBLE,
                                Cause.TOO_FAINT, Cause.MISSED_BY_SEARCH,
                                Cause.CONFIRMED_LATE)  # fmt: skip


def test_a_low_flight_that_is_seen_is_put_down_to_the_floor(run):
    assert run("low-kn-23").threats[0]["cause"] == Cause.BELOW_FLOOR


def test_seoul_lies_beyond_reach_or_under_the_floor(run):
    threats = run("seoul").threats
    leaked = threats[(threats["outcome"] == Outcome.LEAKED) & (threats["shots"] == 0)]
    assert len(leaked) >= 2
    assert {Cause(int(c)) for c in leaked["cause"]} <= {
        Cause.BEYOND_REACH_CAP, Cause.BELOW_FLOOR, Cause.UNREACHABLE, Cause.ABOVE_CEILING,
    }  # fmt: skip


def test_radar_time_adds_up(run):
    rows = run(RAID, seed=7).log["occupancy"]
    spent = rows["share"].sum(axis=1)
    # A dwell of up to 0.1 s may run on from one second into the next.
    assert (spent <= 1.1).all()
    assert spent[1:].mean() == pytest.approx(1.0, abs=0.01)
    assert (rows["share"] >= 0.0).all()
