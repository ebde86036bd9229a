"""Battles across the date line, near the poles, with odd words: read back by other programs."""

import csv
import importlib.util
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import czml3
import fastkml
import geojson as geojson_reader
import numpy as np
import pytest
from lxml import etree
from pyacmi import Acmi
from shapely.geometry import shape

import openthaad
from openthaad.errors import ScenarioError
from openthaad.exports import FORMATS, export
from openthaad.exports.paths import interceptors, missiles, tracks
from openthaad.plots import battle_picture
from openthaad.reports import report
from openthaad.runs import as_run, geodetic
from openthaad.runs.schema import schema as types
from openthaad.scenario import pack_names

SOURCE = Path(__file__).parents[1] / "runs" / "synthetic_battle.py"
SCHEMA = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"
KML = {"k": "http://www.opengis.net/kml/2.2"}
TITLE = "성주 방어: \"A & B\" <it's>, 'one|two' \\ three"
EPOCH = datetime(2024, 2, 29, 23, 59, 30, 250_000, tzinfo=UTC)
ALTITUDE = 650.0  # m
SITES = {
    "korea": (36.045, 128.221),
    "adak": (51.9, -176.6),
    "fiji": (-17.7, 178.1),
    "north pole": (89.3, 10.0),
    "south pole": (-89.9, -120.0),
}


def battle_at(site, **more):
    """A battle about a place, its battery and a second one high up, no others' module."""
    spec = importlib.util.spec_from_file_location("battle_elsewhere", SOURCE)
    battle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(battle)
    battle.ALTITUDE = ALTITUDE
    battle.move(*SITES[site])
    outcome = battle.make_outcome()
    lat, lon = battle.PLACES["daegu"]
    first = outcome.geometry["batteries"][0] | {
        "position_ecef_m": battle.ecef(*SITES[site], ALTITUDE).tolist()
    }
    second = {"name": "second", "lat_deg": lat, "lon_deg": lon, "altitude_m": 1200.0}
    return replace(
        outcome,
        title=TITLE,
        document={"epoch": EPOCH.isoformat()},
        geometry=outcome.geometry | {"batteries": [first, second]},
        **more,
    )


@pytest.fixture(scope="module", params=SITES)
def run(request):
    return as_run(battle_at(request.param))


@pytest.fixture(scope="module")
def files(run):
    """The run in every format."""
    return {form: export(run, form) for form in FORMATS}


@pytest.fixture(scope="module")
def elsewhere():
    return as_run(battle_at("adak"))


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


def everything(run):
    return [*missiles(run), *interceptors(run), *tracks(run)]


def at(flown, time):
    return [np.interp(time, flown.time, flown.position_ecef[:, axis]) for axis in range(3)]


def apart(battle, lat, lon, alt, position):
    return np.linalg.norm(np.array(battle.TO_ECEF.transform(lon, lat, alt)) - position)


@pytest.fixture(scope="module")
def earth():
    spec = importlib.util.spec_from_file_location("battle_earth", SOURCE)
    battle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(battle)
    return battle


def test_kml_is_valid_against_the_schema_of_the_standard(files, schema):
    schema.assertValid(etree.fromstring(files["kml"]))


def test_kml_says_title_places_and_heights_as_they_are(files):
    top = fastkml.KML.from_string(files["kml"].decode()).features[0]
    assert top.name == TITLE
    marks = {mark.name: mark.geometry for mark in top.features[0].features}
    for name, altitude in (("battery seongju", ALTITUDE), ("battery second", 1200.0),
                           ("radar seongju", ALTITUDE), ("busan", 0.0)):  # fmt: skip
        assert marks[name].z == pytest.approx(altitude, abs=0.01)


def test_kml_puts_each_thing_where_it_was_then(run, files, earth):
    root = etree.fromstring(files["kml"])
    folders = {
        f.findtext("k:name", namespaces=KML): f for f in root.iterfind(".//k:Folder", KML)
    }
    for flown in everything(run):
        marks = folders[flown.name].findall("k:Placemark", KML)
        moving = [mark for mark in marks[:-1] if mark.find("k:Point", KML) is not None]
        assert len(moving) >= 1
        for mark in moving[:: max(1, len(moving) // 4)]:
            begin = datetime.fromisoformat(mark.findtext("k:TimeSpan/k:begin", namespaces=KML))
            spot = mark.findtext("k:Point/k:coordinates", namespaces=KML)
            lon, lat, alt = map(float, spot.split(","))
            then = at(flown, (begin - EPOCH).total_seconds())
            assert apart(earth, lat, lon, alt, then) < 10.0  # m: 1 ms of flight


def test_acmi_has_places_times_and_words(run, files, tmp_path, earth):
    path = tmp_path / "run.txt.acmi"
    path.write_bytes(files["acmi"])
    read = Acmi()
    read.load_acmi(str(path))
    assert read.reference_time.replace(tzinfo=UTC) == EPOCH
    assert "성주 방어" in read.title
    by_name = {item.name.replace("\\,", ","): item for item in read.objects.values()}
    assert by_name["second"].get_value("Altitude", 0.0) == pytest.approx(1200.0)
    for flown in [*missiles(run), *interceptors(run)]:
        found, time = by_name[flown.name], float(np.ceil(flown.time[0]) + 10.0)
        lat, lon = found.latitude(time), found.longitude(time)
        alt = found.get_value("Altitude", time)
        assert apart(earth, lat, lon, alt, at(flown, time)) < 50.0  # m: a hundredth of a second


def test_geojson_lines_are_valid_and_keep_to_the_paths(run, files, earth):
    read = geojson_reader.loads(files["geojson"].decode())
    assert read.is_valid
    by_name = {f.properties.get("name"): f for f in read.features}
    assert by_name["second"].geometry.coordinates[2] == pytest.approx(1200.0, abs=0.01)
    for flown in everything(run):
        feature = by_name[flown.name]
        line = shape(feature.geometry)
        assert line.is_valid
        assert line.length > 0.0
        assert line.bounds[0] >= -180.0
        assert line.bounds[2] <= 180.0
        times, lines = feature.properties["times_s"], feature.geometry.coordinates
        if feature.geometry.type == "LineString":
            times, lines = [times], [lines]
        for part, points in zip(times, lines, strict=True):
            assert len(part) == len(points) > 1
            for time in np.linspace(part[0], part[-1], 9):
                lon, lat, alt = (np.interp(time, part, column) for column in zip(*points))  # noqa: B905
                assert apart(earth, lat, lon, alt, at(flown, time)) < 300.0  # m


def test_czml_is_read_by_another_and_says_the_title(files):
    packets = json.loads(files["czml"])
    assert czml3.Document(packets=[czml3.Packet(**packet) for packet in packets])
    assert packets[0]["name"] == TITLE
    by_id = {packet["id"]: packet for packet in packets}
    for name, altitude in (("seongju", ALTITUDE), ("second", 1200.0)):
        where = by_id[f"defence/battery/{name}"]["position"]["cartographicDegrees"]
        assert where[2] == pytest.approx(altitude, abs=0.01)
    assert by_id["document"]["clock"]["currentTime"] == "2024-02-29T23:59:30.250Z"


def placed(states, label):
    """Where the thing of a marking is first."""
    return next(
        pdu.entityLocation
        for pdu in states
        if bytes(pdu.marking.characters).rstrip(b"\0") == label
    )


def test_dis_has_every_row_in_its_place(run, files):
    factory = pytest.importorskip("opendis.PduFactory", reason="no open-dis here: see Makefile")
    dpkt = pytest.importorskip("dpkt")
    frames = list(dpkt.pcap.Reader(io.BytesIO(files["dis"])))
    assert float(frames[0][0]) == pytest.approx(EPOCH.timestamp())
    pdus = [factory.createPdu(dpkt.ethernet.Ethernet(f).data.data.data) for _, f in frames]
    states = [pdu for pdu in pdus if pdu.pduType == 1]
    for flown in interceptors(run):
        place = placed(states, b"I%d" % flown.number)
        assert [place.x, place.y, place.z] == flown.position_ecef[0].tolist()
    for label, altitude in ((b"R seongju", ALTITUDE), (b"L0 second", 1200.0)):
        place = placed(states, label)
        assert geodetic(np.array([[place.x, place.y, place.z]]))[2][0] == pytest.approx(
            altitude
        )


def test_pages_and_pictures_are_drawn_there_too(run):
    assert "</html>" in report(run)


@pytest.mark.parametrize("name", pack_names())
def test_every_built_in_scenario_gives_valid_kml_and_the_same_types(name, schema):
    run = as_run(openthaad.simulate(openthaad.load_scenario(name), seed=1))
    schema.assertValid(etree.fromstring(export(run, "kml")))
    assert all(table.schema.equals(types(key)) for key, table in run.tables.items())


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_in_which_nothing_was_fired_or_seen_is_exported(form):
    outcome = battle_at("fiji")
    bare = {"shots": [], "tables": outcome.tables | {
        name: outcome.tables[name][:0]
        for name in ("shots", "interceptors", "detections", "tracks")}}  # fmt: skip
    assert export(as_run(replace(outcome, **bare)), form)


@pytest.mark.parametrize(
    "words", ["a\x1b[31mb", "a\x00b", "]]>", "<![CDATA[", "$$", "\ud800", "\ufffe"]
)
def test_no_words_break_a_format(words, schema, tmp_path):
    run = as_run(replace(battle_at("korea"), title=words))
    kml = etree.fromstring(export(run, "kml"))
    schema.assertValid(kml)
    assert kml.findtext("k:Document/k:name", namespaces=KML)
    (tmp_path / "run.acmi").write_bytes(export(run, "acmi"))
    Acmi().load_acmi(str(tmp_path / "run.acmi"))
    assert json.loads(export(run, "czml"))[0]["name"]
    assert b"\x1b" not in export(run, "kml") + export(run, "acmi")


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
@pytest.mark.parametrize("words", ["]]>", "<![CDATA[", "$$", "a $2bn or a $1bn", r"\frac{1}{"])
def test_no_words_break_a_picture(words, form):
    content = battle_picture(as_run(replace(battle_at("korea"), title=words)), form)
    if form == "svg":
        assert etree.fromstring(content).tag.endswith("svg")


def test_another_process_gives_the_same_bytes():
    """Of every format, whatever order the process hashes words in."""
    program = """
import hashlib, importlib.util, sys
spec = importlib.util.spec_from_file_location("battle", sys.argv[1])
battle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(battle)
from openthaad.exports import FORMATS, export
from openthaad.plots import battle_picture
from openthaad.runs import as_run
run = as_run(battle.make_outcome())
parts = [export(run, form) for form in FORMATS]
parts += [battle_picture(run, form) for form in ("svg", "png", "pdf")]
print([hashlib.sha256(part).hexdigest() for part in parts])
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(SOURCE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True, timeout=300,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Seoul"))
    ]  # fmt: skip
    assert said[0] == said[1]
    assert len(said[0].split(",")) == len(FORMATS) + 3


def test_csv_packs_files_that_all_may_read_and_no_sheet_computes(elsewhere):
    threats = [
        t | {"cause": "=HYPERLINK(1)", "missile": "+1"} for t in elsewhere.outcome["threats"]
    ]
    outcome = replace(battle_at("adak"), threats=threats)
    archive = zipfile.ZipFile(io.BytesIO(export(as_run(outcome), "csv")))
    for member in archive.infolist():
        assert member.external_attr >> 16 == 0o100644
        assert member.compress_type == zipfile.ZIP_DEFLATED
    rows = list(csv.DictReader(io.StringIO(archive.read("threats.csv").decode())))
    assert {row["cause"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {row["missile"] for row in rows} == {"+1"}


@pytest.mark.parametrize(
    ("year", "is_held"), [(1958, False), (1970, True), (2105, True), (9998, False)]
)
def test_a_capture_file_says_which_years_it_holds(elsewhere, year, is_held):
    document = {"epoch": EPOCH.replace(year=year, month=3, day=1).isoformat()}
    run = replace(elsewhere, manifest=elsewhere.manifest | {"document": document})
    for form in ("kml", "acmi", "czml", "geojson", "csv"):
        assert export(run, form)
    if is_held:
        assert export(run, "dis")
    else:
        with pytest.raises(ScenarioError, match="1970 to 2106"):
            export(run, "dis")


def test_what_never_moves_is_a_point_and_no_line(elsewhere):
    from openthaad.exports.geojson import _path  # noqa: PLC0415

    flown = next(missiles(elsewhere))
    still = flown._replace(position_ecef=np.repeat(flown.position_ecef[:1], len(flown.time), 0))
    feature = geojson_reader.Feature(**_path(still))
    assert feature.geometry["type"] == "Point"
    assert feature.is_valid


def test_a_moment_is_the_same_in_every_format(elsewhere):
    flown = next(missiles(elsewhere))
    start = (EPOCH + timedelta(seconds=float(flown.time[0]))).isoformat(timespec="milliseconds")
    moment = start.replace("+00:00", "Z")
    assert moment in export(elsewhere, "kml").decode()
    assert moment in export(elsewhere, "czml").decode()
