from dataclasses import replace
from math import cos, degrees, nan, pi, radians, sin

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from openthaad.errors import NoSolutionError
from openthaad.scenario.fields import Location
from openthaad.threat import flight
from openthaad.threat.aiming import Branch, Mode
from openthaad.threat.flight import ecef, fly_plan, fly_to, standard_surroundings

WONSAN = Location("wonsan", radians(39.17), radians(127.48), 20.0)


def place(lat_deg, lon_deg, altitude=0.0):
    return Location("", radians(lat_deg), radians(lon_deg), altitude)


def from_here(launch, azimuth_deg, range_km):
    lat, lon = degrees(launch.latitude), degrees(launch.longitude)
    end = Geodesic.WGS84.Direct(lat, lon, azimuth_deg, 1e3 * range_km)
    return place(end["lat2"], end["lon2"])


def miss(flight, aim):
    return float(np.linalg.norm(flight.summary[0]["impact_position"] - np.array(ecef(aim))))


@pytest.mark.parametrize("azimuth", range(0, 360, 45))
@pytest.mark.parametrize("range_km", [45.0, 150.0, 300.0, 380.0])
def test_a_liquid_missile_lands_within_a_metre(missile, azimuth, range_km):
    aim = from_here(WONSAN, azimuth, range_km)
    assert miss(fly_to(missile, WONSAN, aim), aim) < 1.0


@pytest.mark.parametrize(
    ("launch", "aim"),
    [
        (place(-33.0, 151.0), place(-35.2, 149.1)),  # the southern hemisphere
        (place(52.0, 179.2), place(52.5, -178.0)),  # across the antimeridian
        (place(90.0, 0.0), place(88.0, 40.0)),  # from the pole
        (place(88.5, 10.0), place(88.5, -170.0)),  # across the pole
        (place(0.0, 0.0), place(-2.0, 0.5)),  # across the equator
        (place(35.0, 51.0, 1200.0), place(33.0, 49.0, 2500.0)),  # between mountains
    ],
)
def test_an_aim_anywhere_on_earth_is_hit(missile, launch, aim):
    assert miss(fly_to(missile, launch, aim), aim) < 1.0


def longest(missile, azimuth):
    with pytest.raises(NoSolutionError) as caught:
        fly_to(missile, WONSAN, from_here(WONSAN, azimuth, 2000.0))
    return float(caught.value.allowed.split()[2])


@pytest.mark.parametrize("azimuth", [10.0, 100.0, 190.0, 280.0])
@pytest.mark.parametrize("share", [0.9, 0.985])
def test_aims_near_the_longest_range_are_hit(missile, solid, azimuth, share):
    # Where the range turns over, a metre of miss is left to the last step; 50 m are asked for.
    aim = from_here(WONSAN, azimuth, share * longest(missile, azimuth))
    assert miss(fly_to(missile, WONSAN, aim), aim) < 2.0
    assert miss(fly_to(solid, WONSAN, aim), aim) < 2.0


def test_out_of_reach_says_how_far_it_flies(missile):
    with pytest.raises(
        NoSolutionError, match=r"cannot reach \d+ km.* flies at most \d+ km"
    ) as e:
        fly_to(missile, WONSAN, place(25.0, 127.0))
    assert e.value.exit_code == 3
    assert e.value.hint


def test_minimum_energy_is_the_earliest_cut_off(missile):
    aim = from_here(WONSAN, 170.0, 300.0)
    best = fly_to(missile, WONSAN, aim)
    apogee = float(best.summary[0]["apogee_altitude"])
    for other in (0.93 * apogee, 1.07 * apogee):
        flight = fly_to(missile, WONSAN, aim, mode=Mode.APOGEE, value=other)
        assert flight.plan[0]["cutoff_time"] > best.plan[0]["cutoff_time"]


@pytest.mark.parametrize("apogee", [120e3, 180e3])
def test_a_chosen_apogee_is_reached(missile, apogee):
    aim = from_here(WONSAN, 170.0, 250.0)
    flight = fly_to(missile, WONSAN, aim, mode=Mode.APOGEE, value=apogee)
    assert flight.summary[0]["apogee_altitude"] == pytest.approx(apogee, abs=10.0)
    assert miss(flight, aim) < 1.0


def test_a_chosen_burnout_angle_is_flown(missile):
    aim = from_here(WONSAN, 170.0, 250.0)
    flight = fly_to(missile, WONSAN, aim, mode=Mode.LOFT, value=radians(60.0))
    chosen = flight.roots[flight.solution[0]["chosen"]]
    assert chosen["burnout_angle"] == pytest.approx(radians(60.0), abs=1e-3)


def test_depressed_is_half_the_apogee_of_minimum_energy(missile):
    aim = from_here(WONSAN, 170.0, 250.0)
    standard = fly_to(missile, WONSAN, aim).summary[0]["apogee_altitude"]
    low = fly_to(missile, WONSAN, aim, mode=Mode.DEPRESSED).summary[0]["apogee_altitude"]
    assert low == pytest.approx(0.5 * standard, rel=1e-3)


def test_a_solid_short_of_its_range_has_a_lofted_and_a_depressed_flight(solid):
    aim = from_here(WONSAN, 170.0, 380.0)
    high, low = fly_to(solid, WONSAN, aim), fly_to(solid, WONSAN, aim, mode=Mode.DEPRESSED)
    assert high.summary[0]["apogee_altitude"] > low.summary[0]["apogee_altitude"]
    assert {int(b) for b in high.roots["branch"]} == {Branch.LOFTED, Branch.DEPRESSED}
    assert max(miss(high, aim), miss(low, aim)) < 1.0


def test_a_solid_asked_for_another_apogee_says_which_it_can(solid):
    aim = from_here(WONSAN, 170.0, 380.0)
    apogees = sorted(1e-3 * float(a) for a in fly_to(solid, WONSAN, aim).roots["apogee"])
    with pytest.raises(NoSolutionError) as caught:
        fly_to(solid, WONSAN, aim, mode=Mode.APOGEE, value=5e5)
    assert caught.value.allowed == f"{apogees[0]:.0f} or {apogees[1]:.0f} km"


def test_a_solid_asked_for_an_apogee_it_has_flies_it(solid):
    aim = from_here(WONSAN, 170.0, 380.0)
    for root in fly_to(solid, WONSAN, aim).roots:
        flight = fly_to(solid, WONSAN, aim, mode=Mode.APOGEE, value=float(root["apogee"]))
        assert flight.summary[0]["apogee_altitude"] == pytest.approx(float(root["apogee"]))


def test_the_plan_found_flies_to_the_same_place_again(missile):
    aim = from_here(WONSAN, 60.0, 250.0)
    flight = fly_to(missile, WONSAN, aim)
    again = fly_plan(missile, flight.plan)
    assert (again.nodes == flight.nodes).all()


def test_an_aim_beside_the_launcher_is_refused(missile):
    with pytest.raises(NoSolutionError, match="too near"):
        fly_to(missile, WONSAN, from_here(WONSAN, 0.0, 2.0))


def test_an_apogee_that_is_no_number_is_refused(missile):
    with pytest.raises(ValueError, match="value must be finite"):
        fly_to(missile, WONSAN, from_here(WONSAN, 0.0, 200.0), mode=Mode.APOGEE, value=nan)


def test_the_azimuth_allows_for_the_turning_earth(missile):
    # Half a turn of the azimuth of a northward and a southward shot: both are led eastward
    # aims, so their azimuths lean the same way.
    north = fly_to(missile, WONSAN, from_here(WONSAN, 0.0, 300.0)).plan[0]["azimuth"]
    lean = sin(north)
    assert 0.0 < abs(lean) < sin(radians(5.0))
    assert cos(north) > 0.0
    assert 0.0 <= north < 2.0 * pi


def test_only_what_was_not_flown_before_is_flown(missile, monkeypatch):
    flown = []
    fly = flight._fly_to
    monkeypatch.setattr(flight, "_fly_to", lambda *given: flown.append(given) or fly(*given))
    aim = from_here(WONSAN, 151.0, 250.0)
    thinner = standard_surroundings()
    thinner.air["ln_density"] -= 0.1
    for asked, count in (
        ((missile, WONSAN, aim), 1),
        ((missile, WONSAN, place(*map(degrees, aim[1:3]))), 1),
        ((missile, WONSAN, aim._replace(altitude=100.0)), 2),
        ((replace(missile, reentry_mass=500.0), WONSAN, aim), 3),
    ):
        fly_to(*asked)
        assert len(flown) == count
    fly_to(missile, WONSAN, aim, surroundings=thinner)
    assert len(flown) == 4


def test_an_aim_out_of_reach_is_refused_in_the_same_words_again(missile):
    aim = from_here(WONSAN, 150.0, 5000.0)
    told = []
    for _ in range(2):
        with pytest.raises(NoSolutionError) as error:
            fly_to(missile, WONSAN, aim)
        told.append(error.value.to_dict())
    assert told[0] == told[1]


def test_what_is_done_to_a_flight_is_not_done_to_the_next_one_asked_for(missile):
    aim = from_here(WONSAN, 90.0, 250.0)
    first = fly_to(missile, WONSAN, aim)
    path = first.nodes.copy()
    first.nodes["position"] /= 1e3  # to kilometres, say
    first.summary["impact_time"] = 0.0
    again = fly_to(missile, WONSAN, aim)
    assert np.array_equal(again.nodes, path)
    assert miss(again, aim) < 1.0
    assert again.summary[0]["impact_time"] > 0.0
