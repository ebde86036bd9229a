from dataclasses import replace

import numpy as np
import pytest

from openthaad.errors import ScenarioError
from openthaad.kernels.codes import Event
from openthaad.reports import explain, headline, threat_rows
from openthaad.runs import as_run, write_folder


@pytest.fixture(scope="module")
def told(outcome):
    return explain(outcome)["threats"]


def texts(threat):
    return {line["event"]: line["text"] for line in threat["timeline"]}


def test_the_answer_is_one_sentence_with_every_threat_in_it(outcome):
    said = headline(outcome.to_dict())
    assert said.startswith("Eight missiles were launched: the defence fired five interceptors")
    assert "stopped two; four got through to Pyeongtaek (2), Busan and" in said
    assert said.endswith("one landed outside every defended place; one failed in flight.")
    assert said.count(".") == 1


def test_a_defence_that_stopped_all_is_said_to_have(outcome):
    won = [t | {"outcome": "intercepted"} for t in outcome.threats]
    assert "stopped every one" in headline(replace(outcome, threats=won).to_dict())


def test_one_missile_that_was_stopped_is_not_every_one(outcome):
    one = [t | {"outcome": "intercepted"} for t in outcome.threats[:1]]
    assert headline(replace(outcome, threats=one).to_dict()).endswith("and stopped it.")


def test_missiles_that_got_through_to_one_place_are_counted_once(outcome):
    aim = outcome.threats[0]["aim"]
    all_leaked = [t | {"outcome": "leaked", "aim": aim} for t in outcome.threats]
    said = headline(replace(outcome, threats=all_leaked).to_dict())
    assert said.endswith("eight got through to Busan.")


def test_a_hit_is_measured_from_the_battery_that_fired_where_there_are_several(outcome):
    batteries = outcome.geometry["batteries"]
    one, two = (threat_rows(outcome.to_dict(), batteries * n)[0][-1] for n in (1, 2))
    assert "km from the battery, at" in one
    assert "km from the battery that fired, at" in two


def test_a_defence_that_never_fired_is_said_not_to_have(outcome):
    said = headline(replace(outcome, shots=[]).to_dict())
    assert "the defence fired no interceptor" in said


def test_an_empty_raid_has_an_answer(outcome):
    said = headline(replace(outcome, shots=[], threats=[]).to_dict())
    assert said == "No missiles were launched: the defence fired no interceptor."


def test_every_threat_has_a_row_with_its_cause(outcome):
    rows = threat_rows(outcome.to_dict(), outcome.geometry["batteries"])
    assert len(rows) == len(outcome.threats)
    assert "40 km floor (published cap)" in rows[2][-1]
    assert rows[0][-2] == "intercepted"


def test_times_never_run_backwards(told):
    for threat in told:
        times = [line["time_s"] for line in threat["timeline"]]
        assert times == sorted(times)


def test_first_sight_is_told_with_range_elevation_and_signal(told):
    assert (
        "at 431 km, 5.2 deg above the horizon (signal-to-noise ratio 14 dB)"
        in texts(told[0])["detected"]
    )


def test_a_shot_is_told_with_where_it_is_to_meet(told):
    assert "to intercept at T+388 s, 133 km up" in texts(told[0])["shot"]


def test_a_hit_is_told_with_its_miss_distance(told):
    assert (
        texts(told[0])["shot_ended"]
        == "interceptor 0 hits and destroys it (miss distance 0.21 m)"
    )


def test_a_threat_under_the_floor_is_told_why_it_could_not_be_engaged(told):
    said = texts(told[2])
    assert said["not_engageable"].endswith("below the 40 km floor (published cap)")
    assert "below the 40 km floor" in said["impact"]
    assert told[2]["headline"].endswith("below the 40 km floor (published cap).")


def test_a_failure_is_told(told):
    assert texts(told[5])["failed"] == "failed in flight"


def test_an_impact_on_nothing_is_told_as_such(told):
    assert texts(told[7])["impact"] == "came down outside every defended place"


def test_one_threat_may_be_asked_for(outcome):
    assert [t["id"] for t in explain(outcome, 3)["threats"]] == [3]


def test_a_threat_that_is_not_there_is_refused(outcome):
    with pytest.raises(ScenarioError, match="no threat 99; its threats are 0 to 7"):
        explain(outcome, 99)


def test_a_folder_tells_the_same_story(outcome, told, tmp_path):
    folder = write_folder(as_run(outcome), tmp_path / "one", {})
    assert explain(folder)["threats"] == told


def test_the_record_fills_in_for_events_the_log_lacks(outcome):
    decisions = outcome.tables["decisions"]
    few = decisions[np.isin(decisions["kind"], [Event.SHOT, Event.SHOT_ENDED])]
    lean = replace(outcome, tables=outcome.tables | {"decisions": few})
    assert {"launched", "detected", "confirmed", "burnout_declared"} <= set(
        texts(explain(lean, 0)["threats"][0])
    )


def test_what_happened_to_the_spent_body_is_said_of_the_body(outcome):
    tracks = outcome.tables["tracks"].copy()
    tracks["object"][tracks["number"] == 1] = 8  # the body of threat 0
    of_body = explain(replace(outcome, tables=outcome.tables | {"tracks": tracks}), 0)
    assert texts(of_body["threats"][0])["confirmed"].startswith("spent body (track 1): ")


def test_a_second_track_is_not_told_as_the_first_sight(outcome):
    decisions = outcome.tables["decisions"].copy()
    decisions["time"][decisions["kind"] == Event.DETECTED] += 30.0
    later = replace(outcome, tables=outcome.tables | {"decisions": decisions})
    assert texts(explain(later, 0)["threats"][0])["detected"] == "seen by the radar"


def test_two_that_failed_are_counted(outcome):
    both = [t | {"outcome": "failed"} for t in outcome.threats[:2]]
    said = headline(replace(outcome, threats=both, shots=[]).to_dict())
    assert said.endswith("two failed in flight.")
