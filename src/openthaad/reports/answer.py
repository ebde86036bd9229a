"""The answer first: one sentence, and a table a reader can check it by."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.fire_control.limits import missed_by
from openthaad.kernels.codes import CAUSE_OF_LIMIT, Cause
from openthaad.records import OUTCOMES
from openthaad.reports.words import (
    because,
    counted,
    listed,
    missed,
    nothing_listed,
    unit_title,
)

HEADER = (
    "threat",
    "missile",
    "from",
    "at",
    "launched s",
    "seen s",
    "first shot s",
    "shots",
    "outcome",
    "why",
)


def headline(outcome: Mapping[str, Any]) -> str:
    """Say what happened in one sentence, from the document that `--json` prints."""
    threats = outcome["threats"]
    tally = Counter(threat["outcome"] for threat in threats)
    shots = len(outcome["shots"])
    flew = (
        f"{counted(len(threats), 'missile')} {'was' if len(threats) == 1 else 'were'} launched"
    )
    kills = tally["intercepted"]
    if shots and kills == len(threats):
        all_of_them = "it" if kills == 1 else "every one"
        stopped = f"the defence fired {counted(shots, 'interceptor')} and stopped {all_of_them}"
    elif shots:
        stopped = f"the defence fired {counted(shots, 'interceptor')} and stopped {_few(kills)}"
    else:
        stopped = "the defence fired no interceptor"
    parts = [
        stopped,
        _leaks(threats),
        *(_tail(tally[name], OUTCOMES[name]) for name in ("no_asset_threatened", "failed")),
        _tail(tally["unresolved"], "had not come down when the run ended"),
    ]
    sentence = f"{flew}: {'; '.join(part for part in parts if part)}."
    return " ".join([sentence[0].upper() + sentence[1:], *_unlisted(threats)])


def _unlisted(threats: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say where missiles are aimed at nothing that the scenario lists, if any are."""
    places: dict[str, dict[str, Any]] = {}
    for threat in threats:
        if threat.get("aimed_at", "") is None:
            place = places.setdefault(str(threat["aim"]), {**threat["aim"], "missiles": 0})
            place["missiles"] += 1
    return [nothing_listed(list(places.values()))] if places else []


def _few(count: int) -> str:
    return counted(count, "", " ").strip() if count else "none"


def _tail(count: int, what: str) -> str:
    return f"{_few(count)} {what}" if count else ""


def _leaks(threats: Sequence[Mapping[str, Any]]) -> str:
    if all(threat["outcome"] != "leaked" for threat in threats):
        return ""
    aims = Counter(aim_of(t) for t in threats if t["outcome"] == "leaked")
    several = len(aims) > 1
    spots = [f"{name} ({n})" if several and n > 1 else name for name, n in aims.most_common()]
    return f"{_few(aims.total())} got through to {listed(spots)}"


def threat_rows(
    outcome: Mapping[str, Any], batteries: Sequence[Mapping[str, Any]] = ()
) -> list[tuple[str, ...]]:
    """Return one row of words per threat, under `HEADER`.

    Parameters
    ----------
    outcome : Mapping
        The document that `--json` prints.
    batteries : sequence of mappings
        `geometry["batteries"]`, for the caps that a cause names.
    """
    fired = Counter(shot["threat"] for shot in outcome["shots"])
    return [
        (
            str(threat["id"]),
            missile_of(threat),
            spot_title(threat["launch"]),
            aim_of(threat),
            seconds(threat["launch_s"]),
            seconds(threat["detected_s"]),
            seconds(threat["first_shot_s"]),
            str(fired[threat["id"]] or "-"),
            OUTCOMES[threat["outcome"]],
            why(threat, batteries),
        )
        for threat in outcome["threats"]
    ]


def why(threat: Mapping[str, Any], batteries: Sequence[Mapping[str, Any]] = ()) -> str:
    """Say why a threat ended as it did: where it was hit, or which link broke."""
    meet = threat.get("intercept")
    if threat["outcome"] == "intercepted" and meet and meet.get("altitude_km") is not None:
        site = "the battery that fired" if len(batteries) > 1 else "the battery"
        return (
            f"hit {meet['altitude_km']:.0f} km up, {meet['ground_range_km']:.0f} km from "
            f"{site}, at {seconds(meet['time_s'])} s"
        )
    return _why_it_leaked(threat, batteries)


# Causes that are a battery's limit; the others lie with radars, judgement or shots.
_LIMITS = {cause.name.lower() for cause in (*CAUSE_OF_LIMIT.values(), Cause.CONFIRMED_LATE)}


def _why_it_leaked(threat: Mapping[str, Any], batteries: Sequence[Mapping[str, Any]]) -> str:
    """Name the link that broke; where it is a limit, by battery and by how much."""
    cause = threat.get("cause")
    stopped = [each for each in threat.get("by_battery", ()) if each["limit"] is not None]
    if cause not in _LIMITS or not stopped:
        return because(cause, batteries)
    if len(threat["by_battery"]) > 1:
        return "; ".join(
            f"{unit_title(each['battery'])}: {missed_by(each['limit'], each['margin'])}"
            for each in stopped
        )
    return because(cause, batteries) + missed(cause, stopped[0])


def seconds(time: float | None) -> str:
    """Write a time in whole seconds, or a dash for none."""
    return "-" if time is None else f"{time:.0f}"
