"""The command line as a test calls it: in this process, or in one of its own."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

from openthaad.cli import main


class Answer(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self):
        """Standard output, which must be one JSON document."""
        return json.loads(self.out)


@pytest.fixture
def thaad(capsys, monkeypatch, tmp_path):
    """Call `thaad` in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("warnings.showwarning", None)

    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Answer(stopped.value.code, out, err)

    return call


@pytest.fixture
def program(tmp_path):
    """Start `thaad` in a process of its own, in an empty folder; more goes to Popen."""

    def start(*arguments, **more):
        command = [sys.executable, "-c", "from openthaad.cli import main; main()"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(
            [*command, *map(str, arguments)], cwd=tmp_path, **{**pipes, **more}
        )

    return start
