import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import jinja2
import numpy as np
import pytest

from openthaad import run_folder
from openthaad.reports import page
from openthaad.reports.drawing import drawing
from openthaad.reports.templates import rendered
from openthaad.runs import as_run, read_folder


@pytest.fixture(scope="module")
def run(outcome):
    return as_run(outcome)


@pytest.fixture(scope="module")
def html(run):
    return page.render(run)


@pytest.fixture(scope="module")
def drawn(run):
    return drawing(run)


def test_the_page_is_small_and_asks_for_nothing_from_outside(html):
    assert len(html.encode()) < 500e3
    assert not re.search(
        r"(src|href)=|@import|url\(|fetch\(|https?://(?!www\.w3\.org/2000/svg)", html
    )


def test_the_page_holds_answer_seed_digest_and_command(html, outcome):
    assert "Eight missiles were launched" in html
    assert outcome.digest[:16] in html
    assert "thaad run korea-2017 --seed 7" in html
    assert "below the 40 km floor (published cap)" in html


def test_every_tag_is_closed(html):
    open_tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, _):
            if tag not in {"meta", "input", "br", "link"}:
                open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    Reader().feed(html)
    assert open_tags == []


NASTY = "</script><img src=x onerror=alert(1)>\"'<!--{{ 7 * 7 }}"


def tags(html):
    found = Counter()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, _):
            found[tag] += 1

    Reader().feed(html)
    return found


def nasty(outcome):
    """Return an outcome whose every name is markup."""
    geometry = {
        kind: [item | {"name": NASTY} for item in items] if kind != "objects" else items
        for kind, items in outcome.geometry.items()
    }
    ends = {"launch": {"name": NASTY, "lat_deg": 38.0, "lon_deg": 127.0}, "title": NASTY}
    return replace(
        outcome,
        title=NASTY,
        question=NASTY,
        geometry=geometry,
        threats=[t | {"missile": NASTY, "aimed_at": NASTY} | ends for t in outcome.threats],
        shots=[s | {"battery": NASTY} for s in outcome.shots],
        basis={**outcome.basis, "by_influence": {NASTY: 1.0}, "flips_if": NASTY},
    )


@pytest.mark.parametrize("write", [page.render, page.report])
def test_no_name_can_end_the_script_or_add_a_tag(outcome, write):
    html = write(as_run(nasty(outcome), command=f"thaad run {NASTY}"))
    assert tags(html) == tags(write(as_run(with_influence(outcome))))
    assert html.count("&lt;img src=x onerror") > 20
    assert json.loads(data_of(html))["batteries"][0]["name"].startswith("</Script><Img")
    assert "49" not in re.findall(r"<title>.*</title>", html)[0]


def with_influence(outcome):
    basis = {**outcome.basis, "by_influence": {"assumed": 1.0}, "flips_if": "a"}
    return replace(outcome, basis=basis)


def data_of(html):
    return re.search(r'id="data">(.*?)</script>', html, re.DOTALL).group(1)


def test_a_template_that_lacks_a_value_fails_rather_than_leave_a_gap():
    with pytest.raises(jinja2.UndefinedError, match="is undefined"):
        rendered("page.html", title="only this")


def test_the_data_of_the_page_is_the_drawing(html, drawn):
    assert json.loads(data_of(html)) == json.loads(json.dumps(drawn))


def test_places_on_the_plane_keep_their_distance_from_the_battery(battle, drawn):
    battery = np.array(drawn["batteries"][0]["at"])
    for place in drawn["places"]:
        if place["name"] in ("Busan", "Sunchon"):
            lat, lon = battle.PLACES[place["name"].lower()]
            true = battle.GEOD.inv(128.221, 36.045, lon, lat)[2] / 1e3
            # Off the middle the plane stretches by under half a percent here.
            assert np.hypot(*(place["at"] - battery)) == pytest.approx(true, rel=5e-3)


def test_the_frame_holds_every_path(drawn):
    west, south, east, north = drawn["frame"]
    for threat in drawn["threats"]:
        path = np.array(threat["path"]).reshape(-1, 4)
        assert west < path[:, 1].min() < path[:, 1].max() < east
        assert south < path[:, 2].min() < path[:, 2].max() < north


def test_a_path_ends_where_it_was_hit(drawn, outcome):
    path = np.array(drawn["threats"][0]["path"]).reshape(-1, 4)
    meet = outcome.threats[0]["intercept"]
    assert path[-1, 0] == pytest.approx(meet["time_s"], abs=0.1)
    assert path[-1, 3] == pytest.approx(meet["altitude_km"], abs=0.3)


def test_the_time_runs_on_to_the_last_interceptor(drawn, run):
    assert drawn["end"] >= run.numbers("interceptors", "time_s").max()


def test_shares_of_the_radars_time_are_kept(drawn):
    tasks = drawn["occupancy"][0]["tasks"]
    total = np.sum(list(tasks.values()), axis=0)
    assert (total > 850).all()
    assert (total < 1010).all()


def test_a_battle_without_anything_has_a_page(battle, outcome):
    tables = {name: rows[:0] for name, rows in outcome.tables.items()}
    empty = replace(outcome, threats=[], shots=[], tables=tables)
    assert "No missile was launched" in page.render(as_run(empty))


def test_a_battle_without_defence_has_a_page(outcome):
    geometry = outcome.geometry | {"radars": [], "batteries": []}
    tables = outcome.tables | {
        name: outcome.tables[name][:0]
        for name in ("detections", "tracks", "interceptors", "occupancy", "decisions")
    }
    bare = replace(outcome, geometry=geometry, shots=[], radars=[], tables=tables)
    assert "fired no interceptor" in page.render(as_run(bare))


def test_a_battle_across_180_degrees_stays_together(outcome):
    geometry = outcome.geometry | {
        "assets": [
            {"name": "west", "lat_deg": 0.0, "lon_deg": 178.0, "radius_km": 1.0},
            {"name": "east", "lat_deg": 0.0, "lon_deg": -178.0, "radius_km": 1.0},
        ],
        "radars": [],
        "batteries": [],
    }
    tables = {name: rows[:0] for name, rows in outcome.tables.items()}
    far = replace(outcome, geometry=geometry, threats=[], shots=[], radars=[], tables=tables)
    west, _, east, _ = drawing(as_run(far))["frame"]
    assert east - west < 700.0  # km; the long way round is 39,600


def test_write_run_writes_page_and_replay_beside_the_tables(outcome, tmp_path):
    folder = run_folder.write_run(outcome, tmp_path / "one", command="thaad run x --seed 7")
    files = {path.name for path in folder.iterdir()}
    assert {"index.html", "replay.czml", "manifest.json", "outcome.json"} <= files
    assert read_folder(folder).manifest["command"] == "thaad run x --seed 7"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Return a function that gives what the browser makes of a page in a file."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no chromium to open the page with")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=2000",
        "--dump-dom",
    ]

    def show(html):
        folder = tmp_path_factory.mktemp("page")
        (folder / "index.html").write_text(html)
        command = [browser, *flags, f"--user-data-dir={folder / 'profile'}"]
        command.append((folder / "index.html").as_uri())
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    return show


def test_a_browser_draws_the_page(html, shown):
    seen = shown(html)
    assert seen.count('class="mover') == 8
    assert seen.count('class="row') == 8
    assert "T+468 s" in seen


def test_a_browser_draws_markup_in_names_as_text(outcome, shown):
    seen = shown(page.render(as_run(nasty(outcome))))
    assert seen.count('class="row') == 8
    assert "<img" not in seen.lower()
    assert "&lt;/Script&gt;&lt;Img" in seen


def test_the_profile_names_its_battery_and_any_of_several_can_be_chosen(outcome, html, shown):
    assert "<select" not in shown(html)
    geometry = outcome.geometry
    first = geometry["batteries"][0]
    second = first | {"name": "osan", "lat_deg": 37.09, "lon_deg": 127.03, "ceiling_km": 120.0}
    two = replace(outcome, geometry=geometry | {"batteries": [second, first]})
    seen = shown(page.render(as_run(two)))
    names = re.findall(r"<option[^>]*>(.*?)</option>", seen)
    assert names == ["Osan battery", "Seongju battery"]
    # Of the two the one that fired: distances are taken from it at first.
    assert "over its distance from Seongju battery" in seen
    assert "120 km ceiling" in seen
    assert "150 km ceiling" in seen


def test_the_page_says_what_flips_the_answer_where_that_was_asked(outcome):
    basis = {**outcome.basis, "by_influence": {"assumed": 1.0}, "flips_if": "a < b"}
    assert "The answer changes if a &lt; b." in page.render(
        as_run(replace(outcome, basis=basis))
    )
    basis |= {"flips_if": None, "moves_most": "c > d moves it most"}
    told = page.render(as_run(replace(outcome, basis=basis)))
    assert "changes it by a tenth within its range; c &gt; d moves it most." in told
    assert "answer changes if" not in told
    assert "The answer changes if" not in page.render(as_run(outcome))


def test_the_values_that_move_the_answer_are_listed_with_both_ends(outcome):
    value = {"path": "batteries.thaad.floor", "basis": "stated", "unit": "km"}
    value |= {"low": 35.0, "high": 50.0, "at_low": 1.1, "at_high": None}
    found = {"quantity": "leakers", "unit": "", "base": 1.1, "values": [value]}
    basis = {"by_count": {"stated": 1}, "influence": found, "by_influence": {"stated": 1.0}}
    html = page.render(as_run(replace(outcome, basis=basis)))
    for words in ("thaad: floor, stated", "35 to 50 km", "1.1 to none"):
        assert words in html


def test_the_page_draws_altitude_over_distance(html):
    assert 'id="profile"' in html
