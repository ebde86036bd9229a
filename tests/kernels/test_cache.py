"""Compiled kernels are kept, and an edit in any kernel file reaches all of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import openthaad
from openthaad.kernels import store

PROBE = """
from openthaad.kernels.compiled import njit
from openthaad.earth.kernels.gravity import WGS84, gravity

@njit(cache=True, nogil=True)
def probe(x: float) -> float:
    return gravity((x, 0.0, 0.0), WGS84)[0]
"""
PROGRAM = """
from openthaad.kernels.store import kernels_are_compiled
warm = kernels_are_compiled("probe")
from openthaad.kernels.probe import probe
print(probe(7.0e6), warm, kernels_are_compiled("probe"), kernels_are_compiled("another"))
"""


LINKED = """
from openthaad.earth.kernels.gravity import WGS84, gravity
from openthaad.kernels.probe import probe

print(gravity((7.0e6, 0.0, 0.0), WGS84)[0], len(gravity.stats.cache_hits), probe(7.0e6))
"""
READY = """
from numba.core.runtime import rtsys
import openthaad.engagement
from openthaad.kernels.compiled import _Inner
from openthaad.kernels.probe import probe
from openthaad.kernels.vector import dot
known = [probe(7.0e6), rtsys._init, isinstance(dot, _Inner), "_to_numba" in vars(dot)]
print(*known)
"""


def run(root, cache, program=PROGRAM):
    env = os.environ | {
        "PYTHONPATH": str(root),
        "NUMBA_CACHE_DIR": str(cache),
        "NUMBA_DISABLE_JIT": "0",
    }
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True)


@pytest.fixture
def package(tmp_path):
    """Give a copy of the package with one cached entry kernel of its own."""
    shutil.copytree(Path(openthaad.__file__).parent, tmp_path / "src" / "openthaad")
    (tmp_path / "src/openthaad/kernels/probe.py").write_text(PROBE)
    return tmp_path / "src"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("earth/kernels/gravity.py", "1.5 * earth.j2", "9.9 * earth.j2"),
        ("constants.py", "3.986_004_418e14", "3.986_004_419e14"),
    ],
)
def test_an_edit_in_another_file_changes_the_cached_answer(package, tmp_path, file, old, new):
    before = run(package, tmp_path / "cache").stdout.split()
    again = run(package, tmp_path / "cache").stdout.split()
    path = package / "openthaad" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    after = run(package, tmp_path / "cache").stdout.split()
    assert before[1:] == ["False", "True", "False"]
    assert again == [before[0], "True", "True", "False"]
    assert after[0] != before[0]
    assert after[1] == "False"


def test_a_kernel_is_compiled_with_one_that_was_kept(package, tmp_path):
    keep = "from openthaad.earth.kernels.gravity import WGS84, gravity\n"
    run(package, tmp_path / "cache", keep + "gravity((7.0e6, 0.0, 0.0), WGS84)")
    alone, hits, linked = run(package, tmp_path / "cache", LINKED).stdout.split()
    assert (int(hits), linked) == (1, alone)


def test_a_start_that_compiles_nothing_makes_nothing_ready_for_compiling(package, tmp_path):
    first = run(package, tmp_path / "cache", READY).stdout.split()
    again = run(package, tmp_path / "cache", READY).stdout.split()
    assert first[1:3] == ["True", "True"]
    assert again == [first[0], "False", "True", "False"]


def test_what_another_copy_has_compiled_is_not_taken_for_ones_own(package, tmp_path):
    run(package, tmp_path / "cache")
    copy = shutil.copytree(package, tmp_path / "elsewhere")
    assert run(copy, tmp_path / "cache").stdout.split()[1:] == ["False", "True", "False"]


def test_a_folder_that_cannot_be_written_is_reported(package, tmp_path):
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("")
    done = run(package, blocked)
    assert "set NUMBA_CACHE_DIR to a folder that you may write to" in done.stderr
    assert float(done.stdout.split()[0]) < 0.0
    # Numba's own fallback, where the hash would be lost, was not taken.
    assert not list(package.rglob("*.nbi"))


def test_a_folder_that_can_only_be_read_is_read(package, tmp_path):
    cache = tmp_path / "cache"
    first = run(package, cache).stdout.split()
    folders = [path for path in [cache, *cache.rglob("*")] if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    done = run(package, cache)
    for folder in folders:
        folder.chmod(0o755)
    assert done.stdout.split() == [first[0], "True", "True", "False"]
    assert "compiled again" not in done.stderr


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", ["empty", "cut", "changed"])
def test_damaged_code_is_compiled_anew_and_kept(package, tmp_path, kind, damage):
    cache = tmp_path / "cache"
    before = run(package, cache).stdout.split()
    (file,) = cache.rglob(f"probe.*.{kind}")
    whole = file.read_bytes()
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    file.write_bytes({"empty": b"", "cut": whole[:middle], "changed": changed}[damage])
    assert run(package, cache).stdout.split()[0] == before[0]
    assert len(file.read_bytes()) == len(whole)


def test_code_that_the_disk_has_no_room_for_is_used_all_the_same(package, tmp_path):
    full = """
from openthaad.kernels.cache import _Files
def no_room(self, path, data):
    raise OSError(28, "No space left on device")
_Files._write = no_room
"""
    done = run(package, tmp_path / "cache", full + PROGRAM)
    assert float(done.stdout.split()[0]) < 0.0
    assert done.stderr.count("No space left on device") == 1


def test_without_a_wish_of_the_user_it_lies_in_the_users_cache_folder(
    package, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home-cache"))
    program = "from openthaad.kernels.store import CACHE_DIRECTORY; print(CACHE_DIRECTORY)"
    folder = Path(run(package, "", program).stdout.strip())
    assert folder.name.startswith("kernels-")
    assert folder.parent.name == "openthaad"
    assert folder.is_relative_to(tmp_path)


def test_this_process_uses_the_hashed_folder():
    assert store.CACHE_DIRECTORY.name.startswith("kernels-")
