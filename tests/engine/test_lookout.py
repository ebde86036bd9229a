"""Whether a search finds a flight: the chance of missing it, against sums done by hand."""

from math import exp, log

import numpy as np
import pytest

from openthaad.engine import lookout
from openthaad.engine.tables import THREAT_STATE
from openthaad.kernels.codes import Cause
from openthaad.radar.kernels.looks import LOOK
from openthaad.radar.kernels.rows import RADAR_STATE
from openthaad.threat.kernels.flight import PLAN

PERIOD = 0.1
pytestmark = pytest.mark.usefixtures("uncompiled")


@pytest.fixture
def made(battle):
    """A radar whose sweep is 20 beams, all made in one period, and one flight."""
    made = battle()
    made.world.radars["search_columns"] = 20
    made.world.objects["decorrelation_time"] = 1e-6
    return made


def state_of(radar, beam=0):
    state = np.zeros(1, RADAR_STATE)[0]
    state["columns"], state["beam"] = radar["search_columns"], beam
    return state


def look_at(column, row=0):
    look = np.zeros(1, LOOK)[0]
    look["column"], look["row"] = column, row
    return look


@pytest.mark.parametrize(
    ("beam", "column", "beams", "is_in"),
    [(0, 0, 1, True), (0, 1, 1, False), (0, 1, 2, True), (18, 1, 3, False), (18, 1, 4, True)],
)
def test_a_sweep_goes_round(made, beam, column, beams, is_in):
    radar = made.world.radars[0]
    assert lookout.is_in_sweep(radar, state_of(radar, beam), look_at(column), beams) == is_in


@pytest.mark.parametrize(("column", "row"), [(-1, 0), (20, 0), (4, -1)])
def test_no_sweep_holds_what_has_no_beam(made, column, row):
    radar = made.world.radars[0]
    assert not lookout.is_in_sweep(radar, state_of(radar), look_at(column, row), 20)


def test_the_second_row_comes_after_the_first(made):
    radar = made.world.radars[0]
    radar["search_rows"] = 2
    assert not lookout.is_in_sweep(radar, state_of(radar), look_at(3, 1), 23)
    assert lookout.is_in_sweep(radar, state_of(radar), look_at(3, 1), 24)


def test_a_narrowed_sweep_counts_from_its_first_column(made):
    radar = made.world.radars[0]
    state = state_of(radar)
    state["first_column"], state["columns"] = 8, 5
    assert lookout.is_in_sweep(radar, state, look_at(8), 1)
    assert not lookout.is_in_sweep(radar, state, look_at(7), 5)
    assert not lookout.is_in_sweep(radar, state, look_at(13), 5)


def missing(made, chances, first=0, last=None):
    looks = np.zeros((1, len(chances)), LOOK)
    looks["column"], looks["chance"] = 7, chances
    radar = made.world.radars[0]
    return lookout.chance_of_missing(
        radar, state_of(radar), np.zeros(0, PLAN), made.world.objects[0], looks,
        first, len(chances) - 1 if last is None else last, PERIOD,
    )  # fmt: skip


def test_independent_looks_all_miss_with_the_product_of_their_chances(made):
    assert missing(made, [0.5, 0.2, 0.1]) == pytest.approx(0.5 * 0.8 * 0.9)


def test_of_looks_that_share_a_fluctuation_the_best_counts(made):
    made.world.objects["decorrelation_time"] = 100.0
    assert missing(made, [0.5, 0.2, 0.1]) == pytest.approx(0.5)
    assert missing(made, [0.1, 0.2, 0.7]) == pytest.approx(0.3)


def test_fluctuations_change_with_the_decorrelation_time(made):
    made.world.objects["decorrelation_time"] = 2.5 * PERIOD
    # Periods begin at 0, 0.1, 0.2 in one bin, at 0.3 and 0.4 in the next.
    assert missing(made, [0.5, 0.2, 0.1, 0.3, 0.6]) == pytest.approx(0.5 * 0.4)


def test_only_the_looks_asked_for_are_made(made):
    assert missing(made, [0.5, 0.2, 0.1], first=1, last=1) == pytest.approx(0.8)


def test_a_search_that_takes_two_periods_looks_every_other_time(made):
    made.world.radars["search_columns"] = 40
    # Column 7 is in the first half of the sweep, column 27 in the second.
    assert missing(made, [0.5, 0.2, 0.1, 0.3]) == pytest.approx(0.5 * 0.9)


@pytest.mark.parametrize("scale", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("snr", [0.0, 3.0, 30.0])
def test_one_look_sees_with_swerling_s_chance(made, scale, snr):
    made.world.objects["swerling"] = 1
    looks = np.zeros((1, 1), LOOK)
    looks["column"], looks["search_snr"] = 7, snr
    seen = lookout.search_chance(
        made.world.radars, made.state.picture.radars, made.world.plans, made.world.objects,
        looks, scale, PERIOD, 4,
    )  # fmt: skip
    # Swerling 1, one pulse: the false-alarm probability to the power 1 / (1 + snr).
    wanted = exp(log(1e-6) / (1.0 + scale * snr)) if snr > 0.0 else 0.0
    assert seen == pytest.approx(wanted, rel=1e-6)


def test_a_flight_seen_in_half_the_phases_has_half_the_chance(made):
    made.world.objects["swerling"] = 1
    made.world.radars["search_columns"] = 40
    looks = np.zeros((1, 1), LOOK)
    looks["column"], looks["search_snr"] = 7, 1e9
    seen = lookout.search_chance(
        made.world.radars, made.state.picture.radars, made.world.plans, made.world.objects,
        looks, 1.0, PERIOD, 40,
    )  # fmt: skip
    # The sweep is 40 beams, of which a period makes 20; the echo is as good as certain.
    assert seen == pytest.approx(0.5, abs=1e-6)


def test_the_first_missile_s_cause_of_sight_is_told():
    threats = np.zeros(2, THREAT_STATE)
    for name in ("detected_time", "burnout_declared_time", "last_track_time", "seen_until"):
        threats[name] = np.nan
    threats["above_horizon"] = [0, 1]
    assert lookout.cause_of_sight(threats, 300.0) == Cause.NEVER_VISIBLE
    assert lookout.cause_of_sight(threats[1:], 300.0) == Cause.OUTSIDE_SECTOR
