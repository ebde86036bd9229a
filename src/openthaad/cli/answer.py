"""The answer of a run in lines: who came, seen when, shot at when, what became of it, why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Moments of a threat that the table shows: heading, and field of the JSON record.
_MOMENTS = (
    ("launch", "launch_s"),
    ("seen", "detected_s"),
    ("track", "confirmed_s"),
    ("shot", "first_shot_s"),
)
_GAP = "  "


def threat_lines(
    document: Mapping[str, Any], batteries: Sequence[Mapping[str, Any]], width: int
) -> Iterator[str]:
    """Yield a table of the threats, each with its cause in words beneath.

    Parameters
    ----------
    document : Mapping
        What `thaad run --json` prints.
    batteries : Sequence of Mapping
        Batteries with their caps, which a cause names.
    width : int
        Columns of the terminal; where the table has no room in them, threats are told in
        sentences instead.
    """
    rows = [_cells(threat) for threat in document["threats"]]
    causes = [_cause(threat, batteries) for threat in document["threats"]]
    header = ("", "missile", "from", "at", *(name for name, _ in _MOMENTS), "outcome")
    spans = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    if sum(spans) + len(_GAP) * (len(spans) - 1) > width:
        yield from _sentences(rows, causes, width)
        return
    indent = " " * (spans[0] + len(_GAP))
    yield _aligned(header, spans)
    for row, cause in zip(rows, causes, strict=True):
        yield _aligned(row, spans)
        yield from _wrapped(cause, indent, width)
    yield f"{indent}(times in seconds since the epoch of the scenario)"


def _cells(threat: Mapping[str, Any]) -> tuple[str, ...]:
    from openthaad.catalogue.titles import aim_of, missile_of, spot_title
    from openthaad.records import OUTCOMES

    return (
        str(threat["id"]),
        missile_of(threat),
        _short(threat["launch"]) or spot_title(threat["launch"]),
        _short(threat["aim"]) or aim_of(threat),
        *(_seconds(threat.get(field)) for _, field in _MOMENTS),
        OUTCOMES[threat["outcome"]],
    )


def _short(place: Mapping[str, Any]) -> str:
    """Name a place by its short name: a table has no room for titles; empty for degrees."""
    name = str(place.get("name") or "")
    return name.replace("_", " ").title() if name[:1].isalpha() else ""


def _cause(threat: Mapping[str, Any], batteries: Sequence[Mapping[str, Any]]) -> str:
    from openthaad.reports.answer import why

    return why(threat, batteries)


def _seconds(time: float | None) -> str:
    return "-" if time is None else f"{time:.0f}"


def _aligned(cells: Sequence[str], spans: Sequence[int]) -> str:
    """Line the cells up: numbers to the right, words to the left."""
    numbers = {0, *range(4, 4 + len(_MOMENTS))}
    parts = [
        cell.rjust(span) if i in numbers else cell.ljust(span)
        for i, (cell, span) in enumerate(zip(cells, spans, strict=True))
    ]
    return _GAP.join(parts).rstrip()


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _sentences(
    rows: Sequence[Sequence[str]], causes: Sequence[str], width: int
) -> Iterator[str]:
    """Tell each threat in a few short lines, for a narrow terminal."""
    for row, cause in zip(rows, causes, strict=True):
        number, missile, start, aim, launched, seen, tracked, shot, outcome = row
        yield from textwrap.wrap(
            f"{number}  {missile}, {start} to {aim}: {outcome}", width, subsequent_indent="   "
        )
        moments = f"launched {launched} s, seen {seen}, tracked {tracked}, shot at {shot}"
        yield from _wrapped(moments, "   ", width)
        yield from _wrapped(cause, "   ", width)
