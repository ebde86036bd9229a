"""The command as a whole: help, errors, exit codes, pipes, signals."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from openthaad import cli
from openthaad.cli import application
from openthaad.cli.application import Terminated
from openthaad.cli.application import thaad as top
from openthaad.errors import NoSolutionError, StorageError

# Every command is a module of its name, and every module with a command is one.
BUILT = {
    path.stem
    for path in Path(cli.__file__).parent.glob("*.py")
    if re.search(r"^def command\(", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def every_command(group=top, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def failing(monkeypatch, error):
    """Make every command end with this error."""

    def fail(_arguments):
        raise error

    monkeypatch.setattr(application, "_invoke", fail)


def test_help_lists_the_commands_that_are_built_and_no_other(thaad):
    answer = thaad("--help")
    listed = [line.split()[0] for line in answer.out.split("Commands:")[1].splitlines() if line]
    assert {word for word in listed if word != "Example:"} == BUILT


@pytest.mark.parametrize("path", list(every_command()), ids=" ".join)
def test_every_help_has_an_example_that_begins_like_the_command(thaad, path):
    answer = thaad(*path, "--help")
    assert answer.code == 0
    assert f"Example: thaad {path[0]}" in answer.out


def test_a_misspelt_command_names_the_nearest(thaad):
    answer = thaad("scenaro")
    assert answer.code == 2
    assert "did you mean scenario" in answer.err


def test_a_misspelt_command_is_an_error_document_too(thaad):
    error = thaad("rn", "--json").json()["error"]
    assert set(error) >= {"code", "key", "value", "allowed", "hint"}
    assert error["value"] == "rn"
    assert "run" in error["allowed"]


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("footprint", "--cells", "3"), "a whole number from 4 to 400"),
        (("coverage", "--mode", "sideways"), ["terminal", "forward"]),
    ],
)
def test_an_option_out_of_its_range_says_what_is_allowed(thaad, words, allowed):
    answer = thaad(*words, "--json")
    assert answer.code == 2
    assert answer.json()["error"]["allowed"] == allowed


def test_an_unknown_option_names_the_nearest(thaad):
    answer = thaad("run", "--sed", "7")
    assert answer.code == 2
    assert "--seed" in answer.err


def test_a_word_for_a_number_names_the_option(thaad):
    answer = thaad("run", "--seed", "seven", "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == "--seed"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoSolutionError("too far"), 3),
        (StorageError("disk full"), 4),
        (OSError(28, "No space left on device"), 4),
        (KeyboardInterrupt(), 130),
        (Terminated(), 143),
        (ZeroDivisionError("oops"), 1),
        (BrokenPipeError(), 0),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(thaad, monkeypatch, error, code):
    failing(monkeypatch, error)
    monkeypatch.setattr(application, "_silence", lambda _stream: None)
    answer = thaad("run")
    assert answer.code == code
    assert "Traceback" not in answer.err


def test_our_own_fault_is_an_error_document_too(thaad, monkeypatch):
    failing(monkeypatch, ZeroDivisionError("oops"))
    assert thaad("run", "--json").json()["error"]["code"] == "internal"


def test_our_own_fault_shows_its_traceback_when_asked(thaad, monkeypatch):
    monkeypatch.setenv("OPENTHAAD_TRACEBACK", "1")
    failing(monkeypatch, ZeroDivisionError("oops"))
    with pytest.raises(ZeroDivisionError):
        application.main(["run"])


def test_an_interrupt_says_how_to_go_on(thaad, monkeypatch):
    failing(monkeypatch, KeyboardInterrupt())
    assert "same command" in thaad("run").err


def test_a_closed_pipe_ends_it_quietly(program):
    with program("catalogue", "list") as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_being_ended_from_outside_has_its_exit_code(program, tmp_path):
    pipe = tmp_path / "never-written.toml"
    os.mkfifo(pipe)
    with program("run", pipe) as process:
        held = os.open(pipe, os.O_WRONLY)  # returns once the program reads
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()
    os.close(held)
    assert process.returncode == 143
    assert "Traceback" not in said


def test_a_terminal_of_another_encoding_gets_an_answer(program):
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    process = program("catalogue", "show", "missiles/nodong", env=environment, text=False)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"Nodong" in out
    assert err == b""


def test_a_narrow_terminal_cuts_no_value(program):
    environment = {**os.environ, "COLUMNS": "60", "NO_COLOR": "1"}
    process = program("catalogue", "show", "missiles/nodong", env=environment)
    out, _ = process.communicate(timeout=60)
    assert "…" not in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "koera"], ["radar", "x", "--rcs-m2", "y"]]
)
def test_help_and_wrong_input_import_nothing_heavy(program, arguments):
    code = f"""
import sys
from pathlib import Path
from openthaad.cli import main
try:
    main({arguments!r})
except SystemExit:
    heavy = [m for m in ("numpy", "numba", "pyarrow", "matplotlib") if m in sys.modules]
    raise SystemExit(len(heavy))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


def test_an_interrupt_waits_for_a_line_of_ours(monkeypatch):
    sent = []

    def later(_moment, _send, given):
        return SimpleNamespace(start=lambda: sent.append(given))

    monkeypatch.setattr(application.threading, "Timer", later)
    waiting = []
    handle = application._between_kernels(KeyboardInterrupt, waiting)
    foreign, ours = (
        SimpleNamespace(f_code=SimpleNamespace(co_filename=name))
        for name in ("<string>", application.__file__)
    )
    handle(signal.SIGINT, foreign)
    assert (sent, waiting) == ([(signal.SIGINT,)], [signal.SIGINT])
    with pytest.raises(KeyboardInterrupt):
        handle(signal.SIGINT, ours)
    assert waiting == []
    for _ in range(40):
        handle(signal.SIGINT, foreign)
    with pytest.raises(KeyboardInterrupt):
        handle(signal.SIGINT, foreign)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.9, 1.0, 1.1])
def test_an_interrupt_among_flights_ends_with_its_code(program, delay):
    asked = program("infer", "--apogee-km", 5000, "--range-km", 1000)
    time.sleep(delay)
    asked.send_signal(signal.SIGINT)
    _, err = asked.communicate(timeout=60)
    assert "Traceback" not in err
    assert asked.returncode in (0, 130, -signal.SIGINT)  # the last where it was ending already


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("run", "--seed", "x"), "--seed", "x"),
        (("run", "--seed=-1"), "--seed", "-1"),
        (("footprint", "--cells", "3"), "--cells", "3"),
        (("coverage", "--mode", "sideways"), "--mode", "sideways"),
        (("run", "--sed", "3"), "--sed", "--sed"),
    ],
)
def test_an_error_of_the_command_line_gives_the_value(thaad, words, key, value):
    error = thaad(*words, "--json").json()["error"]
    assert (error["key"], error["value"]) == (key, value)


def test_a_full_standard_output_ends_without_a_trace(program):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    for more in ([], ["--json"]):
        with Path("/dev/full").open("w") as full:
            process = program("scenario", "list", *more, stdout=full)
            _, err = process.communicate(timeout=60)
        assert process.returncode == 4
        assert "Traceback" not in err


def test_a_closed_standard_output_is_a_quiet_end():
    code = (
        "import os, sys; os.close(1); sys.stdout = None; from openthaad.cli import main; main()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, "scenario", "list", "--json"],
        check=False, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "mine\udcff.toml"),
        ("run", "seoul", "--out", "\udcff"),
        ("scenario", "check", "\udcff.toml"),
        ("explain", "runs/\udcff"),
        ("campaign", "query", "store", "select \udcff"),
        ("campaign", "seoul", "--runs", "1", "--store", "\udcff"),
        ("export", "\udcff", "--format", "kml"),
    ],
    ids=ascii,
)
def test_what_is_not_utf_8_is_refused_in_words(thaad, arguments):
    answer = thaad(*arguments)
    assert answer.code == 2
    assert "\\xff" in answer.err
    assert "UTF-8" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("infer", "--apogee-km is missing; it must be a number from 1 to 20,000"),
        ("fly nodong", "--from is missing; it must be LAT,LON in degrees, or a name"),
        (
            "radar an-tpy-2",
            "--rcs-m2 is missing; it must be a number above 0 and at most 1,000,000,000",
        ),
        ("campaign", "SCENARIO is missing"),
        ("catalogue show", "KIND/NAME is missing"),
        (
            "campaign korea-2017 --runs",
            "--runs needs a value; it must be a whole number from 1",
        ),
        ("report latest --out", "--out needs a value"),
    ],
)
def test_what_was_left_out_is_told_with_what_it_takes_and_an_example(thaad, words, said):
    answer = thaad(*words.split())
    assert answer.code == 2
    first, example, more = answer.err.splitlines()
    assert said in first
    assert example.startswith("error: for example: thaad ")
    assert more.endswith("--help")
