"""Outlines, areas and GeoJSON of footprints."""

import numpy as np
import pytest
from pyproj import Geod
from shapely.geometry import LinearRing, shape

from openthaad.scenario import Position, locate
from openthaad.studies.footprint.contour import area, cut_at_dateline, feature, outline
from openthaad.studies.footprint.land import cities_in, country_at, land_of, outlines
from openthaad.studies.footprint.region import frame_about, frame_of_launches, grid

GEOD = Geod(ellps="WGS84")


def spot(latitude_deg, longitude_deg):
    return locate(Position(lat_deg=latitude_deg, lon_deg=longitude_deg))


def rings(geojson):
    for part in geojson["geometry"]["coordinates"]:
        yield True, part[0]
        for hole in part[1:]:
            yield False, hole


def test_the_area_of_a_block_of_cells_is_that_of_the_cells():
    cells = grid((126.0, 34.0, 130.0, 38.0), 40)
    inside = np.zeros((40, 40), bool)
    inside[10:30, 5:25] = True
    lon, lat = [126.5, 128.5, 128.5, 126.5], [35.0, 35.0, 37.0, 37.0]
    exact = abs(GEOD.polygon_area_perimeter(lon, lat)[0])
    # Corners are cut half a cell deep, and parallels are no geodesics.
    assert area(outline(cells, inside.ravel())) == pytest.approx(exact, rel=0.002)


def test_a_hole_stays_a_hole_and_rings_turn_the_right_way():
    inside = np.ones((9, 9), bool)
    inside[4, 4] = False
    found = feature(outline(grid((0.0, 0.0, 9.0, 9.0), 9), inside.ravel()), {})
    turns = [(is_shore, LinearRing(ring).is_ccw) for is_shore, ring in rings(found)]
    assert sorted(turns) == [(False, False), (True, True)]
    assert shape(found["geometry"]).is_valid


def test_every_ring_is_closed():
    inside = np.random.default_rng(3).random((20, 20)) > 0.4
    found = feature(outline(grid((120.0, 30.0, 130.0, 40.0), 20), inside.ravel()), {})
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for _, ring in rings(found))
    assert shape(found["geometry"]).is_valid


def test_a_zone_across_the_dateline_is_cut_there():
    whole = outline(grid((176.0, 50.0, 184.0, 54.0), 8), np.ones(64, bool))
    found = feature(whole, {})
    lons = [x for _, ring in rings(found) for x, _ in ring]
    assert min(lons) >= -180.0
    assert max(lons) <= 180.0
    assert len(found["geometry"]["coordinates"]) == 2
    assert area(cut_at_dateline(whole)) == pytest.approx(area(whole), rel=1e-5)


def test_nothing_defended_is_an_empty_zone():
    found = feature(outline(grid((0.0, 0.0, 5.0, 5.0), 5), np.zeros(25, bool)), {})
    assert found["geometry"]["coordinates"] == []


def test_the_land_of_the_republic_of_korea_is_as_large_as_published():
    # 100,210 km2 with land won from the sea since the map was made (Statistics Korea, 2018:
    # 100,378 km2); Natural Earth at 1:10 million leaves out small islands.
    land = outlines(country_at(36.05, 128.22))
    assert area(land) / 1e6 == pytest.approx(100_300.0, rel=0.025)


def test_a_battery_in_korea_is_mapped_with_the_whole_country():
    west, south, east, north = frame_about(np.radians(36.05), np.radians(128.22))
    assert (west < 126.1, east > 129.5) == (True, True)
    assert (south < 33.2, north > 38.6) == (True, True)
    assert frame_about(np.radians(13.5), np.radians(144.8))[1] == pytest.approx(10.7)


def test_the_land_counted_is_that_of_the_country_where_the_battery_stands():
    guam = land_of([spot(13.584, 144.929)], (142.0, 10.8, 147.8, 16.4))
    assert (guam.name, guam.is_whole) == ("Guam", True)
    assert guam.area / 1e6 == pytest.approx(544.0, rel=0.05)  # CIA World Factbook
    assert cities_in(guam.countries, (142.0, 10.8, 147.8, 16.4))[0][0].name == "Dededo"
    assert land_of([spot(0.0, -150.0)], (-153.0, -3.0, -147.0, 3.0)) is None


def test_of_a_country_wider_than_the_map_only_the_part_in_it_counts():
    japan = land_of([spot(35.68, 139.65)], frame_about(np.radians(35.68), np.radians(139.65)))
    assert (japan.name, japan.is_whole) == ("Japan", False)
    assert 0.1 < japan.area / area(outlines(japan.countries[0])) < 0.6


def test_land_beyond_the_dateline_lies_where_the_map_does():
    fiji = land_of([spot(-17.8, 178.0)], (176.0, -20.0, 184.0, -15.0))
    west, _, east, _ = fiji.shape.bounds
    assert (west > 170.0, east < 184.0, fiji.is_whole) == (True, True, True)


def test_a_frame_ends_at_the_pole_and_goes_round_it():
    west, south, east, north = frame_about(np.radians(89.9), 0.0)
    assert (east - west, north) == (360.0, 90.0)
    assert south == pytest.approx(87.1)


def test_a_launch_point_is_mapped_with_its_country_where_a_map_can_hold_that():
    assert frame_of_launches(np.radians(39.0), np.radians(126.0)) == (124.0, 37.6, 130.8, 43.1)
    west, south, east, north = frame_of_launches(np.radians(33.5), np.radians(36.3))
    assert (35.0 < west < 36.0, 42.0 < east < 43.0) == (True, True)  # Syria
    assert (32.0 < south < 32.5, 37.0 < north < 37.6) == (True, True)
