"""The picture of a reported and a longest flight."""

import matplotlib as mpl
import pytest

import openthaad
from openthaad.errors import StorageError
from openthaad.plots import inference_figure


@pytest.fixture(scope="module")
def record():
    return openthaad.infer(apogee_km=2111.5, range_km=787.0, time_s=1800.0)


def test_the_picture_says_units_and_assumptions(record, tmp_path):
    with mpl.rc_context({"svg.fonttype": "none"}):
        text = inference_figure(record, tmp_path / "arc.svg").read_text()
    for word in (
        "altitude [km]",
        "2,112 km high",
        "The answer changes if",
        "assumed",
        "no seed",
        "liquid",
    ):
        assert word in text


def test_a_place_that_cannot_be_written_is_named(record, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write"):
        inference_figure(record, tmp_path / "file" / "arc.png")
