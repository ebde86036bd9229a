"""Coastlines and borders for maps: Natural Earth, fine over East Asia, coarse elsewhere.

Disputed borders are drawn as Natural Earth draws them: de facto.  `builders/coastline.py` makes
the data file; `coastline.source.toml` beside it says from what.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.entries import DATA

DATA_FILE = DATA / "tables" / "coastline.json"
Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]
Array = NDArray[np.float64]


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


def region() -> Box:
    """Return the box within which the lines are fine: west, south, east, north [deg]."""
    west, south, east, north = _document()["region_deg"]
    return float(west), float(south), float(east), float(north)


def clip_ring(ring: Sequence[Point] | Array, box: Box) -> Line:
    """Cut a closed ring to a box (Sutherland and Hodgman); empty where nothing is left.

    References
    ----------
    .. [1] I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping",
       Communications of the ACM 17 (1974) 32-42.
    """
    points = np.asarray(ring, dtype=float).reshape(-1, 2)
    for axis, limit, sign in _edges(box):
        inside = sign * (points[:, axis] - limit) >= 0.0
        if inside.all():
            continue
        before = np.roll(points, 1, axis=0)
        crosses = np.flatnonzero(inside != np.roll(inside, 1))
        step = points[crosses] - before[crosses]
        share = (limit - before[crosses, axis]) / step[:, axis]
        cut = before[crosses] + share[:, None] * step
        cut[:, axis] = limit
        kept = np.flatnonzero(inside)
        # A crossing comes before the point it leads to.
        order = np.argsort(np.concatenate([2 * crosses, 2 * kept + 1]), kind="stable")
        points = np.concatenate([cut, points[kept]])[order]
    return _line(np.vstack([points, points[:1]])) if len(points) >= 3 else []


def clip_line(line: Sequence[Point] | Array, box: Box) -> list[Line]:
    """Cut a line to a box; it may come back in pieces, or not at all."""
    points = np.asarray(line, dtype=float).reshape(-1, 2)
    west, south, east, north = box
    low = np.minimum(points[1:], points[:-1])
    high = np.maximum(points[1:], points[:-1])
    near = (low <= [east, north]).all(axis=1) & (high >= [west, south]).all(axis=1)
    pieces: list[Line] = []
    for i in np.flatnonzero(near).tolist():
        part = _clip_segment(_point(points[i]), _point(points[i + 1]), box)
        if part is None:
            continue
        if pieces and pieces[-1][-1] == part[0]:
            pieces[-1].append(part[1])
        else:
            pieces.append(list(part))
    return pieces


def _point(row: Array) -> Point:
    return float(row[0]), float(row[1])


def _line(points: Array) -> Line:
    return [(x, y) for x, y in points.tolist()]


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


def _layer(kind: str, box: Box) -> Iterable[Array]:
    """Every line of a kind that may touch the box, moved by whole turns to meet it."""
    west, south, east, north = box
    w, s, e, n = _document()["region_deg"]
    is_regional = w <= west and s <= south and east <= e and north <= n
    for points, low, high in _lines("regional" if is_regional else "world", kind):
        if low[1] > north or high[1] < south:
            continue
        for turn in (0.0,) if is_regional else (-360.0, 0.0, 360.0):
            if high[0] + turn >= west and low[0] + turn <= east:
                yield points + np.array([turn, 0.0])


@cache
def _lines(detail: str, kind: str) -> tuple[tuple[Array, Array, Array], ...]:
    """Lines of the data file (N, 2) [deg], each with its least and greatest coordinates."""
    document = _document()
    unit = float(document["per_degree"])
    lines = [
        np.array(flat).reshape(-1, 2).cumsum(axis=0) / unit for flat in document[detail][kind]
    ]
    return tuple((line, line.min(axis=0), line.max(axis=0)) for line in lines)


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA_FILE.read_text(encoding="utf-8"))
    return loaded
