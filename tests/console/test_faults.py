"""What goes wrong in the server is an answer in words, and keeps nobody else from theirs."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from openthaad.console import Settings, folders, jobs, make_app, maps, whatif
from openthaad.console.jobs import JobQueue
from openthaad.console.patience import MAX_CONNECTIONS, PatientProtocol
from openthaad.console.problems import EndingError
from openthaad.console.schemas import Change, Question
from openthaad.console.serve import Address, bind
from openthaad.studies.footprint import threads

BASE = "http://127.0.0.1:8750"
SOCKET = "ws://127.0.0.1:8750/api/v1/footprint"
CHANGE = {"scenario": "korea-2017"}
QUESTION = Question(change=Change(scenario="korea-2017"), cells=4)


@pytest.mark.parametrize(
    "error", [ValueError("no"), KeyError("x"), RuntimeError(), MemoryError()]
)
def test_whatever_an_endpoint_raises_is_an_answer(client, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(folders, "list_runs", fail)
    answer = client.get("/api/v1/runs")
    assert answer.status_code in (500, 503)
    assert answer.json()["error"]["hint"]
    assert "default-src" in answer.headers["content-security-policy"]
    assert client.get("/api/v1/status").status_code == 200


def test_a_fault_while_a_map_is_made_is_an_answer_over_the_socket(client, monkeypatch):
    monkeypatch.setattr(whatif.Mapper, "answer", lambda *_: {}["gone"])
    with client.websocket_connect(SOCKET) as socket_:
        socket_.send_json({"id": 7, "cells": 8, "change": CHANGE})
        answer = socket_.receive_json()
    assert answer["id"] == 7
    assert "our fault" in answer["error"]["hint"]


def test_a_binary_frame_closes_the_socket(client):
    with client.websocket_connect(SOCKET) as socket_:
        socket_.send_bytes(b"\x00\xff")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket_.receive_text()
    assert closed.value.code == 1003


@pytest.mark.parametrize("length", ["²", "-1", "9" * 5000, "1e3"])
def test_a_length_that_is_none_is_refused(client, length):
    headers = {"Content-Length": length.encode("latin-1")}
    assert client.get("/api/v1/status", headers=headers).status_code == 413


WRECKS = {
    "summary": lambda run: _edit(run / "outcome.json", summary=None),
    "threats": lambda run: _edit(run / "outcome.json", threats=None),
    "seed": lambda run: _edit(run / "manifest.json", seed="seven"),
    "title": lambda run: _edit(run / "manifest.json", title=["a"], scenario=None),
    "list": lambda run: (run / "manifest.json").write_text("[]"),
    "bytes": lambda run: (run / "manifest.json").write_bytes(b"\xff\xfe"),
    "empty": lambda run: (run / "outcome.json").write_text(""),
    "gone": lambda run: (run / "outcome.json").unlink(),
}


def _edit(path, **values):
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@pytest.mark.parametrize("wreck", WRECKS)
def test_a_damaged_run_is_said_to_be_and_the_others_are_listed(client, runs, wreck):
    whole = runs / "low-kn-23-seed1"
    other = runs / "other"
    shutil.copytree(whole, other)
    WRECKS[wreck](other)
    listed = {run["name"]: run for run in client.get("/api/v1/runs").json()}
    assert listed["low-kn-23-seed1"]["damaged"] is None
    said = client.get("/api/v1/runs/other")
    assert said.status_code == 404
    assert said.json()["error"]["hint"]
    if wreck != "threats":  # the list reads the summary alone
        assert listed["other"]["damaged"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (subprocess.SubprocessError("in preexec_fn"), "could not start a process"),
        (RuntimeError("can't start new thread"), "could not start a process"),
        (BlockingIOError(11, "Resource temporarily unavailable"), "temporarily unavailable"),
        (KeyError("name"), "KeyError"),
        (TimeoutError(), "stopped after"),
    ],
)
def test_a_job_whose_player_fails_has_failed_in_words(settings, error, said):
    async def fail(*_):
        raise error

    with TestClient(make_app(Settings(runs=settings.runs, player=fail, warms=False)),
                    base_url=BASE) as client:  # fmt: skip
        for _ in range(2):  # and the next is not kept waiting by the first
            job = client.post("/api/v1/jobs", json={"change": CHANGE}).json()
            job = client.get(f"/api/v1/jobs/{job['id']}").json()
            assert job["state"] == "failed"
            assert said in job["message"]


def test_a_job_that_was_cancelled_is_not_running(tmp_path):
    async def wait(*_):
        await asyncio.sleep(60)

    async def play():
        queue = JobQueue(tmp_path, wait)
        job = queue.put("", 0, "a")
        await asyncio.sleep(0)
        await queue.close()
        return queue.get(job.id)

    assert asyncio.run(play()).state == "failed"


def test_a_process_that_cannot_start_is_said_to_have_failed(tmp_path, monkeypatch):
    def refuse():
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(jobs, "_limit_memory", refuse)

    async def play():
        queue = JobQueue(tmp_path)
        job = queue.put(whatif.scenario_file(QUESTION.change), 0, "a")
        await asyncio.gather(*queue._tasks)
        return queue.get(job.id)

    assert "could not start a process" in asyncio.run(play()).message


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (0, "error: none", ""),
        (2, "note: x\nerror: no such missile", "no such missile"),
        (-11, "", "the engine was ended by signal SIGSEGV"),
        (1, "", "the engine ended with code 1 and gave no reason"),
    ],
)
def test_a_process_is_reported_by_what_it_said(code, text, said):
    assert jobs._said(code, text) == said


def test_work_that_nobody_waits_for_is_given_up():
    done = []
    with pytest.raises(threads.GivenUpError), threads.while_wanted(lambda: len(done) < 3):
        threads.work(done.append, threads.split(400, 20))
    assert 3 <= len(done) <= 2 + threads.workers()


@pytest.fixture
def endless(monkeypatch):
    """Make maps that take for ever; returns what is set once one was given up."""
    given_up = threading.Event()

    def answer(*_):
        try:
            while True:
                threads.work(lambda _: time.sleep(0.01), threads.split(16, 4))
        except threads.GivenUpError:
            given_up.set()
            raise

    monkeypatch.setattr(whatif.Mapper, "answer", answer)
    return given_up


def test_a_page_that_closes_ends_its_map(client, endless):
    with client.websocket_connect(SOCKET) as socket_:
        socket_.send_json({"id": 1, "cells": 8, "change": CHANGE})
        time.sleep(0.2)
    assert endless.wait(5.0)


def test_a_map_that_takes_too_long_is_given_up(endless, monkeypatch):
    monkeypatch.setattr(maps, "COMPILE_LIMIT", 0.2)

    async def ask():
        await maps.Maps().answer(QUESTION)

    with pytest.raises(TimeoutError):
        asyncio.run(ask())
    assert endless.wait(5.0)


def test_who_waits_for_a_map_hears_that_the_server_ends(endless):
    async def ask():
        desk = maps.Maps()
        asyncio.get_running_loop().call_later(0.1, desk.end)
        await desk.answer(QUESTION)

    with pytest.raises(EndingError):
        asyncio.run(ask())
    assert endless.wait(5.0)


def test_an_engine_that_cannot_be_prepared_is_said_to_have_failed(monkeypatch):
    monkeypatch.setattr(whatif.Mapper, "answer", lambda *_: {}["gone"])
    desk = maps.Maps()
    asyncio.run(desk.warm())
    assert desk.engine == "failed"


@pytest.fixture
def served(settings):
    """Serve over real connections; return the port."""
    with bind(Address("127.0.0.1", 0)) as bound:
        config = uvicorn.Config(
            make_app(settings), http=PatientProtocol, limit_concurrency=MAX_CONNECTIONS,
            log_level="error", timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield bound.getsockname()[1]
        server.should_exit = True
        thread.join(20.0)


def test_idle_connections_keep_nobody_out(served):
    idle = [socket.create_connection(("127.0.0.1", served)) for _ in range(2 * MAX_CONNECTIONS)]
    for _ in range(3):
        address = f"http://127.0.0.1:{served}/api/v1/status"
        assert urllib.request.urlopen(address, timeout=10).status == 200
    for each in idle:
        each.close()


def test_a_connection_that_asks_nothing_is_closed(served, monkeypatch):
    monkeypatch.setattr("openthaad.console.patience.SILENCE", 0.2)
    with socket.create_connection(("127.0.0.1", served), timeout=10) as idle:
        assert idle.recv(1) == b""


def test_kept_flights_are_bounded(monkeypatch):
    mapper = whatif.Mapper()
    monkeypatch.setattr(whatif, "_KEPT_BYTES", 100)
    monkeypatch.setattr(whatif, "_size", lambda _: 40)
    for key in range(5):
        mapper._keep((key,), object())
    assert list(mapper._flights) == [(3,), (4,)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_server_without_a_trace_however_often(tmp_path, number):
    command = [sys.executable, "-c", "from openthaad.cli import main; main()", "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--runs", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout.readline().startswith("console:")
    time.sleep(1.0)
    for _ in range(3):
        process.send_signal(number)
        time.sleep(0.2)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert "Error" not in said
