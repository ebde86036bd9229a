"""Other people's readers open what we write, and find the run in it."""

import csv
import io
import zipfile

import geojson as geojson_reader
import numpy as np
import pytest
from pyacmi import Acmi

from openthaad.exports import FORMATS, ending, export
from openthaad.exports import geojson as geojson_writer
from openthaad.exports.paths import endings, interceptors, missiles, tracks
from openthaad.runs import as_run, geodetic

METRE = 1.0


@pytest.fixture(scope="module")
def run(outcome):
    return as_run(outcome)


def everything(run):
    return [*missiles(run), *interceptors(run), *tracks(run)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_run_gives_the_same_bytes(run, form):
    first, again = export(run, form), export(run, form)
    assert first == again
    assert len(first) > 1000
    assert ending(form)


def test_acmi_is_read_back_by_another_reader(run, tmp_path):
    path = tmp_path / "run.txt.acmi"
    path.write_bytes(export(run, "acmi"))
    read = Acmi()
    read.load_acmi(str(path))
    flown = [*missiles(run), *interceptors(run)]
    # It splits at bare commas but leaves the mark of the others.
    by_name = {item.name.replace("\\,", ","): item for item in read.objects.values()}
    assert {item.name for item in flown} <= set(by_name)
    for item in flown:
        lat, _, alt = geodetic(item.position_ecef[:1])
        first = by_name[item.name]
        assert first.latitude(item.time[0]) == pytest.approx(lat[0], abs=1e-6)
        assert first.get_value("Altitude", item.time[0]) == pytest.approx(alt[0], abs=METRE)


def test_geojson_is_valid_and_holds_everything(run):
    read = geojson_reader.loads(export(run, "geojson").decode())
    assert read.is_valid, read.errors()
    names = {feature.properties.get("name") for feature in read.features}
    assert {flown.name for flown in everything(run)} <= names
    ends = [f for f in read.features if f.properties["kind"] in ("hit", "impact")]
    assert len(ends) == len(list(endings(run)))
    for feature in read.features:
        for lon, lat, *_ in geojson_reader.utils.coords(feature):
            assert -180.0 <= lon <= 180.0
            assert -90.0 <= lat <= 90.0


def test_a_path_over_the_dateline_is_cut_there():
    points = np.array([[179.0, 10.0, 0.0, 0.0], [-179.0, 12.0, 200.0, 2.0]])
    left, right = geojson_writer._cut_at_dateline(points)
    assert left[-1] == pytest.approx([180.0, 11.0, 100.0, 1.0])
    assert right[0] == pytest.approx([-180.0, 11.0, 100.0, 1.0])


def test_csv_has_every_table_with_every_row(run):
    archive = zipfile.ZipFile(io.BytesIO(export(run, "csv")))
    assert set(archive.namelist()) == {f"{name}.csv" for name in run.tables}
    for name, table in run.tables.items():
        rows = list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))
        assert len(rows) == table.num_rows
    first = next(csv.DictReader(io.StringIO(archive.read("truth.csv").decode())))
    assert float(first["x_ecef_m"]) == run.numbers("truth", "x_ecef_m")[0, 0]
