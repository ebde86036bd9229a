"""A figure is saved whole or not at all."""

import pytest
from matplotlib.figure import Figure

from openthaad.errors import ScenarioError, StorageError
from openthaad.plots.saving import save


@pytest.mark.parametrize("ending", ["png", "PNG", "pdf", "svg"])
def test_the_ending_says_the_format_and_folders_are_made(tmp_path, ending):
    path = save(Figure(), tmp_path / "new" / f"figure.{ending}")
    assert path.read_bytes()[:5] in (b"\x89PNG\r", b"%PDF-", b"<?xml")
    assert [path] == list(path.parent.iterdir())


def test_what_stood_there_stays_where_drawing_is_interrupted(tmp_path, monkeypatch):
    path = tmp_path / "figure.png"
    path.write_bytes(b"before")

    def interrupted(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(Figure, "savefig", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(Figure(), path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_ending_and_a_wrong_place_are_told_apart(tmp_path):
    with pytest.raises(ScenarioError, match="PNG, PDF or SVG"):
        save(Figure(), tmp_path / "figure.bmp")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        save(Figure(), tmp_path / "file" / "figure.png")
    assert caught.value.key == "path"
