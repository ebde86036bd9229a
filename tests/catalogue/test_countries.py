import pytest
from shapely import Point, Polygon

from openthaad.catalogue.countries import DATA_FILE, countries, countries_in


def test_every_country_is_named_once_and_has_land():
    found = countries()
    assert len({country.name for country in found}) == len(found) > 200
    assert all(len(ring) >= 4 for c in found for part in c.polygons for ring in part)
    assert all(ring[0] == ring[-1] for c in found for part in c.polygons for ring in part)


def test_the_box_of_a_shore_is_that_of_its_points():
    for country in countries():
        for part, box in zip(country.polygons, country.boxes, strict=True):
            assert Polygon(part[0]).bounds == box


def test_a_box_finds_the_countries_in_it():
    names = {country.name for country in countries_in((142.0, 10.8, 147.8, 16.4))}
    assert names == {"Guam", "Northern Mariana Islands"}


@pytest.mark.parametrize(
    ("name", "largest"), [("South Korea", "Seoul"), ("Japan", "Tokyo"), ("Guam", "Dededo")]
)
def test_the_cities_of_a_country_lie_on_its_land_the_largest_first(name, largest):
    country = next(country for country in countries() if country.name == name)
    people = [city.population for city in country.cities]
    assert country.cities[0].name == largest
    assert people == sorted(people, reverse=True)
    shores = [Polygon(part[0]).buffer(0.05) for part in country.polygons]
    spots = [Point(city.longitude_deg, city.latitude_deg) for city in country.cities]
    assert all(any(shore.contains(spot) for shore in shores) for spot in spots)


def test_the_file_stays_small():
    assert DATA_FILE.stat().st_size < 1.5e6
