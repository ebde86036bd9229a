"""What the record keeps of a missile that nobody shot at."""

import numpy as np
import pytest

from openthaad.engine import outcome
from openthaad.engine.tables import CANDIDATE, THREAT_STATE, TRACK_STATUS
from openthaad.fire_control.kernels import firing, limits
from openthaad.kernels.codes import Cause, Limit, Verdict


def plain(kernel):
    """Python function of a kernel."""
    return getattr(kernel, "py_func", kernel)


note = plain(limits.note_limit)
last_launch = plain(firing.last_launch)
cause_of = plain(outcome.cause_of_leak)


def threat(**fields):
    row = np.zeros(1, THREAT_STATE)[0]
    row["limit_time"] = row["limit_until"] = -np.inf
    row["in_view_until"] = row["seeable_until"] = -np.inf
    row["chance_until"] = row["dismissed_until"] = -np.inf
    row["dismissed_from"] = row["dismissed_since"] = np.inf
    row["last_track_time"] = row["seen_until"] = np.nan
    row["burnout_declared_time"] = row["confirmed_time"] = row["detected_time"] = np.nan
    for name, value in fields.items():
        row[name] = value
    return row


def test_the_furthest_link_is_kept():
    row = threat()
    for time, limit in [(10.0, Limit.BEYOND_REACH_CAP), (11.0, Limit.BELOW_FLOOR)]:
        note(row, int(limit), time, -np.inf, 0.0)
    assert row["limit"] == Limit.BEYOND_REACH_CAP


@pytest.mark.parametrize(
    ("later", "kept"), [(40.0, Limit.BEYOND_REACH_CAP), (60.0, Limit.HANDOVER)]
)
def test_a_better_look_overrules_while_the_launch_lies_ahead(later, kept):
    row = threat()
    note(row, int(Limit.HANDOVER), 30.0, 50.0, 0.0)
    note(row, int(Limit.BEYOND_REACH_CAP), later, -np.inf, 0.0)
    assert row["limit"] == kept


def test_another_battery_in_the_same_cycle_does_not_overrule():
    row = threat()
    note(row, int(Limit.HANDOVER), 30.0, 50.0, 0.0)
    note(row, int(Limit.BEYOND_REACH_CAP), 30.0, -np.inf, 0.0)
    assert row["limit"] == Limit.HANDOVER


def test_a_limit_is_about_the_launches_of_its_own_candidates():
    found = np.zeros(4, CANDIDATE)
    found["limit"] = [Limit.HANDOVER, Limit.NONE, Limit.HANDOVER, Limit.BELOW_FLOOR]
    found["launch"] = [10.0, 40.0, 20.0, -np.inf]
    assert last_launch(found, int(Limit.HANDOVER)) == 20.0
    assert last_launch(found, int(Limit.NO_TIME)) == 40.0
    assert last_launch(found, int(Limit.BELOW_MINIMUM_PK)) == 40.0


@pytest.mark.parametrize(
    ("waited", "cause"), [(0.9, Cause.TOO_FAINT), (1.1, Cause.RADAR_SATURATED)]
)
def test_saturation_is_judged_by_the_time_in_which_the_missile_could_be_seen(waited, cause):
    row = threat(above_horizon=1, in_sector=1, waited=waited, verdict=Verdict.PENDING)
    assert cause_of(row, 1, 300.0, False) == cause


@pytest.mark.parametrize(
    ("in_view", "seeable", "last", "cause"),
    [
        (250.0, 250.0, 298.0, Cause.CONFIRMED_LATE),  # overtaken by the impact
        (250.0, 250.0, 140.0, Cause.MISSED_BY_SEARCH),
        (250.0, 130.0, 140.0, Cause.TOO_FAINT),
        (130.0, 130.0, 140.0, Cause.OUTSIDE_SECTOR),
    ],
)
@pytest.mark.parametrize("confirmed", [101.0, np.nan])
def test_a_track_is_lost_for_what_was_so_after_it(in_view, seeable, last, cause, confirmed):
    row = threat(above_horizon=1, in_sector=1, detected_time=100.0, confirmed_time=confirmed)
    row["seen_until"] = 100.0
    row["in_view_until"], row["seeable_until"] = in_view, seeable
    row["last_track_time"] = last
    assert cause_of(row, 1, 300.0, False) == cause


@pytest.mark.parametrize(
    ("seeable", "cause"), [(-np.inf, Cause.TOO_FAINT), (90.0, Cause.MISSED_BY_SEARCH)]
)
def test_only_what_no_look_would_show_is_too_faint(seeable, cause):
    row = threat(above_horizon=1, in_sector=1, in_view_until=200.0, seeable_until=seeable)
    assert cause_of(row, 1, 300.0, False) == cause


def test_a_detection_that_led_to_no_track_counts_from_when_it_was_made():
    row = threat(above_horizon=1, in_sector=1, detected_time=100.0, seeable_until=99.0)
    row["in_view_until"], row["seen_until"] = 200.0, 100.0
    assert cause_of(row, 1, 300.0, False) == Cause.TOO_FAINT


@pytest.mark.parametrize(
    ("detected", "seeable", "cause"),
    [
        (np.nan, -np.inf, Cause.MISSED_BY_SEARCH),  # a look at the body would have shown it
        (150.0, 99.0, Cause.MISSED_BY_SEARCH),  # the body was seen; the missile was bright once
        (150.0, -np.inf, Cause.TOO_FAINT),  # the body was seen; the missile never was
    ],
)
def test_a_spent_body_counts_for_what_was_never_seen_and_for_nothing_else(
    detected, seeable, cause
):
    row = threat(above_horizon=1, in_sector=1, detected_time=detected, is_body_seeable=1)
    row["in_view_until"], row["seeable_until"] = 200.0, seeable
    assert cause_of(row, 1, 300.0, False) == cause


note_verdict = plain(outcome.note_verdict)


T, D, H = Verdict.THREATENING, Verdict.DEBRIS, Verdict.HARMLESS
REACTION = 10.0


def seen_threatening(
    spells, *, chance_until=-np.inf, limit=Limit.NONE, limit_until=-np.inf, reaction=REACTION
):
    """A missile with a confirmed track that was never shot at, and its verdicts by spell."""
    row = threat(above_horizon=1, in_sector=1, detected_time=90.0, confirmed_time=91.0)
    row["burnout_declared_time"] = 95.0
    row["verdict_time"] = next((start for verdict, start, _ in spells if verdict == T), np.nan)
    status = np.zeros(1, TRACK_STATUS)[0]
    for verdict, start, end in spells:
        status["verdict"] = int(verdict)
        for time in np.arange(start, end):
            has_chance = verdict == T and time < chance_until
            status["chance_battery"] = 0 if has_chance else -1
            status["chance_last_launch"] = chance_until
            if verdict == T and time + reaction > limit_until:
                note(row, int(limit), time, limit_until, reaction)
            note_verdict(row, status, float(time), 1.0)
    return row


def cause_without_a_shot(row):
    return cause_of(row, 1, 300.0, False)


@pytest.mark.parametrize(
    ("verdict", "cause"), [(D, Cause.TAKEN_FOR_DEBRIS), (H, Cause.JUDGED_HARMLESS)]
)
def test_a_chance_that_passed_while_fire_was_held_is_the_verdict_s_fault(verdict, cause):
    row = seen_threatening([(T, 100, 120), (verdict, 120, 290)], chance_until=200.0)
    assert cause_without_a_shot(row) == cause


@pytest.mark.parametrize(
    ("last", "cause"),
    [
        (200.0, Cause.TAKEN_FOR_DEBRIS),
        (265.0, Cause.TAKEN_FOR_DEBRIS),  # within the battery's reaction time
        (102.0, Cause.JUDGED_HARMLESS),  # what it was held for at that moment
    ],
)
def test_a_better_verdict_that_comes_too_late_hides_nothing(last, cause):
    spells = [(H, 100, 104), (D, 104, 260), (T, 260, 290)]
    row = seen_threatening(spells, limit=Limit.NO_TIME, limit_until=last)
    assert cause_without_a_shot(row) == cause


@pytest.mark.parametrize(
    ("reaction", "cause"), [(10.0, Cause.NO_TIME), (30.0, Cause.TAKEN_FOR_DEBRIS)]
)
def test_what_is_too_late_depends_on_the_battery_s_reaction_time(reaction, cause):
    row = seen_threatening(
        [(D, 100, 180), (T, 180, 290)],
        limit=Limit.NO_TIME, limit_until=200.0, reaction=reaction,
    )  # fmt: skip
    assert cause_without_a_shot(row) == cause


def test_a_battery_that_has_had_its_reaction_time_needs_none_again():
    spells = [(T, 100, 120), (D, 120, 195), (T, 195, 290)]
    row = seen_threatening(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(row) == Cause.NO_TIME


def test_a_worse_verdict_when_no_launch_would_help_changes_nothing():
    spells = [(T, 100, 260), (D, 260, 290)]
    row = seen_threatening(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(row) == Cause.NO_TIME


def test_a_verdict_mended_in_time_changes_nothing():
    spells = [(D, 100, 110), (T, 110, 290)]
    row = seen_threatening(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(row) == Cause.NO_TIME


def test_what_physics_forbids_is_not_the_verdict_s_fault():
    row = seen_threatening([(T, 100, 120), (D, 120, 290)], limit=Limit.ABOVE_CEILING)
    row["limit"] = int(Limit.ABOVE_CEILING)
    assert cause_without_a_shot(row) == Cause.ABOVE_CEILING
