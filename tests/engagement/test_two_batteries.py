"""Two batteries and two radars: what is right today, and what is known to be wrong."""

from functools import lru_cache

from openthaad import simulate
from openthaad.scenario.load import PACK, scenario_from_text

RAID = (PACK / "korea-2017.toml").read_text("utf-8")
GUNSAN = """
[batteries.gunsan]
type = "thaad"
place = "gunsan"
radars = ["seongju"]
launchers = 6
"""
BUSAN = """
[radars.busan]
place = "busan"
boresight_deg = 345
"""
NEAR = "batteries.gunsan.reach_km=60"
DISARMED = "batteries.seongju.launchers=0"
FUSED = RAID.replace('radars = ["seongju"]', 'radars = ["seongju", "busan"]')


@lru_cache(maxsize=16)
def played(text, *sets, seed=0):
    return simulate(scenario_from_text(text, where="text", stem="text", sets=sets), seed=seed)


def ends(outcome):
    return [(threat["outcome"], threat["cause"]) for threat in outcome.threats]


def opportunities(outcome):
    return [threat["opportunities"] for threat in outcome.threats]


def at(outcome, aim):
    return [threat for threat in outcome.threats if threat["aim"]["name"] == aim]


def test_a_battery_beside_a_disarmed_one_defends_what_it_reaches():
    outcome = played(RAID + GUNSAN, NEAR, DISARMED)
    assert {shot["battery"] for shot in outcome.shots} == {"gunsan"}
    assert [threat["outcome"] for threat in at(outcome, "gunsan")] == ["intercepted"] * 2
    assert outcome.summary["leaked"] == 10


def test_a_battery_without_launchers_never_shoots():
    outcome = played(RAID + GUNSAN, DISARMED)
    assert outcome.shots
    assert {shot["battery"] for shot in outcome.shots} == {"gunsan"}


def test_both_of_two_armed_batteries_shoot():
    outcome = played(RAID + GUNSAN)
    assert {shot["battery"] for shot in outcome.shots} == {"gunsan", "seongju"}


def test_every_shot_and_every_missile_has_one_result_with_two_batteries():
    outcome = played(RAID + GUNSAN)
    assert all(shot["result"] for shot in outcome.shots)
    assert outcome.summary["intercepted"] + outcome.summary["leaked"] == 12


def test_a_battery_that_reaches_nothing_changes_nothing():
    far = GUNSAN.replace('"gunsan"', '"busan"', 1).replace("gunsan]", "far]")
    outcome = played(RAID + far, "batteries.far.reach_km=1")
    assert ends(outcome) == ends(played(RAID))


def test_two_radars_see_nothing_later_than_one():
    # Tracks of the other radar take time, too, so that beams of the search come a little later.
    alone, both = played(RAID), played(FUSED + BUSAN)
    for one, two in zip(alone.threats, both.threats, strict=True):
        assert two["detected_s"] < one["detected_s"] + 1.0


def test_a_second_radar_does_not_lose_an_intercept():
    assert played(FUSED + BUSAN).summary["leaked"] <= played(RAID).summary["leaked"]


def test_each_of_two_radars_reports_its_own_detections():
    radars = {radar["name"]: radar for radar in played(FUSED + BUSAN).radars}
    assert radars["seongju"]["detections"] > 0
    assert radars["busan"]["detections"] > 0


def test_a_second_battery_lowers_no_opportunity():
    one, two = opportunities(played(RAID)), opportunities(played(RAID + GUNSAN))
    assert all(more >= few for few, more in zip(one, two, strict=True))


def test_each_battery_has_its_own_limit():
    threat = at(played(RAID + GUNSAN, NEAR, DISARMED), "busan")[0]
    limits = {each["battery"]: each["limit"] for each in threat["by_battery"]}
    assert limits == {"gunsan": "beyond_reach_cap", "seongju": "magazine_empty"}


def test_a_limit_has_its_margin():
    threat = at(played(RAID + GUNSAN, NEAR, DISARMED), "busan")[0]
    margins = {each["battery"]: each["margin"] for each in threat["by_battery"]}
    assert margins["gunsan"] < 0
