import errno
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from openthaad import swapping
from openthaad.errors import StorageError
from openthaad.runs import TABLES, as_run, geodetic, read_folder, store, write_folder

DOCS = Path(__file__).parents[2] / "docs" / "run-folder.md"
DEAD = 999_999_999  # no process


@pytest.fixture
def left_by(monkeypatch):
    """Make a folder as a writer of that process leaves it beside a place."""

    def make(process, place, what):
        with monkeypatch.context() as patch:
            patch.setattr(swapping.os, "getpid", lambda: process)
            left = swapping.beside(place, what)
        left.mkdir()
        return left

    return make


@pytest.fixture(scope="module")
def run(outcome):
    return as_run(outcome)


@pytest.fixture
def folder(run, tmp_path):
    return write_folder(run, tmp_path / "runs" / "one", {"index.html": "<p>"})


def test_a_run_read_back_is_the_run_written(run, folder):
    back = read_folder(folder)
    assert back.manifest == run.manifest
    assert back.outcome == run.outcome
    assert all(back.tables[name].equals(run.tables[name]) for name in TABLES)


def test_nothing_is_left_beside_a_finished_folder(folder):
    assert [path.name for path in folder.parent.iterdir()] == ["one"]


def test_a_finished_folder_is_replaced(run, folder):
    write_folder(run, folder, {"index.html": "new"})
    assert (folder / "index.html").read_text() == "new"


def test_a_folder_with_other_files_is_left_alone(run, tmp_path):
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(StorageError, match="holds other files"):
        write_folder(run, tmp_path, {})
    assert (tmp_path / "thesis.tex").read_text() == "precious"


def test_a_file_at_the_place_is_left_alone(run, tmp_path):
    place = tmp_path / "one"
    place.write_text("precious")
    with pytest.raises(StorageError, match="is a file"):
        write_folder(run, place, {})


def test_a_full_disk_leaves_the_old_folder_and_nothing_else(run, folder, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.pq, "write_table", full)
    with pytest.raises(StorageError, match="No space left"):
        write_folder(run, folder, {})
    assert [path.name for path in folder.parent.iterdir()] == ["one"]
    assert (folder / "index.html").exists()


def test_an_interrupt_leaves_nothing_half_written(run, tmp_path, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_fill", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_folder(run, tmp_path / "one", {})
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_writer_left_is_cleared(run, tmp_path, left_by):
    dead = left_by(DEAD, tmp_path / "one", "part")
    write_folder(run, tmp_path / "one", {})
    assert not dead.exists()


def test_what_a_running_writer_is_writing_is_left_alone(run, tmp_path, left_by):
    alive = left_by(os.getppid(), tmp_path / "one", "part")
    write_folder(run, tmp_path / "one", {})
    assert alive.exists()


def test_a_folder_moved_aside_by_a_killed_writer_is_replaced_whole(run, folder, left_by):
    folder.rename(left_by(DEAD, folder, "old"))
    write_folder(run, folder, {})
    assert [path.name for path in folder.parent.iterdir()] == ["one"]


def test_a_folder_moved_aside_by_a_killed_writer_is_read(folder, left_by):
    folder.rename(left_by(DEAD, folder, "old"))
    assert read_folder(folder).manifest["seed"] == 7


def test_the_place_holds_a_whole_folder_at_every_moment(run, folder, monkeypatch):
    seen = []
    remove = swapping.remove
    monkeypatch.setattr(
        swapping, "remove", lambda path: seen.append(folder.exists()) or remove(path)
    )
    monkeypatch.setattr(swapping.Path, "rename", lambda *_: (_ for _ in ()).throw(OSError()))
    write_folder(run, folder, {})
    assert seen == [True]
    assert read_folder(folder).manifest["seed"] == 7


def test_where_names_cannot_be_exchanged_the_old_folder_is_moved_aside(
    run, folder, monkeypatch
):
    monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    (folder / "index.html").write_text("old")
    write_folder(run, folder, {"index.html": "new"})
    assert (folder / "index.html").read_text() == "new"
    assert [path.name for path in folder.parent.iterdir()] == ["one"]


def test_notes_of_the_user_stay(run, folder):
    (folder / "notes.txt").write_text("mine")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.png").write_bytes(b"mine too")
    write_folder(run, folder, {})
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "pictures" / "a.png").read_bytes() == b"mine too"


def test_a_file_that_only_the_last_run_wrote_goes(run, folder):
    assert (folder / "index.html").exists()
    write_folder(run, folder, {})
    assert not (folder / "index.html").exists()


def test_many_writers_of_one_folder_leave_it_whole(run, tmp_path):
    place = tmp_path / "one"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write_folder(run, place, {}), range(12)))
    assert read_folder(place).remarks == ()
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(StorageError, match=r"no manifest\.json"):
        read_folder(tmp_path)


def test_a_broken_table_is_named_as_such(folder):
    (folder / "truth.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(StorageError, match="cannot read"):
        read_folder(folder)


def test_a_folder_of_a_later_format_is_refused(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(StorageError, match="format 99"):
        read_folder(folder)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_carries_its_unit_and_meaning(folder, name):
    schema = pq.read_schema(folder / f"{name}.parquet")
    for field, column in zip(schema, TABLES[name], strict=True):
        assert field.name == column.name
        assert field.metadata[b"unit"].decode() == column.unit
        assert field.metadata[b"meaning"]


@pytest.mark.parametrize("name", TABLES)
def test_the_unit_ends_the_name(name):
    for column in TABLES[name]:
        if column.unit in ("", "1"):
            continue
        suffix = column.unit.replace("/", "_").lower()
        assert re.search(rf"_{suffix}$", column.name), column.name


def test_the_covariance_has_28_terms_in_the_order_of_the_upper_triangle(run, outcome):
    names = [c.name for c in TABLES["tracks"] if c.name.startswith("covariance")]
    assert len(names) == 28
    assert names[0] == "covariance_x_x_m2"
    assert names[-1] == "covariance_p_p"
    written = run.numbers("tracks", *names)
    assert np.array_equal(written, outcome.tables["tracks"]["covariance"])


def test_vectors_come_back_component_by_component(run, outcome):
    written = run.numbers("truth", "x_ecef_m", "y_ecef_m", "z_ecef_m")
    assert np.array_equal(written, outcome.tables["truth"]["position"])


def test_codes_are_words(run):
    rows = run.rows("decisions")
    shot = next(row for row in rows if row["event"] == "shot")
    ended = next(row for row in rows if row["event"] == "shot_ended")
    verdict = next(row for row in rows if row["event"] == "verdict")
    assert shot["battery"] == "seongju"
    assert ended["detail"] in {"kill", "miss", "divert_exhausted"}
    assert (verdict["detail"], verdict["value_unit"]) == ("threatening", "m")


def test_a_place_never_set_is_empty(run):
    launched = next(row for row in run.rows("decisions") if row["event"] == "launched")
    assert launched["x_ecef_m"] is None


def test_numbers_that_are_not_finite_become_null(outcome):
    sick = replace(outcome, endgame={"p_hit": float("nan"), "p_acquire": float("inf")})
    assert as_run(sick).outcome["endgame"] == {"p_hit": None, "p_acquire": None}


def test_the_manifest_says_how_to_repeat_the_run(run, outcome):
    manifest = run.manifest
    assert manifest["command"] == "thaad run korea-2017 --seed 7"
    assert manifest["digest"] == outcome.digest
    assert {"platform", "python", "numpy", "numba", "wall_time_s", "document"} <= set(manifest)


def test_altitudes_agree_with_proj(battle, outcome):
    latitude, longitude, altitude = geodetic(outcome.tables["truth"]["position"])
    back = battle.ecef(latitude, longitude, altitude)
    assert np.allclose(back, outcome.tables["truth"]["position"], rtol=0.0, atol=1e-3)  # m


def test_an_empty_raid_has_a_folder_too(battle, tmp_path):
    rows = {k: v[:0] for k, v in battle.make_outcome().tables.items()}
    empty = replace(battle.make_outcome(), threats=[], shots=[], tables=rows)
    back = read_folder(write_folder(as_run(empty), tmp_path / "empty", {}))
    assert all(table.num_rows == 0 for table in back.tables.values())


def test_the_document_of_the_folder_lists_every_column():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", DOCS.read_text(), re.MULTILINE)
    ours = [(c.name, c.unit, c.meaning) for columns in TABLES.values() for c in columns]
    assert [tuple(cell.strip() for cell in row) for row in rows] == ours


def test_writing_a_run_does_not_wait_for_pandas(tmp_path):
    program = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("battle", sys.argv[1])
battle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(battle)
from openthaad.run_folder import write_run
write_run(battle.make_outcome(), pathlib.Path(sys.argv[2]))
assert "pandas" not in sys.modules
"""
    battle = Path(__file__).parent / "synthetic_battle.py"
    command = [sys.executable, "-c", program, str(battle), str(tmp_path / "one")]
    subprocess.run(command, check=True, timeout=120)
