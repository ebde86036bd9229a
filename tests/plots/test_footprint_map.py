"""The map of a footprint, drawn of cells made up by hand."""

import itertools
from math import degrees, radians

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from openthaad.engine.survey import CHANCE
from openthaad.kernels.codes import Limit
from openthaad.plots import footprint_map
from openthaad.plots.footprint import _figure, headline
from openthaad.plots.partition import weight
from openthaad.plots.saving import own_style
from openthaad.scenario.fields import Location
from openthaad.studies.footprint import LIMITS, SHOTS, Footprint, Layer
from openthaad.studies.footprint.land import cities_in, land_of
from openthaad.studies.footprint.landmarks import Landmark
from openthaad.studies.footprint.region import grid

KOREA = (125.9, 34.1, 129.7, 38.8)
GUAM = (142.0, 10.8, 147.7, 16.4)
SEONGJU = {"name": "seongju", "lat_deg": 36.05, "lon_deg": 128.22}
HWANGJU = {"lat_deg": 38.69, "lon_deg": 125.70}


def record(box=KOREA, battery=SEONGJU, launch=HWANGJU, **changed):
    """Two shots near the battery, one about them to the eastern edge, limits beyond."""
    cells = grid(box, 24)
    chances = np.zeros(24 * 24, CHANCE)
    chances["is_flown"] = 1
    row, column = np.divmod(np.arange(24 * 24), 24)
    near = np.hypot(row - 10, column - 14)
    chances["opportunities"] = np.where(near < 5, 2, np.where(near < 12, 1, 0))
    chances["free_opportunities"] = chances["opportunities"]
    far = np.where(row > 12, Limit.NO_TIME, Limit.UNREACHABLE)
    chances["limit"] = np.where(near < 12, 0, far)
    chances["is_flown"][near > 18] = 0
    land, marks = landmarks(box, battery)
    at_marks = chances[[cell_of(cells, mark) for mark in marks]]
    layer = Layer(
        missile="scud-c", title="Scud-C", launch="hwangju", launch_at=launch, chances=chances,
        batches=[], at_landmarks=at_marks,
    )  # fmt: skip
    radar = {
        **battery,
        "mode": "terminal",
        "boresight_deg": 340.0,
        "sector_half_width_deg": 60.0,
    }
    given = {
        "scenario": "korea-2017", "title": "A raid", "settings": "a1b2c3",
        "is_launch_area": False, "grid": cells, "layers": [layer], "chances": chances,
        "batteries": [battery],
        "radars": [radar], "land": land, "landmarks": marks, "at_landmarks": at_marks,
        "aim": None,
        "basis": {"by_count": {"stated": 1, "derived": 2, "assumed": 3}},
    }  # fmt: skip
    given |= changed
    if given["is_launch_area"]:
        given |= {"land": None, "landmarks": [], "at_landmarks": chances[:0]}
    return Footprint(**given)


def landmarks(box, battery):
    """Return the land on a map, and its cities with one asset near the map's south-east."""
    site = Location("", radians(battery["lat_deg"]), radians(battery["lon_deg"]), 0.0)
    land = land_of([site], box)
    marks = [
        Landmark(name=city.name, at=at(city.latitude_deg, city.longitude_deg), population=1)
        for city, _ in (cities_in(land.countries, box) if land else [])
    ]
    return land, [*marks, Landmark(name="busan", at=at(box[1] + 1.1, box[2] - 0.6))]


def at(latitude_deg, longitude_deg):
    return Location("", radians(latitude_deg), radians(longitude_deg), 0.0)


def cell_of(cells, mark):
    """Which cell holds a landmark."""
    row = np.abs(cells.latitude_deg - degrees(mark.at.latitude)).argmin()
    return (
        row * cells.columns + np.abs(cells.longitude_deg - degrees(mark.at.longitude)).argmin()
    )


@pytest.fixture(scope="module")
def figure():
    with own_style():
        return _figure(record())


def words(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj() if
                    hasattr(text, "get_text"))  # fmt: skip


def test_the_title_states_the_finding():
    drawn = record()
    share = f"{100 * drawn.land_share():.0f} %"
    told = (
        f"The Seongju battery could shoot at a Scud-C over {share} of the land of South Korea"
    )
    assert headline(drawn) == told


def test_a_title_of_guam_speaks_of_guam():
    guam = {"name": "guam", "lat_deg": 13.58, "lon_deg": 144.93}
    assert headline(record(GUAM, guam)).endswith("of the land of Guam")


def test_a_title_without_land_gives_an_area():
    at_sea = {"name": "ship", "lat_deg": 20.0, "lon_deg": 170.0}
    assert headline(record((167.0, 17.2, 173.0, 22.8), at_sea)).endswith("km² of this map")


def test_two_batteries_are_both_named():
    second = {"name": "gunsan", "lat_deg": 35.9, "lon_deg": 126.62}
    assert headline(record(batteries=[SEONGJU, second])).startswith(
        "The Seongju and Gunsan batteries"
    )


def test_colours_are_those_of_the_table_and_opaque(figure):
    patches = [p for p in figure.axes[0].patches if isinstance(p, PathPatch)]
    used = {to_hex(patch.get_facecolor()).upper() for patch in patches}
    met = ("unreachable", "no_time", "out_of_missile_range")
    assert used == {
        *(LIMITS[name].colour for name in met),
        SHOTS["one"].colour,
        SHOTS["two"].colour,
    }
    assert all(patch.get_alpha() in (None, 1.0) for patch in patches)


def test_no_words_lie_on_others_or_beyond_the_map(figure):
    axes = figure.axes[0]
    renderer = figure.canvas.get_renderer()
    frame = axes.get_window_extent(renderer)
    boxes = [text.get_window_extent(renderer) for text in axes.texts if text.get_text()]
    assert len(boxes) > 10
    assert all(frame.x0 <= b.x0 and b.x1 <= frame.x1 for b in boxes)
    assert all(frame.y0 <= b.y0 and b.y1 <= frame.y1 for b in boxes)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_the_map_fills_its_part_and_the_key_the_rest(figure):
    frame = figure.axes[0].get_window_extent(figure.canvas.get_renderer())
    wide, tall = figure.canvas.get_width_height()
    assert frame.width > 0.6 * wide
    assert frame.height > 0.85 * tall
    key = figure.legends[0].get_window_extent(figure.canvas.get_renderer())
    assert frame.x1 < key.x0 + 12
    assert key.x1 < wide


def test_what_lies_beyond_the_map_is_said(figure):
    told = words(figure)
    assert "continues beyond the map's south and east edges" in told
    assert "launch: Hwangju, " in told
    assert "km beyond the map" in told
    assert "(it continues beyond the map)" in told
    assert " km" in told
    assert "no seed" in told
    assert "Cells of 14 x 22 km" in told


def test_edges_pass_between_the_middles_of_cells():
    rng = np.random.default_rng(3)
    cells = grid(KOREA, 12)
    inside = rng.random(144) < 0.4
    field = weight(cells, inside)
    finer = field.shape[0] // 14
    middles = field[finer // 2 :: finer, finer // 2 :: finer][1:-1, 1:-1]
    assert ((middles > 0.5) == inside.reshape(12, 12)).all()


def test_a_map_on_which_every_cell_has_a_shot_is_drawn(tmp_path):
    drawn = record()
    drawn.chances["is_flown"], drawn.chances["limit"] = 1, 0
    drawn.chances["opportunities"] = drawn.chances["free_opportunities"] = 1
    assert footprint_map(drawn, tmp_path / "it.png").stat().st_size > 10_000


def test_shores_are_drawn_where_they_cross_the_frame_and_nowhere_else(figure):
    (axes, *_) = figure.axes
    low, high = np.array([axes.get_xlim(), axes.get_ylim()]).T
    shores = [
        np.asarray(line.get_xydata()) for line in axes.lines if line.get_color() == "#3a4048"
    ]
    room = 0.02 * (high - low) + 1.0
    assert len(shores) > 20
    assert all((shore.max(axis=0) > low - room).all() for shore in shores)
    assert all((shore.min(axis=0) < high + room).all() for shore in shores)
    inside = [((s > low) & (s < high)).all(axis=1).any() for s in shores]
    assert sum(inside) > 0.8 * len(shores)


@pytest.mark.parametrize(
    "box",
    [(-180.0, 84.4, 180.0, 90.0), (176.0, -3.0, 182.0, 3.0), (-68.0, -58.0, -60.0, -51.0)],
)
def test_a_map_anywhere_on_earth_is_drawn(box, tmp_path):
    middle = {"lat_deg": 0.5 * (box[1] + box[3]), "lon_deg": 0.5 * (box[0] + box[2])}
    middle["lon_deg"] = (middle["lon_deg"] + 180.0) % 360.0 - 180.0
    drawn = footprint_map(record(box, {"name": "here", **middle}, middle), tmp_path / "it.png")
    assert drawn.stat().st_size > 10_000


def keyed(drawn):
    with own_style():
        return [text.get_text() for text in _figure(drawn).legends[0].get_texts()]


def test_the_key_names_what_is_drawn_and_nothing_else():
    full = keyed(record())
    assert "edge, with and without the caps" in full
    assert "edge by physics alone" not in full
    assert {"radar's sector", "defended place"} <= set(full)
    assert "defended place" not in keyed(
        record(landmarks=[], at_landmarks=record().chances[:0])
    )
    bare = record(radars=[])
    bare.chances["opportunities"] = bare.chances["free_opportunities"] = 0
    found = keyed(bare)
    assert not {"one shot", "two shots or more", "radar's sector"} & set(found)
    assert not any("edge" in words for words in found)


def test_edges_that_differ_have_an_entry_each():
    drawn = record()
    drawn.chances["free_opportunities"][:24] = 0
    found = keyed(drawn)
    assert {"edge under the published caps", "edge by physics alone"} <= set(found)


def test_the_title_of_a_map_without_a_shot_says_so():
    drawn = record()
    drawn.chances["opportunities"] = 0
    told = "The Seongju battery could not shoot at a Scud-C anywhere in this map"
    assert headline(drawn) == told
