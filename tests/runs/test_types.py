"""Every table of every run folder has the same types, whatever happened in the run."""

from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openthaad.runs import TABLES, as_run, write_folder
from openthaad.runs.schema import schema


@pytest.fixture(scope="module")
def folders(battle, tmp_path_factory):
    """A whole battle; one that nobody fired in; one in which nothing was seen; an empty one."""
    whole = battle.make_outcome()
    quiet = replace(
        whole,
        shots=[],
        threats=[t | {"intercept": None, "at_first_shot": None, "first_shot_s": None,
                      "impact_s": t["planned_impact_s"]} for t in whole.threats],
        tables=whole.tables | {k: whole.tables[k][:0] for k in ("shots", "interceptors")},
    )  # fmt: skip
    blind = replace(
        quiet,
        threats=[t | {"detected_s": None, "first_detection": None, "confirmed_s": None}
                 for t in quiet.threats],
        tables=quiet.tables | {k: quiet.tables[k][:0] for k in ("detections", "tracks")},
    )  # fmt: skip
    rows = {name: table[:0] for name, table in whole.tables.items()}
    empty = replace(whole, threats=[], shots=[], tables=rows)
    runs = {"whole": whole, "quiet": quiet, "blind": blind, "empty": empty}
    root = tmp_path_factory.mktemp("types")
    return [write_folder(as_run(run), root / name, {}) for name, run in runs.items()]


@pytest.mark.parametrize("name", TABLES)
def test_one_schema_holds_for_every_folder(folders, name):
    for folder in folders:
        found = pq.read_schema(folder / f"{name}.parquet")
        assert found.equals(schema(name)), folder.name
        assert not any(pa.types.is_null(kind) for kind in found.types)


@pytest.mark.parametrize("name", TABLES)
def test_the_folders_are_one_data_set(folders, name):
    paths = [str(folder / f"{name}.parquet") for folder in folders]
    whole = pa.concat_tables([pq.read_table(path) for path in paths])
    rows = duckdb.connect().execute("select count(*) from read_parquet(?)", [paths]).fetchall()
    assert rows == [(whole.num_rows,)]
    pd = pytest.importorskip("pandas")
    kinds = [pd.read_parquet(path, dtype_backend="pyarrow").dtypes.to_list() for path in paths]
    assert all(found == kinds[0] for found in kinds)


def test_words_and_numbers_are_what_they_are_called(folders):
    shots = pq.read_schema(folders[-1] / "shots.parquet")
    assert shots.field("result").type == pa.string()
    assert shots.field("miss_distance_m").type == pa.float64()
    assert shots.field("launcher").type == pa.int64()
    meets = pq.read_table(folders[0] / "threats.parquet")["intercept_shot"]
    assert meets.type == pa.int64()
    assert meets.null_count > 0


def test_text_and_numbers_fit_no_other_column(battle):
    outcome = battle.make_outcome()
    sick = replace(outcome, shots=[outcome.shots[0] | {"launcher": "two"}])
    with pytest.raises((ValueError, TypeError)):
        as_run(sick)
    assert np.issubdtype(as_run(outcome).numbers("shots", "launcher").dtype, np.floating)
