"""What if in a real browser, with everything beyond this machine cut off."""

import contextlib

import pytest

from openthaad.fire_control.limits import SHOTS
from openthaad.scenario import load_scenario

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow


def follow(page):
    """Return what the panel says of the footprint, once it is fine again."""
    page.wait_for_function(
        """() => { const { phase, old } = document.querySelector('#whatif-panel').dataset;
        return phase === 'fine' && old === 'false'; }"""
    )
    return page.locator("#figures").inner_text()


def test_a_dragged_battery_moves_its_footprint(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    before = follow(page)
    lat = page.locator("#battery-lat").input_value()
    x, y = page.evaluate(
        """() => { const s = openthaad.screen.editor.plan.change.battery;
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


OWN = """
title = "Two of my own"
epoch = 2020-01-01T00:00:00Z
[[threats]]
missile = "scud-c"
from = "hwangju"
to = "daegu"
[radars.south]
place = "seongju"
boresight_deg = 345
[radars.north]
position = [37.2, 127.6]
boresight_deg = 340
[batteries.south]
place = "seongju"
radars = ["south"]
[batteries.north]
position = [37.2, 127.6]
radars = ["north"]
"""


def pick(page, tmp_path, text, name="mine.toml"):
    """Open a file with the page's own button."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with page.expect_file_chooser() as chooser:
        page.locator("#open-file, .state button").first.click()
    chooser.value.set_files(file)


def test_a_file_of_ones_own_is_opened_and_outlasts_a_reload(page, link, tmp_path):
    page.goto(link + "#view=whatif")
    follow(page)
    pick(page, tmp_path, OWN)
    page.wait_for_selector("#unit")
    assert "outlasts a reload" in page.locator("#said").inner_text()
    page.locator("#unit").select_option("north")
    page.locator("#doctrine").select_option("salvo")
    page.reload()
    assert "South and North" in follow(page) + page.locator("#answer").inner_text()
    assert page.locator("#unit").input_value() == "north"
    assert page.locator("#doctrine").input_value() == "salvo"
    with page.expect_download() as saved:
        page.locator("#save").click()
    assert saved.value.suggested_filename == "mine-changed.toml"
    scenario = load_scenario(saved.value.path())
    assert scenario.batteries["north"].doctrine.mode == "salvo"
    assert scenario.batteries["south"].doctrine.mode == "shoot-look-shoot"


def test_a_file_that_is_dropped_is_opened_from_any_screen(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    page.evaluate(
        """text => { const data = new DataTransfer();
        data.items.add(new File([text], "mine.toml"));
        document.dispatchEvent(new DragEvent("dragenter", { dataTransfer: data }));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: data })); }""",
        OWN,
    )
    page.wait_for_selector("#unit")
    assert page.locator("#dropping").is_hidden()
    assert "toml=" in page.url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("scud-c", "scud-x"), "did you mean scud-c"),
        (OWN.replace("epoch", "epok"), "epok: unknown key"),
        ("this is [ not TOML", "not valid TOML"),
        (b"\xff\xfe\x00 binary", "not a text file"),
        (OWN + "#" * 70_000, "the limit is 60 kB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_the_way_back_is_there(
    page, link, tmp_path, text, said
):
    page.goto(link + "#view=whatif")
    before = follow(page)
    pick(page, tmp_path, text)
    page.wait_for_selector(".state.wrong")
    assert said in page.locator(".state.wrong").inner_text()
    page.get_by_role("button", name="Back to what was shown").click()
    page.wait_for_selector("#figures")
    assert follow(page).splitlines()[1] == before.splitlines()[1]


def test_a_link_that_was_cut_short_is_said_to_be(page, link):
    page.goto(link + "#view=whatif&file=mine.toml&toml=abcd")
    page.wait_for_selector(".state.wrong")
    assert "cut short" in page.locator(".state.wrong").inner_text()


def test_a_link_that_asks_for_what_cannot_be_says_what_was_left_out(page, link):
    page.goto(link + "#view=whatif&s=korea-2017&b=95,999&az=foo&missile=none-such")
    follow(page)
    said = page.locator(".notice:visible").inner_text()
    for wrong in ("95,999", "foo", "none-such"):
        assert wrong in said
    assert page.locator("#battery-lat").input_value() == "36.050"


def test_a_run_is_changed_in_what_if(page, link):
    page.goto(link)
    page.wait_for_selector("#play")
    page.get_by_role("link", name="change it in What if").click()
    page.wait_for_selector("#answer")
    assert "low-kn-23-seed1.toml" in page.locator("#scenario").inner_text()


def test_the_map_is_never_white_while_it_is_drawn_again(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    whites = page.evaluate(
        """async () => { const { scene } = openthaad.globe, { map } = openthaad.screen.editor;
        const pen = document.createElement("canvas").getContext("2d");
        const { x, y } = Cesium.SceneTransforms.worldToWindowCoordinates(scene,
            Cesium.Cartesian3.fromDegrees(127.9, 35.0));
        let whites = 0;
        const seen = scene.postRender.addEventListener(() => {
            pen.drawImage(scene.canvas, -x, -y);
            if (pen.getImageData(0, 0, 1, 1).data.slice(0, 3).every(c => c > 250)) whites += 1;
        });
        for (const change of [0, 0, 1e-6]) {
            const box = map.footprint.box.map(side => side + change);
            map.layer.draw({ ...map.footprint, box }, "chances");
            await new Promise(done => setTimeout(done, 1200));
        }
        seen();
        return whites; }"""
    )
    assert whites == 0


def test_what_if_is_reached_and_used_by_keyboard_alone(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    before = follow(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "boresight":
            break
    page.evaluate("document.querySelector('#whatif-panel').dataset.phase = ''")
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    assert follow(page) != before
    assert page.locator("#boresight").input_value() == "325"


def test_what_happens_at_the_aim_is_said_for_those_who_type(page, link):
    page.goto(link + "#view=whatif&s=korea-2017&missile=scud-c")
    follow(page)
    there = page.locator("#there")
    assert there.inner_text().startswith("At the aim: ")
    before = there.inner_text()
    page.evaluate("document.querySelector('#whatif-panel').dataset.phase = ''")
    page.locator("#aim-lat").fill("37.566")
    page.locator("#aim-lon").fill("126.978")
    page.locator("#aim-lon").press("Enter")
    follow(page)
    assert there.inner_text() != before
    assert "no shot" in there.inner_text()


def test_a_wrong_number_is_told_in_words_beside_its_field(page, link):
    page.goto(link + "#view=whatif&s=korea-2017&missile=scud-c")
    follow(page)
    asked = page.evaluate("openthaad.screen.editor.plan.asked()")
    for field, typed, said in (
        ("aim-lat", "95", "The latitude must be a number of degrees from -85 to 85. 35.180"),
        ("launch-lon", "", "The longitude must be a number of degrees from -180 to 180. 125.8"),
        ("battery-lat", "-", "The latitude must be a number"),
        ("seed", "1.5", "A seed is a whole number from 0 to 999,999,999. Seed 0 stays in use"),
    ):
        page.locator(f"#{field}").fill("")
        page.locator(f"#{field}").press_sequentially(typed or " ")
        page.keyboard.press("Tab")
        wrong = page.locator(f"#{page.locator(f'#{field}').get_attribute('aria-describedby')}")
        assert wrong.inner_text().startswith(said)
        assert page.locator(f"#{field}").get_attribute("aria-invalid") == "true"
    assert page.evaluate("openthaad.screen.editor.plan.asked()") == asked
    page.locator("#seed").fill("7")
    page.keyboard.press("Tab")
    assert not page.locator("#seed-wrong").is_visible()
    assert page.evaluate("openthaad.screen.editor.plan.seed") == 7


def test_what_the_map_shows_is_what_is_asked_before_and_after_a_reload(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    page.locator("#missile").select_option("scud-b")
    page.wait_for_function("document.querySelector('#whatif-panel').dataset.old === 'true'")
    before = follow(page).split()[0]
    asked = page.evaluate("openthaad.screen.editor.plan.asked()")
    assert (asked["missile"], set(asked["launch"])) == ("scud-b", {"lat_deg", "lon_deg"})
    assert asked["launch"] == page.evaluate("openthaad.screen.editor.plan.change.launch")
    page.reload()
    after = follow(page).split()[0]  # the share of the land; the grid may be finer
    assert abs(int(after.rstrip("%")) - int(before.rstrip("%"))) <= 2
    assert page.evaluate("openthaad.screen.editor.plan.asked()") == asked
    with page.expect_download() as saved:
        page.locator("#save").click()
    scenario = load_scenario(saved.value.path())
    assert (scenario.threats[0].origin, scenario.threats[0].aim) == ("sunchon", "busan")


def test_a_map_that_stays_coarse_says_so_and_how_to_have_a_finer_one(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    page.evaluate(
        """() => { const { editor } = openthaad.screen;
        editor.map.pace.took = new Map([[10, 60_000]]);
        document.querySelector('#whatif-panel').dataset.phase = '';
        editor.set({ caps: false }); }"""
    )
    follow(page)
    assert page.locator("#cells").inner_text().startswith("Coarse: ")
    page.locator("#finer").click()
    page.wait_for_function("!document.querySelector('#finer')")
    assert page.locator("#cells").inner_text().startswith("28")


def test_colours_come_from_the_server(page, link):
    page.goto(link + "#view=whatif&s=irbm")
    follow(page)
    assert "of the land of Guam" in page.locator("#figures").inner_text()
    fills = page.evaluate(
        """() => [...document.querySelectorAll('.legend i:not(.line)')]
        .map(node => node.style.backgroundColor)"""
    )
    assert fills == [
        f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})"
        for c in (kind.colour for kind in SHOTS.values())
    ]
    cities = page.evaluate(
        """openthaad.globe.widget.entities.values.filter(e => e.id.startsWith("city/"))
        .map(e => e.label.text.getValue())"""
    )
    assert "Dededo" in cities


def test_a_run_that_is_not_there_is_said_in_words(page, link):
    page.goto(link + "#view=whatif&s=none-such")
    page.wait_for_selector(".state.wrong")
    assert "no built-in scenario" in page.locator(".state.wrong").inner_text()


def test_the_page_goes_on_once_the_server_is_back(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    page.evaluate("document.querySelector('#whatif-panel').dataset.phase = ''")
    page.evaluate(
        """() => { const real = window.fetch;
        let down = 2;
        window.fetch = (...all) => down-- > 0 ? Promise.reject(new TypeError()) : real(...all);
        openthaad.screen.editor.map.trouble({ code: "gone", hint: "" }); }"""
    )
    assert "does not answer" in page.locator("#error").inner_text()
    assert page.locator("#figures").inner_text() == ""
    assert "km²" in follow(page)
    assert page.locator("#error").is_hidden()


def test_a_panel_that_shows_no_answer_is_not_called_fine(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    follow(page)
    page.evaluate(
        """() => { window.empty = 0;
        const panel = document.querySelector('#whatif-panel');
        new MutationObserver(() => {
            const shown = document.querySelector('#figures')?.textContent;
            if (panel.dataset.phase === 'fine' && shown === '') window.empty += 1;
        }).observe(panel, { attributes: true, childList: true, subtree: true }); }"""
    )
    page.evaluate("location.hash = '#view=replay'")
    page.wait_for_selector("#play")
    page.evaluate("location.hash = '#view=whatif&s=korea-2017'")
    page.wait_for_function("document.querySelector('#whatif-panel').dataset.phase !== 'fine'")
    assert "km²" in follow(page)
    assert page.evaluate("window.empty") == 0


def test_leaving_while_an_answer_is_awaited_is_no_lost_server(page, link):
    page.goto(link + "#view=whatif&s=korea-2017")
    page.wait_for_selector("#missile")
    page.evaluate("location.hash = '#view=replay'")
    page.wait_for_selector("#play")
    page.evaluate("location.hash = '#view=whatif&s=korea-2017'")
    assert "km²" in follow(page)
    assert page.locator("#error").is_hidden()
