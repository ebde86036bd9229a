"""What the record keeps of a missile that nobody shot at."""

import numpy as np
import pytest

from openthaad.kernels.battle import firing, limits, outcome
from openthaad.kernels.battle.codes import Cause, Limit, Verdict
from openthaad.kernels.battle.tables import CANDIDATE, THREAT_STATE


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
    row["last_track_time"] = np.nan
    row["burnout_declared_time"] = row["confirmed_time"] = row["detected_time"] = np.nan
    for name, value in fields.items():
        row[name] = value
    return row


def test_the_furthest_link_is_kept():
    row = threat()
    for time, limit in [(10.0, Limit.BEYOND_REACH_CAP), (11.0, Limit.BELOW_FLOOR)]:
        note(row, int(limit), time, -np.inf)
    assert row["limit"] == Limit.BEYOND_REACH_CAP


@pytest.mark.parametrize(
    ("later", "kept"), [(40.0, Limit.BEYOND_REACH_CAP), (60.0, Limit.HANDOVER)]
)
def test_a_better_look_overrules_while_the_launch_lies_ahead(later, kept):
    row = threat()
    note(row, int(Limit.HANDOVER), 30.0, 50.0)
    note(row, int(Limit.BEYOND_REACH_CAP), later, -np.inf)
    assert row["limit"] == kept


def test_another_battery_in_the_same_cycle_does_not_overrule():
    row = threat()
    note(row, int(Limit.HANDOVER), 30.0, 50.0)
    note(row, int(Limit.BEYOND_REACH_CAP), 30.0, -np.inf)
    assert row["limit"] == Limit.HANDOVER


def test_a_limit_is_about_the_launches_of_its_own_candidates():
    found = np.zeros(4, CANDIDATE)
    found["limit"] = [Limit.HANDOVER, Limit.NONE, Limit.HANDOVER, Limit.BELOW_FLOOR]
    found["launch"] = [10.0, 40.0, 20.0, -np.inf]
    assert last_launch(found, 4, int(Limit.HANDOVER)) == 20.0
    assert last_launch(found, 4, int(Limit.NO_TIME)) == 40.0
    assert last_launch(found, 4, int(Limit.BELOW_MINIMUM_PK)) == 40.0


@pytest.mark.parametrize(
    ("waited", "cause"), [(0.9, Cause.TOO_FAINT), (1.1, Cause.RADAR_SATURATED)]
)
def test_saturation_is_judged_by_the_time_in_which_the_missile_could_be_seen(waited, cause):
    row = threat(above_horizon=1, in_sector=1, waited=waited, verdict=Verdict.PENDING)
    nothing = np.zeros(0)
    assert cause_of(row, 0, nothing, 0, nothing, 1, 300.0) == cause


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
    row["in_view_until"], row["seeable_until"] = in_view, seeable
    row["last_track_time"] = last
    nothing = np.zeros(0)
    assert cause_of(row, 0, nothing, 0, nothing, 1, 300.0) == cause


@pytest.mark.parametrize(
    ("seeable", "cause"), [(-np.inf, Cause.TOO_FAINT), (90.0, Cause.MISSED_BY_SEARCH)]
)
def test_only_what_no_look_would_show_is_too_faint(seeable, cause):
    row = threat(above_horizon=1, in_sector=1, in_view_until=200.0, seeable_until=seeable)
    nothing = np.zeros(0)
    assert cause_of(row, 0, nothing, 0, nothing, 1, 300.0) == cause


def test_a_detection_that_led_to_no_track_counts_from_when_it_was_made():
    row = threat(above_horizon=1, in_sector=1, detected_time=100.0, seeable_until=99.0)
    row["in_view_until"] = 200.0
    nothing = np.zeros(0)
    assert cause_of(row, 0, nothing, 0, nothing, 1, 300.0) == Cause.TOO_FAINT
