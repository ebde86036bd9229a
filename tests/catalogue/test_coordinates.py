"""Latitude and longitude as people write them."""

import pytest

from openthaad.catalogue.coordinates import CoordinatesError, coordinates
from openthaad.errors import ScenarioError
from openthaad.scenario import load_scenario

BUSAN = (35.1791667, 129.075)
SOUTH_WEST = (-35.2, -70.5)


@pytest.mark.parametrize(
    "text",
    [
        "35.1791667,129.075",
        " 35.1791667 , 129.075 ",
        "35.1791667 129.075",
        "35.1791667; 129.075",
        "+35.1791667,+129.075",
        "35.1791667N,129.075E",
        "35.1791667 N 129.075 E",
        "N35.1791667 E129.075",
        "n 35.1791667, e 129.075",
        "129.075E 35.1791667N",
        "35.1791667°N 129.075°E",
        "35.1791667° north, 129.075° east",
        "lat 35.1791667, lon 129.075",
        "35°10'45\"N 129°4'30\"E",
        "35°10'45\"N,129°4'30\"E",
        "35° 10′ 45″ N, 129° 4′ 30″ E",
        "35º10’45”N 129º04’30”E",
        "35°10'45''N 129°04'30''E",
        "35°10'45\",129°4'30\"",
        "35°10.75'N 129°4.5'E",
        "35:10:45N 129:04:30E",
        "35 10 45 129 4 30",
        "35 10 45 N 129 4 30 E",
        "N35°10'45\" E129°4'30\"",
        "35deg10min45secN 129deg4min30secE",
    ],
)
def test_busan_in_every_spelling(text):
    assert coordinates(text) == pytest.approx(BUSAN, abs=1e-7)


@pytest.mark.parametrize(
    "text",
    [
        "-35.2,-70.5",
        "\u221235.2,\u221270.5",
        "\u201335.2, \u201370.5",
        "35.2S 70.5W",
        "35°12'S 70°30'W",
        "-35°12',-70°30'",
        "-3.52e1,-7.05e1",
    ],
)
def test_south_and_west_are_negative(text):
    assert coordinates(text) == pytest.approx(SOUTH_WEST, abs=1e-9)


@pytest.mark.parametrize("text", ["busan", "new york", "n", "east", "camp 7b"])
def test_a_name_is_no_coordinates(text):
    assert coordinates(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("35.18", "not a latitude and longitude"),
        ("35,129,7", "not a latitude and longitude"),
        ("1 2 3", "not a latitude and longitude"),
        ("35N 36N", "two latitudes"),
        ("129E,128E", "two longitudes"),
        ("-35S 129E", "a sign and a letter"),
        ("N35N,129E", "two letters"),
        ("35°61'N 129°E", "60 minutes or seconds"),
        ("35.5°10'N 129°E", "minutes beside a fraction"),
        ("nan,127", "finite degrees"),
        ("1e999,0", "finite degrees"),
        ("1.2.3,4", "not an angle"),
        ("9" * 200 + ",1", "too long"),
    ],
)
def test_what_cannot_be_read_says_why(text, why):
    with pytest.raises(CoordinatesError, match=why):
        coordinates(text)


@pytest.mark.parametrize("place", ['"129.08,35.18"', "[129.08,35.18]", '"129.08 35.18"'])
def test_swapped_coordinates_are_hinted_at(place):
    with pytest.raises(ScenarioError, match=r"did you mean 35.18,129.08\?"):
        load_scenario("korea-2017", [f"assets.busan.place={place}"])


def test_a_scenario_takes_minutes_and_seconds():
    text = 'assets.busan.place="35°10\'45\\"N 129°4\'30\\"E"'
    site = load_scenario("korea-2017", [text]).assets["busan"].site
    assert (site.lat_deg, site.lon_deg) == pytest.approx(BUSAN, abs=1e-7)


def test_a_place_that_is_not_there_says_how_coordinates_are_given():
    with pytest.raises(ScenarioError, match=r"no place 'paris'.*35\.18,129\.08.*35°10'45\"N"):
        load_scenario("korea-2017", ["assets.busan.place=paris"])
