"""What the record keeps of a missile that nobody shot at."""

import numpy as np
import pytest

from openthaad.engine import outcome
from openthaad.engine.tables import ENGAGEMENT_RECORD, THREAT_STATE
from openthaad.fire_control.kernels import limits, window
from openthaad.fire_control.kernels.rows import BATTERY, CANDIDATE, ENGAGEMENT
from openthaad.kernels.codes import Cause, Limit, Verdict


def plain(kernel):
    """Python function of a kernel."""
    return getattr(kernel, "py_func", kernel)


note = plain(limits.note_limit)
last_launch = plain(window.last_launch)
cause_of_leak = plain(outcome.cause_of_leak)
BATTERIES = np.zeros(1, BATTERY)


def cause_of(row):
    """Cause of a leak to one battery that found nothing, the impact at 300 s."""
    return cause_of_leak(row, records(1), BATTERIES, 300.0, False)


def records(batteries):
    rows = np.zeros(batteries, ENGAGEMENT_RECORD)
    rows["limit_time"] = rows["limit_until"] = rows["chance_until"] = -np.inf
    rows["margin"] = rows["engageable_time"] = np.nan
    return rows


def threat(**fields):
    row = np.zeros(1, THREAT_STATE)[0]
    row["in_view_until"] = row["seeable_until"] = -np.inf
    row["dismissed_until"] = -np.inf
    row["dismissed_from"] = row["dismissed_since"] = np.inf
    row["last_track_time"] = row["seen_until"] = np.nan
    row["burnout_declared_time"] = row["confirmed_time"] = row["detected_time"] = np.nan
    for name, value in fields.items():
        row[name] = value
    return row


def test_the_furthest_link_is_kept():
    row = records(1)[0]
    for time, limit in [(10.0, Limit.BEYOND_REACH_CAP), (11.0, Limit.BELOW_FLOOR)]:
        note(row, int(limit), time, -np.inf)
    assert row["limit"] == Limit.BEYOND_REACH_CAP


@pytest.mark.parametrize(
    ("later", "kept"), [(40.0, Limit.BEYOND_REACH_CAP), (60.0, Limit.HANDOVER)]
)
def test_a_better_look_overrules_while_the_launch_lies_ahead(later, kept):
    row = records(1)[0]
    note(row, int(Limit.HANDOVER), 30.0, 50.0)
    note(row, int(Limit.BEYOND_REACH_CAP), later, -np.inf)
    assert row["limit"] == kept


def test_the_margin_of_another_limit_is_forgotten():
    row = records(1)[0]
    note(row, int(Limit.HANDOVER), 30.0, -np.inf)
    row["margin"] = -300.0
    note(row, int(Limit.HANDOVER), 31.0, -np.inf)
    assert row["margin"] == -300.0
    note(row, int(Limit.NO_TIME), 32.0, 31.0)
    assert np.isnan(row["margin"])


def test_a_limit_is_about_the_launches_of_its_own_candidates():
    found = np.zeros(4, CANDIDATE)
    found["limit"] = [Limit.HANDOVER, Limit.NONE, Limit.HANDOVER, Limit.BELOW_FLOOR]
    found["launch"] = [10.0, 40.0, 20.0, -np.inf]
    assert last_launch(found, int(Limit.HANDOVER), 1) == 20.0
    assert last_launch(found, int(Limit.NO_TIME), 1) == 40.0
    assert last_launch(found, int(Limit.BELOW_MINIMUM_PK), 1) == 40.0


@pytest.mark.parametrize(
    ("viewed", "waited", "cause"),
    [
        (0.0, 0.0, Cause.TOO_FAINT),
        (4.0, 1.9, Cause.TOO_FAINT),
        (4.0, 2.1, Cause.RADAR_SATURATED),
        (300.0, 30.0, Cause.TOO_FAINT),  # a tenth of every second went to a precise look
    ],
)
def test_saturation_is_judged_by_the_time_in_which_the_missile_could_be_seen(
    viewed, waited, cause
):
    row = threat(above_horizon=1, in_sector=1, verdict=Verdict.PENDING)
    row["viewed"], row["waited"] = viewed, waited
    assert cause_of(row) == cause


@pytest.mark.parametrize(
    ("in_view", "seeable", "last", "cause"),
    [
        (310.0, 310.0, 295.0, Cause.CONFIRMED_LATE),  # overtaken by the impact
        (310.0, 310.0, 294.9, Cause.MISSED_BY_SEARCH),
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
    assert cause_of(row) == cause


@pytest.mark.parametrize(
    ("seeable", "cause"), [(-np.inf, Cause.TOO_FAINT), (90.0, Cause.MISSED_BY_SEARCH)]
)
def test_only_what_no_look_would_show_is_too_faint(seeable, cause):
    row = threat(above_horizon=1, in_sector=1, in_view_until=200.0, seeable_until=seeable)
    assert cause_of(row) == cause


def test_a_detection_that_led_to_no_track_counts_from_when_it_was_made():
    row = threat(above_horizon=1, in_sector=1, detected_time=100.0, seeable_until=99.0)
    row["in_view_until"], row["seen_until"] = 200.0, 100.0
    assert cause_of(row) == Cause.TOO_FAINT


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
    assert cause_of(row) == cause


note_verdict = plain(outcome.note_verdict)
note_engagement = plain(outcome.note_engagement)
cause_of_engagement = plain(outcome.cause_of_engagement)


T, D, H = Verdict.THREATENING, Verdict.DEBRIS, Verdict.HARMLESS
REACTION = 10.0


class Story:
    """A missile with a confirmed track that was never shot at, and its verdicts by spell."""

    def __init__(
        self, spells, *, chance_until=-np.inf, limit=Limit.NONE, limit_until=-np.inf,
        reaction=REACTION,
    ):  # fmt: skip
        self.threat = threat(above_horizon=1, in_sector=1, detected_time=90.0)
        self.threat["confirmed_time"], self.threat["burnout_declared_time"] = 91.0, 95.0
        self.threat["verdict_time"] = next(
            (start for verdict, start, _ in spells if verdict == T), np.nan
        )
        self.records, self.batteries = records(1), np.zeros(1, BATTERY)
        self.batteries["reaction_time"] = reaction
        engagement = np.zeros(1, ENGAGEMENT)[0]
        engagement["limit_time"] = engagement["limit_until"] = -np.inf
        engagement["margin"] = engagement["engageable_time"] = np.nan
        for verdict, start, end in spells:
            for time in np.arange(start, end):
                has_window = verdict == T and time < chance_until
                engagement["launch_time"] = time if has_window else np.inf
                engagement["last_launch_time"] = chance_until
                if verdict == T and time + reaction > limit_until:
                    note(engagement, int(limit), time, limit_until)
                note_engagement(self.records[0], engagement, int(verdict))
                note_verdict(self.threat, self.records, int(verdict), float(time), 1.0)


def cause_without_a_shot(story):
    return cause_of_leak(story.threat, story.records, story.batteries, 300.0, False)


@pytest.mark.parametrize(
    ("verdict", "cause"), [(D, Cause.TAKEN_FOR_DEBRIS), (H, Cause.JUDGED_HARMLESS)]
)
def test_a_chance_that_passed_while_fire_was_held_is_the_verdict_s_fault(verdict, cause):
    story = Story([(T, 100, 120), (verdict, 120, 290)], chance_until=200.0)
    assert cause_without_a_shot(story) == cause


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
    story = Story(spells, limit=Limit.NO_TIME, limit_until=last)
    assert cause_without_a_shot(story) == cause


@pytest.mark.parametrize(
    ("reaction", "cause"), [(10.0, Cause.NO_TIME), (30.0, Cause.TAKEN_FOR_DEBRIS)]
)
def test_what_is_too_late_depends_on_the_battery_s_reaction_time(reaction, cause):
    story = Story(
        [(D, 100, 180), (T, 180, 290)],
        limit=Limit.NO_TIME, limit_until=200.0, reaction=reaction,
    )  # fmt: skip
    assert cause_without_a_shot(story) == cause


def test_a_battery_that_has_had_its_reaction_time_needs_none_again():
    spells = [(T, 100, 120), (D, 120, 195), (T, 195, 290)]
    story = Story(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(story) == Cause.NO_TIME


def test_a_worse_verdict_when_no_launch_would_help_changes_nothing():
    spells = [(T, 100, 260), (D, 260, 290)]
    story = Story(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(story) == Cause.NO_TIME


def test_a_verdict_mended_in_time_changes_nothing():
    spells = [(D, 100, 110), (T, 110, 290)]
    story = Story(spells, limit=Limit.NO_TIME, limit_until=200.0)
    assert cause_without_a_shot(story) == Cause.NO_TIME


def test_what_physics_forbids_is_not_the_verdict_s_fault():
    story = Story([(T, 100, 120), (D, 120, 290)], limit=Limit.ABOVE_CEILING)
    story.records["limit"] = int(Limit.ABOVE_CEILING)
    assert cause_without_a_shot(story) == Cause.ABOVE_CEILING


furthest = plain(outcome.furthest_battery)


@pytest.mark.parametrize(
    ("limits_met", "opportunities", "margins", "battery"),
    [
        ([Limit.BEYOND_REACH_CAP, Limit.NO_TIME], [0, 0], [-1.0, -50.0], 1),
        ([Limit.NO_TIME, Limit.NO_TIME], [0, 0], [-9.0, -2.0], 1),
        ([Limit.NO_TIME, Limit.NONE], [0, 0], [-9.0, np.nan], 0),  # the other never looked
        ([Limit.NO_TIME, Limit.NONE], [0, 1], [-9.0, np.nan], 1),  # the other had a shot
        ([Limit.MAGAZINE_EMPTY, Limit.NO_TIME], [1, 0], [np.nan, -2.0], 0),
        # What stood in the way before there was a shot counts no more.
        ([Limit.ABOVE_CEILING, Limit.BEYOND_REACH_CAP], [2, 0], [-9.0, -152.0], 0),
        ([Limit.HELD_BY_DOCTRINE, Limit.NO_TIME], [1, 1], [np.nan, -2.0], 1),
    ],
)
def test_the_battery_that_came_nearest_decides(limits_met, opportunities, margins, battery):
    rows = records(2)
    rows["limit"], rows["opportunities"], rows["margin"] = limits_met, opportunities, margins
    assert furthest(rows) == battery


def test_a_leak_is_laid_to_the_battery_that_came_nearest():
    row, rows, batteries = (
        threat(above_horizon=1, in_sector=1),
        records(2),
        np.zeros(2, BATTERY),
    )
    row["detected_time"], row["burnout_declared_time"], row["verdict"] = 90.0, 95.0, 3
    rows["limit"] = [Limit.BEYOND_REACH_CAP, Limit.MAGAZINE_EMPTY]
    row["battery"] = furthest(rows)
    assert cause_of_leak(row, rows, batteries, 300.0, False) == Cause.MAGAZINE_EMPTY
    assert cause_of_engagement(row, rows[0], batteries[0]) == Cause.BEYOND_REACH_CAP
