"""The console in a real browser, with everything beyond this machine cut off: the replay."""

import re

import pytest

pytestmark = pytest.mark.slow


def now(page):
    return page.evaluate("openthaad.screen.viewer.playback.now()")


def test_a_replay_plays_and_can_be_scrubbed(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    assert page.locator(".answer").inner_text().endswith(".")
    assert now(page) == 0.0
    assert page.locator("#threat").input_value() == ""
    page.locator("#speed").select_option("30")
    page.locator("#play").click()
    page.wait_for_function("openthaad.screen.viewer.playback.now() > 10")
    page.locator("#play").click()
    stopped = now(page)
    page.wait_for_timeout(300)
    assert now(page) == stopped
    page.locator("#scrub").fill("60")
    assert now(page) == pytest.approx(60.0, abs=0.2)
    assert page.locator("#time").inner_text().startswith("T+60 s of ")


def test_an_event_jumps_to_its_time_and_says_what_happens(page, link):
    page.goto(link)
    event = page.locator(".events button").nth(3)
    event.click()
    said = re.fullmatch(r"T\+(\d+) s", event.locator("time").inner_text())
    assert now(page) == pytest.approx(int(said.group(1)), abs=0.51)
    assert page.locator("#now").inner_text().startswith("KN-23 class 0:")


LABELS = """() => { const { C, scene, widget } = openthaad.globe;
    const now = widget.clock.currentTime;
    return openthaad.screen.viewer.recording.entities.values.filter(e =>
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
        """['truth', 'picture'].map(key =>
        openthaad.screen.viewer.recording.entities.getById(key).show)"""
    )
    assert shown == [False, True]


def test_the_defence_knows_its_own_interceptors_and_no_truth(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    told = page.locator(".events button").count()
    page.locator("#show-truth").click()
    assert 0 < page.locator(".events button").count() < told
    assert "launched from" not in page.locator(".events").inner_text()
    assert "hidden" in page.locator(".answer").inner_text()
    assert "leaked" not in page.locator("#threat").inner_text()
    shown = page.evaluate(
        """["truth/interceptor/", "truth/object/"].map(start =>
        openthaad.screen.viewer.recording.entities.values
        .filter(e => e.id.startsWith(start)).map(e => e.isShowing))"""
    )
    assert shown[0]
    assert all(shown[0])
    assert not any(shown[1])


def test_what_only_the_truth_knows_of_a_track_is_hidden_with_it(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    assert page.title().endswith(", seed 1 · OpenTHAAD")
    page.locator("#show-truth").click()
    told = page.locator(".events").inner_text()
    assert "spent body" not in told
    assert "KN-23" not in told
    assert "Threat 1:" in told


def test_marks_explain_what_the_run_holds(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    marks = page.locator("#marks").inner_text()
    assert "published reach" in marks
    assert ("destroyed" in marks) == ("intercepted" in page.locator("#threat").inner_text())


def test_a_missile_that_is_clicked_says_what_it_is(page, link):
    page.goto(link)
    page.locator("#scrub").fill("100")
    page.wait_for_timeout(500)
    x, y = page.evaluate(
        """() => { const { C, scene, widget } = openthaad.globe, now = widget.clock.currentTime;
        const missile = openthaad.screen.viewer.recording.entities.values.find(e =>
            e.id.startsWith("truth/object/") && e.label && e.isAvailable(now));
        const at = C.SceneTransforms.worldToWindowCoordinates(scene,
            missile.position.getValue(now));
        const box = scene.canvas.getBoundingClientRect();
        return [at.x + box.left, at.y + box.top]; }"""
    )
    page.mouse.click(x, y)
    page.wait_for_selector("#tip")
    assert "km up" in page.locator("#tip").inner_text()
    assert page.locator("#threat").input_value() != ""


def test_play_is_a_few_stops_of_the_tab_key_away(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    stops = []
    while "play" not in stops and len(stops) < 8:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id"))
    assert stops[-1] == "play"
    events = page.locator(".events button")
    events.first.focus()
    page.keyboard.press("ArrowDown")
    assert events.nth(1).evaluate("node => node === document.activeElement")
    assert page.locator(".events button[tabindex='0']").count() == 1


OUT_OF_REACH = """() => [...document.querySelectorAll("button, a:not(.skip), input, select")]
    .filter(node => node.offsetParent)
    .filter(node => { const box = node.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth; })
    .map(node => node.id || node.textContent)"""


@pytest.mark.parametrize("view", ["replay", "whatif"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_telephone_shows_all_of_it(page, link, view, theme):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)
    page.goto(link + f"#view={view}")
    page.wait_for_selector("#play" if view == "replay" else "#missile")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(OUT_OF_REACH) == []


def test_the_replay_obeys_the_keyboard_in_both_views(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    page.keyboard.press("ArrowRight")
    assert now(page) == pytest.approx(5.0, abs=0.1)
    page.keyboard.press("m")
    assert page.evaluate("openthaad.globe.scene.mode === Cesium.SceneMode.SCENE2D")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_tracks_are_named_where_truth_is_hidden(page, link):
    page.goto(link)
    page.locator("#scrub").fill("100")
    page.locator("#show-truth").click()
    page.wait_for_timeout(1500)
    assert len(page.evaluate(LABELS)) > 3
    tracks = page.evaluate(
        """openthaad.screen.viewer.recording.entities.values
        .filter(e => e.id.startsWith("picture/track/")
        && e.label.show.getValue()).length"""
    )
    assert tracks > 0


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
