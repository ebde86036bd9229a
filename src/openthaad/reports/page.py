"""One page to look at a run: map, timeline, tables; one file, no script from outside."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from openthaad.catalogue.titles import aim_of, missile_of, spot_title
from openthaad.records import OUTCOMES
from openthaad.reports.answer import headline, seconds, why
from openthaad.reports.drawing import drawing
from openthaad.reports.story import explain
from openthaad.reports.words import RESULTS_SHORT, length, unit_title
from openthaad.runs import Run

CANNOT_TELL = (
    "One run is one random outcome. Another seed can end differently.",
    (
        "Much about this system is not published. What the public record leaves open is "
        "assumed, within a range; thaad catalogue show prints every number with its source."
    ),
    (
        "The Earth is smooth: no hill hides a missile. Clutter above the lowest elevation "
        "is left out."
    ),
    (
        "Debris from a hit, and what falls to the ground, is not modelled: a destroyed "
        "missile counts as stopped."
    ),
    (
        "The published floor, ceiling and reach are claims. The run applies them if the "
        "scenario says so; a cause names them where they decided the outcome."
    ),
    "Jamming and decoys built to deceive are included only if the scenario says so.",
    "Borders are drawn de facto, as Natural Earth draws them.",
)
_ENDS = ("at_low", "at_high")


def render(run: Run) -> str:
    """Return the first page of a run as HTML that opens from a file, without a network."""
    return _page(run, stories=_stories(run, is_open=False), values="")


def report(run: Run) -> str:
    """Return the same page in full: every story open, every value with its source."""
    return _page(run, stories=_stories(run, is_open=True), values=_values(run.manifest))


def _page(run: Run, *, stories: str, values: str) -> str:
    folder = files("openthaad.reports") / "assets"
    read = {
        name: (folder / f"page.{name}").read_text("utf-8") for name in ("html", "css", "js")
    }
    manifest, outcome = run.manifest, run.outcome
    return Template(read["html"]).substitute(
        title=escape(str(manifest["title"] or manifest["scenario"])),
        question=escape(str(manifest["question"] or "")),
        headline=escape(" ".join([headline(outcome), *run.remarks])),
        threats=_threat_table(run),
        shots=_shot_table(outcome["shots"]),
        stories=stories,
        radars=_radar_table(outcome["radars"]),
        endgame=_endgame(outcome["endgame"]),
        basis=_basis(outcome["basis"]),
        values=values,
        cannot="".join(f"<li>{escape(text)}</li>" for text in CANNOT_TELL),
        facts=_facts(manifest),
        command=escape(str(manifest["command"])),
        seed=escape(str(manifest["seed"])),
        css=read["css"],
        js=read["js"],
        data=embed(drawing(run)),
    )


def embed(document: object) -> str:
    """Write JSON so that nothing in it can end the script element that holds it."""
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int]) -> str:
    """Build a table of cells that are HTML already."""

    def cell(tag: str, i: int, text: str) -> str:
        kind = ' class="n"' if i in numeric else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{kind}{scope}>{text}</{tag}>"

    head = "".join(cell("th", i, escape(text)) for i, text in enumerate(header))
    body = "".join(
        f"<tr>{''.join(cell('td', i, text) for i, text in enumerate(row))}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _plain(value: float) -> str:
    """Write a value of the catalogue; a small one with three digits.

    >>> _plain(15852.0), _plain(1.0 / 30.0)
    ('15852', '0.0333')
    """
    return f"{value:.3g}" if abs(value) < 1.0 else f"{value:.6g}"


def _outcome_mark(outcome: str) -> str:
    return f'<span class="mark {escape(outcome)}">{escape(OUTCOMES[outcome])}</span>'


def _threat_table(run: Run) -> str:
    threats = run.outcome["threats"]
    if not threats:
        return "<p>No missile was launched.</p>"
    batteries = run.manifest["geometry"]["batteries"]
    rows = []
    for threat in threats:
        first = threat.get("first_detection") or {}
        number = escape(str(threat["id"]))
        rows.append(
            (
                (
                    f'<button type="button" class="pick" data-threat="{number}" '
                    f'aria-pressed="false">{number}</button>'
                ),
                _outcome_mark(threat["outcome"]),
                escape(missile_of(threat)),
                (f"{escape(spot_title(threat['launch']))} → {escape(aim_of(threat))}"),
                _number(threat.get("apogee_km")),
                seconds(threat["launch_s"]),
                seconds(threat["detected_s"]),
                _number(first.get("range_km")),
                seconds(threat["first_shot_s"]),
                escape(why(threat, batteries)),
            )
        )
    header = ("no.", "outcome", "missile", "from, at", "apogee km", "launched s", "seen s")
    return _table((*header, "seen at km", "first shot s", "why"), rows, (4, 5, 6, 7, 8))


def _shot_table(shots: Sequence[Mapping[str, Any]]) -> str:
    if not shots:
        return "<p>No interceptor was fired.</p>"
    rows = []
    for shot in shots:
        meet = shot.get("predicted_intercept") or {}
        miss = shot.get("miss_distance_m")
        rows.append(
            (
                escape(str(shot["id"])),
                escape(f"{unit_title(shot['battery'])}, launcher {shot['launcher'] + 1}"),
                "–" if shot.get("threat") is None else escape(str(shot["threat"])),
                seconds(shot["launch_s"]),
                seconds(meet.get("time_s")),
                _number(meet.get("altitude_km")),
                _number(shot.get("acquisition_range_km")),
                _number(shot.get("divert_used_m_s")),
                "–" if miss is None else escape(length(miss)),
                escape(RESULTS_SHORT.get(shot["result"], str(shot["result"]))),
            )
        )
    header = ("no.", "from", "at threat", "launched s", "intercept s", "altitude km")
    more = ("seeker acquired km", "divert m/s", "miss", "result")
    return _table((*header, *more), rows, (2, 3, 4, 5, 6, 7, 8))


def _stories(run: Run, *, is_open: bool) -> str:
    return "".join(_story(told, is_open=is_open) for told in explain(run)["threats"])


def _story(told: Mapping[str, Any], *, is_open: bool) -> str:
    events = "".join(
        f'<li><span class="t">{event["time_s"]:.1f} s</span> {escape(event["text"])}</li>'
        for event in told["timeline"]
    )
    return (
        f'<details id="story-{escape(str(told["id"]))}"{" open" * is_open}>'
        f"<summary>{escape(told['headline'])}</summary><ol>{events}</ol></details>"
    )


def _radar_table(radars: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        (
            escape(unit_title(radar["name"])),
            _percent(radar.get("occupancy_mean")),
            _percent(radar.get("occupancy_peak")),
            _number(radar.get("detections")),
            _number(radar.get("tracks")),
        )
        for radar in radars
    ]
    header = ("radar", "time used, mean", "peak", "detections", "tracks")
    return _table(header, rows, (1, 2, 3, 4))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100.0 * share:.0f} %"


def _endgame(endgame: Mapping[str, Any]) -> str:
    words = {
        "p_reliable": "its motor and kill vehicle work",
        "p_acquire": "the seeker then acquires the target",
        "p_hit": "it then hits",
        "p_kill_given_hit": "the hit destroys the warhead",
        "p_kill": "all of these hold, so that one round kills",
    }
    rows = [
        (escape(text), _percent(endgame[key]))
        for key, text in words.items()
        if endgame.get(key) is not None
    ]
    return _table(("probability for one interceptor that", ""), rows, (1,)) if rows else ""


def _basis(basis: Mapping[str, Any]) -> str:
    counts = basis.get("by_count") or {}
    total = sum(counts.values())
    if not total:
        return ""
    bars = "".join(
        f'<div class="{escape(key)}" style="flex-grow:{count:d}">'
        f"<b>{count:d}</b> {escape(key)}</div>"
        for key, count in counts.items()
        if count
    )
    note = (
        "A count does not measure influence: this run did not compute how far each value "
        "moves the answer."
    )
    if basis.get("by_influence"):
        shares = basis["by_influence"].items()
        text = ", ".join(f"{escape(str(key))} {_percent(share)}" for key, share in shares)
        note = f"By influence, the answer depends on: {text}."
    if basis.get("flips_if"):
        note += f" The answer changes if {escape(str(basis['flips_if']))}."
    elif basis.get("moves_most"):
        note += " No assumed or derived value changes it by a tenth within its range; "
        note += f"{escape(str(basis['moves_most']))}."
    counted = f'<p>{total} catalogue values:</p><div class="basis">{bars}</div>'
    return f"{counted}<p>{note}</p>{_moved(basis)}"


def _moved(basis: Mapping[str, Any]) -> str:
    """List the values that move the answer most, with what it is at both ends of each."""
    found = basis.get("influence") or {}
    rows = []
    for value in found.get("values") or []:
        _, owner, key = value["path"].split(".")
        unit = "" if value["unit"] == "1" else value["unit"]
        answers = ["none" if value[at] is None else f"{value[at]:.3g}" for at in _ENDS]
        rows.append(
            (
                escape(f"{owner}: {key.replace('_', ' ')}, {value['basis']}"),
                escape(f"{_plain(value['low'])} to {_plain(value['high'])} {unit}".strip()),
                " to ".join(answers),
            )
        )
    if not rows:
        return ""
    asked = escape(f"{found['quantity']} {found['unit']}".strip())
    header = ("one value moved, the others unchanged", "over", asked)
    return f'<div class="wide">{_table(header, rows, (1, 2))}</div>'


def _values(manifest: Mapping[str, Any]) -> str:
    """List the catalogue values behind a run, the least certain first, with their sources."""
    values = manifest.get("values") or []
    rank = {"set": 0, "assumed": 1, "derived": 2, "stated": 3}
    rows = [
        (
            escape(value["path"]),
            _plain(value["value"]),
            f"{_plain(value['low'])} to {_plain(value['high'])}",
            escape(value["unit"]),
            escape(value["basis"]),
            escape(" ".join(filter(None, (value["source"], value.get("note", ""))))),
        )
        for value in sorted(values, key=lambda v: (rank.get(v["basis"], 4), v["path"]))
    ]
    if not rows:
        return ""
    table = _table(("value", "taken", "range", "unit", "basis", "source"), rows, (1,))
    return (
        "<section><h2>Every value used, with its source</h2>"
        '<div class="wide" tabindex="0" role="region" aria-label="Values">'
        f"{table}</div></section>"
    )


def _facts(manifest: Mapping[str, Any]) -> str:
    pairs = {
        "scenario": manifest["scenario"],
        "seed": manifest["seed"],
        "settings": manifest["settings"],
        "catalogue": str(manifest["catalogue"])[:16],
        "digest": str(manifest["digest"])[:16],
        "version": manifest["version"],
        "computed in": f"{manifest['wall_time_s']:.1f} s",
    }
    return "".join(
        f"<div><dt>{escape(key)}</dt><dd>{escape(str(item))}</dd></div>"
        for key, item in pairs.items()
    )
