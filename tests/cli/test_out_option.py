"""`--out` of every command: checked before anything is computed, and never made into a file."""

import importlib.util
import os
import stat
from pathlib import Path

import click
import pytest

from openthaad.cli.application import thaad as commands
from openthaad.cli.options import FileToWrite, FolderToWrite
from openthaad.run_folder import write_run

SOURCE = Path(__file__).parents[1] / "runs" / "synthetic_battle.py"
FOLDERS = [["run"], ["coverage"], ["footprint"]]
FIGURES = [["campaign", "korea-2017"], ["compare", "korea-2017", "seoul"],
           ["infer", "--apogee-km", "100", "--range-km", "500"]]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("synthetic_battle", SOURCE)
    battle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(battle)
    return write_run(battle.make_outcome(), tmp_path_factory.mktemp("runs") / "one")


def test_every_out_is_checked_before_the_work():
    context = click.Context(commands)
    kinds = {
        name: option.type
        for name in commands.list_commands(context)
        for option in commands.get_command(context, name).params
        if "--out" in option.opts
    }
    assert kinds.keys() >= {"run", "export", "report", "campaign", "compare", "infer"}
    assert all(isinstance(kind, FileToWrite | FolderToWrite) for kind in kinds.values())


@pytest.mark.parametrize("words", FOLDERS)
def test_a_device_is_no_folder(words, thaad):
    answer = thaad(*words, "--out", "/dev/null")
    assert answer.code == 2
    assert "/dev/null is a file, not a folder" in answer.err
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("words", FOLDERS)
@pytest.mark.parametrize("name", ["x.png", "maps/x.GeoJSON", "x.html"])
def test_a_folder_named_like_a_file_is_refused(words, name, thaad, tmp_path):
    answer = thaad(*words, "--out", name, "--json")
    assert answer.code == 2
    error = answer.json()["error"]
    assert (error["key"], error["value"], error["allowed"]) == ("--out", name, "a folder")
    assert name.rpartition(".")[0] in error["hint"]
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_there_may_be_named_like_a_file(tmp_path):
    (tmp_path / "x.png").mkdir()
    kind = FolderToWrite()
    assert kind.convert(tmp_path / "x.png", None, None) == tmp_path / "x.png"
    assert kind.convert(tmp_path / "runs.2026", None, None) == tmp_path / "runs.2026"


@pytest.mark.parametrize("words", FIGURES)
def test_a_figure_under_another_ending_is_refused(words, thaad):
    answer = thaad(*words, "--out", "figure.jpg", "--json")
    assert answer.code == 2
    error = answer.json()["error"]
    assert error["key"] == "--out"
    assert error["allowed"] == ["FILE.png", "FILE.pdf", "FILE.svg"]


@pytest.mark.parametrize("form", ["kml", "png", "csv"])
def test_an_export_goes_into_a_device_and_leaves_it_one(folder, form, thaad):
    assert thaad("export", folder, "--format", form, "--out", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_page_goes_to_standard_output_with_nothing_else_there(folder, program):
    running = program("report", folder, "--out", "/dev/stdout")
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0
    assert out.startswith("<!doctype html>")
    assert out.rstrip().endswith("</html>")
    assert "open it in a browser" in err


def test_a_reader_that_has_had_enough_ends_it_quietly(folder, program):
    read, write = os.pipe()
    os.close(read)
    running = program("export", folder, "--format", "csv", "--out", f"/dev/fd/{write}",
                      pass_fds=[write])  # fmt: skip
    os.close(write)
    _, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (0, "")


def test_json_and_a_file_do_not_share_standard_output(folder, thaad):
    answer = thaad("export", folder, "--format", "kml", "--out", "/dev/stdout", "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == "--out"


@pytest.mark.parametrize(
    ("form", "name"),
    [("png", "x.jpg"), ("svg", "x.png"), ("kml", "x.kmz"), ("csv", "x.csv"), ("dis", "x.kml")],
)
def test_a_name_of_another_format_is_refused_with_its_own(folder, form, name, thaad):
    answer = thaad("export", folder, "--format", form, "--out", name)
    assert answer.code == 2
    assert f"{name}: the name of this file must end in ." in answer.err
    assert not Path(name).exists()


def test_a_name_without_an_ending_is_taken(folder, thaad):
    assert thaad("export", folder, "--format", "png", "--out", "picture").code == 0
    assert Path("picture").read_bytes().startswith(b"\x89PNG")


def test_a_folder_is_refused_as_a_page(folder, thaad):
    Path("there").mkdir()
    answer = thaad("report", folder, "--out", "there")
    assert answer.code == 2
    assert "there is a folder" in answer.err
