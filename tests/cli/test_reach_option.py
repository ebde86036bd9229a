"""`thaad run --with-reach`: how `make run` closes."""

from openthaad.cli.run import _reach_lines
from openthaad.scenario import load_scenario

MADE_UP = """
epoch = 2017-09-08T00:00:00Z
[[threats]]
missile = "scud-b"
from = "hwangju"
to = "pyeongtaek"
[radars.mine]
position = [36.0, 128.0]
boresight_deg = 0
"""


def test_it_is_a_sentence_and_a_map_in_the_run_folder(tmp_path):
    sentence, where = _reach_lines(load_scenario("korea-2017"), tmp_path)
    assert sentence.startswith("The radar at Seongju, facing 345 degrees, searches one row")
    assert where.endswith(str(tmp_path / "reach.png"))
    assert (tmp_path / "reach.png").read_bytes()[:4] == b"\x89PNG"


def test_a_radar_at_no_known_place_is_drawn_too(tmp_path):
    (tmp_path / "mine.toml").write_text(MADE_UP)
    sentence, _ = _reach_lines(load_scenario(str(tmp_path / "mine.toml")), tmp_path)
    assert "facing 0 degrees" in sentence
    assert (tmp_path / "reach.png").exists()


def test_without_a_radar_there_is_no_map(tmp_path):
    bare = load_scenario("korea-2017").model_copy(update={"radars": {}})
    (line,) = _reach_lines(bare, tmp_path)
    assert "no map" in line
