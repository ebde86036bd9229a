"""A battery that is moved takes its radar along; nothing is moved by halves in silence."""

from openthaad.catalogue import standing
from openthaad.scenario import load_scenario
from openthaad.scenario.moving import moves

MOVED = "batteries.seongju.place=pyeongtaek"
PLAIN = load_scenario("korea-2017")


def test_the_radar_that_stood_with_a_battery_moves_with_it():
    scenario = load_scenario("korea-2017", [MOVED])
    assert scenario.batteries["seongju"].site == "pyeongtaek"
    assert scenario.radars["seongju"].site == "pyeongtaek"


def test_what_goes_along_and_what_stays_is_said():
    scenario = load_scenario("korea-2017", [MOVED])
    assert scenario.assets["seongju"].site == "pyeongtaek"
    assert moves(PLAIN, scenario) == [
        "the radar seongju and the asset seongju moved with battery seongju to Pyeongtaek"
    ]
    kept = load_scenario("korea-2017", [MOVED, "assets.seongju.place=seongju"])
    assert moves(PLAIN, kept)[1] == "the asset seongju did not move with battery seongju"


def test_a_radar_that_is_placed_itself_stays_in_either_order():
    own = "radars.seongju.place=gunsan"
    for sets in ([MOVED, own], [own, MOVED]):
        scenario = load_scenario("korea-2017", sets)
        assert scenario.radars["seongju"].site == "gunsan"
        assert scenario.batteries["seongju"].site == "pyeongtaek"


def test_a_radar_that_stood_elsewhere_stays():
    scenario = load_scenario("seoul", [f"radars.{radar}.place=osan" for radar in
                                       load_scenario("seoul").radars])  # fmt: skip
    moved = scenario.changed(**{"batteries.seongju.place": "pyeongtaek"})
    assert all(radar.site == "osan" for radar in moved.radars.values())


def test_a_position_takes_the_place_of_a_place():
    scenario = PLAIN.changed(**{"batteries.seongju.position": [36.5, 127.5]})
    assert scenario.batteries["seongju"].site.lat_deg == 36.5
    assert scenario.radars["seongju"].site.lon_deg == 127.5


def test_a_battery_that_did_not_move_is_not_spoken_of():
    assert moves(PLAIN, load_scenario("korea-2017", ["batteries.seongju.launchers=2"])) == []


def test_a_name_says_where_a_thing_stands_only_where_it_is_elsewhere():
    assert standing("seongju", 36.05, 128.22) == "Seongju"
    assert standing("seongju", 36.9628, 127.0311) == "Seongju at Pyeongtaek"
    assert standing("north", 36.9628, 127.0311) == "North"
