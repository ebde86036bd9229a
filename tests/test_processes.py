"""What differs between systems, and children that end with their parent."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import openthaad
from openthaad import processes
from openthaad.campaigns.execution import Workers

SRC = Path(openthaad.__file__).parent
POSIX_ONLY = r"os\.(kill|fork|getuid|sched_getaffinity|killpg|setsid|mkfifo|fchmod|chown)\b"
# Where the system is asked first.
GUARDED = {"processes.py", "application.py"}


def test_without_a_word_on_affinity_every_core_counts(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert processes.cores() == os.cpu_count()
    assert Workers().threads == os.cpu_count()


def test_a_process_runs_until_it_has_ended():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert processes.is_running(child.pid)
    child.communicate(b"\n")
    assert not processes.is_running(child.pid)
    assert processes.is_running(os.getpid())


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: path.stem)
def test_what_only_posix_has_is_asked_for_in_one_place(path):
    text = path.read_text(encoding="utf-8")
    assert path.name in GUARDED or not re.search(POSIX_ONLY, text)
    assert not re.search(
        r"^(import|from) (fcntl|grp|pwd|resource|termios)\b", text, re.MULTILINE
    )


PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE)
print("started", flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed():
    child = (
        f"{processes.ENDING_WITH_PARENT}import time; print('here', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, child], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert {parent.stdout.readline(), parent.stdout.readline()} == {"started\n", "here\n"}
        parent.kill()
        began = time.monotonic()
        assert parent.stdout.read() == ""  # which ends when no process holds it any more
    assert time.monotonic() - began < 30.0


FIRST_START = """
import sys
from openthaad.engagement import warm
warm._PROGRAM = (
    f"{warm.ENDING_WITH_PARENT}import pathlib, time\\n"
    f"while True: pathlib.Path({sys.argv[1]!r}).write_text(str(time.time())); time.sleep(0.05)"
)
with warm.compiling_beside():
    print("compiling", flush=True)
    import time; time.sleep(60)
"""


def test_what_compiles_beside_a_first_start_ends_with_it(tmp_path):
    beat = tmp_path / "beat"
    parent = subprocess.Popen(
        [sys.executable, "-c", FIRST_START, str(beat)],
        env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout.readline() == "compiling\n"
        while not beat.exists():
            time.sleep(0.05)
        parent.kill()
    until = time.monotonic() + 30.0
    while time.time() - beat.stat().st_mtime < 2.0:
        assert time.monotonic() < until
        time.sleep(0.2)
