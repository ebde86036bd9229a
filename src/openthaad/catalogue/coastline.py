"""Coastlines and borders for maps: Natural Earth, fine over East Asia, coarse elsewhere.

Disputed borders are drawn as Natural Earth draws them: de facto.  `builders/coastline.py` makes
the data file; `coastline.source.toml` beside it says from what.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from openthaad.catalogue.entries import DATA

DATA_FILE = DATA / "tables" / "coastline.json"
Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]


def coastline(box: Box) -> list[Line]:
    """Return the coasts inside a box as lines.

    Parameters
    ----------
    box : tuple of float
        West, south, east, north [deg]; east may pass 180.

    Returns
    -------
    list of list of (longitude, latitude)
        Degrees; longitudes run on past 180 where the box does.
    """
    return [line for ring in _layer("land", box) for line in clip_line(ring, box)]


def borders(box: Box) -> list[Line]:
    """Return the borders between countries inside a box as lines; see `coastline`."""
    return [line for border in _layer("borders", box) for line in clip_line(border, box)]


def land(box: Box) -> list[Line]:
    """Return the land inside a box as closed rings, to be filled by the even-odd rule.

    A ring cut by the box runs along its edge there: draw the shore with `coastline`.
    """
    return [ring for whole in _layer("land", box) if (ring := clip_ring(whole, box))]


def clip_ring(ring: Sequence[Point], box: Box) -> Line:
    """Cut a closed ring to a box (Sutherland and Hodgman); empty where nothing is left.

    References
    ----------
    .. [1] I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping",
       Communications of the ACM 17 (1974) 32-42.
    """
    points = list(ring)
    for axis, limit, sign in _edges(box):
        kept: Line = []
        for a, b in pairwise([*points[-1:], *points]):
            inside_a, inside_b = (sign * (p[axis] - limit) >= 0.0 for p in (a, b))
            if inside_a != inside_b:
                kept.append(_crossing(a, b, axis, limit))
            if inside_b:
                kept.append(b)
        points = kept
    return [*points, points[0]] if len(points) >= 3 else []


def clip_line(line: Sequence[Point], box: Box) -> list[Line]:
    """Cut a line to a box; it may come back in pieces, or not at all."""
    pieces: list[Line] = []
    current: Line = []
    for a, b in pairwise(line):
        part = _clip_segment(a, b, box)
        if part is None:
            current = []
            continue
        if not current or current[-1] != part[0]:
            current = [part[0]]
            pieces.append(current)
        current.append(part[1])
    return pieces


def _edges(box: Box) -> tuple[tuple[int, float, float], ...]:
    west, south, east, north = box
    return (0, west, 1.0), (0, east, -1.0), (1, south, 1.0), (1, north, -1.0)


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def _clip_segment(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    for axis, limit, sign in _edges(box):
        inside_a, inside_b = (sign * (p[axis] - limit) >= 0.0 for p in (a, b))
        if not inside_a and not inside_b:
            return None
        if not inside_a:
            a = _crossing(a, b, axis, limit)
        elif not inside_b:
            b = _crossing(a, b, axis, limit)
    return a, b


def _layer(kind: str, box: Box) -> Iterable[Line]:
    """Every line of a kind that may touch the box, moved by whole turns to meet it."""
    west, south, east, north = box
    w, s, e, n = _document()["region_deg"]
    is_regional = w <= west and s <= south and east <= e and north <= n
    for line in _lines("regional" if is_regional else "world", kind):
        for turn in (0.0,) if is_regional else (-360.0, 0.0, 360.0):
            if line.east + turn >= west and line.west + turn <= east:
                yield [(x + turn, y) for x, y in line.points] if turn else line.points


class _Extent:
    """A line of the data file with its reach in longitude [deg]."""

    __slots__ = ("east", "points", "west")

    def __init__(self, points: Line) -> None:
        self.points = points
        self.west = min(point[0] for point in points)
        self.east = max(point[0] for point in points)


@cache
def _lines(detail: str, kind: str) -> tuple[_Extent, ...]:
    document = _document()
    unit = float(document["per_degree"])
    return tuple(_Extent(_decode(flat, unit)) for flat in document[detail][kind])


def _decode(flat: Sequence[int], unit: float) -> Line:
    x = y = 0
    points = []
    for i in range(0, len(flat), 2):
        x, y = x + flat[i], y + flat[i + 1]
        points.append((x / unit, y / unit))
    return points


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA_FILE.read_text(encoding="utf-8"))
    return loaded
