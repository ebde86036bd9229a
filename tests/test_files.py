"""Files are written whole or not at all, and nothing that is no file becomes one."""

import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from openthaad.errors import ScenarioError, StorageError
from openthaad.files import obstacle_to_file, obstacle_to_folder, write_file


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path):
    path = tmp_path / "one"
    path.write_text("old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["one"]


def test_folders_on_the_way_are_made(tmp_path):
    assert write_file(tmp_path / "a" / "b" / "c", b"x").read_bytes() == b"x"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays_a_link_and_its_target_is_written(tmp_path, is_there):
    target, link = tmp_path / "target", tmp_path / "link"
    if is_there:
        target.write_text("old")
    link.symlink_to(target)
    write_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_character_device_is_written_to_and_stays_one(tmp_path):
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    for path in (Path("/dev/null"), link):
        write_file(path, b"gone")
        assert stat.S_ISCHR(path.stat().st_mode)


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content, read = os.urandom(300_000), []  # more than a pipe holds at a time
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, content)
    reader.join(20.0)
    assert read == [content]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_and_a_socket_are_refused_and_stay(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is at most 107 bytes long
    Path("folder").mkdir()
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket")
        for name in ("folder", "socket"):
            with pytest.raises(ScenarioError, match=f"{name} is a {name}; name a file"):
                write_file(Path(name), b"x")
            assert isinstance(obstacle_to_file(Path(name)), ScenarioError)
        assert stat.S_ISSOCK(Path("socket").stat().st_mode)


def test_standard_output_in_a_file_takes_its_turn(tmp_path):
    program = """
from pathlib import Path
from openthaad.files import write_file
print("before")
write_file(Path("/dev/stdout"), b"content\\n")
print("after")
"""
    with (tmp_path / "all").open("wb") as stream:
        subprocess.run([sys.executable, "-c", program], stdout=stream, check=True, timeout=60)
    assert (tmp_path / "all").read_text().split() == ["before", "content", "after"]


def test_what_cannot_be_written_is_known_before(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    error = obstacle_to_file(blocked / "page.html")
    assert isinstance(error, StorageError)
    assert "is not a folder" in error.message
    assert "is a file" in obstacle_to_folder(blocked).message
    assert obstacle_to_file(tmp_path / ("x" * 300)) is not None
    assert obstacle_to_file(tmp_path / "a\0b") is not None
    assert obstacle_to_file(tmp_path / "new" / "page.html") is None
    assert obstacle_to_folder(tmp_path / "new" / "runs") is None
    assert not (tmp_path / "new").exists()


def test_a_loop_of_links_is_an_error_in_words(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert isinstance(obstacle_to_file(loop), StorageError)
    with pytest.raises(StorageError):
        write_file(loop, b"x")
