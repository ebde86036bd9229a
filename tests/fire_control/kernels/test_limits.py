"""What is kept of what stood between a battery and its best chance."""

from math import inf, nan

import numpy as np
import pytest

from openthaad.fire_control.kernels import limits
from openthaad.fire_control.kernels.rows import ENGAGEMENT
from openthaad.kernels.codes import Limit

pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.fixture
def row():
    row = np.zeros(1, ENGAGEMENT)[0]
    row["limit_time"] = row["limit_until"] = -inf
    row["margin"] = nan
    return row


def note(row, limit, time, until=-inf):
    limits.note_limit(row, int(limit), time, until)
    return Limit(row["limit"])


@pytest.mark.parametrize("limit", list(Limit)[1:])
def test_the_first_limit_met_is_kept_with_its_time(row, limit):
    assert note(row, limit, 30.0, 50.0) == limit
    assert (row["limit_time"], row["limit_until"]) == (30.0, 50.0)


def test_no_limit_is_no_news(row):
    note(row, Limit.HANDOVER, 30.0, 50.0)
    assert note(row, Limit.NONE, 40.0) == Limit.HANDOVER
    assert row["limit_time"] == 30.0


@pytest.mark.parametrize("first", list(Limit)[1:])
@pytest.mark.parametrize("second", list(Limit)[1:])
def test_of_limits_about_launches_that_are_past_the_furthest_stays(row, first, second):
    note(row, first, 30.0, 35.0)
    assert note(row, second, 40.0) == max(first, second)


@pytest.mark.parametrize(("time", "kept"), [
    (30.0, Limit.HANDOVER),  # in the same cycle the furthest counts
    (30.1, Limit.GEOMETRY),
    (50.0, Limit.GEOMETRY),  # the last launch that the first was about
    (50.1, Limit.HANDOVER),
])  # fmt: skip
def test_a_later_look_at_launches_still_ahead_knows_better(row, time, kept):
    note(row, Limit.HANDOVER, 30.0, 50.0)
    assert note(row, Limit.GEOMETRY, time) == kept


def test_that_time_ran_out_says_nothing_of_what_stood_in_the_way_before(row):
    note(row, Limit.CHANNELS_FULL, 30.0, 50.0)
    assert note(row, Limit.NO_TIME, 40.0, 41.0) == Limit.CHANNELS_FULL
    assert row["limit_until"] == 50.0


def test_the_same_limit_met_again_is_known_anew_and_keeps_its_margin(row):
    note(row, Limit.HANDOVER, 30.0, 50.0)
    limits.keep_nearest(row, -200.0)
    note(row, Limit.HANDOVER, 31.0, 55.0)
    assert (row["limit_time"], row["limit_until"], row["margin"]) == (31.0, 55.0, -200.0)


def test_another_limit_begins_without_a_margin(row):
    note(row, Limit.GEOMETRY, 30.0, 50.0)
    limits.keep_nearest(row, -200.0)
    note(row, Limit.HANDOVER, 31.0, 50.0)
    assert np.isnan(row["margin"])


@pytest.mark.parametrize(
    ("margins", "kept"),
    [([-9.0, -2.0, -5.0], -2.0), ([-9.0, nan], -9.0), ([nan, -9.0], -9.0), ([-3.0, 0.5], 0.5)],
)
def test_the_margin_that_lacks_the_least_is_kept(row, margins, kept):
    for margin in margins:
        limits.keep_nearest(row, margin)
    assert row["margin"] == kept


def test_what_nobody_can_tell_stays_untold(row):
    limits.keep_nearest(row, nan)
    assert np.isnan(row["margin"])
