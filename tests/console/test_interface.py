"""What the interface answers, and how it says no."""

import asyncio
import io
import json
import shutil
import tomllib

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from openthaad.console import Settings, make_app
from openthaad.console.basemap import PALETTES, bake
from openthaad.console.jobs import MAX_WAITING
from openthaad.console.schemas import MAX_TEXT
from openthaad.scenario import (
    ScenarioFileError,
    load_scenario,
    scenario_from_document,
    settings_hash,
)
from openthaad.scenario.load import find_scenario, read_text

BASE = "http://127.0.0.1:8750"
SOCKET = "ws://127.0.0.1:8750/api/v1/footprint"
NODONG = {"scenario": "korea-2017", "missile": "nodong"}


def test_runs_are_listed_with_what_came_of_them(client):
    (run,) = client.get("/api/v1/runs").json()
    assert run["name"] == "low-kn-23-seed1"
    assert run["threats"] == run["intercepted"] + run["leaked"] > 0


def test_a_run_tells_its_stories_and_where_who_stood(client):
    run = client.get("/api/v1/runs/low-kn-23-seed1").json()
    assert run["threats"][0]["timeline"][0]["text"].startswith("launched from")
    assert run["geometry"]["radars"][0]["boresight_deg"] > 0
    assert run["headline"].endswith(".")


def test_a_replay_is_the_file_of_the_run_folder(client, runs):
    answer = client.get("/api/v1/runs/low-kn-23-seed1/replay.czml")
    assert answer.content == (runs / "low-kn-23-seed1" / "replay.czml").read_bytes()


def test_no_folder_of_runs_is_an_empty_list(tmp_path):
    settings = Settings(runs=tmp_path / "none", warms=False)
    with TestClient(make_app(settings), base_url=BASE) as client:
        assert client.get("/api/v1/runs").json() == []


@pytest.mark.parametrize("edit", [b"{", b"[]", b"\xff{", None])
def test_a_damaged_run_folder_is_listed_as_such_and_explained(client, runs, edit):
    broken = runs / "broken"
    shutil.rmtree(broken, ignore_errors=True)
    shutil.copytree(runs / "low-kn-23-seed1", broken)
    if edit is None:
        answer = json.loads((broken / "outcome.json").read_text())
        (broken / "outcome.json").write_text(json.dumps(answer | {"summary": None}))
    else:
        (broken / "manifest.json").write_bytes(edit)
    listed = {run["name"]: run["damaged"] for run in client.get("/api/v1/runs").json()}
    assert listed["low-kn-23-seed1"] is None
    assert "json is damaged: " in listed["broken"]
    answer = client.get("/api/v1/runs/broken")
    assert answer.status_code == 404
    assert "json is damaged: " in answer.json()["error"]["hint"]
    shutil.rmtree(broken)


def test_scenarios_are_listed_with_their_questions(client):
    names = {item["name"]: item for item in client.get("/api/v1/scenarios").json()}
    assert names["korea-2017"]["has_battery"]
    assert not names["radar-reach"]["has_battery"]


def test_a_misspelt_scenario_is_answered_with_those_there_are(client):
    answer = client.get("/api/v1/scenarios/korea-2071")
    assert answer.status_code == 404
    assert "korea-2017" in answer.json()["error"]["allowed"]


def test_a_changed_scenario_is_saved_as_a_file_that_loads(client):
    change = {
        **NODONG,
        "battery": {"lat_deg": 37.0, "lon_deg": 127.5},
        "boresight_deg": 10.0,
        "doctrine": "salvo",
    }
    text = client.post("/api/v1/scenarios/file", json=change).text
    scenario = scenario_from_document(tomllib.loads(text))
    assert scenario.batteries["seongju"].site.lat_deg == 37.0
    assert scenario.radars["seongju"].site.lon_deg == 127.5
    assert scenario.batteries["seongju"].doctrine.mode == "salvo"
    assert [threat.missile for threat in scenario.threats] == ["nodong"]


def test_a_scenario_left_alone_is_saved_as_it_was(client):
    text = client.post("/api/v1/scenarios/file", json={"scenario": "korea-2017"}).text
    saved = scenario_from_document(tomllib.loads(text))
    assert saved.document() == load_scenario("korea-2017").document()


def test_a_job_becomes_a_run_and_says_its_name(client):
    put = client.post("/api/v1/jobs", json={"change": NODONG, "seed": 3})
    assert put.status_code == 202
    job = client.get(f"/api/v1/jobs/{put.json()['id']}").json()
    assert job["run"].startswith("korea-2017-changed-seed3-")
    assert job["state"] in ("waiting", "running", "done")


def test_the_queue_is_short(settings):
    async def forever(*_):
        await asyncio.sleep(60)

    slow = Settings(runs=settings.runs, player=forever, warms=False)
    with TestClient(make_app(slow), base_url=BASE) as client:
        codes = [
            client.post("/api/v1/jobs", json={"change": NODONG}).status_code
            for _ in range(MAX_WAITING + 1)
        ]
    assert codes == [202] * MAX_WAITING + [429]


def test_a_job_that_there_is_not_is_not_found(client):
    assert client.get("/api/v1/jobs/0123456789abcdef").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": "../../etc/passwd"},
        {"scenario": "korea-2017", "boresight_deg": 361},
        {"scenario": "korea-2017", "battery": {"lat_deg": 95, "lon_deg": 0}},
        {"scenario": "korea-2017", "unknown": 1},
    ],
)
def test_what_is_out_of_limits_is_refused_with_its_key(client, change):
    answer = client.post("/api/v1/footprint", json={"change": change})
    assert answer.status_code == 422
    assert answer.json()["error"]["key"].startswith("change.")


@pytest.mark.parametrize(
    ("path", "number"),
    [("interceptors.thaad.diameter", 20), ("missiles.nodong.mass", 1)],
)
@pytest.mark.parametrize("route", ["footprint", "jobs"])
def test_a_bad_override_in_a_file_is_refused_with_its_path(client, route, path, number):
    text = read_text(find_scenario("pyeongtaek-seconds"))
    file = {"name": "mine.toml", "text": f"{text}\n[overrides]\n{path} = {number}\n"}
    answer = client.post(f"/api/v1/{route}", json={"change": {"file": file}})
    assert answer.status_code == 422
    assert path in str(answer.json()["error"])


@pytest.mark.slow
def test_a_footprint_follows_the_battery_over_the_socket(client):
    with client.websocket_connect(SOCKET) as socket:
        areas = []
        for number, lat in enumerate((36.05, 37.2)):
            change = {**NODONG, "battery": {"lat_deg": lat, "lon_deg": 128.2}}
            socket.send_json({"id": number, "cells": 8, "change": change})
            answer = socket.receive_json()
            assert answer["id"] == number
            areas.append(answer["footprint"]["opportunities"])
        assert answer["footprint"]["flights_kept"]
    assert len(areas[0]) == 64
    assert areas[0] != areas[1]


def test_a_wrong_message_gets_an_error_and_the_socket_stays_open(client):
    with client.websocket_connect(SOCKET) as socket:
        for text in ("{", '{"id": 1}', '{"id": 1, "cells": 9999, "change": {}}'):
            socket.send_text(text)
            assert socket.receive_json()["error"]["code"] == "request"
        socket.send_json({"id": 5, "cells": 8, "change": {"scenario": "radar-reach"}})
        answer = socket.receive_json()
        assert answer["id"] == 5
        assert "no battery" in answer["error"]["hint"]


def test_coasts_come_by_box_and_past_the_date_line(client):
    box = {"west": 125, "south": 33, "east": 131, "north": 39}
    found = client.get("/api/v1/coasts", params=box).json()
    assert len(found["coasts"]) > 5
    assert found["borders"]
    line = found["coasts"][0]
    assert all(125 <= lon <= 131 and 33 <= lat <= 39 for lon, lat in line)
    fiji = {"west": 176, "south": -20, "east": 182, "north": -15}
    assert client.get("/api/v1/coasts", params=fiji).json()["coasts"]
    for wrong in ({"east": 400}, {"west": 131}, {"north": 30}):
        assert client.get("/api/v1/coasts", params=box | wrong).status_code == 422


def test_the_basemap_is_baked_once(client, tmp_path):
    first = client.get("/api/v1/basemap/korea-dark.png")
    assert first.content.startswith(b"\x89PNG")
    (kept,) = (tmp_path / "cache").glob("*.png")
    stamp = kept.stat().st_mtime_ns
    assert client.get("/api/v1/basemap/korea-dark.png").content == first.content
    assert kept.stat().st_mtime_ns == stamp


def test_the_basemap_has_sea_and_land_in_their_places():
    palette = PALETTES["light"]
    image = Image.open(io.BytesIO(bake(palette, (-180.0, -90.0, 180.0, 90.0), 1440)))
    image = image.convert("RGB")

    def at(lat, lon):
        return image.getpixel((int((lon + 180.0) * 4), int((90.0 - lat) * 4)))

    assert at(36.5, 127.9) == at(39.5, -100.0) == at(-25.0, 134.0) == palette.land
    assert at(38.0, 131.5) == at(0.0, -30.0) == at(20.0, 160.0) == palette.sea


def test_far_from_korea_the_map_has_the_shores_of_countries(client):
    """Majorca and Bornholm, which the world at 1:110 million lacks, and the Sound between."""
    palette, box = PALETTES["dark"], (-10.0, 35.0, 30.0, 60.0)
    image = Image.open(io.BytesIO(bake(palette, box, 1600))).convert("RGB")

    def at(lat, lon):
        return image.getpixel((int((lon + 10.0) * 40), int((60.0 - lat) * 40)))

    assert at(39.6, 3.0) == at(55.13, 14.9) == at(48.0, 2.0) == palette.land
    assert at(55.75, 12.78) == at(40.0, 6.0) == palette.sea
    sides = dict(zip(("west", "south", "east", "north"), (2.0, 39.0, 4.0, 40.5), strict=True))
    lines = client.get("/api/v1/coasts", params=sides).json()["coasts"]
    assert sum(map(len, lines)) > 20
    assert all(2.0 <= lon <= 4.0 and 39.0 <= lat <= 40.5 for line in lines for lon, lat in line)


def test_a_job_names_the_folder_that_its_file_makes(client):
    change = {**NODONG, "battery": {"lat_deg": 37.0, "lon_deg": 127.5}}
    text = client.post("/api/v1/scenarios/file", json=change).text
    run = client.post("/api/v1/jobs", json={"change": change}).json()["run"]
    assert run.endswith(settings_hash(scenario_from_document(tomllib.loads(text))))


OWN = """
epoch = 2020-01-01T00:00:00Z
[[threats]]
missile = "scud-c"
from = "hwangju"
to = "daegu"
[radars.far]
place = "shariki"
boresight_deg = 250
[radars.south]
place = "seongju"
boresight_deg = 345
[batteries.south]
place = "seongju"
radars = ["south"]
doctrine = { mode = "shoot-look-shoot", max_rounds = 3, reserve = 2 }
[batteries.north]
position = [37.2, 127.6]
radars = ["south"]
"""
FILE = {"name": "My own.toml", "text": OWN}


def test_a_file_of_ones_own_is_described_like_a_built_in_one(client):
    own = client.post("/api/v1/scenarios/check", json=FILE).json()
    assert own["name"] == "my-own"
    assert [battery["radar"] for battery in own["batteries"]] == ["south", "south"]
    assert own.keys() == client.get("/api/v1/scenarios/korea-2017").json().keys()


def test_a_wrong_file_gets_the_words_of_scenario_check(client, tmp_path):
    text = OWN.replace("scud-c", "scud-x").replace("epoch", "epok")
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ScenarioFileError) as caught:
        load_scenario(path)
    said = client.post("/api/v1/scenarios/check", json={"name": "mine.toml", "text": text})
    assert said.status_code == 422
    error = said.json()["error"]
    assert error["problems"] == caught.value.to_dict()["problems"]
    assert error["file"] == "mine.toml"


@pytest.mark.parametrize(
    "file",
    [
        {"name": "a\nb", "text": OWN},
        {"name": "", "text": OWN},
        {"name": "a", "text": "#" * (MAX_TEXT + 1)},
        {"name": "a", "path": "/etc/passwd"},
    ],
)
def test_a_file_out_of_limits_is_refused(client, file):
    assert client.post("/api/v1/scenarios/check", json=file).status_code == 422


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 9000, "a = " + "9" * 9000, "a" + ".a" * 20_000 + " = 1", "\0", "\ud7ff"],
)
def test_text_that_is_no_toml_is_an_answer_not_a_fault(client, text):
    answer = client.post("/api/v1/scenarios/check", json={"name": "a", "text": text})
    assert answer.status_code == 422
    assert answer.json()["error"]["problems"]


def test_one_battery_of_several_is_changed_with_the_radar_that_it_fires_on(client):
    change = {"file": FILE, "unit": "south", "boresight_deg": 10.0, "doctrine": "salvo"}
    change["battery"] = {"lat_deg": 36.5, "lon_deg": 128.0}
    text = client.post("/api/v1/scenarios/file", json=change).text
    saved = scenario_from_document(tomllib.loads(text))
    assert saved.batteries["south"].site.lat_deg == 36.5
    assert saved.radars["south"].boresight_deg == 10.0
    assert saved.radars["far"].boresight_deg == 250.0
    assert saved.batteries["north"].site.lat_deg == 37.2
    doctrine = saved.batteries["south"].doctrine
    assert (doctrine.mode, doctrine.max_rounds, doctrine.reserve) == ("salvo", None, 2)


@pytest.mark.parametrize(
    "change", [{}, {"scenario": "korea-2017", "file": FILE}, {"file": FILE, "unit": "nroth"}]
)
def test_a_change_is_of_one_scenario_and_of_a_battery_that_it_has(client, change):
    answer = client.post("/api/v1/scenarios/file", json=change)
    assert answer.status_code == 422
    assert answer.json()["error"]["hint"]


def test_a_number_out_of_limits_is_said_in_words(client):
    change = {"scenario": "korea-2017", "battery": {"lat_deg": 95, "lon_deg": 0}}
    error = client.post("/api/v1/footprint", json={"change": change}).json()["error"]
    assert error["hint"] == "change.battery.lat_deg: must be at most 85, got 95"
    assert error["allowed"] == "at most 85"


def test_a_map_that_would_keep_all_others_waiting_is_refused(client):
    threats = "".join(
        f'[[threats]]\nmissile = "scud-c"\nfrom = [39.{k:02d}, 126]\nto = "busan"\n'
        for k in range(40)
    )
    change = {"file": {"name": "many.toml", "text": OWN + threats}}
    answer = client.post("/api/v1/footprint", json={"change": change, "cells": 60})
    assert answer.status_code == 422
    assert "41 kinds of flight" in answer.json()["error"]["hint"]


def test_the_scenario_of_a_run_comes_back_as_a_file(client):
    answer = client.get("/api/v1/runs/low-kn-23-seed1/scenario.toml")
    assert 'filename="low-kn-23.toml"' in answer.headers["content-disposition"]
    saved = scenario_from_document(tomllib.loads(answer.text))
    assert saved.document() == load_scenario("low-kn-23").document()


@pytest.mark.parametrize(
    "file", ['{"name": "\\ud800", "text": ""}', '{"name": "a", "text": "\\ud800"}']
)
def test_half_a_character_is_an_answer_not_a_fault(client, file):
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/scenarios/check", content=file, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["error"]["key"] in ("name", "text")
    with client.websocket_connect(SOCKET) as socket:
        socket.send_text(f'{{"id": 1, "cells": 8, "change": {{"file": {file}}}}}')
        assert socket.receive_json()["error"]["code"] == "request"
