"""`thaad campaign`, `thaad compare` and `thaad campaign query`, as a user meets them."""

import json
import socket

import pytest

from openthaad.engagement.expectation import Expectation
from openthaad.studies import leakage

SHORT = "pyeongtaek-seconds"


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A store with one campaign in it."""
    import openthaad  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("store")
    openthaad.campaign(openthaad.load_scenario(SHORT), runs=20, seed=2, store=str(folder))
    return folder


def test_json_is_one_document_with_what_was_promised(thaad, stored):
    answer = thaad("campaign", SHORT, "--runs", 20, "--seed", 2, "--store", stored, "--json")
    document = answer.json()
    assert answer.code == 0
    for name in ("leakers", "p_no_leak"):
        estimate = document[name]
        assert estimate["low"] <= estimate["mean"] <= estimate["high"]
        assert estimate["level"] == 0.95
    assert document["runs"] == 20
    assert document["chance"]["sd"] >= 0.0
    assert document["ignorance"] is None
    assert len(document["digest"]) == 64
    # All of it was in the store.
    assert document["runs_per_s"] is None


def test_it_ends_in_a_sentence_and_says_where_the_rows_are(thaad, stored, tmp_path):
    figure = tmp_path / "convergence.png"
    common = ("--runs", 20, "--seed", 2, "--store", stored)
    answer = thaad("campaign", SHORT, *common, "--out", figure)
    assert answer.code == 0
    assert "of 2 missiles leak" in " ".join(answer.out.split())
    assert f"campaign query {stored}" in answer.out.replace("\n", "")
    assert figure.read_bytes().startswith(b"\x89PNG")


def test_chance_and_ignorance_come_apart(thaad, tmp_path):
    answer = thaad(
        "campaign", SHORT, "--runs", 4, "--vary", "catalogue", "--samples", 2,
        "--runs-per-sample", 2, "--sobol", 2, "--store", tmp_path / "store", "--json",
    )  # fmt: skip
    document = answer.json()
    assert document["ignorance"]["samples"] == 2
    assert document["ignorance"]["leakers"]["means"]
    assert document["sobol"]["points"] == 2
    assert document["influence"]["quantity"] == "missiles that leak, mean of 2 runs"
    assert "flips_if" in document
    assert document["answer"].count(".") >= 2


def test_a_campaign_of_best_estimates_says_how_to_ask_what_flips_it(thaad, tmp_path):
    common = ("campaign", SHORT, "--runs", 4, "--store", tmp_path / "store")
    document = thaad(*common, "--json").json()
    assert document["flips_if"] is None
    assert document["basis"]["by_count"]["assumed"] > 50
    assert "to find out what would change the answer" in thaad(*common).out


def test_a_comparison_says_what_flips_it_where_asked(thaad, tmp_path, monkeypatch):
    def leakers(scenario):
        power = scenario.entry("radars", "an-tpy-2").nominal()["average_power"]
        held = scenario.batteries["seongju"].hold_fire
        return Expectation(81e3 / power * (2.0 if held else 1.0), 100.0)

    monkeypatch.setattr(leakage, "expectation", leakers)
    common = (
        "compare", SHORT, "--set-b", "batteries.seongju.hold_fire=true", "--runs", 4,
        "--store", tmp_path / "store",
    )  # fmt: skip
    assert "to find out what would change the answer" in thaad(*common).out
    document = thaad(*common, "--influence", "--json").json()
    assert "average power of an-tpy-2" in document["flips_if"]
    assert document["basis"]["flips_if"] == document["flips_if"]


def test_a_grid_gives_a_row_for_each_case(thaad, tmp_path):
    key = "batteries.seongju.reaction_time_s"
    grid = ("--grid", f"{key}=10,60", "--store", tmp_path / "store")
    answer = thaad("campaign", SHORT, "--runs", 4, *grid, "--json")
    cases = answer.json()["cases"]
    assert [case["settings"] for case in cases] == [{key: "10"}, {key: "60"}]
    again = thaad("campaign", SHORT, "--runs", 4, *grid)
    assert key in again.out


def test_a_comparison_says_what_changes(thaad, tmp_path):
    sets = ("--set-b", "batteries.seongju.hold_fire=true")
    common = ("--runs", 10, "--store", tmp_path / "store")
    document = thaad("compare", SHORT, *sets, *common, "--json").json()
    estimate = document["difference"]
    assert estimate["low"] <= estimate["mean"] <= estimate["high"]
    assert document["b"]["intercepted"]["mean"] == 0.0
    if estimate["method"] == "bootstrap, BCa":
        assert document["note"].startswith("10 runs are few")
        assert document["note"] in document["answer"]
    shown = thaad("compare", SHORT, *sets, *common)
    assert "From A to B, the number of missiles that leak changes by" in shown.out


def test_two_cases_that_are_the_same_are_refused(thaad):
    answer = thaad("compare", SHORT, "--json")
    assert answer.code == 2
    assert "--set-b" in answer.json()["error"]["hint"]


def test_stored_campaigns_answer_questions(thaad, stored):
    sql = "select count(*) as n, max(campaign) as which from runs"
    document = thaad("campaign", "query", stored, sql, "--json").json()
    assert document["columns"] == ["n", "which"]
    assert document["rows"][0]["n"] == 20
    assert document["rows"][0]["which"].startswith(SHORT)
    assert "20" in thaad("campaign", "query", stored, sql).out


@pytest.mark.parametrize(
    "sql",
    ["drop view runs", "select nothing from runs", "select", "create table x as select 1",
     "copy runs to 'out.csv'", "select 1; select 2", "",
     "explain analyze copy (select 1) to 'out.csv'", "select * from read_text('/etc/hosts')",
     "select * from glob('/*')", "select * from sql", "set enable_external_access = true"],
)  # fmt: skip
def test_a_question_that_is_none_or_writes_is_refused(thaad, stored, tmp_path, sql):
    answer = thaad("campaign", "query", stored, sql, "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == "SQL"
    assert list(tmp_path.iterdir()) == []


def test_rows_hold_whatever_sql_makes_and_every_column(thaad, stored):
    sql = "select sum(shots) as n, 1.5 as x, [0.5] as x, date '2017-07-04' as day from runs"
    document = thaad("campaign", "query", stored, sql, "--json").json()
    row = document["rows"][0]
    assert document["columns"] == ["n", "x", "x_1", "day"]
    assert isinstance(row.pop("n"), int)
    assert row == {"x": 1.5, "x_1": [0.5], "day": "2017-07-04"}


def test_a_folder_without_campaigns_is_refused(thaad, tmp_path):
    answer = thaad("campaign", "query", tmp_path, "select 1")
    assert answer.code == 2
    assert "holds no campaign" in answer.err


def test_a_part_that_is_no_parquet_is_a_storage_error(thaad, tmp_path):
    import openthaad  # noqa: PLC0415

    scenario = openthaad.load_scenario(SHORT)
    openthaad.campaign(scenario, runs=2, seed=2, store=str(tmp_path / "store"))
    part = next((tmp_path / "store").rglob("*.parquet"))
    part.write_bytes(b"not a part")
    answer = thaad("campaign", "query", tmp_path / "store", "select avg(leaked) from runs")
    assert answer.code == 4
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "options",
    [
        ("--runs", "0"),
        ("--runs", "many"),
        ("--workers", "0"),
        ("--of", "leaker"),
        ("--until-interval", "-1"),
        ("--until-interval", "nan"),
        ("--grid", "batteries.seongju.launchers"),
        ("--grid", "batteries.seongju.launcher=1,2"),
        ("--latin", "radars.seongju.boresight_deg=350..340"),
        ("--latin", "radars.seongju.boresight_deg=a..b"),
        ("--grid", "batteries.seongju.launchers=1,2", "--until-interval", "1"),
        ("--sobol", "3"),
        ("--sobol", "4", "--unknown", "batteries.thaad.reaction_tim"),
        ("--out", "picture.docx"),
        ("--vary", "catalogue", "--runs-per-sample", "1"),
        ("--resume",),
        ("--store", "nosuch://place"),
    ],
)
def test_wrong_input_is_refused_and_nothing_is_written(thaad, tmp_path, options):
    answer = thaad("campaign", SHORT, *options, "--json")
    error = answer.json()["error"]
    assert answer.code == 2
    assert error["hint"]
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_scheduler_that_is_not_there_is_code_4_and_keeps_what_is_done(
    thaad, stored, monkeypatch
):
    monkeypatch.setattr("openthaad.campaigns.cluster._PATIENCE", "1s")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    common = ("--runs", 40, "--seed", 2, "--store", stored, "--dask", address)
    answer = thaad("campaign", SHORT, *common, "--json")
    assert answer.code == 4
    assert "cannot be reached" in answer.err
    assert json.loads(answer.out)["error"]["key"] == "--dask"
    assert len(list(stored.rglob("*.parquet"))) == 1
