from math import pi

import numpy as np
import pytest

from openthaad.errors import ScenarioError
from openthaad.reports.coverage import coverage_sentence, flight_rows
from openthaad.scenario import load_scenario
from openthaad.studies.coverage import CROSS_SECTIONS, coverage, views_of
from openthaad.studies.coverage_influence import coverage_influence


@pytest.fixture(scope="module")
def record():
    return coverage(load_scenario("strategic-reach"))


def one(record, radar, mode, launch, aim="washington"):
    found = [
        s
        for s in record.seen
        if (s.radar, s.mode, s.launch) == (radar, mode, launch) and aim == s.aim
    ]
    return found[0]


def test_every_radar_is_asked_in_both_modes_about_every_flight(record):
    assert len(record.views) == 6
    assert len(record.traces) == 8
    assert len(record.seen) == 48
    assert record.unreached == []


def test_range_goes_with_the_fourth_root_of_cross_section(record):
    view = record.views[0]
    assert view.range_of(1.0) / view.range_of(0.01) == pytest.approx(100.0**0.25, rel=1e-9)


def test_volume_lies_within_the_sphere_and_grows_with_range_cubed(record):
    view = record.views[0]
    # The air takes more from the far, low rays, so the power is a little below 3/4.
    assert view.volume(1.0) / view.volume(0.01) == pytest.approx(100.0**0.75, rel=0.02)
    assert 0.1 < view.volume(1.0) / (4.0 / 3.0 * pi * view.range_of(1.0) ** 3) < 0.5


def test_what_is_seen_needs_no_larger_cross_section_than_it_has(record):
    for seen in record.seen:
        if seen.rcs_to_be_seen is not None and seen.rcs_to_be_seen > 15.0:
            assert seen.first is None  # larger than the missile from any side


def test_a_constant_cross_section_is_seen_just_above_what_it_needs():
    scenario = load_scenario("strategic-reach")
    free = one(coverage(scenario, mode="forward"), "seongju", "forward", "tonghua")
    above = coverage(scenario, rcs=1.01 * free.rcs_to_be_seen, mode="forward")
    below = coverage(scenario, rcs=0.99 * free.rcs_to_be_seen, mode="forward")
    assert one(above, "seongju", "forward", "tonghua").first is not None
    assert one(below, "seongju", "forward", "tonghua").first is None
    held = coverage(scenario, rcs=1.01 * free.rcs_for_a_minute, mode="forward")
    assert one(held, "seongju", "forward", "tonghua").in_track >= 50.0


def test_flights_over_the_pole_from_far_inland_never_come_into_view(record):
    for radar in ("seongju", "shariki", "kyogamisaki"):
        for mode in ("terminal", "forward"):
            assert one(record, radar, mode, "xining").in_view == 0.0


def test_forward_mode_sees_farther_than_terminal(record):
    for name in ("seongju", "shariki"):
        terminal, forward = (
            next(v for v in record.views if (v.name, v.mode) == (name, mode))
            for mode in ("terminal", "forward")
        )
        for rcs in CROSS_SECTIONS:
            edges = [float(np.max(v.edge(rcs, 300e3)[1])) for v in (terminal, forward)]
            assert edges[1] > edges[0]


def test_words_and_rows_come_out_for_every_flight(record):
    assert "Seongju sees" in coverage_sentence(record)
    rows = list(flight_rows(record, "forward"))
    assert len(rows) == 8
    assert rows[0][:2] == ("Datong", "Honolulu")  # held longest
    assert "held" in rows[0][2]
    assert rows[-1][:2] == ("Xining", "Washington")
    assert set(rows[-1][2:]) == {"never in view"}


def test_what_the_seconds_in_track_rest_on_are_radars_and_cross_sections(record):
    scenario = load_scenario("strategic-reach")
    terminal = coverage(scenario, mode="terminal")
    found = coverage_influence(scenario, terminal)
    mean = sum(seen.in_track for seen in terminal.seen) / len(terminal.seen)
    assert found.base == pytest.approx(mean)
    kinds = {swing.axis.path.split(".")[0] for swing in found.moving}
    assert kinds == {"radars", "missiles"}
    loss = next(s for s in found.swings if s.axis.key == "system_loss")
    assert loss.at_low > found.base > loss.at_high
    assert not any("forward" in swing.axis.key for swing in found.swings)
    assert found.flips_if() is not None


def test_one_cross_section_for_all_rests_on_the_radars_alone():
    scenario = load_scenario("strategic-reach")
    found = coverage_influence(scenario, coverage(scenario, rcs=0.1, mode="terminal"))
    assert {swing.axis.path.split(".")[0] for swing in found.swings} == {"radars"}


def test_a_scenario_without_radars_is_refused():
    bare = load_scenario("strategic-reach").model_copy(update={"radars": {}})
    with pytest.raises(ScenarioError, match="no radar"):
        coverage(bare)
    assert views_of(bare, ("terminal",)) == []


def test_radars_that_differ_in_mode_alone_are_asked_once():
    views = views_of(load_scenario("radar-reach"), ("terminal", "forward"))
    assert [(view.name, view.mode) for view in views] == [
        ("seongju", "terminal"),
        ("seongju", "forward"),
    ]
