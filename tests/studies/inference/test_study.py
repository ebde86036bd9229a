"""The inference as a whole: cross-checks, verdicts, limits."""

from datetime import UTC, datetime
from math import radians

import pytest

import openthaad
from openthaad.errors import ScenarioError
from openthaad.studies.inference import Report

KOREA = (39.2, 125.67)


@pytest.fixture(scope="module")
def hwasong_15():
    return openthaad.infer(
        apogee_km=4475.0, range_km=950.0, time_s=3180.0, launch=KOREA, bearing_deg=82.0
    )


def test_the_true_flight_has_the_reported_apogee_and_range(hwasong_15):
    for reading in hwasong_15.readings:
        assert reading.arc.apogee == pytest.approx(4475e3, abs=2e3)
        assert reading.arc.shot.miss < 3e3


@pytest.mark.parametrize("bearing", [0.0, 82.0, 262.0])
def test_the_two_body_arc_from_its_burnout_needs_the_same_speed(bearing):
    """An independent check of the integrated flight: closed form, over a turning sphere."""
    found = openthaad.infer(apogee_km=4475.0, range_km=950.0, launch=KOREA, bearing_deg=bearing)
    arc = found.readings[0].arc
    # J2 and the ellipsoid, over 4000 km of climb, are a thousandth.
    assert found.vacuum.from_burnout.speed == pytest.approx(arc.burnout_speed, rel=2e-3)


def test_the_answer_for_a_scud_is_that_of_a_scud():
    found = openthaad.infer(apogee_km=90.0, range_km=300.0)
    assert found.burnout_speed.low < 1500.0 < found.burnout_speed.high
    assert found.max_range.value == pytest.approx(300e3, rel=0.05)
    assert found.flight_time.value == pytest.approx(335.0, abs=25.0)


def test_rotation_helps_eastward(hwasong_15):
    west = openthaad.infer(apogee_km=4475.0, range_km=950.0, launch=KOREA, bearing_deg=262.0)
    assert hwasong_15.with_rotation > hwasong_15.max_range.value
    assert west.with_rotation < west.max_range.value


def test_a_missile_that_could_orbit_reaches_anywhere():
    found = openthaad.infer(apogee_km=7687.5, range_km=1001.2)
    document = found.to_dict()
    assert document["max_range_is_global"]
    assert document["max_range_km"]["low"] > 15_000.0
    assert "load" in document["flips_if"]


def verdict(**report):
    found = openthaad.infer(**report)
    return found.verdict.consistent, found.verdict.kind, found.verdict.why


def test_a_time_below_the_vacuum_one_is_noticed():
    """KCNA on 24 March 2022; Japan gave 71 minutes, and Seoul doubted the missile."""
    consistent, _, why = verdict(apogee_km=6248.5, range_km=1090.0, time_s=4052.0)
    assert not consistent
    assert "too short" in why
    assert "even without boost and air" in why
    assert verdict(apogee_km=6248.5, range_km=1090.0, time_s=4260.0)[0]


def test_a_misprinted_time_is_noticed():
    """29 for 39 minutes: Kazinform on 4 July 2017."""
    assert not verdict(apogee_km=2802.0, range_km=933.0, time_s=29.0 * 60.0)[0]


def test_a_time_too_long_is_noticed():
    consistent, kind, why = verdict(apogee_km=2000.0, range_km=800.0, time_s=3000.0)
    assert (consistent, kind) == (False, "time does not fit")
    assert "too long" in why


def test_a_glide_is_called_one():
    """KN-23, 9 May 2019: 50 km high over 420 km."""
    consistent, kind, why = verdict(apogee_km=50.0, range_km=420.0)
    assert (consistent, kind) == (False, "glide")
    assert "KN-23" in why


@pytest.mark.parametrize(
    ("apogee", "distance", "words"),
    [(100.0, 5000.0, "longer than the apogee allows"), (1000.0, 25_000.0, "half of the Earth")],
)
def test_a_range_that_no_flight_has_is_refused(apogee, distance, words):
    consistent, kind, why = verdict(apogee_km=apogee, range_km=distance)
    assert (consistent, kind) == (False, "impossible")
    assert words in why


def test_without_a_reading_numbers_are_null_and_words_remain():
    document = openthaad.infer(apogee_km=1000.0, range_km=25_000.0).to_dict()
    assert document["max_range_km"] is None
    assert document["answer"].startswith("No answer")
    assert document["flips_if"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"apogee_km": -1.0, "range_km": 300.0},
        {"apogee_km": float("nan"), "range_km": 300.0},
        {"apogee_km": 100.0, "range_km": 0.0},
        {"apogee_km": 100.0, "range_km": 300.0, "time_s": 0.0},
        {"apogee_km": 100.0, "range_km": 300.0, "launch": KOREA},
        {"apogee_km": 100.0, "range_km": 300.0, "bearing_deg": 90.0},
        {"apogee_km": 100.0, "range_km": 300.0, "propellant": "gas"},
    ],
)
def test_nonsense_is_refused(wrong):
    with pytest.raises(ScenarioError):
        openthaad.infer(**wrong)


def test_a_launch_place_may_be_named():
    found = openthaad.infer(apogee_km=90.0, range_km=300.0, launch="busan", bearing_deg=90.0)
    assert found.report.launch.latitude == pytest.approx(radians(35.2), abs=0.01)


@pytest.mark.parametrize("propellant", ["liquid", "solid"])
def test_a_standard_intercontinental_arc_is_flown_by_both(propellant):
    found = openthaad.infer(apogee_km=1265.0, range_km=12_000.0, propellant=propellant)
    assert found.max_range.value == pytest.approx(12_000e3, rel=0.06)


def test_the_longest_range_grows_with_the_apogee_of_a_lofted_test():
    apogees = (1000.0, 2000.0, 3000.0, 4000.0)
    found = [openthaad.infer(apogee_km=h, range_km=800.0).max_range.value for h in apogees]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_what_the_answer_rests_on_adds_up():
    basis = openthaad.infer(apogee_km=90.0, range_km=300.0).to_dict()["basis"]
    assert sum(basis["by_influence"].values()) == pytest.approx(1.0)
    assert basis["by_count"]["assumed"] > 0


def test_the_air_of_a_date_moves_a_time_by_less_than_a_second():
    pytest.importorskip("pymsis")
    where = {"launch": "pyongyang_airport", "bearing_deg": 80.0}
    usual = openthaad.infer(apogee_km=134.0, range_km=490.0, **where)
    summer = openthaad.infer(
        apogee_km=134.0, range_km=490.0, **where, date=datetime(2017, 7, 28, tzinfo=UTC)
    )
    assert (usual.to_dict()["atmosphere"], summer.to_dict()["atmosphere"]) == (
        "us76",
        "nrlmsis",
    )
    assert summer.flight_time.value != usual.flight_time.value
    assert summer.flight_time.value == pytest.approx(usual.flight_time.value, abs=1.0)


def test_the_air_of_a_date_needs_a_place():
    with pytest.raises(ScenarioError, match="above a place"):
        Report(apogee=1e5, ground_range=3e5, date=datetime(2017, 7, 28, tzinfo=UTC))


def test_the_air_of_a_date_moves_time_and_range_as_little_as_the_page_says():
    """The figures of docs/inference.md: half a second, 0.5 % in July, 0.01 % in November."""
    pytest.importorskip("pymsis")
    asked = {"apogee_km": 4475.0, "range_km": 950.0, "launch": "pyongyang", "bearing_deg": 80.0}
    usual = openthaad.infer(**asked)
    for month, share in ((7, 5e-3), (11, 1e-4)):
        found = openthaad.infer(**asked, date=datetime(2017, month, 28, tzinfo=UTC))
        assert found.flight_time.value == pytest.approx(usual.flight_time.value, abs=0.5)
        moved = abs(found.max_range.value / usual.max_range.value - 1.0)
        assert moved == pytest.approx(share, rel=0.5)
