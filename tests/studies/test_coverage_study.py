from math import pi, radians

import numpy as np
import pytest

from openthaad.engagement import simulate
from openthaad.errors import ScenarioError
from openthaad.radar.equation import detection_range
from openthaad.radar.model import from_values
from openthaad.reports.coverage import coverage_sentence, flight_rows, together_rows
from openthaad.scenario import Position, load_scenario, locate
from openthaad.studies.coverage import CROSS_SECTIONS, coverage, radar_sites
from openthaad.studies.coverage_influence import coverage_influence
from openthaad.studies.place import chance_at
from openthaad.studies.sightings import alone, battle_of, look, trace_of
from openthaad.units import from_db

MODES = ("terminal", "forward")


@pytest.fixture(scope="module")
def strategic():
    return load_scenario("strategic-reach")


@pytest.fixture(scope="module")
def record(strategic):
    return coverage(strategic)


def one(record, radar, mode, launch, aim="washington"):
    found = [
        s
        for s in record.seen
        if (s.radar, s.mode, s.launch) == (radar, mode, launch) and aim == s.aim
    ]
    return found[0]


def test_every_radar_is_asked_in_both_modes_about_every_flight(record):
    assert len(record.sites) == 6
    assert len(record.traces) == 8
    assert len(record.seen) == 48
    assert len(record.together) == 8
    assert record.unreached == []


def test_range_goes_with_the_fourth_root_of_cross_section(record):
    site = record.sites[0]
    assert site.range_of(1.0) / site.range_of(0.01) == pytest.approx(100.0**0.25, rel=1e-9)


def test_no_range_exceeds_the_radar_equation_straight_ahead(record, strategic):
    values = strategic.entry("radars", "an-tpy-2").nominal()
    for site in record.sites[:2]:
        radar = from_values("an-tpy-2", values, site.mode)
        dwell, asked = radar.search.dwell, values["snr_search"]
        best = detection_range(radar, 0.1, snr=asked, dwell=dwell)
        assert 0.97 * best < site.range_of(0.1) < best
        row = site.search_row(0.1)
        assert row.at_edge < row.at_boresight < best


def test_the_row_that_is_searched_sees_less_far_than_a_beam_can():
    """Forward mode on 0.01 m2; scanning leaves cos**3 of the signal, which is range**4."""
    site = radar_sites(load_scenario("strategic-reach"), ("forward",))[0]
    row = site.search_row(0.01)
    assert row.at_boresight == pytest.approx(585e3, rel=0.01)
    ahead, edge = (np.cos(radians(angle)) ** 0.75 for angle in (29.1, 60.0))
    assert row.at_edge / row.at_boresight == pytest.approx(edge / ahead, rel=0.01)


def test_volume_lies_within_the_sphere_and_grows_with_range_cubed(record):
    site = record.sites[0]
    assert site.volume(1.0) / site.volume(0.01) == pytest.approx(100.0**0.75, rel=1e-9)
    assert 0.05 < site.volume(1.0) / (4.0 / 3.0 * pi * site.range_of(1.0) ** 3) < 0.5


def test_the_cause_says_whether_a_beam_would_have_seen_what_the_search_did_not(record):
    for seen in record.seen:
        if seen.first is not None:
            assert seen.cause is None
            assert seen.chance > 0.3
        elif seen.in_view == 0.0:
            assert seen.cause in ("never_visible", "outside_sector")
        else:
            beam = seen.in_beam
            bright = beam.first is not None or beam.body_first is not None
            assert seen.cause in ("missed_by_search", "too_faint")
            if not bright or beam.body_first is not None or beam.last - beam.first > 1.0:
                assert (seen.cause == "missed_by_search") == bright


def test_a_flight_whose_body_a_beam_would_have_seen_is_not_too_faint(record):
    """Past Shariki in forward mode the warhead stays 4 dB too faint; the body does not."""
    seen = one(record, "shariki", "forward", "luoyang", "seattle")
    assert seen.first is None
    assert seen.in_beam.first is None
    assert seen.in_beam.best_snr_db < 13.0
    assert seen.in_beam.body_first is not None
    assert seen.cause == "missed_by_search"


def test_a_flight_seen_by_its_spent_body_alone_is_told_so(record):
    seen = one(record, "shariki", "terminal", "luoyang", "seattle")
    assert seen.is_body_only
    assert seen.in_track == 0.0
    assert not one(record, "shariki", "terminal", "tonghua").is_body_only
    assert "of 2 only the spent body" in coverage_sentence(record)
    cells = [cell for row in flight_rows(record, "terminal") for cell in row]
    assert any("spent body only" in cell for cell in cells)
    assert not any("held 0 s" in cell for cell in cells)


def test_the_cross_section_for_an_even_chance_divides_what_is_found(strategic):
    free = one(coverage(strategic, mode="forward"), "seongju", "forward", "tonghua")
    for factor, least in ((1.3, 0.5), (0.7, 0.0)):
        rcs = factor * free.rcs_for_even_chance
        found = one(
            coverage(strategic, rcs=rcs, mode="forward"), "seongju", "forward", "tonghua"
        )
        assert least <= found.chance <= least + 0.5


def test_flights_over_the_pole_from_far_inland_never_come_into_view(record):
    for radar in ("seongju", "shariki", "kyogamisaki"):
        for mode in MODES:
            assert one(record, radar, mode, "xining").in_view == 0.0


def test_forward_mode_sees_farther_than_terminal(record):
    for name in ("seongju", "shariki"):
        terminal, forward = (
            next(v for v in record.sites if (v.name, v.mode) == (name, mode)) for mode in MODES
        )
        for rcs in CROSS_SECTIONS:
            edges = [float(np.max(v.edge(rcs, 300e3)[1])) for v in (terminal, forward)]
            assert edges[1] > edges[0]


@pytest.mark.parametrize(
    ("name", "k", "mode"),
    [("strategic-reach", 2, "forward"), ("strategic-reach", 4, "forward"),
     ("radar-reach", 3, "terminal")],  # the last is seen by its spent body
)  # fmt: skip
def test_the_chance_is_that_of_many_battles(name, k, mode):
    """Seongju alone with one flight, 40 seeds: within three sigma."""
    scenario = load_scenario(name)
    threat = scenario.threats[k]
    setting = next(iter(scenario.radars.values())).model_copy(update={"mode": mode})
    lonely = alone(scenario, threat).model_copy(update={"radars": {"seongju": setting}})
    battle = lonely.model_copy(update={"noise": True})
    seen = [
        simulate(battle, seed=seed).threats[0]["detected_s"] is not None for seed in range(40)
    ]
    chance = look(radar_sites(lonely, (mode,))[0], trace_of(lonely, threat)).chance
    sigma = (chance * (1.0 - chance) / len(seen)) ** 0.5
    assert np.mean(seen) == pytest.approx(chance, abs=3.0 * sigma + 0.02)


@pytest.mark.parametrize(
    ("name", "k"), [("korea-2017", 0), ("radar-reach", 1), ("low-kn-23", 0), ("irbm", 0)]
)
def test_together_is_the_battle_without_noise_and_what_where_says(name, k):
    scenario = load_scenario(name)
    threat = scenario.threats[k]
    battle = alone(scenario, threat).model_copy(update={"batteries": scenario.batteries})
    told = simulate(battle).threats[0]["detected_s"]
    found = battle_of(trace_of(scenario, threat).world).first
    assert found == told
    if name in ("korea-2017", "irbm"):
        row = chance_at(scenario, threat, locate(threat.aim))
        assert np.nan_to_num(row["detected_time"], nan=-1.0) == pytest.approx(
            -1.0 if told is None else told, abs=0.2
        )


@pytest.mark.parametrize(
    "change",
    [
        "min_elevation_deg=20",
        "sector_deg=10",
        "tilt_deg=80",
        "mask_deg=[[0, 30]]",
        "boresight_deg=170",
        "cue={delay_s=30, half_width_deg=5, duration_s=600}",
    ],
)
def test_whatever_the_scenario_says_of_a_radar_changes_what_it_sees(change):
    usual = load_scenario("korea-2017")
    threat = usual.model_copy(update={"threats": usual.threats[:1]})
    moved = load_scenario("korea-2017", (f"radars.seongju.{change}",))
    other = moved.model_copy(update={"threats": moved.threats[:1]})
    before, after = (coverage(s, mode="terminal").to_dict()["flights"] for s in (threat, other))
    assert before != after


def test_the_air_of_the_scenario_is_flown_through():
    usual = load_scenario("korea-2017")
    other = load_scenario(
        "korea-2017", ('environment.atmosphere={model = "nrlmsis", place = "seongju"}',)
    )
    ends = [trace_of(s, s.threats[0]).end for s in (usual, other)]
    assert abs(ends[0] - ends[1]) > 0.01


def test_where_and_maps_aim_through_the_air_of_the_scenario():
    """Aimed through the standard atmosphere, the flight came down 1.1 km beside."""
    air = 'environment.atmosphere={model = "nrlmsis", place = "seongju"}'
    scenario = load_scenario("korea-2017", (air,))
    aim = Position(lat_deg=37.0, lon_deg=127.0)
    threat = scenario.threats[0].model_copy(update={"aim": aim})
    row = chance_at(scenario, threat, locate(aim))
    trace = trace_of(scenario, threat)
    assert row["impact_time"] == pytest.approx(trace.end, abs=1e-6)


def test_words_and_rows_come_out_for_every_flight(record):
    assert "Seongju finds" in coverage_sentence(record)
    rows = list(flight_rows(record, "forward"))
    assert len(rows) == 8
    assert "held" in " ".join(rows[0])
    assert ("Xining", "Washington") in {row[:2] for row in rows}
    assert len(list(together_rows(record))) == 8


def test_what_the_chance_rests_on_are_radars_and_cross_sections():
    scenario = load_scenario("strategic-reach")
    few = scenario.model_copy(update={"threats": scenario.threats[4:5]})
    terminal = coverage(few, mode="terminal")
    found = coverage_influence(few, terminal)
    mean = sum(seen.chance for seen in terminal.seen) / len(terminal.seen)
    assert found.base == pytest.approx(mean)
    kinds = {swing.axis.path.split(".")[0] for swing in found.moving}
    assert kinds == {"radars", "missiles"}
    loss = next(s for s in found.swings if s.axis.key == "system_loss")
    assert loss.at_low > found.base > loss.at_high
    assert not any("forward" in swing.axis.key for swing in found.swings)


def test_one_cross_section_for_all_rests_on_the_radars_alone():
    scenario = load_scenario("strategic-reach")
    few = scenario.model_copy(update={"threats": scenario.threats[4:5]})
    found = coverage_influence(few, coverage(few, rcs=0.1, mode="terminal"))
    assert {swing.axis.path.split(".")[0] for swing in found.swings} == {"radars"}


def test_a_scenario_without_radars_is_refused():
    bare = load_scenario("strategic-reach").model_copy(update={"radars": {}})
    with pytest.raises(ScenarioError, match="no radar"):
        coverage(bare)
    assert radar_sites(bare, ("terminal",)) == []


def test_radars_that_differ_in_mode_alone_are_asked_once():
    sites = radar_sites(load_scenario("radar-reach"), MODES)
    assert [(site.name, site.mode) for site in sites] == [
        ("seongju", "terminal"),
        ("seongju", "forward"),
    ]


def test_a_skyline_ends_the_sight_of_the_directions_that_it_covers():
    scenario = load_scenario("korea-2017", ("radars.seongju.mask_deg=[[0, 10]]",))
    site = radar_sites(scenario, ("terminal",))[0]
    low, high = site.reach_along(
        np.full(2, site.boresight), np.radians([9.0, 11.0]), 1.0, from_db(13.0)
    )
    assert low == 0.0 < high
    assert site.search_row(1.0).at_edge == 0.0
    assert radians(10.0) > site.row["search_elevation"]
