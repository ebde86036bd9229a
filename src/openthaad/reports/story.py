"""The story of each threat in plain sentences: what happened when, and why."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from openthaad import runs
from openthaad.catalogue import title_of
from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.errors import ScenarioError
from openthaad.records import OUTCOMES, Outcome
from openthaad.reports.answer import why
from openthaad.reports.words import (
    clock,
    counted,
    length,
    limit_in_words,
    result_in_words,
    unit_title,
)
from openthaad.runs import Run, geodetic

Row = Mapping[str, Any]

_SAME = 0.05  # s, between two records of one event
# Events of one track, and those that may alternate: a track's judgement, its chance of a shot.
_CHANGES = {"verdict": "judgement", "engageable": "chance", "not_engageable": "chance"}
_OF_A_TRACK = {"confirmed", "burnout_declared", "track_dropped", *_CHANGES}
_KINDS = {"body": "spent body", "decoy": "decoy", "debris": "debris"}


class _Told(NamedTuple):
    """What the stories of all threats of a run draw on, read once."""

    rows: Mapping[int, Sequence[Row]]  # decisions, by threat
    batteries: Sequence[Row]
    launchers: Mapping[int, int]
    others: Mapping[int, str]


class _Tale(NamedTuple):
    """What the sentences about one threat draw on."""

    threat: Row
    batteries: Sequence[Row]
    launchers: Mapping[int, int]  # number within its battery, by shot
    others: Mapping[int, str]  # tracks that followed something else than the warhead
    is_numbered: bool  # whether several tracks followed the warhead


Sentence = Callable[[Row, _Tale], str]

# Times a threat's record holds, for events the log may lack.
_RECORDED = {
    "launched": "launch_s",
    "detected": "detected_s",
    "confirmed": "confirmed_s",
    "burnout_declared": "burnout_declared_s",
    "impact": "impact_s",
}


def explain(source: Run | Outcome | Path, threat: int | None = None) -> dict[str, Any]:
    """Tell the causal timeline of each threat.

    Parameters
    ----------
    source : Run, Outcome or Path
        A run, the engine's outcome, or a run folder.
    threat : int, optional
        Only this one.

    Returns
    -------
    dict
        `{"threats": [{"id", "missile", "headline", "timeline": [{"time_s", "event",
        "text"}]}], "flips_if", "basis", "command", "remarks"}`: what flips the answer, None
        where the run did not ask; the run's own basis; the command that plays it again; what
        was changed in the folder after the run.

    Raises
    ------
    ScenarioError
        There is no such threat.
    StorageError
        The folder is no run folder, or cannot be read.
    """
    run = _open(source)
    known = [item["id"] for item in run.outcome["threats"]]
    if threat is not None and threat not in known:
        raise ScenarioError(
            f"the run has no threat {threat}; its threats are {known[0]} to {known[-1]}"
            if known
            else "the run has no threats",
            key="THREAT",
            value=threat,
            allowed=known,
        )
    told = _told(run)
    chosen = [t for t in run.outcome["threats"] if threat in (None, t["id"])]
    return {
        "threats": [_story(item, told) for item in chosen],
        "flips_if": run.outcome["basis"].get("flips_if"),
        "basis": run.outcome["basis"],
        "command": run.manifest["command"],
        "remarks": list(run.remarks),
    }


def _open(source: Run | Outcome | Path) -> Run:
    if isinstance(source, Run):
        return source
    return runs.as_run(source) if isinstance(source, Outcome) else runs.read_folder(source)


def _told(run: Run) -> _Told:
    objects = run.manifest["geometry"]["objects"]
    kinds = {item["id"]: str(item["kind"]) for item in objects}
    pairs = run.numbers("tracks", "track_number", "object").astype(int)
    _, last = np.unique(pairs[::-1, 0], return_index=True)
    followed = dict(pairs[::-1][last].tolist())
    rows = defaultdict(list)
    for row in run.rows("decisions"):
        rows[row["threat"]].append(row)
    return _Told(
        rows=rows,
        batteries=run.manifest["geometry"]["batteries"],
        launchers={shot["id"]: shot["launcher"] for shot in run.outcome["shots"]},
        others={
            track: kinds[number]
            for track, number in followed.items()
            if kinds.get(number, "lead") != "lead"
        },
    )


def _story(threat: Row, told: _Told) -> dict[str, Any]:
    mine = told.rows.get(threat["id"], [])
    logged = {row["event"] for row in mine}
    extra = [
        {"time_s": threat[field], "event": event}
        for event, field in _RECORDED.items()
        if event not in logged and threat.get(field) is not None
    ]
    tale = _Tale(threat, told.batteries, told.launchers, told.others, _are_many(mine, told))
    timeline: list[dict[str, Any]] = []
    every = sorted([*mine, *extra], key=lambda row: float(row["time_s"]))
    for row, more in _without_repeats(every):
        text = _sentence(row, tale) + (f", after {more}" if more else "")
        if not timeline or timeline[-1]["text"] != text:
            timeline.append({"time_s": row["time_s"], "event": row["event"], "text": text})
    return {
        "id": threat["id"],
        "missile": threat["missile"],
        "headline": _headline(threat, tale.batteries),
        "timeline": timeline,
    }


def _are_many(rows: Sequence[Row], told: _Told) -> bool:
    """Whether several tracks followed the warhead, so that each needs its number."""
    tracks = {row["track_number"] for row in rows if row["event"] in _OF_A_TRACK}
    return len(tracks - told.others.keys() - {-1}) > 1


def _without_repeats(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Leave out a track's changes back and forth between what was told of it before.

    The last of several in a row is kept, with how many came before it in words.
    """
    told: set[object] = set()
    last: dict[object, int] = {}  # row of the last change of a track to something told
    before: dict[int, int] = {}  # changes left out before such a row
    for i, row in enumerate(rows):
        if row["event"] not in _CHANGES:
            continue
        track = (_CHANGES[row["event"]], row.get("track_number", -1), row.get("battery"))
        state = (track, row["event"], row.get("detail"))
        if state in told:
            earlier = last.get(track)
            before[i] = 0 if earlier is None else before.pop(earlier) + 1
            last[track] = i
        else:
            told.add(state)
            last.pop(track, None)
            before[i] = 0
    for i, row in enumerate(rows):
        if row["event"] not in _CHANGES or i in before:
            more = before.get(i, 0)
            yield row, f"{counted(more, 'more change')} back and forth" if more else ""


def _sentence(row: Row, tale: _Tale) -> str:
    """Say what a row says, and of which track where that is not the warhead's only one."""
    text, track = _SENTENCES[row["event"]](row, tale), row.get("track_number", -1)
    kind = tale.others.get(track)
    if kind is not None:
        return f"{_KINDS.get(kind, kind)} (track {track}): {text}"
    if tale.is_numbered and track >= 0 and row["event"] in _OF_A_TRACK:
        return f"track {track}: {text.removeprefix('its track was ').removeprefix('track ')}"
    return text


def _headline(threat: Row, batteries: Sequence[Row]) -> str:
    reason = why(threat, batteries)
    what = OUTCOMES[threat["outcome"]]
    return (
        f"Threat {threat['id']}, {missile_of(threat)} from "
        f"{spot_title(threat['launch'])} at "
        f"{aim_of(threat)}: {what}{': ' + reason if reason else ''}."
    )


def _launched(_: Row, tale: _Tale) -> str:
    aim, apogee = aim_of(tale.threat), tale.threat.get("apogee_km")
    high = "" if apogee is None else f", apogee {apogee:.0f} km"
    return f"launched from {spot_title(tale.threat['launch'])} at {aim}{high}"


def _is_first(row: Row, time: float | None) -> bool:
    """Whether a row is the event that the threat's record gives this time."""
    return time is not None and abs(row["time_s"] - time) < _SAME


def _detected(row: Row, tale: _Tale) -> str:
    first = tale.threat.get("first_detection")
    is_first = _is_first(row, tale.threat.get("detected_s"))
    if not is_first or not first or first.get("range_km") is None:
        return "seen by the radar"
    by = f" by {unit_title(first['radar'])}" if first.get("radar") else " by the radar"
    return (
        f"first seen{by} at {first['range_km']:.0f} km, {first['elevation_deg']:.1f} deg above "
        f"the horizon (signal-to-noise ratio {first['snr_db']:.0f} dB)"
    )


def _confirmed(row: Row, tale: _Tale) -> str:
    seen = tale.threat.get("detected_s")
    if seen is None or not _is_first(row, tale.threat.get("confirmed_s")):
        return "track confirmed"
    return f"track confirmed, {row['time_s'] - seen:.1f} s after the first detection"


def _verdict(row: Row, _: _Tale) -> str:
    sigma = row.get("value")
    sure = "" if sigma is None else f" (predicted impact uncertain by {length(sigma)}, 1 sigma)"
    where = title_of(row["asset"]) if row.get("asset") else "a defended place"
    judged = {
        "threatening": f"judged a threat to {where}",
        "harmless": "judged harmless: its predicted impact is outside every defended place",
        "debris": "classified as debris, although its predicted impact is on a defended place",
    }
    return judged.get(row["detail"] or "", "judgement withdrawn") + sure


def _not_engageable(row: Row, tale: _Tale) -> str:
    by, own = _by_battery(row, tale)
    return f"not engageable{by}: {limit_in_words(row['detail'], own)}"


def _by_battery(row: Row, tale: _Tale) -> tuple[str, Sequence[Row]]:
    """Name the battery that a row is about, where it names one; and its published caps."""
    name = row.get("battery")
    if not name:
        return "", tale.batteries
    return f" by {unit_title(name)}", [b for b in tale.batteries if b.get("name") == name]


def _engageable(row: Row, tale: _Tale) -> str:
    number, (by, _) = row.get("value"), _by_battery(row, tale)
    if number is None:
        return f"engageable{by}"
    return f"engageable{by}: time for {_in_turn(int(number))}"


def _in_turn(shots: int) -> str:
    """Count shots, each fired after the one before it was assessed."""
    return counted(shots, "shot") + (", one after another" if shots > 1 else "")


def _shot(row: Row, tale: _Tale) -> str:
    from_where = f" by {unit_title(row['battery'])}" if row.get("battery") else ""
    text = f"interceptor {row['shot']} launched{from_where}"
    if row["shot"] in tale.launchers:
        text += f" from launcher {tale.launchers[row['shot']] + 1}"
    if row.get("intercept_time_s") is not None:
        text += f", to intercept at {clock(row['intercept_time_s'])}"
    if row.get("x_ecef_m") is not None:
        place = np.array([[row[f"{axis}_ecef_m"] for axis in "xyz"]])
        text += f", {geodetic(place)[2][0] / 1e3:.0f} km up"
    return text


def _acquired(row: Row, _: _Tale) -> str:
    far = row.get("value")
    at = "" if far is None else f" at {length(far)}"
    return f"interceptor {row['shot']}: seeker acquired the target{at}"


def _shot_ended(row: Row, _: _Tale) -> str:
    if not row.get("detail"):
        return f"interceptor {row['shot']} finished"
    return f"interceptor {row['shot']} {result_in_words(row['detail'], row.get('value'))}"


def _assessed(row: Row, _: _Tale) -> str:
    what = "destroyed" if row["detail"] == "killed" else "still flying"
    return f"assessed as {what} after interceptor {row['shot']}"


def _intercepted(_: Row, tale: _Tale) -> str:
    meet = tale.threat.get("intercept")
    if not meet or meet.get("altitude_km") is None:
        return "destroyed"
    return (
        f"destroyed {meet['altitude_km']:.0f} km up, closing at "
        f"{meet['closing_speed_km_s']:.1f} km/s"
    )


def _impact(_: Row, tale: _Tale) -> str:
    if tale.threat["outcome"] != "leaked":
        return "came down outside every defended place"
    reason = why(tale.threat, tale.batteries)
    return f"impact at {aim_of(tale.threat)}" + (f": {reason}" if reason else "")


def _said(text: str) -> Sentence:
    return lambda _row, _tale: text


_SENTENCES: dict[str, Sentence] = {
    "launched": _launched,
    "detected": _detected,
    "confirmed": _confirmed,
    "burnout": _said("its engine stopped"),
    "burnout_declared": _said("the tracker declared burnout"),
    "apogee": _said("reached its apogee"),
    "verdict": _verdict,
    "not_engageable": _not_engageable,
    "engageable": _engageable,
    "shot": _shot,
    "acquired": _acquired,
    "shot_ended": _shot_ended,
    "assessed": _assessed,
    "track_dropped": _said("its track was dropped"),
    "intercepted": _intercepted,
    "impact": _impact,
    "failed": _said(OUTCOMES["failed"]),
}
