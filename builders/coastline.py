"""Turn Natural Earth's coastlines and borders into the one small file the maps draw from.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python builders/coastline.py package

Reads `countries-50m.json` and `countries-110m.json` of the npm package `world-atlas` 2.0.2
(TopoJSON made from Natural Earth 4.1, public domain).  East Asia and the west Pacific keep the
1:50 million detail, cut out of it here; the rest of the world is drawn at 1:110 million.
Borders are those Natural Earth draws: de facto, so disputed ones show who holds the ground.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from openthaad.catalogue.coastline import DATA_FILE, clip_line, clip_ring

REGION = (70.0, -5.0, 180.0, 72.0)  # west, south, east, north [deg]
DIGITS = 3  # of a degree: 110 m, finer than the 1:50 million source
Points = list[tuple[float, float]]


def read_arcs(topology: dict[str, Any]) -> list[Points]:
    """Undo TopoJSON's quantisation and delta coding: points are longitude, latitude [deg]."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """List every ring of a geometry as its arc numbers."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(part)]
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def ring_points(ring: list[int], arcs: list[Points]) -> Points:
    """Join the arcs of a ring; a negative number means the arc runs backwards."""
    points: Points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return unwrap(points)


def unwrap(points: Points) -> Points:
    """Let longitude run on past 180 degrees, so that no line jumps across the map."""
    turn = 0.0
    out = points[:1]
    for (before, _), (x, y) in pairwise(points):
        if abs(x - before) > 180.0:
            turn += 360.0 if x < before else -360.0
        out.append((x + turn, y))
    return out


def read_map(path: Path) -> tuple[list[Points], list[Points]]:
    """Return the rings of all land, and the borders between countries as lines."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = read_arcs(topology)
    land = rings_of(topology["objects"]["land"])
    nations = rings_of(topology["objects"]["countries"])
    coast = {max(number, ~number) for ring in land for number in ring}
    inner = {max(number, ~number) for ring in nations for number in ring} - coast
    return [ring_points(r, arcs) for r in land], [unwrap(arcs[i]) for i in sorted(inner)]


def encode(lines: list[Points]) -> list[list[int]]:
    """Code each line as its first point and then differences, in thousandths of a degree."""
    coded = []
    for line in lines:
        flat: list[int] = []
        last = None
        for point in line:
            x, y = (round(value * 10**DIGITS) for value in point)
            if last is None:
                flat += [x, y]
            elif (x, y) != last:
                flat += [x - last[0], y - last[1]]
            last = (x, y)
        if len(flat) > 4:
            coded.append(flat)
    return coded


def main(folder: Path) -> None:
    """Write the data file."""
    fine_land, fine_borders = read_map(folder / "countries-50m.json")
    land, borders = read_map(folder / "countries-110m.json")
    regional = [piece for ring in fine_land if (piece := clip_ring(ring, REGION))]
    document = {
        "region_deg": REGION,
        "per_degree": 10**DIGITS,
        "regional": {
            "land": encode(regional),
            "borders": encode([p for line in fine_borders for p in clip_line(line, REGION)]),
        },
        "world": {"land": encode(land), "borders": encode(borders)},
    }
    text = json.dumps(document, separators=(",", ":"))
    DATA_FILE.write_text(text.replace("]],", "]],\n") + "\n", encoding="utf-8")
    print(f"{DATA_FILE.name}: {DATA_FILE.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
