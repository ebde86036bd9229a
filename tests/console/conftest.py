"""A console with one run, and none of the user's own cache; and a browser to open it in."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from openthaad import engagement, run_folder
from openthaad.console import Settings, make_app
from openthaad.scenario import load_scenario

BASE = "http://127.0.0.1:8750"
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # ms; software WebGL on a busy machine


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Play one short engagement and return the folder that holds its run folder."""
    root = tmp_path_factory.mktemp("runs")
    scenario = load_scenario("low-kn-23")
    run_folder.write_run(engagement.simulate(scenario, seed=1), root / "low-kn-23-seed1")
    return root


@pytest.fixture
def runs(played, tmp_path):
    """Return a folder of runs of one's own."""
    return Path(shutil.copytree(played, tmp_path / "runs"))


async def no_play(_text: str, _seed: int, _root: Path) -> str:
    """Play nothing."""
    return ""


@pytest.fixture
def settings(runs, tmp_path):
    return Settings(runs=runs, cache=tmp_path / "cache", player=no_play, warms=False)


@pytest.fixture
def client(settings):
    with TestClient(make_app(settings), base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def link(played, tmp_path_factory):
    """Start `thaad serve` as a user does, and return the address that it prints."""
    log = tmp_path_factory.mktemp("serve") / "log"
    with log.open("w") as out:
        command = [sys.executable, "-c", "from openthaad.cli import main; main()", "serve"]
        process = subprocess.Popen(
            [*command, "--port", "0", "--runs", str(played)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _printed(log, process)
    finally:
        process.terminate()
        process.wait(20)


def _printed(log, process):
    for _ in range(600):
        for line in log.read_text().splitlines():
            if line.startswith("console:"):
                return line.split()[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def is_error(said):
    """Whether the page complains; that the server says no to a wrong question is no fault."""
    is_refusal = "status of 422" in said.text or (
        "status of 404" in said.text and "/api/" in said.location.get("url", "")
    )
    return said.type == "error" and not is_refusal


@pytest.fixture
def page(browser, link):
    """Open a page that can reach this machine only; it must want nothing else, nor fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    outside, errors = [], []

    def gate(route):
        if urlsplit(route.request.url).hostname == urlsplit(link).hostname:
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if is_error(said) else None)
    page.on(
        "websocket",
        lambda ws: (
            None
            if urlsplit(ws.url).hostname == urlsplit(link).hostname
            else outside.append(ws.url)
        ),
    )
    yield page
    context.close()
    assert outside == []
    assert errors == []
