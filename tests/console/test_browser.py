"""The console in a real browser, with everything beyond this machine cut off."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next((p for n in ("chromium", "chromium-browser") if (p := shutil.which(n))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
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
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def is_error(said):
    """Whether the page complains; that the server says no to a wrong question is no fault."""
    return said.type == "error" and "status of 400" not in said.text


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


def now(page):
    return page.evaluate("openthaad.screen.now()")


def test_a_replay_plays_and_can_be_scrubbed(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    assert page.locator(".answer").inner_text().endswith(".")
    assert now(page) == 0.0
    page.locator("#speed").select_option("30")
    page.locator("#play").click()
    page.wait_for_function("openthaad.screen.now() > 10")
    page.locator("#play").click()
    stopped = now(page)
    page.wait_for_timeout(300)
    assert now(page) == stopped
    page.locator("#scrub").fill("60")
    assert now(page) == pytest.approx(60.0, abs=0.2)
    assert "1:00" in page.locator("#time").inner_text()


def test_an_event_jumps_to_its_time_and_says_what_happens(page, link):
    page.goto(link)
    event = page.locator(".events button").nth(3)
    event.click()
    minutes, seconds = event.locator("time").inner_text().split(":")
    assert int(now(page)) == 60 * int(minutes) + int(seconds)
    assert page.locator("#now").inner_text().startswith("Threat 0")


LABELS = """() => { const { C, scene, widget } = openthaad.globe;
    const now = widget.clock.currentTime;
    return openthaad.screen.source.entities.values.filter(e =>
        e.corner >= 0 && e.label.show.getValue(now) && e.isShowing && e.isAvailable(now))
    .map(e => { const text = e.label.text.getValue(now), to = e.label.pixelOffset.getValue(now);
        const at = C.SceneTransforms.worldToWindowCoordinates(scene, e.position.getValue(now));
        const wide = 7 * text.length, x = at.x + to.x - (to.x < 0 ? wide : 0);
        return [x, at.y + to.y - 7, x + wide, at.y + to.y + 7]; }); }"""


def test_no_label_lies_on_another(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    page.locator("#scrub").fill("100")
    page.wait_for_timeout(1500)
    labels = page.evaluate(LABELS)
    assert len(labels) > 3
    for i, a in enumerate(labels):
        for b in labels[:i]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3], (a, b)


def test_a_threat_is_followed_and_its_events_kept(page, link):
    page.goto(link)
    page.locator("#threat").select_option("0")
    page.wait_for_function("openthaad.globe.widget.trackedEntity !== undefined")
    assert page.locator(".events button").count() > 3
    page.locator("#home").click()
    assert page.evaluate("openthaad.globe.widget.trackedEntity === undefined")


def test_truth_and_picture_are_shown_apart(page, link):
    page.goto(link)
    page.locator("#show-truth").click()
    shown = page.evaluate(
        "['truth', 'picture'].map(key => openthaad.screen.source.entities.getById(key).show)"
    )
    assert shown == [False, True]


def test_the_replay_obeys_the_keyboard_in_both_views(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    page.keyboard.press("ArrowRight")
    assert now(page) == pytest.approx(5.0, abs=0.1)
    page.keyboard.press("m")
    assert page.evaluate("openthaad.globe.scene.mode === Cesium.SceneMode.SCENE2D")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def follow(page):
    """Return what the panel says of the footprint, once it is fine again."""
    page.wait_for_function("document.querySelector('#whatif-panel').dataset.phase === 'fine'")
    return page.locator("#figures").inner_text()


def test_a_dragged_battery_moves_its_footprint(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    before = follow(page)
    lat = page.locator("#battery-lat").input_value()
    x, y = page.evaluate(
        """() => { const s = openthaad.screen.change.battery;
        const at = Cesium.SceneTransforms.worldToWindowCoordinates(openthaad.globe.scene,
            Cesium.Cartesian3.fromDegrees(s.lon_deg, s.lat_deg));
        const box = openthaad.globe.scene.canvas.getBoundingClientRect();
        return [at.x + box.left, at.y + box.top]; }"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + 3 * step, y - 9 * step)
    page.evaluate("document.querySelector('#whatif-panel').dataset.phase = ''")
    page.mouse.up()
    assert follow(page) != before
    assert float(page.locator("#battery-lat").input_value()) > float(lat) + 0.2
    assert "b=" in page.url


def test_a_link_brings_back_what_was_changed(page, link):
    page.goto(link + "#view=whatif&s=korea-2017&b=37.1,127.6&az=20&missile=scud-c&doc=salvo")
    follow(page)
    assert page.locator("#battery-lat").input_value() == "37.100"
    assert page.locator("#boresight").input_value() == "20"
    assert page.locator("#missile").input_value() == "scud-c"
    assert page.locator("#doctrine").input_value() == "salvo"


def test_the_pointer_learns_the_limit(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    box = page.locator("#globe canvas").bounding_box()
    tip = page.locator("#tip")
    for share in (0.45, 0.5, 0.55, 0.6):
        page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * share)
        with contextlib.suppress(sync_api.TimeoutError):
            tip.wait_for(state="visible", timeout=2000)
            break
    assert "shot" in tip.inner_text().lower()


def test_a_run_that_is_not_there_is_said_in_words(page, link):
    page.goto(link + "#view=whatif&s=none-such")
    page.wait_for_selector(".state.wrong")
    assert "no built-in scenario" in page.locator(".state.wrong").inner_text()


def test_everything_that_can_be_used_has_a_name(page, link):
    for view in ("replay", "whatif"):
        page.goto(link + f"#view={view}")
        page.wait_for_selector("#play" if view == "replay" else "#missile")
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, a')].filter(node =>
            node.offsetParent && !node.textContent.trim() && !node.ariaLabel
            && !node.labels?.length)
            .map(node => node.outerHTML)"""
        )
        assert nameless == []
