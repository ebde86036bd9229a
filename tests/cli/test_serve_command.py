"""How `thaad serve` starts, ends, and says what is wrong."""

import signal
import socket
import subprocess
import sys

import pytest

THAAD = [sys.executable, "-c", "from openthaad.cli import main; main()", "serve"]


def serve(*options, **more):
    return subprocess.run(
        [*THAAD, *options], capture_output=True, text=True, check=False, timeout=120, **more
    )


def test_a_port_in_use_is_wrong_input():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = serve("--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is in use by another program" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.77", "not a host"])
def test_a_host_of_another_machine_is_wrong_input(host):
    done = serve("--host", host, "--port", "0")
    assert done.returncode == 2
    assert f"--host {host} is not an address of this machine" in done.stderr


def test_a_file_for_the_folder_of_runs_is_wrong_input(tmp_path):
    path = tmp_path / "file"
    path.write_text("")
    done = serve("--runs", str(path))
    assert done.returncode == 2
    assert "is a file, not a folder" in done.stderr


def test_a_setting_without_cesium_is_wrong_input(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENTHAAD_CESIUM", str(tmp_path))
    done = serve("--port", "0")
    assert done.returncode == 2
    assert "holds no Cesium.js" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_it_quietly(tmp_path, number, code):
    with subprocess.Popen(
        [*THAAD, "--port", "0", "--runs", str(tmp_path / "none")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline().startswith("console:  http://127.0.0.1:")
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "none: there is no such folder yet" in said
    assert "Traceback" not in said


def test_elsewhere_the_link_holds_a_token(tmp_path):
    with subprocess.Popen(
        [*THAAD, "--host", "0.0.0.0", "--port", "0", "--runs", str(tmp_path)],  # noqa: S104
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert "?token=" in process.stdout.readline()
        process.terminate()
