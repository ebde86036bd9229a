"""What became of each threat, and for one that leaked the link that broke.

Truth, for the record: nothing here feeds back into the battle.  Precedence of causes, the
first that applies: no battery at all; shots that were fired and did not do it; otherwise
the furthest link of the chain see - confirm - judge - engage that the missile's track
reached, and what stopped it there.
"""

from math import inf, isfinite, isnan
from typing import NamedTuple

import numpy as np

from openthaad.engine.world import State, World
from openthaad.fire_control.kernels.engagement import has_window
from openthaad.fire_control.kernels.limits import keep_nearest, note_limit
from openthaad.kernels.codes import (
    CAUSE_OF_LIMIT,
    Cause,
    Limit,
    ObjectKind,
    Outcome,
    ShotResult,
    Verdict,
)
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import vec
from openthaad.radar.kernels import dwell as sensing
from openthaad.radar.kernels import sight as sights

_LEAD = int(ObjectKind.LEAD)
_INTERCEPTED = int(Outcome.INTERCEPTED)
_LEAKED = int(Outcome.LEAKED)
_HARMLESS_OUTCOME = int(Outcome.NO_ASSET_THREATENED)
_FAILED = int(Outcome.FAILED)
_BOOSTER_FAILED = int(ShotResult.BOOSTER_FAILED)
_ABORTED = int(ShotResult.ABORTED)
_HIT_NO_KILL = int(ShotResult.HIT_NO_KILL)
_HARMLESS = int(Verdict.HARMLESS)
_DEBRIS = int(Verdict.DEBRIS)
_THREATENING = int(Verdict.THREATENING)
_NO_TIME = int(Limit.NO_TIME)
# Further than any limit: a battery that had an opportunity and nothing that forbade it.
_PAST_ALL = int(max(Limit)) + 1

_NONE = int(Cause.NONE)
_NO_DEFENCE = int(Cause.NO_DEFENCE)
_NEVER_VISIBLE = int(Cause.NEVER_VISIBLE)
_OUTSIDE_SECTOR = int(Cause.OUTSIDE_SECTOR)
_TOO_FAINT = int(Cause.TOO_FAINT)
_MISSED = int(Cause.MISSED_BY_SEARCH)
_SATURATED = int(Cause.RADAR_SATURATED)
_LATE = int(Cause.CONFIRMED_LATE)
_JUDGED_HARMLESS = int(Cause.JUDGED_HARMLESS)
_TAKEN_FOR_DEBRIS = int(Cause.TAKEN_FOR_DEBRIS)
_ALL_MISSED = int(Cause.ALL_SHOTS_MISSED)
_ALL_FAILED = int(Cause.ALL_SHOTS_FAILED)
# By Limit.
_CAUSES = np.array([int(CAUSE_OF_LIMIT[limit]) for limit in Limit])
# What these two move: design/rules_of_the_record.py.
# A track that ends this long before its missile was lost, not overtaken by the impact [s].
_LOST_AFTER = 5.0
# Share of the time in which a missile could be looked at: with less search it was saturation.
_SATURATED_SHARE = 0.5


@njit
def could_see(
    radar: np.void, item: np.void, state: np.void, sight: sights.Sight, time: float
) -> bool:
    """Say whether a look straight at an object, as long as the search's, gives its signal."""
    is_whole = item["kind"] == _LEAD and time < state["separation_time"]
    rcs = sensing.mean_rcs(
        radar, item, is_whole, vec(state["position"]), vec(state["velocity"])
    )
    snr = sensing.mean_unit_snr(radar, rcs, sight) * radar["search_dwell"]
    return snr >= radar["search_snr"]


@njit
def note_visibility(world: World, state: State, i: int, time: float, period: float) -> None:
    """Keep whether a missile was ever above a horizon, inside a sector too, and bright enough.

    Until its burnout is declared, the time of this cycle in which tracks left such a radar
    none to search is added up: that is what it was missed for, if it is missed.
    """
    threat, lead = state.truth.threats[i], world.threats[i]["lead"]
    item = state.truth.objects[lead]
    if not isnan(threat["burnout_declared_time"]):
        return
    for r in range(world.radars.shape[0]):
        radar = world.radars[r]
        sight = sights.line_of_sight(radar, vec(item["position"]))
        if not sights.is_above_horizon(radar, sight):
            continue
        threat["above_horizon"] = 1
        if sights.is_in_sector(radar, sight):
            threat["in_sector"] = 1
            threat["in_view_until"] = time
            threat["viewed"] += world.options[0]["fire_control_period"]
            threat["waited"] += state.picture.radars[r]["waiting"] * period
            if could_see(radar, world.objects[lead], item, sight, time):
                threat["seeable_until"] = time


@njit
def note_body(world: World, state: State, i: int, time: float) -> None:
    """Keep whether a look at its spent body would have shown a missile that nobody has seen."""
    threat, body = state.truth.threats[i], world.threats[i]["body"]
    if body < 0 or threat["is_body_seeable"] == 1 or not isnan(threat["detected_time"]):
        return
    item = state.truth.objects[body]
    if item["is_flying"] == 0:
        return
    for r in range(world.radars.shape[0]):
        radar = world.radars[r]
        sight = sights.line_of_sight(radar, vec(item["position"]))
        if not sights.is_above_horizon(radar, sight) or not sights.is_in_sector(radar, sight):
            continue
        if could_see(radar, world.objects[body], item, sight, time):
            threat["is_body_seeable"] = 1


class Followed(NamedTuple):
    """A missile, and the track that follows it: record and picture side by side."""

    threat: np.void  # THREAT_STATE
    records: np.ndarray  # ENGAGEMENT_RECORD, battery by battery
    track: np.void  # TRACK
    status: np.void  # TRACK_STATUS
    engagements: np.ndarray  # ENGAGEMENT, battery by battery


@njit
def note_track(followed: Followed, time: float, period: float) -> None:
    """Copy what the defence knows of a missile from the track that follows it."""
    threat, records, track, status, engagements = followed
    if isnan(threat["first_track_time"]):
        threat["first_track_time"] = time
    threat["last_track_time"] = time
    threat["seconds_in_track"] += period
    if isnan(threat["confirmed_time"]):
        threat["confirmed_time"] = track["confirmed_time"]
    if track["is_burnout_declared"] == 1 and isnan(threat["burnout_declared_time"]):
        threat["burnout_declared_time"] = track["burnout_time"]
    if isnan(threat["verdict_time"]):
        threat["verdict_time"] = status["verdict_time"]
    if isnan(threat["engageable_time"]):
        threat["engageable_time"] = status["engageable_time"]
    if threat["engageable_time"] == status["engageable_time"]:
        # More than at first once another battery can engage it, too.
        threat["opportunities"] = max(threat["opportunities"], status["opportunities"])
    for b in range(records.shape[0]):
        note_engagement(records[b], engagements[b], status["verdict"])
    threat["battery"] = furthest_battery(records)
    if threat["battery"] >= 0:
        threat["limit"] = records[threat["battery"]]["limit"]
    note_verdict(threat, records, status["verdict"], time, period)


@njit
def note_engagement(record: np.void, engagement: np.void, verdict: int) -> None:
    """Copy what a battery knows of its chances at a missile."""
    if isnan(record["engageable_time"]) and isfinite(engagement["engageable_time"]):
        record["engageable_time"] = engagement["engageable_time"]
        record["opportunities"] = engagement["opportunities"]
    note_limit(record, engagement["limit"], engagement["limit_time"], engagement["limit_until"])
    if engagement["limit"] == record["limit"]:
        keep_nearest(record, engagement["margin"])
    if engagement["was_late"] == 1:
        record["was_late"] = 1
    if verdict == _THREATENING and has_window(engagement):
        record["chance_until"] = engagement["last_launch_time"]


@njit
def furthest_battery(records: np.ndarray) -> int:
    """Battery that came nearest to a shot; -1 where there is no battery.

    One that had time for a shot and nothing against it, whatever stood in the way before or
    after; then the one that met the furthest limit; of equals the one that lacked the least,
    and then the first.
    """
    best, furthest, least = -1, -1, -inf
    for b in range(records.shape[0]):
        rank = records[b]["limit"]
        if rank <= _NO_TIME and records[b]["opportunities"] > 0:
            rank = _PAST_ALL
        lacked = -inf if isnan(records[b]["margin"]) else records[b]["margin"]
        if rank > furthest or (rank == furthest and lacked > least):
            best, furthest, least = b, rank, lacked
    return best


@njit
def note_verdict(
    threat: np.void, records: np.ndarray, verdict: int, time: float, period: float
) -> None:
    """Keep the furthest verdict, and until when fire was held for a lesser one.

    A better verdict that comes when no launch would help any more undoes nothing, nor does a
    lesser one begin to matter then.
    """
    threat["verdict"] = max(threat["verdict"], _rank(verdict))
    if verdict not in (_HARMLESS, _DEBRIS):
        return
    if threat["dismissed_until"] > time - 1.5 * period:
        _go_on_dismissing(threat, verdict, time)
    elif not -inf < _last_launch_of_any(records) < time:
        threat["dismissed_as"] = threat["dismissed_before"] = verdict
        threat["dismissed_from"] = threat["dismissed_since"] = time
        threat["dismissed_until"] = time


@njit
def _go_on_dismissing(threat: np.void, verdict: int, time: float) -> None:
    """Make the spell without leave to fire longer, perhaps for the other reason."""
    threat["dismissed_until"] = time
    if threat["dismissed_as"] != verdict:
        threat["dismissed_before"] = threat["dismissed_as"]
        threat["dismissed_as"] = verdict
        threat["dismissed_since"] = time


@njit
def last_launch(record: np.void) -> float:
    """Last launch [s] that nothing but time ruled out, as known by now; -inf: none."""
    known = record["chance_until"]
    return max(known, record["limit_until"]) if record["limit"] == _NO_TIME else known


@njit
def _last_launch_of_any(records: np.ndarray) -> float:
    last = -inf
    for b in range(records.shape[0]):
        last = max(last, last_launch(records[b]))
    return last


@njit
def dismissal(threat: np.void, record: np.void, battery: np.void) -> int:
    """Verdict for which fire was held when a battery's last useful launch passed; 0: none.

    A first verdict against a missile comes in time for a launch only if it leaves the battery
    its reaction time.
    """
    last = last_launch(record)
    until = threat["dismissed_until"]
    if record["limit"] == _NO_TIME and threat["verdict_time"] > until:
        until = threat["verdict_time"] + battery["reaction_time"]
    if not threat["dismissed_from"] <= last <= until:
        return 0
    if last >= threat["dismissed_since"]:
        return threat["dismissed_as"]
    return threat["dismissed_before"]


@njit
def _rank(verdict: int) -> int:
    """Order verdicts by how far the chain goes: pending, harmless, debris, threatening."""
    if verdict == _DEBRIS:
        return 2
    if verdict == _THREATENING:
        return 3
    return verdict


@njit
def shots_failed(shots: np.ndarray, count: int, origins: np.ndarray, threat: int) -> bool:
    """Say whether every shot at a threat failed of itself, or hit and did not destroy it."""
    for s in range(count):
        if origins[s] != threat:
            continue
        result = shots[s]["result"]
        if result not in (_BOOSTER_FAILED, _ABORTED, _HIT_NO_KILL):
            return False
    return True


@njit
def cause_of_leak(
    threat: np.void, records: np.ndarray, batteries: np.ndarray, end: float, have_failed: bool
) -> int:
    """Name the link that broke on the last chance there was; `end` is the impact [s].

    Of several batteries it is that of the one that came nearest to a shot.  `have_failed`:
    every shot at it failed of itself.
    """
    if batteries.shape[0] == 0:
        return _NO_DEFENCE
    if threat["shots"] > 0:
        return _ALL_FAILED if have_failed else _ALL_MISSED
    cause = cause_of_sight(threat, end)
    if cause != _NONE:
        return cause
    b = max(threat["battery"], 0)
    return cause_of_engagement(threat, records[b], batteries[b])


@njit
def cause_of_sight(threat: np.void, end: float) -> int:
    """Why the radars did not follow a missile to the end of its burn; NONE where they did.

    Its spent body would have shown a missile that nobody has seen.
    """
    if isnan(threat["detected_time"]) and threat["is_body_seeable"] == 1:
        return _SATURATED if was_saturated(threat) else _MISSED
    if threat["above_horizon"] == 0:
        return _NEVER_VISIBLE
    if threat["in_sector"] == 0:
        return _OUTSIDE_SECTOR
    if isnan(threat["burnout_declared_time"]):
        return _cause_of_loss(threat, end)
    return _NONE


@njit
def was_saturated(threat: np.void) -> bool:
    """Say whether tracks left radars no search for most of the time a missile was in view."""
    return bool(threat["waited"] > _SATURATED_SHARE * threat["viewed"])


@njit
def last_known(threat: np.void) -> float:
    """Last time [s] at which a missile or its warhead was followed or, if never, detected.

    Minus infinity where all that was ever seen is its spent body.
    """
    if not isnan(threat["last_track_time"]):
        return threat["last_track_time"]
    return -inf if isnan(threat["seen_until"]) else threat["seen_until"]


@njit
def _cause_of_loss(threat: np.void, end: float) -> int:
    """Why the burnout of a missile that came into view was never declared.

    It came down while it was tracked; or, from its last track on, no radar could look at it;
    or no look would have given the signal that the search asks for; or the search made none.
    """
    if was_saturated(threat):
        return _SATURATED
    lost = -inf
    if not isnan(threat["detected_time"]):
        lost = last_known(threat)
        if end - lost <= _LOST_AFTER:
            return _LATE
        if threat["in_view_until"] <= lost:
            return _OUTSIDE_SECTOR
    return _MISSED if threat["seeable_until"] > lost else _TOO_FAINT


@njit
def cause_of_engagement(threat: np.void, record: np.void, battery: np.void) -> int:
    """What stopped a battery that never shot at a missile with a confirmed track."""
    if threat["verdict"] <= 1:
        return _JUDGED_HARMLESS
    if threat["verdict"] == 2:
        return _TAKEN_FOR_DEBRIS
    dismissed_as = dismissal(threat, record, battery)
    if dismissed_as > 0:
        return _TAKEN_FOR_DEBRIS if dismissed_as == _DEBRIS else _JUDGED_HARMLESS
    if record["was_late"] == 1 and record["limit"] <= _NO_TIME:
        return _LATE
    return _CAUSES[record["limit"]]


@njit
def lands_on_asset(position: np.ndarray, assets: np.ndarray) -> bool:
    """Say whether a place lies inside a defended zone."""
    for a in range(assets.shape[0]):
        total = 0.0
        for axis in range(3):
            total += (position[axis] - assets[a]["position"][axis]) ** 2
        if total <= assets[a]["radius"] ** 2:
            return True
    return False


@njit
def settle(world: World, state: State, i: int, time: float) -> None:
    """Give a threat its outcome once its flight is over."""
    threat, o = state.truth.threats[i], world.threats[i]["lead"]
    lead, flight = state.truth.objects[o], state.truth.flights[o]
    if threat["has_failed"] == 1:
        if time >= lead["end_time"]:
            threat["outcome"] = _FAILED
        return
    if isfinite(lead["destroyed_time"]):
        threat["outcome"] = _INTERCEPTED
        return
    if time < flight["impact_time"]:
        return
    if not lands_on_asset(flight["impact_position"], world.assets):
        threat["outcome"] = _HARMLESS_OUTCOME
        return
    threat["outcome"] = _LEAKED
    have_failed = shots_failed(
        state.picture.shots, state.clock[0]["shot_count"], state.truth.shot_threats, i
    )
    threat["cause"] = cause_of_leak(
        threat, state.truth.engagements[i], world.batteries, flight["impact_time"], have_failed
    )
    if threat["cause"] in (_JUDGED_HARMLESS, _TAKEN_FOR_DEBRIS):
        threat["verdict"] = 1 if threat["cause"] == _JUDGED_HARMLESS else 2
