"""A campaign is the same however it is played, and nothing that it finished is lost."""

import json
import signal
import time
from pathlib import Path

import numpy as np
import pytest

import openthaad
from openthaad.campaigns import Workers, play_campaign, play_comparison, sweep
from openthaad.campaigns.cases import grid, hypercube, scenarios_of
from openthaad.campaigns.plan import Part, parts_of, plan_of
from openthaad.campaigns.rows import PLAYED, ROW
from openthaad.campaigns.store import CorruptPart, Store
from openthaad.errors import ScenarioError, StorageError
from openthaad.scenario import load_scenario

RUNS = 60


@pytest.fixture(scope="module")
def whole(scenario):
    """A campaign played by one worker, in memory."""
    return openthaad.campaign(scenario, runs=RUNS, seed=3, workers=1)


def part_files(folder):
    return sorted(Path(folder).rglob("*.parquet"))


def test_two_workers_give_the_digest_of_one(scenario, whole):
    assert openthaad.campaign(scenario, runs=RUNS, seed=3, workers=2).digest == whole.digest


def test_another_seed_gives_another_digest(scenario, whole):
    assert openthaad.campaign(scenario, runs=RUNS, seed=4).digest != whole.digest


def test_the_digest_does_not_hang_on_parts(whole):
    from openthaad.campaigns.digest import digest_of  # noqa: PLC0415
    from openthaad.campaigns.rows import from_arrow  # noqa: PLC0415

    assert digest_of(from_arrow(whole.table())) == whole.digest


def test_the_record_says_what_the_rows_say(whole):
    leaked = whole.table()["leaked"].to_numpy()
    document = whole.to_dict()
    assert document["runs"] == RUNS
    assert document["leakers"]["mean"] == pytest.approx(leaked.mean())
    assert document["p_no_leak"]["mean"] == pytest.approx((leaked == 0).mean())
    assert sum(document["leaks_by_cause"].values()) == leaked.sum()
    assert document["chance"]["variance"] == pytest.approx(leaked.var(ddof=1))
    json.dumps(document, allow_nan=False)


def test_a_rerun_plays_nothing_and_a_longer_one_only_what_is_new(scenario, means, whole):
    play_campaign(scenario, means(), runs=40)
    assert play_campaign(scenario, means(), runs=40).played.runs == 0
    longer = play_campaign(scenario, means(), runs=RUNS)
    assert longer.played.runs == 20
    assert longer.digest == whole.digest


@pytest.mark.parametrize("harm", ["cut short", "emptied", "a few bits", "another part"])
def test_a_corrupt_part_is_found_reported_and_played_again(
    scenario, means, tmp_path, whole, harm
):
    play_campaign(scenario, means(), runs=RUNS)
    first, second, *_ = part_files(tmp_path)
    raw = bytearray(second.read_bytes())
    # More than one: a single bit may fall where Parquet keeps nothing that counts.
    for i in range(len(raw) // 3, len(raw) // 3 + 64):
        raw[i] ^= 16
    second.write_bytes(
        {
            "cut short": second.read_bytes()[:-100],
            "emptied": b"",
            "a few bits": bytes(raw),
            "another part": first.read_bytes(),
        }[harm]
    )
    again = play_campaign(scenario, means(), runs=RUNS)
    assert again.played.runs == 20
    assert "runs 20 to 39 of case 0" in again.played.corrupt[0]
    assert again.digest == whole.digest


def test_a_part_with_too_few_rows_is_found(scenario, means):
    plan = plan_of([(scenario, {})], seed=3)
    store = Store(means().store, plan)
    store.prepare()
    rows = np.zeros(20, ROW)
    store.write(Part(0, 0, 20), rows)
    assert store.read(Part(0, 0, 20)).tobytes() == rows.tobytes()
    store.write(Part(0, 0, 20), rows[:3])
    with pytest.raises(CorruptPart, match="rows"):
        store.read(Part(0, 0, 20))


def test_what_a_killed_writer_leaves_is_no_part(scenario, means, tmp_path, whole):
    found = play_campaign(scenario, means(), runs=20)
    left = part_files(tmp_path)[0]
    left.with_name(left.name + ".123-abc.partial").write_bytes(b"half")
    assert len(found.store.finished()) == 1
    assert play_campaign(scenario, means(), runs=RUNS).digest == whole.digest


def test_a_full_disk_keeps_what_is_done(scenario, means, monkeypatch, whole):
    from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

    write, parts = LocalFileSystem.pipe_file, []

    def full(self, path, *more, **settings):
        if ".parquet" in path:
            parts.append(path)
            if len(parts) > 2:
                raise OSError(28, "No space left on device", path)
        return write(self, path, *more, **settings)

    monkeypatch.setattr(LocalFileSystem, "pipe_file", full)
    with pytest.raises(StorageError, match="No space left") as caught:
        play_campaign(scenario, means(), runs=RUNS)
    assert caught.value.exit_code == 4
    monkeypatch.undo()
    rest = play_campaign(scenario, means(), runs=RUNS)
    assert rest.played.runs == 20
    assert rest.digest == whole.digest


def test_a_store_of_no_known_kind_is_refused(scenario, means):
    with pytest.raises(ScenarioError, match="nosuch"):
        play_campaign(scenario, means(store="nosuch://place"), runs=1)


def test_a_place_that_cannot_be_written_is_a_storage_error(scenario, means, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot"):
        play_campaign(scenario, means(store=str(tmp_path / "file")), runs=1)


def test_resuming_nothing_is_refused(scenario, means):
    with pytest.raises(ScenarioError, match="nothing to go on from"):
        play_campaign(scenario, means(must_resume=True), runs=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_stops_where_the_interval_is_narrow_whoever_plays(scenario, means, workers):
    found = play_campaign(
        scenario, means(workers=Workers(threads=workers)), runs=400, until=0.9, of="p_no_leak"
    )
    assert found.is_narrow
    assert found.runs == 20
    assert found.estimate("leakers").method.startswith("confidence sequence")
    assert found.to_dict()["until"] == {"of": "p_no_leak", "width": 0.9, "reached": True}


def test_too_narrow_an_interval_plays_every_run_and_says_so(scenario, means):
    found = play_campaign(scenario, means(), runs=20, until=1e-3)
    assert found.runs == 20
    assert not found.is_narrow


def test_a_quantity_that_is_none_is_refused_with_the_nearest(scenario):
    with pytest.raises(ScenarioError, match="leakers"):
        openthaad.campaign(scenario, runs=1, of="leaker")


def test_cases_of_a_grid_share_their_luck(scenario, means):
    settings = grid({"batteries.seongju.launchers": ["6", "6", "1"]})
    found = sweep(scenarios_of(scenario, settings), means(), runs=20)
    same, again, _ = found.cases
    assert len(found.cases) == 3
    assert same.document() == again.document()


def test_a_hypercube_keeps_to_its_ranges():
    rows = hypercube({"a.b": (2.0, 4.0)}, 10, seed=1)
    numbers = [float(row["a.b"]) for row in rows]
    assert len(numbers) == 10
    assert all(2.0 <= number <= 4.0 for number in numbers)


def test_a_comparison_is_paired_run_by_run(scenario, means):
    late = load_scenario("pyeongtaek-seconds", ["batteries.seongju.reaction_time_s=60"])
    found = play_comparison(scenario, late, means(), runs=40)
    a = openthaad.campaign(scenario, runs=40, seed=3).table()["leaked"].to_numpy()
    b = openthaad.campaign(late, runs=40, seed=3).table()["leaked"].to_numpy()
    assert found.difference.mean == pytest.approx((b - a).mean())
    assert found.differences.variance == pytest.approx((b - a).var(ddof=1))
    apart = a.var(ddof=1) + b.var(ddof=1)
    assert found.sharpness == pytest.approx(apart / (b - a).var(ddof=1))


def test_memory_does_not_grow_with_the_runs(scenario):
    found = openthaad.campaign(scenario, runs=20, seed=1)
    rows = found.table()
    numbers = np.zeros(20, ROW)
    for name in ROW.names:
        numbers[name] = rows[name].to_numpy()
    before = len(found.gathered.tally("leakers").values)
    for _ in range(500):
        found.gathered.add(numbers)
    assert found.gathered.runs == 20 + 20 * 500
    assert len(found.gathered.tally("leakers").values) == before
    assert (numbers["status"] == PLAYED).all()


def test_killed_and_resumed_it_is_the_campaign_in_one_piece(program, tmp_path, whole):
    command = ("campaign", "pyeongtaek-seconds", "--seed", 3, "--workers", 1, "--json")
    process = program(*command, "--runs", 100_000)
    deadline = time.monotonic() + 120
    while len(part_files(tmp_path)) < 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(part_files(tmp_path)) >= 1
    out, _ = program(*command, "--runs", RUNS, "--resume").communicate()
    document = json.loads(out)
    assert document["digest"] == whole.digest
    assert document["played_now"] < RUNS


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_says_how_to_resume(program, tmp_path, how, code):
    process = program("campaign", "pyeongtaek-seconds", "--runs", 100_000, "--workers", 1)
    deadline = time.monotonic() + 120
    while not part_files(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert "--resume" in err
    assert err.count("the same command") == 1
    assert "Traceback" not in err


def test_parts_of_a_plan_are_addressed(scenario, means, tmp_path):
    found = play_campaign(scenario, means(), runs=RUNS)
    names = [path.name for path in part_files(tmp_path)]
    assert names == [
        f"{found.store.plan.key}-case00000-run{part.first:010d}-{part.runs:04d}.parquet"
        for part in parts_of(found.store.plan, RUNS)
    ]
