"""A run folder from elsewhere: what is damaged or edited is said in words, and nothing runs."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openthaad.errors import StorageError
from openthaad.reports import explain, report
from openthaad.run_folder import pictures
from openthaad.runs import as_run, read_folder, write_folder

HTML = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def whole(outcome, tmp_path_factory):
    run = as_run(outcome)
    return write_folder(run, tmp_path_factory.mktemp("runs") / "one", pictures(run))


@pytest.fixture
def folder(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "one"))


def edit(folder, file, keys, value):
    """Put a value somewhere into a document; no keys for the whole of it."""
    path = folder / file
    document = json.loads(path.read_text(encoding="utf-8"))
    if not keys:
        document = value
    else:
        inner = document
        for key in keys[:-1]:
            inner = inner[key]
        if value is ...:
            del inner[keys[-1]]
        else:
            inner[keys[-1]] = value
    path.write_text(json.dumps(document), encoding="utf-8")


DAMAGE = [
    ("manifest.json", (), [], "it is not a table"),
    ("manifest.json", ("title",), ..., "title is missing"),
    ("manifest.json", ("title",), 7, "title must be text"),
    ("manifest.json", ("seed",), "7", "seed must be a whole number"),
    ("manifest.json", ("wall_time_s",), None, "wall_time_s must be a number"),
    ("manifest.json", ("command",), ["rm"], "command must be text"),
    ("manifest.json", ("geometry", "radars", 0, "lat_deg"), "x", "geometry.radars.0.lat_deg"),
    ("manifest.json", ("geometry", "batteries", 0, "lat_deg"), 91.0, "must be at most 90"),
    ("manifest.json", ("geometry", "objects", 0, "id"), HTML, "geometry.objects.0.id"),
    ("manifest.json", ("document", "epoch"), "yesterday", "is not a date and time"),
    ("manifest.json", ("document", "radars"), [], "document.radars"),
    ("manifest.json", ("values", 0, "value"), "1", "values.0.value must be a number"),
    ("outcome.json", ("summary",), None, "summary"),
    ("outcome.json", ("threats",), {}, "threats"),
    ("outcome.json", ("threats", 0, "id"), HTML, "threats.0.id must be a whole number"),
    ("outcome.json", ("threats", 0, "id"), 1, "two threats have the same id"),
    ("outcome.json", ("threats", 0, "outcome"), "won", "is not one of"),
    ("outcome.json", ("threats", 0, "detected_s"), "soon", "threats.0.detected_s"),
    ("outcome.json", ("threats", 0, "launch"), {"lat_deg": 1.0}, "only one of two coordinates"),
    ("outcome.json", ("shots", 0, "battery"), "elsewhere", "that does not exist"),
    ("outcome.json", ("shots", 0, "threat"), 99, "that does not exist"),
    ("outcome.json", ("shots", 0, "launcher"), -1, "shots.0.launcher"),
    ("outcome.json", ("endgame", "p_hit"), "1", "endgame.p_hit"),
    ("outcome.json", ("basis", "by_count", "stated"), HTML, "basis.by_count.stated"),
]


@pytest.mark.parametrize(("file", "keys", "value", "said"), DAMAGE)
def test_what_is_damaged_is_named(folder, file, keys, value, said):
    edit(folder, file, keys, value)
    with pytest.raises(StorageError) as stopped:
        read_folder(folder)
    assert f"{file} is damaged: " in stopped.value.message
    assert said in stopped.value.message


NO_JSON = [b"", b"{", b"\xff\xfe{}", b'{"a": NaN}', b"[" * 100_000, b"null"]


@pytest.mark.parametrize("file", ["manifest.json", "outcome.json"])
@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe{}", b'{"a": NaN}', b"[" * 100_000, b"null"]
)
def test_what_is_no_json_table_is_damaged(folder, file, raw):
    (folder / file).write_bytes(raw)
    with pytest.raises(StorageError, match=f"{file} is damaged: "):
        read_folder(folder)


def what_is_said(folder):
    """The refusal of a folder, or what is remarked of it."""
    try:
        return " ".join(read_folder(folder).remarks)
    except StorageError as error:
        return error.message


def test_a_flipped_byte_anywhere_in_a_document_is_refused_or_said(folder):
    for file in ("manifest.json", "outcome.json"):
        path = folder / file
        raw = path.read_bytes()
        for place in range(0, len(raw), len(raw) // 40):
            path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :])
            assert file in what_is_said(folder)
        path.write_bytes(raw)
    assert read_folder(folder).remarks == ()


TABLES = [
    ("truth", lambda t: t.drop_columns(["x_ecef_m"]), "has no column x_ecef_m"),
    ("truth", lambda t: t.set_column(0, "time_s", pa.array(["x"] * len(t))), "other types"),
    ("truth", lambda t: t.set_column(2, "threat", pa.array([99] * len(t))), "threat 99"),
    ("decisions", lambda t: t.set_column(1, "event", pa.array(["won"] * len(t))), "'won'"),
    ("shots", lambda t: t.set_column(1, "battery", pa.array(["\x1b"] * len(t))), "battery"),
]


@pytest.mark.parametrize(("name", "change", "said"), TABLES)
def test_a_table_of_another_kind_is_named(folder, name, change, said):
    path = folder / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    with pytest.raises(StorageError, match=f"{name}.parquet is damaged") as stopped:
        read_folder(folder)
    assert said in stopped.value.message


def test_columns_of_an_earlier_version_are_read_as_they_are_now(folder, outcome):
    path = folder / "threats.parquet"
    table = pq.read_table(path)
    place = table.column_names.index("intercept_shot")
    words = pa.array(
        [None if x is None else str(x) for x in table["intercept_shot"].to_pylist()]
    )
    pq.write_table(table.set_column(place, "intercept_shot", words), path)
    back = read_folder(folder)
    assert back.tables["threats"].equals(as_run(outcome).tables["threats"])


def test_an_edited_answer_is_said_wherever_it_is_told(folder):
    edit(folder, "outcome.json", ("threats", 0, "outcome"), "leaked")
    remark = read_folder(folder).remarks[0]
    assert remark.startswith("outcome.json is not what the run wrote: edited or damaged")
    assert explain(folder)["remarks"] == [remark]
    assert remark in report(read_folder(folder))


def test_a_folder_of_an_earlier_version_has_nothing_to_compare(folder):
    (folder / "SHA256SUMS").unlink()
    edit(folder, "outcome.json", ("threats", 0, "outcome"), "leaked")
    assert read_folder(folder).remarks == ()


def test_markup_in_the_words_of_a_folder_is_text_on_the_page(folder):
    for key in ("title", "question", "command", "settings", "version", "digest", "catalogue"):
        edit(folder, "manifest.json", (key,), HTML)
    for keys in (("radars", 0, "name"), ("radars", 0, "mode"), ("assets", 0, "name")):
        edit(folder, "manifest.json", ("geometry", *keys), HTML)
    for key in ("path", "unit", "basis", "source", "note"):
        edit(folder, "manifest.json", ("values", 0, key), HTML)
    for key in ("missile", "cause"):
        edit(folder, "outcome.json", ("threats", 0, key), HTML)
    for end in ("launch", "aim"):
        edit(folder, "outcome.json", ("threats", 0, end, "name"), HTML)
    edit(folder, "outcome.json", ("shots", 0, "result"), HTML)
    edit(folder, "outcome.json", ("radars", 0, "name"), HTML)
    edit(folder, "outcome.json", ("basis", "flips_if"), HTML)
    edit(folder, "outcome.json", ("basis", "by_influence"), {HTML: 0.5})
    page = report(read_folder(folder))
    assert "<img" not in page
    assert "&lt;img" in page


def test_control_characters_of_a_folder_are_shown(folder):
    edit(folder, "manifest.json", ("title",), "\x1b]0;owned\x07")
    run = read_folder(folder)
    assert run.manifest["title"] == r"\x1b]0;owned\x07"
    assert "\x1b" not in report(run)


def test_columns_that_an_earlier_version_did_not_write_are_empty(folder):
    path = folder / "detections.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["true_range_m", "echoes"]), path)
    (folder / "SHA256SUMS").unlink()
    column = read_folder(folder).tables["detections"]["true_range_m"]
    assert column.null_count == len(column)
