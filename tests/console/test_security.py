"""Who may ask, from where and how much."""

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from openthaad.console import Settings, make_app
from openthaad.console.folders import find_run
from openthaad.console.security import MAX_BODY, Access, is_loopback
from openthaad.console.serve import Address, access_for, links
from openthaad.errors import ScenarioError, StorageError

BASE = "http://127.0.0.1:8750"
SOCKET = "ws://127.0.0.1:8750/api/v1/footprint"
STATUS = "/api/v1/status"
NAME = "openthaad_token_8750"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.1", ""])
def test_a_foreign_host_name_is_refused(client, host):
    assert client.get(STATUS, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8750", "localhost:8750", "[::1]:8750"])
def test_this_machine_is_served_under_its_names(client, host):
    assert client.get(STATUS, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "file://"]
)
def test_a_foreign_origin_is_refused(client, origin):
    body = {"change": {"scenario": "korea-2017"}}
    answer = client.post("/api/v1/jobs", json=body, headers={"Origin": origin})
    assert answer.status_code == 403


def test_our_own_origin_is_served(client):
    assert client.get(STATUS, headers={"Origin": BASE}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}]
)
def test_a_foreign_page_gets_no_socket(client, headers):
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(SOCKET, headers=headers),
    ):
        pass


def test_every_answer_carries_the_policy(client):
    for path in ("/", "/main.js", STATUS, "/api/v1/none", "/cesium/Cesium.js"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_a_body_too_long_is_refused(client):
    answer = client.post("/api/v1/footprint", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413


def test_a_body_longer_than_it_says_is_cut_off(client):
    def pieces():
        for _ in range(10):
            yield b"x" * MAX_BODY

    assert client.post("/api/v1/footprint", content=pieces()).status_code in (400, 413, 422)


@pytest.fixture
def guarded(settings):
    app = make_app(
        Settings(runs=settings.runs, access=Access(frozenset(), "secret"), warms=False)
    )
    with TestClient(app, base_url="http://192.0.2.1:8750", follow_redirects=False) as client:
        yield client


def test_a_token_is_needed_where_there_is_one(guarded):
    for path in ("/", STATUS, "/cesium/Cesium.js"):
        assert guarded.get(path).status_code == 401
    assert guarded.get(STATUS, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get(STATUS, headers={"Authorization": "Bearer secret"}).status_code == 200


def test_the_printed_link_signs_in_and_drops_the_token_from_the_address(guarded):
    answer = guarded.get("/?token=secret")
    assert answer.status_code == 303
    assert answer.headers["location"] == "./"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert guarded.get(STATUS).status_code == 200


@pytest.mark.parametrize(
    "beside", ["foo(bar)=1", "prefs[theme]=dark", "a b", "=", 'x="', "é=1"]
)
def test_cookies_of_other_programs_keep_nobody_out(guarded, beside):
    for cookie in (f"{beside}; {NAME}=secret", f"{NAME}=secret; {beside}"):
        answer = guarded.get(STATUS, headers={"Cookie": cookie.encode("latin-1")})
        assert answer.status_code == 200
    assert guarded.get(STATUS, headers={"Cookie": beside.encode("latin-1")}).status_code == 401


def test_two_consoles_on_one_host_keep_their_own_cookies(guarded):
    given = guarded.get("/?token=secret").headers["set-cookie"]
    other = guarded.get("http://192.0.2.1:9000/?token=secret").headers["set-cookie"]
    assert given.split("=")[0] == NAME
    assert other.split("=")[0] == "openthaad_token_9000"


def test_a_proxy_that_keeps_its_own_host_header_is_served_under_its_address(settings):
    access = access_for("127.0.0.1", "https://Thaad.Example.org:443/console/")
    headers = {"Host": "127.0.0.1:8750", "Origin": "https://thaad.example.org"}
    secret = {"Authorization": f"Bearer {access.token}"}
    body = {"scenario": "korea-2017"}
    app = make_app(Settings(runs=settings.runs, access=access, warms=False))
    with TestClient(app, base_url="http://console") as client:
        path = "/api/v1/scenarios/file"
        assert client.post(path, json=body, headers=headers).status_code == 401
        assert client.post(path, json=body, headers=headers | secret).status_code == 200
        other = headers | secret | {"Origin": "https://evil.example"}
        refused = client.post(path, json=body, headers=other)
        assert refused.status_code == 403
        assert "--url" in refused.json()["error"]["hint"]


@pytest.mark.parametrize(
    "url", ["thaad.example.org", "ftp://a/", "http://", "http://a:b/", "//a"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ScenarioError, match="--url"):
        access_for("127.0.0.1", url)


def test_links_open_where_they_say():
    assert links(Address("0.0.0.0", 1), "t").here == "http://127.0.0.1:1/?token=t"  # noqa: S104
    assert links(Address("::", 1), "t").here == "http://[::1]:1/?token=t"
    assert links(Address("::1", 1), None) == ("http://[::1]:1/", None)
    there = links(Address("127.0.0.1", 1), "t", "https://a.example/console")
    assert there == ("https://a.example/console/?token=t", None)


def test_a_wrong_token_in_the_link_does_not_sign_in(guarded):
    assert guarded.get("/?token=wrong").status_code == 401


def test_a_socket_needs_the_token_too(guarded):
    with (
        pytest.raises(WebSocketDisconnect),
        guarded.websocket_connect(SOCKET),
    ):
        pass


def test_only_loopback_goes_without_a_token():
    assert access_for("127.0.0.1").token is None
    assert access_for("localhost").token is None
    for host in ("0.0.0.0", "192.168.1.5", "::", "myhost"):  # noqa: S104 - not bound to
        assert len(access_for(host).token) >= 32
    assert not is_loopback("127.0.0.1.evil.example")


@pytest.mark.parametrize(
    "name", ["..", ".", "../runs", "a/b", "a\\b", "", ".hidden", "x" * 300, "a\0b", "%2e%2e"]
)
def test_a_name_that_leads_elsewhere_finds_nothing(runs, name):
    with pytest.raises(StorageError, match="there is no run"):
        find_run(runs, name)


def test_a_link_that_leads_out_is_no_run(client, runs, tmp_path, played):
    outside = tmp_path / "outside"
    (runs / "low-kn-23-seed1").rename(outside)
    (runs / "linked").symlink_to(outside)
    assert client.get("/api/v1/runs").json() == []
    assert client.get("/api/v1/runs/linked").status_code == 404


def test_a_file_that_leads_out_is_not_served(client, runs, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    replay = runs / "low-kn-23-seed1" / "replay.czml"
    replay.unlink()
    replay.symlink_to(secret)
    assert client.get("/api/v1/runs/low-kn-23-seed1/replay.czml").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/..%2f..%2fpyproject.toml", "/cesium/..%2f..%2f..%2f__init__.py", "/%2e%2e/app.py"],
)
def test_no_file_outside_the_page_is_served(client, path):
    assert client.get(path).status_code == 404
