"""Places by name: where they are, how a slip is answered."""

from math import asin, cos, degrees, sin, sqrt

import pytest

from openthaad.catalogue import find_place, places
from openthaad.catalogue.places import read_places
from openthaad.errors import CatalogueError

GOOD = """
[sources]
map = "A map"
[places.town]
title = "Town"
kind = "city"
country = "X"
latitude_deg = 1.0
longitude_deg = 2.0
altitude_m = 3.0
uncertainty_km = 1.0
source = "map"
"""


def test_a_place_is_in_radians():
    place = find_place("busan")
    assert degrees(place.latitude) == pytest.approx(35.1796)
    assert place.kind == "city"


@pytest.mark.parametrize("name", ["Pusan", "PUSAN ", "busan"])
def test_aliases_and_case_do_not_matter(name):
    assert find_place(name).name == "busan"


def test_hyphens_and_spaces_are_one():
    assert find_place("pyongyang airport") == find_place("Pyongyang-Airport")


def test_a_slip_gets_the_nearest_name():
    with pytest.raises(CatalogueError, match="did you mean busan"):
        find_place("bussan")


@pytest.mark.parametrize("kind", ["launch_site", "launch_area", "city", "site"])
def test_there_are_places_of_every_kind(kind):
    assert sum(place.kind == kind for place in places().values()) >= 10


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "latitude_deg = 1.0",
            "latitude_deg = 95.0",
            "latitude_deg must lie between -90 and 90",
        ),
        ("latitude_deg = 1.0", "latitude_deg = nan", "latitude_deg must lie between"),
        ("latitude_deg = 1.0", 'latitude_deg = "1"', "latitude_deg has the wrong type"),
        ("latitude_deg = 1.0", "", "lacks latitude_deg"),
        ('kind = "city"', 'kind = "castle"', "has kind 'castle'"),
        ('source = "map"', 'source = "hearsay"', "cites 'hearsay'"),
        ("altitude_m", "height_m = 3.0\naltitude_m", "unknown key height_m"),
    ],
)
def test_a_bad_place_says_what_is_wrong(old, new, complaint):
    with pytest.raises(CatalogueError, match=complaint):
        read_places(GOOD.replace(old, new))


def test_kusong_to_busan_is_the_press_s_600_km():
    # DESIGN and the press: 642 km over the ground; haversine on a sphere, to 1 %.
    a, b = find_place("kusong"), find_place("busan")
    h = sin((a.latitude - b.latitude) / 2) ** 2
    h += cos(a.latitude) * cos(b.latitude) * sin((a.longitude - b.longitude) / 2) ** 2
    assert 2 * 6371.0 * asin(sqrt(h)) == pytest.approx(642.0, rel=0.01)
