from dataclasses import replace

import pytest

from openthaad.reports.place import place_lines, place_sentence
from openthaad.scenario import load_scenario, locate, uncertain_values, with_values
from openthaad.studies.place import chance_at, where
from openthaad.threat import flight


@pytest.fixture(scope="module")
def spot():
    return where(load_scenario("seoul"), locate("seoul"), missile="nodong")


def test_seoul_lies_beyond_the_published_reach(spot):
    (missile,) = spot.missiles
    assert missile.opportunities == 0
    assert missile.limit == "beyond_reach_cap"
    assert missile.limited_by == "cap"
    assert missile.without_caps == 1


def test_a_cap_switched_off_is_among_what_would_change_it(spot):
    flips = {flip.key: flip for flip in spot.missiles[0].flips_if}
    assert flips["batteries.seongju.caps"].setting is False
    assert flips["batteries.seongju.caps"].opportunities == 1
    # The cap named, moved by what it lacks: with less there is no shot.
    wider = flips["batteries.seongju.reach_km"]
    lacks = spot.missiles[0].margins["beyond_reach_cap"]
    assert wider.setting >= wider.value - lacks["margin"]
    assert wider.opportunities >= 1
    assert flips["batteries.thaad.reach"].setting > flips["batteries.thaad.reach"].value


def test_the_words_name_the_limit_and_what_would_change_it(spot):
    assert "Seoul" in place_sentence(spot)
    (line,) = place_lines(spot)
    assert "beyond the published reach" in line
    assert "caps off" in line


def test_a_place_out_of_range_has_no_opportunities_to_count():
    spot = where(load_scenario("seoul"), locate("guam"), missile="scud-b")
    assert spot.missiles[0].opportunities is None
    assert spot.missiles[0].limit == "out_of_missile_range"
    assert "reaches" in place_sentence(spot)


def test_two_batteries_have_a_shot_and_one_has(spot):
    assert "Seongju has no shot at" in place_sentence(spot)
    two = replace(spot, batteries=("seongju", "mount_paektu"))
    assert "Seongju and Mount Paektu have no shot at" in place_sentence(two)


def test_a_value_of_the_radar_leaves_the_flight_as_it_is(monkeypatch):
    scenario, seoul = load_scenario("seoul"), locate("seoul")
    (threat,) = [t for t in scenario.threats if t.missile == "nodong"][:1]
    chance_at(scenario, threat, seoul)
    asked = []
    monkeypatch.setattr(flight, "find_aim", lambda *given: asked.append(given))
    loss = next(a for a in uncertain_values(scenario) if a.path.endswith("system_loss"))
    fainter = chance_at(with_values(scenario, {loss.path: loss.high}), threat, seoul)
    assert not asked
    assert fainter["is_flown"] == 1
