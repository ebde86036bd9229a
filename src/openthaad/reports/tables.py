"""The tables of the page: rows of words and numbers, without any markup."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.records import OUTCOMES
from openthaad.reports.answer import seconds, why
from openthaad.reports.words import RESULTS_SHORT, length, unit_title
from openthaad.runs import Run

_ENDS = ("at_low", "at_high")
_RANK = {"set": 0, "assumed": 1, "derived": 2, "stated": 3}


class Table(NamedTuple):
    """A table as it is read: `numeric` are the columns that are set flush right."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int]


class Missile(NamedTuple):
    """A row of the table of missiles; `cells` are what follows number and outcome."""

    number: int
    outcome: str
    ended: str
    cells: Sequence[str]


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100.0 * share:.0f} %"


def _plain(value: float) -> str:
    """Write a value of the catalogue; a small one with three digits.

    >>> _plain(15852.0), _plain(1.0 / 30.0)
    ('15852', '0.0333')
    """
    return f"{value:.3g}" if abs(value) < 1.0 else f"{value:.6g}"


class Basis(NamedTuple):
    """What the answer rests on: values by basis, and which of them move it."""

    counts: Mapping[str, int]
    shares: str  # of influence, empty where the run did not ask
    flips_if: str | None
    moves_most: str | None
    moved: Table


MISSILES = (
    *("no.", "outcome", "missile", "from, at", "apogee km", "launched s", "seen s"),
    *("seen at km", "first shot s", "why"),
)


def missiles(run: Run) -> list[Missile]:
    """List each missile under `MISSILES`."""
    batteries = run.manifest["geometry"]["batteries"]
    return [
        Missile(
            threat["id"],
            threat["outcome"],
            OUTCOMES[threat["outcome"]],
            (
                missile_of(threat),
                f"{spot_title(threat['launch'])} → {aim_of(threat)}",
                _number(threat.get("apogee_km")),
                seconds(threat["launch_s"]),
                seconds(threat["detected_s"]),
                _number((threat.get("first_detection") or {}).get("range_km")),
                seconds(threat["first_shot_s"]),
                why(threat, batteries),
            ),
        )
        for threat in run.outcome["threats"]
    ]


def shots(run: Run) -> Table:
    """List each interceptor."""
    header = ("no.", "from", "at threat", "launched s", "intercept s", "altitude km")
    more = ("seeker acquired km", "divert m/s", "miss", "result")
    rows = [_shot(shot) for shot in run.outcome["shots"]]
    return Table((*header, *more), rows, (2, 3, 4, 5, 6, 7, 8))


def _shot(shot: Mapping[str, Any]) -> Sequence[str]:
    meet = shot.get("predicted_intercept") or {}
    miss = shot.get("miss_distance_m")
    return (
        str(shot["id"]),
        f"{unit_title(shot['battery'])}, launcher {shot['launcher'] + 1}",
        "–" if shot.get("threat") is None else str(shot["threat"]),
        seconds(shot["launch_s"]),
        seconds(meet.get("time_s")),
        _number(meet.get("altitude_km")),
        _number(shot.get("acquisition_range_km")),
        _number(shot.get("divert_used_m_s")),
        "–" if miss is None else length(miss),
        RESULTS_SHORT.get(shot["result"], str(shot["result"])),
    )


def radars(run: Run) -> Table:
    """List how busy each radar was."""
    rows = [
        (
            unit_title(radar["name"]),
            _percent(radar.get("occupancy_mean")),
            _percent(radar.get("occupancy_peak")),
            _number(radar.get("detections")),
            _number(radar.get("tracks")),
        )
        for radar in run.outcome["radars"]
    ]
    header = ("radar", "time used, mean", "peak", "detections", "tracks")
    return Table(header, rows, (1, 2, 3, 4))


def endgame(run: Run) -> Table:
    """List the factors of the probability that one interceptor kills."""
    words = {
        "p_reliable": "its motor and kill vehicle work",
        "p_acquire": "the seeker then acquires the target",
        "p_hit": "it then hits",
        "p_kill_given_hit": "the hit destroys the warhead",
        "p_kill": "all of these hold, so that one round kills",
    }
    known = run.outcome["endgame"]
    rows = [
        (text, _percent(known[key]))
        for key, text in words.items()
        if known.get(key) is not None
    ]
    return Table(("probability for one interceptor that", ""), rows, (1,))


def basis(run: Run) -> Basis:
    """Say what the answer rests on."""
    known = run.outcome["basis"]
    by = known.get("by_influence") or {}
    return Basis(
        counts={key: count for key, count in (known.get("by_count") or {}).items() if count},
        shares=", ".join(f"{key} {_percent(share)}" for key, share in by.items()),
        flips_if=known.get("flips_if"),
        moves_most=known.get("moves_most"),
        moved=_moved(known),
    )


def _moved(basis: Mapping[str, Any]) -> Table:
    """List the values that move the answer most, with what it is at both ends of each."""
    found = basis.get("influence") or {}
    rows = []
    for value in found.get("values") or []:
        _, owner, key = value["path"].split(".")
        unit = "" if value["unit"] == "1" else value["unit"]
        answers = ["none" if value[at] is None else f"{value[at]:.3g}" for at in _ENDS]
        rows.append(
            (
                f"{owner}: {key.replace('_', ' ')}, {value['basis']}",
                f"{_plain(value['low'])} to {_plain(value['high'])} {unit}".strip(),
                " to ".join(answers),
            )
        )
    asked = f"{found['quantity']} {found['unit']}".strip() if rows else ""
    return Table(("one value moved, the others unchanged", "over", asked), rows, (1, 2))


def values(run: Run) -> Table:
    """List the catalogue values behind a run, the least certain first, with their sources."""
    known = run.manifest.get("values") or []
    rows = [
        (
            value["path"],
            _plain(value["value"]),
            f"{_plain(value['low'])} to {_plain(value['high'])}",
            value["unit"],
            value["basis"],
            " ".join(filter(None, (value["source"], value.get("note", "")))),
        )
        for value in sorted(known, key=lambda v: (_RANK.get(v["basis"], 4), v["path"]))
    ]
    return Table(("value", "taken", "range", "unit", "basis", "source"), rows, (1,))
