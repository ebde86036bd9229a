"""A user's own catalogue on the command line, and what the command line says of a slip."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w

from openthaad.cli import campaign
from openthaad.console import folders

OWN = Path(__file__).parents[1] / "own_catalogue"


@pytest.fixture
def file(tmp_path, own_raid):
    """Return a scenario that names things of one's own, with no catalogue beside it."""
    path = tmp_path / "hill.toml"
    path.write_text(tomli_w.dumps(own_raid), encoding="utf-8")
    return path


def test_a_missile_of_ones_own_is_flown(thaad):
    places = ("--from", "hwangju", "--to", "the hill", "--catalogue", OWN)
    light = thaad("fly", "feather", *places, "--json").json()
    ours = thaad("fly", "nodong", *places, "--json").json()
    assert light["missile"] == "light-nodong"
    assert light["reentry"]["mass_kg"] == 0.5 * ours["reentry"]["mass_kg"]
    assert light["basis"]["own"] == {"missiles/light-nodong": 1}


def test_a_radar_of_ones_own_reaches_farther(thaad):
    asked = ("--rcs-m2", "0.01", "--snr-db", "13", "--json", "--catalogue", OWN)
    big = thaad("radar", "Big Eye", *asked).json()
    ours = thaad("radar", "AN/TPY-2", *asked).json()
    assert big["range_km"] > 1.05 * ours["range_km"]


def test_a_run_and_its_folder_repeat_elsewhere(thaad, file, tmp_path):
    first = thaad("run", file, "--seed", 3, "--catalogue", OWN, "--json").json()
    assert {threat["missile"] for threat in first["threats"]} == {"light-nodong", "nodong"}
    assert set(first["basis"]["own"]) >= {"missiles/light-nodong", "radars/big-eye"}
    (folder,) = (tmp_path / "runs").iterdir()
    again = thaad("run", folder, "--seed", 3, "--out", "again", "--json").json()
    assert (again["digest"], again["catalogue"]) == (first["digest"], first["catalogue"])
    story = thaad("explain", "latest")
    assert "Light Nodong" in story.out


def test_the_title_of_ones_own_entry_and_the_asset_at_an_aim_are_told(
    thaad, tmp_path, own_raid
):
    shutil.copytree(OWN, tmp_path / "catalogue")
    entry = tmp_path / "catalogue/missiles/light-nodong.toml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace('name = "Light Nodong"', 'name = "Plume Mk 2"'))
    aim = [35.8714, 128.6014]
    threats = [{"missile": "light-nodong", "from": "hwangju", "to": aim}]
    assets = {"south_works": {"place": aim, "radius_km": 10}}
    (tmp_path / "mine.toml").write_text(
        tomli_w.dumps({**own_raid, "threats": threats, "assets": assets}), encoding="utf-8"
    )
    told = thaad("run", "mine.toml", "--seed", 3).out
    assert re.search(r"Plume Mk 2 +Hwangju +South Works", told)
    (folder,) = (tmp_path / "runs").iterdir()
    story = thaad("explain", folder).out
    assert "Plume Mk 2 from Hwangju at South Works" in story
    assert "launched from Hwangju at South Works" in story
    assert "Plume Mk 2" in thaad("where", "daegu", "--scenario", "mine.toml").out
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "Plume Mk 2" in page
    assert "Hwangju → South Works" in page
    for form in ("kml", "acmi", "czml", "geojson"):
        thaad("export", folder, "--format", form, "--out", f"it.{form}")
        assert "Plume Mk 2 0" in (tmp_path / f"it.{form}").read_text(encoding="utf-8")
    described = folders.describe(tmp_path / "runs", folder.name)["threats"][0]
    assert (described["title"], described["to"]) == ("Plume Mk 2", "South Works")
    assert "Plume Mk 2" in thaad("footprint", "mine.toml", "--cells", 4).out


def test_a_missile_of_ones_own_is_mapped(thaad, file):
    asked = ("--missile", "feather", "--cells", 4, "--catalogue", OWN, "--json")
    found = thaad("footprint", file, *asked).json()
    assert found["basis"]["own"]["missiles/light-nodong"] == 1
    assert "Light Nodong" in found["answer"]


def test_a_campaign_and_a_comparison_take_them(thaad, file):
    asked = ("--runs", 4, "--catalogue", OWN, "--json")
    found = thaad("campaign", file, *asked).json()
    assert found["threats"] == 2
    other = ("--set-b", "threats.0.missile=nodong")
    difference = thaad("compare", file, *other, *asked).json()
    assert difference["a"]["settings"] != difference["b"]["settings"]


def test_without_the_catalogue_the_error_names_the_missile(thaad, file):
    answer = thaad("run", file)
    assert answer.code == 2
    assert "'Light Nodong' is not in the catalogue of missiles" in answer.err


def test_the_list_shows_them_with_their_file(thaad):
    entries = thaad("catalogue", "list", "--json", "--catalogue", OWN).json()["entries"]
    files = {entry["name"]: entry["file"] for entry in entries if entry["file"]}
    assert files["light-nodong"].endswith("light-nodong.toml")
    assert len(files) == 4


def test_an_own_catalogue_that_is_wrong_is_told_with_its_file(thaad, tmp_path):
    (tmp_path / "own" / "missiles").mkdir(parents=True)
    wrong = tmp_path / "own" / "missiles" / "mine.toml"
    wrong.write_text('like = "nodong"\nname = "M"\n[values]\nmass = 3', encoding="utf-8")
    answer = thaad("catalogue", "list", "--catalogue", tmp_path / "own")
    assert answer.code == 2
    assert "mine.toml: mass must be a table" in answer.err


def test_where_takes_a_place_of_the_folder_beside_the_scenario(thaad, tmp_path, file):
    answer = thaad("where", "nowhere at all", "--scenario", file, "--catalogue", OWN)
    assert answer.code == 2
    assert "35°10'45\"N" in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "korea-2017", "--set", "launchers=2"), "batteries.seongju.launchers"),
        (("run", "batteries.seongju.launchers=2"), "give it with --set"),
        (("where", "paris"), "LAT,LON in degrees such as 35.18,129.08"),
        (
            ("fly", "nodong", "--from", "129.08,35.18", "--to", "busan"),
            "did you mean 35.18,129",
        ),
        (("explain", "latest"), "there is no run in"),
        (("explain", "nothing"), "thaad run SCENARIO writes one"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_right_thing(thaad, arguments, words):
    answer = thaad(*arguments)
    assert answer.code == 2
    assert words in answer.err


def test_a_missing_radar_is_told_with_all_other_problems_and_first(thaad, tmp_path, own_raid):
    raid = {**own_raid, "threats": [{"missile": "nodong", "from": "hwangju", "to": "busan"}]}
    raid |= {"horizon_s": -1, "noise": 3, "epoch": "soon", "radars": {}, "colour": "red"}
    raid["batteries"] = {"b": {"place": "busan", "radars": ["eye"], "launchers": 999}}
    path = tmp_path / "bad.toml"
    path.write_text(tomli_w.dumps({**raid, "assets": {}}), encoding="utf-8")
    answer = thaad("scenario", "check", path)
    lines = answer.err.splitlines()
    assert "'eye' is not one of the scenario's radars" in lines[0]
    assert len(lines) == 6


def test_a_scenario_in_utf_16_is_named_so(thaad, file):
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-16")
    answer = thaad("scenario", "check", file)
    assert answer.code == 2
    assert "looks like UTF-16: save it again as UTF-8" in answer.err


def runs(tmp_path, *names):
    for name in names:
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "manifest.json").write_text("{}", encoding="utf-8")


def test_a_run_is_found_by_its_name_alone_and_hinted_at_by_its_beginning(thaad, tmp_path):
    runs(tmp_path, "alpha-seed0-1", "beta-seed0-2")
    assert "runs/alpha-seed0-1" in thaad("explain", "alpha").err
    assert "runs/alpha-seed0-1" in thaad("explain", "runs/al").err
    assert "runs/alpha-seed0-1" in thaad("report", "alpha-seed0-1").err


def test_no_help_names_a_run_that_is_not_there(thaad):
    for command in ("explain", "report", "export"):
        assert f"thaad {command} latest" in thaad(command, "--help").out


def test_a_long_campaign_says_before_how_long(thaad, monkeypatch):

    def stop(_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(campaign, "playing", stop)
    latin = ("--latin", "radars.seongju.boresight_deg=325..355", "--points", 100)
    answer = thaad("campaign", "korea-2017", *latin, "--runs", 200)
    assert "100 cases of 200 runs are 20,000 runs, about" in answer.err


def test_a_short_campaign_says_nothing_of_how_long(thaad, monkeypatch):

    monkeypatch.setattr(campaign, "_MANY_RUNS", 10**9)
    assert "quiet cores" not in thaad("campaign", "korea-2017", "--grid", "x").err


def run_module(*arguments, **environment):
    command = [sys.executable, "-m", "openthaad", *arguments]

    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_the_package_is_a_command():
    found = run_module("--version")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("openthaad ")


@pytest.mark.parametrize(
    ("words", "expected"),
    [("thaad ru", "plain,run"), ("thaad run --see", "plain,--seed")],
)
def test_a_shell_is_told_what_may_come_next(words, expected):
    number = str(len(words.split()) - 1)
    found = run_module(_THAAD_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=number)
    assert (found.returncode, found.stdout.strip(), found.stderr) == (0, expected, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell):
    found = run_module(_THAAD_COMPLETE=f"{shell}_source")
    assert (found.returncode, found.stderr) == (0, "")
    assert "_thaad_completion" in found.stdout


def test_no_command_at_all_is_answered_with_the_help(thaad):
    for arguments in ((), ("scenario",), ("catalogue",)):
        answer = thaad(*arguments)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("Usage: thaad")
