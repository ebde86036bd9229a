"""`thaad run` and `thaad explain`: wrong input, which must leave nothing behind."""

import pytest

GOOD = """
epoch = 2017-09-08T00:00:00Z
[[threats]]
missile = "scud-b"
from = "hwangju"
to = "pyeongtaek"
"""

WRONG_FILES = {
    "an unknown key": GOOD.replace("missile", "misile"),
    "a wrong type": GOOD + "count = 'two'",
    "a negative mass": GOOD + '[overrides]\n"missiles.scud-b.payload_mass_kg" = -1',
    "a number that is none": GOOD + "launch_s = nan",
    "a latitude of 95": GOOD.replace('"pyeongtaek"', "[95, 127]"),
    "an empty raid": "epoch = 2017-09-08\nthreats = []",
    "ten megabytes": GOOD + "#" * 10_000_000,
    "no TOML": "epoch = = 3",
    "nothing": "",
}


def left_behind(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("what", WRONG_FILES)
def test_a_wrong_file_is_refused_and_nothing_is_written(thaad, tmp_path, what):
    (tmp_path / "mine.toml").write_text(WRONG_FILES[what])
    answer = thaad("run", "mine.toml")
    assert answer.code == 2
    assert "mine.toml" in answer.err
    assert "Traceback" not in answer.err
    assert left_behind(tmp_path) == ["mine.toml"]


@pytest.mark.parametrize("what", WRONG_FILES)
def test_with_json_a_wrong_file_is_one_error_document(thaad, tmp_path, what):
    (tmp_path / "mine.toml").write_text(WRONG_FILES[what])
    error = thaad("run", "mine.toml", "--json").json()["error"]
    assert set(error) >= {"code", "key", "value", "allowed", "hint"}
    assert error["hint"]


def test_a_sample_of_best_estimates_is_refused_and_nothing_is_written(thaad, tmp_path):
    answer = thaad("run", "seoul", "--vary", "nominal", "--sample", 3)
    assert answer.code == 2
    assert "cannot be combined with --sample" in answer.err
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", str(2**31)])
def test_a_sample_that_is_no_number_of_one_is_refused(thaad, tmp_path, number):
    answer = thaad("run", "seoul", f"--sample={number}")
    assert answer.code == 2
    assert "--sample" in answer.err
    assert left_behind(tmp_path) == []


def test_a_binary_file_is_refused(thaad, tmp_path):
    (tmp_path / "mine.toml").write_bytes(bytes(range(256)))
    answer = thaad("run", "mine.toml")
    assert answer.code == 2
    assert "text" in answer.err


def test_a_wrong_setting_is_refused_and_nothing_is_written(thaad, tmp_path):
    answer = thaad("run", "korea-2017", "--set", "batteries.seongju.launcher=2")
    assert answer.code == 2
    assert "batteries.seongju.launchers" in answer.err
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("seed", ["-1", "1.5", "x", str(2**63)])
def test_a_seed_that_is_none_is_refused(thaad, seed):
    assert thaad("run", "--seed", seed).code == 2


def test_a_file_in_the_place_of_the_folder_is_refused(thaad, tmp_path):
    (tmp_path / "runs").write_text("mine")
    answer = thaad("run", "korea-2017")
    assert answer.code == 2
    assert "not a folder" in answer.err
    assert (tmp_path / "runs").read_text() == "mine"


def test_explain_needs_a_run_folder(thaad, tmp_path):
    (tmp_path / "empty").mkdir()
    assert thaad("explain", "empty").code == 2
    answer = thaad("explain", "runs/nothing", "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == "RUN"
