"""Where a track will come down, and whether that is defended."""

from math import cos, degrees, radians, sin

import numpy as np
import pytest

from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis
from openthaad.engine.tables import TRACK_STATUS
from openthaad.fire_control.kernels import evaluation
from openthaad.fire_control.kernels.rows import ASSET
from openthaad.kernels.codes import Role, Verdict

RADIUS = 6378137.0
EAST, NORTH = (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
pytestmark = pytest.mark.usefixtures("uncompiled")


def ground(east, north):
    return RADIUS, east, north


def track(major, minor, bearing=0.0):
    """A track that will come down at the origin, with an ellipse of these sigmas [m, deg]."""
    status = np.zeros(1, TRACK_STATUS)[0]
    status["impact_position"] = ground(0.0, 0.0)
    status["impact_sigma_major"], status["impact_sigma_minor"] = major, minor
    status["impact_bearing"], status["verdict_time"] = radians(bearing), np.nan
    return status


def zones(*places):
    """Zones by east, north, radius and value."""
    rows = np.zeros(len(places), ASSET)
    for row, (east, north, radius, value) in zip(rows, places, strict=True):
        row["position"], row["radius"], row["value"] = ground(east, north), radius, value
    return rows


def away(status, east, north, radius):
    zone = zones((east, north, radius, 1.0))[0]
    return evaluation.distance_to_zone(status, zone, EAST, NORTH)


@pytest.mark.parametrize("distance", [0.0, 5e3, 10e3])
def test_inside_a_zone_there_is_no_distance_to_it(distance):
    assert away(track(1e3, 1e3), distance, 0.0, 10e3) == 0.0


@pytest.mark.parametrize(
    ("bearing", "direction", "sigma"),
    [
        (0.0, 0.0, 3e3),  # the long axis lies north
        (0.0, 90.0, 1e3),
        (90.0, 90.0, 3e3),
        (90.0, 0.0, 1e3),
        (30.0, 30.0, 3e3),
        (30.0, 210.0, 3e3),
        (30.0, 120.0, 1e3),
        (30.0, -60.0, 1e3),
        (0.0, 45.0, np.sqrt((9e6 + 1e6) / 2.0)),
    ],
)
def test_distance_is_from_the_edge_of_the_zone_in_sigmas_that_way(bearing, direction, sigma):
    east, north = 16e3 * sin(radians(direction)), 16e3 * cos(radians(direction))
    found = away(track(3e3, 1e3, bearing), east, north, 10e3)
    assert found == pytest.approx(6e3 / sigma, rel=1e-9)


def test_a_track_without_error_counts_as_wrong_by_a_metre():
    assert away(track(0.0, 0.0), 11e3, 0.0, 10e3) == pytest.approx(1000.0)


@pytest.mark.parametrize(("edge", "asset"), [(1.99, 0), (2.01, -1)])
@pytest.mark.parametrize("sigmas", [0.5, 2.0, 3.0])
def test_an_impact_so_many_sigmas_from_a_zone_still_threatens_it(edge, asset, sigmas):
    zone = zones((0.0, 10e3 + 0.5 * sigmas * edge * 1e3, 10e3, 1.0))
    assert evaluation.threatened_asset(track(1e3, 1e3), zone, sigmas) == asset


def test_east_is_east_where_the_impact_is():
    status = track(5e3, 10.0, 90.0)
    here = np.array([4.0e6, 3.0e6, 3.95e6])
    status["impact_position"] = here
    latitude, longitude, _ = ecef_to_geodetic(tuple(here))
    assert degrees(longitude) == pytest.approx(36.87, abs=0.01)
    east, north, _ = enu_basis(latitude, longitude)
    zone = zones((0.0, 0.0, 10e3, 1.0))
    zone["position"] = here + 18e3 * np.array(east)
    assert evaluation.threatened_asset(status, zone, 2.0) == 0
    zone["position"] = here + 18e3 * np.array(north)
    assert evaluation.threatened_asset(status, zone, 2.0) == -1


@pytest.mark.parametrize(
    ("places", "asset"),
    [
        ([(0.0, 0.0, 5e3, 1.0), (6e3, 0.0, 5e3, 2.0)], 1),  # value before nearness
        ([(6e3, 0.0, 5e3, 1.0), (0.0, 0.0, 5e3, 1.0)], 1),  # then the nearest
        ([(0.0, 1.0, 5e3, 1.0), (0.0, 0.0, 5e3, 1.0)], 0),  # then the first
        ([(0.0, 0.0, 5e3, 1.0), (90e3, 0.0, 5e3, 9.0)], 0),  # what it cannot hit does not count
        ([(0.0, 0.0, 5e3, 0.0)], 0),
        ([], -1),
    ],
)
def test_the_most_valuable_zone_that_it_may_hit_is_threatened(places, asset):
    assert evaluation.threatened_asset(track(1e3, 1e3), zones(*places), 2.0) == asset


def judged(status, zone, *, is_debris=False, time=50.0):
    evaluation.judge(status, evaluation.threatened_asset(status, zone, 2.0), is_debris, time)
    return status


HIT, AWAY = zones((0.0, 0.0, 5e3, 1.0)), zones((90e3, 0.0, 5e3, 1.0))


def test_what_comes_down_on_a_zone_threatens_and_what_does_not_is_harmless():
    status = judged(track(1e3, 1e3), HIT)
    assert (status["verdict"], status["asset"]) == (Verdict.THREATENING, 0)
    assert (status["verdict_time"], status["role"]) == (50.0, Role.THREATENING)
    status = judged(track(1e3, 1e3), AWAY)
    assert (status["verdict"], status["asset"]) == (Verdict.HARMLESS, -1)
    assert np.isnan(status["verdict_time"])
    assert status["role"] == Role.WATCHED


def test_the_time_of_the_first_verdict_against_a_track_stays():
    status = judged(judged(track(1e3, 1e3), HIT), AWAY, time=60.0)
    assert (status["verdict"], status["verdict_time"]) == (Verdict.HARMLESS, 50.0)
    status = judged(status, HIT, time=70.0)
    assert (status["verdict"], status["verdict_time"]) == (Verdict.THREATENING, 50.0)


@pytest.mark.parametrize(
    ("is_debris", "zone", "verdict"),
    [
        (False, HIT, Verdict.THREATENING),
        (True, HIT, Verdict.DEBRIS),
        (True, AWAY, Verdict.HARMLESS),
    ],
)
def test_a_body_that_would_hit_is_debris(is_debris, zone, verdict):
    found = judged(track(1e3, 1e3), zone, is_debris=is_debris)
    assert found["verdict"] == verdict
    assert np.isnan(found["verdict_time"]) == (verdict != Verdict.THREATENING)


@pytest.mark.parametrize(
    ("verdict", "in_flight", "killed", "role"),
    [
        (Verdict.THREATENING, 0, 0, Role.THREATENING),
        (Verdict.THREATENING, 1, 0, Role.GUIDED),
        (Verdict.HARMLESS, 1, 0, Role.GUIDED),  # a shot in flight is guided whatever it is at
        (Verdict.THREATENING, 0, 1, Role.WATCHED),
        (Verdict.DEBRIS, 0, 0, Role.WATCHED),
        (Verdict.PENDING, 0, 0, Role.WATCHED),
    ],
)
def test_the_radar_does_for_a_track_what_fire_control_wants_of_it(
    verdict, in_flight, killed, role
):
    status = track(1e3, 1e3)
    status["verdict"], status["in_flight"], status["assessed_killed"] = (
        verdict,
        in_flight,
        killed,
    )
    evaluation.set_role(status)
    assert status["role"] == role
