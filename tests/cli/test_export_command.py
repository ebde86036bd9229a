"""`thaad export` and `thaad report`: files, messages, exit codes."""

import importlib.util
from pathlib import Path

import pytest

from openthaad.run_folder import write_run

SOURCE = Path(__file__).parents[1] / "runs" / "synthetic_battle.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("synthetic_battle", SOURCE)
    battle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(battle)
    return write_run(battle.make_outcome(), tmp_path_factory.mktemp("runs") / "one")


@pytest.mark.parametrize("form", ["czml", "kml", "acmi", "geojson", "csv", "dis", "png", "svg"])
def test_a_run_is_written_beside_the_caller(folder, form, thaad):
    said = thaad("export", folder, "--format", form, "--json").json()
    assert Path(said["path"]).stat().st_size == said["bytes"] > 0


def test_another_format_is_refused_with_those_that_there_are(folder, thaad):
    answer = thaad("export", folder, "--format", "shp")
    assert answer.code == 2
    assert "geojson" in answer.err
    assert not list(Path().iterdir())


@pytest.mark.parametrize("words", [["export", "nowhere", "--format", "kml"], ["report", "no"]])
def test_what_is_no_run_folder_is_wrong_input(words, thaad):
    answer = thaad(*words)
    assert answer.code == 2
    assert "thaad run SCENARIO writes one" in answer.err


def test_a_place_that_cannot_be_written_is_a_storage_error(folder, thaad):
    blocked = Path("file")
    blocked.write_text("mine")
    answer = thaad("report", folder, "--out", "file/page.html")
    assert answer.code == 4
    assert "cannot write" in answer.err
    assert blocked.read_text() == "mine"


def test_a_report_holds_answer_values_and_the_command_and_needs_nothing(folder, thaad):
    answer = thaad("report", folder, "--out", "page.html")
    assert answer.code == 0
    assert "open it in a browser" in answer.out
    page = Path("page.html").read_text(encoding="utf-8")
    assert len(page) < 5e6
    assert "interceptors.thaad.divert_speed" in page
    assert "docs/&lt;catalogue&gt;" in page
    assert "thaad run korea-2017" in page
    assert '" open>' in page
    assert "src=" not in page
    assert "http" not in page.replace("http://www.w3.org", "")
